"""MISSION 13 to 19: out of stock, no fraud, stock, cancelling, costs. Numbered the same."""

from tests.scenarios.desk import ORDER, Desk, rice

YTO = "YT1234567890123"
OTHER = "261009-123456789012399"


def test_13_until_the_verdict_nothing_ships_and_no_number_is_uploaded(desk: Desk) -> None:
    desk.do("apply-stock-out", explanation="这批米没到")

    said = desk.why_not("ship")
    assert said is not None
    assert "2026-10-09" in said
    assert "2026-10-13" in said
    assert desk.refused("ship", tracking_no=YTO) == said
    owed = desk.owed()["stock-out-verdict"]
    assert (owed["who"], owed["due_at"]) == ("platform", "2026-10-13T10:00:00+08:00")
    assert desk.show()["stock_out"] == "applied"

    desk.do("rule-stock-out", verdict="rejected")

    assert desk.why_not("ship") is None
    assert desk.owed()["ship"]["due_at"] == "2026-10-11T09:00:00+08:00"


def test_14_the_sku_goes_off_sale_and_the_orders_that_need_it_are_listed(desk: Desk) -> None:
    desk.orders(rice(订单号=OTHER))

    said = " ".join(desk.do("apply-stock-out", explanation="没货"))
    assert "RICE-10" in said
    assert OTHER in said

    said = " ".join(desk.do("delist-product", "RICE-10", scope="sku"))
    assert ORDER in said
    assert OTHER in said
    assert desk.why_not("delist-product", "RICE-10") is not None

    desk.do("relist-product", "RICE-10", scope="sku")
    assert desk.why_not("delist-product", "RICE-10") is None


def test_15_asking_the_buyer_to_refund_for_lack_of_goods_is_out_of_stock(desk: Desk) -> None:
    desk.do("log-contact", text="没货了，麻烦您申请退款", purpose="ask_refund_for_stock_out")

    judged = {one["kind"]: one for one in desk.show()["judgements"]}
    assert judged["out_of_stock"]["state"] == "met"
    assert judged["out_of_stock"]["source"]


def test_15_no_number_for_48_hours_and_three_days_is_out_of_stock(desk: Desk) -> None:
    desk.at("2026-10-14T08:00")
    judged = {one["kind"]: one["state"] for one in desk.show()["judgements"]}
    assert judged["out_of_stock"] == "threatens"

    desk.at("2026-10-14T10:00")
    judged = {one["kind"]: one["state"] for one in desk.show()["judgements"]}
    assert judged["out_of_stock"] == "met"


def test_16_nothing_but_what_was_bought_goes_out_without_consent(desk: Desk) -> None:
    desk.orders(rice(订单号=OTHER, **{"商家编码-规格维度": "RICE-5"}))
    refused = desk.refused("ship", tracking_no=YTO, sku="RICE-5")
    assert "RICE-5" in refused

    desk.do("offer-solution", solution="substitute", sku="RICE-5", text="换两袋 5kg")
    assert desk.refused("ship", tracking_no=YTO, sku="RICE-5")
    desk.do("log-contact", text="可以", direction="in")
    desk.do("record-offer-answer", accepted="yes")
    desk.do("ship", tracking_no=YTO, sku="RICE-5")

    assert desk.show()["parcels"][0]["substitute"] == "RICE-5"


def test_17_the_stock_is_suggested_with_its_arithmetic(desk: Desk) -> None:
    said = " ".join(
        desk.do("set-stock", "RICE-10", on_hand="20", per_day_made="10", per_day_shipped="15")
    )

    for number in ("20", "10", "15", "2"):
        assert number in said


def test_18_cancelling_for_lack_of_stock_takes_six_steps_in_order(desk: Desk) -> None:
    def steps() -> list[bool]:
        return [one["done_at"] is not None for one in desk.show()["cancellation"]["steps"]]

    assert desk.refused("cancel-order", reason="out_of_stock")
    desk.do("log-contact", text="抱歉，没货了", purpose="inform")
    assert desk.refused("cancel-order", reason="out_of_stock")
    desk.do("offer-solution", solution="coupon", amount="5")
    desk.do("cancel-order", reason="out_of_stock")
    assert steps() == [True, True, True, False, False, False]
    assert desk.why_not("ship") is not None

    assert desk.refused("log-contact", text="还满意吗", purpose="follow_up")
    assert desk.refused("set-verified-cause", cause="out_of_stock")
    desk.do("refund", amount="100", reason="缺货")
    desk.do("settle-refund", outcome="done")
    assert steps() == [True, True, True, True, False, False]
    assert desk.refused("set-verified-cause", cause="out_of_stock")
    desk.at("2026-10-10T10:00")
    desk.do("log-contact", text="退款收到了吗", purpose="follow_up")
    desk.do("set-verified-cause", cause="out_of_stock")

    assert steps() == [True] * 6


def test_18_a_refund_for_lack_of_stock_opens_the_remaining_steps(desk: Desk) -> None:
    desk.do("refund", amount="100", reason="没货", cause="out_of_stock")

    steps = desk.show()["cancellation"]["steps"]
    assert [one["number"] for one in steps if one["needed"] and not one["done_at"]] == [
        1,
        4,
        5,
        6,
    ]


def test_19_what_it_cost_is_recorded_and_totalled(desk: Desk) -> None:
    desk.do("record-penalty", kind="stock_out", amount="5", points="2", source="0040004")
    desk.do("record-penalty", kind="compensation", amount="3", source="小额打款")

    by_kind = {one["kind"]: one for one in desk.lines("penalties", "--by", "kind")}
    assert by_kind["stock_out"]["amount_fen"] == 500
    assert by_kind["compensation"]["amount_fen"] == 300
    (of_order,) = desk.lines("penalties", "--by", "order")
    assert (of_order["amount_fen"], of_order["points"]) == (800, 2)
    (month,) = desk.lines("penalties", "--by", "month")
    assert month["month"] == "2026-10"
