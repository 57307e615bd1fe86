"""CorrectRuling: a ruling that was recorded wrongly, as long as nothing has followed from it."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Party, Source
from store.models.case_state import CaseOutcome, CaseState
from store.models.intervention import Appeal as StoredAppeal
from store.models.intervention import Intervention
from store.models.order import Order
from store.rules.cases.actions.correct_ruling import CorrectRuling
from store.rules.cases.actions.record_ruling import RecordRuling
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.platform.cases.case_money import merge_case_refund
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.judging import judged
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    parcel,
    refund,
    sentences,
    shipped,
)


def ruled(ruling: str, state: str, **changes: Any) -> AfterSalesCase:
    """The platform ruled an hour ago."""
    known = {"ruling": ruling, "ruled_at": NOW - HOUR, "amount_fen": 3100}
    asked = Intervention(id="i1", asked_by="buyer", requested_at=NOW - DAY, **known)
    ended = {"outcome": "rejected", "closed_at": NOW, "closed_by": Source.DESK}
    given = {"state": state, "interventions": (asked,), "agreed_fen": 3100, "since": NOW - HOUR}
    return case(**(given | (ended if state == "closed" else {}) | changes))


SPLIT = ruled("split", "seller_to_refund")
BY_THEM: dict[str, Any] = {"closed_by": Source.PLATFORM}
LOST = ruled("for_seller", "closed", agreed_fen=None)


@pytest.mark.parametrize(
    ("given", "values", "after"),
    [
        pytest.param(
            SPLIT,
            {"ruling": "split", "amount": "13"},
            ("seller_to_refund", None, 1300),
            id="another amount",
        ),
        pytest.param(SPLIT, {"ruling": "for_seller"}, ("closed", "rejected", None), id="for us"),
        pytest.param(
            LOST, {"ruling": "for_buyer"}, ("seller_to_refund", None, None), id="for the buyer"
        ),
        pytest.param(
            ruled("for_buyer", "seller_to_send", kind=CaseKind.EXCHANGE, requested_fen=0),
            {"ruling": "split", "amount": "15"},
            ("seller_to_refund", None, 1500),
            id="money instead of goods",
        ),
        pytest.param(
            ruled("split", "seller_to_refund", kind=CaseKind.REPAIR, requested_fen=0),
            {"ruling": "for_buyer"},
            ("seller_to_send", None, None),
            id="goods instead of money",
        ),
    ],
)
def test_the_case_goes_where_the_ruling_leads_that_was_meant(
    given: AfterSalesCase, values: dict[str, str], after: tuple[object, ...]
) -> None:
    (case_after,) = changed(CorrectRuling, shipped(cases=(given,)), context(), **values).cases

    assert (case_after.state, case_after.outcome, case_after.agreed_fen) == after
    (intervention,) = case_after.interventions
    # It was ruled when it was ruled.
    assert (intervention.ruling, intervention.ruled_at) == (values["ruling"], NOW - HOUR)


def test_our_time_to_pay_does_not_begin_anew() -> None:
    after = changed(CorrectRuling, shipped(cases=(SPLIT,)), ruling="split", amount="13")

    assert after.cases[0].since == NOW - HOUR


def test_what_is_recorded_is_what_a_form_starts_from() -> None:
    assert CorrectRuling.suggest(shipped(cases=(SPLIT,)), context()) == {
        "ruling": "split",
        "amount": "31.00",
    }


def entered(state: str) -> dict[str, Any]:
    return {"refunds": (refund(case="A1", state=state, requested_at=NOW, amount_fen=1200),)}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(
            shipped(cases=(case(),)), "The platform has not ruled on case A1.", id="no ruling"
        ),
        pytest.param(
            shipped(cases=(SPLIT,), **entered("pending")),
            (
                "A refund of 12.00 for case A1 is open (2026-11-22 09:00); where it did not go,"
                " settle it as failed before the ruling is corrected."
            ),
            id="money is going",
        ),
        pytest.param(
            shipped(cases=(SPLIT,), **entered("done")),
            (
                "A refund of 12.00 went by the ruling on case A1 (2026-11-22 09:00), so that it"
                " stands; what was wrong is settled by another refund, or on appeal."
            ),
            id="money went",
        ),
        pytest.param(shipped(cases=(SPLIT,), **entered("failed")), None, id="money failed"),
        pytest.param(
            shipped(
                cases=(ruled("for_buyer", "seller_to_send", kind=CaseKind.EXCHANGE),),
                parcels=(
                    parcel(),
                    parcel(OTHER_NO, id="p2", kind="replacement", case="A1", shipped_at=NOW),
                ),
            ),
            f"Goods left by the ruling on case A1 with {OTHER_NO}, so that it stands.",
            id="goods left",
        ),
        pytest.param(
            shipped(
                cases=(
                    ruled(
                        "split",
                        "platform_to_rule",
                        interventions=(
                            SPLIT.interventions[0].model_copy(
                                update={"appeal": StoredAppeal(at=NOW, text="x", by="li")}
                            ),
                        ),
                    ),
                )
            ),
            "Case A1 was appealed on 2026-11-22; the ruling on that is to be recorded.",
            id="appealed",
        ),
        pytest.param(
            shipped(cases=(ruled("split", "seller_to_refund", waits_for=Party.PLATFORM),)),
            (
                "Case A1 has gone on since the ruling of 2026-11-22. Case A1 stands now at: ours to"
                " refund."
            ),
            id="the platform pays",
        ),
        pytest.param(
            shipped(cases=(ruled("for_seller", "closed", closed_by=Source.PLATFORM),)),
            "Case A1 has gone on since the ruling of 2026-11-22. Case A1 is closed (rejected).",
            id="closed there",
        ),
        pytest.param(
            shipped(
                cases=(ruled("split", "closed", outcome="refunded", refunded_fen=3100, **BY_THEM),)
            ),
            "Case A1 has gone on since the ruling of 2026-11-22. Case A1 is closed (refunded).",
            id="it paid what is recorded",
        ),
        pytest.param(
            shipped(
                cases=(ruled("split", "closed", outcome="refunded", refunded_fen=3700, **BY_THEM),)
            ),
            None,
            id="it paid another amount",
        ),
        pytest.param(
            shipped(cases=(LOST, case(id="B"))),
            ("Case B is open for the same goods as case A1 (RICE-10); bring it to its end first."),
            id="another case is open for its goods",
        ),
    ],
)
def test_a_ruling_from_which_something_followed_stands(given: Order, sentence: str | None) -> None:
    assert CorrectRuling.why_not_with(given, {"case": "A1"}, context()) == sentence


def test_who_records_a_second_ruling_hears_that_the_first_can_be_corrected() -> None:
    given = shipped(cases=(SPLIT,))

    assert RecordRuling.why_not(given, context()) == (
        "The ruling on case A1 of 2026-11-22 is recorded (split); it can be corrected."
    )
    paid = changed(SettleRefund, changed(Refund, given, reason="判"), outcome="done")
    assert RecordRuling.why_not(paid, context()) == "Case A1 is closed (refunded)."


def test_a_correction_adds_up_as_the_ruling_has_to() -> None:
    given = shipped(cases=(SPLIT,))

    assert sentences(CorrectRuling, given, {"ruling": "split", "amount": "50.01"}) == [
        ("amount", "50.01 is more than the 50.00 that the buyer can get back.")
    ]
    too_early = {"ruling": "for_seller", "ruled_at": "2026-11-21 08:00"}
    assert sentences(CorrectRuling, given, too_early) == [
        (
            "ruled_at",
            "2026-11-21 08:00 is before the platform was asked to rule (2026-11-21 09:00).",
        )
    ]


def test_until_when_the_corrected_ruling_may_be_appealed_is_said() -> None:
    (said,) = do(CorrectRuling, shipped(cases=(LOST,)), ruling="for_buyer").said

    assert said.startswith("An appeal is possible before 2026-11-29 08:00")


CLOSED = {"state": CaseState.CLOSED, "outcome": CaseOutcome.REFUNDED}


def paid_there(here: str, there: int) -> Order:
    """It was refunded here by the ruling that is recorded, and the platform gave another amount."""
    given = changed(Refund, shipped(cases=(SPLIT,)), amount=here, reason="判")
    given = changed(SettleRefund, given, outcome="done")
    ended = {"closed_by": Source.PLATFORM, "refunded_fen": there, "closed_at": NOW}
    (shown,) = (one.model_copy(update=CLOSED | ended) for one in given.cases)
    known = merge_case_refund(given.with_case(shown), shown, given.lines, context(beside=given))
    return judged(known, context(beside=known), "import")


@pytest.mark.parametrize(
    ("there", "kinds"),
    [
        pytest.param(3700, [], id="more: the rest went there"),
        pytest.param(2000, ["case_money"], id="less: more went here"),
    ],
)
def test_a_ruling_that_was_paid_here_is_corrected_to_what_the_platform_gave(
    there: int, kinds: list[str]
) -> None:
    given = paid_there("31", there)
    assert [one.kind for one in given.open_discrepancies] == ["case_money"]

    after = changed(CorrectRuling, given, ruling="split", amount=f"{there / 100:.2f}")
    after = judged(after, context(), "li")

    assert [one.interventions[0].amount_fen for one in after.cases] == [there]
    assert sum(one.amount_fen for one in after.refunds) == max(3100, there)
    assert [one.kind for one in after.open_discrepancies] == kinds


@pytest.mark.parametrize(
    ("amount_fen", "here", "is_possible"),
    [
        pytest.param(3100, 0, True, id="another amount was recorded"),
        pytest.param(None, 0, True, id="none was recorded"),
        pytest.param(None, 3100, True, id="none was recorded, and another one went here"),
        pytest.param(None, 2500, False, id="none was recorded, and just that went here"),
        pytest.param(2500, 0, False, id="just that was recorded"),
    ],
)
def test_what_was_ruled_for_the_buyer_is_corrected_to_what_the_platform_gave(
    amount_fen: int | None, here: int, *, is_possible: bool
) -> None:
    given = ruled("for_buyer", "closed", refunded_fen=2500, **BY_THEM, outcome="refunded")
    said = given.interventions[0].model_copy(update={"amount_fen": amount_fen})
    ended = given.model_copy(update={"interventions": (said,)})
    gone = refund(case="A1", amount_fen=here, state="done", requested_at=NOW)
    order = shipped(cases=(ended,), refunds=(gone,) if here else ())

    assert (CorrectRuling.refusal(order, ended, None) is None) is is_possible


def test_what_went_here_beyond_the_corrected_ruling_is_settled_with_the_platform() -> None:
    after = changed(CorrectRuling, paid_there("31", 2000), ruling="split", amount="20")

    assert [explain(after, one) for one in after.open_discrepancies] == [
        (
            "For case A1 31.00 was refunded here, but the platform says 20.00; the larger amount"
            " counts as gone."
        )
    ]
