"""Goods that come late: their case ended with nothing for the buyer, and they are here all the
same.
"""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase, GoodsReturn, ReturnedUnits
from store.models.axes import Platform, Source
from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.models.product import Product
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.record_return_shipped import RecordReturnShipped
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from tests.build import (
    BACK_NO,
    DAY,
    NOW,
    OIL,
    SHOP,
    case,
    changed,
    context,
    do,
    goods_return,
    line,
    refund,
    return_case,
    shipped,
    units,
)

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)


def ended(*returns: GoodsReturn, **changes: Any) -> AfterSalesCase:
    """The buyer was to send both bags back, and the case ended before anything was here."""
    given = {"state": "closed", "outcome": "withdrawn", "closed_at": NOW - DAY, "goods_due": True}
    return return_case(*returns, **(given | changes))


def owed(given: Order) -> list[tuple[str, str]]:
    return [(one.kind, one.about) for one in obligations(given, context().policy)]


WITHDRAWN = shipped(cases=(ended(),))
THERE: dict[str, Any] = {"outcome": "fulfilled", "kind": "exchange", "closed_by": "platform"}
EXCHANGED = shipped(cases=(ended(**THERE),))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(WITHDRAWN, None, id="withdrawn (退款关闭)"),
        pytest.param(shipped(cases=(ended(kind="exchange"),)), None, id="an exchange closed"),
        pytest.param(shipped(cases=(ended(kind="repair"),)), None, id="a repair closed"),
        pytest.param(shipped(cases=(ended(outcome="expired"),)), None, id="closed here as lapsed"),
        pytest.param(shipped(cases=(ended(outcome="rejected"),)), None, id="we had said no"),
        pytest.param(
            shipped(cases=(ended(kind="refused_delivery"),)), None, id="refused at the door after"
        ),
        pytest.param(
            shipped(cases=(ended(kind="refund_only"),)),
            "Nothing is to come back for case A1 (refund only).",
            id="nothing was to come",
        ),
        pytest.param(
            shipped(cases=(case(return_tracking_no=BACK_NO),)),
            None,
            id="sent before the buyer asked for the money alone",
        ),
        pytest.param(EXCHANGED, None, id="exchanged there"),
        pytest.param(
            shipped(cases=(ended(**(THERE | {"closed_by": Source.DESK})),)),
            "Case A1 is closed (fulfilled).",
            id="exchanged here",
        ),
        pytest.param(
            shipped(cases=(ended(goods_return({1: 1}), **THERE),)),
            "Case A1 is closed (fulfilled).",
            id="exchanged there, and they came",
        ),
        pytest.param(
            shipped(cases=(ended(**(THERE | {"kind": "repair"})),)),
            "Case A1 is closed (fulfilled).",
            id="repaired there, and with the buyer",
        ),
        pytest.param(
            shipped(line(), OIL, cases=(ended(lines=units((3, 1))),)),
            "Case A1 is closed (withdrawn).",
            id="none of it ever left",
        ),
    ],
)
def test_when_goods_of_a_case_that_gave_nothing_may_be_received(
    given: Order, sentence: str | None
) -> None:
    assert ReceiveReturn.why_not(given, context()) == sentence


@pytest.mark.parametrize("kind", ["return_and_refund", "exchange", "repair"])
@pytest.mark.parametrize(
    ("outcome", "word"),
    [("withdrawn", "withdrawn"), ("expired", "lapsed"), ("rejected", "rejected")],
)
def test_what_comes_late_is_in_the_stock_and_owed_to_the_buyer(
    kind: str, outcome: str, word: str
) -> None:
    given = shipped(cases=(ended(kind=kind, outcome=outcome),))

    outcome_ = do(ReceiveReturn, given, context(products=[RICE], beside=given), good="1:2")

    (after,) = (one for one in outcome_.documents if isinstance(one, Order))
    assert (after.cases[0].state, after.cases[0].outcome) == ("closed", outcome)
    assert ("send-back", "A1") in owed(after)
    stock = [one.on_hand for one in outcome_.documents if isinstance(one, Product)]
    assert stock == ([] if kind == "repair" else [12])
    assert outcome_.said[0] == (
        f"Case A1 has ended ({word}), and the buyer has neither the money nor the goods"
        " (RICE-10 x2): send them back with a reissue (origin: the buyer withdrew a case), or"
        " refund them where you both agree on that."
    )


LATE = changed(ReceiveReturn, WITHDRAWN, good="1:2")


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(
            changed(CreateReissue, LATE, origin="withdrawn_case", reason="退回买家"),
            id="they go back to the buyer",
        ),
        pytest.param(changed(Refund, LATE, lines="1:2", reason="协商退款"), id="or the money does"),
    ],
)
def test_what_came_late_goes_back_or_is_paid_for(after: Order) -> None:
    assert "send-back" not in [kind for kind, _about in owed(after)]


def test_what_was_not_ours_is_owed_to_nobody() -> None:
    outcome = do(ReceiveReturn, WITHDRAWN, None, wrong="1:2")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert (outcome.said, "send-back" in [kind for kind, _ in owed(after)]) == ((), False)


