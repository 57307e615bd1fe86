"""Given before (先退款后见售后单): money that went for no case, and an open case of the same."""

from datetime import datetime
from typing import Any, NamedTuple

import pytest

from store.models.order import Order
from store.models.refund import Refund as StoredRefund
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.close_case import CloseCase
from store.rules.money.actions.refund import Refund
from store.rules.money.refund_names import refunds_listed
from store.rules.obligations import obligations
from store.rules.order.ledger import money_ledger
from store.rules.paid.given_before import given_before
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from tests.build import (
    DAY,
    HOUR,
    NOW,
    case,
    changed,
    context,
    do,
    refund,
    refunded_case,
    sentences,
    shipped,
)
from tests.rules.payments import bill, income, taken
from tests.rules.test_contradictions import LATER, import_case

ASKS = "20.00 (2026-11-22 08:00) went back here for no case, of the time and the amount of case A1."
ASKED = [
    ("went", f"{ASKS} Answer yes where that is its money, no where this goes beside it."),
]

THERE: dict[str, Any] = {"as_of": NOW + 2 * DAY, "applied_at": NOW - 2 * HOUR}
OPEN_THERE = {"state": "seller_to_answer", "outcome": None, "as_of": NOW - 2 * HOUR}


def went(**changes: Any) -> StoredRefund:
    done = {"amount_fen": 2000, "state": "done", "settled_at": NOW - HOUR}
    return refund(**(done | changes))


def asked_for(*refunds: StoredRefund, **changes: Any) -> Order:
    of = {"requested_fen": 2000, "applied_at": NOW - 2 * HOUR, "as_of": NOW - 2 * HOUR}
    return shipped(refunds=refunds, cases=(case(**(of | changes)),))


class Given(NamedTuple):
    """What went for no case, what the case asks for, and whether that may be its money."""

    refunds: tuple[StoredRefund, ...]
    is_asked: bool
    case: dict[str, Any] = {}


TABLE = {
    "of its amount and time": Given((went(),), True),
    "on its way still": Given((went(state="pending", settled_at=None),), True),
    "in two sums": Given((went(amount_fen=500), went(id="r2", amount_fen=1500)), True),
    "of another amount": Given((went(amount_fen=1900),), False),
    "more than a day before it was applied for": Given(
        (went(settled_at=NOW - 2 * DAY, requested_at=NOW - 2 * DAY),), False
    ),
    "said to be beside every case": Given((went(beside=True),), False),
    "known to have failed": Given((went(state="failed"),), False),
    "for another case": Given((went(case="A0"),), False),
    "of a case that asks for goods": Given((went(),), False, {"kind": "exchange"}),
    "of a case that has ended": Given((went(),), False, {"state": "closed", "outcome": "rejected"}),
    "of what the platform pays": Given(
        (went(),), False, {"state": "seller_to_refund", "waits_for": "platform"}
    ),
}


@pytest.mark.parametrize("row", [pytest.param(one, id=name) for name, one in TABLE.items()])
def test_which_money_of_no_case_may_be_that_of_an_open_one(row: Given) -> None:
    given = asked_for(*row.refunds, **row.case)

    assert bool(given_before(given, given.cases[0])) == row.is_asked


def test_it_is_owed_to_say_whether_that_is_its_money() -> None:
    (owed,) = (
        one for one in obligations(asked_for(went()), context().policy) if one.kind == "answer-case"
    )

    assert owed.zero == ("given_before",)


def test_agreeing_asks_whether_it_went_already() -> None:
    assert sentences(AgreeRefund, asked_for(went()), {}) == ASKED


def test_whose_money_is_the_cases_closes_it_and_nothing_goes_again() -> None:
    outcome = do(AgreeRefund, asked_for(went()), went="yes")
    (paid,) = outcome.documents
    assert isinstance(paid, Order)

    assert [(one.amount_fen, one.case) for one in paid.refunds] == [(2000, "A1")]
    assert (paid.cases[0].outcome, paid.cases[0].refunded_fen) == ("refunded", 2000)
    assert outcome.said == (
        "20.00 (2026-11-22 08:00) is the money of case A1; nothing goes back a second time.",
        (
            "Case A1 still waits for our answer there: open it there and press 拒绝, or have the"
            " buyer withdraw it."
        ),
    )


RETURN = {"kind": "return_and_refund"}


