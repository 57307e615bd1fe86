"""RecordPenalty: what a failure cost: points, money, or what cannot be counted."""

import pytest

from store.errors import BadInput
from store.models.penalty import Penalty
from store.rules.action.frame import read_values
from store.rules.money.actions.record_penalty import RecordPenalty
from tests.build import DAY, NOW, changed, context, do, order, sentences, shipped

NOTICE = {"kind": "late_shipment", "amount": "3", "source": "通知 8812"}


def test_a_penalty_may_always_be_recorded() -> None:
    assert RecordPenalty.why_not(shipped(), context()) is None


@pytest.mark.parametrize(
    ("values", "penalty"),
    [
        pytest.param(
            NOTICE,
            Penalty(
                id="new1",
                kind="late_shipment",
                at=NOW,
                amount_fen=300,
                source="通知 8812",
                by="小李 (li)",
            ),
            id="money for a late shipment",
        ),
        pytest.param(
            {"kind": "trace abnormal", "points": "2", "amount": "5.50"},
            Penalty(
                id="new1", kind="trace_abnormal", at=NOW, points=2, amount_fen=550, by="小李 (li)"
            ),
            id="points and money",
        ),
        pytest.param(
            {"kind": "reputation", "source": "差评", "at": "2026-11-21 09:00"},
            Penalty(id="new1", kind="reputation", at=NOW - DAY, source="差评", by="小李 (li)"),
            id="what cannot be counted, of yesterday",
        ),
    ],
)
def test_a_penalty_stands_with_its_order(values: dict[str, str], penalty: Penalty) -> None:
    assert changed(RecordPenalty, order(), None, **values).penalties == (penalty,)


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        pytest.param({"points": "1"}, [], id="points alone"),
        pytest.param({"source": "通知 8812"}, [], id="a source alone"),
        pytest.param(
            {"points": "1", "at": "2026-11-23 09:00"},
            [("at", "2026-11-23 09:00 is still to come.")],
            id="set tomorrow",
        ),
    ],
)
def test_problems_of_a_penalty(values: dict[str, str], problems: list[tuple[str, str]]) -> None:
    assert sentences(RecordPenalty, order(), {"kind": "score", **values}) == problems


@pytest.mark.parametrize("points", ["", "0"])
def test_a_penalty_that_says_nothing_is_malformed(points: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(RecordPenalty, {"kind": "score", "points": points}, order())

    assert caught.value.sentence == "Points, an amount or where it stands is needed."


def test_the_same_notice_twice_is_said() -> None:
    once = changed(RecordPenalty, order(), None, **NOTICE)

    assert do(RecordPenalty, once, None, **NOTICE).said == (
        (
            "通知 8812 is recorded for this order already: late shipment, 0 points, 3.00 on"
            " 2026-11-22; both are counted."
        ),
    )
    assert do(RecordPenalty, once, None, **{**NOTICE, "kind": "score"}).said == ()
    assert do(RecordPenalty, once, kind="late_shipment", points="1").said == ()


def test_an_unknown_kind_is_said_with_the_known_ones() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(RecordPenalty, {"kind": "bad_luck", "points": "1"}, order())

    assert caught.value.sentence == (
        "bad_luck is none of: late_shipment (late shipment), stock_out (out of stock),"
        " false_shipment (false shipment), fraudulent_shipment (fraudulent shipment), trace_late"
        " (trace late), trace_abnormal (trace abnormal), refusal (refusal of after-sales),"
        " restriction, score, compensation, legal, reputation."
    )
