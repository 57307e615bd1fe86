"""Ship (发货): goods leave in a parcel with a tracking number."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from store.errors import Problem
from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel
from store.rules.base import Action, Outcome
from store.rules.context import Context
from store.rules.fields import (
    CARRIER_FIELD,
    LINES_HELP,
    SKU_FIELD,
    TRACKING_FIELD,
    Lines,
    Text,
    TrackingNo,
    lines_text,
)
from store.rules.ledger import line_ledgers
from store.rules.shipping import (
    all_money_back,
    blocked,
    carrier_code,
    carrier_echo,
    carrier_problem,
    lines_problem,
    not_released,
    nothing_left,
    number_problem,
    open_refund_of_unshipped,
    remarks,
    scan_problem,
    task,
)
from store.words import N_, _


class Ship(Action[Order]):
    """Send goods of the order out."""

    title: ClassVar[str] = N_("Ship")

    tracking_no: TrackingNo = TRACKING_FIELD
    carrier: Text | None = CARRIER_FIELD
    lines: Lines | None = Field(default=None, title=N_("Lines"), description=LINES_HELP)
    sku: Text | None = SKU_FIELD

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return (
            not_released(subject)
            or blocked(subject)
            or open_refund_of_unshipped(subject)
            or nothing_left(subject)
            or all_money_back(subject)
        )

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from carrier_problem(self.carrier, self.tracking_no)
        yield from number_problem(subject, self.tracking_no, context)
        left = {ledger.line.line: ledger.to_ship for ledger in line_ledgers(subject)}
        yield from lines_problem(
            subject,
            self.lines or (),
            left,
            _("Line {line} has {left} left to ship, not {quantity}."),
        )
        yield from scan_problem(subject, self.lines or open_lines(subject), self.sku)

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        return {"lines": lines_text(open_lines(subject))}

    @classmethod
    def echo(cls, values: Mapping[str, str]) -> dict[str, str]:
        return carrier_echo(values)

    def apply(self, subject: Order, context: Context) -> Outcome:
        parcel = Parcel(
            id=context.new_id(),
            tracking_no=self.tracking_no,
            carrier=carrier_code(self.carrier, self.tracking_no) or "",
            lines=self.lines or open_lines(subject),
            shipped_at=context.now,
            source=Source.DESK,
        )
        told = task(
            "batch-ship", context, f"{subject.order_no} {parcel.tracking_no}", parcel=parcel.id
        )
        changed = subject.model_copy(
            update={"parcels": (*subject.parcels, parcel), "tasks": (*subject.tasks, told)}
        )
        said = remarks(subject, self.carrier, self.tracking_no, context)
        return Outcome((changed,), said)


def open_lines(order: Order) -> tuple[LineQuantity, ...]:
    """Everything that is left to ship."""
    return tuple(
        LineQuantity(line=ledger.line.line, quantity=ledger.to_ship)
        for ledger in line_ledgers(order)
        if ledger.to_ship > 0
    )
