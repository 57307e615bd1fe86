"""The platform is recorded to have ruled for us, and gave the money back all the same."""

from typing import Any

import pytest

from store.models.axes import Source
from store.models.intervention import Appeal, Intervention
from store.models.order import Order
from store.rules.cases.actions.correct_ruling import CorrectRuling
from store.rules.cases.interventions import appeal_refused
from store.rules.platform.judging import contradicted_since, judged
from tests.build import DAY, HOUR, NOW, changed, context, refund, refunded_case, shipped

SAID = (
    "The platform ruled for us in case A1 on 2026-11-21, as it is recorded here, and gave 50.00"
    " back all the same: correct the ruling where it was another one, and appeal while that is"
    " possible; else ask the platform for the money."
)


def ended(ruling: str = "for_seller", appeal: Appeal | None = None, **about: Any) -> Order:
    """A case that the platform closed with its money an hour ago, a day after this ruling."""
    ruled = Intervention(id="i1", ruling=ruling, ruled_at=NOW - DAY, appeal=appeal)
    case = refunded_case(interventions=(ruled,), **about)
    money = refund(
        amount_fen=5000,
        state="done",
        source="platform",
        case="A1",
        requested_at=NOW - 2 * DAY,
    )
    return shipped(cases=(case,), refunds=(money,))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(ended(), (SAID,), id="for us, and refunded"),
        pytest.param(ended("for_buyer"), (), id="for the buyer"),
        pytest.param(ended(outcome="rejected", refunded_fen=None), (), id="for us, and no money"),
        pytest.param(
            ended(agreed_at=NOW - 2 * HOUR, agreed_for="us"),
            (),
            id="for us, and one of us agreed there afterwards",
        ),
        pytest.param(
            ended(agreed_at=NOW - 2 * DAY, agreed_for="us"),
            (SAID,),
            id="for us, and one of us had agreed before",
        ),
        pytest.param(
            ended(agreed_at=NOW - 2 * HOUR),
            (SAID,),
            id="agreed to afterwards, and nobody says by whom",
        ),
        pytest.param(
            ended(agreed_at=NOW - 2 * HOUR, agreed_for="platform"),
            (SAID,),
            id="agreed to afterwards by the platform",
        ),
        pytest.param(ended(closed_by=Source.DESK), (), id="ended here, by our own refund"),
    ],
)
def test_money_that_went_back_against_a_ruling_for_us(given: Order, said: tuple[str, ...]) -> None:
    seen = judged(given, context(beside=given), "import")

    found = [one for one in contradicted_since(None, seen) if "ruled for us" in one]
    assert tuple(found) == said


@pytest.mark.parametrize("agreed_for", [None, "platform"])
def test_the_ruling_is_corrected_and_may_be_appealed_against(agreed_for: str | None) -> None:
    given = ended(agreed_at=NOW - 2 * HOUR, agreed_for=agreed_for)
    seen = judged(given, context(beside=given), "import")

    right = changed(CorrectRuling, seen, ruling="for_buyer")

    (case,) = right.cases
    assert (case.outcome, case.refunded_fen) == ("refunded", 5000)
    assert right.open_discrepancies == ()
    assert appeal_refused(right, case, context()) is None
