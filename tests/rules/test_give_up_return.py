"""GiveUpReturn: what the platform owes since an appeal was won, and does not pay."""

import pytest

from store.models.order import Order
from store.models.refund import GivenUp
from store.rules.cases.actions.record_ruling import RecordRuling
from store.rules.money.actions.give_up_return import GiveUpReturn
from store.rules.money.actions.record_appeal_return import RecordAppealReturn
from store.rules.money.won_back import to_come_back
from store.rules.order.ledger import money_ledger
from tests.build import NOW, changed, context, do, order
from tests.rules.owing import owed
from tests.rules.row_facts import order_row
from tests.rules.test_record_appeal_return import APPEALED, FINED, WON

REASON = "平台客服 11-22 回复不予返还"
PART = changed(RecordAppealReturn, WON, amount="4")
GIVEN_UP = changed(GiveUpReturn, PART, reason=REASON)


def test_nothing_is_owed_any_more_and_the_reason_stays() -> None:
    assert "give-back" in owed(PART)
    assert "give-back" not in owed(GIVEN_UP)
    assert GIVEN_UP.refunds[0].given_up == GivenUp(
        at=NOW, reason=REASON, by="小李 (li)", of_fen=GIVEN_UP.refunds[0].amount_fen
    )


def test_how_much_stays_lost_is_said_and_costs_the_shop() -> None:
    whole = WON.refunds[0].amount_fen
    (said,) = do(GiveUpReturn, PART, reason=REASON).said

    assert said == f"{whole / 100 - 4:.2f} stay lost; nothing is owed for them any more."
    row = order_row(GIVEN_UP, context().policy)
    assert (row.refunded_fen, row.won_back_fen) == (whole, 400)
    assert money_ledger(GIVEN_UP) == money_ledger(WON)


def test_it_is_given_up_once_and_what_comes_after_all_is_recorded() -> None:
    refused = GiveUpReturn.why_not(GIVEN_UP, context())
    whole = WON.refunds[0].amount_fen
    assert refused == (
        f"What was to come back of the refund of {whole / 100:.2f} was given up on 2026-11-22:"
        f" {REASON}"
    )

    rest = f"{whole / 100 - 4:.2f}"
    after = changed(RecordAppealReturn, GIVEN_UP, amount=rest)
    assert after.refunds[0].returned_fen == whole
    assert (GiveUpReturn.why_not(after, context()) or "").startswith("All that is to come back")


def test_of_a_penalty_nothing_is_promised_back() -> None:
    assert GiveUpReturn.why_not(FINED, context()) == (
        "Of the penalty of 2026-11-21 (late shipment) nothing is promised back."
    )
    assert GiveUpReturn.why_not(order(), context()) == (
        "No penalty of this order is recorded, and no money went to the buyer by a ruling that an"
        " appeal has overturned."
    )


SPLIT = changed(RecordRuling, APPEALED, ruling="split", amount="8")


def won(given: Order) -> Order:
    """The order whose appeal gave all of it back to us, as is learnt later."""
    (case,) = given.cases
    *before, last = case.interventions
    ours = last.model_copy(update={"ruling": "for_seller", "amount_fen": None})
    return given.with_case(case.model_copy(update={"interventions": (*before, ours)}))


@pytest.mark.parametrize(
    ("given", "came", "later", "left", "missing"),
    [
        pytest.param(SPLIT, "", False, 0, 1200, id="nothing came"),
        pytest.param(SPLIT, "5", False, 0, 700, id="a part came after all"),
        pytest.param(SPLIT, "12", False, 0, 0, id="all of it came after all"),
        pytest.param(SPLIT, "", True, 800, 2000, id="more is to come than was given up"),
        pytest.param(SPLIT, "5", True, 800, 1500, id="a part came, and more is to come"),
        pytest.param(SPLIT, "12", True, 800, 800, id="all came, and more is to come"),
    ],
)
def test_what_was_given_up_stays_said_and_only_what_is_beyond_it_is_owed(
    given: Order, came: str, later: bool, left: int, missing: int
) -> None:
    given_up = changed(GiveUpReturn, given, reason=REASON)
    after = changed(RecordAppealReturn, given_up, amount=came) if came else given_up
    after = won(after) if later else after

    (kept,) = after.refunds
    (to_come,) = to_come_back(after)
    assert kept.given_up == GivenUp(at=NOW, reason=REASON, by="小李 (li)", of_fen=1200)
    assert (to_come.left, to_come.missing) == (left, missing)
    assert (GiveUpReturn.why_not(after, context()) is None) is bool(left)
    assert ("give-back" in owed(after)) is bool(left)
