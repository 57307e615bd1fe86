"""RecordRuling: the platform has decided, for the buyer, for us, or between."""

from typing import Any

import pytest

from store.errors import BadInput
from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.case_state import CaseOutcome, CaseState
from store.models.intervention import Appeal as StoredAppeal
from store.models.intervention import Intervention
from store.models.order import Order
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.agree_return import AgreeReturn
from store.rules.cases.actions.appeal import Appeal
from store.rules.cases.actions.correct_ruling import CorrectRuling
from store.rules.cases.actions.record_ruling import RecordRuling
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.request_intervention import RequestIntervention
from store.rules.obligations import obligations
from store.rules.platform.actions.complete_task import CompleteTask
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

ASKED = Intervention(id="i1", asked_by="buyer", requested_at=NOW - DAY)
APPEALED = Intervention(
    id="i1",
    asked_by="buyer",
    requested_at=NOW - 2 * DAY,
    ruling="for_buyer",
    ruled_at=NOW - DAY,
    appeal=StoredAppeal(at=NOW - HOUR, text="有凭证", by="li"),
)


def disputed(*interventions: Intervention, **changes: Any) -> Order:
    return order(
        cases=(case(state=CaseState.PLATFORM_TO_RULE, interventions=interventions, **changes),)
    )


@pytest.mark.parametrize(
    ("kind", "values", "state", "outcome", "agreed_fen"),
    [
        pytest.param(
            CaseKind.REFUND_ONLY,
            {"ruling": "for_seller"},
            CaseState.CLOSED,
            CaseOutcome.REJECTED,
            None,
            id="for us",
        ),
        pytest.param(
            CaseKind.REFUND_ONLY,
            {"ruling": "for_buyer"},
            CaseState.SELLER_TO_REFUND,
            None,
            None,
            id="for the buyer, as asked for",
        ),
        pytest.param(
            CaseKind.RETURN_AND_REFUND,
            {"ruling": "for_buyer", "amount": "20"},
            CaseState.SELLER_TO_REFUND,
            None,
            2000,
            id="for the buyer, with an amount",
        ),
        pytest.param(
            CaseKind.EXCHANGE,
            {"ruling": "for_buyer"},
            CaseState.SELLER_TO_SEND,
            None,
            None,
            id="goods for the buyer",
        ),
        pytest.param(
            CaseKind.EXCHANGE,
            {"ruling": "split", "amount": "15"},
            CaseState.SELLER_TO_REFUND,
            None,
            1500,
            id="money between instead of goods",
        ),
    ],
)
def test_the_case_goes_where_the_ruling_sends_it(
    kind: CaseKind,
    values: dict[str, str],
    state: CaseState,
    outcome: CaseOutcome | None,
    agreed_fen: int | None,
) -> None:
    (after,) = changed(RecordRuling, disputed(ASKED, kind=kind), context(), **values).cases

    assert (after.state, after.outcome, after.agreed_fen) == (state, outcome, agreed_fen)


def test_the_ruling_is_kept_with_its_time_and_amount() -> None:
    after = changed(
        RecordRuling, disputed(ASKED), ruling="split", amount="20", ruled_at="2026-11-21 18:00"
    )

    assert after.cases[0].interventions == (
        ASKED.model_copy(
            update={"ruling": "split", "amount_fen": 2000, "ruled_at": NOW - 15 * HOUR}
        ),
    )


def test_a_ruling_on_what_only_an_export_shows_is_recorded_too() -> None:
    (after,) = changed(RecordRuling, disputed(since=NOW - DAY), ruling="for_seller").cases

    assert [one.ruling for one in after.interventions] == ["for_seller"]


@pytest.mark.parametrize(
    ("ruled_at", "problems"),
    [
        pytest.param("2026-11-22 07:00", [], id="before the file was imported that showed it"),
        pytest.param(
            "2026-11-21 08:59",
            [
                (
                    "ruled_at",
                    "2026-11-21 08:59 is before the case was opened (2026-11-21 09:00).",
                )
            ],
            id="before there was a case",
        ),
    ],
)
def test_nobody_knows_when_the_platform_was_called_in_that_only_an_export_shows(
    ruled_at: str, problems: list[tuple[str, str]]
) -> None:
    values = {"ruling": "for_seller", "ruled_at": ruled_at}

    assert sentences(RecordRuling, disputed(since=NOW), values) == problems


@pytest.mark.parametrize("ruling", ["for_buyer", "split"])
def test_until_when_a_ruling_against_us_may_be_appealed_is_said(ruling: str) -> None:
    said = do(
        RecordRuling, disputed(ASKED), ruling=ruling, amount="5", ruled_at="2026-11-21 18:00"
    ).said

    assert said == (
        (
            "An appeal is possible before 2026-11-28 18:00 (as on Douyin (101706); Pinduoduo's own"
            " was not found, unverified)."
        ),
    )


