"""Ship (发货): goods leave in a parcel with a tracking number."""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import LINES_HELP, AllLines, lines_text
from store.rules.action.telling import Tells
from store.rules.money.unknown_money import money_gone_there, unknown_said
from store.rules.order.ledger import lines_left
from store.rules.parcels.sending import SendingAction
from store.rules.parcels.shipping import (
    all_locked,
    all_money_back,
    blocked,
    cancelled,
    held,
    lines_paid_for,
    lines_to_send,
    mostly_paid_back,
    not_released,
    nothing_left,
    open_refund_of_unshipped,
    paid_back_problem,
    partly_paid_back,
    to_ship_problem,
)
from store.rules.platform.moot import NOTHING_TO_UPLOAD
from store.words import N_

UPLOAD = Tells(
    "batch-ship",
    N_("upload the batch-ship file"),
    N_("Upload the batch-ship file with order {order} there."),
    moot=NOTHING_TO_UPLOAD,
)


class Ship(SendingAction):
    """Send goods of the order out."""

    title = N_("Ship")
    place = 110
    key = "s,f4"
    footer = 3
    put_right_by = "correct-tracking"
    settles = frozenset({"ship"})
    tells = (UPLOAD,)

    lines: AllLines | None = Field(default=None, title=N_("Lines"), description=LINES_HELP)

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return (
            not_released(subject)
            or blocked(subject)
            or cancelled(subject)
            or held(subject, context)
            or open_refund_of_unshipped(subject)
            or nothing_left(subject)
            or all_locked(subject, context)
            or all_money_back(subject)
            or mostly_paid_back(subject)
            or money_gone_there(subject, lines_paid_for(subject), context.lookup, context.policy)
        )

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return tuple(unknown_said(subject, context.lookup, context.policy))

    def contents(self, order: Order) -> tuple[LineQuantity, ...]:
        return self.lines or lines_to_send(order)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        yield from to_ship_problem(subject, self.lines or ())
        yield from paid_back_problem(subject, self.lines or ())

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        return {"lines": lines_text(lines_to_send(subject))}

    @classmethod
    def units(cls, subject: Order) -> dict[int, int]:
        return {part.line: part.quantity for part in lines_left(subject)}

    def apply(self, subject: Order, context: Context) -> Outcome:
        parcel = self.parcel(subject, context)
        text = f"{subject.order_no} {parcel.tracking_no}"
        told = UPLOAD.task(context, text, parcel=parcel.id)
        changed = subject.with_parcel(parcel).with_tasks(told)
        stock = self.taken_out(subject, parcel, context)
        there = unknown_said(subject, context.lookup, context.policy)
        back = partly_paid_back(subject, parcel.lines)
        said = (*self.said(subject, context), *back, *there)
        return Outcome((changed, *stock), said)