def test_what_was_refunded_before_it_came_is_owed_to_nobody() -> None:
    paid = changed(Refund, WITHDRAWN, lines="1:2", reason="协商退款")

    outcome = do(ReceiveReturn, paid, None, good="1:2")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert "send-back" not in [kind for kind, _about in owed(after)]
    (said,) = outcome.said
    assert said == (
        "What came back for case A1 (RICE-10 x2) is paid for by other money of this order, 50.00"
        " (2026-11-22 09:00), and the buyer is owed no goods for it."
    )


@pytest.mark.parametrize(
    ("amount", "agreed", "good", "left"),
    [
        pytest.param(2500, 2500, "1:1", 0, id="its money is the price of what came"),
        pytest.param(2500, 2500, "1:2", 1, id="of one of two that came"),
        pytest.param(5000, 5000, "1:2", 0, id="of both"),
        pytest.param(1000, 1000, "1:1", 0, id="less, as was agreed for it"),
        pytest.param(1000, 2500, "1:1", 1, id="only a part of what was agreed"),
        pytest.param(1000, None, "1:1", 1, id="only a part of what is asked for"),
    ],
)
@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
def test_money_of_the_case_without_units_is_that_of_goods_that_come_late(
    platform: str, amount: int, agreed: int | None, good: str, left: int
) -> None:
    its = refund(amount_fen=amount, case="A1", state="done", ahead_at=NOW - DAY)
    late = ended(lines=(), requested_fen=max(2500, amount), agreed_fen=agreed)
    given = shipped(cases=(late,), refunds=(its,), platform=platform)

    outcome = do(ReceiveReturn, given, None, good=good)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert ("send-back" in [kind for kind, _ in owed(after)]) is bool(left)
    assert [f"(RICE-10 x{left})" in said for said in outcome.said] == [True] * left


def test_what_was_found_of_late_goods_may_be_corrected() -> None:
    after = changed(ReceiveReturn, LATE, damaged="1:2", regrade="yes")

    assert after.cases[0].returns[0].units == (ReturnedUnits(line=1, damaged=2),)


@pytest.mark.parametrize(
    ("asked", "case_id"),
    [
        pytest.param(return_case(id="A2"), "A2", id="another return waits for them"),
        pytest.param(
            ended(id="A2", outcome="refunded"), "A2", id="their money went with another return"
        ),
        pytest.param(case(id="A2"), "A1", id="another asks for money alone"),
        pytest.param(
            case(id="A2", kind="exchange", applied_at=NOW), "A1", id="another is not agreed to yet"
        ),
    ],
)
def test_goods_come_for_the_case_that_waits_for_them(asked: AfterSalesCase, case_id: str) -> None:
    given = shipped(cases=(ended(), asked))

    after = changed(ReceiveReturn, given, good="1:2")
    assert [one.id for one in after.cases if one.returns] == [case_id]


def test_what_is_announced_late_is_awaited() -> None:
    after = changed(RecordReturnShipped, WITHDRAWN, tracking_no=BACK_NO)

    assert (after.cases[0].state, after.cases[0].outcome) == ("closed", "withdrawn")
    assert ("receive-return", "A1") in owed(after)


def test_nothing_comes_late_that_is_back_for_another_case() -> None:
    late = ended()
    given = shipped(cases=(late, return_case(goods_return({1: 2}), id="A2")))

    assert ReceiveReturn.refusal(given, late, context()) == "Case A1 is closed (withdrawn)."


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
def test_goods_of_an_exchange_that_was_carried_out_there_are_awaited_and_counted(
    platform: str,
) -> None:
    given = EXCHANGED.model_copy(update={"platform": Platform(platform)})
    assert ("receive-return", "A1") in owed(given)

    asked = context(products=(RICE,), beside=given)
    after, stock = do(ReceiveReturn, given, asked, good="1:2").documents
    assert isinstance(after, Order)
    assert isinstance(stock, Product)
    assert stock.on_hand == 12
    assert not {kind for kind, _about in owed(after)} & {"receive-return", "send-back"}


def test_once_it_is_settled_what_the_buyer_has_of_it_no_goods_of_an_exchange_are_awaited() -> None:
    asked = Discrepancy(id="d1", kind="case_sent", about="A1", opened_at=NOW)
    given = EXCHANGED.model_copy(update={"discrepancies": (asked,)})
    assert ("receive-return", "A1") in owed(given)

    settled = changed(ResolveDiscrepancy, given, reason="没换")
    assert ("receive-return", "A1") not in owed(settled)
    assert ReceiveReturn.why_not(settled, context()) is None


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
def test_goods_that_come_for_what_is_a_refund_only_by_now_are_the_buyers_until_it_is_paid(
    platform: str,
) -> None:
    asked = case(return_tracking_no=BACK_NO)
    received = changed(ReceiveReturn, shipped(platform=platform, cases=(asked,)), damaged="1:2")
    (case_now,) = received.cases

    assert (case_now.state, case_now.kind) == (asked.state, asked.kind)
    withdrawn = {"state": "closed", "outcome": "withdrawn", "closed_at": NOW}
    update = AfterSalesCase.model_validate({**case_now.model_dump(), **withdrawn})
    assert ("send-back", "A1") in owed(received.with_case(update))
    paid = changed(Refund, changed(AgreeRefund, received), case="A1", reason="x")
    closed = changed(SettleRefund, paid, outcome="done")
    assert "send-back" not in {kind for kind, _about in owed(closed)}
