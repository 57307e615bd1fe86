"""Paid for: how much of the money has to be back before it was money for the goods."""

import pytest

from store.models.order import Money, Order
from store.rules.order.paid_for import is_money_for, kept_for_goods
from tests.build import OIL, line, order, units

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
    given: Order, goods: tuple[object, ...], back: int, *, is_theirs: bool
) -> None:
    assert is_money_for(given, goods, back) is is_theirs  # type: ignore[arg-type]


def test_the_freight_stays_for_no_goods() -> None:
    given = order(money=Money(goods_fen=5000, freight_fen=500, paid_fen=5500))

    assert kept_for_goods(given, 2000) == 3000
