"""Less is offered than a case asks for: once that is told, the buyer takes it or does not."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.action.record_action import RecordAction
from store.rules.cases.actions.agree_exchange import AgreeExchange
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.change_case import ChangeCase
from store.rules.cases.actions.close_case import CloseCase
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.money.actions.refund import Refund
from store.rules.obligations import obligations
from store.rules.platform.actions.complete_task import CompleteTask
from tests.build import DAY, NOW, case, changed, context, do, refunded_case, shipped
from tests.rules.test_contradictions import import_case

UNTOLD = changed(AgreeRefund, shipped(cases=(case(),)), amount="40")
TOLD = changed(CompleteTask, UNTOLD)


@pytest.mark.parametrize(
    ("changes", "is_told", "due"),
    [
        pytest.param({}, False, {("platform-task", "us")}, id="not told yet"),
        pytest.param({}, True, {("answer-rejection", "buyer")}, id="told: the buyer takes it"),
        pytest.param(
            {"requested_fen": 4000}, True, {("refund-case", "us")}, id="it asks for no more now"
        ),
        pytest.param(
            {"as_of": NOW + DAY}, True, {("refund-case", "us")}, id="the platform goes on"
        ),
    ],
)
def test_an_offer_of_less_is_the_buyers_to_take(
    changes: dict[str, Any], is_told: bool, due: set[tuple[str, str]]
) -> None:
    after = TOLD if is_told else UNTOLD
    (offered,) = after.cases
    given = after.with_case(offered.model_copy(update=changes))

    found = obligations(given, context().policy)
    assert {(one.kind, one.who) for one in found if one.kind != "first-scan"} == due


def test_money_of_an_offer_that_has_begun_is_followed() -> None:
    begun = changed(Refund, TOLD, case="A1", reason="x")

    kinds = {one.kind for one in obligations(begun, context().policy)}
    assert kinds - {"first-scan"} == {"settle-refund"}


BUYERS_TURN = (
    "40.00 was offered for case A1 there, which asks for 50.00: it is the buyer's turn to answer,"
    " and an import shows what they say."
)


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
@pytest.mark.parametrize("action", [AgreeRefund, RejectCase, ChangeCase, CloseCase])
def test_what_else_is_done_with_the_case_waits_for_the_buyer(
    platform: str, action: type[RecordAction[AfterSalesCase]]
) -> None:
    given = TOLD.model_copy(update={"platform": platform})

    assert action.why_not(given, context()) == BUYERS_TURN


def test_of_another_kind_the_kind_is_said() -> None:
    assert AgreeExchange.why_not(TOLD, context()) == (
        "Case A1 is: refund only; “Agree to an exchange” is for: exchange."
    )


TAKEN = TOLD.with_case(TOLD.cases[0].model_copy(update={"requested_fen": 4000}))
NOT_TAKEN = (
    "The buyer has not taken yet what is offered for case A1 there (40.00): what goes now may go"
    " beside the 50.00 that it asks for."
)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(UNTOLD, True, id="not told yet"),
        pytest.param(TOLD, True, id="told"),
        pytest.param(TAKEN, False, id="it asks for no more now"),
    ],
)
@pytest.mark.parametrize("about", [{"case": "A1"}, {"amount": "40"}])
def test_whoever_gives_its_money_before_that_is_told(
    given: Order, about: dict[str, str], *, said: bool
) -> None:
    outcome = do(Refund, given, None, reason="x", **about)

    assert (NOT_TAKEN in outcome.said, NOT_TAKEN in Refund.background(given, context())) == (
        said,
        said,
    )


@pytest.mark.parametrize(
    ("given", "fen", "opened"),
    [
        pytest.param(TOLD, 5000, [], id="its time ran out, and all of it went"),
        pytest.param(
            UNTOLD, 5000, ["case_money"], id="nobody had told it, or all was agreed there"
        ),
        pytest.param(TOLD, 4000, [], id="the buyer took it"),
        pytest.param(TOLD, 4500, ["case_money"], id="another amount than was asked or offered"),
        pytest.param(
            changed(Refund, TOLD, case="A1", reason="x"),
            5000,
            ["case_money"],
            id="it went here, and all of it there",
        ),
    ],
)
def test_an_offer_that_was_not_taken_is_agreed_to_by_nobody(
    given: Order, fen: int, opened: list[str]
) -> None:
    times = {"closed_at": NOW + DAY, "as_of": NOW + DAY, "applied_at": NOW - DAY}
    asks = 4000 if fen == 4000 else 5000

    there = import_case(given, refunded_case(refunded_fen=fen, requested_fen=asks, **times))

    assert [one.kind for one in there.open_discrepancies] == opened
