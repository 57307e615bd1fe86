"""After-sales cases from the first word to the end, as a shop would know them (MISSION 20)."""

from typing import Any

import pytest

from store.errors import Refused
from store.models.case_state import CaseOutcome, CaseState
from store.models.order import Order
from store.models.product import Product
from store.rules.action.base import Action
from store.rules.action.frame import ensure_right, read_values
from store.rules.cases.actions.agree_exchange import AgreeExchange
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.agree_repair import AgreeRepair
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.agree_supplementary import AgreeSupplementary
from store.rules.cases.actions.change_case import ChangeCase
from store.rules.cases.actions.close_case import CloseCase
from store.rules.cases.actions.confirm_case_receipt import ConfirmCaseReceipt
from store.rules.cases.actions.open_case import OpenCase
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.record_return_shipped import RecordReturnShipped
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.request_intervention import RequestIntervention
from store.rules.cases.actions.ship_repaired import ShipRepaired
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from store.rules.cases.actions.withdraw_case import WithdrawCase
from store.rules.cases.case_request import claimable
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.order.ledger import line_ledgers, money_ledger, units_to_ship
from store.rules.parcels.actions.ship import Ship
from tests.build import BACK_NO, OTHER_NO, SHOP, context, line, order, shipped

BACK_TOO = "JT1234567890124"
FIVE = line(ordered=5, amount_fen=10001)


class Desk:
    """One order and the stock of its rice, through any number of actions."""

    def __init__(self, start: Order, on_hand: int | None = None) -> None:
        self.order = start
        self.rice = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=on_hand)
        self.said: tuple[str, ...] = ()

    def do(self, action: type[Action[Order]], **values: str) -> "Desk":
        """One action, as the repository does it: the why-not before the values."""
        given = context(self.order, products=(self.rice,), beside=self.order)
        refusal = action.why_not(self.order, given)
        if refusal:
            raise Refused(refusal, code="why_not")
        done = read_values(action, values, self.order)
        ensure_right(done, self.order, given)
        outcome = done.apply(self.order, given)
        for document in outcome.documents:
            if isinstance(document, Product):
                self.rice = document
            elif isinstance(document, Order):
                self.order = document
        self.said = outcome.said
        return self

    def opened(self, kind: str, **values: str) -> "Desk":
        """The buyer asks for it."""
        return self.do(OpenCase, kind=kind, reason="破损", opened_by="buyer", **values)

    def pays(self, outcome: str = "done", **values: str) -> "Desk":
        """A refund, settled at once."""
        return self.do(Refund, reason="破损", **values).do(SettleRefund, outcome=outcome)

    @property
    def state(self) -> CaseState:
        return self.order.cases[-1].state

    @property
    def outcome(self) -> CaseOutcome | None:
        return self.order.cases[-1].outcome

    @property
    def refunded(self) -> int:
        return money_ledger(self.order).done

    def ledger(self) -> dict[str, int]:
        (one,) = line_ledgers(self.order)
        return {"with_buyer": one.with_buyer, "here": one.here, "reissuable": one.reissuable}


def test_refund_only_of_unshipped_goods_takes_them_out_of_shipping() -> None:
    desk = Desk(order()).opened("refund_only").do(AgreeRefund)
    assert desk.state is CaseState.SELLER_TO_REFUND

    desk.pays()

    assert (desk.state, desk.outcome) == (CaseState.CLOSED, CaseOutcome.REFUNDED)
    assert (desk.refunded, units_to_ship(desk.order)) == (5000, 0)
    assert desk.order.cases[0].refunded_fen == 5000
    assert claimable(desk.order) == {1: 0}
    with pytest.raises(Refused, match=r"^Nothing is left to ship"):
        desk.do(Ship, tracking_no=OTHER_NO)


def test_refund_only_of_a_part_leaves_the_goods_with_the_buyer() -> None:
    desk = Desk(shipped()).opened("refund_only", amount="5").do(AgreeRefund)

    desk.pays()

    assert (desk.state, desk.refunded) == (CaseState.CLOSED, 500)
    assert desk.ledger() == {"with_buyer": 2, "here": 0, "reissuable": 0}


@pytest.mark.parametrize("outcome", ["failed", "unknown"])
def test_money_that_did_not_go_back_keeps_the_case_open(outcome: str) -> None:
    desk = Desk(shipped()).opened("refund_only").do(AgreeRefund)

    desk.pays(outcome)

    assert desk.state is CaseState.SELLER_TO_REFUND


def test_a_refund_that_failed_is_tried_again() -> None:
    desk = Desk(shipped()).opened("refund_only").do(AgreeRefund).pays("failed").pays()

    assert (desk.state, desk.refunded) == (CaseState.CLOSED, 5000)


