"""Goods twice: a supplement and a reissue of what the buyer did not get answer one complaint."""

from typing import Any

import pytest

from store.models.order import Order
from store.rules.cases.actions.agree_supplementary import AgreeSupplementary
from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship_reissue import ShipReissue
from tests.build import (
    BACK_NO,
    FIRST_BAG,
    HOUR,
    NOW,
    OTHER_NO,
    case,
    changed,
    context,
    line,
    parcel,
    sentences,
    shipped,
    units,
)

THIRD_NO = "YT9234567890123"
ASKED = case(id="G1", kind="supplementary", requested_fen=0)
"""The buyer says that something is missing, and not how much."""
MISSING = {"origin": "missing_goods", "reason": "少件", "lines": "1:1", "sure": "yes"}
ONE_OF_IT = {"case": "G1", "tracking_no": OTHER_NO, "lines": "1:1"}
BY_CASE = "Goods left for case G1 with SF1234567890123 (RICE-10 x1)."
SAME = " If it is for the same units, the buyer gets them twice."
TWICE = " The buyer gets the same goods twice."
YES = " Answer yes where the buyer is to have both."


def in_two_parcels(**about: Any) -> Order:
    """Three bags: one has arrived in a parcel of its own, two came back."""
    first, second = FIRST_BAG, parcel(THIRD_NO, id="p2", lines=units((1, 2)))
    given = shipped(line(ordered=3, amount_fen=9000), parcels=(first, second), **about)
    there = changed(RecordTrace, given, parcel="p1", state="delivered")
    return changed(RecordTrace, there, parcel="p2", state="returned")


def supplemented(given: Order) -> Order:
    return changed(ShipSupplementary, changed(AgreeSupplementary, given), None, **ONE_OF_IT)


def arrived(given: Order, hours: int) -> Order:
    """The order whose last parcel was delivered so many hours later."""
    later = context(now=NOW + hours * HOUR, beside=given)
    values = {"parcel": given.parcels[-1].id, "state": "delivered", "at": later.now.isoformat()}
    return changed(RecordTrace, given, later, **values)


@pytest.mark.parametrize(
    ("given", "values", "said"),
    [
        pytest.param(
            shipped(cases=(ASKED,)), MISSING, BY_CASE + SAME, id="one of two in one parcel"
        ),
        pytest.param(
            in_two_parcels(cases=(ASKED,)),
            MISSING | {"parcel": "p1"},
            BY_CASE + SAME,
            id="beside others that came back",
        ),
        pytest.param(
            shipped(cases=(ASKED,)),
            MISSING | {"origin": "lost_parcel"},
            BY_CASE + SAME,
            id="it was lost, as somebody says",
        ),
        pytest.param(
            in_two_parcels(cases=(ASKED,)),
            {"origin": "intercepted", "reason": "退回", "lines": "1:2"},
            None,
            id="what came back is other goods",
        ),
        pytest.param(
            shipped(line(ordered=1, amount_fen=2500), cases=(ASKED,)),
            MISSING,
            BY_CASE + TWICE,
            id="the only one",
        ),
    ],
)
def test_a_reissue_of_what_a_supplement_may_stand_for_is_asked_once(
    given: Order, values: dict[str, str], said: str | None
) -> None:
    left = supplemented(given)

    assert sentences(CreateReissue, left, values) == ([("both", said + YES)] if said else [])
    created = changed(CreateReissue, left, None, **values, both="yes")
    assert sentences(ShipReissue, created, {"tracking_no": BACK_NO}) == []


@pytest.mark.parametrize("has_left", [False, True], ids=["to leave", "under way"])
def test_a_supplement_of_what_a_reissue_may_stand_for_is_asked(*, has_left: bool) -> None:
    given = changed(CreateReissue, shipped(cases=(ASKED,)), None, **MISSING)
    said = "Reissue 1 is to send RICE-10 x1 again."
    if has_left:
        given = changed(ShipReissue, given, tracking_no=BACK_NO)
        said = f"Reissue 1 left with {BACK_NO} (RICE-10 x1)."
    agreed = changed(AgreeSupplementary, given)

    assert sentences(ShipSupplementary, agreed, ONE_OF_IT) == [("both", said + SAME + YES)]
    assert sentences(ShipSupplementary, agreed, ONE_OF_IT | {"both": "yes"}) == []


def test_a_reissue_that_waits_asks_once_a_supplement_has_left() -> None:
    agreed = changed(
        AgreeSupplementary, changed(CreateReissue, shipped(cases=(ASKED,)), None, **MISSING)
    )
    left = changed(ShipSupplementary, agreed, None, **ONE_OF_IT, both="yes")

    assert sentences(ShipReissue, left, {"tracking_no": BACK_NO}) == [
        ("both", BY_CASE + SAME + YES)
    ]


def test_what_the_buyer_asks_for_once_the_reissue_is_there_is_something_else() -> None:
    created = changed(CreateReissue, shipped(), None, **MISSING)
    there = arrived(changed(ShipReissue, created, tracking_no=BACK_NO), 1)
    later = ASKED.model_copy(update={"applied_at": NOW + 2 * HOUR})
    agreed = changed(AgreeSupplementary, there.model_copy(update={"cases": (later,)}))

    assert sentences(ShipSupplementary, agreed, ONE_OF_IT) == []
