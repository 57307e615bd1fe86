"""AgreeRefund: the buyer gets money back, and nothing has to be sent back for it."""

import pytest

from store.models.after_sales_case import AfterSalesCase, GoodsReturn, ReturnedUnits
from store.models.axes import Party
from store.models.case_state import CaseState
from store.models.order import Order
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.open_case import OpenCase
from store.rules.cases.actions.reject_case import RejectCase
from tests.build import (
    DAY,
    HOUR,
    NOW,
    case,
    changed,
    context,
    do,
    order,
    refund,
    sentences,
    shipped,
)

UNSHIPPED = changed(OpenCase, order(), kind="refund_only", reason="不想要了", opened_by="buyer")
ENDS = "Agreeing to a refund ends the right of appeal on the platform (商家同意售后退款，无法申诉)."
BACK = GoodsReturn(id="g1", received_at=NOW, units=(ReturnedUnits(line=1, good=2),))


def test_the_money_has_to_go_back_and_the_platform_has_to_be_told() -> None:
    outcome = do(AgreeRefund, shipped(cases=(case(),)))

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (agreed,) = after.cases
    assert (agreed.state, agreed.waits_for) == (CaseState.SELLER_TO_REFUND, Party.US)
    assert (agreed.agreed_fen, agreed.agreed_at, agreed.since) == (5000, NOW, NOW)
    (task,) = after.open_tasks
    assert (task.kind, task.case, task.press, task.copy_text) == (
        "answer-case",
        "A1",
        "同意退款",
        "A1",
    )
    assert after.refunds == ()
    assert outcome.said == ("Tell the platform too: open case A1 there and press 同意退款.",)


def test_a_case_without_the_platforms_number_is_found_by_the_orders() -> None:
    after = changed(AgreeRefund, UNSHIPPED)

    assert after.open_tasks[0].copy_text == after.order_no


OFFER_LESS = (
    "Case A1 asks for more, and agreeing there gives all of it. Offer less instead: open the case"
    " there, press 拒绝 > 与消费者协商售后方案; agree there once it asks for no more."
)
AGREE_THERE = "Tell the platform too: open case A1 there and press 同意退款."


@pytest.mark.parametrize(
    ("given", "amount", "press", "text", "said"),
    [
        pytest.param(
            case(),
            "20",
            "拒绝 > 与消费者协商售后方案",
            "A1 20.00",
            ("20.00 is agreed, 50.00 is asked for.", OFFER_LESS),
            id="less than is asked for",
        ),
        pytest.param(
            case(kind="refused_delivery"),
            "20",
            "拒绝 > 与消费者协商售后方案",
            "A1 20.00",
            ("20.00 is agreed, 50.00 is asked for.", OFFER_LESS),
            id="less for a refused delivery",
        ),
        pytest.param(
            case(requested_fen=6000),
            "",
            "拒绝 > 与消费者协商售后方案",
            "A1 50.00",
            ("50.00 is agreed, 60.00 is asked for.", OFFER_LESS),
            id="no more is left than that",
        ),
        pytest.param(case(), "50", "同意退款", "A1", (AGREE_THERE,), id="what is asked for"),
        pytest.param(
            case(requested_fen=0),
            "20",
            "同意退款",
            "A1",
            (AGREE_THERE,),
            id="nobody knows how much",
        ),
    ],
)
def test_less_than_is_asked_for_is_a_counter_offer_there(
    given: AfterSalesCase, amount: str, press: str, text: str, said: tuple[str, ...]
) -> None:
    """The platform's button pays what the case asks for."""
    values = {"amount": amount} if amount else {}

    outcome = do(AgreeRefund, shipped(cases=(given,)), None, **values)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (task,) = after.open_tasks
    assert (task.kind, task.press, task.copy_text) == ("answer-case", press, text)
    assert outcome.said == said


