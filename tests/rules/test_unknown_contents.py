"""Two numbers in one cell: while nobody knows what is in which, nothing goes unasked."""

import pytest

from store.models.order import Order
from store.rules.money.actions.refund import Refund
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from tests.build import OTHER_NO, changed, context, do, parcel, sentences, shipped

SAID = (
    "Nobody knows what is in parcel SF1234567890123: the buyer may get a part of what is counted as"
    " in parcel YT1234567890123. Open that, count, and say what was in it (“Set the"
    " contents of a parcel”)."
)
SECOND = parcel(OTHER_NO, id="p2", source="platform", lines=())


def back(*others: object) -> Order:
    """The first parcel, which counts as holding all, was stopped and is here."""
    asked = changed(InterceptParcel, shipped(parcels=(parcel(), *others)), None, parcel="p1")
    return changed(RecordIntercept, asked, None, parcel="p1", outcome="returned")


@pytest.mark.parametrize(
    ("given", "is_asked"),
    [
        pytest.param(back(SECOND), True, id="the other one is under way"),
        pytest.param(back(), False, id="there is no other"),
        pytest.param(
            back(SECOND.model_copy(update={"kind": "reissue"})), False, id="what is sent again"
        ),
    ],
)
def test_what_may_be_in_another_parcel_is_asked_about(given: Order, is_asked: bool) -> None:
    again = {"origin": "intercepted", "reason": "x", "lines": "1:2"}

    assert sentences(CreateReissue, given, again) == (
        [("sure", f"{SAID} Answer yes where you know that these goods are here.")]
        if is_asked
        else []
    )
    assert sentences(CreateReissue, given, again | {"sure": "yes"}) == []
    paid = {"lines": "1:2", "reason": "x"}
    assert sentences(Refund, given, paid) == (
        [("both", f"{SAID} Answer yes where the buyer is to have both.")] if is_asked else []
    )
    assert sentences(Refund, given, paid | {"both": "yes"}) == []


def test_whoever_records_that_it_is_back_is_told_to_count() -> None:
    asked = changed(InterceptParcel, shipped(parcels=(parcel(), SECOND)), None, parcel="p1")

    assert SAID in do(RecordIntercept, asked, context(), parcel="p1", outcome="returned").said
