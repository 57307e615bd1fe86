"""Deciding a case (售后处理): what the platform has to be told about it, and which button says so.

The buttons are the ones of the merchant's page (domain.md §1.4): 同意退款, 同意退货,
同意拒收后退款, 拒绝; 同意换货, 同意补寄 and 同意维修 follow the same pattern.
"""

from collections.abc import Iterator
from datetime import timedelta

from pydantic import Field

from store.models.after_sales_case import AfterSalesCase
from store.models.money import yuan_text
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase, Text
from store.rules.action.record_action import RecordAction
from store.rules.action.telling import CLOSE_THERE, WITHDRAWN_THERE, Tells
from store.rules.cases.case_machine import (
    AWAITS_GOODS,
    HERE,
    ON_ITS_WAY,
    Moves,
    case_after,
    possible,
)
from store.rules.cases.case_names import case_called, case_there, search_text
from store.rules.cases.case_view import CaseView
from store.rules.cases.goods_coming import on_its_way
from store.rules.obligations.turns import turn_clock
from store.rules.platform.cases.answers import untold_answer, without_answers
from store.rules.timing.clocks import NO_CLOCK, Clock
from store.words import N_, _
from store.words.times import when_text

LOOKED_BACK = (3, 60)
"""Days in which the shop's last return address is looked for: nearly always the first are enough,
and there are few cases in them."""


def while_refund_is_open(view: CaseView, sentence: str) -> str | None:
    """The sentence, about a refund of the case that nobody has settled; None where there is none.

    It names {amount}, {case} and {time}, and what has to wait.
    """
    refund = view.open_refund
    if refund is None:
        return None
    return sentence.format(
        amount=yuan_text(refund.amount_fen),
        case=case_called(view.case),
        time=when_text(refund.requested_at),
    )


def tell_platform(
    order: Order, case: AfterSalesCase, context: Context, copy_text: str, tells: Tells
) -> Order:
    """The order with the decided case, and a task that tells the platform so.

    An answer to the same case that the platform was not told yet is moot.
    """
    before = order.case_named(case.id)
    answered = without_answers(order.with_case(case), case, context)
    # Whoever answers late in a turn does not begin it anew for the platform.
    due = turn_clock(order, before, context.policy) if before else NO_CLOCK
    return answered.with_tasks(tells.task(context, copy_text, due=due, case=case.id))


def to_close_there(order: Order, case: AfterSalesCase, context: Context) -> PlatformTask:
    """The task to close a case there that ends here, and as which it stands here until then.

    It is due by when the answer was to be told that the platform does not know, else by when
    whoever's turn it is may act.
    """
    due = turn_clock(order, case, context.policy)
    if answer := untold_answer(order, case):
        due = Clock(answer.due_at, context.policy.by_ref(order.platform, answer.due_rule))
    return there_task(order, case).task(context, search_text(order, case), due=due, case=case.id)


def there_task(order: Order, case: AfterSalesCase) -> Tells:
    """How a case is closed there that stands so: what the platform knows as agreed to, only the
    buyer takes back.
    """
    is_agreed = case.state in AWAITS_GOODS and untold_answer(order, case) is None
    return WITHDRAWN_THERE if is_agreed else CLOSE_THERE


def money_is_back(view: CaseView) -> str | None:
    """Why no goods are agreed to: the money of all that the case is about is back, or going back.

    The buyer would get goods and money.
    """
    about = [one for one in view.lines if view.with_gifts.get(one.number)]
    if not about or any(one.paid_for > 0 for one in about):
        return None
    return _(
        "The money of the goods of case {case} is back or on its way, so that the buyer would get"
        " goods and money: it can be rejected or withdrawn."
    ).format(case=case_called(view.case))


def where_goods_are(case: AfterSalesCase, moves: Moves) -> str:
    """The variant of an agreement: the goods may be on their way back, or here, already."""
    wanted = ON_ITS_WAY if on_its_way(case) else HERE if case.returns else ""
    known = {move.variant for move in possible(case, moves)}
    return wanted if wanted in known else ""


class AgreeToTakeBack(RecordAction[AfterSalesCase]):
    """Agree that the buyer sends the goods back, to an address that they are told."""

    case: NamedCase
    return_address: Text = Field(
        title=N_("Return address"), description=N_("where the buyer sends the goods")
    )

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        known = next(_addresses(subject, context), "")
        return {"return_address": known} if known else {}

    def apply(self, subject: Order, context: Context) -> Outcome:
        return self.told(subject, self.agreed(self.record_of(subject), context), context)

    def told(self, order: Order, agreed: AfterSalesCase, context: Context) -> Outcome:
        """The order with the case that is agreed to, and the task to say so there."""
        answer = self.tells[0]
        changed = tell_platform(order, agreed, context, self.return_address, answer)
        return Outcome((changed,), (answer.said(case=case_there(order, agreed)),))

    def agreed(self, case: AfterSalesCase, context: Context) -> AfterSalesCase:
        """The case as it stands once it is agreed to."""
        return case_after(
            case,
            self.moves,
            context,
            variant=where_goods_are(case, self.moves),
            return_address=self.return_address,
            agreed_at=context.now,
        )


def _addresses(order: Order, context: Context) -> Iterator[str]:
    """Where the goods of this order were told to go back to, then those of the shop's others."""
    yield from (case.return_address for case in reversed(order.cases) if case.return_address)
    last = context.now + timedelta(seconds=1)  # those of this very moment too
    for days in LOOKED_BACK:
        first = last - timedelta(days=days)
        known = context.lookup.return_address(order.platform, order.shop, first, last)
        if known:
            yield known
