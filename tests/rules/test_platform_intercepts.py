"""快递拦截状态 of an after-sales export settles the interception that was asked for here."""

import pytest

from store.models.after_sales_case import WaitingCase
from store.models.axes import Fulfilment
from store.models.order import Order
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.platform.platform_cases import merge_case
from store.rules.stock.coming_back import brought_in
from tests.build import OTHER_NO, TRACKING_NO, case, changed, context, shipped

ASKED = changed(InterceptParcel, shipped())
DELIVERED = changed(RecordTrace, ASKED, state="delivered")
STOPPED = changed(RecordIntercept, ASKED, outcome="stopped")
RECEIVED = STOPPED.model_copy(update={"platform_fulfilment": Fulfilment.RECEIVED})
ARRIVED = changed(RecordIntercept, STOPPED, outcome="returned")


def after(given: Order, outcome: str | None, tracking_no: str = TRACKING_NO) -> Order:
    """The order after an after-sales export, and after the same once more."""
    for _again in range(2):
        waiting = {
            "platform": given.platform,
            "shop": given.shop,
            "order_no": given.order_no,
            "tracking_no": tracking_no,
            "shipped": True,
            "intercept": outcome,
            "case": case(),
        }
        given = merge_case(given, WaitingCase.model_validate(waiting), context(beside=given))
    return given


@pytest.mark.parametrize(
    ("given", "said", "number", "outcome", "back"),
    [
        pytest.param(ASKED, "stopped", TRACKING_NO, "stopped", 0, id="it is stopped"),
        pytest.param(ASKED, "stopped", "", "stopped", 0, id="the only one that was asked for"),
        pytest.param(STOPPED, "failed", TRACKING_NO, "failed", 0, id="it went on after all"),
        pytest.param(RECEIVED, "returned", TRACKING_NO, "returned", 2, id="back after a receipt"),
        pytest.param(ARRIVED, "stopped", TRACKING_NO, "returned", 2, id="it is here already"),
        pytest.param(ASKED, "failed", TRACKING_NO, "failed", 0, id="it could not be stopped"),
        pytest.param(ASKED, None, TRACKING_NO, None, 0, id="another word"),
        pytest.param(ASKED, "failed", OTHER_NO, None, 0, id="of another parcel"),
        pytest.param(DELIVERED, "stopped", TRACKING_NO, "failed", 0, id="the buyer has it"),
    ],
)
def test_the_platforms_word_answers_an_interception(
    given: Order, said: str | None, number: str, outcome: str | None, back: int
) -> None:
    then = after(given, said, number)

    asked = then.parcels[0].interception
    assert asked
    assert asked.outcome == outcome
    assert brought_in(then)["RICE-10"] == back
    assert line_ledgers(then)[0].reissuable == back
    assert bool(then.open_tasks) is (outcome is None)


@pytest.mark.parametrize(("said", "outcome"), [("stopped", "stopped"), ("failed", None)])
def test_an_interception_that_was_asked_for_there_alone_counts_where_it_worked(
    said: str, outcome: str | None
) -> None:
    asked = after(shipped(), said).parcels[0].interception

    assert (asked.outcome if asked else None) == outcome


def test_without_a_number_the_only_parcel_is_meant() -> None:
    asked = after(shipped(), "stopped", "").parcels[0].interception

    assert asked
    assert asked.outcome == "stopped"
