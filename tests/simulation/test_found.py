"""What the simulated shop found, each as the shortest way there; strict, so that mending shows.

Whoever mends one takes its mark away, and its kind out of KNOWN.
"""

from tests.simulation.bought import DAY, Scan, Unit
from tests.simulation.scene import BOTH, NUMBER, OTHER_NUMBER, PRICE, Open

KNOWN: frozenset[str] = frozenset()
"""The kinds of findings a month may still show."""


def test_a_case_withdrawn_here_and_open_there_is_said(scene: Open) -> None:
    shop = scene()
    asked = shop.ask()
    shop.take()
    shop.do("withdraw-case", case=asked.number)
    shop.take()

    assert shop.order.open_cases or shop.order.open_discrepancies
    assert not shop.offers("ship")


@BOTH
def test_another_amount_than_ours_for_a_case_is_taken_over_or_said(
    scene: Open, douyin: bool
) -> None:
    shop = scene(douyin=douyin)
    shop.ship()
    asked = shop.ask(fen=5000)
    shop.take()
    shop.do("agree-refund", case=asked.number)
    shop.do("refund", case=asked.number, amount="50", reason="少件")
    shop.ends(asked, "refunded", 4000)
    shop.take()

    (refund,) = shop.order.refunds
    assert refund.amount_fen == 4000 or shop.order.open_discrepancies


@BOTH
def test_a_refund_done_here_and_closed_there_is_said(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    shop.ship()
    asked = shop.ask(fen=5000)
    shop.take()
    shop.do("agree-refund", case=asked.number)
    shop.do("refund", case=asked.number, amount="50", reason="少件")
    shop.do("settle-refund", refund=shop.order.refunds[0].id, outcome="done")
    shop.ends(asked, "closed")
    shop.take()

    assert shop.order.open_discrepancies


@BOTH
def test_goods_applied_as_out_of_stock_here_and_shipped_there_are_said(
    scene: Open, douyin: bool
) -> None:
    shop = scene(douyin=douyin)
    shop.do("apply-stock-out")
    shop.leave(NUMBER, shop.bought.units, "shipment", ("picked_up",), known=True)
    shop.take()

    assert shop.order.open_discrepancies


@BOTH
def test_an_order_cancelled_here_and_shipped_there_is_said(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    shop.do("log-contact", text="没货了")
    shop.do("offer-solution", solution="full_refund")
    shop.do("cancel-order", reason="out_of_stock")
    shop.leave(NUMBER, shop.bought.units, "shipment", ("picked_up",), known=True)
    shop.take()

    assert shop.order.open_discrepancies


def test_a_verdict_here_and_an_application_there_hold_the_goods_back(scene: Open) -> None:
    shop = scene()
    shop.do("apply-stock-out")
    shop.bought.stock_out_at = shop.now
    shop.take()
    shop.do("rule-stock-out", verdict="rejected")
    shop.take()

    assert not shop.offers("ship")


@BOTH
def test_a_lost_parcel_delivered_after_its_reissue_left_is_said(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    lost = shop.ship("picked_up", "sorted", "in_transit")
    shop.take()
    shop.wait(5 * DAY)
    shop.do("create-reissue", origin="lost_parcel", reason="丢件", lines="1:2")
    shop.do("ship-reissue", tracking_no=OTHER_NUMBER)
    shop.leave(OTHER_NUMBER, [Unit(1), Unit(1)], "reissue", (), known=True)
    lost.scans.append(Scan(shop.now, "delivered"))
    shop.take()

    assert shop.order.open_discrepancies


@BOTH
def test_a_stopped_parcel_delivered_after_its_reissue_left_is_said(
    scene: Open, douyin: bool
) -> None:
    shop = scene(douyin=douyin)
    stopped = shop.ship("picked_up", "sorted", "in_transit")
    shop.take()
    shop.wait(DAY)
    shop.do("intercept-parcel", parcel=shop.order.parcels[0].id)
    shop.do("record-intercept", parcel=shop.order.parcels[0].id, outcome="returned")
    shop.do("create-reissue", origin="intercepted", reason="拦截", lines="1:2")
    shop.do("ship-reissue", tracking_no=OTHER_NUMBER)
    shop.leave(OTHER_NUMBER, [Unit(1), Unit(1)], "reissue", (), known=True)
    stopped.scans.append(Scan(shop.now, "delivered"))
    shop.take()

    assert shop.order.open_discrepancies


@BOTH
def test_an_order_shipped_here_and_cancelled_there_is_said(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    shop.ship(known=False)
    shop.bought.closed_at = shop.now
    shop.take()

    assert [discrepancy.kind for discrepancy in shop.order.open_discrepancies] == ["goods"]


BACK = ("picked_up", "sorted", "in_transit", "returning", "returned")
RETURNED = 10
"""On hand before two units left, and again once both are back."""


@BOTH
def test_a_parcel_that_an_imported_scan_brings_back_is_in_the_stock_again(
    scene: Open, douyin: bool
) -> None:
    shop = scene(douyin=douyin)
    shop.count(RETURNED)
    shop.ship(*BACK)
    shop.wait(DAY)
    shop.take()

    assert [(loss.kind, loss.quantity) for loss in shop.order.losses] == [("come_back", 2)]
    assert shop.on_hand == RETURNED


@BOTH
def test_a_refunded_parcel_that_comes_back_is_in_the_stock_again(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    shop.count(RETURNED)
    sent = shop.ship("picked_up", "sorted", "in_transit")
    asked = shop.ask()
    shop.ends(asked, "refunded", 2 * PRICE)
    shop.take()
    shop.wait(DAY)
    sent.scans.append(Scan(shop.now, "returned"))
    shop.take()

    assert shop.on_hand == RETURNED


def test_a_lost_parcel_that_comes_back_is_in_the_stock_again(scene: Open) -> None:
    shop = scene()
    shop.count(RETURNED)
    lost = shop.ship("picked_up", "sorted", "in_transit")
    shop.wait(6 * DAY)
    shop.take()
    shop.do("create-reissue", origin="lost_parcel", reason="丢件", lines="1:2")
    shop.do("ship-reissue", tracking_no=OTHER_NUMBER)
    lost.scans.append(Scan(shop.now, "returned"))
    shop.take()

    assert shop.on_hand == RETURNED - 2


@BOTH
def test_a_return_refunded_early_still_awaits_its_goods(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    shop.ship("picked_up", "delivered")
    shop.wait(DAY)
    asked = shop.ask("return_and_refund")
    shop.take()
    shop.do("agree-return", case=asked.number, return_address="仓库 3 号门")
    asked.back_no, asked.agreed_at = OTHER_NUMBER, shop.now
    asked.move("receive", shop.now)
    shop.ends(asked, "refunded", 2 * PRICE)
    shop.take()

    assert shop.offers("receive-return")


@BOTH
def test_freight_belongs_to_no_line(scene: Open, douyin: bool) -> None:
    shop = scene(douyin=douyin, freight_fen=600)

    assert [line.amount_fen for line in shop.order.lines] == [2 * PRICE]
