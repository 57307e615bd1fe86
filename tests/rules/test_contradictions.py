"""The platform and the desk contradict each other: each matter of docs/imports.md, rule 4."""

from collections.abc import Callable
from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales, Fulfilment, Platform, Source
from store.models.case_state import CaseState
from store.models.facts import OrderFacts, TraceFacts
from store.models.first_import import FirstImport
from store.models.order import Money, Order
from store.models.parcel import Trace
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.record_ruling import RecordRuling
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.cases.actions.withdraw_case import WithdrawCase
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.order.ledger import money_ledger
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.hand_over import HandOver
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.set_contents import SetContents
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.parcels.uploading import is_told
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.discrepancies.noted import reconcile
from store.rules.platform.imported_traces import merge_traces
from store.rules.platform.judging import judged
from store.rules.platform.two_sources import merge_order
from store.rules.stock.actions.apply_stock_out import ApplyStockOut
from store.rules.stock.actions.cancel_order import CancelOrder
from store.rules.stock.actions.rule_stock_out import RuleStockOut
from tests.build import (
    BACK_NO,
    DAY,
    HOUR,
    NOW,
    OIL,
    ORDER_NO,
    SHOP,
    TRACKING_NO,
    case,
    changed,
    context,
    exported_case,
    facts,
    gone,
    known,
    line,
    line_facts,
    money_back,
    order,
    refunded_case,
    sentences,
    shipped,
    stock_out,
    units,
)

OTHER_NO = "YT0000000000009"
APPLIED = {"platform_status": {"订单状态": "已申请缺货"}, "stock_out_applied": True}
LATER = {"closed_at": NOW + HOUR, "as_of": NOW + HOUR}
TO_SHIP = {"platform_status": {"订单状态": "待发货"}, "stock_out_applied": False}


def import_order(given: Order, said: OrderFacts) -> Order:
    merged = merge_order(given, said, SHOP, context(beside=given)).order
    return judged(merged, context(beside=merged), "import")


def import_case(given: Order, said: AfterSalesCase) -> Order:
    waiting = exported_case(given, said)
    merged = merge_case(given, waiting, context(beside=given))
    return judged(merged, context(beside=merged), "import")


def gone_off() -> OrderFacts:
    """The platform has closed the order without its goods having left there."""
    return facts(line_facts(fulfilment=Fulfilment.CANCELLED), knowledge=known(NOW - HOUR, 5))


def told(given: Order) -> list[str]:
    return [explain(given, one) for one in given.open_discrepancies]


def owed(given: Order) -> set[str]:
    return {one.kind for one in obligations(given, context().policy)}


def cancelled_and_shipped_there() -> Order:
    return import_order(changed(CancelOrder, order(), reason="buyer_changed_mind"), gone(OTHER_NO))


def another_amount_there() -> Order:
    agreed = changed(AgreeRefund, shipped(cases=(case(requested_fen=4000),)), amount="30")
    going = changed(Refund, agreed, amount="30", reason="少件", case="A1")
    return import_case(going, refunded_case(refunded_fen=4000, **LATER))


def less_there() -> Order:
    agreed = changed(AgreeRefund, shipped(cases=(case(requested_fen=4000),)), amount="30")
    going = changed(Refund, agreed, amount="30", reason="少件", case="A1")
    return import_case(going, refunded_case(refunded_fen=2000, **LATER))


def paid_here_and_closed_there() -> Order:
    agreed = changed(AgreeRefund, shipped(cases=(case(requested_fen=4000),)), amount="30")
    going = changed(Refund, agreed, amount="30", reason="少件", case="A1")
    return import_case(going, case(state="closed", outcome="withdrawn", **LATER))


def withdrawn_here_and_open_there() -> Order:
    seen = {"applied_at": NOW - DAY, "as_of": NOW - DAY, "unshipped": True}
    first = case(platform_status=(("售后状态", "待商家处理"),), **seen)
    withdrawn = changed(WithdrawCase, order(cases=(first,)))
    words = (("售后状态", "平台处理中"),)
    return import_case(withdrawn, case(state="platform_to_rule", platform_status=words, **seen))


def withdrawn_here_and_in_after_sales_there() -> Order:
    withdrawn = changed(WithdrawCase, order(cases=(case(unshipped=True),)))
    shown = facts(after_sales=AfterSales.OPEN)
    came = {"imported": FirstImport(number=1, at=NOW)}
    of_now = shown.knowledge.model_copy(update=came)
    return import_order(withdrawn, shown.model_copy(update={"knowledge": of_now}))


def applied_here_and_shipped_there() -> Order:
    return import_order(changed(ApplyStockOut, order()), gone(OTHER_NO))


