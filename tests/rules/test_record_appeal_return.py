"""RecordAppealReturn: what an appeal brought back of a penalty lowers what it cost."""

import pytest

from store.errors import BadInput
from store.models.axes import Party
from store.models.order import Order
from store.models.penalty import AppealReturn, Penalty
from store.rules.action.frame import read_values
from store.rules.cases.actions.appeal import Appeal
from store.rules.cases.actions.record_ruling import RecordRuling
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.request_intervention import RequestIntervention
from store.rules.money.actions.record_appeal_return import RecordAppealReturn
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.order.ledger import money_ledger
from tests.build import (
    DAY,
    HOUR,
    NOW,
    case,
    changed,
    context,
    do,
    order,
    sentences,
    shipped,
)
from tests.rules.row_facts import order_row

LATE = Penalty(id="p1", kind="late_shipment", at=NOW - DAY, amount_fen=300, points=2, by="li")
OTHER = Penalty(id="p2", kind="stock_out", at=NOW - HOUR, amount_fen=500, by="li")
FINED = order(penalties=(LATE,))
ALL_BACK = changed(RecordAppealReturn, FINED, amount="3", points="2")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(FINED, None, id="a penalty"),
        pytest.param(
            order(),
            "No penalty of this order is recorded, and no money went to the buyer by a ruling that"
            " an appeal has overturned.",
            id="none",
        ),
        pytest.param(
            ALL_BACK,
            ("Nothing is left of the penalty of 2026-11-21 (late shipment) that could come back."),
            id="all of it came back",
        ),
        pytest.param(
            ALL_BACK.model_copy(update={"penalties": (*ALL_BACK.penalties, OTHER)}),
            None,
            id="another one stands",
        ),
    ],
)
def test_something_comes_back_of_a_penalty_that_costs_something(
    given: Order, sentence: str | None
) -> None:
    assert RecordAppealReturn.why_not(given, context()) == sentence


def test_it_lowers_what_the_penalty_cost_and_leaves_what_it_was() -> None:
    done = do(RecordAppealReturn, FINED, amount="1.20", source="申诉 77", at="2026-11-21 18:00")
    (fined,) = done.documents
    assert isinstance(fined, Order)
    (penalty,) = fined.penalties

    assert penalty.returns == (
        AppealReturn(
            id="new1", at=NOW - 15 * HOUR, amount_fen=120, source="申诉 77", by="小李 (li)"
        ),
    )
    assert (penalty.amount_fen, penalty.cost_fen, penalty.cost_points) == (300, 180, 2)
    assert done.said == ("The penalty costs 1.80 yuan and 2 points now.",)


def test_it_comes_back_in_parts() -> None:
    once = changed(RecordAppealReturn, FINED, amount="1")
    twice = changed(RecordAppealReturn, once, amount="2", points="1")

    assert [one.amount_fen for one in twice.penalties[0].returns] == [100, 200]
    assert (twice.penalties[0].cost_fen, twice.penalties[0].cost_points) == (0, 1)


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(FINED, {"amount": "3"}, [], id="all the money"),
        pytest.param(
            FINED,
            {"amount": "3.01"},
            [("amount", "3.01 is more than the 3.00 that the penalty still costs.")],
            id="more than it cost",
        ),
        pytest.param(
            changed(RecordAppealReturn, FINED, amount="1"),
            {"amount": "2.01"},
            [("amount", "2.01 is more than the 2.00 that the penalty still costs.")],
            id="more than is left of it",
        ),
        pytest.param(
            FINED,
            {"points": "3"},
            [("points", "3 points: more than are still taken (2).")],
            id="more points than were taken",
        ),
        pytest.param(
            FINED,
            {"amount": "1", "at": "2026-11-23 09:00"},
            [("at", "2026-11-23 09:00 is still to come.")],
            id="tomorrow",
        ),
        pytest.param(
            FINED,
            {"amount": "1", "at": "2026-11-20 09:00"},
            [("at", "The penalty was set at 2026-11-21 09:00; nothing came back of it before.")],
            id="before it was set",
        ),
        pytest.param(
            ALL_BACK.model_copy(update={"penalties": (*ALL_BACK.penalties, OTHER)}),
            {"of": "p1", "amount": "1"},
            [
                (
                    "of",
                    (
                        "Nothing is left of the penalty of 2026-11-21 (late shipment) that could"
                        " come back."
                    ),
                )
            ],
            id="of one that costs nothing any more",
        ),
    ],
)
def test_problems_of_what_comes_back(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(RecordAppealReturn, given, values) == problems


def test_it_says_how_much_came_back() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(RecordAppealReturn, {"source": "申诉 77"}, FINED)

    assert caught.value.sentence == "Points or an amount is needed."


ASKED = shipped(cases=(case(requested_fen=2000),))
REJECTED = changed(RejectCase, ASKED, reason="真货")
CALLED_IN = changed(RequestIntervention, REJECTED, by="buyer", text="假货")
RULED = changed(RecordRuling, CALLED_IN, ruling="for_buyer")
PAID = changed(SettleRefund, changed(Refund, RULED, reason="判", case="A1"), outcome="done")
APPEALED = changed(Appeal, PAID, text="不服")
WON = changed(RecordRuling, APPEALED, ruling="for_seller")
SPLIT = changed(RecordRuling, APPEALED, ruling="split", amount="5")
LOST = changed(RecordRuling, APPEALED, ruling="for_buyer")
IS_BACK = changed(RecordAppealReturn, WON, amount="20")


def owed_back(given: Order) -> list[str]:
    found = obligations(given, context().policy)
    return [one.at_zero for one in found if one.kind == "give-back"]


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        pytest.param(PAID, None, id="before the appeal"),
        pytest.param(APPEALED, None, id="before the ruling on it"),
        pytest.param(LOST, None, id="it is lost"),
        pytest.param(WON, "20.00", id="it is won"),
        pytest.param(SPLIT, "15.00", id="the ruling splits"),
        pytest.param(changed(RecordAppealReturn, WON, amount="12"), "8.00", id="a part came"),
        pytest.param(IS_BACK, None, id="all of it came"),
    ],
)
def test_money_that_went_by_a_ruling_is_owed_back_once_the_appeal_is_won(
    given: Order, amount: str | None
) -> None:
    said = (
        f"the appeal is won and {amount} yuan are not back: ask the platform's service, and record"
        " what came, or give it up"
    )

    assert owed_back(given) == ([said] if amount else [])


def test_what_came_back_of_a_refund_costs_nothing_and_the_buyer_has_it_all_the_same() -> None:
    done = do(RecordAppealReturn, WON, amount="20")

    assert done.said == ("20.00 of the refund of 20.00 are back.",)
    assert money_ledger(IS_BACK).refundable == money_ledger(WON).refundable == 3000
    row = order_row(IS_BACK)
    assert (row.refunded_fen, row.won_back_fen) == (2000, 2000)
    assert sentences(RecordAppealReturn, WON, {"amount": "20.01"}) == [
        ("amount", "20.01 is more than the 20.00 that are to come back of the refund.")
    ]
    assert RecordAppealReturn.why_not(IS_BACK, context()) == (
        "All that is to come back of the refund of 20.00 (2026-11-22 09:00) has come."
    )


def test_who_has_to_give_it_back_and_who_has_to_ask_then() -> None:
    (owed,) = (one for one in obligations(WON, context().policy) if one.kind == "give-back")
    (refund,) = WON.refunds

    assert (owed.who, owed.about, owed.then) == (Party.PLATFORM, refund.id, "ask-platform")
    assert owed.due_at == NOW + 7 * DAY
