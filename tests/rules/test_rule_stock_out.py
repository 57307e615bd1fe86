"""RuleStockOut: the verdict on an application for out-of-stock."""

import pytest

from store.models.axes import Source
from store.models.order import Order
from store.rules.money.actions.refund import Refund
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.stock.actions.apply_stock_out import ApplyStockOut
from store.rules.stock.actions.cancel_order import CancelOrder
from store.rules.stock.actions.rule_stock_out import RuleStockOut
from tests.build import DAY, NOW, OIL, changed, context, do, line, order, stock_out, units

APPLIED = changed(ApplyStockOut, order(line(), OIL), lines="1:2")
SEEN = order(stock_outs=(stock_out(source=Source.PLATFORM),))
TWICE = changed(ApplyStockOut, APPLIED)
REFUNDED = changed(Refund, changed(ApplyStockOut, order()), amount="50", reason="没货")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(APPLIED, None, id="under review"),
        pytest.param(SEEN, None, id="as an export shows it"),
        pytest.param(
            order(),
            "Nobody has applied for out-of-stock for this order.",
            id="nobody applied",
        ),
        pytest.param(
            changed(RuleStockOut, APPLIED, verdict="rejected"),
            "No application for out-of-stock of this order waits for a verdict.",
            id="ruled already",
        ),
    ],
)
def test_when_a_verdict_may_be_recorded(given: Order, sentence: str | None) -> None:
    assert RuleStockOut.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("given", "verdict", "said"),
    [
        pytest.param(
            APPLIED,
            "rejected",
            ("To ship again: RICE-10; the first deadline still counts: 2026-11-22 14:00.",),
            id="rejected: to ship again under the first deadline",
        ),
        pytest.param(
            SEEN,
            "withdrawn",
            (
                (
                    "Open order 261120-000000000000001 there and take the application for"
                    " out-of-stock back."
                ),
                (
                    "To ship again: the whole order; the first deadline still counts:"
                    " 2026-11-22 14:00."
                ),
            ),
            id="withdrawn, and seen in an export only",
        ),
        pytest.param(
            order(stock_outs=(stock_out(),), ship_by_deadline=NOW - DAY),
            "rejected",
            (
                (
                    "To ship again: the whole order; the first deadline still counts, and"
                    " 2026-11-21 09:00 is over: the order is late."
                ),
            ),
            id="rejected when the deadline was over",
        ),
        pytest.param(
            order(stock_outs=(stock_out(),), ship_by_deadline=None, paid_at=None),
            "rejected",
            ("To ship again: the whole order; no deadline is known.",),
            id="rejected without a deadline",
        ),
        pytest.param(
            APPLIED,
            "approved",
            (
                (
                    "The application for out-of-stock of 2026-11-22 (RICE-10) was approved on"
                    " 2026-11-22; these goods are not to be shipped any more, refund the buyer"
                    " (RICE-10 x2, out of stock)."
                ),
            ),
            id="approved: refund",
        ),
        pytest.param(REFUNDED, "approved", (), id="approved when the money was on its way"),
        pytest.param(REFUNDED, "rejected", (), id="rejected when the money was on its way"),
        pytest.param(
            changed(CancelOrder, SEEN, reason="buyer asked"),
            "rejected",
            (
                (
                    "This order was cancelled on 2026-11-22 (buyer asked); refund what is left of"
                    " it, nothing more of it may be shipped."
                ),
            ),
            id="rejected when the order was cancelled",
        ),
    ],
)
def test_what_a_verdict_means(given: Order, verdict: str, said: tuple[str, ...]) -> None:
    assert do(RuleStockOut, given, verdict=verdict).said == said


def test_the_verdict_is_kept_with_its_time_and_closes_the_platform_task() -> None:
    after = changed(RuleStockOut, APPLIED, verdict="rejected")

    (ruled,) = after.stock_outs
    assert (ruled.state, ruled.ruled_at) == ("rejected", NOW)
    assert [one.kind for one in after.open_tasks] == ["delist-product"]
    assert Ship.why_not(after, context()) is None


def test_of_two_applications_the_one_that_is_named_is_ruled() -> None:
    second = TWICE.stock_outs[1]

    after = changed(RuleStockOut, TWICE, verdict="rejected", application=second.id)

    assert [one.state for one in after.stock_outs] == ["applied", "rejected"]
    told = [one.copy_text for one in after.open_tasks if one.kind == "apply-stock-out"]
    assert told == [f"{after.order_no} RICE-10 x2"]


def test_the_task_of_an_application_is_found_whatever_it_says() -> None:
    first, second = TWICE.stock_outs
    alike = tuple(one.model_copy(update={"copy_text": "缺货"}) for one in TWICE.tasks)

    after = changed(
        RuleStockOut,
        TWICE.model_copy(update={"tasks": alike}),
        verdict="rejected",
        application=second.id,
    )

    asking = [one for one in after.open_tasks if one.kind == "apply-stock-out"]
    assert [one.application for one in asking] == [first.id]


def test_what_waits_for_a_verdict_is_seen_while_it_is_recorded() -> None:
    first = next(one for one in TWICE.open_tasks if one.application == TWICE.stock_outs[0].id)
    given = changed(CompleteTask, TWICE, task=first.id)

    assert [one.partition(";")[0] for one in RuleStockOut.background(given, context())] == [
        "An application for out-of-stock is under review since 2026-11-22 (RICE-10)",
        "The application for out-of-stock of 2026-11-22 (OIL-5) is still to be made there",
    ]


def test_an_approved_line_is_refunded_and_the_others_are_shipped() -> None:
    after = changed(RuleStockOut, APPLIED, verdict="approved")

    assert Ship.why_not(after, context()) is None
    assert changed(Ship, after, tracking_no="YT1234567890123").parcels[0].lines == units((2, 1))