def withdrawn_here_and_applied_there() -> Order:
    seen = import_order(order(platform_status=TO_SHIP["platform_status"]), facts(**APPLIED))
    withdrawn = changed(RuleStockOut, seen, verdict="withdrawn")
    return import_order(withdrawn, facts(**APPLIED, seller_note="z"))


def reissue_left_and_parcel_arrived() -> Order:
    lost = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件")
    sent = changed(ShipReissue, lost, tracking_no=OTHER_NO)
    return changed(RecordTrace, sent, state="delivered", parcel="p1")


def approved_here_and_shipped_there() -> Order:
    applied = changed(ApplyStockOut, order())
    return import_order(changed(RuleStockOut, applied, verdict="approved"), gone(OTHER_NO))


def exchanged() -> Order:
    """Both units came back, and two others left for them."""
    here = shipped(cases=(case(kind="exchange", state="seller_to_send", lines=units((1, 2))),))
    return changed(ShipReplacement, here, tracking_no=OTHER_NO)


def replaced_here_and_refunded_there() -> Order:
    return import_case(exchanged(), refunded_case(refunded_fen=5000, **LATER))


def replaced_here_and_closed_there() -> Order:
    return import_case(exchanged(), case(state="closed", outcome="withdrawn", **LATER))


def reissue_left_and_refunded_there() -> Order:
    lost = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件")
    sent = changed(ShipReissue, lost, tracking_no=OTHER_NO)
    return import_case(sent, refunded_case(refunded_fen=5000, **LATER))


SEEN = {"applied_at": NOW - DAY, "as_of": NOW - DAY}
FIRST = case(platform_status=(("售后状态", "待商家处理"),), **SEEN)


def agreed_here_and_rejected_there() -> Order:
    agreed = changed(AgreeRefund, shipped(cases=(FIRST,)))
    words = (("售后状态", "驳回退款，待买家处理"),)
    return import_case(agreed, case(state="buyer_to_answer", platform_status=words, **SEEN))


def rejected_here_and_agreed_there() -> Order:
    rejected = changed(RejectCase, shipped(cases=(FIRST,)), reason="与消费者协商售后方案")
    words = (("售后状态", "平台同意退款，退款中"),)
    said = {"state": "seller_to_refund", "waits_for": "platform", "platform_status": words}
    return import_case(rejected, case(**said, **SEEN))


def told_by_hand(given: Order) -> Order:
    """Somebody says that they pressed the button there."""
    return changed(CompleteTask, given, task=given.open_tasks[0].id)


def rejected_here_and_refunded_there() -> Order:
    rejected = changed(RejectCase, shipped(cases=(FIRST,)), reason="与消费者协商售后方案")
    words = (("售后状态", "退款成功"),)
    return import_case(rejected, refunded_case(platform_status=words, refunded_fen=5000, **SEEN))


def agreed_and_told_here_and_rejected_there() -> Order:
    agreed = told_by_hand(changed(AgreeRefund, shipped(cases=(FIRST,))))
    words = (("售后状态", "驳回退款，待买家处理"),)
    return import_case(agreed, case(state="buyer_to_answer", platform_status=words, **SEEN))


def rejected_and_told_here() -> Order:
    rejected = changed(RejectCase, shipped(cases=(FIRST,)), reason="与消费者协商售后方案")
    return told_by_hand(rejected)


def agreed_there(given: Order) -> Order:
    words = (("售后状态", "平台同意退款，退款中"),)
    said = {"state": "seller_to_refund", "waits_for": "platform", "platform_status": words}
    return import_case(given, case(**said, **SEEN))


def rejected_and_told_here_and_agreed_there() -> Order:
    return agreed_there(rejected_and_told_here())


def reissue_waits_here_and_a_parcel_is_there() -> Order:
    known_there = import_order(shipped(), gone("YT1234567890123"))
    lost = changed(CreateReissue, known_there, origin="lost_parcel", reason="丢件", sure="yes")
    return import_order(lost, gone(OTHER_NO))


