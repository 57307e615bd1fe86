"""Agreements: to what a case may be agreed, where it leads it, and what the platform is told.

The three under which goods come back are one table; agreeing to pay has a file of its own.
"""

from typing import Any, NamedTuple

import pytest

from store.errors import BadInput
from store.models.after_sales_case import GoodsReturn, ReturnedUnits
from store.models.axes import Party
from store.models.case_state import CaseState
from store.models.order import Order
from store.rules.action.base import Action
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import read_values
from store.rules.cases.actions.agree_exchange import AgreeExchange
from store.rules.cases.actions.agree_repair import AgreeRepair
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.agree_supplementary import AgreeSupplementary
from store.rules.cases.case_machine import refusal
from tests.build import DAY, NOW, case, changed, context, do, shipped

ADDRESS = "杭州市西湖区文三路 77 号"
COMING = GoodsReturn(id="g1", tracking_no="SF0000000000001", shipped_at=NOW)
BACK = GoodsReturn(id="g1", received_at=NOW, units=(ReturnedUnits(line=1, good=2),))
UNDECIDED = ("seller_to_answer", "buyer_to_answer", "platform_to_rule", "open")
COULD = "is possible at: ours to answer, buyer to answer, platform to rule, open."


class Agreement(NamedTuple):
    """An agreement under which goods come back."""

    action: type[Action[Order]]
    kind: str
    press: str
    then: CaseState
    """Whose turn it is once the goods are here."""
    title: str
    other: str
    """A kind of case it is not for."""
    other_words: str
    words: str


AGREEMENTS = (
    Agreement(
        AgreeReturn,
        "return_and_refund",
        "同意退货",
        CaseState.SELLER_TO_REFUND,
        "Agree to a return",
        "exchange",
        "exchange",
        "return and refund",
    ),
    Agreement(
        AgreeExchange,
        "exchange",
        "同意换货",
        CaseState.SELLER_TO_SEND,
        "Agree to an exchange",
        "repair",
        "repair",
        "exchange",
    ),
    Agreement(
        AgreeRepair,
        "repair",
        "同意维修",
        CaseState.SELLER_TO_SEND,
        "Agree to a repair",
        "exchange",
        "exchange",
        "repair",
    ),
)
each_agreement = pytest.mark.parametrize("agreement", AGREEMENTS, ids=lambda given: given.kind)


def asked(kind: str, **changes: Any) -> Order:
    """An order whose buyer asks for this."""
    return shipped(cases=(case(kind=kind, **changes),))


@each_agreement
def test_the_buyer_sends_the_goods_to_our_address(agreement: Agreement) -> None:
    outcome = do(agreement.action, asked(agreement.kind), return_address=ADDRESS)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (agreed,) = after.cases
    assert (agreed.state, agreed.waits_for) == (CaseState.BUYER_TO_RETURN, Party.BUYER)
    assert (agreed.return_address, agreed.agreed_at) == (ADDRESS, NOW)
    (task,) = after.open_tasks
    assert (task.kind, task.case, task.press, task.copy_text) == (
        "answer-case",
        "A1",
        agreement.press,
        ADDRESS,
    )
    assert outcome.said == (
        f"Tell the platform too: open case A1 there and press {agreement.press}.",
    )


@each_agreement
@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"returns": (COMING,)}, CaseState.SELLER_TO_RECEIVE),
        ({"return_tracking_no": "SF0000000000001"}, CaseState.SELLER_TO_RECEIVE),
        ({"state": "buyer_to_answer", "returns": (BACK,)}, None),
    ],
    ids=["on their way", "known by their number", "here"],
)
def test_goods_on_their_way_or_here_are_not_waited_for_again(
    agreement: Agreement, changes: dict[str, Any], state: CaseState | None
) -> None:
    after = changed(
        agreement.action, asked(agreement.kind, **changes), return_address=ADDRESS
    ).cases[0]

    assert after.state is (state or agreement.then)


