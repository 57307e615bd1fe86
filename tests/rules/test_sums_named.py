"""Sums without units, and the word of sub-orders that are closed and refunded before they left."""

from datetime import datetime

import pytest

from store.models.axes import AfterSales, Fulfilment
from store.models.first_import import FirstImport
from store.models.order import Money, Order
from store.models.refund import Refund
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.platform.discrepancies.explaining import explain
from tests.build import (
    DAY,
    HOUR,
    NOW,
    facts,
    known,
    order,
    parcel,
    refund,
    units,
)
from tests.rules.met_exports import after_import
from tests.rules.sub_orders import (
    BAG,
    BOTTLE,
    JAR,
    SHIPPED_BAG,
    after_case_of,
    after_word,
    money_of,
    opened,
    row_of,
)

FREIGHT = Money(paid_fen=11000, freight_fen=1000)
"""The three cost 50.00, 30.00 and 20.00."""


def entered(*fens: int, **changes: object) -> Order:
    """Money entered without units."""
    sums = tuple(
        refund(**({"id": f"r{number}", "amount_fen": fen, "state": "done"} | changes))
        for number, fen in enumerate(fens)
    )
    return order(BAG, BOTTLE, JAR, refunds=sums, money=FREIGHT)


def lines_of(one: Refund) -> list[tuple[int, int]]:
    return [(part.line, part.unshipped) for part in one.lines]


@pytest.mark.parametrize("state", ["done", "pending", "unknown"])
@pytest.mark.parametrize(
    ("fens", "closed", "named"),
    [
        pytest.param((3000,), "B", [[2]], id="its price"),
        pytest.param((4000,), "B", [[2]], id="with the freight"),
        pytest.param((7000,), "AC", [[1, 3]], id="one sum of two"),
        pytest.param((8000,), "AC", [[1, 3]], id="one sum of two and the freight"),
        pytest.param((5000, 2000), "AC", [[1], [3]], id="a sum of each"),
        pytest.param((2000, 5000), "AC", [[3], [1]], id="a sum of each, the other way"),
        pytest.param((2000, 1000), "B", [[2], []], id="two together"),
        pytest.param((3000, 500), "B", [[2], []], id="beside a compensation"),
    ],
)
def test_a_sum_that_is_what_the_word_means_names_its_units(
    fens: tuple[int, ...], closed: str, named: list[list[int]], state: str
) -> None:
    after = after_word(entered(*fens, state=state), *closed)

    assert [lines_of(one) for one in after.refunds] == [[(x, 1) for x in some] for some in named]
    assert money_ledger(after).back == sum(fens)
    kept = [0 if one.line_no in closed else 1 for one in after.lines]
    assert [one.to_ship for one in line_ledgers(after)] == kept
    assert after_word(after, *closed).refunds == after.refunds


@pytest.mark.parametrize(
    ("given", "back"),
    [
        pytest.param(entered(500), 3500, id="a compensation"),
        pytest.param(entered(3000, beside=True), 6000, id="beside the cases"),
        pytest.param(entered(3000, anew=True), 6000, id="beside what had gone"),
        pytest.param(entered(3000, state="failed"), 3000, id="it failed"),
    ],
)
def test_what_is_estimated_goes_beside_other_money(given: Order, back: int) -> None:
    after = after_word(given, "B")

    assert after.refunds[0].lines == ()
    assert money_ledger(after).back == back


@pytest.mark.parametrize("steps", ["wAC", "AwC", "ACw", "CwA"])
def test_a_sum_of_two_sub_orders_is_cut_whether_the_word_or_a_case_comes_first(steps: str) -> None:
    fen = {"A": 5000, "C": 2000}
    after = entered(7000)
    for step in steps:
        after = (
            after_word(after, "A", "C") if step == "w" else after_case_of(after, step, fen[step])
        )

    assert sorted(money_of(after), key=str) == [
        ("case A", "done", 5000, [(1, 5000)]),
        ("case C", "done", 2000, [(3, 2000)]),
    ]
    assert [one.to_ship for one in line_ledgers(after)] == [0, 1, 0]
    assert opened(after) == []