@pytest.mark.parametrize(
    ("contradicted", "sentence"),
    [
        pytest.param(
            agreed_here_and_rejected_there,
            "Case A1 was agreed to here on 2026-11-22 (同意退款), but the platform shows: buyer to"
            " answer; find out who answered it there, and answer it again or settle it with the"
            " buyer.",
            id="agreed to here, rejected there",
        ),
        pytest.param(
            rejected_here_and_agreed_there,
            "Case A1 was rejected here on 2026-11-22 (拒绝), but the platform shows: ours to"
            " refund; find out who answered it there, and carry it out or settle it with the"
            " platform.",
            id="rejected here, agreed to there",
        ),
        pytest.param(
            rejected_here_and_refunded_there,
            "Case A1 was answered here on 2026-11-22 (拒绝), but the platform ended it the other"
            " way: refunded; find out who answered it there, and settle it with the platform or the"
            " buyer.",
            id="rejected here, refunded there",
        ),
        pytest.param(
            agreed_and_told_here_and_rejected_there,
            "Case A1 was agreed to here on 2026-11-22 (同意退款), but the platform shows: buyer to"
            " answer; find out who answered it there, and answer it again or settle it with the"
            " buyer.",
            id="agreed to and told, as somebody says, rejected there",
        ),
        pytest.param(
            rejected_and_told_here_and_agreed_there,
            "Case A1 was rejected here on 2026-11-22 (拒绝), but the platform shows: ours to"
            " refund; find out who answered it there, and carry it out or settle it with the"
            " platform.",
            id="rejected and told, as somebody says, agreed to there",
        ),
        pytest.param(
            reissue_waits_here_and_a_parcel_is_there,
            "The platform shows another parcel (YT0000000000009), while reissue 1 is still to be"
            " sent here: if that is the reissue, its goods would go twice.",
            id="a reissue waits here, another parcel there",
        ),
        pytest.param(
            cancelled_and_shipped_there,
            "RICE-10 was cancelled here on 2026-11-22, but the platform shows it shipped (2 of 2);"
            " have the parcel intercepted, and refund what does not reach the buyer.",
            id="cancelled here, shipped there",
        ),
        pytest.param(
            another_amount_there,
            "For case A1 30.00 was refunded here, but the platform says 40.00; the larger amount"
            " counts as gone.",
            id="more refunded there",
        ),
        pytest.param(
            less_there,
            "For case A1 30.00 was refunded here, but the platform says 20.00; the larger amount"
            " counts as gone.",
            id="less refunded there",
        ),
        pytest.param(
            paid_here_and_closed_there,
            "For case A1 30.00 went back here, or is on its way, but the platform closed it"
            " without money (withdrawn).",
            id="refunded here, closed there",
        ),
        pytest.param(
            withdrawn_here_and_open_there,
            "Case A1 was closed here, but the platform shows it open.",
            id="withdrawn here, open there",
        ),
        pytest.param(
            withdrawn_here_and_in_after_sales_there,
            "A file of 2026-11-22 09:00 shows an after-sales case of this order as open; what is"
            " known here has ended (A1). Look there whether another one is open.",
            id="withdrawn here, the order in after-sales there",
        ),
        pytest.param(
            applied_here_and_shipped_there,
            "Out-of-stock was applied for here on 2026-11-22, but the platform shows the goods"
            " shipped; record how the application ended.",
            id="stock-out applied here, shipped there",
        ),
        pytest.param(
            withdrawn_here_and_applied_there,
            "The application for out-of-stock ended here on 2026-11-22 (withdrawn), but the"
            " platform still says that it is applied for.",
            id="verdict here, still applied there",
        ),
        pytest.param(
            reissue_left_and_parcel_arrived,
            "Parcel YT1234567890123 was lost or on its way back, and what was in it was sent again"
            " or refunded, but it was delivered after all: have it sent back, or settle with the"
            " buyer that they keep both.",
            id="lost, sent again, and delivered",
        ),
        pytest.param(
            approved_here_and_shipped_there,
            "Out-of-stock was approved on 2026-11-22, but the platform shows the goods shipped;"
            " settle with the buyer whether they keep them or get the money back.",
            id="stock-out approved here, shipped there",
        ),
        pytest.param(
            replaced_here_and_refunded_there,
            "For case A1 goods left here (YT0000000000009), but the platform gave the money back"
            " too; have them intercepted, or settle it with the buyer.",
            id="replaced here, refunded there",
        ),
        pytest.param(
            replaced_here_and_closed_there,
            "For case A1 goods left here (YT0000000000009), but the platform closed it without"
            " anything (withdrawn); have them intercepted, or settle it with the buyer.",
            id="replaced here, closed there",
        ),
        pytest.param(
            reissue_left_and_refunded_there,
            "Reissue 1 left with YT0000000000009, but the platform gave the money for its goods"
            " back; have it intercepted, or settle it with the buyer.",
            id="sent again here, refunded there",
        ),
    ],
)
def test_a_contradiction_is_said_and_nothing_ships(
    contradicted: Callable[[], Order], sentence: str
) -> None:
    given = contradicted()

    assert told(given) == [sentence]
    assert Ship.why_not(given, context())
    assert "discrepancy" in owed(given)
    assert reconcile(given, context()) is given


