"""ShipSupplementary: what the buyer asked for through the platform is sent."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase, CaseKind, CaseState
from store.models.order import Order
from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from tests.build import OTHER_NO, case, changed, context, sentences, shipped, units


def supplementary(**changes: Any) -> AfterSalesCase:
    """One bag was missing, and we agreed to send it."""
    given = {
        "kind": CaseKind.SUPPLEMENTARY,
        "state": CaseState.SELLER_TO_SEND,
        "lines": units((1, 1)),
        "requested_fen": 0,
    }
    return case(**(given | changes))


AGREED = shipped(cases=(supplementary(),))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(AGREED, None, id="agreed"),
        pytest.param(
            shipped(cases=(supplementary(state=CaseState.SELLER_TO_ANSWER),)),
            "Case A1 stands at: ours to answer; “Ship a supplementary shipment” is possible at:"
            " ours to send.",
            id="not agreed yet",
        ),
        pytest.param(
            shipped(cases=(supplementary(kind=CaseKind.EXCHANGE),)),
            "Case A1 is: exchange; “Ship a supplementary shipment” is for: supplementary shipment.",
            id="an exchange",
        ),
    ],
)
def test_when_a_supplementary_shipment_may_go(given: Order, sentence: str | None) -> None:
    assert ShipSupplementary.why_not(given, context()) == sentence


def test_no_more_is_sent_than_was_asked_for() -> None:
    assert sentences(ShipSupplementary, AGREED, {"tracking_no": OTHER_NO, "lines": "1:2"}) == [
        ("lines", "Of line 1 1 can be sent for this case, not 2.")
    ]


def test_what_was_asked_for_goes_out_and_the_buyer_has_to_confirm_it() -> None:
    after = changed(ShipSupplementary, AGREED, tracking_no=OTHER_NO)

    sent = after.parcels[-1]
    assert (sent.kind, sent.lines, sent.case) == ("supplementary", units((1, 1)), "A1")
    assert after.cases[0].state is CaseState.BUYER_TO_CONFIRM
    assert [one.kind for one in after.open_tasks] == ["send-for-case"]