@pytest.mark.parametrize(
    ("given", "closed", "asked"),
    [
        pytest.param(entered(7000), "A", ["money"], id="more than the word means"),
        pytest.param(entered(4500), "A", ["money"], id="less than it"),
        pytest.param(entered(500), "A", [], id="a compensation"),
        pytest.param(entered(7000), "AC", [], id="what it means"),
        pytest.param(entered(7000), "ABC", [], id="nothing is to ship"),
        pytest.param(entered(7000, beside=True), "A", [], id="beside the cases, as was said"),
    ],
)
def test_what_would_leave_nothing_for_what_is_to_ship_is_asked(
    given: Order, closed: str, asked: list[str]
) -> None:
    after = after_word(given, *closed)

    assert opened(after) == asked
    assert after_word(after, *closed) == after


def test_the_question_says_both_sums_and_ends_with_the_case() -> None:
    after = after_word(entered(4500), "A")

    (one,) = after.open_discrepancies
    said = explain(after, one)
    assert "45.00 was entered here without goods" in said
    assert "the platform gave 50.00 beside it" in said
    known = after_case_of(after, "A", 4500)
    assert (opened(known), money_ledger(known).back) == ([], 4500)


@pytest.mark.parametrize(
    ("fens", "left", "named"),
    [
        pytest.param((5000,), "B", [1], id="another price had left"),
        pytest.param((5000,), "BC", [], id="two that had left cost as much together"),
        pytest.param((3000, 2000), "B", [], id="a part of it is the price of what had left"),
        pytest.param((5000,), "", [1], id="nothing had left"),
    ],
)
def test_the_price_of_what_had_left_too_is_not_named_by_the_word(
    fens: tuple[int, ...], left: str, named: list[int]
) -> None:
    there = [one.line for one in order(BAG, BOTTLE, JAR).lines if one.line_no in left]
    gone = (parcel(lines=units(*((line, 1) for line in there)), confirmed=True),) if there else ()

    after = after_word(entered(*fens).model_copy(update={"parcels": gone}), "A")

    mine = [one for one in after.refunds if not one.estimated]
    assert [part.line for one in mine for part in one.lines] == named
    assert money_ledger(after).back == sum(fens) + (0 if named else 5000)
    assert line_ledgers(after)[0].to_ship == 0


def shown(
    given: Order,
    *rows: tuple[str, Fulfilment, bool],
    at: datetime | None,
    imported_at: datetime | None = None,
) -> Order:
    """The order once an export made then shows these sub-orders, and which it says are refunded."""
    sold = {one.line_no: one for one in given.lines}
    lines = [
        row_of(sold[line_no], refunded=is_refunded, fulfilment=status)
        for line_no, status, is_refunded in rows
    ]
    came = FirstImport(number=1, at=imported_at) if imported_at else None
    knowledge = known(NOW, 5).model_copy(update={"exported_at": at, "imported": came})
    said = facts(*lines, money=given.money, after_sales=AfterSales.REFUNDED, knowledge=knowledge)
    return after_import(given, said)


CUP = JAR.model_copy(update={"line": 4, "line_no": "D", "sku": "CUP-1", "amount_fen": 5000})
"""As dear as the bag."""
LEFT = ("D", Fulfilment.SHIPPED, False)
CLOSED = ("A", Fulfilment.TO_SHIP, True)
WAITS = ("B", Fulfilment.TO_SHIP, False)


def cup_left(*fens: int, settled_at: datetime | None = NOW) -> Order:
    """The cup has left, bag and bottle have not."""
    left = (parcel(lines=units((4, 1)), confirmed=True),)
    paid = Money(goods_fen=13000, paid_fen=13000)
    changes = {} if settled_at else {"state": "pending"}
    return order(
        BAG,
        BOTTLE,
        CUP,
        parcels=left,
        refunds=entered(*fens, settled_at=settled_at, **changes).refunds,
        money=paid,
    )


