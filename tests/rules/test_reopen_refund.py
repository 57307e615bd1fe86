"""ReopenRefund: how a refund ended was recorded wrongly, and is found out anew."""

from typing import Any

import pytest

from store.models.order import Order
from store.models.refund import Refund as RefundRecord
from store.models.reissue import Loss
from store.rules.cases.actions.agree_exchange import AgreeExchange
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.record_return_shipped import RecordReturnShipped
from store.rules.cases.case_machine import stands_now
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.reopen_refund import ReopenRefund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.order.ledger import money_ledger, units_to_ship
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.judging import judged
from tests.build import (
    BACK_NO,
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    order,
    refund,
    refunded_case,
    shipped,
    units,
)
from tests.rules.payments import bill, income, taken
from tests.rules.test_contradictions import import_case


def one(**about: Any) -> Order:
    return order(refunds=(refund(**({"amount_fen": 5000, "state": "done"} | about)),))


THERE = "The platform shows the refund of 50.00 as gone."


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(one(), None, id="done"),
        pytest.param(one(state="failed"), None, id="failed"),
        pytest.param(order(), "No refund of this order was settled.", id="none"),
        pytest.param(one(state="pending"), "No refund of this order was settled.", id="open"),
        pytest.param(one(source="platform"), THERE, id="the platform's"),
        pytest.param(one(shown_by="export"), THERE, id="settled by its export"),
        pytest.param(
            shipped(
                cases=(refunded_case(closed_by=None),),
                refunds=(refund(amount_fen=5000, state="done", case="A1"),),
            ),
            THERE,
            id="its case ended there with money",
        ),
        pytest.param(
            order(
                refunds=(
                    refund(amount_fen=3000, state="failed"),
                    refund(id="r2", amount_fen=4000, state="pending"),
                )
            ),
            "Only 10.00 is left to refund, so that the refund of 30.00 cannot have gone.",
            id="other money went since",
        ),
    ],
)
def test_when_it_may_be_taken_back_how_a_refund_ended(given: Order, sentence: str | None) -> None:
    assert ReopenRefund.why_not(given, context()) == sentence


@pytest.mark.parametrize("wrong", ["done", "failed"])
@pytest.mark.parametrize(
    ("right", "left", "to_ship"), [("done", 0, 0), ("failed", 5000, 2), ("unknown", 0, 0)]
)
def test_how_it_really_ended_is_recorded_as_ever(
    wrong: str, right: str, left: int, to_ship: int
) -> None:
    paid = changed(Refund, order(), lines="1:2", reason="x")
    settled = changed(SettleRefund, paid, outcome=wrong)

    anew = changed(ReopenRefund, settled, reason="点错了")
    after = changed(SettleRefund, anew, outcome=right)

    assert (anew.refunds[0].state, anew.refunds[0].settled_note) == ("unknown", "点错了")
    assert (money_ledger(anew).refundable, units_to_ship(anew)) == (0, 0)
    assert (money_ledger(after).refundable, units_to_ship(after)) == (left, to_ship)


def test_goods_that_left_since_it_failed_contradict_its_money() -> None:
    paid = changed(Refund, order(), lines="1:2", reason="x")
    failed = changed(SettleRefund, paid, outcome="failed")
    gone = changed(Ship, failed, context(beside=failed), tracking_no=OTHER_NO)

    anew = reopened(gone)

    assert contradicted(anew) == ["goods"]
    assert contradicted(changed(SettleRefund, anew, outcome="done")) == ["goods"]
    assert contradicted(changed(SettleRefund, anew, outcome="failed")) == []


def test_goods_that_were_sent_again_since_it_failed_contradict_its_money() -> None:
    lost = (Loss(line=1, quantity=1, kind="lost", at=NOW - DAY),)
    paid = changed(Refund, shipped(losses=lost), lines="1:1", reason="x")
    failed = changed(SettleRefund, paid, outcome="failed")
    planned = changed(CreateReissue, failed, lines="1:1", origin="lost_parcel", reason="丢件")
    sent = changed(ShipReissue, planned, context(beside=planned), tracking_no=OTHER_NO)

    anew = reopened(sent)

    assert contradicted(anew) == ["sent_again"]
    assert contradicted(changed(SettleRefund, anew, outcome="done")) == ["sent_again"]
    assert contradicted(changed(SettleRefund, anew, outcome="failed")) == []


def reopened(given: Order) -> Order:
    return changed(ReopenRefund, given, context(beside=given), reason="点错了")


def contradicted(given: Order) -> list[str]:
    known = judged(given, context(beside=given), "li")
    return [one.kind for one in known.open_discrepancies]