@pytest.mark.parametrize(
    ("given", "amount", "problems"),
    [
        pytest.param(shipped(cases=(case(),)), "50", [], id="all of it"),
        pytest.param(
            shipped(cases=(case(requested_fen=1000),)),
            "10.01",
            [("amount", "10.01 is more than the 10.00 that case A1 asks for.")],
            id="more than was asked for",
        ),
        pytest.param(
            shipped(cases=(case(),), refunds=(refund(amount_fen=4000, state="done"),)),
            "50",
            [
                (
                    "amount",
                    (
                        "50.00 is more than the 10.00 that this order can still be refunded for"
                        " case A1."
                    ),
                )
            ],
            id="more than is left",
        ),
        pytest.param(
            shipped(
                cases=(
                    case(requested_fen=2000),
                    case(
                        id="A2",
                        requested_fen=4000,
                        agreed_fen=4000,
                        state="seller_to_refund",
                    ),
                )
            ),
            "20",
            [
                (
                    "amount",
                    (
                        "20.00 is more than the 10.00 that this order can still be refunded for"
                        " case A1."
                    ),
                )
            ],
            id="the rest is agreed for another case",
        ),
    ],
)
def test_how_much_may_be_agreed(given: Order, amount: str, problems: list[tuple[str, str]]) -> None:
    assert sentences(AgreeRefund, given, {"case": "A1", "amount": amount}) == problems


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(case(), None, id="ours to answer"),
        pytest.param(case(kind="other"), None, id="a kind the desk does not know"),
        pytest.param(case(state="buyer_to_answer"), None, id="rejected before"),
        pytest.param(case(state="platform_to_rule"), None, id="before the ruling"),
        pytest.param(
            case(kind="return_and_refund"),
            (
                "Case A1 is: return and refund; “Agree to a refund” is for: refund only, other,"
                " refused delivery."
            ),
            id="something has to come back",
        ),
        pytest.param(
            case(state="seller_to_refund"),
            (
                "Case A1 stands at: ours to refund; “Agree to a refund” is possible at: ours to"
                " answer, buyer to answer, platform to rule, open."
            ),
            id="agreed already",
        ),
    ],
)
def test_when_it_may_be_agreed(given: AfterSalesCase, sentence: str | None) -> None:
    assert AgreeRefund.why_not(shipped(cases=(given,)), context()) == sentence


def test_where_no_money_is_left_there_is_nothing_to_agree_to() -> None:
    given = shipped(cases=(case(),), refunds=(refund(amount_fen=5000, state="done"),))

    assert AgreeRefund.why_not(given, context()) == (
        "Nothing of this order is left to refund for case A1; it can be rejected or withdrawn."
    )


def test_a_refused_delivery_waits_for_the_parcel() -> None:
    after = changed(AgreeRefund, shipped(cases=(case(kind="refused_delivery"),)))

    assert after.cases[0].state is CaseState.PARCEL_TO_COME_BACK
    assert after.cases[0].waits_for is Party.CARRIER
    assert after.open_tasks[0].press == "同意拒收后退款"


def test_a_refused_parcel_that_is_here_already_is_not_waited_for() -> None:
    given = shipped(cases=(case(kind="refused_delivery", returns=(BACK,)),))

    assert changed(AgreeRefund, given).cases[0].state is CaseState.SELLER_TO_REFUND


def test_the_end_of_the_right_of_appeal_is_said_before() -> None:
    assert AgreeRefund.background(shipped(cases=(case(),)), context()) == (ENDS,)


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        pytest.param(
            NOW,
            (
                "Case refund only (2026-11-22 09:00) is about unshipped goods: a refund that goes"
                " through after 2026-11-22 14:00 still counts as shipped late."
            ),
            id="in time",
        ),
        pytest.param(
            NOW + DAY,
            (
                "Case refund only (2026-11-22 09:00) is about goods that had to be shipped by"
                " 2026-11-22 14:00: the order counts as shipped late, also when the money goes"
                " back now."
            ),
            id="too late",
        ),
    ],
)
def test_unshipped_goods_have_to_be_refunded_before_the_promised_time(
    now: object, sentence: str
) -> None:
    at = context(now=now, beside=UNSHIPPED)  # type: ignore[arg-type]

    assert AgreeRefund.background(UNSHIPPED, at) == (ENDS, sentence)
    assert do(AgreeRefund, UNSHIPPED, at).said[-1] == sentence


def test_the_amount_is_suggested_and_typed_again() -> None:
    assert AgreeRefund.suggest(shipped(cases=(case(),)), context()) == {"amount": "50.00"}
    assert AgreeRefund.suggest(shipped(cases=(case(), case(id="A2"))), context()) == {}
    assert AgreeRefund.typed_again == "amount"


def test_of_several_cases_the_one_that_is_meant_says_the_amount() -> None:
    given = shipped(cases=(case(requested_fen=2000), case(id="A2", requested_fen=1000)))

    assert AgreeRefund.suggest_for(given, "A2", context()) == {"amount": "10.00"}
    assert AgreeRefund.asked_for(given, {"case": "A2"}) == "10.00"
    assert AgreeRefund.asked_for(given, {"case": "A1"}) == "20.00"
    assert AgreeRefund.asked_for(given, {"case": ""}) == ""


def test_a_rejection_that_nobody_told_the_platform_is_moot() -> None:
    rejected = changed(RejectCase, UNSHIPPED, reason="与消费者协商售后方案")

    after = changed(AgreeRefund, rejected, context(now=NOW + HOUR, beside=rejected))

    assert [task.press for task in after.open_tasks] == ["同意退款"]
