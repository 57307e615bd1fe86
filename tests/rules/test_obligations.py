"""Obligations: what is owed, by whom, until when, and what happens at zero."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from store.documents.rows import rows_of
from store.models.axes import Party, Payment, Platform
from store.models.cancellation import Cancellation
from store.models.contact import Contact
from store.models.discrepancy import Discrepancy, DiscrepancyKind
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.models.reissue import Reissue
from store.models.row import ObligationRow
from store.models.work import Hold
from store.policy import load_policy
from store.rules.action.catalogue import all_tells
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.money.actions.refund import Refund
from store.rules.obligations import (
    Obligation,
    obligations,
    ship_by,
    standing,
    unpacked,
)
from store.rules.order.actions.change_address import ChangeAddress
from store.rules.order.promises import open_promises
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.cases.answers import ANSWER_CASE
from store.rules.timing.policy import Policy
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OIL,
    OTHER_NO,
    case,
    changed,
    line,
    order,
    parcel,
    refund,
    refund_of_unshipped,
    shipped,
    stock_out,
    units,
)
from tests.rules.row_facts import order_row

POLICY = load_policy()
DEAL = NOW - DAY


def kinds(given: Order) -> list[str]:
    return [one.kind for one in obligations(given, POLICY)]


def only(given: Order, kind: str) -> Obligation:
    (found,) = [one for one in obligations(given, POLICY) if one.kind == kind]
    return found


def owed_rows(given: Order) -> list[ObligationRow]:
    rows = rows_of(given, POLICY)["obligations"]
    return [one for one in rows if isinstance(one, ObligationRow)]


def said(hours_ago: int, **changes: Any) -> Contact:
    given = {
        "id": f"c{hours_ago}",
        "at": NOW - hours_ago * HOUR,
        "channel": "phone",
        "direction": "out",
        "text": "今天补发",
        "by": "li",
    }
    return Contact.model_validate(given | changes)


PROMISE = said(5, promise_due=NOW + HOUR)
LAPSED = Hold(until=NOW - HOUR, reason="等", at=NOW - DAY, by="li")
WATCHED = parcel(shipped_at=NOW - 20 * HOUR)


@pytest.mark.parametrize(
    ("given", "due", "estimated"),
    [
        pytest.param(order(), NOW + 5 * HOUR, False, id="the platform's own promise wins"),
        pytest.param(
            order(ship_by_deadline=None, deal_at=DEAL), DEAL + 48 * HOUR, True, id="from the deal"
        ),
        pytest.param(
            order(ship_by_deadline=None), NOW - 2 * DAY + 48 * HOUR, True, id="from the payment"
        ),
        pytest.param(
            order(ship_by_deadline=None, paid_at=None, ordered_at=DEAL),
            DEAL + 48 * HOUR,
            True,
            id="from the order",
        ),
        pytest.param(
            order(ship_by_deadline=None, paid_at=None), None, False, id="nobody knows from when"
        ),
    ],
)
def test_when_an_order_has_to_be_shipped(given: Order, due: Any, *, estimated: bool) -> None:
    deadline = ship_by(given, POLICY)

    assert deadline is not None
    assert (deadline.at, deadline.estimated) == (due, estimated)


@pytest.mark.parametrize(
    "given", [shipped(), order(platform_payment=Payment.UNPAID)], ids=["shipped", "unpaid"]
)
def test_nothing_to_ship_has_no_deadline(given: Order) -> None:
    assert ship_by(given, POLICY) is None
    assert "ship" not in kinds(given)


def test_without_a_rule_nothing_is_estimated() -> None:
    given = order(ship_by_deadline=None)

    (owed,) = obligations(given, Policy())

    assert (owed.due_at, owed.estimated, owed.at_zero, owed.source) == (None, False, "", "")


def test_a_shipment_says_what_happens_at_zero_and_by_which_rule() -> None:
    (pinduoduo,) = obligations(order(ship_by_deadline=None), POLICY)
    (douyin,) = obligations(order(platform=Platform.DOUYIN, ship_by_deadline=NOW), POLICY)
    (longer,) = obligations(order(platform=Platform.DOUYIN), POLICY)

    assert (pinduoduo.kind, pinduoduo.who) == ("ship", Party.US)
    assert pinduoduo.at_zero == "counted late: 3.00 yuan (seen)"
    assert pinduoduo.source.endswith("(seen)")
    assert douyin.at_zero == (
        "counted late; nothing is deducted for 48 hours, then 2.00 yuan as out of stock (official)"
    )
    assert douyin.source == ""
    assert longer.at_zero == "counted late: 2.00 yuan (official)"


def test_a_penalty_that_is_not_in_force_yet_has_no_amount() -> None:
    given = order(platform=Platform.DOUYIN, ship_by_deadline=NOW - 300 * DAY)

    (owed,) = obligations(given, POLICY)

    assert owed.at_zero == "counted late"


@pytest.mark.parametrize(
    ("contacts", "waiting"),
    [
        pytest.param((), None, id="nothing was said"),
        pytest.param((said(5),), None, id="nothing was promised"),
        pytest.param((PROMISE,), PROMISE, id="promised"),
        pytest.param((PROMISE, said(1)), PROMISE, id="a later word does not keep it"),
        pytest.param(
            (PROMISE.model_copy(update={"kept_at": NOW}),),
            None,
            id="it is said to be kept",
        ),
        pytest.param((said(6), PROMISE), PROMISE, id="an earlier word does not"),
        pytest.param((PROMISE, said(1, direction="in")), PROMISE, id="the buyer's word does not"),
        pytest.param(
            (PROMISE, said(1, promise_due=NOW + DAY)), PROMISE, id="another promise does not"
        ),
        pytest.param(
            (said(6, promise_due=NOW + DAY), PROMISE), PROMISE, id="the earliest is the one"
        ),
    ],
)
def test_a_promise_waits_until_somebody_says_that_it_was_kept(
    contacts: tuple[Contact, ...], waiting: Contact | None
) -> None:
    assert next(iter(open_promises(order(contacts=contacts))), None) == waiting


def test_an_open_promise_is_ours_and_says_what_was_promised() -> None:
    owed = only(shipped(contacts=(PROMISE,)), "answer-promise")

    assert (owed.who, owed.due_at) == (Party.US, NOW + HOUR)
    assert owed.at_zero == "not kept by then, the promise to the buyer is broken: 今天补发"


def test_what_was_promised_is_kept_without_the_buyers_name() -> None:
    promise = said(5, promise_due=NOW + HOUR, text="今天给张三丰补发")

    assert only(order(contacts=(promise,)), "answer-promise").zero == ("promise", "今天给张**补发")
    moved = changed(ChangeAddress, order(contacts=(promise,)), by="buyer", name="李四")
    assert only(moved, "answer-promise").zero == ("promise", "今天给张**补发")


def test_the_row_of_an_order_shows_the_earliest_of_our_deadlines() -> None:
    row = order_row(order(contacts=(PROMISE,)))

    assert row.due_at == int((NOW + timedelta(hours=1)).timestamp())
    assert row.ship_by == int((NOW + timedelta(hours=5)).timestamp())


def test_rows_keep_everything_that_is_owed_and_give_it_back() -> None:
    given = order(
        ship_by_deadline=None,
        contacts=(PROMISE,),
        stock_outs=(stock_out(applied_at=NOW - 3 * DAY),),
        cases=(case(),),
    )

    found = [unpacked(one, POLICY) for one in owed_rows(given)]

    assert found == [
        replace(one, due_at=one.due_at.replace(microsecond=0) if one.due_at else None)
        for one in obligations(given, POLICY)
    ]


def test_an_earliest_deadline_that_is_computed_is_marked() -> None:
    given = order_row(order(ship_by_deadline=None))
    computed = order_row(order(contacts=(PROMISE,), ship_by_deadline=None))

    assert given.due_estimated_at(NOW.timestamp())
    assert computed.due_at == int((NOW + 0 * HOUR).timestamp())


@pytest.mark.parametrize(
    ("given", "now", "due", "estimated"),
    [
        pytest.param(shipped(parcels=(WATCHED,)), NOW, None, False, id="the carrier's time runs"),
        pytest.param(
            shipped(parcels=(WATCHED,)), NOW + 4 * HOUR, 4 * HOUR, True, id="it is over: ours"
        ),
        pytest.param(
            shipped(parcels=(WATCHED,), contacts=(PROMISE,)),
            NOW + 3 * HOUR,
            HOUR,
            False,
            id="our own is overdue",
        ),
        pytest.param(
            shipped(parcels=(WATCHED,), contacts=(PROMISE,)),
            NOW + 4 * HOUR,
            HOUR,
            False,
            id="our own was earlier",
        ),
        pytest.param(
            shipped(parcels=(WATCHED,), contacts=(said(5, promise_due=NOW + 5 * HOUR),)),
            NOW + 4 * HOUR,
            4 * HOUR,
            True,
            id="the carrier's was earlier",
        ),
        pytest.param(
            order(ship_by_deadline=NOW, hold=LAPSED),
            NOW + DAY,
            0 * HOUR,
            False,
            id="what lapsed is nobody's",
        ),
    ],
)
def test_the_row_knows_what_is_ours_by_now(
    given: Order, now: datetime, due: timedelta | None, *, estimated: bool
) -> None:
    row = order_row(given)

    at = None if due is None else int((NOW + due).timestamp())
    assert row.due(now.timestamp()) == at
    assert row.due_estimated_at(now.timestamp()) is estimated
    ours = [standing(unpacked(one, POLICY), now) for one in owed_rows(given)]
    dues = [one.due_at for one in ours if one and one.counts and one.due_at]
    assert at == (int(min(dues).timestamp()) if dues else None)


def test_only_an_answer_to_a_case_is_told_by_one_of_several_buttons() -> None:
    buttons = {kind: {one.press for one in told} for kind, told in all_tells().items()}

    assert [kind for kind, presses in buttons.items() if len(presses) > 1] == [ANSWER_CASE]


IN_AN_HOUR = Obligation("first-scan", Party.CARRIER, NOW + HOUR, then="contact-carrier")


@pytest.mark.parametrize(
    ("given", "now", "kind", "who"),
    [
        pytest.param(IN_AN_HOUR, NOW, "first-scan", Party.CARRIER, id="its time runs"),
        pytest.param(
            IN_AN_HOUR, NOW + HOUR, "contact-carrier", Party.US, id="its time is over: ours"
        ),
        pytest.param(
            Obligation("ship", Party.US, NOW), NOW + DAY, "ship", Party.US, id="overdue stays owed"
        ),
        pytest.param(
            Obligation("rule", Party.PLATFORM), NOW, "rule", Party.PLATFORM, id="no deadline"
        ),
    ],
)
def test_what_an_obligation_is_by_now(
    given: Obligation, now: datetime, kind: str, who: Party
) -> None:
    found = standing(given, now)

    assert found
    assert (found.kind, found.who, found.due_at) == (kind, who, given.due_at)


def test_a_chance_lapses_with_its_time() -> None:
    appeal = Obligation("appeal", Party.US, NOW, lapses=True)

    assert standing(appeal, NOW - HOUR) == appeal
    assert standing(appeal, NOW) is None
    assert not appeal.counts


CANCELLED = Cancellation(id="x1", reason="买家不要了", at=NOW, by="li")


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(order(cancellation=CANCELLED), id="it is cancelled"),
        pytest.param(
            order(stock_outs=(stock_out(state="approved", ruled_at=NOW),)),
            id="the platform ruled that it is out of stock",
        ),
    ],
)
def test_what_is_not_to_be_shipped_any_more_is_refunded_by_the_ship_by(given: Order) -> None:
    owed = only(given, "refund")

    assert "ship" not in kinds(given)
    assert (owed.who, owed.due_at) == (Party.US, NOW + 5 * HOUR)
    assert owed.at_zero == (
        "refunded after the promised ship time it still counts as late: 3.00 yuan (seen)"
    )


ASKED = order(cases=(case(unshipped=True, since=NOW),))


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(
            order(cases=(case(unshipped=True, lines=units((1, 1))),)), id="one of two is asked back"
        ),
        pytest.param(order(stock_outs=(stock_out(state="rejected"),)), id="not out of stock"),
        pytest.param(
            changed(CompleteTask, changed(RejectCase, ASKED, reason="x")),
            id="its refund is refused",
        ),
        pytest.param(
            order(cases=(case(unshipped=True, state="platform_to_rule"),)),
            id="the platform rules on its refund",
        ),
    ],
)
def test_what_may_still_have_to_be_shipped_keeps_its_first_deadline(given: Order) -> None:
    assert only(given, "ship").due_at == NOW + 5 * HOUR
    assert "refund" not in kinds(given)


AGREED = changed(AgreeRefund, ASKED)
TOLD = changed(CompleteTask, AGREED)
BEGUN = changed(Refund, AGREED, case=ASKED.cases[0].id, reason="买家不要了")


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        pytest.param(ASKED, "answer-case", id="asked back"),
        pytest.param(AGREED, "platform-task", id="agreed to, and not told there"),
        pytest.param(TOLD, "refund-case", id="told there"),
        pytest.param(BEGUN, "platform-task", id="its money begun, and not told there"),
        pytest.param(changed(CompleteTask, BEGUN), "settle-refund", id="its money begun and told"),
    ],
)
def test_the_refund_of_what_has_not_left_is_owed_once_at_its_next_step(
    given: Order, kind: str
) -> None:
    owed = only(given, kind)

    assert [one for one in kinds(given) if one != kind] == []
    assert (owed.who, owed.due_at, owed.cost_fen) == (Party.US, NOW + 5 * HOUR, 300)


def test_what_its_lateness_costs_comes_later_where_the_step_is_due_before() -> None:
    given = order(cases=(case(unshipped=True, since=NOW, platform_deadline=NOW + HOUR),))
    owed = only(given, "answer-case")
    after = standing(owed, NOW + 2 * HOUR)

    assert (owed.due_at, owed.cost_fen) == (NOW + HOUR, None)
    assert after
    assert (after.next_at, after.next_fen) == (NOW + 5 * HOUR, 300)


def test_what_the_platform_reviews_is_ours_to_ship_once_it_lets_it_go() -> None:
    given = order(under_review=True)
    owed = only(given, "ship-reviewed")

    assert "ship" not in kinds(given)
    assert (owed.who, owed.due_at, owed.cost_fen) == (Party.US, NOW + 5 * HOUR, 300)


def test_what_is_under_review_is_the_platform_s_to_let_go_by_its_first_deadline() -> None:
    given = order(stock_outs=(stock_out(),))

    assert "ship" not in kinds(given)
    waiting = only(given, "may-ship")
    assert (waiting.who, waiting.due_at) == (Party.PLATFORM, NOW + 5 * HOUR)


def test_a_verdict_is_the_platforms_for_three_working_days_then_we_ask() -> None:
    applied = datetime.fromisoformat("2026-10-09T10:00+08:00")
    owed = only(order(stock_outs=(stock_out(applied_at=applied),)), "stock-out-verdict")

    assert (owed.who, owed.estimated, owed.then) == (Party.PLATFORM, True, "ask-platform")
    assert owed.due_at == datetime.fromisoformat("2026-10-13T10:00+08:00")
    assert owed.at_zero == "no verdict by then: ask the platform's service"
    assert owed.source == "source article 002: audited in 2 to 3 working days (seen)"


def test_a_verdict_in_a_year_that_is_not_announced_says_so() -> None:
    applied = datetime.fromisoformat("2031-03-04T10:00+08:00")
    owed = only(order(stock_outs=(stock_out(applied_at=applied),)), "stock-out-verdict")

    assert owed.at_zero == (
        "no verdict by then: ask the platform's service (the holidays of 2031 are not"
        " announced yet)"
    )


def test_a_hold_ends_by_itself_and_is_no_deadline_of_ours() -> None:
    held = order(hold=Hold(until=NOW + HOUR, reason="等买家改地址", at=NOW, by="li"))

    assert only(held, "hold-ends").due_at == NOW + HOUR
    assert order_row(held).due_at == int((NOW + 5 * HOUR).timestamp())


REISSUE = Reissue(
    id="i1",
    number=1,
    origin="lost_parcel",
    reason="丢件",
    lines=units((1, 1)),
    created_at=NOW,
)


def test_an_open_reissue_has_to_go_out() -> None:
    owed = only(shipped(reissues=(REISSUE,)), "ship-reissue")

    assert (owed.due_at, owed.estimated, owed.about) == (NOW + 48 * HOUR, True, "i1")


@pytest.mark.parametrize(
    ("kind", "about", "is_owed"),
    [
        pytest.param("found", "p1", False, id="what it stands for has turned up"),
        pytest.param("shared_found", "p1", False, id="maybe it has, for another order"),
        pytest.param("found", "p2", True, id="other goods have"),
        pytest.param("sent_again", "i1", False, id="its money went there"),
        pytest.param("sent_again", "A1", True, id="money of what a case sends"),
        pytest.param("reissue_there", "p1", False, id="it may have gone there"),
        pytest.param("case_money", "A1", True, id="about something else"),
    ],
)
def test_a_reissue_is_no_duty_while_it_is_open_whether_it_is_to_go(
    kind: DiscrepancyKind, about: str, *, is_owed: bool
) -> None:
    noticed = Discrepancy(id="d1", kind=kind, about=about, opened_at=NOW)
    given = shipped(
        line(),
        OIL,
        parcels=(parcel(), parcel(OTHER_NO, id="p2", lines=units((2, 1)))),
        reissues=(REISSUE,),
        discrepancies=(noticed,),
    )
    settled = given.model_copy(
        update={"discrepancies": (noticed.model_copy(update={"resolved_at": NOW}),)}
    )

    assert ("ship-reissue" in kinds(given)) is is_owed
    assert "ship-reissue" in kinds(settled)


@pytest.mark.parametrize(
    ("given", "due", "at_zero"),
    [
        pytest.param(
            order(refunds=(refund(),)),
            NOW + 23 * HOUR,
            "nobody knows whether the buyer has the money",
            id="our own reminder",
        ),
        pytest.param(
            order(refunds=(refund_of_unshipped(),)),
            NOW + 5 * HOUR,
            "refunded after the promised ship time it still counts as late: 3.00 yuan (seen)",
            id="unshipped goods before the ship-by",
        ),
        pytest.param(
            order(refunds=(refund(state="unknown", requested_at=None),)),
            None,
            "nobody knows whether the buyer has the money",
            id="nobody knows since when",
        ),
    ],
)
def test_a_refund_is_ours_until_its_end_is_known(
    given: Order, due: datetime | None, at_zero: str
) -> None:
    owed = only(given, "settle-refund")

    assert (owed.who, owed.due_at, owed.at_zero) == (Party.US, due, at_zero)


def test_a_refund_that_ended_is_owed_no_more() -> None:
    assert "settle-refund" not in kinds(order(refunds=(refund(state="done"),)))


@pytest.mark.parametrize(
    ("kind", "due", "what"),
    [
        pytest.param(
            "batch-ship",
            NOW + 5 * HOUR,
            "upload the batch-ship file",
            id="a shipment counts when the number is there",
        ),
        pytest.param(
            "answer-case", NOW + 24 * HOUR, "answer the case on the platform", id="our own reminder"
        ),
        pytest.param(
            "apply-stock-out",
            NOW + 5 * HOUR,
            "apply for out-of-stock on the platform",
            id="only before the ship-by",
        ),
        pytest.param(
            "withdraw-stock-out",
            NOW + 5 * HOUR,
            "withdraw the application for out-of-stock on the platform",
            id="no number is taken there before it",
        ),
    ],
)
def test_what_the_platform_has_to_be_told_is_ours(kind: str, due: datetime, what: str) -> None:
    task = PlatformTask(id="t1", kind=kind, created_at=NOW, copy_text="x", parcel="p1")

    owed = only(shipped(tasks=(task,)), "platform-task")

    assert (owed.who, owed.due_at, owed.about) == (Party.US, due, "t1")
    assert owed.at_zero == f"the platform goes on without knowing it: {what}"


@pytest.mark.parametrize(
    ("changes", "due", "cost_fen"),
    [
        pytest.param({}, NOW + 30 * HOUR, 300, id="the platform's deadline is after our reminder"),
        pytest.param({"ship_by_deadline": NOW - HOUR}, NOW - HOUR, 300, id="it is over"),
        pytest.param(
            {"ship_by_deadline": None, "deal_at": NOW},
            NOW + 23 * HOUR,
            None,
            id="our reminder is before the computed one",
        ),
        pytest.param(
            {"ship_by_deadline": None, "deal_at": NOW - 46 * HOUR},
            NOW + 2 * HOUR,
            300,
            id="the computed one is before our reminder",
        ),
        pytest.param(
            {"parcels": (parcel(confirmed=True),)},
            NOW + 23 * HOUR,
            None,
            id="a corrected number of a parcel that the platform knows",
        ),
    ],
)
def test_a_number_is_to_be_uploaded_by_the_promised_time_and_bears_its_cost(
    changes: dict[str, Any], due: datetime, cost_fen: int | None
) -> None:
    task = PlatformTask(
        id="t1", kind="upload-tracking", created_at=NOW - HOUR, copy_text="x", parcel="p1"
    )
    given: dict[str, Any] = {"tasks": (task,), "ship_by_deadline": NOW + 30 * HOUR}

    owed = only(shipped(**(given | changes)), "platform-task")

    assert (owed.due_at, owed.cost_fen) == (due, cost_fen)


def test_of_a_number_that_was_not_uploaded_the_platform_counts_no_scan_as_late() -> None:
    task = PlatformTask(id="t1", kind="batch-ship", created_at=NOW, copy_text="x", parcel="p1")
    told = shipped(tasks=(task.model_copy(update={"done_at": NOW}),))

    assert only(told, "first-scan").cost_fen == 2000
    moot = task.model_copy(update={"done_at": NOW, "moot": True})
    assert only(shipped(tasks=(moot,)), "first-scan").cost_fen is None
    untold = only(shipped(tasks=(task,)), "first-scan")
    assert (untold.cost_fen, untold.due_at) == (None, NOW)
    assert untold.at_zero == "trace late: contact the carrier and tell the buyer"


def test_a_task_that_is_done_is_owed_no_more() -> None:
    task = PlatformTask(id="t1", kind="batch-ship", created_at=NOW, copy_text="x", done_at=NOW)

    assert "platform-task" not in kinds(shipped(tasks=(task,)))


def test_a_discrepancy_is_ours_without_a_deadline() -> None:
    given = shipped(discrepancies=(Discrepancy(id="d1", kind="money", opened_at=NOW),))

    owed = only(given, "discrepancy")

    assert (owed.who, owed.due_at, owed.about) == (Party.US, None, "d1")


@pytest.mark.parametrize(
    ("given", "at_zero"),
    [
        pytest.param(
            order(), "nothing of this order is shipped until it is resolved", id="to ship"
        ),
        pytest.param(
            shipped(cases=(case(kind="exchange", state="seller_to_send"),)),
            "nothing of this order is shipped until it is resolved",
            id="to send for a case",
        ),
        pytest.param(
            shipped(), "both sides stay as they are until it is resolved", id="all has left"
        ),
    ],
)
def test_what_waits_for_a_discrepancy_is_said(given: Order, at_zero: str) -> None:
    noted = (Discrepancy(id="d1", kind="money", opened_at=NOW),)

    assert only(given.model_copy(update={"discrepancies": noted}), "discrepancy").at_zero == at_zero


def test_a_cancellation_is_followed_up_and_its_cause_is_found() -> None:
    refunded = refund_of_unshipped(
        state="done", cause="out_of_stock", requested_at=NOW, settled_at=NOW + HOUR
    )
    follow_up = said(-2, purpose="follow_up")
    given = order(cancellation=CANCELLED, refunds=(refunded,))

    assert kinds(given) == ["follow-up"]
    assert kinds(given.model_copy(update={"contacts": (follow_up,)})) == ["find-cause"]
