"""Given there (平台已退): money that the platform gave by itself, and that is entered after that.

Entered before that it is the same money (`platform.refunds_of_case`, `platform.sums_named`), which
nobody can see of what comes later: whoever enters it says whether it goes beside that.
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
from store.rules.order.ledger import spent
from store.rules.platform.refunds_of_case import is_of_lines_of
from store.words import _, listed


class PaidByPlatform(Struct, frozen=True):
    """What the platform gave by itself, and may be what somebody enters now."""

    order: Order
    given: tuple[Refund, ...]

    def problems(self, answer: str | None, *, is_typed: bool) -> Iterator[Problem]:
        """Whether that is the same money has to be answered (went); of another amount it is not."""
        if answer is None:
            said = _(
                "The platform itself has given {refunds}, of this amount and time. Answer yes where"
                " that is this money, no where this goes beside it."
            )
            yield Problem("went", said.format(refunds=_listed(self.order, self.given)))

    def as_the_same(self, context: Context) -> Outcome:
        """The order as it is: what the platform gave is known."""
        said = _("The platform itself has given {refunds}; nothing goes back a second time.")
        return Outcome((self.order,), (said.format(refunds=_listed(self.order, self.given)),))

    def as_other_money(self) -> Order:
        """The order as it is: the money of its case is known."""
        return self.order

    @property
    def is_paid_there(self) -> bool:
        """Is the platform itself still paying it?"""
        return False

    @property
    def is_given_there(self) -> bool:
        """Did the platform itself give it? What is entered goes beside what had gone by then."""
        return True


def given_there(
    order: Order, lines: Collection[LineQuantity], amount: Fen, now: datetime
) -> tuple[Refund, ...]:
    """What the platform gave by itself of just this amount, since a day or at no time that is
    known; units of its own are none that somebody gives money for now.
    """
    return tuple(
        one
        for one in spent(order)
        if one.source is Source.PLATFORM
        and one.amount_fen == amount > 0
        and not (lines and (one.lines or not _may_be_of(order, one, lines)))
        and (one.settled_at is None or one.settled_at >= now - ENTERED_BY)
    )


def _may_be_of(order: Order, refund: Refund, lines: Iterable[LineQuantity]) -> bool:
    """May it be of these lines? Of no case it may be of any."""
    case = order.case_named(refund.case)
    return case is None or is_of_lines_of(lines, case)


def _listed(order: Order, refunds: Iterable[Refund]) -> str:
    """Each of them with its case; what was estimated has none."""
    return listed(_called(order, one) for one in refunds)


def _called(order: Order, refund: Refund) -> str:
    case, amount = order.case_named(refund.case), yuan_text(refund.amount_fen)
    if case is None:
        return _("{amount} (estimated)").format(amount=amount)
    return _("{amount} (case {case})").format(amount=amount, case=case_called(case))
