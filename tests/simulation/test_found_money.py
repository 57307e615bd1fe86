"""What the simulated shop found about money and cases; strict, as in `test_found`."""

from tests.simulation.bought import DAY, HOUR, Asked, Unit
from tests.simulation.scene import BOTH, NUMBER, OTHER_NUMBER, PRICE, Open, Scene


def received(shop: Scene) -> None:
    """The goods are with the buyer."""
    shop.ship("picked_up", "delivered")
    shop.wait(DAY)
    shop.take()


def sent_back(shop: Scene, kind: str = "return_and_refund") -> Asked:
    """Agreed, and both units are on their way back."""
    received(shop)
    asked = shop.ask(kind)
    shop.take()
    agree = "agree-exchange" if kind == "exchange" else "agree-return"
    shop.do(agree, case=asked.number, return_address="仓库 3 号门")
    asked.agreed_at, asked.back_no = shop.now, "JT8000000000009"
    asked.move("receive", shop.now)
    shop.take()
    return asked


def done_fen(shop: Scene) -> int:
    """What went back, as the desk counts it."""
    return sum(refund.amount_fen for refund in shop.order.refunds if refund.state == "done")


@BOTH
def test_money_beside_a_case_and_a_later_case_of_the_same_amount_are_two(
    scene: Open, douyin: bool
) -> None:
    shop = scene(douyin=douyin)
    received(shop)
    shop.do("refund", amount="50", reason="补偿")
    shop.do("settle-refund", refund=shop.order.refunds[0].id, outcome="done")
    shop.wait(2 * DAY)
    asked = shop.ask(fen=5000)
    shop.take()
    shop.ends(asked, "refunded", 5000)
    shop.take()

    assert done_fen(shop) == 10_000


@BOTH
def test_a_case_opened_here_before_midnight_and_there_after_it_is_one(
    scene: Open, douyin: bool
) -> None:
    shop = scene(douyin=douyin)
    received(shop)
    shop.world.now = shop.now.replace(hour=23, minute=30)
    shop.do("open-case", kind="refund_only", reason="少件", opened_by="buyer", amount="50")
    shop.wait(HOUR * 2 / 3)
    shop.ask(fen=5000)
    shop.take()

    assert len(shop.order.cases) == 1


