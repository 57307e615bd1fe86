"""A parcel that was given up, sent again, and delivered after all, while its reissue came back."""

import pytest

from store.models.order import Order
from store.rules.money.actions.refund import Refund
from store.rules.obligations import obligations
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.judging import judged
from tests.build import (
    HOUR,
    NOW,
    OTHER_NO,
    TRACKING_NO,
    case,
    changed,
    context,
    sentences,
    shipped,
)

SENT = changed(
    ShipReissue,
    changed(CreateReissue, shipped(), None, origin="lost_parcel", reason="丢件"),
    tracking_no=OTHER_NO,
)
ARRIVED = (
    f"Parcel {TRACKING_NO} was given up and reached the buyer after all (RICE-10 x1). The buyer"
    " gets goods and money. Answer yes where the buyer is to have both."
)


def scanned(given: Order, *scans: tuple[str, str]) -> Order:
    """The order with these last scans, each a parcel's number and a state, an hour apart."""
    for hours, (number, state) in enumerate(scans, 1):
        sent = next(one for one in given.parcels if one.tracking_no == number)
        later = context(now=NOW + hours * HOUR, beside=given)
        at = later.now.isoformat()
        given = judged(
            changed(RecordTrace, given, later, parcel=sent.id, at=at, state=state), later, "li"
        )
    return given


DELIVERED, BACK = (TRACKING_NO, "delivered"), (OTHER_NO, "returned")
BOTH = scanned(SENT, DELIVERED, BACK)
STOPPED = changed(
    RecordIntercept, changed(InterceptParcel, shipped()), parcel="p1", outcome="returned"
)
SENT_INSTEAD = changed(
    ShipReissue,
    changed(CreateReissue, STOPPED, None, origin="intercepted", reason="改地址"),
    tracking_no=OTHER_NO,
)
CONFIRMED = scanned(SENT.model_copy(update={"received_at": NOW + HOUR}), BACK)


@pytest.mark.parametrize(
    ("given", "discrepancies", "owed"),
    [
        pytest.param(scanned(SENT, DELIVERED), ["found"], False, id="both with the buyer"),
        pytest.param(BOTH, [], False, id="delivered, then the reissue came back"),
        pytest.param(scanned(SENT, BACK, DELIVERED), [], False, id="the other way round"),
        pytest.param(
            scanned(SENT_INSTEAD, DELIVERED), ["found"], False, id="recorded to be back before"
        ),
        pytest.param(
            scanned(SENT_INSTEAD, DELIVERED, BACK), [], False, id="and the reissue came back"
        ),
        pytest.param(scanned(SENT, BACK), [], True, id="the reissue came back alone"),
        pytest.param(CONFIRMED, [], True, id="a receipt alone, which ends by itself"),
        pytest.param(
            scanned(SENT, DELIVERED, BACK, (TRACKING_NO, "returned")), [], True, id="both back"
        ),
    ],
)
def test_what_the_buyer_has_after_all_is_not_owed(
    given: Order, discrepancies: list[str], owed: bool
) -> None:
    policy = context().policy

    assert [one.kind for one in given.open_discrepancies] == discrepancies
    assert ("make-good" in {one.kind for one in obligations(given, policy)}) is owed


def test_it_is_counted_as_with_the_buyer_once() -> None:
    (ledger,) = line_ledgers(BOTH)

    assert (ledger.with_buyer, ledger.reissuable, ledger.refundable_units) == (2, 0, 2)


def test_what_came_back_is_not_sent_again_but_what_was_not_in_the_box_is() -> None:
    ((_field, said),) = sentences(CreateReissue, BOTH, {"origin": "intercepted", "reason": "x"})
    missing = changed(CreateReissue, BOTH, origin="missing_goods", reason="空盒")

    assert said == (
        f"Parcel {TRACKING_NO} was given up and reached the buyer after all; what came back of"
        " what was sent again for it is not owed any more."
    )
    assert [one.state for one in missing.reissues] == ["shipped", "open"]


@pytest.mark.parametrize(
    ("given", "values", "asked"),
    [
        pytest.param(BOTH, {"lines": "1:1"}, ARRIVED, id="its units"),
        pytest.param(BOTH, {"amount": "5"}, None, id="a compensation"),
        pytest.param(
            BOTH.model_copy(
                update={"cases": (case(applied_at=NOW + 2 * HOUR, state="seller_to_refund"),)}
            ),
            {"case": "A1"},
            None,
            id="he claims it since",
        ),
    ],
)
def test_money_for_it_beside_the_goods_asks(
    given: Order, values: dict[str, str], asked: str | None
) -> None:
    said = sentences(Refund, given, {"reason": "退款", **values})

    assert said == ([("both", asked)] if asked else [])