def test_an_answer_that_the_platform_went_against_is_not_told_any_more() -> None:
    given = agreed_here_and_rejected_there()

    assert [(one.kind, one.moot, one.open) for one in given.tasks] == [("answer-case", True, False)]
    again = judged(changed(AgreeRefund, given), context(), "li")
    assert (again.open_discrepancies, [one.kind for one in again.open_tasks]) == (
        (),
        ["answer-case"],
    )


def agreed_to(amount: str) -> Order:
    return changed(AgreeRefund, shipped(cases=(FIRST,)), amount=amount)


DISPUTED = shipped(
    cases=(FIRST.model_copy(update={"state": CaseState.PLATFORM_TO_RULE}),),
)


def ruled(amount: str) -> Order:
    """The platform split the money, as somebody wrote down."""
    return changed(RecordRuling, DISPUTED, ruling="split", amount=amount)


def asked_anew_since() -> Order:
    """The buyer applied once more after the ruling, and we agreed to a part."""
    (one,) = ruled("10").cases
    asked = one.model_copy(update={"state": CaseState.SELLER_TO_ANSWER, "agreed_fen": None})
    return changed(AgreeRefund, ruled("10").with_case(asked), amount="20")


def on_its_way(amount: str) -> Order:
    given = agreed_to(amount)
    return changed(
        Refund, given, context(beside=given), amount=amount, reason="少件", case=FIRST.id
    )


def refunded_there(given: Order, fen: int) -> Order:
    words = (("售后状态", "退款成功"),)
    return import_case(given, refunded_case(platform_status=words, refunded_fen=fen, **SEEN))


@pytest.mark.parametrize(
    ("given", "fen", "sentence"),
    [
        pytest.param(
            agreed_to("20"),
            5000,
            "Case A1 was agreed to here with 20.00, but the platform refunded 50.00; that counts as"
            " gone.",
            id="more there than was agreed to",
        ),
        pytest.param(
            agreed_to("50"),
            2000,
            "Case A1 was agreed to here with 50.00, but the platform refunded 20.00; that counts as"
            " gone.",
            id="less there than was agreed to",
        ),
        pytest.param(agreed_to("20"), 2000, None, id="what was agreed to"),
        pytest.param(
            ruled("20"),
            5000,
            "The platform ruled that the buyer gets 20.00 for case A1, as it is recorded here, but"
            " it refunded 50.00; that counts as gone. Settle the difference with the platform.",
            id="more there than was ruled",
        ),
        pytest.param(ruled("20"), 2000, None, id="what was ruled"),
        pytest.param(
            asked_anew_since(),
            5000,
            "Case A1 was agreed to here with 20.00, but the platform refunded 50.00; that counts as"
            " gone.",
            id="more there than was agreed to since the ruling",
        ),
        pytest.param(
            on_its_way("20"),
            5000,
            "For case A1 20.00 was refunded here, but the platform says 50.00; the larger amount"
            " counts as gone.",
            id="more there than is on its way",
        ),
        pytest.param(on_its_way("20"), 2000, None, id="what is on its way"),
        pytest.param(shipped(cases=(FIRST,)), 5000, None, id="nothing was agreed to here"),
    ],
)
def test_another_amount_there_than_was_agreed_to_here_contradicts(
    given: Order, fen: int, sentence: str | None
) -> None:
    after = refunded_there(given, fen)

    assert told(after) == ([sentence] if sentence else [])
    assert [one.kind for one in after.open_discrepancies] == ["case_money"] * bool(sentence)
    assert money_ledger(after).done == fen


def test_who_agreed_after_a_ruling_for_us_contradicts_nobody_also_once_it_is_looked_at_again() -> (
    None
):
    won = changed(RecordRuling, DISPUTED, None, ruling="for_seller", ruled_at="2026-11-22 08:00")
    asked = won.cases[0].model_copy(update={"state": CaseState.SELLER_TO_ANSWER, "outcome": None})
    agreed = changed(AgreeRefund, won.with_case(asked))

    paid = refunded_there(agreed, 5000)

    assert judged(paid, context(), "li").open_discrepancies == ()


def test_an_amount_that_was_only_agreed_to_is_settled_without_a_choice() -> None:
    contradicted = refunded_there(agreed_to("20"), 5000)

    assert sentences(ResolveDiscrepancy, contradicted, {"reason": "x", "right": "us"}) == [
        (
            "right",
            (
                "Nothing was refunded here for this case: what the platform gave is all that has"
                " gone; leave it out."
            ),
        )
    ]
    settled = changed(ResolveDiscrepancy, contradicted, reason="平台已退")
    assert settled.open_discrepancies == ()
    assert money_ledger(settled).done == 5000


