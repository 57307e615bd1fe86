"""What zero costs, kind by kind: an amount where a rule or the order says it, or why not."""

from typing import Any

import pytest

from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.search.vocabularies import KINDS
from tests.build import (
    DAY,
    HOUR,
    NOW,
    case,
    order,
    refund,
    refund_of_unshipped,
    shipped,
    stock_out,
)
from tests.rules.row_facts import obligation_rows

DEAR = 100000
TOO_DEAR = case(requested_fen=DEAR)
"""The buyer asks for more than was paid."""


def task(kind: str, **changes: Any) -> PlatformTask:
    given = {"id": "t1", "kind": kind, "copy_text": "去后台操作", "created_at": NOW}
    return PlatformTask.model_validate(given | changes)


COSTS: tuple[tuple[str, Order, int | None], ...] = (
    ("ship", order(), 300),
    ("ship-reviewed", order(under_review=True), 300),
    ("refund", order(stock_outs=(stock_out(state="approved", ruled_at=NOW),)), 300),
    ("refund-case", order(cases=(case(state="seller_to_refund", unshipped=True, since=NOW),)), 300),
    ("settle-refund", order(refunds=(refund_of_unshipped(),)), 300),
    ("settle-refund", shipped(refunds=(refund(),)), None),
    ("first-scan", shipped(), 2000),
    ("answer-case", shipped(cases=(case(),)), 5000),
    ("answer-case", shipped(cases=(TOO_DEAR,)), 5000),
    ("answer-case", shipped(cases=(case(), case(id="A2"))), 5000),
    ("answer-case", shipped(cases=(case(kind="return_and_refund"),)), None),
    ("answer-case", shipped(cases=(case(requested_fen=0),)), None),
    ("answer-case", order(cases=(case(unshipped=True, since=NOW - 9 * DAY),)), None),
    ("submit-evidence", shipped(cases=(case(state="platform_to_rule", since=NOW),)), 5000),
    ("platform-task", order(tasks=(task("cancel-order"),)), 300),
    ("platform-task", order(tasks=(task("apply-stock-out"),)), 300),
    ("platform-task", order(tasks=(task("cancel-order", due_at=NOW + HOUR),)), None),
    ("platform-task", order(tasks=(task("coupon"),)), None),
)
"""A kind, an order that owes it, and what that costs in fen."""
DEDUCTED = frozenset(kind for kind, _order, cost_fen in COSTS if cost_fen)
OPEN = {
    "no rule deducts anything for it": (
        *("hold-ends", "ship-reissue", "drop-reissue", "make-good", "send-back", "give-offer"),
        *("tell-buyer", "follow-up", "find-cause", "contact-carrier", "redirect-parcel"),
        *("answer-promise", "discrepancy", "count-parcel", "receive-return", "send-for-case"),
        *("close-case", "coverage", "import-order", "inquiry", "tie-inquiry", "improvement"),
        *("payment", "offered-reissue", "offered-exchange", "offered-return", "record-consent"),
    ),
    "it is another party's time, and only what becomes of it is ours": (
        *("may-ship", "stock-out-verdict", "ask-platform", "bring-back", "give-back"),
        "return-after-refund",
        *("answer-rejection", "return-goods", "refuse-parcel", "refused-parcel", "pay-refund"),
        *("confirm-receipt", "rule", "delivery"),
    ),
    "a chance that lapses costs nothing that is not lost already": ("appeal",),
    "as of the first scan, of a later leg": ("sorting", "movement"),
}


@pytest.mark.parametrize(("kind", "given", "cost_fen"), COSTS)
def test_what_zero_costs(kind: str, given: Order, cost_fen: int | None) -> None:
    found = [row.cost_fen for row in obligation_rows(given) if row.kind == kind]

    assert found
    assert found[0] == cost_fen


def test_every_kind_says_what_it_costs_or_why_that_is_open() -> None:
    told = [kind for kinds in OPEN.values() for kind in kinds]

    assert sorted((*DEDUCTED, *told)) == sorted(KINDS)