@each_agreement
def test_the_address_given_last_is_suggested(agreement: Agreement) -> None:
    earlier = case(id="A2", return_address=ADDRESS)
    given = shipped(cases=(case(kind=agreement.kind), earlier))

    assert agreement.action.suggest(given, context()) == {"return_address": ADDRESS}
    assert agreement.action.suggest(asked(agreement.kind), context()) == {}


@each_agreement
def test_else_the_address_that_the_shop_gave_last(agreement: Agreement) -> None:
    def told(order_no: str, address: str, days: int) -> Order:
        at = NOW - days * DAY
        agreed = case(return_address=address, applied_at=at, agreed_at=at)
        return shipped(order_no=order_no, cases=(agreed,))

    others = told("O1", "旧仓库", 20), told("O2", ADDRESS, 10), told("O3", "多年前", 200)
    elsewhere = told("O4", "别的店", 1).model_copy(update={"shop": "果铺"})

    given = context(*others, elsewhere)
    assert agreement.action.suggest(asked(agreement.kind), given) == {"return_address": ADDRESS}


@each_agreement
def test_the_address_has_to_be_given(agreement: Agreement) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(agreement.action, {}, asked(agreement.kind))

    assert (caught.value.field, caught.value.sentence) == (
        "return_address",
        "A value is needed here.",
    )


@each_agreement
def test_when_it_may_be_agreed(agreement: Agreement) -> None:
    def why_not(kind: str, state: str) -> str | None:
        return agreement.action.why_not(asked(kind, state=state), context())

    title = agreement.title
    assert [why_not(agreement.kind, state) for state in UNDECIDED] == [None] * len(UNDECIDED)
    assert why_not(agreement.kind, "seller_to_receive") == (
        f"Case A1 stands at: ours to receive; “{title}” {COULD}"
    )
    assert why_not(agreement.other, "seller_to_answer") == (
        f"Case A1 is: {agreement.other_words}; “{title}” is for: {agreement.words}."
    )
    assert why_not(agreement.kind, "closed") == "Case A1 is closed (closed)."


SUPPLEMENTARY = shipped(cases=(case(kind="supplementary", requested_fen=0),))


def test_a_supplementary_shipment_is_ours_to_send_and_nothing_comes_back() -> None:
    outcome = do(AgreeSupplementary, SUPPLEMENTARY)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (agreed,) = after.cases
    assert (agreed.state, agreed.waits_for) == (CaseState.SELLER_TO_SEND, Party.US)
    assert (agreed.agreed_at, agreed.agreed_fen) == (NOW, None)
    (task,) = after.open_tasks
    assert (task.kind, task.case, task.press, task.copy_text) == (
        "answer-case",
        "A1",
        "同意补寄",
        "A1",
    )
    assert outcome.said == ("Tell the platform too: open case A1 there and press 同意补寄.",)


@pytest.mark.parametrize("action", ["change-case", "withdraw-case", "request-intervention"])
def test_while_we_decide_the_buyer_may_change_withdraw_or_call_the_platform(action: str) -> None:
    agreed = changed(AgreeSupplementary, SUPPLEMENTARY)

    moves = all_actions()[action].moves
    assert refusal(SUPPLEMENTARY.cases[0], moves, action) is None
    assert refusal(agreed.cases[0], moves, action) is not None


@pytest.mark.parametrize("action", ["change-case", "withdraw-case"])
def test_after_the_agreement_the_menu_says_so(action: str) -> None:
    agreed = changed(AgreeSupplementary, SUPPLEMENTARY)

    sentence = all_actions()[action].why_not(agreed, context())

    assert sentence is not None
    assert sentence.startswith("Case A1 stands at: ours to send; ")


def test_only_a_supplementary_shipment_can_be_agreed_to_as_one() -> None:
    given = shipped(cases=(case(),))

    assert AgreeSupplementary.why_not(given, context()) == (
        "Case A1 is: refund only; “Agree to a supplementary shipment” is for: supplementary"
        " shipment."
    )
