"""Sub-orders for tests: a bag, a bottle and a jar, and what the platform says of each alone."""

from typing import Any

from store.models.axes import AfterSales, Fulfilment
from store.models.facts import LineFacts
from store.models.order import Line, Order
from tests.build import (
    NOW,
    OIL,
    facts,
    known,
    line,
    line_facts,
    parcel,
    refunded_case,
    units,
)
from tests.rules.met_exports import after_case, after_import

BAG = line(line_no="A", ordered=1)
BOTTLE = OIL.model_copy(update={"line_no": "B"})
JAR = line(3, line_no="C", sku="JAR-1", ordered=1, amount_fen=2000)
SHIPPED_BAG = parcel(lines=units((1, 1)), confirmed=True)


def row_of(sold: Line, **changes: Any) -> LineFacts:
    """What an export says of a sub-order."""
    of = {name: getattr(sold, name) for name in ("line_no", "sku", "name", "ordered", "amount_fen")}
    return line_facts(**(of | changes))


def after_case_of(given: Order, line_no: str, fen: int, **changes: Any) -> Order:
    """The order once the case of this sub-order is shown as refunded with so much."""
    money = {"refunded_fen": fen, "requested_fen": fen}
    ended = refunded_case(id=f"case {line_no}", **(money | changes))
    return after_case(given, ended, line_no=line_no)


def after_word(given: Order, *refunded: str, partly: str = "") -> Order:
    """The order once an export shows these sub-orders as refunded, without an amount: closed,
    unless they have left; a part of the money of others went, which are to be shipped still.
    """
    left = {part.line for one in given.shipments for part in one.lines}
    lines = [
        row_of(
            one,
            refunded=one.line_no in refunded,
            partly_refunded=one.line_no in partly,
            fulfilment=Fulfilment.SHIPPED if one.line in left else Fulfilment.TO_SHIP,
        )
        for one in given.lines
    ]
    said = facts(
        *lines, money=given.money, after_sales=AfterSales.REFUNDED, knowledge=known(NOW, 5)
    )
    return after_import(given, said)


def money_of(given: Order) -> list[tuple[str | None, str, int, list[tuple[int, int]]]]:
    return [
        (one.case, one.state, one.amount_fen, [(x.line, x.amount_fen) for x in one.lines])
        for one in given.refunds
    ]


def opened(given: Order) -> list[str]:
    return [one.kind for one in given.open_discrepancies]