def test_who_agreed_before_is_told_that_no_appeal_is_left() -> None:
    agreed = disputed(ASKED, agreed_at=NOW - DAY, agreed_for="us")

    assert do(RecordRuling, agreed, ruling="for_buyer").said == (
        (
            "We agreed to the refund of case A1 on 2026-11-21; the platform takes no appeal after"
            " that (商家同意售后退款，无法申诉)."
        ),
    )


@pytest.mark.parametrize(
    ("given", "values", "lines"),
    [
        pytest.param(
            disputed(ASKED, agreed_fen=4000),
            {"ruling": "for_seller"},
            ["agreed here before the ruling: 40.00", "ruling: for the seller"],
            id="for us, though we had agreed to a part",
        ),
        pytest.param(
            disputed(ASKED, agreed_fen=4000),
            {"ruling": "split", "amount": "20"},
            ["agreed here before the ruling: 40.00", "ruling: split 20.00"],
            id="a part of what we had agreed to",
        ),
        pytest.param(
            disputed(ASKED), {"ruling": "for_seller"}, ["ruling: for the seller"], id="no word yet"
        ),
    ],
)
def test_what_we_had_agreed_to_before_the_ruling_stays_said(
    given: Order, values: dict[str, Any], lines: list[str]
) -> None:
    ruled = changed(RecordRuling, given, context(beside=given), **values)
    assert list(RequestIntervention.shown(ruled.cases[0]))[1:] == lines

    corrected = changed(CorrectRuling, ruled, ruling="split", amount="7")
    (one,) = corrected.cases
    assert list(RequestIntervention.shown(one))[1:] == [*lines[:-1], "ruling: split 7.00"]


@pytest.mark.parametrize(
    ("kind", "told", "may_appeal"),
    [
        pytest.param(CaseKind.REFUND_ONLY, True, False, id="a refund, and told"),
        pytest.param(CaseKind.REFUND_ONLY, False, True, id="a refund that nobody told there"),
        pytest.param(CaseKind.RETURN_AND_REFUND, True, True, id="a return, and told"),
        pytest.param(CaseKind.RETURN_AND_REFUND, False, True, id="a return that nobody told there"),
    ],
)
def test_what_is_said_of_an_appeal_is_what_is_owed_and_offered(
    kind: CaseKind, told: bool, may_appeal: bool
) -> None:
    given = shipped(cases=(case(kind=kind),))
    agreed = (
        changed(AgreeRefund, given)
        if kind is CaseKind.REFUND_ONLY
        else changed(AgreeReturn, given, return_address="杭州仓")
    )
    if told:
        agreed = changed(CompleteTask, agreed)
    (one,) = agreed.cases
    at_it = one.model_copy(update={"state": CaseState.PLATFORM_TO_RULE, "interventions": (ASKED,)})
    agreed = agreed.with_case(at_it)

    done = do(RecordRuling, agreed, ruling="for_buyer")

    (ruled,) = done.documents
    assert isinstance(ruled, Order)
    said = [sentence for sentence in done.said if "appeal" in sentence]
    assert [sentence.startswith("An appeal is possible") for sentence in said] == [may_appeal]
    owed = {each.kind for each in obligations(ruled, context().policy)}
    assert ("appeal" in owed) is may_appeal
    assert (Appeal.why_not(ruled, context()) is None) is may_appeal


@pytest.mark.parametrize(
    "subject", [disputed(ASKED), disputed(APPEALED)], ids=["for us", "on appeal"]
)
def test_a_ruling_that_cannot_be_appealed_says_nothing_of_it(subject: Order) -> None:
    ruling = "for_buyer" if subject.cases[0].interventions[0].appeal else "for_seller"

    assert do(RecordRuling, subject, ruling=ruling).said == ()


UNTOLD = changed(RejectCase, order(cases=(case(),)), reason="真货")
CALLED_IN = changed(RequestIntervention, UNTOLD, by="seller", text="请平台判断")
RULED = changed(RecordRuling, CALLED_IN, ruling="for_buyer")
CONTESTED = changed(Appeal, RULED, text="有凭证")


@pytest.mark.parametrize(
    ("given", "open_tasks"),
    [
        pytest.param(CALLED_IN, ["answer-case", "request-intervention"], id="before it"),
        pytest.param(RULED, [], id="after it"),
        pytest.param(CONTESTED, ["appeal"], id="what is said since"),
        pytest.param(
            changed(
                RecordRuling,
                CONTESTED,
                context(now=NOW + DAY, beside=CONTESTED),
                ruling="for_buyer",
            ),
            [],
            id="after that on appeal",
        ),
    ],
)
def test_what_was_to_be_told_before_the_ruling_is_moot(given: Order, open_tasks: list[str]) -> None:
    assert [one.kind for one in given.open_tasks] == open_tasks