def test_a_return_over_two_parcels_is_paid_parcel_by_parcel() -> None:
    desk = Desk(shipped(FIVE), on_hand=10).opened("return_and_refund", lines="1:3")
    desk.do(AgreeReturn, return_address="杭州仓")
    assert desk.state is CaseState.BUYER_TO_RETURN

    desk.do(RecordReturnShipped, tracking_no=BACK_NO)
    desk.do(ReceiveReturn, good="1:1", damaged="1:1")

    assert list(desk.said) == [
        "40.00 is due to the buyer for what came back: refund it.",
        (
            "If the buyer damaged it, reject case return and refund (2026-11-22 09:00) with"
            " evidence before anything is given or told there."
        ),
        "RICE-10: 11 on hand now.",
    ]
    assert desk.ledger() == {"with_buyer": 3, "here": 2, "reissuable": 0}

    desk.pays()

    assert (
        desk.said[-1] == "Case return and refund (2026-11-22 09:00) stands now at: buyer to return."
    )
    assert (desk.state, desk.refunded) == (CaseState.BUYER_TO_RETURN, 4000)

    desk.do(RecordReturnShipped, tracking_no=BACK_TOO)
    with pytest.raises(
        Refused,
        match=r"^Of RICE-10 1 can still come back for case .*, not 2: 3 claimed, 2 came back",
    ):
        desk.do(ReceiveReturn, good="1:2")
    desk.do(ReceiveReturn, good="1:1").pays()

    assert desk.said[-1] == "Case return and refund (2026-11-22 09:00) is closed (refunded)."
    assert (desk.state, desk.refunded, desk.rice.on_hand) == (CaseState.CLOSED, 6000, 12)
    assert desk.ledger() == {"with_buyer": 2, "here": 0, "reissuable": 0}
    assert claimable(desk.order) == {1: 2}


def test_paid_while_the_second_parcel_travels_the_case_waits_for_that_parcel() -> None:
    desk = Desk(shipped()).opened("return_and_refund").do(AgreeReturn, return_address="杭州仓")
    desk.do(RecordReturnShipped, tracking_no=BACK_NO)
    desk.do(RecordReturnShipped, tracking_no=BACK_TOO)
    first = desk.order.cases[0].returns[0].id
    desk.do(ReceiveReturn, goods_return=first, good="1:1")

    desk.pays()
    assert desk.state is CaseState.SELLER_TO_RECEIVE

    desk.do(ReceiveReturn, damaged="1:1").pays()
    assert (desk.state, desk.refunded) == (CaseState.CLOSED, 5000)


def test_what_the_buyer_never_sends_back_lapses() -> None:
    desk = Desk(shipped()).opened("return_and_refund").do(AgreeReturn, return_address="杭州仓")
    desk.do(ReceiveReturn, good="1:1").pays().do(CloseCase, reason="买家只寄回一件，不再寄")

    assert (desk.outcome, desk.refunded) == (CaseOutcome.EXPIRED, 2500)
    assert desk.ledger()["with_buyer"] == 1


@pytest.mark.parametrize("replaced_first", [True, False])
def test_three_refunded_and_two_replaced_of_five_close_the_case(replaced_first: bool) -> None:
    desk = Desk(shipped(FIVE)).opened("return_and_refund")
    desk.do(AgreeReturn, return_address="杭州仓").do(ReceiveReturn, good="1:3", damaged="1:2")

    if replaced_first:
        desk.do(ShipReplacement, tracking_no=OTHER_NO, lines="1:2")
        assert desk.state is CaseState.SELLER_TO_REFUND
        desk.pays(lines="1:3")
    else:
        desk.pays(lines="1:3")
        assert desk.state is CaseState.SELLER_TO_REFUND
        desk.do(ShipReplacement, tracking_no=OTHER_NO)

    assert (desk.state, desk.outcome) == (CaseState.CLOSED, CaseOutcome.REFUNDED)
    assert desk.refunded == 6000
    assert desk.ledger() == {"with_buyer": 2, "here": 0, "reissuable": 0}


def test_an_exchange_ends_with_the_receipt_of_the_new_goods() -> None:
    desk = Desk(shipped(), on_hand=0).opened("exchange").do(AgreeExchange, return_address="杭州仓")
    desk.do(RecordReturnShipped, tracking_no=BACK_NO).do(ReceiveReturn, good="1:2")
    assert (desk.state, desk.rice.on_hand) == (CaseState.SELLER_TO_SEND, 2)
    assert desk.ledger() == {"with_buyer": 0, "here": 2, "reissuable": 0}

    desk.do(ShipReplacement, tracking_no=OTHER_NO)
    assert desk.said == ("Case exchange (2026-11-22 09:00) stands now at: buyer to confirm.",)
    assert desk.ledger() == {"with_buyer": 2, "here": 0, "reissuable": 0}

    desk.do(ConfirmCaseReceipt)
    assert desk.outcome is CaseOutcome.FULFILLED


def test_an_exchange_may_send_one_unit_and_pay_for_the_other() -> None:
    desk = Desk(shipped()).opened("exchange").do(AgreeExchange, return_address="杭州仓")
    desk.do(ReceiveReturn, good="1:2")

    desk.do(ShipReplacement, tracking_no=OTHER_NO, lines="1:1")
    assert desk.state is CaseState.SELLER_TO_SEND
    desk.do(Refund, reason="没货", case="1", lines="1:1")
    desk.do(SettleRefund, outcome="done")

    assert (desk.state, desk.refunded) == (CaseState.BUYER_TO_CONFIRM, 2500)
    assert desk.do(ConfirmCaseReceipt).outcome is CaseOutcome.FULFILLED


