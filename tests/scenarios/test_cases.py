"""MISSION 12, 20 and 21: after-sales cases and the platform's word. Numbered the same."""

from pathlib import Path

import pytest

from tests.scenarios.desk import ORDER, Desk, case_row

YTO, SF, JT = "YT1234567890123", "SF1234567890123", "JT1234567890123"


@pytest.fixture
def shipped(desk: Desk) -> Desk:
    """Its goods have left."""
    desk.do("ship", tracking_no=YTO)
    desk.do("confirm-receipt")
    return desk


def state(desk: Desk) -> str:
    """Where its only case stands."""
    (case,) = desk.show()["cases"]
    found: str = case["state"]
    return found


def test_12_a_supplementary_shipment(shipped: Desk) -> None:
    shipped.do("open-case", kind="supplementary", reason="少件", opened_by="buyer", lines="1:1")
    shipped.do("change-case", explanation="少了一袋", address="杭州市西湖区")
    assert state(shipped) == "seller_to_answer"

    shipped.do("agree-supplementary")
    for action, values in (
        ("change-case", {"explanation": "x"}),
        ("withdraw-case", {}),
        ("request-intervention", {"by": "buyer", "text": "x"}),
    ):
        assert shipped.refused(action, **values)
    shipped.do("ship-supplementary", tracking_no=SF)
    assert state(shipped) == "buyer_to_confirm"
    shipped.do("confirm-case-receipt")

    assert state(shipped) == "closed"


def test_12_while_we_decide_the_buyer_may_withdraw_or_call_the_platform_in(shipped: Desk) -> None:
    shipped.do("open-case", kind="supplementary", reason="少件", opened_by="service")
    shipped.do("request-intervention", by="buyer", text="商家不理")

    assert state(shipped) == "platform_to_rule"


def test_20_refund_only_of_unshipped_goods_is_due_before_the_ship_by(desk: Desk) -> None:
    desk.do("open-case", kind="refund_only", reason="不想要了", opened_by="buyer")
    owed = desk.owed()
    assert owed["answer-case"]["due_at"] <= "2026-10-11T09:00:00+08:00"

    desk.do("agree-refund")
    desk.do("refund", reason="未发货退款")
    desk.do("settle-refund", outcome="done")

    order = desk.show()
    assert (order["cases"][0]["state"], order["cases"][0]["outcome"]) == ("closed", "refunded")
    assert (order["payment"], order["to_ship"]) == ("refunded", 0)


def test_20_return_and_refund(shipped: Desk) -> None:
    shipped.do("set-stock", "RICE-10", on_hand="5")
    shipped.do("open-case", kind="return_and_refund", reason="质量问题", opened_by="buyer")
    shipped.do("agree-return", return_address="昆明市官渡区仓库")
    assert shipped.owed()["return-goods"]["who"] == "buyer"
    shipped.do("record-return-shipped", tracking_no=SF)
    shipped.do("receive-return", good="1:1", damaged="1:1")
    shipped.do("refund", reason="退货退款")
    shipped.do("settle-refund", outcome="done")

    assert state(shipped) == "closed"
    assert shipped.refused("open-case", kind="refund_only", reason="再来", opened_by="buyer")


def test_20_exchange(shipped: Desk) -> None:
    shipped.do("open-case", kind="exchange", reason="尺码不对", opened_by="buyer", lines="1:1")
    shipped.do("agree-exchange", return_address="仓库")
    shipped.do("record-return-shipped", tracking_no=SF)
    shipped.do("receive-return", good="1:1")
    shipped.do("ship-replacement", tracking_no=JT)
    shipped.do("confirm-case-receipt")

    assert state(shipped) == "closed"


def test_20_repair(shipped: Desk) -> None:
    shipped.do("open-case", kind="repair", reason="坏了", opened_by="buyer", lines="1:1")
    shipped.do("agree-repair", return_address="仓库")
    shipped.do("receive-return", damaged="1:1")
    shipped.do("ship-repaired", tracking_no=JT)
    shipped.do("confirm-case-receipt")

    assert state(shipped) == "closed"


def test_20_refused_delivery(desk: Desk) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.do("open-case", kind="refused_delivery", reason="拒收", opened_by="buyer")
    desk.do("agree-refund")
    assert state(desk) == "parcel_to_come_back"
    desk.do("receive-return", good="1:2")
    desk.do("refund", reason="拒收退款")
    desk.do("settle-refund", outcome="done")

    assert state(desk) == "closed"


def test_20_the_first_stated_reason_counts_and_later_ones_need_the_buyers_words(
    shipped: Desk,
) -> None:
    shipped.do("open-case", kind="return_and_refund", reason="质量问题", opened_by="buyer")
    assert shipped.refused("change-buyer-reason", reason="七天无理由")
    shipped.do("log-contact", text="其实是不想要了", direction="in")
    shipped.do("change-buyer-reason", reason="七天无理由")
    shipped.do("set-verified-cause", cause="changed_mind")

    order = shipped.show()
    reasons = [one["text"] for one in order["cases"][0]["reasons"]]
    assert reasons == ["质量问题", "七天无理由"]
    assert order["causes"][0]["cause"] == "changed_mind"