def test_agreeing_to_a_return_asks_it_too() -> None:
    given = asked_for(went(), **RETURN)

    assert sentences(AgreeReturn, given, {"return_address": "杭州"}) == ASKED


def test_a_return_whose_money_went_is_closed_there_and_not_agreed_to() -> None:
    given = asked_for(went(), **RETURN)
    paid = changed(AgreeReturn, given, return_address="杭州", went="yes")

    assert [(one.amount_fen, one.case) for one in paid.refunds] == [(2000, "A1")]
    assert [one.kind for one in paid.open_tasks] == ["close-case"]


def test_goods_of_a_return_that_is_to_be_closed_there_are_the_buyers_to_send_by_agreement() -> None:
    given = asked_for(went(), **RETURN)
    said = do(AgreeReturn, given, return_address="杭州", went="yes").said
    paid, policy = changed(AgreeReturn, given, return_address="杭州", went="yes"), context().policy
    (task,) = paid.open_tasks
    closed_there = paid.model_copy(update={"tasks": (task.model_copy(update={"done_at": NOW}),)})

    assert said[-1] == (
        "Case A1 brings no goods back then: agree with the buyer whether they send them to 杭州."
    )
    assert "return-after-refund" not in {one.kind for one in obligations(paid, policy)}
    assert "return-after-refund" in {one.kind for one in obligations(closed_there, policy)}


def test_money_beside_a_return_is_none_of_it() -> None:
    given = asked_for(went(), **RETURN)
    agreed = changed(AgreeReturn, given, return_address="杭州", went="no")

    assert [one.beside for one in agreed.refunds] == [True]
    assert agreed.cases[0].state == "buyer_to_return"


def test_a_return_is_not_agreed_to_once_all_money_went_for_none() -> None:
    given = asked_for(went(amount_fen=5000), **RETURN)

    assert AgreeReturn.why_not(given, context()) == (
        "Nothing of this order is left to refund for case A1; it can be rejected or withdrawn."
    )


def test_of_a_return_no_more_is_agreed_to_than_is_left() -> None:
    given = asked_for(went(amount_fen=4000), requested_fen=5000, **RETURN)

    outcome = do(AgreeReturn, given, return_address="杭州")

    (agreed,) = outcome.documents
    assert isinstance(agreed, Order)
    (told,) = agreed.open_tasks
    assert (agreed.cases[0].state, agreed.cases[0].agreed_fen) == ("buyer_to_return", 1000)
    assert (told.press, told.copy_text) == ("拒绝 > 与消费者协商售后方案", "A1 10.00")
    assert outcome.said[0] == "10.00 is agreed, 50.00 is asked for."


WAITING = {
    "the buyer is to send them": {"state": "buyer_to_return"},
    "they are on their way": {"state": "seller_to_receive", "return_tracking_no": "YT9"},
}


@pytest.mark.parametrize("stands", [pytest.param(one, id=name) for name, one in WAITING.items()])
def test_where_a_return_waits_whose_money_went_it_is_asked_before_it_is_closed(
    stands: dict[str, Any],
) -> None:
    given = asked_for(went(), **RETURN, **stands)
    (owed,) = (one for one in obligations(given, context().policy) if one.about == "A1")

    assert (owed.kind, owed.zero) == ("close-case", ("given_before",))
    assert sentences(CloseCase, given, {"reason": "查过"}) == ASKED
    ended = changed(CloseCase, given, went="yes")
    assert (ended.cases[0].outcome, ended.refunds[0].case) == ("refunded", "A1")
    assert [one.kind for one in ended.open_tasks] == ["have-withdrawn"]


def test_a_return_whose_money_goes_beside_what_went_is_waited_for_all_the_same() -> None:
    given = asked_for(went(), **RETURN, **WAITING["they are on their way"])

    (refused,) = sentences(CloseCase, given, {"reason": "查过", "went": "no"})

    assert refused[0] == "case"
    to_return = asked_for(went(), **RETURN, **WAITING["the buyer is to send them"])
    lapsed = changed(CloseCase, to_return, reason="查过", went="no")
    assert (lapsed.cases[0].outcome, lapsed.refunds[0].beside) == ("expired", True)


def paid_already() -> Order:
    """The case of money that went before it, closed here."""
    return changed(AgreeRefund, asked_for(went(), platform_deadline=NOW + DAY), went="yes")


