"""Rows of obligations: what is owed, and what it costs when its time is over."""

from typing import Any

import pytest

from store.models.axes import Fulfilment, Party, Platform
from store.models.order import Money, Order
from store.models.parcel import Trace
from store.models.penalty import Penalty
from store.models.row import FORM, ObligationRow
from store.reading.owed import owed
from store.rules.obligations import Obligation, obligations, standing, unpacked
from store.rules.obligations.row import OwedOf
from store.rules.obligations.row import obligation_rows as rows_of_owed
from store.rules.parcels.actions.ship import Ship
from store.rules.timing.policy import Policy
from store.search.board import cost_by
from store.words.what_owed import owed_goods, what_owed
from tests.build import (
    DAY,
    HOUR,
    NOW,
    ORDER_NO,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    case,
    changed,
    context,
    order,
    parcel,
    refund,
    refund_of_unshipped,
    shipped,
    stock_out,
)
from tests.rules.row_facts import (
    HELD,
    KEY,
    MINE,
    POLICY,
    PROMISED,
    WATCHED,
    at,
    obligation_rows,
    order_row,
    told,
)


def obligation_row(given: Order, kind: str) -> ObligationRow:
    (found,) = [one for one in obligation_rows(given) if one.kind == kind]
    return found


def test_what_the_list_of_obligations_says() -> None:
    ship, verdict = obligation_rows(
        order(ship_by_deadline=None, deal_at=NOW, stock_outs=(stock_out(),), claim=MINE)
    )

    assert told(ship) == {
        "key": f"{KEY}#may-ship#",
        "of_kind": "orders",
        "of_key": KEY,
        "order_no": ORDER_NO,
        "platform": "pinduoduo",
        "shop": SHOP,
        "goods": "东北大米 x2",
        "kind": "may-ship",
        "who": "platform",
        "due_at": at(NOW + 2 * DAY),
        "estimated": True,
        "zero": ("late_costs", "3.00", "seen"),
        "ref": "ship_by@2015-01-01",
        "about": "",
        "then": "",
        "lapses": False,
        "cost_fen": 300,
        "later_zero": (),
        "later_cost_fen": None,
        "later_at": None,
        "which": "",
        "owner": "li",
        "login": "li",
        "taken_at": None,
        "snoozed_until": None,
        "begins_at": None,
        "unannounced": None,
        "form": FORM,
        "policy": POLICY.digest("pinduoduo"),
    }
    assert told(verdict, "key", "kind", "who", "about", "then", "cost_fen") == {
        "key": f"{KEY}#stock-out-verdict#s1",
        "kind": "stock-out-verdict",
        "who": "platform",
        "about": "s1",
        "then": "ask-platform",
        "cost_fen": None,
    }


def test_an_order_that_nothing_is_owed_for_has_no_obligations() -> None:
    done = shipped(platform_fulfilment=Fulfilment.RECEIVED)

    assert obligation_rows(done) == []
    assert order_row(done).policy == 0


def test_what_is_owed_for_one_of_several_parcels_names_its_number() -> None:
    first = changed(Ship, order(), context(), tracking_no=TRACKING_NO, lines="1:1")
    both = changed(Ship, first, context(beside=first), tracking_no=OTHER_NO, lines="1:1")

    assert {one.which for one in obligation_rows(first)} == {""}
    assert sorted(
        (one.kind, owed_goods(one.which, one.goods)) for one in obligation_rows(both)
    ) == [
        (kind, f"{number}  东北大米 x1")
        for kind in ("first-scan", "platform-task")
        for number in (OTHER_NO, TRACKING_NO)
    ]


def test_a_parcel_in_trouble_that_goes_to_the_old_address_owes_two_steps() -> None:
    scan = Trace(at=NOW, state="abnormal")
    gone = parcel(old_address_since=NOW, traces=(scan,))
    rows = obligation_rows(shipped(parcels=(gone,)))

    assert [(one.key, one.zero) for one in rows] == [
        (f"{KEY}#redirect-parcel#p1", ("old_address",)),
        (f"{KEY}#contact-carrier#p1", ("abnormal",)),
    ]


def test_two_reasons_for_one_step_are_two_rows() -> None:
    of = OwedOf("orders", KEY, ORDER_NO)
    reasons = (("abnormal",), ("returning",))
    owed = (Obligation("contact-carrier", Party.US, zero=zero, about="p1") for zero in reasons)

    assert [(one.key, one.zero) for one in rows_of_owed(of, owed)] == [
        (f"{KEY}#contact-carrier#p1", ("abnormal",)),
        (f"{KEY}#contact-carrier#p1#2", ("returning",)),
    ]


