"""Paid for: how much of the money has to be back before it was money for the goods."""

import pytest

from store.models.order import Money, Order
from store.models.parcel import LineQuantity
from store.models.refund import Refund, RefundLine
from store.rules.paid.paid_for import divided, gone_back
from tests.build import OIL, line, order, refund, refunded_case, units

FREE = order(line(amount_fen=0), money=Money())


@pytest.mark.parametrize(
    ("given", "goods", "back", "is_theirs"),
    [
        pytest.param(order(), units((1, 2)), 0, False, id="nothing is back"),
        pytest.param(order(), units((1, 2)), 2500, False, id="half of the price stays"),
        pytest.param(order(), units((1, 2)), 2501, True, id="less than half stays"),
        pytest.param(order(), units((1, 1)), 3750, False, id="one of two units, half stays"),
        pytest.param(order(), units((1, 1)), 3751, True, id="one of two units, less stays"),
        pytest.param(
            order(line(), OIL), units((1, 2)), 5500, False, id="what the other line cost stays"
        ),
        pytest.param(
            order(money=Money(goods_fen=5000, freight_fen=500, paid_fen=5500)),
            units((1, 2)),
            2501,
            True,
            id="the freight is no money for goods",
        ),
        pytest.param(FREE, units((1, 2)), 0, False, id="what cost nothing"),
    ],
)
def test_money_is_for_goods_where_too_little_of_their_price_stays(
    given: Order, goods: tuple[LineQuantity, ...], back: int, *, is_theirs: bool
) -> None:
    paid_back = gone_back(given, more=((None, back),))

    assert paid_back.is_for(goods) is is_theirs


@pytest.mark.parametrize(
    ("amount", "costs", "shares"),
    [
        pytest.param(1001, [5000, 3000], [625, 376], id="by price, to the fen"),
        pytest.param(7500, [4500, 3000], [4500, 3000], id="all of it"),
        pytest.param(9000, [5000, 3000], [5000, 3000], id="what is beyond is of none"),
        pytest.param(500, [0, 0], [0, 0], id="what cost nothing"),
        pytest.param(500, [], [], id="nothing to divide it by"),
    ],
)
def test_a_sum_is_divided_by_what_each_costs(
    amount: int, costs: list[int], shares: list[int]
) -> None:
    assert divided(amount, costs) == shares


def test_the_freight_stays_for_no_goods() -> None:
    given = order(money=Money(goods_fen=5000, freight_fen=500, paid_fen=5500))

    assert gone_back(given, more=((None, 2000),)).kept_for(units((1, 2))) == 3000


def paid_back(fen: int) -> Order:
    """Two bags for 50.00 and a bottle for 30.00, of which so much went back."""
    return order(line(), OIL, refunds=(refund(amount_fen=fen, state="done"),))


def of_the_bags(fen: int, *others: Refund) -> Order:
    """So much of the bags' own money went back for a case of theirs, without any units."""
    given = refund(amount_fen=fen, state="done", case="A1")
    asked = refunded_case(id="A1", line=1, refunded_fen=fen)
    return order(line(), OIL, refunds=(given, *others), cases=(asked,))


OF_THE_BAGS = of_the_bags(2501)
ONE_REFUNDED = of_the_bags(
    1251,
    refund(id="r2", amount_fen=2500, lines=(RefundLine(line=1, quantity=1, amount_fen=2500),)),
)


@pytest.mark.parametrize(
    ("given", "goods", "besides", "is_theirs"),
    [
        pytest.param(OF_THE_BAGS, units((1, 2)), (), True, id="of the case's own line"),
        pytest.param(OF_THE_BAGS, units((2, 1)), (), False, id="the other line goes on"),
        pytest.param(OF_THE_BAGS, units((1, 1)), (), False, id="one of two is still paid"),
        pytest.param(
            OF_THE_BAGS, units((2, 1)), units((1, 2)), False, id="beside what is not paid"
        ),
        pytest.param(OF_THE_BAGS, units((1, 2), (2, 1)), (), True, id="any of them counts"),
        pytest.param(
            ONE_REFUNDED, units((1, 1)), (), True, id="beside what was refunded with its units"
        ),
        pytest.param(ONE_REFUNDED, units((2, 1)), (), False, id="and not of the others"),
        pytest.param(paid_back(2501), units((1, 2)), (), False, id="nobody knows of which line"),
        pytest.param(
            paid_back(4001), units((2, 1)), units((1, 2)), True, id="half of all, of any line"
        ),
    ],
)
def test_money_of_one_line_is_taken_from_no_other(
    given: Order,
    goods: tuple[LineQuantity, ...],
    besides: tuple[LineQuantity, ...],
    *,
    is_theirs: bool,
) -> None:
    assert gone_back(given).is_for(goods, besides=besides) is is_theirs


def test_what_stays_of_a_line_is_no_more_than_is_left_of_it() -> None:
    back = gone_back(OF_THE_BAGS)

    assert back.kept_for(units((1, 2))) == 2499
    assert back.kept_for(units((2, 1))) == 5499


def bought(count: int) -> Order:
    """So many bags for 100.00, the only line."""
    return order(line(ordered=count, amount_fen=10000))


TWO_LINES = order(line(), OIL)


@pytest.mark.parametrize(
    ("given", "of", "fen", "goods", "may_be"),
    [
        pytest.param(bought(2), None, 2500, units((1, 1)), False, id="half of a unit's price"),
        pytest.param(bought(2), None, 2501, units((1, 1)), True, id="more: it may be this one"),
        pytest.param(bought(4), None, 2500, units((1, 1)), True, id="a unit, the others paid for"),
        pytest.param(TWO_LINES, None, 2500, units((1, 1)), False, id="of several lines: of which?"),
        pytest.param(TWO_LINES, 1, 2500, units((1, 1)), True, id="of this line, as its case says"),
        pytest.param(TWO_LINES, 1, 2500, units((2, 1)), False, id="of another line"),
        pytest.param(FREE, None, 0, units((1, 1)), False, id="nothing went"),
    ],
)
def test_money_without_units_may_be_that_of_any_unit_of_its_line(
    given: Order, of: int | None, fen: int, goods: tuple[LineQuantity, ...], *, may_be: bool
) -> None:
    assert gone_back(given, (), more=((of, fen),)).may_be_for(goods) is may_be


def test_money_that_names_its_units_is_that_of_no_others() -> None:
    named = refund(amount_fen=2500, lines=(RefundLine(line=1, quantity=1, amount_fen=2500),))

    assert not gone_back(order(refunds=(named,))).may_be_for(units((1, 1)))