@pytest.mark.parametrize(
    ("settled_at", "rows", "made_at", "named"),
    [
        pytest.param(NOW, [CLOSED, WAITS, LEFT], NOW + HOUR, [1], id="its row shows no money"),
        pytest.param(NOW, [CLOSED, WAITS], NOW + HOUR, [], id="the file has no row of it"),
        pytest.param(
            NOW,
            [CLOSED, WAITS, ("D", Fulfilment.SHIPPED, True)],
            NOW + HOUR,
            [],
            id="its row shows money",
        ),
        pytest.param(NOW, [CLOSED, WAITS, LEFT], NOW - HOUR, [], id="the file was made before"),
        pytest.param(NOW, [CLOSED, WAITS, LEFT], None, [], id="nobody knows when it was made"),
        pytest.param(None, [CLOSED, WAITS, LEFT], NOW + HOUR, [], id="it is still on its way"),
    ],
)
def test_a_row_without_money_of_what_had_left_says_that_a_sum_gone_by_then_is_not_its_own(
    settled_at: datetime | None,
    rows: list[tuple[str, Fulfilment, bool]],
    made_at: datetime | None,
    named: list[int],
) -> None:
    after = shown(cup_left(5000, settled_at=settled_at), *rows, at=made_at)

    mine = [one for one in after.refunds if not one.estimated]
    assert [part.line for one in mine for part in one.lines] == named
    assert money_ledger(after).back == (5000 if named else 10000)
    assert [one.to_ship for one in line_ledgers(after)] == [0, 1, 0]


@pytest.mark.parametrize(
    ("settled_at", "rows", "made_at"),
    [
        pytest.param(NOW, [CLOSED, WAITS], NOW + HOUR, id="without a row of it"),
        pytest.param(NOW, [CLOSED, WAITS, LEFT], NOW - HOUR, id="made before the sum was settled"),
        pytest.param(NOW, [CLOSED, WAITS, LEFT], None, id="without a date"),
        pytest.param(None, [CLOSED, WAITS, LEFT], NOW + HOUR, id="while the sum was on its way"),
    ],
)
@pytest.mark.parametrize("entered_since", [False, True])
def test_what_a_file_left_open_a_later_one_tells(
    settled_at: datetime | None,
    rows: list[tuple[str, Fulfilment, bool]],
    made_at: datetime | None,
    *,
    entered_since: bool,
) -> None:
    """Of what was entered since the word was here it was asked whether it is the same money."""
    given = cup_left(5000, settled_at=settled_at)
    (typed,) = given.refunds
    entered_at = NOW + 2 * HOUR if entered_since else NOW
    typed = typed.model_copy(update={"requested_at": entered_at})
    first = shown(given.with_refund(typed), *rows, at=made_at, imported_at=NOW + HOUR)
    went = first.refunds[0].model_copy(update={"state": "done", "settled_at": NOW + 2 * HOUR})

    after = shown(
        first.with_refund(went),
        *(CLOSED, WAITS, LEFT),
        at=NOW + 3 * HOUR,
        imported_at=NOW + 3 * HOUR,
    )

    assert money_ledger(first).back == 10000
    assert money_ledger(after).back == (10000 if entered_since else 5000)
    assert [one.estimated for one in after.refunds] == ([False, True] if entered_since else [False])
    assert [one.to_ship for one in line_ledgers(after)] == [0, 1, 0]