def test_it_is_to_be_closed_there_too_before_it_pays_by_itself() -> None:
    (task,) = paid_already().open_tasks
    still_open = import_case(paid_already(), paid_already().cases[0].model_copy(update=OPEN_THERE))

    assert (task.kind, task.case, task.due_at) == ("close-case", "A1", NOW + DAY)
    assert [one.kind for one in still_open.open_tasks] == ["close-case"]


def test_an_answer_that_the_platform_does_not_know_is_not_told_any_more() -> None:
    offered = changed(
        AgreeRefund, asked_for(state="buyer_to_answer", requested_fen=3000), amount="20"
    )
    paid = changed(Refund, offered.with_refund(went()), case="A1", reason="少件", went="yes")

    assert [(one.kind, one.moot) for one in paid.tasks] == [
        ("answer-case", True),
        ("close-case", False),
    ]


def test_where_it_ends_there_without_money_both_agree() -> None:
    ended = {"state": "closed", "outcome": "withdrawn", "closed_at": NOW + HOUR}
    there = import_case(paid_already(), case(**(ended | THERE)))

    assert there.open_discrepancies == ()
    assert not there.open_tasks
    assert money_ledger(there).done == 2000


class GivenThere(NamedTuple):
    """When the platform gave the money of the case, and whether that is other money."""

    paid_at: datetime | None
    is_twice: bool


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(GivenThere(NOW + DAY, True), id="after it had gone"),
        pytest.param(GivenThere(None, True), id="at no time that is known"),
        pytest.param(GivenThere(NOW - 2 * HOUR, False), id="before that was written down"),
    ],
)
def test_what_the_platform_gives_later_is_money_twice(row: GivenThere) -> None:
    there = import_case(
        paid_already(), refunded_case(refunded_fen=2000, closed_at=row.paid_at, **THERE)
    )

    assert money_ledger(there).done == (4000 if row.is_twice else 2000)
    assert [one.kind for one in there.open_discrepancies] == ["case_money"] * row.is_twice
    assert not there.open_tasks


@pytest.mark.parametrize(("right", "gone"), [("platform", 2000), ("us", 4000)])
def test_money_twice_is_settled_by_whose_word_counts(right: str, gone: int) -> None:
    twice = import_case(
        paid_already(), refunded_case(refunded_fen=2000, closed_at=NOW + DAY, **THERE)
    )
    (open_one,) = twice.open_discrepancies
    about: dict[str, Any] = {"discrepancy": open_one.id, "reason": "查过"}
    told = (
        "20.00 had gone back without case A1 and is said to be its money, and the platform gave"
        " 20.00 for it since; both count as gone. Ask the platform for what went twice, or the"
        " buyer."
    )
    asks = (
        "Say whose word counts: platform: only what the platform gave has gone; us: both have gone:"
        " ours and the platform's."
    )
    settled = changed(ResolveDiscrepancy, twice, right=right, **about)
    again = import_case(settled, refunded_case(refunded_fen=2000, closed_at=NOW + DAY, **THERE))

    assert sentences(ResolveDiscrepancy, twice, about) == [("right", f"{told} {asks}")]
    assert money_ledger(settled).done == gone
    assert (money_ledger(again).done, again.open_discrepancies) == (gone, ())


def test_what_the_funds_show_as_gone_twice_is_not_taken_back() -> None:
    twice = import_case(
        paid_already(), refunded_case(refunded_fen=2000, closed_at=NOW + DAY, **THERE)
    )
    rows = (taken("refund", 2000, at=NOW - HOUR), taken("refund", 2000, at=NOW + DAY))
    (once,) = (context(payments=(bill(income(), rows[1], of=twice),), beside=twice),)
    both = context(payments=(bill(income(), *rows, of=twice),), beside=twice)
    by_platform = {"reason": "查过", "right": "platform"}

    (refused,) = sentences(ResolveDiscrepancy, twice, by_platform, both)

    assert refused[1].startswith("The platform's funds show that this money has gone: 20.00 (")
    assert sentences(ResolveDiscrepancy, twice, by_platform, once) == []


def test_money_on_its_way_is_the_cases_and_the_answer_is_to_be_told() -> None:
    pending = went(state="pending", settled_at=None)
    agreed = changed(AgreeRefund, asked_for(pending), went="yes")

    assert [one.case for one in agreed.refunds] == ["A1"]
    assert [one.kind for one in agreed.open_tasks] == ["answer-case"]
    assert money_ledger(agreed).pending == 2000


