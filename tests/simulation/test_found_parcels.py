"""Parcels, gifts and rulings of the simulated shop, each as the shortest way to what may go wrong
with them; strict, as in `test_found`.
"""

from dataclasses import replace

import pytest

from tests.simulation.bought import DAY, Bought, Unit
from tests.simulation.scene import BOTH, NUMBER, OTHER_NUMBER, PRICE, Open, Scene


@BOTH
def test_a_number_that_was_corrected_is_not_taken_again(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    sent = shop.ship("picked_up", "sorted")
    sent.number, sent.typed, sent.mistaken = OTHER_NUMBER, NUMBER, True
    shop.take()
    older = shop.written()
    shop.do("correct-tracking", tracking_no=OTHER_NUMBER)
    shop.world.recognise(shop.bought, sent)
    shop.wait(DAY)
    shop.take()
    assert [trace.state for trace in shop.order.parcels[0].traces] == ["picked_up", "sorted"]
    sent.typed = ""
    shop.take()
    assert not shop.order.open_tasks
    shop.take_again(older)

    assert [parcel.tracking_no for parcel in shop.order.parcels] == [OTHER_NUMBER]
    assert len(shop.order.parcels[0].traces) == 2
    assert not shop.order.open_discrepancies


@pytest.mark.parametrize(("end", "counted"), [("returned", 2), ("delivered", 0)])
def test_a_parcel_with_its_right_number_brings_in_what_its_carrier_brought_back(
    scene: Open, end: str, counted: int
) -> None:
    shop = scene()
    sent = shop.ship("picked_up", end)
    sent.mistaken = True
    shop.wait(DAY)
    for unit in sent.units:
        unit.place = "back"
    shop.world.recognise(shop.bought, sent)

    assert shop.world.moved.get(shop.product.sku, 0) == counted


def beside(shop: Scene) -> Bought:
    """Another order of the same buyer, two units of the same."""
    bought = shop.bought
    other = replace(
        bought, number=2, order_no="261103-000000000000002", units=[Unit(1), Unit(1)], sent=[]
    )
    shop.world.orders[other.key] = other
    shop.world.homes[bought.who] = [bought, other]
    shop.take()
    return other


def test_a_parcel_of_two_orders_comes_back_for_both(scene: Open) -> None:
    shop = scene()
    other = beside(shop)
    sent = shop.ship("picked_up", "returning", "returned")
    second = shop.world.send(other, NUMBER, other.units, "shipment")
    assert second.scans is sent.scans
    second.known_at = shop.now + 2 * DAY
    order = shop.repository.order(other.key)
    ship = shop.repository.action_named("ship", order)
    shop.repository.run(ship, order, {"tracking_no": NUMBER})
    shop.wait(DAY)
    shop.take()

    # Of the other order no file tells yet.
    asked = shop.repository.order(other.key).open_discrepancies
    assert [one.kind for one in asked] == ["shared_parcel"]
    shop.wait(2 * DAY)
    shop.take()
    assert not shop.repository.order(other.key).open_discrepancies


def test_a_gift_that_is_with_the_buyer_is_not_cancelled_by_the_money_of_its_main(
    scene: Open,
) -> None:
    shop = scene(douyin=True)
    ((good, many),) = shop.bought.goods
    shop.bought.goods = ((good, many), (good._replace(sku="R1-2", name="饭勺", fen=0), 1))
    shop.bought.units.append(Unit(2))
    shop.take()
    shop.ship("picked_up", "delivered")
    shop.wait(DAY)
    shop.take()
    shop.ends(shop.ask(), "refunded", 2 * PRICE)
    shop.take()

    assert shop.order.platform_status["取消原因"] == "主品订单售后完成"
    assert [line.cancelled for line in shop.order.lines] == [0, 0]
    assert not shop.order.open_discrepancies


@BOTH
def test_a_ruling_that_was_read_wrongly_gives_way_to_the_platform_s_word(
    scene: Open, douyin: bool
) -> None:
    shop = scene(douyin=douyin)
    shop.ship("picked_up", "delivered")
    shop.wait(DAY)
    shop.take()
    asked = shop.ask(fen=PRICE)
    asked.move("rule", shop.now)
    shop.take()
    shop.do("record-ruling", case=asked.number, ruling="for_seller")
    shop.ends(asked, "refunded", PRICE)
    shop.take()

    assert [(case.outcome, case.refunded_fen) for case in shop.order.cases] == [("refunded", PRICE)]
    assert [refund.amount_fen for refund in shop.order.refunds] == [PRICE]


def test_what_is_on_sale_again_nobody_asks_to_take_off(scene: Open) -> None:
    shop = scene()
    shop.count(10)
    shop.do("apply-stock-out")
    assert "delist-product" in {task.kind for task in shop.order.open_tasks}
    for name in ("delist-product", "relist-product"):
        shop.repository.run(shop.repository.action_named(name, shop.product), shop.product, {})

    assert "delist-product" not in {task.kind for task in shop.order.open_tasks}


@BOTH
@pytest.mark.parametrize("paid_before", [True, False], ids=["paid before", "paid since"])
def test_what_an_appeal_brings_back_is_owed_until_it_is_given_up(
    scene: Open, douyin: bool, paid_before: bool
) -> None:
    shop = scene(douyin=douyin)
    shop.ship("picked_up", "delivered")
    shop.wait(DAY)
    shop.take()
    asked = shop.ask(fen=PRICE)
    asked.move("rule", shop.now)
    shop.take()
    shop.do("record-ruling", case=asked.number, ruling="for_buyer")
    if paid_before:
        shop.ends(asked, "refunded", PRICE)
        shop.take()
    shop.do("appeal", case=asked.number, text="已用过")
    if not paid_before:
        shop.ends(asked, "refunded", PRICE)
    shop.take()
    assert [task.kind for task in shop.order.open_tasks] == ["appeal"]
    shop.do("record-ruling", case=asked.number, ruling="for_seller")
    shop.take()
    assert "give-back" in {row.kind for row in shop.repository.owed_rows()}
    shop.do("give-up-return", of=shop.order.refunds[0].id, reason="平台不补")
    shop.take()

    assert "give-back" not in {row.kind for row in shop.repository.owed_rows()}
    assert [(refund.amount_fen, refund.state) for refund in shop.order.refunds] == [(PRICE, "done")]


@BOTH
def test_goods_that_arrived_before_a_lost_appeal_are_not_awaited_after_it(
    scene: Open, douyin: bool
) -> None:
    shop = scene(douyin=douyin)
    shop.ship("picked_up", "delivered")
    shop.wait(DAY)
    shop.take()
    asked = shop.ask("exchange")
    asked.move("rule", shop.now)
    shop.take()
    shop.do("record-ruling", case=asked.number, ruling="for_buyer")
    asked.back_no = "JT8000000000009"
    asked.move("receive", shop.now)
    shop.take()
    shop.do("receive-return", case=asked.number, damaged="1:2")
    shop.do("ship-replacement", case=asked.number, lines="1:2", tracking_no=OTHER_NUMBER)
    shop.leave(OTHER_NUMBER, [Unit(1), Unit(1)], "replacement", (), known=True)
    shop.ends(asked, "fulfilled")
    shop.take()
    shop.do("appeal", case=asked.number, text="已用过")
    shop.do("record-ruling", case=asked.number, ruling="for_buyer")
    shop.take()

    assert [(case.state, case.outcome) for case in shop.order.cases] == [("closed", "fulfilled")]


@BOTH
def test_what_ended_there_without_anything_is_not_appealed_against(
    scene: Open, douyin: bool
) -> None:
    shop = scene(douyin=douyin)
    asked = shop.ask()
    asked.move("rule", shop.now)
    shop.take()
    shop.do("record-ruling", case=asked.number, ruling="for_buyer")  # It was for us.
    shop.ends(asked, "closed")
    shop.take()

    assert not shop.offers("appeal")
    assert "appeal" not in shop.ours