def test_a_repair_sends_the_same_goods_back() -> None:
    desk = Desk(shipped(), on_hand=3).opened("repair", lines="1:1")
    desk.do(AgreeRepair, return_address="维修部").do(ReceiveReturn, damaged="1:1")
    assert (desk.state, desk.rice.on_hand) == (CaseState.SELLER_TO_SEND, 3)

    desk.do(ShipRepaired, tracking_no=OTHER_NO).do(ConfirmCaseReceipt)

    assert desk.outcome is CaseOutcome.FULFILLED
    assert desk.ledger() == {"with_buyer": 2, "here": 0, "reissuable": 0}


@pytest.mark.parametrize(
    ("action", "values"),
    [
        pytest.param(ChangeCase, {"explanation": "少两袋"}, id="change"),
        pytest.param(WithdrawCase, {}, id="withdraw"),
        pytest.param(RequestIntervention, {"by": "buyer", "text": "不处理"}, id="intervention"),
    ],
)
def test_a_supplementary_case_is_the_buyers_until_we_agree(
    action: type[Action[Order]], values: dict[str, Any]
) -> None:
    asked = Desk(shipped()).opened("supplementary", lines="1:1").order

    Desk(asked).do(action, **values)
    with pytest.raises(Refused):
        Desk(asked).do(AgreeSupplementary).do(action, **values)


def test_a_supplementary_case_ends_with_the_receipt() -> None:
    desk = Desk(shipped()).opened("supplementary", lines="1:1").do(AgreeSupplementary)
    desk.do(ShipSupplementary, tracking_no=OTHER_NO)
    assert desk.state is CaseState.BUYER_TO_CONFIRM
    assert [one.kind for one in desk.order.open_tasks][-1] == "send-for-case"

    desk.do(ConfirmCaseReceipt)

    assert desk.outcome is CaseOutcome.FULFILLED


def test_a_refused_parcel_is_paid_for_once_it_is_back() -> None:
    desk = Desk(shipped(), on_hand=5).opened("refused_delivery").do(AgreeRefund)
    assert desk.state is CaseState.PARCEL_TO_COME_BACK

    desk.do(ReceiveReturn, good="1:2").pays()

    assert (desk.outcome, desk.refunded, desk.rice.on_hand) == (CaseOutcome.REFUNDED, 5000, 7)


def test_a_corrected_finding_moves_the_stock_by_the_difference_once() -> None:
    desk = Desk(shipped(), on_hand=5).opened("return_and_refund")
    desk.do(AgreeReturn, return_address="杭州仓").do(ReceiveReturn, good="1:2")
    assert desk.rice.on_hand == 7

    desk.do(ReceiveReturn, regrade="yes", good="1:1", damaged="1:1")

    assert desk.rice.on_hand == 6
    with pytest.raises(Refused, match=r"was corrected at 2026-11-22 09:00; it can be corrected"):
        desk.do(ReceiveReturn, regrade="yes", good="1:2")
    assert desk.pays().refunded == 5000


def test_an_empty_return_is_rejected_or_paid_for_as_the_shop_decides() -> None:
    desk = Desk(shipped()).opened("return_and_refund").do(AgreeReturn, return_address="杭州仓")
    desk.do(ReceiveReturn, wrong="1:2")
    empty = desk.order

    assert RejectCase.why_not(empty, context()) is None
    assert Desk(empty).pays(case="1", amount="50").outcome is CaseOutcome.REFUNDED


FREE = shipped(line(amount_fen=0))


@pytest.mark.parametrize(
    ("kind", "agree"),
    [
        pytest.param("return_and_refund", {"return_address": "昆明"}, id="sent back"),
        pytest.param("refused_delivery", {}, id="refused"),
    ],
)
def test_goods_that_cost_nothing_come_back_and_cannot_be_claimed_again(
    kind: str, agree: dict[str, str]
) -> None:
    action = AgreeReturn if agree else AgreeRefund
    desk = Desk(FREE).opened(kind).do(action, **agree).do(ReceiveReturn, good="1:2")

    assert desk.state is CaseState.SELLER_TO_REFUND
    with pytest.raises(Refused, match=r"^Nothing is left to refund"):
        desk.do(Refund, reason="退货")
    desk.do(CloseCase)

    assert (desk.outcome, desk.refunded) == (CaseOutcome.REFUNDED, 0)
    assert claimable(desk.order) == {1: 0}
    assert desk.ledger() == {"with_buyer": 0, "here": 0, "reissuable": 0}


def test_an_order_that_cost_nothing_is_called_off_before_it_leaves() -> None:
    desk = Desk(order(line(amount_fen=0))).opened("refund_only").do(AgreeRefund).do(CloseCase)

    assert units_to_ship(desk.order) == 0
