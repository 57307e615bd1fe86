"""ConfirmReceipt (确认收货): the buyer has everything, as they told the desk."""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.time_fields import PastTime
from store.rules.cases.case_machine import AWAITS_GOODS
from store.rules.cases.case_names import case_called
from store.rules.order.axes import was_received
from store.rules.order.goods import goods_in
from store.rules.order.ledger import line_ledgers, lines_left
from store.words import N_, _
from store.words.times import day_text, minute_text


class ConfirmReceipt(Action[Order]):
    """Record that the buyer has received the order."""

    title = N_("Confirm receipt of the order")
    place = 360

    at: PastTime | None = Field(
        default=None,
        title=N_("When"),
        description=N_("such as -2h or yesterday 9; left out, now"),
    )

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if was_received(subject):
            return _received(subject)
        if not subject.shipments:
            return _("Nothing of this order has been shipped yet.")
        left = lines_left(subject)
        if left:
            return _("Not everything of this order has left: {lines} is still to ship.").format(
                lines=goods_in(subject, left)
            )
        if not any(one.with_buyer > 0 for one in line_ledgers(subject)):
            return _(
                "Nothing of this order is left to be confirmed: it came back, is lost, or its money"
                " is back."
            )
        return None

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        coming = [case for case in subject.cases if case.state in AWAITS_GOODS]
        said = _(
            "Goods of case {case} are to come back: to record that they came, “{action}”. This"
            " here says that the buyer has the order, and cannot be taken back."
        )
        return tuple(
            said.format(case=case_called(case), action=_("Receive a return")) for case in coming
        )

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        if self.at is None:
            return
        shipped_at = max(
            (one.shipped_at for one in subject.shipments if one.shipped_at),
            default=None,
        )
        if shipped_at and self.at < shipped_at:
            yield Problem(
                "at",
                _("{time} is before the goods left ({shipped}).").format(
                    time=minute_text(self.at), shipped=minute_text(shipped_at)
                ),
            )

    def apply(self, subject: Order, context: Context) -> Outcome:
        update = {"receipt_confirmed_at": self.at or context.now}
        return Outcome((subject.model_copy(update=update),))


def _received(order: Order) -> str:
    at = order.receipt_confirmed_at or order.received_at
    if at is None:
        return _("The buyer has confirmed the receipt of this order already.")
    return _("The buyer has confirmed the receipt of this order already, on {day}.").format(
        day=day_text(at)
    )