AGREED = changed(AgreeRefund, shipped(cases=(case(requested_fen=5000),)))
RETURN = changed(
    AgreeReturn,
    shipped(cases=(case(kind="return_and_refund", lines=units((1, 2))),)),
    return_address="仓库",
)
REFUSED = changed(AgreeRefund, shipped(cases=(case(kind="refused_delivery"),)))
ON_ITS_WAY = changed(RecordReturnShipped, RETURN, tracking_no=BACK_NO)
HERE = changed(ReceiveReturn, ON_ITS_WAY, good="1:2")
PART_HERE = changed(ReceiveReturn, ON_ITS_WAY, good="1:1")
EXCHANGE = changed(
    AgreeExchange, shipped(cases=(case(kind="exchange", lines=units((1, 2))),)), return_address="仓"
)
EXCHANGE_HERE = changed(
    ReceiveReturn, changed(RecordReturnShipped, EXCHANGE, tracking_no=BACK_NO), good="1:2"
)
UNANSWERED = shipped(cases=(case(requested_fen=5000),))


def there(state: str, **changes: Any) -> Order:
    """A case that the platform shows there, of which nobody answered anything here."""
    named = {"platform_deadline": NOW + DAY, "latest_deadline": NOW + DAY, "since": NOW - DAY}
    return shipped(cases=(case(**({"state": state, "requested_fen": 5000} | named | changes)),))


RETURNED_THERE = {"kind": "return_and_refund", "agreed_at": NOW - DAY, "goods_due": True}


@pytest.mark.parametrize(
    ("before", "stands"),
    [
        pytest.param(AGREED, "seller_to_refund", id="agreed to"),
        pytest.param(UNANSWERED, "seller_to_answer", id="answered by its money alone"),
        pytest.param(RETURN, "buyer_to_return", id="a return that was paid early"),
        pytest.param(ON_ITS_WAY, "seller_to_receive", id="a return on its way"),
        pytest.param(HERE, "seller_to_refund", id="a return that is here"),
        pytest.param(REFUSED, "parcel_to_come_back", id="a refusal that was paid early"),
        pytest.param(EXCHANGE_HERE, "seller_to_send", id="paid for in place of an exchange"),
        pytest.param(PART_HERE, "seller_to_refund", id="a part of a return that is here"),
        pytest.param(
            there("buyer_to_return", **RETURNED_THERE), "buyer_to_return", id="agreed to there"
        ),
        pytest.param(
            there("seller_to_receive", return_tracking_no=BACK_NO, **RETURNED_THERE),
            "seller_to_receive",
            id="sent back there",
        ),
        pytest.param(there("platform_to_rule"), "platform_to_rule", id="the platform is in"),
        pytest.param(there("open"), "open", id="nobody knows whose turn it is"),
    ],
)
def test_the_case_that_its_money_moved_stands_where_it_stood(before: Order, stands: str) -> None:
    about = {"lines": "1:1" if before is PART_HERE else "1:2"}
    about |= {"case": "A1"} if before is EXCHANGE_HERE else {}
    pays = context(now=NOW + HOUR, beside=before)
    paid = changed(Refund, before, pays, reason="x", **about)
    ended = changed(SettleRefund, paid, outcome="done")
    later = context(now=NOW + 2 * DAY, beside=ended)

    outcome = do(ReopenRefund, ended, later, reason="点错了")

    (anew,) = outcome.documents
    assert isinstance(anew, Order)
    (waits,) = anew.cases
    assert (waits.state, waits.outcome, waits.refunded_fen) == (stands, None, None)
    was = before.cases[0]
    # A part of it did not close it: it has waited since that was asked for.
    assert waits.since == (NOW + HOUR if before is PART_HERE else was.since)
    assert waits.platform_deadline == was.platform_deadline
    assert outcome.said == (stands_now(waits),)
    failed = changed(SettleRefund, anew, outcome="failed")
    assert failed.cases[0].state == stands
    again = changed(SettleRefund, anew, outcome="done").cases[0]
    assert (again.state, again.outcome) == (ended.cases[0].state, ended.cases[0].outcome)


def test_goods_that_came_while_it_was_closed_are_to_be_paid() -> None:
    paid = changed(Refund, ON_ITS_WAY, lines="1:2", reason="x")
    ended = changed(SettleRefund, paid, outcome="done")
    came = changed(ReceiveReturn, ended, good="1:2")

    assert changed(ReopenRefund, came, reason="点错了").cases[0].state == "seller_to_refund"


def test_what_is_said_to_be_its_money_answers_nothing_once_it_failed() -> None:
    gone = refund(amount_fen=2000, state="done", settled_at=NOW)
    asked = there("seller_to_answer", requested_fen=2000, applied_at=NOW - HOUR)
    paid = changed(AgreeRefund, asked.with_refund(gone), went="yes")

    (waits,) = changed(ReopenRefund, paid, reason="点错了").cases

    assert (waits.state, waits.platform_deadline) == ("seller_to_answer", NOW + DAY)
    assert (waits.agreed_fen, waits.agreed_at) == (None, None)


NAMED = {"platform_deadline": NOW + DAY, "latest_deadline": NOW + DAY}


def test_what_was_to_be_told_of_an_earlier_application_stays_over() -> None:
    agreed = changed(AgreeRefund, shipped(cases=(case(**NAMED),)))
    paid = changed(SettleRefund, changed(Refund, agreed, case="A1", reason="x"), outcome="done")
    over = judged(paid, context(beside=paid), "li")
    anew = over.cases[0].model_copy(update={"applied_at": NOW + HOUR})

    assert [one.kind for one in reopened(over).open_tasks] == ["answer-case"]
    assert reopened(over.with_case(anew)).open_tasks == ()


