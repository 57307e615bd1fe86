"""Less is offered than a case asks for: once that is told, the buyer takes it or does not."""

from typing import Any

import pytest

from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.money.actions.refund import Refund
from store.rules.obligations import obligations
from store.rules.platform.actions.complete_task import CompleteTask
from tests.build import DAY, NOW, case, changed, context, shipped


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
    after = changed(AgreeRefund, shipped(cases=(case(),)), amount="40")
    if is_told:
        after = changed(CompleteTask, after)
    (offered,) = after.cases
    given = after.with_case(offered.model_copy(update=changes))

    found = obligations(given, context().policy)
    assert {(one.kind, one.who) for one in found if one.kind != "first-scan"} == due


def test_money_of_an_offer_that_has_begun_is_followed() -> None:
    told = changed(CompleteTask, changed(AgreeRefund, shipped(cases=(case(),)), amount="40"))
    begun = changed(Refund, told, case="A1", reason="x")

    kinds = {one.kind for one in obligations(begun, context().policy)}
    assert kinds - {"first-scan"} == {"settle-refund"}