def test_20_an_imported_case_and_the_desks_are_one(shipped: Desk) -> None:
    shipped.do("open-case", kind="refund_only", reason="少件", opened_by="buyer", amount="8")
    shipped.cases(case_row(退款类型="退款", 订单状态="已发货"))

    (case,) = shipped.show()["cases"]
    assert case["platform_kind"] == "退款"


def test_21_evidence_ruling_and_appeal(shipped: Desk, tmp_path: Path) -> None:
    proof = tmp_path / "chat.png"
    proof.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    shipped.do("open-case", kind="refund_only", reason="少件", opened_by="buyer", amount="8")
    shipped.do("reject-case", reason="消费者提供的凭证不足", text="请补充照片")
    shipped.do("request-intervention", by="buyer", text="商家拒绝")
    assert shipped.owed()["submit-evidence"]["who"] == "us"
    shipped.do("attach-evidence", file=str(proof), note="聊天记录")
    shipped.do("submit-evidence", text="发货时称重记录")
    assert shipped.refused("submit-evidence", text="再交一次")
    shipped.do("record-ruling", ruling="for_buyer", amount="8")
    shipped.do("appeal", text="称重记录齐全")
    assert state(shipped) == "platform_to_rule"
    shipped.do("record-ruling", ruling="for_seller")
    assert state(shipped) == "closed"

    shipped.do("evidence-pack", to=str(tmp_path / "pack.zip"))
    assert (tmp_path / "pack.zip").stat().st_mode & 0o777 == 0o600


def test_21_who_agreed_to_a_refund_cannot_appeal(shipped: Desk) -> None:
    shipped.do("open-case", kind="refund_only", reason="少件", opened_by="buyer", amount="8")
    shipped.do("agree-refund")

    assert shipped.refused("appeal", text="不服")


def test_21_evidence_after_the_deadline_that_the_platform_named_counts_for_nothing(
    shipped: Desk, tmp_path: Path
) -> None:
    proof = tmp_path / "chat.png"
    proof.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    shipped.do("open-case", kind="refund_only", reason="少件", opened_by="buyer", amount="8")
    named = {"evidence_deadline": "2026-10-10 12:00"}
    shipped.do("request-intervention", by="buyer", text="x", **named)
    shipped.do("attach-evidence", file=str(proof))
    shipped.at("2026-10-12T10:00")

    assert "2026-10-10" in shipped.refused("submit-evidence", text="晚了")


def test_an_import_that_closes_the_case_closes_ours(shipped: Desk) -> None:
    shipped.cases(case_row(订单状态="已发货"))
    shipped.at("2026-10-10T10:00")
    shipped.cases(case_row(订单状态="已发货", 售后状态="退款成功", 申请时间="2026-10-09 09:30:00"))

    assert state(shipped) == "closed"


def test_a_pack_is_not_written_into_the_store(shipped: Desk) -> None:
    status, _out, err = shipped.run(
        "do", "evidence-pack", ORDER, f"to={shipped.folder / 'store' / 'pack.zip'}"
    )

    assert status == 2
    assert "lies in the folder of the store" in err
    assert shipped.run("verify")[0] == 0


def test_a_return_that_ended_long_before_the_first_file_is_not_late(shipped: Desk) -> None:
    shipped.cases(
        case_row(
            订单状态="已发货",
            售后状态="退款成功",
            退款类型="退款退货",
            申请时间="2026-08-01 09:30:00",
            退货运单号=JT,
        )
    )

    assert shipped.owed()["return-after-refund"]["due_at"] is None
    assert shipped.found("late") == set()
    shipped.at("2026-10-30T10:00")
    assert "receive-return" not in shipped.owed()
    shipped.do("receive-return", good="1:1")
    assert "return-after-refund" not in shipped.owed()


def test_what_was_offered_and_taken_is_owed_until_it_is_there(shipped: Desk) -> None:
    shipped.do("offer-solution", solution="exchange", text="换一袋")
    shipped.do("record-offer-answer", accepted="yes")
    assert "offered-exchange" in shipped.owed()

    shipped.cases(case_row(订单状态="已发货", 退款类型="换货"))

    assert "offered-exchange" not in shipped.owed()


def test_a_case_whose_money_went_beside_it_is_to_be_closed_once_its_goods_are_here(
    shipped: Desk,
) -> None:
    shipped.do("open-case", kind="return_and_refund", reason="不要了", opened_by="buyer")
    shipped.do("agree-return", return_address="昆明仓库")
    shipped.do("refund", amount="100", case="none", reason="先退款")
    shipped.do("settle-refund", outcome="done")
    shipped.do("receive-return", good="1:2")

    owed = shipped.owed()
    assert ("refund-case" in owed, "close-case" in owed) == (False, True)
    shipped.do("close-case")
    assert shipped.owed().keys() & {"refund-case", "close-case"} == set()
