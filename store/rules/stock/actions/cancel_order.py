"""CancelOrder (取消订单): what has not been shipped is not shipped any more, and is paid back.

For lack of stock it is the third of six steps (`store.rules.stock.cancelling`). An application for
out-of-stock does not stand in its way: applying and cancelling are two ways to the same end
(domain.md §4.3), and the buyer need not wait for the platform to have the money back.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.cancellation import Cancellation
from store.models.order import Order
from store.rules.action.base import LAST_FOUR, Action, Outcome
from store.rules.action.context import Context
from store.rules.action.telling import Tells
from store.rules.order.axes import was_paid
from store.rules.order.ledger import lines_left
from store.rules.parcels.shipping import cancelled, nothing_left
from store.rules.platform.moot import SHIPPED_THOUGH_CANCELLED
from store.rules.stock.cancelling import (
    CANCEL,
    CancelStep,
    comes_after,
    missing_before,
    next_step,
    steps,
)
from store.rules.stock.causes import CAUSE_HELP, OFFERED, OUT_OF_STOCK, Cause
from store.rules.stock.stock_out import lines_meant
from store.words import N_, _, phrases
from store.words.times import day_text

CANCEL_ORDER_THERE = Tells(
    "cancel-order",
    N_("cancel the order on the platform"),
    N_("Open order {order} there and press {press}."),
    press="取消订单",
    moot=SHIPPED_THOUGH_CANCELLED,
)


class CancelOrder(Action[Order]):
    """Cancel what has not been shipped."""

    title = N_("Cancel the order")
    place = 530
    key = "X"
    tells = (CANCEL_ORDER_THERE,)
    typed_again = LAST_FOUR

    reason: Annotated[Cause, OFFERED] = Field(title=N_("Reason"), description=CAUSE_HELP)

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if not was_paid(subject):
            return _("This order is not paid yet.")
        return cancelled(subject) or nothing_left(subject)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        too_early = comes_after(subject, CANCEL)
        if self.reason == OUT_OF_STOCK and too_early:
            yield Problem("reason", too_early)

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return (*_first(subject), *map(_how_far, steps(subject)))

    def apply(self, subject: Order, context: Context) -> Outcome:
        given = Cancellation(
            id=context.new_id(),
            reason=self.reason,
            at=context.now,
            by=str(context.actor),
            lines=lines_left(subject),
        )
        told = CANCEL_ORDER_THERE.task(context, subject.order_no)
        changed = subject.model_copy(update={"cancellation": given}).with_tasks(told)
        following = next_step(changed)
        said = () if following is None else (_("Next: {step}.").format(step=following.said),)
        return Outcome((changed,), (*said, *_under_review(subject)))


def _first(order: Order) -> Iterator[str]:
    missing = missing_before(order, CANCEL)
    if missing:
        said = _("For lack of stock only after {missing}; any other reason needs neither.")
        yield said.format(missing=phrases(one.said for one in missing))


def _how_far(step: CancelStep) -> str:
    if step.done_at is None:
        return _("{step}: to do").format(step=step.said)
    return _("{step}: done on {day}").format(step=step.said, day=day_text(step.done_at))


def _under_review(order: Order) -> Iterator[str]:
    for one in order.stock_outs:
        if one.state == "applied":
            yield _(
                "The application for out-of-stock of {day} ({about}) is still under review; record"
                " how it ends."
            ).format(day=day_text(one.applied_at), about=lines_meant(order, one))