def test_a_counter_offer_that_the_buyer_has_goes_against_nothing() -> None:
    words = (("售后状态", "驳回退款，待买家处理"),)
    said = case(state="buyer_to_answer", platform_status=words, **SEEN)

    assert told(import_case(agreed_to("20"), said)) == []
    assert len(told(import_case(agreed_to("50"), said))) == 1


def test_an_answer_that_the_platform_shows_is_told() -> None:
    agreed = changed(AgreeRefund, shipped(cases=(FIRST,)))
    words = (("售后状态", "退款中"),)
    said = {"state": "seller_to_refund", "waits_for": "platform", "platform_status": words}

    given = import_case(agreed, case(**said, **SEEN))

    assert ([one.moot for one in given.tasks], told(given)) == ([False], [])


def test_what_the_platform_did_after_it_showed_our_answer_contradicts_nobody() -> None:
    shown = (("售后状态", "驳回退款，待买家处理"),)
    called_in = (("售后状态", "平台处理中"),)

    for state, words in (("buyer_to_answer", shown), ("platform_to_rule", called_in)):
        said = case(state=state, platform_status=words, **SEEN)
        seen = import_case(rejected_and_told_here(), said)
        assert told(agreed_there(seen)) == []


def test_a_refund_there_stays_against_our_no_after_the_platform_agreed_to_it() -> None:
    agreed = rejected_here_and_agreed_there()
    words = (("售后状态", "退款成功"),)

    paid = import_case(agreed, refunded_case(platform_status=words, refunded_fen=5000, **SEEN))
    (sentence,) = told(paid)
    assert sentence == (
        "Case A1 was answered here on 2026-11-22 (拒绝), but the platform ended it the other way:"
        " refunded; find out who answered it there, and settle it with the platform or the buyer."
    )
    (open_one,) = paid.open_discrepancies
    settled = changed(ResolveDiscrepancy, paid, discrepancy=open_one.id, reason="系统超时退款")
    assert told(judged(settled, context(), "li")) == []


def test_a_parcel_that_is_the_reissue_has_taken_its_goods() -> None:
    given = reissue_waits_here_and_a_parcel_is_there()
    assert ShipReissue.why_not(given, context())

    sent = judged(
        changed(ResolveDiscrepancy, given, reason="仓库已补发", right="platform"), context(), "li"
    )
    theirs = next(one for one in sent.parcels if one.tracking_no == OTHER_NO)
    assert (theirs.kind, theirs.lines) == ("reissue", units((1, 2)))
    assert (sent.reissues[0].state, sent.open_tasks, sent.open_discrepancies) == ("shipped", (), ())


def test_a_parcel_that_is_no_reissue_lets_it_go() -> None:
    given = reissue_waits_here_and_a_parcel_is_there()

    other = judged(changed(ResolveDiscrepancy, given, reason="是赠品", right="us"), context(), "li")

    assert (other.reissues[0].state, told(other)) == ("open", [])
    assert ShipReissue.why_not(other, context()) is None


def test_a_reissue_that_arrived_makes_nothing_good() -> None:
    given = reissue_left_and_refunded_there()
    sent = next(one for one in given.parcels if one.tracking_no == OTHER_NO)

    arrived = changed(RecordTrace, given, state="delivered", parcel=sent.id)

    assert told(arrived) == told(given)


def test_goods_that_the_buyer_sends_back_are_paid_for_beside_their_reissue() -> None:
    lost = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件")
    sent = changed(ShipReissue, lost, tracking_no=OTHER_NO)
    back = {"kind": "return_and_refund", "refunded_fen": 5000, "return_tracking_no": BACK_NO}

    assert told(import_case(sent, refunded_case(**back, **LATER))) == []


def test_a_unit_replaced_here_and_the_other_refunded_there_agree() -> None:
    here = shipped(cases=(case(kind="exchange", state="seller_to_send", lines=units((1, 2))),))
    sent = changed(ShipReplacement, here, tracking_no=OTHER_NO, lines="1:1")

    assert told(import_case(sent, refunded_case(refunded_fen=2500, **LATER))) == []


def test_the_refund_stays_owed_where_what_was_cancelled_has_left() -> None:
    given = cancelled_and_shipped_there()

    assert "refund" in owed(given)
    assert given.open_tasks == ()


def test_of_what_was_cancelled_and_has_left_the_freight_alone_is_not_owed() -> None:
    """The form leaves it out, too: it is for shop and buyer to agree on."""
    given = cancelled_and_shipped_there()
    with_freight = Money(goods_fen=5000, freight_fen=800, paid_fen=5800)
    left = given.model_copy(update={"money": with_freight})

    assert Refund.suggest(left, context())["amount"] == "50.00"
    part = changed(Refund, left, amount="20", reason="已发货")
    assert "refund" in owed(part)
    back = changed(Refund, part, amount="30", reason="已发货")
    assert (money_ledger(back).refundable, "refund" in owed(back)) == (800, False)


