"""Given there (平台已退): money that is known to have gone, and that is entered after that.

Entered before that it is the same money (`platform.refunds.refunds_of_case`, `.sums_named`), which
nobody can see of what comes later, by the same hand or by another: whoever enters it says whether
it goes beside that.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from store.errors import Problem
from store.models.axes import Source
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.refund import Refund
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.cases.case_names import case_called
from store.rules.money.money_met import ENTERED_BY
from store.rules.money.refund_names import refunds_listed
from store.rules.order.ledger import spent
from store.rules.platform.refunds.refunds_of_case import is_of_lines_of
from store.words import _, listed


class PaidByPlatform(Struct, frozen=True):
    """What the platform, or a case, shows as given, and may be what somebody enters now."""

    order: Order
    given: tuple[Refund, ...]

    def problems(self, answer: str | None, *, is_typed: bool) -> Iterator[Problem]:
        """Whether that is the same money has to be answered (went); of another amount it is not."""
        if answer is None:
            said = _(
                "{refunds} is known to have gone, of this amount and time. Answer yes where that is"
                " this money, no where this goes beside it."
            )
            yield Problem("went", said.format(refunds=_listed(self.order, self.given)))

    def as_the_same(self, context: Context) -> Outcome:
        """The order as it is: what went is known."""
        said = _("{refunds} is known to have gone; nothing goes back a second time.")
        return Outcome((self.order,), (said.format(refunds=_listed(self.order, self.given)),))

    def as_other_money(self) -> Order:
        """The order as it is: the money of its case is known."""
        return self.order

    def beside_it(self, refund: Refund) -> Refund:
        """The refund that is entered all the same: it goes beside what was known to have gone."""
        return refund.model_copy(update={"anew": True})


def given_there(
    order: Order, lines: Collection[LineQuantity], amount: Fen, now: datetime
) -> tuple[Refund, ...]:
    """What is known to have gone of just this amount, whoever gave it, by now."""
    return tuple(
        one
        for one in spent(order)
        if _is_known(one)
        and one.amount_fen == amount > 0
        and (not lines or _may_be_of(order, one, lines))
        and _is_of_now(order, one, now)
    )


def _is_known(refund: Refund) -> bool:
    """Did the platform give or show it, or did a case end by it here?"""
    is_shown = refund.source is Source.PLATFORM or refund.shown_by is not None
    return is_shown or (refund.case is not None and refund.state == "done")


def _is_of_now(order: Order, refund: Refund, now: datetime) -> bool:
    """Did it go since a day, or at no time that is known, or is it a day at most since an import
    told of the end of its case?
    """
    case, since = order.case_named(refund.case), now - ENTERED_BY
    told = case.end_shown.imported if case and case.end_shown else None
    gone_at = refund.settled_at
    return gone_at is None or gone_at >= since or (told is not None and told.at >= since)


def _may_be_of(order: Order, refund: Refund, lines: Iterable[LineQuantity]) -> bool:
    """May it be of these lines? Units have no names: those that it names may be any of their line.
    Of no case, and of no units, it may be of any.
    """
    if refund.lines:
        return {part.line for part in refund.lines} == {part.line for part in lines}
    case = order.case_named(refund.case)
    return case is None or is_of_lines_of(lines, case)


def _listed(order: Order, refunds: Iterable[Refund]) -> str:
    """Each of them with its case, or when it was entered; what was estimated has neither."""
    return listed(_called(order, one) for one in refunds)


def _called(order: Order, refund: Refund) -> str:
    case, amount = order.case_named(refund.case), yuan_text(refund.amount_fen)
    if refund.estimated:
        return _("{amount} (estimated)").format(amount=amount)
    if case is None:
        return refunds_listed((refund,))
    return _("{amount} (case {case})").format(amount=amount, case=case_called(case))
