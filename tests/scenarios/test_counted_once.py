"""What goes once is counted once: money, goods and duties where two rules meet."""

import pytest

from store.models.order import Order
from store.models.parcel import Trace
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.case_view import case_of
from store.rules.order.ledger import units_to_ship
from store.rules.parcels.actions.create_reissue import CreateReissue
from tests.build import (
    HOUR,
    NOW,
    OTHER_NO,
    changed,
    context,
    do,
    goods_return,
    order,
    parcel,
    refund,
    return_case,
    shipped,
    units,
)
from tests.exchange.read_files import PDD_CASES
from tests.scenarios.desk import Desk, case_row, rice

GONE = {"订单状态": "已发货，待签收", "快递单号": "YT1234567890123", "快递公司": "圆通快递"}


def refunds_of(desk: Desk) -> list[tuple[int, str]]:
    return [(given["amount_fen"], given["state"]) for given in desk.show()["refunds"]]


def test_a_compensation_that_the_platform_calls_refunded_is_not_the_whole_again(
    desk: Desk,
) -> None:
    desk.do("refund", amount="5.00", reason="补偿")
    desk.do("settle-refund", refund=desk.show()["refunds"][0]["id"], outcome="done")

    desk.orders(rice(售后状态="退款成功"))

    assert refunds_of(desk) == [(500, "done")]
    assert "ship" in desk.owed()


def test_an_order_refunded_with_its_freight_leaves_nothing_to_refund(desk: Desk) -> None:
    money = {"商品总价(元)": "100.00", "邮费(元)": "8.00", "用户实付金额(元)": "108.00"}
    desk.orders(rice(**money, 订单状态="未发货，退款成功", 售后状态="退款成功"))

    assert refunds_of(desk) == [(10800, "done")]
    assert desk.row()["payment"] == "refunded"


@pytest.mark.parametrize(
    "agreed", [{}, {"同意退款时间": "2026-10-09 10:01:00"}], ids=["", "agreed"]
)
def test_an_agreement_in_the_file_does_not_date_the_words_of_later(
    desk: Desk, agreed: dict[str, str]
) -> None:
    asked = {"售后类型": "退款", "退款金额": "30.00"}
    desk.orders(rice(**GONE))
    desk.cases(case_row(**asked, 售后状态="待商家处理"))
    desk.at("2026-10-09T10:05")
    desk.do("agree-refund", case=desk.show()["cases"][0]["id"])
    desk.at("2026-10-10T10:00")

    desk.take([*PDD_CASES, *agreed], case_row(**asked, **agreed, 售后状态="退款成功"))

    (case,) = desk.show()["cases"]
    assert (case["state"], case["refunded_fen"]) == ("closed", 3000)
    assert refunds_of(desk) == [(3000, "done")]


def test_an_order_whose_money_is_all_back_has_nothing_to_ship() -> None:
    assert units_to_ship(order(refunds=(refund(amount_fen=5000, state="done"),))) == 0
    assert units_to_ship(order(refunds=(refund(amount_fen=4000, state="done"),))) == 2


def test_a_lost_parcel_does_not_take_the_goods_that_lie_here_for_a_case() -> None:
    here = Trace(at=NOW - 12 * HOUR, state="delivered", text="")
    withdrawn = return_case(
        goods_return({1: 1}),
        lines=units((1, 1)),
        state="closed",
        outcome="withdrawn",
        closed_at=NOW - HOUR,
        requested_fen=2500,
    )
    given = order(
        parcels=(
            parcel(lines=units((1, 1)), traces=(here,)),
            parcel(OTHER_NO, id="p2", carrier="SF", lines=units((1, 1))),
        ),
        cases=(withdrawn,),
    )

    after = changed(CreateReissue, given, origin="lost_parcel", reason="丢件", parcel="p2")

    assert [(loss.parcel, loss.case) for loss in after.losses] == [("p2", "")]
    assert case_of(after, withdrawn).lying_here == {1: 1}


def refunded_early(*returns: object) -> Order:
    """A case that was paid before its goods were here."""
    ended = {"state": "closed", "outcome": "refunded", "refunded_fen": 5000}
    early = return_case(*returns, **ended, closed_at=NOW - HOUR)  # type: ignore[arg-type]
    return shipped(
        cases=(early,), refunds=(refund(amount_fen=5000, state="done", case="A1", lines=()),)
    )


def test_a_second_parcel_of_a_case_refunded_early_may_be_received_too() -> None:
    coming = goods_return(id="g2", tracking_no="JT999", received_at=None, units=())

    assert ReceiveReturn.why_not(refunded_early(goods_return({1: 1}), coming), context()) is None


def test_the_finding_in_a_return_after_the_money_may_be_corrected_once() -> None:
    given = refunded_early(goods_return(received_at=None, units=()))
    (after, *_stock) = do(ReceiveReturn, given, case="A1", good="1:2").documents
    assert isinstance(after, Order)

    corrected = changed(
        ReceiveReturn, after, case="A1", goods_return="g1", damaged="1:2", regrade="yes"
    )

    (found,) = corrected.cases[0].returns[0].units
    assert (found.good, found.damaged) == (0, 2)