def test_what_went_back_for_the_case_counts_and_ends_it() -> None:
    given_back = disputed(ASKED).model_copy(
        update={"refunds": (refund(case="A1", state="done", amount_fen=2000),)}
    )

    (after,) = changed(RecordRuling, given_back, ruling="split", amount="20").cases

    assert (after.state, after.outcome) == (CaseState.CLOSED, CaseOutcome.REFUNDED)


@pytest.mark.parametrize(
    ("values", "kind", "problems"),
    [
        pytest.param(
            {"ruling": "split", "amount": "50"}, CaseKind.REFUND_ONLY, [], id="all there is"
        ),
        pytest.param(
            {"ruling": "split", "amount": "50.01"},
            CaseKind.REFUND_ONLY,
            [("amount", "50.01 is more than the 50.00 that the buyer can get back.")],
            id="a fen too much",
        ),
        pytest.param(
            {"ruling": "for_seller", "amount": "5"},
            CaseKind.REFUND_ONLY,
            [("amount", "A ruling for the seller gives the buyer nothing back.")],
            id="an amount for nobody",
        ),
        pytest.param(
            {"ruling": "for_buyer", "amount": "5"},
            CaseKind.REPAIR,
            [
                (
                    "amount",
                    (
                        "Case A1 is: repair; for the buyer it means goods. A ruling that gives"
                        " money is: split."
                    ),
                )
            ],
            id="money where goods are asked for",
        ),
        pytest.param(
            {"ruling": "for_seller", "ruled_at": "2026-11-22 09:01"},
            CaseKind.REFUND_ONLY,
            [("ruled_at", "2026-11-22 09:01 is still to come.")],
            id="tomorrow's ruling",
        ),
        pytest.param(
            {"ruling": "for_seller", "ruled_at": "2026-11-21 08:00"},
            CaseKind.REFUND_ONLY,
            [
                (
                    "ruled_at",
                    "2026-11-21 08:00 is before the platform was asked to rule (2026-11-21 09:00).",
                )
            ],
            id="before anybody asked",
        ),
    ],
)
def test_a_ruling_adds_up(
    values: dict[str, str], kind: CaseKind, problems: list[tuple[str, str]]
) -> None:
    assert sentences(RecordRuling, disputed(ASKED, kind=kind), values) == problems


@pytest.mark.parametrize("ruling", ["split", "for_buyer"])
@pytest.mark.parametrize(
    ("amount", "requested_fen", "said"),
    [
        pytest.param("30", 3000, None, id="all that is asked for"),
        pytest.param("30.01", 3000, "30.01 is more than the 30.00", id="a fen more"),
        pytest.param("50", 0, None, id="no sum is asked for, and it is what the goods cost"),
    ],
)
def test_more_than_the_case_asks_for_is_asked(
    amount: str, requested_fen: int, said: str | None, ruling: str
) -> None:
    given = disputed(ASKED, requested_fen=requested_fen)
    values = {"ruling": ruling, "amount": amount}
    rest = " that case A1 asks for. Answer yes where the platform gives more."

    assert sentences(RecordRuling, given, values) == ([("more", said + rest)] if said else [])
    assert changed(RecordRuling, given, context(), **values, more="yes").cases[0].agreed_fen


def test_a_split_ruling_without_an_amount_is_malformed() -> None:
    with pytest.raises(BadInput) as caught:
        do(RecordRuling, disputed(ASKED), ruling="split")

    assert caught.value.sentence == (
        "A split ruling says how much the buyer gets back; give the amount."
    )


def test_a_ruling_on_appeal_is_not_older_than_the_appeal() -> None:
    values = {"ruling": "for_seller", "ruled_at": "2026-11-22 07:59"}

    assert sentences(RecordRuling, disputed(APPEALED), values) == [
        (
            "ruled_at",
            "2026-11-22 07:59 is before the platform was asked to rule (2026-11-22 08:00).",
        )
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            case(),
            (
                "Case A1 stands at: ours to answer; “Record the platform's ruling” is possible at:"
                " platform to rule."
            ),
        ),
        (case(state="closed", outcome="withdrawn"), "Case A1 is closed (withdrawn)."),
    ],
    ids=["ours to answer", "closed"],
)
def test_only_what_the_platform_was_asked_is_ruled_on(given: AfterSalesCase, sentence: str) -> None:
    assert RecordRuling.why_not(order(cases=(given,)), context()) == sentence