def douyin(hours: int, **changes: Any) -> Order:
    """An order of 50 yuan whose shop had so many hours to ship it, until now."""
    given = {"paid_at": NOW - hours * HOUR, "ship_by_deadline": NOW}
    return order(platform=Platform.DOUYIN, **(given | changes))


DEAR = {"money": Money(goods_fen=75000, paid_fen=75000)}
FINED = (Penalty(id="p1", kind="stock_out", at=NOW, amount_fen=500, by="li"),)
ASKED_BACK: dict[str, Any] = {"cases": (case(unshipped=True, since=NOW),)}
AGREED_TO: dict[str, Any] = {"cases": (case(state="seller_to_refund", unshipped=True, since=NOW),)}


@pytest.mark.parametrize(
    ("given", "kind", "code", "cost_fen"),
    [
        pytest.param(order(), "ship", "late_costs", 300, id="Pinduoduo: late"),
        pytest.param(
            order(**AGREED_TO),
            "refund-case",
            "late_refund_costs",
            300,
            id="Pinduoduo: refunded late",
        ),
        pytest.param(
            order(**ASKED_BACK),
            "answer-case",
            "late_refund_costs",
            300,
            id="Pinduoduo: answered late, the goods unshipped",
        ),
        pytest.param(
            order(refunds=(refund_of_unshipped(),)),
            "settle-refund",
            "late_refund_costs",
            300,
            id="Pinduoduo: a refund that may not have arrived",
        ),
        pytest.param(
            order(penalties=FINED, **AGREED_TO),
            "refund-case",
            "late_charged",
            0,
            id="Pinduoduo: refunded late, and charged already",
        ),
        pytest.param(
            shipped(), "first-scan", "trace_late_costs", 2000, id="Pinduoduo: the trace is late"
        ),
        pytest.param(
            douyin(48),
            "ship",
            "late_free_costs",
            200,
            id="Douyin, 48 hours: nothing at first, then out of stock",
        ),
        pytest.param(
            douyin(48, **DEAR), "ship", "late_free_costs", 800, id="Douyin: 1 % of 750, half up"
        ),
        pytest.param(
            douyin(72), "ship", "late_costs", 200, id="Douyin, three days: 1 %, at least 2 yuan"
        ),
        pytest.param(
            douyin(72, **DEAR), "ship", "late_costs", 800, id="Douyin, three days: 1 % of 750"
        ),
        pytest.param(
            douyin(300), "ship", "late_costs", 300, id="Douyin, presale: 1 %, at least 3 yuan"
        ),
        pytest.param(
            douyin(48, **AGREED_TO),
            "refund-case",
            "late_refund",
            0,
            id="Douyin, 48 hours: refunded late costs nothing",
        ),
        pytest.param(
            douyin(72, **AGREED_TO),
            "refund-case",
            "late_refund_costs",
            200,
            id="Douyin: refunded late",
        ),
        pytest.param(
            shipped(platform=Platform.DOUYIN),
            "first-scan",
            "trace_late_costs",
            500,
            id="Douyin: the trace is late",
        ),
        pytest.param(
            order(platform=Platform.DOUYIN, ship_by_deadline=NOW - 300 * DAY),
            "ship",
            "late",
            None,
            id="Douyin: before the rule was in force",
        ),
        pytest.param(
            order(ship_by_deadline=None, paid_at=None), "ship", None, None, id="no deadline known"
        ),
        pytest.param(
            shipped(cases=(case(),)), "answer-case", "agreed_refund", 5000, id="what is asked for"
        ),
        pytest.param(
            shipped(refunds=(refund(),)), "settle-refund", "settle", None, id="goods that left"
        ),
    ],
)
def test_what_zero_costs(given: Order, kind: str, code: str | None, cost_fen: int | None) -> None:
    row = obligation_row(given, kind)

    assert (row.zero[0] if row.zero else None, row.cost_fen) == (code, cost_fen)


def test_the_money_and_the_phrase_say_the_same() -> None:
    for given in (order(), douyin(48), douyin(72), shipped(), order(**ASKED_BACK)):
        for one in obligations(given, POLICY):
            if one.cost_fen:
                assert f"{one.cost_fen / 100:.2f} yuan" in one.at_zero


def test_what_costs_nothing_and_has_nothing_after_it_costs_nothing() -> None:
    rules = tuple(one for one in POLICY.rules if one.name != "stock_out_after_late")
    (row,) = obligation_rows(douyin(48), Policy(rules))

    assert (row.zero, row.cost_fen) == (("late",), 0)


