"""ChangeCase: the buyer asks for something else while we decide."""

from typing import Any

import pytest

from store.errors import BadInput
from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Party
from store.models.case_state import CaseState
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.action.frame import read_values
from store.rules.cases.actions.change_case import ChangeCase
from store.rules.cases.actions.open_case import OpenCase
from store.rules.cases.actions.reject_case import RejectCase
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OIL,
    case,
    changed,
    context,
    line,
    sentences,
    shipped,
    units,
)

TWO = shipped(line(), OIL)
ASKED = changed(OpenCase, TWO, kind="refund_only", reason="少件", opened_by="buyer", lines="1:1")
REJECTED = changed(RejectCase, ASKED, reason="与消费者协商售后方案")
LATER = context(now=NOW + HOUR, beside=REJECTED)


def the_case(given: Order) -> AfterSalesCase:
    (only,) = given.cases
    return only


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        pytest.param({"amount": "10"}, {"requested_fen": 1000}, id="the amount"),
        pytest.param(
            {"lines": "1:2"}, {"lines": units((1, 2)), "requested_fen": 5000}, id="the units"
        ),
        pytest.param(
            {"kind": "return_and_refund"},
            {"kind": CaseKind.RETURN_AND_REFUND, "requested_fen": 2500, "lines": units((1, 1))},
            id="the goods come back after all",
        ),
        pytest.param(
            {"kind": "exchange"},
            {"kind": CaseKind.EXCHANGE, "requested_fen": 0},
            id="others instead of money",
        ),
        pytest.param({"explanation": "漏了"}, {"explanation": "漏了"}, id="the explanation"),
        pytest.param({"address": "新址"}, {"address": "新址"}, id="the address"),
    ],
)
def test_what_the_buyer_may_change(values: dict[str, str], fields: dict[str, Any]) -> None:
    after = the_case(changed(ChangeCase, REJECTED, LATER, **values))

    assert {name: getattr(after, name) for name in fields} == fields
    assert (after.state, after.waits_for) == (CaseState.SELLER_TO_ANSWER, Party.US)
    assert after.since == NOW + HOUR
    assert after.reasons == the_case(REJECTED).reasons
    assert after.rejections == the_case(REJECTED).rejections


def test_the_answer_to_the_case_as_it_was_need_not_be_told_any_more() -> None:
    after = changed(ChangeCase, REJECTED, LATER, amount="10")

    assert len(REJECTED.open_tasks) == 1
    assert after.open_tasks == ()


def test_a_deadline_alone_is_no_change_of_the_buyers() -> None:
    after = changed(ChangeCase, REJECTED, LATER, platform_deadline="2026-11-23 09:00")

    assert the_case(after).platform_deadline == NOW + DAY
    assert the_case(after).state is CaseState.BUYER_TO_ANSWER
    assert the_case(after).as_of == NOW
    assert len(after.open_tasks) == 1


def test_a_case_may_claim_its_own_units_again_and_no_others() -> None:
    both = changed(OpenCase, ASKED, kind="exchange", reason="破损", opened_by="buyer", lines="1:1")

    assert sentences(ChangeCase, both, {"case": "1", "lines": "1:1", "address": "文三路"}) == []
    assert sentences(ChangeCase, both, {"case": "1", "lines": "1:2"}) == [
        (
            "lines",
            (
                "Of RICE-10 1 can be claimed, not 2: 2 ordered, 1 claimed by case exchange"
                " (2026-11-22 09:00)."
            ),
        )
    ]


def test_a_case_that_the_platform_knows_by_its_line_stays_about_that_line() -> None:
    given = TWO.model_copy(update={"cases": (case(line=2, requested_fen=3000),)})

    after = the_case(changed(ChangeCase, given, kind="return_and_refund"))

    assert (after.lines, after.requested_fen) == (units((2, 1)), 3000)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(
            case(state="seller_to_refund"),
            (
                "Case A1 stands at: ours to refund; “Change a case” is possible at: ours to answer,"
                " buyer to answer."
            ),
            id="agreed",
        ),
        pytest.param(
            case(state="closed", outcome="withdrawn"), "Case A1 is closed (withdrawn).", id="closed"
        ),
    ],
)
def test_when_it_is_too_late(given: AfterSalesCase, sentence: str) -> None:
    assert ChangeCase.why_not(shipped(cases=(given,)), context()) == sentence


def test_an_order_without_a_case_has_none_to_change() -> None:
    assert ChangeCase.why_not(shipped(), context()) == "This order has no after-sales case."


def test_nothing_given_changes_nothing() -> None:
    with pytest.raises(BadInput, match=r"^Nothing is changed; give at least one field\.$"):
        read_values(ChangeCase, {}, ASKED)


def test_a_reason_is_not_changed_here() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(ChangeCase, {"reason": "七天无理由"}, ASKED)

    assert (caught.value.field, caught.value.code) == ("reason", "unknown_field")


def test_the_form_starts_from_what_the_case_asks_for() -> None:
    given = shipped(cases=(case(explanation="碎了"),))
    suggested = ChangeCase.suggest(given, context())

    assert suggested["kind"] == str(given.cases[0].kind)
    assert suggested["amount"] == yuan_text(given.cases[0].requested_fen)
    assert suggested["explanation"] == "碎了"
    assert sentences(ChangeCase, given, suggested) == [
        ("kind", "Nothing is changed; give at least one field.")
    ]


@pytest.mark.parametrize("name", ["explanation", "address"])
def test_what_is_asked_for_stays_as_it_was_where_only_words_change(name: str) -> None:
    """The form gives what it started from besides; the case named no units, and has none after."""
    given = shipped(cases=(case(requested_fen=1000),))
    values = ChangeCase.suggest(given, context()) | {name: "文三路"}

    before, after = the_case(given), the_case(changed(ChangeCase, given, None, **values))

    assert values["lines"]
    assert getattr(after, name) == "文三路"
    asked = ("kind", "lines", "requested_fen", "unshipped")
    assert [getattr(after, one) for one in asked] == [getattr(before, one) for one in asked]
    assert after.lines == ()
