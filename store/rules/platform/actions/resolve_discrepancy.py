"""ResolveDiscrepancy (处理不一致): somebody has settled with the platform what does not add up.

Both sides stay as they are; the order is no longer held back by it. Only where something depends
on whose word counts (`platform.discrepancies.whose_word`), that has to be said: by the platform's,
what is left may be refunded, the case stands where it went back to, the reissue has left with that
parcel, and what was cancelled is sold after all, and what the platform held back may ship. A case
that is shown and may be one of before is open there by the platform's, and by ours none is; where
it is one that was closed here alone, that is open here again. One that is open here, and not shown,
is over by the platform's.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from store.errors import MISSING, Problem
from store.models.discrepancy import Discrepancy, Right
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.reissue import Reissue
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.action.markers import IfAsked, Reference
from store.rules.action.record_action import RecordAction
from store.rules.action.references import Choice
from store.rules.money.unknown_money import taken_back_though_shown
from store.rules.parcels.leaving_there import reissue_numbers, reissues_it_may_be
from store.rules.parcels.traces import called
from store.rules.platform.discrepancies.as_there import as_there
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.discrepancies.noted import settled
from store.rules.platform.discrepancies.resolutions import Looked, as_resolved
from store.rules.platform.discrepancies.shown_gone import shown_gone
from store.rules.platform.discrepancies.whose_word import (
    MONEY_OF_CASE,
    answers_to,
    asked_whose,
    choices_of,
)
from store.words import N_, _


def _shown(order: Order) -> tuple[Reissue, ...]:
    """The reissues that parcels there may be."""
    parcels = filter(None, map(order.parcel_named, order.contradicted("reissue_there")))
    shown = {one.id for parcel in parcels for one in reissues_it_may_be(order, parcel)}
    return tuple(one for one in order.reissues if one.id in shown)


WHICH = Reference("reissue", alone=False, fits=_shown)


class ResolveDiscrepancy(RecordAction[Discrepancy]):
    """Record how a contradiction between platform and desk was settled."""

    title = N_("Resolve a discrepancy")
    place = 930
    key = "D"
    settles = frozenset({"discrepancy"})

    discrepancy: Annotated[str, Reference("discrepancy")] = Field(title=N_("Discrepancy"))
    reason: Text = Field(title=N_("How it was settled"))
    right: Annotated[Right | None, IfAsked(is_needed=True)] = Field(
        default=None,
        title=N_("Whose word counts"),
        description=N_("where something depends on it"),
    )
    reissue: Annotated[str | None, WHICH, IfAsked()] = Field(
        default=None,
        title=N_("Reissue"),
        description=N_("only where the parcel there may be one of several"),
    )

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        every = subject.open_discrepancies
        # The only one stands in its field, and its answers in theirs.
        return tuple(_told(subject, one) for one in every) if len(every) > 1 else ()

    @classmethod
    def offers(cls, subject: Order, context: Context) -> Mapping[str, tuple[Choice, ...]]:
        """What either word does; of several, each has answers of its own, told with it."""
        every = subject.open_discrepancies
        answers = answers_to(subject, every[0]) if len(every) == 1 else None
        return {"right": choices_of(answers)} if answers else {}

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        meant = self.record_of(subject)
        answers = answers_to(subject, meant)
        if answers and self.right is None:
            yield Problem("right", _told(subject, meant), MISSING)
        elif self.right and not answers:
            yield Problem("right", _not_asked(meant))
        refund = subject.refund_named(meant.about)
        if refund and self.right == "platform" and (shown := shown_gone(subject, refund, context)):
            yield Problem("right", shown)
        case = subject.case_named(meant.about) if meant.kind in MONEY_OF_CASE else None
        if case and self.right == "platform":
            after = as_there(subject, case, self.reason)
            for said in taken_back_though_shown(subject, after, context):
                yield Problem("right", said)
        yield from self._which(subject, subject.parcel_named(meant.about))

    def _which(self, order: Order, parcel: Parcel | None) -> Iterator[Problem]:
        """The parcel may be one of several reissues."""
        may = reissues_it_may_be(order, parcel) if parcel and self.right == "platform" else ()
        if parcel is None or not may:
            return
        about = {"number": called(parcel), "reissues": reissue_numbers(may)}
        if self.reissue is None and len(may) > 1:
            said = _("Parcel {number} may be reissue {reissues}: say which one it is.")
            yield Problem("reissue", said.format(**about))
        elif self.reissue and self.reissue not in (one.id for one in may):
            said = _("Parcel {number} may only be reissue {reissues}.")
            yield Problem("reissue", said.format(**about))

    def apply(self, subject: Order, context: Context) -> Outcome:
        looked = Looked(subject, self.record_of(subject), self.reason, self.reissue, context)
        after, stock, said = as_resolved(looked, self.right)
        after = settled(after, self.discrepancy, self.reason, self.right, context)
        return Outcome((after, *stock), said)


def _told(order: Order, discrepancy: Discrepancy) -> str:
    """The contradiction, and what has to be said of it, if anything."""
    answers, explained = answers_to(order, discrepancy), explain(order, discrepancy)
    return asked_whose(explained, answers) if answers else explained


def _not_asked(discrepancy: Discrepancy) -> str:
    """Why nobody has to say whose word counts."""
    if discrepancy.kind == "case_money":
        return _(
            "Nothing was refunded here for this case: what the platform gave is all that has gone;"
            " leave it out."
        )
    return _("Nothing here depends on whose word counts; leave it out.")
