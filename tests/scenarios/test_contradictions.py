"""The platform and the desk contradict each other, as a shop meets it: files, keys, files."""

from typing import Any

import pytest

from store.models.axes import Platform
from tests.exchange.read_files import DOUYIN_B, DOUYIN_ROW, PDD_CASES, Row
from tests.scenarios.desk import ORDER, Desk, case_row, rice

YTO, SF = "YT1234567890123", "SF1234567890123"
DOUYIN_ORDER = DOUYIN_ROW["主订单编号"]
BOOTS: Row = DOUYIN_ROW | {
    "订单提交时间": "2026-10-09 09:00:00",
    "支付完成时间": "2026-10-09 09:00:00",
    "承诺发货时间": "2026-10-11 09:00:00",
}


def opened(desk: Desk, subject: str = ORDER) -> list[str]:
    """The kinds of what is not settled between platform and desk."""
    given = desk.show(subject)["discrepancies"]
    return [one["kind"] for one in given if not one.get("resolved_at")]


def tasks(desk: Desk, subject: str = ORDER) -> list[str]:
    """What is still to be done on the platform."""
    return [one["kind"] for one in desk.show(subject)["tasks"] if not one.get("done_at")]


def the_case(desk: Desk) -> dict[str, Any]:
    """Its only case."""
    (case,) = desk.show()["cases"]
    found: dict[str, Any] = case
    return found


# Withdrawn here, open there


@pytest.mark.parametrize(
    "applied",
    ["2026-10-09 09:30:00", "2026-10-09 10:00:00", ""],
    ids=["asked before it was opened here", "asked in the same minute", "no time at all"],
)
def test_a_case_that_ended_here_and_that_the_platform_first_shows_as_open_ships_nothing(
    desk: Desk, applied: str
) -> None:
    desk.do("open-case", kind="refund_only", reason="不想要了", opened_by="buyer")
    desk.do("withdraw-case")
    desk.at("2026-10-09T12:00")

    desk.cases(case_row(订单状态="待发货", 售后状态="待商家处理", 申请时间=applied))

    assert "case_open" in opened(desk) or not applied
    assert [case["state"] for case in desk.show()["cases"]][-1] == "seller_to_answer"
    assert desk.why_not("ship")


# Shipped here, closed there


@pytest.mark.parametrize("uploaded", [False, True], ids=["", "uploaded"])
@pytest.mark.parametrize("refunded", [False, True], ids=["", "refunded"])
@pytest.mark.parametrize("platform", list(Platform))
def test_goods_that_left_for_an_order_that_the_platform_closed_are_said(
    desk: Desk, platform: Platform, refunded: bool, uploaded: bool
) -> None:
    subject = ORDER if platform is Platform.PINDUODUO else DOUYIN_ORDER
    if platform is Platform.DOUYIN:
        desk.take(DOUYIN_B, BOOTS)
    desk.do("ship", subject, tracking_no=YTO)
    if uploaded:
        (task,) = desk.show(subject)["tasks"]
        desk.do("complete-task", subject, task=task["id"])
    desk.at("2026-10-09T12:00")
    status = {"售后状态": "退款成功"} if refunded else {}

    if platform is Platform.PINDUODUO:
        desk.orders(rice(订单状态="已取消", **status))
    else:
        desk.take(DOUYIN_B, BOOTS | {"订单状态": "已关闭"} | status)

    assert opened(desk, subject) == ["goods"]
    assert tasks(desk, subject) == []
    assert [one.get("moot", False) for one in desk.show(subject)["tasks"]] == [not uploaded]


@pytest.mark.parametrize("word", ["未发货", "待发货", "已取消"])
def test_goods_that_left_and_that_the_after_sales_export_shows_refunded_unshipped_are_said(
    desk: Desk, word: str
) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.at("2026-10-09T12:00")

    desk.cases(case_row(订单状态=word, 售后状态="退款成功", 退款金额="100.00"))

    assert opened(desk) == ["goods"]
    assert tasks(desk) == []


# What an action settles is judged again


def test_a_refund_that_failed_after_the_platform_closed_the_case_contradicts_nothing(
    desk: Desk,
) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.cases(case_row(订单状态="已发货", 发货运单号=YTO, 退款金额="30.00"))
    desk.do("agree-refund")
    desk.do("refund", amount="30", reason="少件")
    desk.at("2026-10-09T12:00")
    desk.cases(case_row(订单状态="已发货", 发货运单号=YTO, 售后状态="退款关闭", 退款金额="30.00"))
    assert opened(desk) == ["case_closed"]

    desk.do("settle-refund", outcome="failed")

    assert opened(desk) == []


def test_an_action_says_what_it_contradicts(desk: Desk) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.at("2026-10-14T12:00")
    desk.do("create-reissue", origin="lost_parcel", reason="丢件")
    desk.do("ship-reissue", tracking_no=SF)
    parcel = desk.show()["parcels"][0]["id"]

    (said,) = desk.do("record-trace", parcel=parcel, state="delivered")

    assert said == (
        "Parcel YT1234567890123 was lost or on its way back, and what was in it was sent again or"
        " refunded, but it was delivered after all: have it sent back, or settle with the buyer"
        " that they keep both."
    )