def test_the_larger_amount_counts_as_gone() -> None:
    assert money_ledger(another_amount_there()).refundable == 1000
    assert money_ledger(less_there()).refundable == 2000


def test_an_application_that_the_platform_went_past_is_not_to_be_made_any_more() -> None:
    kinds = [one.kind for one in applied_here_and_shipped_there().open_tasks]

    assert "apply-stock-out" not in kinds


def test_a_verdict_that_the_platform_shows_agrees_again() -> None:
    agreed = import_order(withdrawn_here_and_applied_there(), facts(**TO_SHIP))

    assert (agreed.open_discrepancies, agreed.open_tasks) == ((), ())


def test_a_word_that_contradicts_the_verdict_opens_no_application_when_it_comes_again() -> None:
    """Also of a file that says no word for it."""
    ruled = stock_out(state="approved", ruled_at=NOW - HOUR)
    said = facts(**APPLIED | {"platform_status": {}})

    once = import_order(order(stock_outs=(ruled,)), said)
    again = import_order(once, said)

    assert [one.kind for one in once.open_discrepancies] == ["verdict"]
    assert again.stock_outs == once.stock_outs
    assert again.open_discrepancies == once.open_discrepancies


def test_an_application_seen_again_before_its_verdict_is_no_contradiction() -> None:
    given = order(stock_outs=(stock_out(source=Source.PLATFORM),), platform_status={})

    assert import_order(given, facts(**APPLIED)).open_discrepancies == ()


@pytest.mark.parametrize(
    ("changes", "is_against"),
    [
        pytest.param({}, True, id="on its way"),
        pytest.param({"confirmed": True}, False, id="the platform has shown it"),
        pytest.param({"traces": (Trace(at=NOW, state="returned"),)}, False, id="it is back"),
        pytest.param({"kind": "reissue"}, False, id="what was bought has not left"),
    ],
)
def test_goods_that_left_here_contradict_an_application_of_the_platforms(
    changes: dict[str, Any], *, is_against: bool
) -> None:
    sent = changed(Ship, order(), tracking_no=TRACKING_NO)
    (parcel,) = sent.parcels
    given = sent.with_parcel(parcel.model_copy(update=changes))

    after = import_order(given, facts(**APPLIED))

    said = (
        "The platform shows this order as applied for as out of stock since 2026-11-22, but its"
        f" goods left here ({TRACKING_NO}), and no number is taken there until that ends: have the"
        " application withdrawn there, or the parcel stopped."
    )
    assert [explain(after, one) for one in after.open_discrepancies] == [said] * is_against
    assert import_order(after, facts(**TO_SHIP)).open_discrepancies == ()


def test_no_number_goes_up_for_what_was_approved_as_out_of_stock_after_it_had_left() -> None:
    applied = import_order(changed(Ship, order(), tracking_no=TRACKING_NO), facts(**APPLIED))

    approved = changed(RuleStockOut, applied, verdict="approved")

    (task,) = approved.tasks
    assert (task.kind, task.moot) == ("batch-ship", True)
    assert told(approved) == [
        (
            "Out-of-stock was approved on the platform (2026-11-22), but the goods left here"
            f" ({TRACKING_NO}), and no number is taken there any more: have the parcel stopped, or"
            " settle with the buyer whether they keep it or get the money back."
        )
    ]
    rejected = changed(RuleStockOut, applied, verdict="rejected")
    assert [one.open for one in rejected.tasks] == [True]


@pytest.mark.parametrize("platform", list(Platform))
@pytest.mark.parametrize(
    "said",
    [
        pytest.param(money_back(), id="its money went back"),
        pytest.param(gone_off(), id="it was cancelled"),
    ],
)
def test_what_left_though_it_was_not_to_leave_contradicts_nobody_once_it_is_back(
    platform: Platform, said: OrderFacts
) -> None:
    sent = changed(Ship, order(platform=platform), tracking_no=TRACKING_NO)
    there = import_order(sent, said.model_copy(update={"platform": platform}))
    assert [one.kind for one in there.open_discrepancies] == ["goods"]

    back = judged(changed(RecordTrace, there, state="returned"), context(beside=there), "import")

    assert back.open_discrepancies == ()
    assert "make-good" not in [one.kind for one in obligations(back, context().policy)]