def test_without_rules_nothing_is_known_of_costs() -> None:
    (row,) = obligation_rows(order(), Policy())

    assert (row.zero, row.cost_fen, row.ref) == (("late",), None, "")


def test_what_a_row_keeps_is_told_as_it_stands_now() -> None:
    rows = obligation_rows(shipped(parcels=(WATCHED,), contacts=(PROMISED,)))

    before = [one.obligation for one in owed(rows, POLICY, NOW)]
    after = [one.obligation for one in owed(rows, POLICY, NOW + 5 * HOUR)]

    assert [(one.kind, one.who) for one in before] == [
        ("first-scan", "carrier"),
        ("answer-promise", "us"),
    ]
    assert [(one.kind, one.who) for one in after] == [
        ("contact-carrier", "us"),
        ("answer-promise", "us"),
    ]
    assert {one.cost_fen for one in after} == {2000, None}
    assert before[0].source == POLICY.by_ref(Platform.PINDUODUO, rows[0].ref).said  # type: ignore[union-attr]


def test_what_has_lapsed_is_told_no_more() -> None:
    rows = obligation_rows(order(hold=HELD))

    assert [one.obligation.kind for one in owed(rows, POLICY, NOW)] == ["ship", "hold-ends"]
    assert [one.row.kind for one in owed(rows, POLICY, NOW + 2 * HOUR)] == ["ship"]


def test_once_the_first_amount_is_deducted_the_next_one_is_told() -> None:
    given = douyin(72)

    (owed,) = (one for one in obligations(given, POLICY) if one.kind == "ship")
    before, after = standing(owed, NOW - HOUR), standing(owed, NOW + HOUR)
    (row,) = (one for one in obligation_rows(given) if one.kind == "ship")

    assert before
    assert (before.at_zero, before.cost_fen) == (
        "counted late: 2.00 yuan (official)",
        200,
    )
    assert after
    assert (after.at_zero, after.cost_fen, after.due_at) == (
        (
            "counted late already; from 2026-11-24 09:00 on 3.00 yuan as out of stock in its place"
            " (official)"
        ),
        300,
        NOW,
    )
    assert (before.next_at, after.next_at) == (NOW, NOW + 48 * HOUR)
    assert standing(unpacked(row, POLICY), NOW + HOUR) == after
    assert [cost_by(row, NOW + hours * HOUR) for hours in (-1, 0, 1)] == [200, 300, 300]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        pytest.param(
            changed(Ship, douyin(72), tracking_no=TRACKING_NO), "platform-task", id="told"
        ),
        pytest.param(douyin(72, refunds=(refund_of_unshipped(),)), "settle-refund", id="money"),
        pytest.param(douyin(72, **AGREED_TO), "refund-case", id="all is asked back"),
        pytest.param(douyin(72, **ASKED_BACK), "answer-case", id="a case"),
    ],
)
def test_whatever_has_to_be_done_by_then_costs_the_same(given: Order, kind: str) -> None:
    owed = next(one for one in obligations(given, POLICY) if one.kind == kind)

    after = standing(owed, NOW + HOUR)
    assert after
    assert (owed.cost_fen, after.cost_fen, owed.due_at) == (200, 300, NOW)
    assert what_owed(after.kind, after.zero) == what_owed(owed.kind, owed.zero)
    assert after.at_zero


@pytest.mark.parametrize(
    ("given", "kind", "at_first"),
    [
        pytest.param(douyin(48), "ship", 200, id="to ship"),
        pytest.param(douyin(48, **AGREED_TO), "refund-case", 0, id="to refund"),
    ],
)
def test_what_is_free_at_first_says_from_when_on_it_costs(
    given: Order, kind: str, at_first: int
) -> None:
    owed = next(one for one in obligations(given, POLICY) if one.kind == kind)

    before, after = standing(owed, NOW - HOUR), standing(owed, NOW + HOUR)

    assert before
    assert (before.cost_fen, before.next_at) == (at_first, NOW)
    assert after
    assert (after.at_zero, after.cost_fen, after.next_at) == (
        "counted late already; from 2026-11-24 09:00 on 2.00 yuan as out of stock (official)",
        200,
        NOW + 48 * HOUR,
    )


def test_of_one_amount_alone_nothing_more_is_told() -> None:
    (owed,) = (one for one in obligations(order(), POLICY) if one.kind == "ship")

    assert standing(owed, NOW + DAY) == owed
