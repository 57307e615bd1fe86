"""Doubts: what the import says of a row because nobody can tell what it means."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.facts import CaseFacts
from store.models.order import Order
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.cases.doubts import doubts_of
from tests.build import (
    DAY,
    HOUR,
    NOW,
    case,
    case_facts,
    changed,
    shipped,
)

WORDS = (("售后状态", "待商家处理"),)
ASKED = case(platform_status=WORDS, applied_at=NOW - DAY, as_of=NOW - DAY)
REFUSED = changed(RejectCase, shipped(cases=(ASKED,)), reason="与消费者协商售后方案")
TOLD = changed(CompleteTask, REFUSED)


def doubts(given: Order, shown: AfterSalesCase = ASKED, **about: Any) -> list[str]:
    facts: CaseFacts = case_facts(shown, **about)
    return list(doubts_of(given, given, facts, NOW))


@pytest.mark.parametrize(
    ("given", "shown", "said"),
    [
        pytest.param(TOLD, {}, ["refused_here"], id="refused, and somebody says that it was told"),
        pytest.param(REFUSED, {}, [], id="still to be told, which is owed"),
        pytest.param(shipped(cases=(ASKED,)), {}, [], id="not answered"),
        pytest.param(TOLD, {"as_of": NOW - HOUR}, [], id="a file that says it is of before"),
        pytest.param(TOLD, {"state": "platform_to_rule"}, [], id="the platform rules"),
    ],
)
def test_a_refusal_that_the_platform_may_not_have_got_is_in_doubt(
    given: Order, shown: dict[str, Any], said: list[str]
) -> None:
    assert doubts(given, ASKED.model_copy(update=shown)) == said
