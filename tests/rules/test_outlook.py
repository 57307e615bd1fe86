"""The outlook of a product: how long it lasts, what is short, and what to do about it."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.rules.stock.outlook import Outlook, Queued, days_text
from store.rules.stock.stock import StockPlan


def outlook(
    on_hand: int, sizes: dict[int, int], sold: int = 0, *, made: int = 0, days: int = 2
) -> Outlook:
    """So many on hand, sold so many a week; `sizes`: how many orders wait for so many units."""
    owed = sum(units * orders for units, orders in sizes.items())
    plan = StockPlan("JUN-ZX", on_hand, made, None, days, owed, sum(sizes.values()))
    return Outlook(plan, Fraction(sold, 7))


def in_turn(units: Iterable[int]) -> tuple[Queued, ...]:
    """Orders that wait for so many units, each to leave an hour after the one before."""
    return tuple(
        Queued(f"{place:03}", many, ship_by=place * 3600, paid_at=0)
        for place, many in enumerate(units)
    )


@pytest.mark.parametrize(
    ("given", "sizes", "said"),
    [
        pytest.param(
            outlook(20, {1: 40, 5: 4}, 14),
            {1: 40, 5: 4},
            [
                "Nothing is left for new orders; 2 are sold a day.",
                "40 short: restock 54, or apply for out-of-stock for 24 of the 44 waiting orders.",
            ],
            id="the largest orders are last, and make up half of what is missing",
        ),
        pytest.param(
            outlook(4, {1: 7, 2: 1}, 8),
            {1: 7, 2: 1},
            [
                "Nothing is left for new orders; 1.1 are sold a day.",
                "5 short: restock 13, or apply for out-of-stock for 4 of the 8 waiting orders.",
            ],
            id="as drawn",
        ),
        pytest.param(
            outlook(30, {1: 28}, 28),
            {1: 28},
            ["Enough for 0.5 days at 4 sold a day.", "Restock 26: it then lasts a week."],
            id="it is all there, and gone tomorrow",
        ),
        pytest.param(
            outlook(120, {1: 6}, 14),
            {1: 6},
            ["Enough for 57 days at 2 sold a day."],
            id="there is plenty",
        ),
        pytest.param(
            outlook(9, {1: 5}, 28),
            {1: 5},
            ["Enough for 1 day at 4 sold a day.", "Restock 24: it then lasts a week."],
            id="a day is one",
        ),
        pytest.param(outlook(5, {}), {}, [], id="nothing is sold and nobody waits"),
        pytest.param(
            outlook(0, {1: 10}, 70, made=10),
            {1: 10},
            [
                "10 that orders wait for are not there; made in time at 10 a day.",
                "Restock 10: it then lasts a week.",
            ],
            id="what is made in time is there",
        ),
        pytest.param(
            outlook(0, {}, 7, made=1),
            {},
            [],
            id="as much is made as is sold",
        ),
    ],
)
def test_it_says_how_long_it_lasts_what_is_short_and_what_to_do(
    given: Outlook, sizes: dict[int, int], said: list[str]
) -> None:
    *sentences, arithmetic = given.sentences(in_turn(Counter(sizes).elements()))

    assert sentences == said
    assert arithmetic.startswith(f"{given.plan.sellable} of JUN-ZX can be on sale: ")


SIZES = st.dictionaries(st.integers(1, 9), st.integers(1, 20), max_size=4)


@given(st.integers(0, 80), SIZES, st.integers(0, 70), st.integers(0, 5))
def test_what_comes_in_is_enough_for_those_who_wait_and_a_week(
    on_hand: int, sizes: dict[int, int], sold: int, made: int
) -> None:
    before = outlook(on_hand, sizes, sold, made=made)
    after = outlook(on_hand + before.restock, sizes, sold, made=made)

    assert after.plan.missing == after.restock == 0
    assert after.left + made * 7 >= sold or after.left >= 0 == sold
    if before.restock:
        one_less = outlook(on_hand + before.restock - 1, sizes, sold, made=made)
        assert one_less.restock == 1


@given(st.integers(0, 80), st.lists(st.integers(1, 9), max_size=20))
def test_the_last_in_turn_are_short_and_no_more_of_them_than_units_are_missing(
    on_hand: int, sizes: list[int]
) -> None:
    found, waits = outlook(on_hand, Counter(sizes)), in_turn(sizes)
    short = [one.units for one in found.short(waits)]

    assert short == sizes[::-1][: len(short)]
    assert sum(short) >= found.plan.missing
    assert sum(short[:-1]) < found.plan.missing or not short


TEA = Queued("tea", 2, ship_by=100, paid_at=5)


@pytest.mark.parametrize(
    ("missing", "waits", "short"),
    [
        pytest.param(0, [TEA], [], id="all is there"),
        pytest.param(
            1,
            [TEA, Queued("later", 1, ship_by=200, paid_at=1), Queued("soon", 1, 50, paid_at=9)],
            ["later"],
            id="whoever has to leave last is short, however early it was paid",
        ),
        pytest.param(
            1,
            [TEA, Queued("paid-later", 1, ship_by=100, paid_at=6)],
            ["paid-later"],
            id="of those that leave at once the one that paid last",
        ),
        pytest.param(
            1,
            [TEA, Queued("unknown", 1, ship_by=None, paid_at=None)],
            ["unknown"],
            id="what nobody knows the time of comes last",
        ),
        pytest.param(
            3,
            [TEA, Queued("first", 3, 1, 1, under_review=3), Queued("last", 1, 200, 9)],
            [],
            id="what is under review makes up for it",
        ),
        pytest.param(
            4,
            [TEA, Queued("first", 3, 1, 1, under_review=3), Queued("last", 1, 200, 9)],
            ["last"],
            id="and is not applied for again",
        ),
    ],
)
def test_which_orders_are_short(missing: int, waits: list[Queued], short: list[str]) -> None:
    owed = sum(one.units for one in waits)
    found = outlook(owed - missing, Counter(one.units for one in waits))

    assert [one.key for one in found.short(waits)] == short


def test_what_is_under_review_is_said_beside_what_is_short() -> None:
    waits = [TEA, Queued("first", 3, 1, 1, under_review=3), Queued("last", 1, 200, 9)]
    sizes = Counter(one.units for one in waits)

    assert next(outlook(2, sizes).sentences(waits)) == (
        "4 short: restock 4, or apply for out-of-stock for 1 of the 3 waiting orders. Under review"
        " already: 1 of 3."
    )
    assert next(outlook(3, sizes).sentences(waits)) == (
        "3 short: restock 3. Under review already: 1 of 3."
    )


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (Fraction(21, 10), "2.1"),
        (Fraction(2), "2"),
        (Fraction(1, 3), "0.3"),
        (Fraction(999), "999"),
    ],
)
def test_days_have_a_decimal_where_it_says_anything(days: Fraction, text: str) -> None:
    assert days_text(days) == text