def test_a_scan_of_a_file_is_seen_too() -> None:
    given = reissue_left_and_parcel_arrived()
    before = given.model_copy(
        update={
            "parcels": (given.parcels[0].model_copy(update={"traces": ()}), given.parcels[1]),
            "discrepancies": (),
        }
    )
    scan = facts_of_scan(Trace(at=NOW, state="delivered"))

    merged = merge_traces(before, [scan], context(beside=before)).order
    (found,) = reconcile(merged, context(beside=before)).open_discrepancies
    assert (found.kind, found.about) == ("found", "p1")


def facts_of_scan(trace: Trace) -> TraceFacts:
    return TraceFacts(
        order_no=ORDER_NO,
        tracking_no="YT1234567890123",
        row=2,
        trace=trace,
        columns={},
        cells={},
    )


def test_words_of_before_do_not_take_a_case_back_for_which_money_is_going() -> None:
    seen = {"applied_at": NOW - DAY, "as_of": NOW - DAY}
    agreed = case(state="seller_to_refund", platform_status=(("售后状态", "退款中"),), **seen)
    going = changed(Refund, shipped(cases=(agreed,)), amount="50", reason="少件", case="A1")

    merged = import_case(going, case(platform_status=(("售后状态", "待商家处理"),), **seen))

    assert merged.cases[0].state is CaseState.SELLER_TO_REFUND


def test_a_case_is_not_rejected_while_money_is_on_its_way_for_it() -> None:
    agreed = shipped(cases=(case(state="seller_to_refund"),))
    going = changed(Refund, agreed, amount="20", reason="少件", case="A1")
    asked = going.with_case(going.cases[0].model_copy(update={"state": "seller_to_answer"}))

    assert RejectCase.why_not(asked, context()) == (
        "A refund of 20.00 for case A1 is open (2026-11-22 09:00); settle it before the case is"
        " rejected."
    )


def test_an_older_export_opens_nothing() -> None:
    withdrawn = changed(WithdrawCase, order(cases=(case(unshipped=True),)))

    said = facts(after_sales=AfterSales.OPEN, knowledge=known(NOW - 9 * DAY))
    assert import_order(withdrawn, said).open_discrepancies == ()


def test_the_rest_of_the_money_for_unshipped_goods_is_gone_with_their_units() -> None:
    """A part was refunded here, the goods left all the same, and then all of it went there."""
    asked = order(cases=(case(unshipped=True, requested_fen=3000),))
    agreed = changed(AgreeRefund, asked, amount="15")
    going = changed(Refund, agreed, case="A1", reason="拍错")
    done = changed(SettleRefund, going, outcome="done")
    left = changed(Ship, done, tracking_no=OTHER_NO)

    there = import_case(left, refunded_case(unshipped=True, requested_fen=3000, **LATER))

    assert [one.kind for one in there.open_discrepancies] == ["case_money", "goods"]
    assert told(there)[1] == (
        "RICE-10: 2 ordered, but 0 cancelled, 2 shipped and 2 refunded before shipping; have what"
        " left too much stopped or sent back, or settle it with the buyer."
    )


WITH_NUMBER = changed(Ship, order(), tracking_no=TRACKING_NO)
"""Both bags left here, and the platform is to be told."""
HANDED_OVER = changed(HandOver, order(), way="pick_up", reason="到店自提")
LEFT_HERE = [
    pytest.param(WITH_NUMBER, TRACKING_NO, id="with a number"),
    pytest.param(HANDED_OVER, "without a number", id="without a carrier"),
]


def in_another_parcel(here: str) -> str:
    return (
        f"RICE-10: 2 ordered, but it left here ({here}), and the platform shows it in another"
        f" parcel ({OTHER_NO}); correct the number where it is one parcel, else find out which of"
        " them the buyer gets, and have the other one stopped."
    )


def numbered_by_case(given: Order, tracking_no: str, line_no: str = "") -> Order:
    """The after-sales export names the number with which the goods of a case left."""
    said = exported_case(given, case(), line_no=line_no, tracking_no=tracking_no, shipped=True)
    merged = merge_case(given, said, context(beside=given))
    return judged(merged, context(beside=merged), "import")


@pytest.mark.parametrize(("left", "here"), LEFT_HERE)
def test_what_left_here_is_in_another_parcel_there(left: Order, here: str) -> None:
    there = import_order(left, gone(OTHER_NO))

    assert told(there) == [in_another_parcel(here)]
    assert [(one.kind, one.moot) for one in there.tasks] == [(left.open_tasks[0].kind, True)]


