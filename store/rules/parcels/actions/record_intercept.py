"""RecordIntercept (拦截结果): the carrier stops a parcel, brings it back or redirects it, or fails.

Stopped (拦截成功), it is on its way back and its goods are not here. The units of one that came
back are recorded as such; from then on they may be sent again (`create-reissue`, origin
intercepted) or refunded, by the ledger and once. A parcel that goes to the old address may be
redirected without anybody having asked for an interception before, and so may one be recorded of
which the platform's word may be (`intercept_doubts`).
"""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import InterceptOutcome, Parcel
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedParcel
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.order.ledger import line_ledgers, spent
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.money_of_losses import with_lost_units
from store.rules.parcels.origins import arrived_said
from store.rules.parcels.shared import shared_parcel, shared_parcels
from store.rules.parcels.traces import called, intercepted
from store.rules.parcels.unknown_contents import may_be_elsewhere, to_count_said
from store.rules.parcels.whereabouts import awaited_back, under_way
from store.rules.platform.discrepancies.intercept_doubts import may_be_recorded
from store.rules.stock.coming_back import come_back_stock
from store.words import N_, _
from store.words.labels import label
from store.words.times import day_text


class RecordIntercept(RecordAction[Parcel]):
    """Record what the carrier did with a parcel that was to be stopped or redirected."""

    title = N_("Record an interception")
    place = 350
    settles = frozenset({"bring-back", "redirect-parcel"})

    parcel: NamedParcel
    outcome: InterceptOutcome = Field(title=N_("Outcome"))

    @classmethod
    def refusal(cls, order: Order, parcel: Parcel, context: Context | None) -> str | None:
        return None if _goes_astray(order, parcel) else _nothing_to_answer(order, parcel)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        parcel = self.record_of(subject)
        unasked = _nothing_to_answer(subject, parcel)
        if self.outcome != "redirected" and _goes_astray(subject, parcel) and unasked:
            yield Problem("outcome", unasked)
        elif self.outcome == "redirected" and not parcel.old_address and not unasked:
            said = _("Parcel {number} goes where the order does; there is nothing to redirect.")
            yield Problem("outcome", said.format(number=called(parcel)))
        elif self.outcome == "stopped" and awaited_back(subject, parcel):
            said = _("Parcel {number} is stopped already; record it once more when it is here.")
            yield Problem("outcome", said.format(number=called(parcel)))

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return shared_parcels(subject, fitting_records(cls, subject, context), context)

    def apply(self, subject: Order, context: Context) -> Outcome:
        parcel = self.record_of(subject)
        changed = intercepted(subject, parcel, self.outcome, context.now, context)
        stock = come_back_stock(subject, changed, context)
        said = (*self._what_now(subject, changed), *shared_parcel(changed, parcel, context))
        return Outcome((changed, *stock), said)

    def _what_now(self, before: Order, after: Order) -> Iterator[str]:
        """What came back is owed to the buyer, unless he has its money, or the goods."""
        if self.outcome == "stopped":
            yield _("Its goods are here only once it has come back; record that when it arrives.")
        if elsewhere := may_be_elsewhere(after, self.record_of(after).lines):
            yield elsewhere
        if self.outcome != "returned":
            return
        if unknown := to_count_said(after, self.record_of(after)):
            yield unknown
            return
        owed = [
            sum(max(0, one.reissuable) for one in line_ledgers(with_lost_units(each)))
            for each in (before, after)
        ]
        if owed[1] > owed[0]:
            yield _(
                "What came back may now be sent again as a reissue (“{origin}”) or refunded."
            ).format(origin=label("intercepted"))
        else:
            yield self._not_owed(after)

    def _not_owed(self, order: Order) -> str:
        """Why nothing is owed for what came back."""
        lines = {part.line for part in self.record_of(order).lines}
        if arrived := arrived_said(order, lines):
            return arrived
        if not any(one.refunded for one in line_ledgers(order) if one.number in lines):
            return _("Nothing more is owed for what came back.")
        if all(one.state == "done" for one in spent(order)):
            return _("What came back is refunded already; nothing more is owed for it.")
        return _("The refund of what came back is under way; nothing more is owed for it.")


def _goes_astray(order: Order, parcel: Parcel) -> bool:
    """Is it on its way to an address that is not the order's any more?"""
    return parcel.old_address and under_way(order, parcel)


def _nothing_to_answer(order: Order, parcel: Parcel) -> str | None:
    """Nobody asked for an interception, or its end is known."""
    asked = parcel.interception
    if asked is None and may_be_recorded(order, parcel):
        return None
    if asked is None:
        said = _("Nobody has asked the carrier to stop parcel {number}.")
        return said.format(number=called(parcel))
    if asked.outcome is None or awaited_back(order, parcel):
        return None
    said = _(
        "The interception of parcel {number} is over since {day}: {outcome}. Where the parcel was"
        " seen since is for “{trace}”."
    )
    return said.format(
        trace=_(RecordTrace.title),
        number=called(parcel),
        day=day_text(asked.outcome_at or asked.asked_at),
        outcome=label(asked.outcome),
    )