def test_of_what_was_estimated_for_several_only_what_a_sum_names_yields() -> None:
    closed = [CLOSED, ("B", Fulfilment.TO_SHIP, True)]
    given = cup_left(5000)
    (typed,) = given.refunds
    given = given.with_refund(typed.model_copy(update={"requested_at": NOW}))
    first = shown(given, *closed, at=NOW + HOUR, imported_at=NOW + HOUR)

    after = shown(first, *closed, LEFT, at=NOW + 3 * HOUR, imported_at=NOW + 3 * HOUR)

    assert money_of(first) == [
        (None, "done", 5000, []),
        (None, "done", 8000, [(1, 5000), (2, 3000)]),
    ]
    assert money_of(after) == [
        (None, "done", 5000, [(1, 5000)]),
        (None, "done", 3000, [(2, 3000)]),
    ]


@pytest.mark.parametrize(
    ("entered_at", "back"),
    [
        pytest.param(NOW, 8000, id="before any word"),
        pytest.param(NOW + 2 * HOUR, 8000, id="before the word of its own line"),
        pytest.param(NOW + 4 * HOUR, 13000, id="since that"),
    ],
)
def test_what_is_estimated_yields_to_what_was_entered_before_the_word_of_its_own_line(
    entered_at: datetime, back: int
) -> None:
    """Another sub-order had been closed before, of which nothing was entered."""
    early, later = ("B", Fulfilment.TO_SHIP, True), NOW + 5 * HOUR
    (typed,) = cup_left(5000, settled_at=later).refunds
    given = shown(cup_left(), early, at=NOW + HOUR, imported_at=NOW + HOUR)
    given = given.with_refund(typed.model_copy(update={"requested_at": entered_at}))
    given = shown(given, CLOSED, early, at=NOW + 3 * HOUR, imported_at=NOW + 3 * HOUR)

    after = shown(given, CLOSED, early, LEFT, at=later + HOUR, imported_at=later + HOUR)

    assert money_ledger(given).back == 13000
    assert money_ledger(after).back == back


@pytest.mark.parametrize(
    ("fens", "back"),
    [
        pytest.param((5000, 5000), 10000, id="a sum of each"),
        pytest.param((5000, 5000, 500), 10500, id="a compensation besides"),
        pytest.param((5000,), 10000, id="one sum: of which of them?"),
    ],
)
def test_sums_that_are_all_that_each_may_be_of_are_named_whichever_is_whose(
    fens: tuple[int, ...], back: int
) -> None:
    rows = [CLOSED, WAITS, ("D", Fulfilment.SHIPPED, True)]

    after = shown(cup_left(*fens), *rows, at=NOW + HOUR)

    assert money_ledger(after).back == back
    assert [one.to_ship for one in line_ledgers(after)] == [0, 1, 0]
    named = [part.line for one in after.refunds if not one.estimated for part in one.lines]
    assert named == ([1] if len(fens) > 1 else [])


@pytest.mark.parametrize("is_word_first", [True, False])
@pytest.mark.parametrize(
    ("applied_at", "back"),
    [
        pytest.param(NOW - HOUR, 3000, id="of its time"),
        pytest.param(NOW + 3 * DAY, 6000, id="the buyer applied days later"),
    ],
)
def test_the_time_of_its_case_says_whether_a_sum_is_the_money_of_a_closed_sub_order(
    applied_at: datetime, back: int, *, is_word_first: bool
) -> None:
    """30.00 went for a damaged bag, and another sub-order of that price is closed days later."""
    given = entered(3000, settled_at=NOW).model_copy(update={"parcels": (SHIPPED_BAG,)})
    ended = {"applied_at": applied_at, "closed_at": applied_at + HOUR}

    if is_word_first:
        after = after_case_of(after_word(given, "B"), "B", 3000, **ended)
    else:
        after = after_word(after_case_of(given, "B", 3000, **ended), "B")

    assert money_ledger(after).back == back
    assert [one.to_ship for one in line_ledgers(after)] == [0, 0, 1]
    assert [lines_of(one) for one in after.refunds][-1:] == [[(2, 1)]]
    assert len(after.refunds) == back / 3000
    assert money_ledger(after_word(after, "B")).back == back