@pytest.mark.parametrize("told", ["scan", "file"])
def test_a_reissue_that_was_given_up_and_paid_back_is_said_once_it_is_delivered(
    desk: Desk, told: str
) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.at("2026-10-14T12:00")
    desk.do("create-reissue", origin="lost_parcel", reason="丢件")
    desk.do("ship-reissue", tracking_no=SF)
    desk.at("2026-10-15T12:00")
    desk.do("record-trace", parcel=SF, state="abnormal")
    desk.do("refund", amount="100", reason="又丢了")
    desk.do("settle-refund", outcome="done")
    assert opened(desk) == []

    desk.at("2026-10-16T12:00")
    if told == "scan":
        desk.do("record-trace", parcel=SF, state="delivered")
    else:
        row = {"order_no": ORDER, "tracking_no": SF, "at": "2026-10-16 11:00", "state": "delivered"}
        desk.take(list(row), row)

    assert opened(desk) == ["found"]
    assert desk.why_not("ship")
    desk.do("resolve-discrepancy", reason="买家同意退回")
    assert opened(desk) == []


def test_a_parcel_that_was_stopped_and_refunded_there_is_said_once_it_is_delivered(
    desk: Desk,
) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.at("2026-10-10T12:00")
    ended = case_row(订单状态="已发货", 发货运单号=YTO, 售后状态="退款成功", 退款金额="100.00")
    more = {"同意退款时间": "2026-10-10 11:00:00", "快递拦截状态": "拦截成功"}
    desk.take([*PDD_CASES, *more], ended | more)
    assert opened(desk) == []

    desk.at("2026-10-12T12:00")
    desk.do("record-trace", state="delivered")

    assert opened(desk) == ["found"]


# Tasks that are moot


def test_a_case_that_its_refund_closes_leaves_nothing_to_answer(desk: Desk) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.do("open-case", kind="refund_only", reason="少件", opened_by="buyer", amount="30")
    desk.do("agree-refund")
    assert tasks(desk) == ["batch-ship", "answer-case"]

    desk.do("refund", reason="少件")
    desk.do("settle-refund", outcome="done")

    assert the_case(desk)["state"] == "closed"
    assert tasks(desk) == ["batch-ship"]


@pytest.mark.parametrize("word", ["平台处理中", "待消费者寄出退货", "退款关闭"])
def test_more_time_is_not_asked_for_a_turn_that_the_platform_ended(desk: Desk, word: str) -> None:
    desk.do("ship", tracking_no=YTO)
    kind = "退货退款"
    desk.cases(case_row(订单状态="已发货", 发货运单号=YTO, 退款类型=kind))
    desk.do("extend-deadline", asked="buyer", until="2026-10-20 10:00", reason="仓库盘点")
    assert tasks(desk) == ["ask-buyer-for-time"]
    desk.at("2026-10-09T12:00")

    desk.cases(case_row(订单状态="已发货", 发货运单号=YTO, 退款类型=kind, 售后状态=word))

    assert tasks(desk) == []


@pytest.mark.parametrize("named", [{}, {"case": "83640963443"}], ids=["without case=", "case="])
def test_money_of_just_the_amount_that_one_case_waits_for_is_its_own(
    desk: Desk, named: dict[str, str]
) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.cases(case_row(订单状态="已发货", 发货运单号=YTO, 退款金额="30.00"))
    desk.do("agree-refund")

    desk.do("refund", amount="30", reason="少件", **named)
    desk.do("settle-refund", outcome="done")

    assert the_case(desk)["state"] == "closed"
    assert "refund" not in desk.owed()


def test_all_that_is_left_for_a_case_is_its_own_though_it_asks_for_more(desk: Desk) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.cases(case_row(订单状态="已发货", 发货运单号=YTO, 退款金额="100.00"))
    desk.do("refund", amount="80", reason="少件")

    assert desk.do("refund", amount="20", reason="少件")[0] == (
        "Case 83640963443 is about 100.00, and this is all that can still be refunded for it: it is"
        " the money of this case."
    )


def test_money_before_the_answer_of_just_the_amount_that_the_case_asks_for_is_its_own(
    desk: Desk,
) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.cases(case_row(订单状态="已发货", 发货运单号=YTO, 退款金额="30.00"))

    assert desk.do("refund", amount="30", reason="少件")[0] == (
        "Case 83640963443 asks for just that amount: it is the money of this case."
    )
    desk.do("agree-refund")
    assert "refund-case" not in desk.owed()
    desk.do("settle-refund", outcome="done")

    assert (the_case(desk)["state"], the_case(desk)["outcome"]) == ("closed", "refunded")
    assert tasks(desk) == []


@pytest.mark.parametrize("amount", ["20", "40"], ids=["less", "more"])
def test_money_of_another_amount_than_the_case_asks_for_is_said_to_be_beside_it(
    desk: Desk, amount: str
) -> None:
    desk.do("ship", tracking_no=YTO)
    desk.cases(case_row(订单状态="已发货", 发货运单号=YTO, 退款金额="30.00"))

    assert desk.do("refund", amount=amount, reason="少件")[0] == (
        "Case 83640963443 asks for 30.00 and is not decided; what is refunded beside it may have to"
        " be paid once more."
    )
    assert desk.show()["refunds"][0]["case"] is None