def test_a_case_that_no_money_closed_is_open_on_both_sides() -> None:
    paid = changed(Refund, RETURN, lines="1:2", reason="x")
    ended = changed(SettleRefund, paid, outcome="done")
    shown = {"id": "A1", "kind": "return_and_refund", "platform_deadline": NOW + 5 * DAY}
    still_open = import_case(
        ended, case(state="buyer_to_return", as_of=NOW + HOUR, source="platform", **shown)
    )
    assert [one.kind for one in still_open.open_discrepancies] == ["case_open"]

    anew = reopened(still_open)

    assert contradicted(anew) == ["case_open"]
    assert contradicted(changed(SettleRefund, anew, outcome="failed")) == []


def test_the_time_that_the_platform_named_for_its_case_goes_on() -> None:
    given = shipped(cases=(case(requested_fen=5000, **NAMED),))
    paid = changed(Refund, given, lines="1:2", reason="x")
    ended = changed(SettleRefund, paid, outcome="done")

    anew = changed(ReopenRefund, ended, reason="点错了")

    assert (ended.cases[0].platform_deadline, anew.cases[0].platform_deadline) == (None, NOW + DAY)


@pytest.mark.parametrize("told", [False, True])
def test_the_time_for_an_answer_is_never_the_buyers_and_what_was_untold_is_to_be_told(
    *, told: bool
) -> None:
    asked = case(kind="return_and_refund", lines=units((1, 2)), **NAMED)
    agreed = changed(AgreeReturn, shipped(cases=(asked,)), return_address="仓库")
    before = changed(CompleteTask, agreed) if told else agreed
    paid = changed(Refund, before, lines="1:2", reason="x")
    done = changed(SettleRefund, paid, outcome="done")
    ended = judged(done, context(beside=done), "li")
    assert ended.open_tasks == ()

    anew = changed(ReopenRefund, ended, reason="点错了")

    assert (anew.cases[0].state, anew.cases[0].platform_deadline) == ("buyer_to_return", None)
    assert [one.kind for one in anew.open_tasks] == ([] if told else ["answer-case"])


@pytest.mark.parametrize(
    ("right", "kinds", "left"),
    [("failed", ["send-back"], []), ("done", ["discrepancy"], ["case_closed"])],
)
def test_what_was_settled_with_the_platform_since_is_judged_anew(
    right: str, kinds: list[str], left: list[str]
) -> None:
    paid = changed(SettleRefund, changed(Refund, HERE, case="A1", reason="x"), outcome="done")
    ended = paid.cases[0].model_copy(update={"outcome": "withdrawn", "closed_by": None})
    contradicted = judged(paid.with_case(ended), context(beside=paid), "import")
    given = changed(ResolveDiscrepancy, contradicted, reason="打过款", right="us")
    assert owed(given) == []

    anew = judged(changed(ReopenRefund, given, reason="点错了"), context(beside=given), "li")
    after = judged(changed(SettleRefund, anew, outcome=right), context(beside=anew), "li")

    assert owed(anew) == ["settle-refund", "discrepancy"]
    settled, again = anew.discrepancies
    assert (settled.is_settled, settled.reason, settled.lapsed_at) == (False, "打过款", NOW)
    assert explain(anew, again).endswith("It was settled on 2026-11-22 as it stood then (打过款).")
    assert owed(after) == kinds
    assert [one.kind for one in after.open_discrepancies] == left


def owed(given: Order) -> list[str]:
    about_parcels = ("first-scan",)
    every = obligations(given, context().policy)
    return [one.kind for one in every if one.kind not in about_parcels]


@pytest.mark.parametrize(
    ("back", "sentence"),
    [
        pytest.param(0, None, id="no money went back by them"),
        pytest.param(
            5000,
            "The platform's funds show the refund of 50.00 as gone: 50.00 (2026-11-22 09:00).",
            id="it did",
        ),
    ],
)
def test_what_the_funds_show_as_gone_is_not_taken_back(back: int, sentence: str | None) -> None:
    given = one(settled_at=NOW)
    rows = (taken("refund", back, at=NOW),) if back else ()
    funds = context(given, payments=(bill(income(), *rows, of=given),), beside=given)

    assert ReopenRefund.why_not(given, funds) == sentence


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        pytest.param((), THERE, id="it means this one"),
        pytest.param(
            (refund(id="r2", state="done", beside=True),), THERE, id="the other is beside"
        ),
        pytest.param((refund(id="r2", state="done"),), None, id="it may mean another"),
    ],
)
def test_a_word_without_an_amount_means_the_only_refund_that_there_is(
    others: tuple[RefundRecord, ...], sentence: str | None
) -> None:
    mine = refund(amount_fen=5000, state="done")
    given = shipped(platform_after_sales="refunded", refunds=(*others, mine))

    assert ReopenRefund.refusal(given, mine, context()) == sentence
