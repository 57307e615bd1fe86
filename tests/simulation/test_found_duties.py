"""What the simulated shop found that is owed and not said; strict, as in `test_found`."""

from tests.simulation.bought import DAY, Unit
from tests.simulation.scene import BOTH, NUMBER, OTHER_NUMBER, Open, Scene


def received(shop: Scene) -> None:
    """The goods are with the buyer."""
    shop.ship("picked_up", "delivered")
    shop.wait(DAY)
    shop.take()


@BOTH
def test_an_accepted_partial_refund_is_owed(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    received(shop)
    shop.do("offer-solution", solution="partial_refund", amount="30")
    shop.do("record-offer-answer", offer=shop.order.offers[0].id, accepted="yes")

    assert shop.ours


@BOTH
def test_evidence_is_owed_for_an_imported_intervention(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    received(shop)
    asked = shop.ask(fen=5000)
    shop.take()
    asked.move("rule", shop.now)
    shop.take()

    assert "submit-evidence" in shop.ours


@BOTH
def test_goods_of_a_case_ruled_for_us_go_back_to_the_buyer(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    received(shop)
    asked = shop.ask("return_and_refund")
    shop.take()
    shop.do("agree-return", case=asked.number, return_address="仓库 3 号门")
    asked.agreed_at, asked.back_no = shop.now, "JT8000000000009"
    asked.move("receive", shop.now)
    shop.take()
    shop.do("receive-return", case=asked.number, damaged="1:2")
    shop.do("request-intervention", case=asked.number, by="seller", text="用过")
    shop.do("record-ruling", case=asked.number, ruling="for_seller")

    assert shop.ours - {"platform-task"}


@BOTH
def test_a_call_to_the_carrier_settles_the_duty(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    shop.ship("picked_up", "abnormal")
    shop.wait(DAY)
    shop.take()
    assert "contact-carrier" in shop.ours
    shop.do("log-contact", text="已为您催件")
    assert "contact-carrier" in shop.ours
    shop.do("log-contact", channel="carrier", text="催快递")

    assert "contact-carrier" not in shop.ours


@BOTH
def test_a_supplement_sent_here_for_a_case_closed_there_is_said(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    received(shop)
    asked = shop.ask("supplementary")
    shop.take()
    shop.do("agree-supplementary", case=asked.number)
    asked.agreed_at = shop.now
    asked.move("send", shop.now)
    shop.take()
    shop.do("ship-supplementary", case=asked.number, tracking_no=OTHER_NUMBER)
    shop.leave(OTHER_NUMBER, [Unit(1)], "supplementary", (), known=True)
    shop.ends(asked, "closed")
    shop.take()

    assert shop.order.open_discrepancies


def test_the_rest_of_an_order_refunded_there_does_not_ship_without_a_word(scene: Open) -> None:
    shop = scene()
    shop.do("ship", tracking_no=NUMBER, lines="1:1")
    shop.leave(NUMBER, shop.bought.units[:1], "shipment", ("picked_up",), known=True)
    asked = shop.ask(fen=10_000)
    asked.unshipped = True
    shop.ends(asked, "refunded", 10_000)
    shop.take()

    assert not shop.offers("ship") or shop.do("ship", tracking_no=OTHER_NUMBER).said


def test_a_part_of_the_money_back_before_shipping_leaves_the_goods_to_ship(scene: Open) -> None:
    shop = scene(douyin=True)
    shop.ends(shop.ask(fen=5000), "refunded", 5000)
    shop.take()

    assert shop.offers("ship")