def test_what_goes_beside_it_is_asked_about_once() -> None:
    agreed = changed(AgreeRefund, asked_for(went()), went="no")
    paid = changed(Refund, agreed, case="A1", reason="少件")
    there = import_case(paid, refunded_case(refunded_fen=2000, **LATER))

    assert [one.beside for one in agreed.refunds] == [True]
    assert money_ledger(there).done == 4000
    assert there.open_discrepancies == ()


def test_a_refund_asks_too_also_where_it_names_no_case() -> None:
    to_pay = asked_for(went(), state="seller_to_refund", agreed_fen=2000)

    assert sentences(Refund, to_pay, {"case": "A1", "reason": "少件"}) == ASKED
    assert sentences(Refund, to_pay, {"amount": "20", "reason": "少件"}) == ASKED
    assert sentences(Refund, to_pay, {"amount": "20", "reason": "少件", "case": "none"}) == []


def test_a_refund_that_went_already_is_entered_no_second_time() -> None:
    to_pay = asked_for(went(), state="seller_to_refund", agreed_fen=2000)
    paid = changed(Refund, to_pay, case="A1", reason="少件", went="yes")

    assert [(one.id, one.case) for one in paid.refunds] == [("r1", "A1")]
    assert paid.cases[0].outcome == "refunded"


IN_PARTS = (
    went(amount_fen=800),
    went(id="r2", amount_fen=1200, case="A1", requested_at=NOW),
)
ANSWER = "Answer yes where that is its money, no where this goes beside it."
PARTS = "8.00 (2026-11-22 08:00) went back here for no case, of the time of case A1 and as much as"
PARTS_ASKED = [
    (
        "went",
        f"{PARTS} is missing of its money. {ANSWER}",
    ),
]


def test_what_is_missing_beside_what_went_for_the_case_is_asked_about_too() -> None:
    to_pay = asked_for(*IN_PARTS, state="seller_to_refund", agreed_fen=2000)
    (owed,) = (one for one in obligations(to_pay, context().policy) if one.kind == "refund-case")

    assert owed.zero == ("given_before",)
    assert sentences(Refund, to_pay, {"case": "A1", "reason": "少件"}) == PARTS_ASKED
    paid = changed(Refund, to_pay, case="A1", reason="少件", went="yes")
    assert [(one.amount_fen, one.case) for one in paid.refunds] == [(800, "A1"), (1200, "A1")]
    assert (paid.cases[0].outcome, paid.cases[0].refunded_fen) == ("refunded", 2000)
    beside = changed(Refund, to_pay, case="A1", reason="少件", went="no")
    assert [one.amount_fen for one in beside.refunds] == [800, 1200, 800]


@pytest.mark.parametrize("typed", [{}, {"amount": "20"}])
def test_agreeing_to_more_than_went_asks_about_the_rest_and_agrees_to_all(
    typed: dict[str, str],
) -> None:
    raised = asked_for(*IN_PARTS)

    assert sentences(AgreeRefund, raised, typed) == PARTS_ASKED
    paid = changed(AgreeRefund, raised, None, **typed, went="yes")
    assert (paid.cases[0].agreed_fen, paid.cases[0].refunded_fen) == (2000, 2000)


@pytest.mark.parametrize(
    ("given", "values", "problem"),
    [
        pytest.param(
            asked_for(went()),
            {"went": "yes", "amount": "3"},
            ("amount", "20.00 went before, not 3.00; leave the amount out."),
            id="another amount beside a yes",
        ),
        pytest.param(
            asked_for(),
            {"went": "yes"},
            ("went", "No money of this amount and time went before; leave it out."),
            id="a yes where nothing went",
        ),
    ],
)
def test_a_yes_is_for_what_went(
    given: Order, values: dict[str, str], problem: tuple[str, str]
) -> None:
    assert sentences(AgreeRefund, given, values) == [problem]


@pytest.mark.parametrize(
    ("source", "time"),
    [
        pytest.param("desk", "2026-11-20 09:00", id="when it was entered here"),
        pytest.param("platform", "2026-11-22 09:00", id="when the platform paid it"),
    ],
)
def test_what_went_is_named_by_its_time(source: str, time: str) -> None:
    at = {"requested_at": NOW - 2 * DAY, "settled_at": NOW}

    listed = refunds_listed((refund(amount_fen=2000, source=source, state="done", **at),))
    assert listed == f"20.00 ({time})"