@BOTH
def test_goods_received_for_a_case_closed_there_are_owed(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    asked = sent_back(shop)
    shop.do("receive-return", case=asked.number, good="1:2")
    shop.ends(asked, "closed")
    shop.take()

    assert shop.ours


@BOTH
def test_a_replacement_sent_here_and_refunded_there_is_said(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    asked = sent_back(shop, "exchange")
    shop.do("receive-return", case=asked.number, good="1:2")
    shop.do("ship-replacement", case=asked.number, tracking_no=OTHER_NUMBER)
    shop.leave(OTHER_NUMBER, [Unit(1), Unit(1)], "replacement", (), known=True)
    asked.kind = "return_and_refund"
    shop.ends(asked, "refunded", 2 * PRICE)
    shop.take()

    assert shop.order.open_discrepancies


@BOTH
def test_a_reissue_sent_here_and_refunded_there_is_said(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    shop.ship("picked_up")
    shop.wait(5 * DAY)
    shop.take()
    shop.do("create-reissue", origin="lost_parcel", reason="丢件", lines="1:2")
    shop.do("ship-reissue", tracking_no=OTHER_NUMBER)
    shop.leave(OTHER_NUMBER, [Unit(1), Unit(1)], "reissue", (), known=True)
    shop.ends(shop.ask(), "refunded", 2 * PRICE)
    shop.take()

    assert shop.order.open_discrepancies


def test_goods_of_which_nearly_all_was_paid_back_do_not_ship_without_a_word(scene: Open) -> None:
    shop = scene()
    shop.do("refund", amount="199.99", reason="不想要了")
    shop.do("settle-refund", refund=shop.order.refunds[0].id, outcome="done")

    assert not shop.offers("ship") or shop.do("ship", tracking_no=NUMBER).said


def test_an_older_export_does_not_take_a_paid_case_back(scene: Open) -> None:
    shop = scene()
    received(shop)
    asked = shop.ask("return_and_refund")
    shop.take()
    older = shop.written()
    shop.do("agree-return", case=asked.number, return_address="仓库 3 号门")
    asked.agreed_at, asked.back_no = shop.now, "JT8000000000009"
    asked.move("receive", shop.now)
    shop.take()
    shop.do("receive-return", case=asked.number, good="1:2")
    shop.do("refund", case=asked.number, amount="200", reason="退货")
    shop.take_again(older)

    assert [case.state for case in shop.order.cases] == ["seller_to_refund"]


def test_an_older_export_asks_for_no_goods_that_are_here(scene: Open) -> None:
    shop = scene()
    received(shop)
    asked = shop.ask("return_and_refund")
    shop.take()
    shop.do("agree-return", case=asked.number, return_address="仓库 3 号门")
    asked.agreed_at = shop.now
    asked.move("return", shop.now)
    shop.take()
    older = shop.written()
    asked.back_no = "JT8000000000009"
    asked.move("receive", shop.now)
    shop.take()
    shop.do("receive-return", case=asked.number, good="1:2")
    shop.take_again(older)
    shop.take()

    assert [case.state for case in shop.order.cases] == ["seller_to_refund"]


def test_freight_entered_after_the_goods_were_paid_back_is_not_done_by_their_word(
    scene: Open,
) -> None:
    shop = scene(freight_fen=600)
    shop.ends(shop.ask(), "refunded", 2 * PRICE)
    shop.take()
    assert not shop.offers("ship")
    shop.do("refund", amount="6", reason="运费")
    shop.take()

    assert [(refund.amount_fen, refund.state) for refund in shop.order.refunds] == [
        (2 * PRICE, "done"),
        (600, "pending"),
    ]


def test_refunded_without_an_amount_is_an_estimated_refund(scene: Open) -> None:
    shop = scene()
    received(shop)
    shop.ends(shop.ask(fen=5000), "refunded", 5000)
    shop.take("orders")

    assert [refund.estimated for refund in shop.order.refunds] == [True]


@BOTH
def test_money_that_orders_showed_before_the_buyer_applied_anew_is_gone_beside_the_new(
    scene: Open, douyin: bool
) -> None:
    shop = scene(douyin=douyin, freight_fen=600)
    asked = shop.ask()
    shop.ends(asked, "refunded", 2 * PRICE)
    shop.wait()
    shop.take_again(shop.written("no cases"))
    shop.wait()
    asked.apply(shop.now, 600)
    shop.take()
    shop.ends(asked, "refunded", 600)
    shop.take()

    assert done_fen(shop) == 2 * PRICE + 600
    assert not shop.offers("ship")
    assert not shop.order.open_discrepancies


def test_a_case_that_the_buyer_changed_after_our_no_is_ours_to_answer(scene: Open) -> None:
    shop = scene()
    received(shop)
    asked = shop.ask(fen=10_000)
    shop.take()
    shop.do("reject-case", case=asked.number, reason="other", text="已说明")
    asked.fen = 7500
    asked.move("answer", shop.now)
    shop.take()

    assert [(case.state, case.requested_fen) for case in shop.order.cases] == [
        ("seller_to_answer", 7500)
    ]


def test_a_case_closed_here_that_goes_on_there_is_open_or_said(scene: Open) -> None:
    shop = scene()
    received(shop)
    asked = shop.ask("return_and_refund")
    shop.take()
    shop.do("agree-return", case=asked.number, return_address="仓库 3 号门")
    asked.agreed_at = shop.now
    asked.move("return", shop.now)
    shop.take()
    shop.wait(8 * DAY)
    shop.do("close-case", case=asked.number)
    asked.back_no = "JT8000000000009"
    asked.move("receive", shop.now)
    shop.take()

    assert shop.order.open_cases or shop.order.open_discrepancies


def with_gift(shop: Scene) -> Scene:
    """A spoon comes with the two units for nothing."""
    ((good, many),) = shop.bought.goods
    shop.bought.goods = ((good, many), (good._replace(sku="R1-2", name="饭勺", fen=0), 1))
    shop.bought.units.append(Unit(2))
    shop.take()
    return shop


def test_the_money_of_a_case_whose_parcel_came_back_with_its_gift_is_counted_once(
    scene: Open,
) -> None:
    shop = with_gift(scene(douyin=True))
    shop.ship("picked_up", "returning", "returned")
    asked = shop.ask()
    shop.wait(DAY)
    shop.take()
    shop.ends(asked, "refunded", 2 * PRICE)
    for _turn in range(3):
        shop.take()

    assert done_fen(shop) == 2 * PRICE


def test_a_refund_of_all_that_the_platform_shows_for_what_a_gift_came_with_is_done(
    scene: Open,
) -> None:
    shop = with_gift(scene(douyin=True))
    shop.do("refund", amount="200", reason="不想要了")
    shop.ends(shop.ask(), "refunded", 2 * PRICE)
    shop.take()

    assert [(one.amount_fen, one.state) for one in shop.order.refunds] == [(2 * PRICE, "done")]
    assert not shop.order.open_discrepancies
