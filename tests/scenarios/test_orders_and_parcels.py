"""MISSION 1 to 8, 10 and 11: orders, boards, problem orders, reissues. Numbered the same."""

import csv
from pathlib import Path

from tests.scenarios.desk import ORDER, Desk, rice

YTO, SF, JT, STO = "YT1234567890123", "SF1234567890123", "JT1234567890123", "771234567890123"


def test_01_the_list_shows_each_state_of_its_own(desk: Desk) -> None:
    row = desk.row()

    assert (row["order_no"], row["goods"], row["amount_fen"]) == (ORDER, "东北大米 10kg x2", 10000)
    states = ("payment", "fulfilment", "after_sales", "stock_out")
    assert [row[name] for name in states] == ["paid", "to-ship", "none", "none"]


def test_02_orders_are_found_by_state_and_by_what_is_known_of_them(desk: Desk) -> None:
    desk.do("ship", tracking_no=YTO)

    for query in (ORDER, "大米", YTO, "shipped", "sku:RICE-10"):
        assert desk.found(query) == {ORDER}
    assert desk.found("to-ship") == set()


def test_03_what_is_shown_is_exported(desk: Desk, tmp_path: Path) -> None:
    for name in ("orders.csv", "orders.xlsx"):
        assert desk.run("export", "to-ship", "--to", str(tmp_path / name))[0] == 0

    with (tmp_path / "orders.csv").open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _row in csv.DictReader(file)) == 1
    assert (tmp_path / "orders.xlsx").stat().st_size > 1000


def test_04_one_order_shows_all_that_belongs_to_it(desk: Desk) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.do("record-trace", at="2026-10-09 10:00", state="picked_up", text="已揽收")
    desk.do("log-contact", text="已发货，请留意查收", purpose="inform")

    order = desk.show()

    assert [one["ordered"] for one in order["lines"]] == [2]
    assert [trace["state"] for trace in order["parcels"][0]["traces"]] == ["picked_up"]
    assert order["contacts"][0]["purpose"] == "inform"
    assert [one["action"] for one in order["events"]][-1] == "log-contact"
    _status, text, _err = desk.run("show", ORDER)
    for said in ("已揽收", "已发货，请留意查收", YTO):
        assert said in text


def test_05_an_order_is_confirmed_shipped_and_refunded(desk: Desk) -> None:
    desk.do("confirm-order")
    desk.do("ship", tracking_no=YTO)
    desk.do("refund", amount="5", reason="破了一袋")
    desk.do("settle-refund", outcome="done")

    order = desk.show()
    assert (order["payment"], order["fulfilment"]) == ("part-refunded", "shipped")
    assert order["refundable_fen"] == 9500


def test_06_the_boards_and_an_overdue_shipment_is_a_recorded_violation(desk: Desk) -> None:
    assert desk.found("to-ship", "due:<48h") == {ORDER}
    assert desk.found("to-ship", "due:<24h") == set()
    desk.at("2026-10-10T10:00")
    assert desk.found("to-ship", "due:<24h") == {ORDER}
    desk.at("2026-10-11T10:00")
    assert desk.found("late") == {ORDER}
    assert desk.owed()["ship"]["overdue"]

    judged = {one["kind"]: one["state"] for one in desk.show()["judgements"]}
    assert judged["late"] == "met"
    desk.do("record-penalty", kind="late_shipment", amount="3", points="1", source="funds 0040004")

    order = desk.show()
    assert [(one["kind"], one["amount_fen"]) for one in order["penalties"]] == [
        ("late_shipment", 300)
    ]


def test_07_a_trace_that_does_not_move_becomes_ours_to_follow(desk: Desk) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.do("complete-task", task=desk.show()["tasks"][0]["id"])
    assert desk.owed()["first-scan"]["who"] == "carrier"

    desk.at("2026-10-12T10:00")
    assert desk.owed()["contact-carrier"]["who"] == "us"

    desk.do("record-trace", at="2026-10-12 09:30", state="picked_up")
    assert "contact-carrier" not in desk.owed()

    desk.do("record-trace", at="2026-10-12 09:50", state="abnormal", text="破损")
    assert desk.owed()["contact-carrier"]["who"] == "us"
    assert "trace_late" in {one["kind"] for one in desk.show()["judgements"]}

    desk.do("log-contact", channel="carrier", text="请查件")
    assert "contact-carrier" not in desk.owed()
    assert desk.owed()["tell-buyer"]["who"] == "us"
    desk.at("2026-10-12T11:00")
    desk.do("log-contact", text="快递在查，今天给您答复")
    assert "tell-buyer" not in desk.owed()


def test_08_a_problem_order_is_talked_over_offered_for_and_reviewed(desk: Desk) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.do("log-contact", text="还没收到", direction="in")
    desk.do("offer-solution", solution="partial_refund", amount="10")
    desk.do("record-offer-answer", accepted="yes")
    desk.do("set-verified-cause", cause="lost_by_carrier")

    order = desk.show()
    assert [(one["solution"], one["accepted"]) for one in order["offers"]] == [
        ("partial_refund", True)
    ]
    assert order["causes"][0]["cause"] == "lost_by_carrier"


def test_10a_a_withdrawn_case_puts_the_order_back_to_shipping(desk: Desk) -> None:
    desk.do("open-case", kind="refund_only", reason="不想要了", opened_by="buyer")
    assert desk.why_not("ship") == (
        "The buyer asks for a refund of the unshipped goods (case refund only (2026-10-09 10:00),"
        " 100.00); answer it before anything is shipped."
    )

    desk.do("withdraw-case")

    assert desk.why_not("ship") is None
    assert desk.show()["cases"][0]["state"] == "closed"


def test_10b_an_intercepted_parcel_goes_out_again(desk: Desk) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.do("intercept-parcel", reason="地址错了")
    desk.do("record-intercept", outcome="returned")
    desk.do("create-reissue", origin="intercepted", reason="拦截后重发")

    order = desk.show()
    assert order["reissues"][0]["lines"] == [{"line": 1, "quantity": 2}]
    assert order["lines"][0]["reissuable"] == 0


def test_10c_a_parcel_refused_as_damaged_goes_out_again(desk: Desk) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.do("create-reissue", origin="damaged_refused", reason="压坏拒收", lines="1:1", sure="yes")

    assert desk.why_not("ship-reissue") is None


LOST = {"origin": "lost_parcel", "reason": "丢件", "lines": "1:1", "sure": "yes"}


def test_11_the_second_reissue_has_to_be_uploaded_by_hand(desk: Desk) -> None:
    desk.do("ship", tracking_no=YTO)
    for number in (SF, JT):
        desk.do("create-reissue", **LOST)
        desk.do("ship-reissue", tracking_no=number)

    tasks = [(one["kind"], one["state"]) for one in desk.show()["tasks"]]

    assert tasks.count(("create-reissue", "open")) == 2
    assert tasks.count(("upload-tracking", "open")) == 1
    assert desk.refused("create-reissue", origin="lost_parcel", reason="x", lines="7:1")


def test_an_export_that_shows_the_parcel_confirms_it(desk: Desk) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.orders(
        rice(
            订单状态="已发货，待收货",
            快递单号=YTO,
            快递公司="圆通快递",
            发货时间="2026-10-09 10:00:00",
        )
    )

    assert desk.show()["parcels"][0]["confirmed"]
    assert desk.show()["fulfilment"] == "shipped"
