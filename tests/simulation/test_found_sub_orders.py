"""Found of sub-orders that stand otherwise beside each other; strict, as in `test_found`."""

import pytest

from tests.simulation.bought import Asked, Unit
from tests.simulation.platforms import Download
from tests.simulation.scene import NUMBER, PRICE, Open, Scene
from tests.simulation.test_found_money import done_fen


def with_another(shop: Scene) -> Scene:
    """A second sub-order of two units for as much, and the first has left."""
    ((good, many),) = shop.bought.goods
    shop.bought.goods = ((good, many), (good._replace(sku="R1-2", name="小米"), many))
    shop.bought.units += [Unit(2), Unit(2)]
    shop.take()
    shop.do("ship", tracking_no=NUMBER, lines="1:2")
    shop.leave(NUMBER, shop.bought.units[:2], "shipment", (), known=True)
    return shop


def of_line(shop: Scene, line: int, fen: int) -> Asked:
    """The platform gives so much for a sub-order."""
    asked = shop.ask(fen=fen)
    asked.line = line
    shop.ends(asked, "refunded", fen)
    return asked


@pytest.mark.parametrize("fen", [PRICE // 5, 2 * PRICE], ids=["a compensation", "all of it"])
@pytest.mark.parametrize("what", ["all", "no cases"])
def test_a_sub_order_that_was_closed_before_it_left_does_not_leave_beside_one_that_had(
    scene: Open, what: Download, fen: int
) -> None:
    shop = with_another(scene(douyin=True))
    of_line(shop, 1, fen)
    shop.wait()
    shop.take_again(shop.written(what))
    of_line(shop, 2, 2 * PRICE)
    shop.wait()
    shop.take_again(shop.written("no cases"))

    assert not shop.offers("ship")
    shop.take()
    assert (done_fen(shop), shop.offers("ship")) == (2 * PRICE + fen, False)


def test_money_of_one_sub_order_is_on_its_way_still_by_the_word_of_another(scene: Open) -> None:
    shop = with_another(scene(douyin=True))
    shop.do("refund", amount="40", reason="少件")
    of_line(shop, 2, 2 * PRICE)
    shop.wait()
    shop.take_again(shop.written("no cases"))

    assert [one.state for one in shop.order.refunds if one.amount_fen == 4000] == ["pending"]
