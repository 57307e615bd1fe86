"""RecordAppealReturn: what an appeal brought back of a penalty lowers what it cost."""

import pytest

from store.errors import BadInput
from store.models.order import Order
from store.models.penalty import AppealReturn, Penalty
from store.rules.action.frame import read_values
from store.rules.money.actions.record_appeal_return import RecordAppealReturn
from tests.build import DAY, HOUR, NOW, changed, context, do, order, sentences

LATE = Penalty(id="p1", kind="late_shipment", at=NOW - DAY, amount_fen=300, points=2, by="li")
OTHER = Penalty(id="p2", kind="stock_out", at=NOW - HOUR, amount_fen=500, by="li")
FINED = order(penalties=(LATE,))
ALL_BACK = changed(RecordAppealReturn, FINED, amount="3", points="2")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(FINED, None, id="a penalty"),
        pytest.param(order(), "No penalty of this order is recorded.", id="none"),
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
            [("points", "3 points are more than the 2 that are still taken.")],
            id="more points than were taken",
        ),
        pytest.param(
            FINED,
            {"amount": "1", "at": "2026-11-23 09:00"},
            [("at", "2026-11-23 09:00 is not yet over.")],
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
            {"penalty": "p1", "amount": "1"},
            [
                (
                    "penalty",
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
