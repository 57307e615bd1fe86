"""A reissue of what a case was found, on a second look, not to have brought, is asked about."""

import pytest

from store.models.order import Order
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.judging import judged
from tests.build import OTHER_NO, changed, context, goods_return, return_case, shipped, units
from tests.rules.owing import owed, told

WITHDRAWN = shipped(
    cases=(
        return_case(goods_return({1: 2}), state="closed", outcome="withdrawn", lines=units((1, 2))),
    )
)
CREATED = changed(CreateReissue, WITHDRAWN, origin="withdrawn_case", reason="撤销")
SENT = changed(ShipReissue, CREATED, tracking_no=OTHER_NO)
TO_SEND = (
    "Reissue 1 is to send RICE-10 x{} that the buyer was found not to have sent back: cancel it,"
    " or settle with the buyer that they get them."
)
HAS_LEFT = (
    "Reissue 1 left with SF1234567890123, but the buyer was found not to have sent its goods back"
    " (RICE-10 x2): have it intercepted, or settle with the buyer that they keep both."
)


def corrected(given: Order, **found: str) -> Order:
    after = changed(ReceiveReturn, given, None, regrade="yes", **found)
    return judged(after, context(), "li")


@pytest.mark.parametrize(
    ("given", "found", "said"),
    [
        pytest.param(CREATED, {"missing": "1:2"}, TO_SEND.format(2), id="missing"),
        pytest.param(CREATED, {"wrong": "1:2"}, TO_SEND.format(2), id="something else"),
        pytest.param(
            CREATED, {"good": "1:1", "missing": "1:1"}, TO_SEND.format(1), id="one of them"
        ),
        pytest.param(CREATED, {"damaged": "1:2"}, "", id="damaged: they are the buyer's"),
        pytest.param(SENT, {"missing": "1:2"}, HAS_LEFT, id="it has left"),
    ],
)
def test_what_was_not_brought_is_not_sent_unasked(
    given: Order, found: dict[str, str], said: str
) -> None:
    after = corrected(given, **found)

    assert told(after) == ([("not_brought", said)] if said else [])
    if said:
        assert "ship-reissue" not in owed(after)
        assert ShipReissue.why_not(after, context()) is not None


def test_it_is_cancelled_or_settled() -> None:
    after = corrected(CREATED, missing="1:2")
    dropped = judged(changed(CancelReissue, after, reason="没退回"), context(), "li")

    assert (dropped.open_discrepancies, owed(dropped)) == ((), ["first-scan"])
    (ledger,) = line_ledgers(dropped)
    assert (ledger.reissuable, ledger.with_buyer) == (0, 2)
    settled = judged(changed(ResolveDiscrepancy, after, reason="照发"), context(), "li")
    assert (settled.open_discrepancies, ShipReissue.why_not(settled, context())) == ((), None)
