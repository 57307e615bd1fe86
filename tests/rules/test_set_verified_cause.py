"""SetVerifiedCause: what really was the cause, as the seller found."""

import pytest

from store.errors import BadInput
from store.models.cancellation import VerifiedCause
from store.models.order import Order
from store.rules.action.frame import read_values
from store.rules.stock.actions.cancel_order import CancelOrder
from store.rules.stock.actions.set_verified_cause import SetVerifiedCause
from tests.build import NOW, case, changed, context, order, refunded_case, sentences

CANCELLED = changed(CancelOrder, order(), reason="buyer asked")
TOO_EARLY = (
    "Step 6 of cancelling, record the verified cause, comes after what is missing: step 4, see the"
    " refund through; step 5, follow up with the buyer."
)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="of any order"),
        pytest.param(
            CANCELLED,
            TOO_EARLY,
            id="of a cancelled one only at the end",
        ),
    ],
)
def test_when_a_cause_may_be_set(given: Order, sentence: str | None) -> None:
    assert SetVerifiedCause.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("quality", "quality"),
        ("damaged in transit", "damaged_in_transit"),
        ("缺货", "out_of_stock"),
        ("LOST-BY-CARRIER", "lost_by_carrier"),
        ("the buyer changed their mind", "changed_mind"),
        ("标签贴错", "标签贴错"),
    ],
)
def test_common_causes_are_known_and_others_kept_as_they_are(text: str, cause: str) -> None:
    (found,) = changed(SetVerifiedCause, order(), cause=text).causes

    assert found == VerifiedCause(id="new1", cause=cause, at=NOW, by="小李 (li)")


def test_causes_are_added_to_the_ones_before() -> None:
    first = changed(SetVerifiedCause, order(), cause="quality")

    second = changed(SetVerifiedCause, first, cause="wrong_item")

    assert [one.cause for one in second.causes] == ["quality", "wrong_item"]


def test_the_buyers_reason_stays_as_it_was() -> None:
    given = order(cases=(case(),))

    after = changed(SetVerifiedCause, given, cause="changed_mind", case="A1")

    assert after.cases == given.cases
    assert after.causes[0].case == "A1"


def test_a_closed_case_may_be_meant_and_none_is_meant_by_itself() -> None:
    given = order(cases=(refunded_case(),))

    assert changed(SetVerifiedCause, given, cause="quality", case="A1").causes[0].case == "A1"
    assert changed(SetVerifiedCause, given, cause="quality").causes[0].case is None


def test_a_case_that_is_not_there_is_said() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(SetVerifiedCause, {"cause": "quality", "case": "A9"}, order(cases=(case(),)))

    assert caught.value.sentence == "A9 does not exist; there is: A1."


def test_the_cause_of_a_case_waits_for_no_step_of_the_cancellation() -> None:
    given = CANCELLED.model_copy(update={"cases": (case(),)})

    assert SetVerifiedCause.why_not(given, context()) is None
    assert sentences(SetVerifiedCause, given, {"cause": "quality", "case": "A1"}) == []
    assert sentences(SetVerifiedCause, given, {"cause": "quality"}) == [("cause", TOO_EARLY)]