def test_an_approved_application_whose_goods_left_there_asks_for_no_verdict(desk: Desk) -> None:
    desk.do("apply-stock-out")
    desk.at("2026-10-09T12:00")
    desk.orders(rice(订单状态="已发货，待签收", 快递单号=YTO, 发货时间="2026-10-09 11:00:00"))
    assert opened(desk) == ["stock_out"]

    desk.do("rule-stock-out", verdict="approved")

    assert opened(desk) == ["stock_out"]
    assert (
        "Out-of-stock was approved on 2026-10-09, but the platform shows the goods shipped; settle"
        " with the buyer whether they keep them or get the money back."
    ) in " ".join(desk.run("show", ORDER)[1].split())


# The platform's deadline


TIMEOUT = [*PDD_CASES, "超时时间"]


@pytest.mark.parametrize(
    ("named", "due"),
    [
        pytest.param("2026-10-15 18:00:00", "2026-10-15T18:00:00+08:00", id="a newer one"),
        pytest.param("2026-10-12 09:30:00", None, id="the one of before"),
        pytest.param("", None, id="none"),
    ],
)
def test_a_newer_deadline_of_the_platform_counts_whatever_was_done_here(
    desk: Desk, named: str, due: str | None
) -> None:
    asked = {"订单状态": "已发货", "发货运单号": YTO, "退款金额": "30.00"}
    desk.do("ship", tracking_no=YTO)
    desk.take(TIMEOUT, case_row(**asked, 超时时间="2026-10-12 09:30:00"))
    assert desk.owed()["answer-case"]["due_at"] == "2026-10-12T09:30:00+08:00"
    desk.do("agree-refund")
    desk.at("2026-10-10T12:00")

    desk.take(TIMEOUT, case_row(**asked, 超时时间=named))

    assert the_case(desk)["state"] == "seller_to_refund"
    assert the_case(desk)["platform_deadline"] == due


@pytest.mark.parametrize(
    ("named", "due"),
    [
        pytest.param("2026-10-15 18:00:00", "2026-10-15T18:00:00+08:00", id="later than granted"),
        pytest.param("2026-10-12 09:30:00", "2026-10-13T09:30:00+08:00", id="the one of before"),
    ],
)
def test_a_newer_deadline_counts_beside_one_that_was_granted(
    desk: Desk, named: str, due: str
) -> None:
    asked = {"订单状态": "已发货", "发货运单号": YTO, "退款金额": "30.00"}
    desk.do("ship", tracking_no=YTO)
    desk.cases(case_row(**asked))
    desk.do("extend-deadline", asked="platform", until="2026-10-13 09:30", reason="仓库盘点")
    desk.do("record-extension", granted="yes", until="2026-10-13 09:30")

    desk.take(TIMEOUT, case_row(**asked, 超时时间=named))

    assert the_case(desk)["platform_deadline"] == due


# Whose amount counts


def paid_less_there(desk: Desk) -> None:
    """All of it went back here, 80.00 of it there."""
    asked = {"订单状态": "已发货", "发货运单号": YTO}
    desk.do("ship", tracking_no=YTO)
    desk.cases(case_row(**asked, 退款金额="100.00"))
    desk.do("agree-refund")
    desk.do("refund", reason="少件")
    desk.do("settle-refund", outcome="done")
    desk.at("2026-10-09T12:00")
    desk.cases(case_row(**asked, 退款金额="80.00", 售后状态="退款成功"))


def test_whose_amount_counts_has_to_be_said(desk: Desk) -> None:
    paid_less_there(desk)

    assert opened(desk) == ["case_money"]
    assert desk.run("do", "resolve-discrepancy", ORDER, "reason=已核对")[2].strip() == (
        "right: For case 83640963443 100.00 was refunded here, but the platform says 80.00; the"
        " larger amount counts as gone. Say whose word counts: platform: no more than the"
        " platform's amount has gone; us: the larger of both has gone."
    )


def test_what_the_platform_did_not_pay_back_may_be_refunded_once_its_amount_counts(
    desk: Desk,
) -> None:
    paid_less_there(desk)

    desk.do("resolve-discrepancy", reason="平台只退了 80", right="platform")
    desk.do("refund", amount="20", reason="补足")
    desk.do("settle-refund", refund=desk.show()["refunds"][1]["id"], outcome="done")
    desk.cases(case_row(订单状态="已发货", 退款金额="80.00", 售后状态="退款成功"))

    assert [one["amount_fen"] for one in desk.show()["refunds"]] == [8000, 2000]
    assert opened(desk) == []


def test_our_own_amount_may_count_and_nothing_is_left_to_refund(desk: Desk) -> None:
    paid_less_there(desk)

    desk.do("resolve-discrepancy", reason="买家收到了 100", right="us")

    assert opened(desk) == []
    assert "Nothing is left to refund" in desk.refused("refund", amount="20", reason="补足")
