"""Penalties totalled: what failures cost, by order, by kind or by month."""

import pytest

from store.models.order import Order
from store.policy import load_policy
from store.rules.money.actions.record_appeal_return import RecordAppealReturn
from store.rules.money.actions.record_penalty import RecordPenalty
from store.rules.money.penalties import By, penalty_totals
from store.rules.timing.policy import Policy
from tests.build import NOW, changed, order
from tests.rules.row_facts import order_row


def penalised(number: str, *penalties: str) -> Order:
    """An order with penalties, each as kind, points, amount and day."""
    given = order(order_no=number)
    for one in penalties:
        kind, points, amount, day = one.split()
        values = {"kind": kind, "points": points, "at": f"{day} 00:00"}
        given = changed(RecordPenalty, given, None, amount=amount, **values)
    return given


BYS: tuple[By, ...] = ("order", "kind", "month")
ORDERS = (
    penalised("1", "late_shipment 0 3 2026-10-31", "stock_out 2 5 2026-11-01"),
    penalised("2", "late_shipment 1 20.50 2026-11-01"),
    order(order_no="3"),
)


@pytest.mark.parametrize(
    ("by", "totals"),
    [
        (
            "order",
            [("pinduoduo:米铺:2", 1, 1, 2050), ("pinduoduo:米铺:1", 2, 2, 800)],
        ),
        ("kind", [("late_shipment", 2, 1, 2350), ("stock_out", 1, 2, 500)]),
        ("month", [("2026-10", 1, 0, 300), ("2026-11", 2, 3, 2550)]),
    ],
)
def test_penalties_add_up(by: By, totals: list[tuple[str, int, int, int]]) -> None:
    found = penalty_totals(ORDERS, by, Policy(), NOW)

    assert [(one.name, one.count, one.points, one.amount_fen) for one in found] == totals


def test_without_penalties_there_is_nothing_to_add_up() -> None:
    assert penalty_totals([order()], "month", load_policy(), NOW) == ()


def test_what_an_appeal_brought_back_is_taken_off_by_order_kind_and_month() -> None:
    given = penalised("1", "late_shipment 1 3 2026-10-31", "stock_out 2 5 2026-11-01")
    about = {"of": given.penalties[1].id, "amount": "4.50", "points": "2"}
    lower = changed(RecordAppealReturn, given, None, **about)

    totals = [penalty_totals([lower], by, Policy(), NOW) for by in BYS]

    assert [
        [(one.name, one.count, one.points, one.amount_fen) for one in each] for each in totals
    ] == [
        [("pinduoduo:米铺:1", 2, 1, 350)],
        [("late_shipment", 1, 1, 300), ("stock_out", 1, 0, 50)],
        [("2026-10", 1, 1, 300), ("2026-11", 1, 0, 50)],
    ]
    assert order_row(lower).penalty_fen == 350
