"""The outlook of a product: how long it lasts, what is short, and what to do about it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.rules.stock.outlook import Outlook, days_text
from store.rules.stock.stock import StockPlan


def outlook(
    on_hand: int, sizes: dict[int, int], sold: int = 0, *, made: int = 0, days: int = 2
) -> Outlook:
    """So many on hand, sold so many a week."""
    owed = sum(units * orders for units, orders in sizes.items())
    plan = StockPlan("JUN-ZX", on_hand, made, None, days, owed, sum(sizes.values()))
    return Outlook(plan, Fraction(sold, 7), sizes)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(
            outlook(20, {1: 40, 5: 4}, 14),
            [
                "Nothing is left for new orders; 2 are sold a day.",
                "40 short: restock 54, or apply for out-of-stock for 24 of the 44 waiting orders.",
            ],
            id="the largest orders make up half of what is missing",
        ),
        pytest.param(
            outlook(4, {1: 7, 2: 1}, 8),
            [
                "Nothing is left for new orders; 1.1 are sold a day.",
                "5 short: restock 13, or apply for out-of-stock for 4 of the 8 waiting orders.",
            ],
            id="as drawn",
        ),
        pytest.param(
            outlook(30, {1: 28}, 28),
            ["Enough for 0.5 days at 4 sold a day.", "Restock 26: it then lasts a week."],
            id="it is all there, and gone tomorrow",
        ),
        pytest.param(
            outlook(120, {1: 6}, 14),
            ["Enough for 57 days at 2 sold a day."],
            id="there is plenty",
        ),
        pytest.param(outlook(5, {}), [], id="nothing is sold and nobody waits"),
        pytest.param(
            outlook(0, {1: 10}, 70, made=10),
            [
                "10 that orders wait for are not there; made in time at 10 a day.",
                "Restock 10: it then lasts a week.",
            ],
            id="what is made in time is there",
        ),
        pytest.param(
            outlook(0, {}, 7, made=1),
            [],
            id="as much is made as is sold",
        ),
    ],
)
def test_it_says_how_long_it_lasts_what_is_short_and_what_to_do(
    given: Outlook, said: list[str]
) -> None:
    *sentences, arithmetic = given.sentences()

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


@given(st.integers(0, 80), SIZES)
def test_no_fewer_orders_could_be_told_of(on_hand: int, sizes: dict[int, int]) -> None:
    found = outlook(on_hand, sizes)
    each = sorted((units for units, orders in sizes.items() for _order in range(orders)))[::-1]

    assert sum(each[: found.too_many]) >= found.plan.missing
    if found.too_many:
        assert sum(each[: found.too_many - 1]) < found.plan.missing


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