@pytest.mark.parametrize(("left", "here"), LEFT_HERE)
def test_that_it_left_may_be_said_there_before_or_after_the_other_number(
    left: Order, here: str
) -> None:
    said_first = numbered_by_case(import_order(left, gone()), OTHER_NO)
    number_first = import_order(numbered_by_case(left, OTHER_NO), gone())

    for there in (said_first, number_first):
        assert told(there) == [in_another_parcel(here)]
        assert not is_told(there, there.parcels[0])
        assert (there.parcels[1].lines, there.open_tasks) == (units((1, 2)), ())
        again = numbered_by_case(import_order(there, gone()), OTHER_NO)
        assert (again.parcels, again.discrepancies) == (there.parcels, there.discrepancies)


def test_the_number_of_what_left_here_is_no_other_one_there() -> None:
    there = numbered_by_case(import_order(WITH_NUMBER, gone()), TRACKING_NO)

    assert (told(there), len(there.parcels)) == ([], 1)
    assert is_told(there, there.parcels[0])


BOTH_LINES = (
    line_facts(line_no="A"),
    line_facts(line_no="B", sku="OIL-5", name="菜籽油", ordered=1, amount_fen=3000),
)


def test_a_number_fills_in_no_parcel_of_other_goods() -> None:
    both = order(line(line_no="A"), OIL.model_copy(update={"line_no": "B"}))
    half = changed(Ship, both, tracking_no=TRACKING_NO, lines="1:2")

    there = numbered_by_case(import_order(half, gone(lines=BOTH_LINES)), OTHER_NO, "A")

    assert told(there) == [in_another_parcel(TRACKING_NO)]
    assert [(one.tracking_no, one.lines) for one in there.parcels] == [
        (TRACKING_NO, units((1, 2))),
        ("", units((2, 1))),
        (OTHER_NO, units((1, 2))),
    ]
    named = numbered_by_case(there, "YT9999999999999", "B")
    assert named.parcels[1].tracking_no == "YT9999999999999"


def test_another_number_is_of_the_goods_that_its_case_is_about() -> None:
    both = order(line(line_no="A"), OIL.model_copy(update={"line_no": "B"}))
    sent = import_order(
        changed(Ship, both, tracking_no=TRACKING_NO),
        gone(lines=BOTH_LINES),
    )

    there = numbered_by_case(sent, OTHER_NO, "A")

    assert told(there) == [in_another_parcel(TRACKING_NO)]
    assert there.parcels[1].lines == units((1, 2))
    assert is_told(there, there.parcels[0])


def test_another_number_may_be_the_reissue_that_waits() -> None:
    seen = import_order(shipped(), gone())
    lost = changed(CreateReissue, seen, origin="lost_parcel", reason="丢件", sure="yes")

    there = numbered_by_case(lost, OTHER_NO)

    assert [one.kind for one in there.open_discrepancies] == ["reissue_there"]
    assert there.parcels[1].lines == ()
    for one in there.parcels:
        assert "Resolve that first" in (SetContents.refusal(there, one, None) or "")
    ours = {"reason": "x", "right": "us"}
    settled = changed(ResolveDiscrepancy, there, None, **ours)
    assert SetContents.refusal(settled, settled.parcels[1], None) is None


def test_another_number_may_be_the_reissue_that_was_created_there_and_cancelled_since() -> None:
    seen = import_order(shipped(), gone())
    missing = {"origin": "missing_goods", "reason": "少件", "lines": "1:1", "sure": "yes"}
    made = changed(CreateReissue, seen, None, **missing)
    there = changed(CompleteTask, made, task=made.open_tasks[0].id)
    off = changed(CancelReissue, there, reason="不发了")

    shown = numbered_by_case(off, OTHER_NO)

    never_there = changed(CancelReissue, made, reason="不发了")
    assert told(numbered_by_case(never_there, OTHER_NO)) == [in_another_parcel(TRACKING_NO)]
    said = (
        f"The platform shows another parcel ({OTHER_NO}), and reissue 1 may have been created there"
        " before it was cancelled here: if that is the reissue, its goods go all the same."
    )
    assert told(shown) == [said]
    left = changed(ResolveDiscrepancy, shown, reason="快递已揽收", right="platform")
    assert [(one.state, one.parcel, one.cancelled_at) for one in left.reissues] == [
        ("shipped", left.parcels[1].id, None)
    ]
    assert [one.kind for one in judged(left, context(), "resolve-discrepancy").open_tasks] == []


def test_a_number_there_is_of_what_was_not_handed_over_here() -> None:
    handed = changed(HandOver, order(), way="pick_up", reason="到店自提", lines="1:1")

    there = import_order(handed, gone(OTHER_NO))

    assert (told(there), there.parcels[-1].lines) == ([], units((1, 1)))
    assert [one.kind for one in there.open_tasks] == ["hand-over"]
