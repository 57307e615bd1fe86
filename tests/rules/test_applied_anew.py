"""Applied anew (再次申请): money that went for a case before the buyer applied for it anew."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from store.models.after_sales_case import AfterSalesCase, GoodsReturn
from store.models.intervention import Intervention
from store.models.order import Order
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.record_ruling import RecordRuling
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.case_machine import ANSWER, ANSWERED, RECEIVE, RETURN
from store.rules.cases.case_view import case_of
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.money.refunding import cases_to_pay
from store.rules.obligations import obligations
from store.rules.order.ledger import money_ledger
from store.rules.platform.actions.complete_task import CompleteTask
from tests.build import (
    DAY,
    HOUR,
    NOW,
    case,
    changed,
    context,
    do,
    goods_return,
    line,
    refund,
    refunded_case,
    return_case,
    sentences,
    shipped,
    units,
)
from tests.rules.test_case_progress import by, ended, paid
from tests.rules.test_contradictions import LATER, import_case
from tests.rules.test_platform_cases import after, the_case

WENT = "20.00 (2026-11-21 09:00) went back for case A1 before the buyer applied for it anew."
BESIDE = "no where this goes beside it"
ASKED = [
    (
        "went",
        f"{WENT} Answer yes where that is the money that it asks for, {BESIDE}.",
    )
]
GONE = "{} has gone for case A1 already, and agreeing there would give it once more;"
REFUSED = f"{GONE} it can be rejected or withdrawn."


def anew(fen: int = 2000, went: int = 2000, **changes: Any) -> Order:
    """A case that asks for so much, and for which so much went the day before."""
    mine = refund(
        amount_fen=went, case="A1", state="done", requested_at=NOW - DAY, settled_at=NOW - DAY
    )
    of = {"requested_fen": fen, "applied_at": NOW - 2 * HOUR, "as_of": NOW - 2 * HOUR}
    return shipped(refunds=(mine,), cases=(case(**(of | changes)),))


TO_PAY: dict[str, Any] = {"state": "seller_to_refund"}


class Anew(NamedTuple):
    """What the case asks for, what went for it, and whether it has to be said of which that is."""

    given: Order
    left: int
    """What is left to pay as long as nobody says so."""
    is_asked: bool


TABLE = {
    "the same once more": Anew(anew(), 0, True),
    "more than went": Anew(anew(3000), 1000, True),
    "all that is left besides, either way": Anew(anew(5000), 3000, False),
    "all of the order, which is back": Anew(anew(5000, 5000), 0, False),
    "went since it was applied for": Anew(anew(applied_at=NOW - 2 * DAY), 0, False),
    "of an application whose time is not known": Anew(anew(applied_at=None), 0, False),
}


@pytest.mark.parametrize("row", [pytest.param(one, id=name) for name, one in TABLE.items()])
def test_it_is_asked_where_what_is_missing_hangs_on_it(row: Anew) -> None:
    (mine,) = row.given.cases
    to_pay = row.given.with_case(mine.model_copy(update=TO_PAY))
    zeros = [one.zero for one in obligations(row.given, context().policy) if one.about == "A1"]

    assert case_of(row.given, mine).left_to_pay == row.left
    assert (zeros == [("gone_before",)]) == row.is_asked
    asks = sentences(AgreeRefund, row.given, {}) if row.is_asked else ASKED
    assert asks == ASKED
    is_left = row.is_asked or row.left
    given = {"case": "A1", "reason": "少件"}
    assert (is_left and sentences(Refund, to_pay, given) == ASKED) == row.is_asked


def test_a_yes_ends_it_and_it_is_to_be_closed_there_too() -> None:
    paid = changed(AgreeRefund, anew(), went="yes")

    assert (paid.cases[0].outcome, money_ledger(paid).done) == ("refunded", 2000)
    assert [(one.kind, one.press) for one in paid.open_tasks] == [("close-case", "拒绝")]
    there = import_case(
        paid, refunded_case(refunded_fen=2000, **(LATER | {"closed_at": NOW + DAY}))
    )
    assert money_ledger(there).done == 4000


def test_of_more_that_is_asked_for_only_the_rest_is_offered_there() -> None:
    agreed = changed(AgreeRefund, anew(3000), went="yes")

    (told,) = agreed.open_tasks
    there = import_case(agreed, refunded_case(refunded_fen=1000, **LATER))
    assert (told.press, told.copy_text) == ("拒绝 > 与消费者协商售后方案", "A1 10.00")
    assert (money_ledger(there).done, there.open_discrepancies) == (3000, ())
    assert (agreed.cases[0].agreed_fen, case_of(agreed, agreed.cases[0]).left_to_pay) == (
        3000,
        1000,
    )


def test_a_no_leaves_all_of_it_to_pay_and_what_the_platform_gives_is_that() -> None:
    agreed = changed(AgreeRefund, anew(), went="no")
    paid = changed(Refund, agreed, case="A1", reason="少件")
    there = import_case(
        paid, refunded_case(refunded_fen=2000, **(LATER | {"closed_at": NOW + DAY}))
    )

    assert [(one.kind, one.press) for one in agreed.open_tasks] == [("answer-case", "同意退款")]
    assert [one.amount_fen for one in paid.refunds] == [2000, 2000]
    assert (money_ledger(there).done, there.open_discrepancies) == (4000, ())


def test_of_one_that_is_to_be_paid_it_is_owed_to_say_and_not_to_close_it() -> None:
    to_pay = anew(agreed_fen=2000, **TO_PAY)
    about = {"case": "A1", "reason": "少件"}

    assert sentences(Refund, to_pay, about) == ASKED
    assert sentences(Refund, to_pay, {"reason": "少件"}) == ASKED
    assert sentences(Refund, to_pay, {"reason": "少件", "amount": "20"}) == ASKED
    assert changed(Refund, to_pay, None, **about, went="yes").cases[0].outcome == "refunded"
    assert [
        one.amount_fen for one in changed(Refund, to_pay, None, **about, went="no").refunds
    ] == [
        2000,
        2000,
    ]


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        pytest.param(anew(5000, 5000), "50.00", id="all money of the order"),
        pytest.param(anew(applied_at=NOW - 2 * DAY), "20.00", id="for this very application"),
    ],
)
def test_what_has_gone_is_not_agreed_to_once_more(given: Order, amount: str) -> None:
    returned = given.with_case(
        given.cases[0].model_copy(update={"kind": case(kind="return_and_refund").kind})
    )
    (owed,) = (one for one in obligations(given, context().policy) if one.kind == "answer-case")

    assert AgreeRefund.why_not(given, context()) == REFUSED.format(amount)
    assert AgreeReturn.why_not(returned, context()) == REFUSED.format(amount)
    assert owed.zero == ("given_beside",)


def test_once_it_is_applied_for_anew_nothing_is_agreed_yet() -> None:
    ended = refunded_case(
        requested_fen=2000, agreed_fen=2000, refunded_fen=2000, source="platform", as_of=NOW - DAY
    )
    mine = refund(amount_fen=2000, case="A1", state="done", settled_at=NOW - DAY)
    asks = {"state": "seller_to_answer", "requested_fen": 5000, "applied_at": NOW}

    opened = import_case(
        shipped(refunds=(mine,), cases=(ended,)), case(source="platform", as_of=NOW + HOUR, **asks)
    )

    assert (opened.cases[0].agreed_fen, case_of(opened, opened.cases[0]).left_to_pay) == (
        None,
        3000,
    )


class Turn(NamedTuple):
    """Where a case stands whose money went before, and what becomes of it."""

    stands: dict[str, Any]
    action: Any
    after: str
    press: list[str]
    said: str


EVIDENCE = "The platform rules on case A1: hand in as evidence that the money has gone,"
TURNS = {
    "ours to answer": Turn(
        {"state": "seller_to_answer"},
        AgreeRefund,
        "closed",
        ["拒绝"],
        "Case A1 still waits for our answer there:",
    ),
    "the platform rules": Turn(
        {"state": "platform_to_rule"}, AgreeRefund, "platform_to_rule", [], EVIDENCE
    ),
    "it knows our no": Turn(
        {"state": "buyer_to_answer"},
        AgreeRefund,
        "buyer_to_answer",
        [],
        "The platform knows that case A1 is rejected:",
    ),
    "agreed to, the goods are on their way": Turn(
        {"state": "seller_to_receive", "kind": "return_and_refund", "return_tracking_no": "YT9"},
        Refund,
        "closed",
        [""],
        "Case A1 was agreed to and still waits for its goods there,",
    ),
}


@pytest.mark.parametrize("turn", [pytest.param(one, id=name) for name, one in TURNS.items()])
def test_what_is_to_be_done_there_hangs_on_where_it_stands(turn: Turn) -> None:
    gone = refund(amount_fen=2000, state="done", settled_at=NOW - timedelta(hours=1))
    asked = {"requested_fen": 2000, "applied_at": NOW - 2 * HOUR, "platform_deadline": NOW + DAY}
    given = shipped(refunds=(gone,), cases=(case(**(asked | turn.stands)),))
    about = {"case": "A1", "reason": "少件"} if turn.action is Refund else {}

    outcome = do(turn.action, given, None, went="yes", **about)

    (paid,) = outcome.documents
    assert isinstance(paid, Order)
    assert (paid.cases[0].state, [one.press for one in paid.open_tasks]) == (
        turn.after,
        turn.press,
    )
    assert outcome.said[-1].startswith(turn.said)
    assert paid.refunds[0].case == "A1"
    if turn.after != "closed":
        assert paid.cases[0].platform_deadline == NOW + DAY


class Twice(NamedTuple):
    """What had gone for the case, and what the platform then shows as given for it."""

    went: dict[str, Any]
    shown: dict[str, Any]
    gone: list[int]
    """The money that is known to have gone after it."""


THERE: dict[str, Any] = {"source": "platform", "requested_at": NOW - 2 * DAY}
PAID: dict[str, Any] = {"applied_at": NOW - 2 * HOUR, "closed_at": NOW, "as_of": NOW}
GIVEN_TWICE = {
    "less than before": Twice(THERE, {"refunded_fen": 1000}, [2000, 1000]),
    "as much": Twice(THERE, {"refunded_fen": 2000}, [2000, 2000]),
    "more": Twice(THERE, {"refunded_fen": 3000}, [2000, 3000]),
    "as much, no time says when": Twice(
        THERE | {"settled_at": None}, {"refunded_fen": 2000, "closed_at": None}, [2000, 2000]
    ),
    "entered here, for a case that the platform knew": Twice(
        {}, {"refunded_fen": 2000, "known_at": NOW - 2 * DAY}, [2000, 2000]
    ),
    "entered here, before the buyer applied at all": Twice(
        {}, {"refunded_fen": 2000, "known_at": NOW - HOUR}, [2000]
    ),
    "entered here, not gone yet": Twice(
        {"state": "pending", "settled_at": None},
        {"refunded_fen": 2000, "known_at": NOW - 2 * DAY},
        [2000],
    ),
    "the application that it was given for": Twice(
        THERE | {"requested_at": NOW - 3 * DAY},
        {"refunded_fen": 1000, "applied_at": NOW - 3 * DAY},
        [1000],
    ),
    "the same minute, saved without its seconds": Twice(
        THERE | {"settled_at": None, "requested_at": NOW - 3 * DAY},
        {"refunded_fen": 1000, "applied_at": NOW - 3 * DAY + timedelta(seconds=30)},
        [1000],
    ),
}


@pytest.mark.parametrize("row", [pytest.param(one, id=name) for name, one in GIVEN_TWICE.items()])
def test_what_the_platform_gives_for_a_later_application_is_other_money(row: Twice) -> None:
    went = {"case": "A1", "amount_fen": 2000, "state": "done", "settled_at": NOW - DAY} | row.went
    asks = {"requested_fen": 2000, "known_at": row.shown.get("known_at")}
    given = shipped(refunds=(refund(**went),), cases=(case(**asks),))
    row_there = refunded_case(source="platform", **(PAID | row.shown))

    there = import_case(given, row_there)

    assert [one.amount_fen for one in there.refunds] == row.gone
    assert money_ledger(there).done == sum(row.gone)
    assert there.open_discrepancies == ()
    assert import_case(there, row_there).refunds == there.refunds


@pytest.mark.parametrize(
    ("applied_at", "opened"),
    [
        pytest.param(NOW + HOUR, [], id="applied for anew since"),
        pytest.param(NOW - HOUR, ["case_money"], id="what was agreed to"),
    ],
)
@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
def test_what_was_agreed_to_before_is_not_compared_with_the_money_of_a_later_application(
    platform: str, applied_at: datetime, opened: list[str]
) -> None:
    asked = case(requested_fen=2000, known_at=NOW - DAY, applied_at=NOW - 2 * DAY)
    given = changed(AgreeRefund, shipped(cases=(asked,), platform=platform))
    given = given.with_case(given.cases[0].model_copy(update={"applied_at": applied_at}))
    times = {"applied_at": applied_at, "closed_at": NOW + DAY, "as_of": NOW + DAY}

    there = import_case(given, refunded_case(source="platform", refunded_fen=1000, **times))

    assert [one.kind for one in there.open_discrepancies] == opened


def test_a_ruling_is_not_carried_out_by_what_had_gone_before() -> None:
    called = Intervention(id="i1", asked_by="buyer", requested_at=NOW - HOUR)
    ruled = anew(state="platform_to_rule", interventions=(called,))

    paid = changed(RecordRuling, ruled, case="A1", ruling="for_buyer", amount="20.00")

    assert (paid.cases[0].state, sentences(Refund, paid, {"case": "A1", "reason": "少件"})) == (
        "seller_to_refund",
        ASKED,
    )


ENDED_ANEW: dict[str, Any] = {
    "state": "closed", "outcome": "withdrawn", "source": "platform", "requested_fen": 600,
    "applied_at": NOW + 2 * HOUR, "closed_at": NOW + 3 * HOUR, "as_of": NOW + 3 * HOUR,
}  # fmt: skip
PAID_FIRST = refunded_case(source="platform", closed_at=NOW, as_of=NOW)


@pytest.mark.parametrize(
    ("went", "is_shown", "asked"),
    [
        pytest.param({"state": "pending", "settled_at": None}, True, [], id="it settled it"),
        pytest.param({}, True, [], id="it showed what was settled here"),
        pytest.param({"settled_note": "银行回单"}, True, [], id="beside a note of ours"),
        pytest.param({}, False, ["case_closed"], id="it never showed it"),
        pytest.param(
            {"state": "pending", "settled_at": None}, False, ["case_closed"], id="nor is it settled"
        ),
    ],
)
def test_a_later_application_that_ends_without_anything_leaves_what_the_platform_showed(
    went: dict[str, Any], asked: list[str], *, is_shown: bool
) -> None:
    mine = {"case": "A1", "amount_fen": 5000, "state": "done", "settled_at": NOW - HOUR}
    asks = case(source="platform", known_at=NOW - DAY)
    given = shipped(refunds=(refund(**(mine | went)),), cases=(asks,))
    shown = import_case(given, PAID_FIRST) if is_shown else given

    there = import_case(shown, case(**ENDED_ANEW))

    assert [one.kind for one in there.open_discrepancies] == asked
    assert sum(one.amount_fen for one in there.refunds if one.spent) == 5000


ANEW_AT, LATER_STILL = NOW + 4 * HOUR, context(now=NOW + 5 * HOUR)
HERE = changed(ReceiveReturn, after(shipped(), by(ANSWER, 24), by(RECEIVE, 24)), good="1:1")
DONE_BEFORE = {
    "its money had gone": after(shipped(), by(ANSWER, 24), paid(2000)),
    "its goods had come": after(HERE, ended("withdrawn")),
}


def asks(fen: int, hours: int) -> AfterSalesCase:
    """What the buyer asks for by the later application."""
    asked = {"requested_fen": fen, "platform_fen": fen}
    return by(ANSWER, hours, RETURN, applied_at=ANEW_AT, as_of=ANEW_AT, **asked)


@pytest.mark.parametrize("name", DONE_BEFORE)
def test_what_was_done_before_a_later_application_takes_no_turn_of_it(name: str) -> None:
    asked = after(DONE_BEFORE[name], asks(600, 48))
    refused = changed(CompleteTask, changed(RejectCase, asked, LATER_STILL, reason="no"))

    there = after(refused, asks(450, 72))

    assert (the_case(asked).state, the_case(refused).state) == (ANSWER, ANSWERED)
    assert (the_case(there).state, the_case(there).requested_fen) == (ANSWER, 450)


BAG = {"requested_fen": 2500, "lines": ()}
BROUGHT = goods_return(received_at=NOW - DAY)


def owed_for_it(given: Order) -> list[tuple[str, str]]:
    found = obligations(given, context().policy)
    return [(one.kind, one.about) for one in found if one.about == "A1"]


TO_REFUND, TO_RECEIVE = [("refund-case", "A1")], [("receive-return", "A1")]


def back(came: GoodsReturn = BROUGHT, **changes: Any) -> AfterSalesCase:
    """The goods of a return that had lapsed are here, and it is to be received by the file."""
    times = {"applied_at": NOW - HOUR, "as_of": NOW - HOUR, "since": NOW - HOUR}
    return return_case(came, **(BAG | times | {"state": RECEIVE} | changes))


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
@pytest.mark.parametrize(
    ("given", "due"),
    [
        pytest.param(
            shipped(line(ordered=1, amount_fen=2500), cases=(back(),)), TO_REFUND, id="all is here"
        ),
        pytest.param(shipped(cases=(back(),)), TO_REFUND, id="of two bags what it asks for"),
        pytest.param(
            shipped(cases=(back(lines=units((1, 1))),)), TO_REFUND, id="the one that it names"
        ),
        pytest.param(
            shipped(cases=(back(lines=units((1, 2))),)), TO_RECEIVE, id="one of two that it names"
        ),
        pytest.param(
            shipped(cases=(back(requested_fen=5000),)), TO_RECEIVE, id="it asks for more money"
        ),
        pytest.param(
            shipped(cases=(back(applied_at=NOW - 2 * DAY),)), TO_RECEIVE, id="it came since"
        ),
        pytest.param(
            shipped(cases=(back(BROUGHT.model_copy(update={"units": ()})),)),
            [("answer-case", "A1")],
            id="nothing of ours came",
        ),
    ],
)
def test_of_a_return_whose_goods_were_here_when_it_was_applied_for_anew_the_money_is_due(
    platform: str, given: Order, due: list[tuple[str, str]]
) -> None:
    given = given.model_copy(update={"platform": platform})

    assert owed_for_it(given) == due
    assert bool(cases_to_pay(given)) == (due == TO_REFUND)


def test_nothing_comes_once_more_for_it() -> None:
    given = shipped(line(ordered=1, amount_fen=2500), cases=(back(),))

    paid = changed(Refund, given, reason="退货")
    closed = changed(SettleRefund, paid, outcome="done")

    assert (closed.cases[0].outcome, owed_for_it(closed)) == ("refunded", [])
