"""A parcel that is lost is sent again, whichever way sent it, and once."""

from typing import Any

import pytest

from store.models.axes import Fulfilment
from store.models.order import Order
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.close_case import CloseCase
from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from store.rules.money.actions.refund import Refund
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.parcels.sent_again import reaching
from store.rules.parcels.whereabouts import place
from tests.build import (
    BACK_NO,
    DAY,
    FIRST_BAG,
    HOUR,
    NOW,
    OTHER_NO,
    case,
    changed,
    context,
    parcel,
    sentences,
    shipped,
    units,
)
from tests.rules.test_sent_again import OF_CASES, WAYS, Way, seen, with_case

LOST: dict[str, Any] = {"origin": "lost_parcel", "reason": "丢件", "sure": "yes"}
EACH = [pytest.param(way, id=name) for name, way in WAYS.items()]


def reissued(given: Order, **values: str) -> Order:
    return changed(CreateReissue, given, None, **LOST, **values)


@pytest.mark.parametrize("state", ["", "abnormal", "returning"])
@pytest.mark.parametrize("way", EACH)
def test_what_nobody_saw_arrive_is_sent_again(way: Way, state: str) -> None:
    given = seen(way.left, state) if state else way.left

    assert sentences(CreateReissue, given, LOST) == []
    after = reissued(given)
    assert after.reissues[-1].lines == units((1, 1))
    assert [(one.parcel, one.kind) for one in after.losses if one.reissue == after.reissues[-1].id]
    assert place(after, after.parcels[-1]) == "lost"


@pytest.mark.parametrize("way", EACH)
def test_it_is_sent_again_once(way: Way) -> None:
    created = reissued(way.left)
    sent = changed(ShipReissue, created, tracking_no=BACK_NO)
    number = created.reissues[-1].number

    assert CreateReissue.why_not(created, context()) is not None
    assert sentences(CreateReissue, sent, {**LOST, "parcel": way.left.parcels[-1].id}) == [
        (
            "origin",
            f"What was in parcel {OTHER_NO} is sent again already: reissue {number}.",
        )
    ]
    (ledger,) = line_ledgers(sent)
    assert (ledger.reissuable, ledger.with_buyer) == (0, 1)


@pytest.mark.parametrize("way", EACH)
def test_what_arrived_is_not_lost(way: Way) -> None:
    ((field, said),) = sentences(CreateReissue, seen(way.left, "delivered"), LOST)

    assert field == "origin"
    assert said.startswith("Parcel ")
    assert "is not lost" in said


def test_no_more_is_lost_than_goes_in_no_other_way() -> None:
    given = WAYS["补寄"].left
    values = {"origin": "missing_goods", "reason": "x", "both": "yes", "sure": "yes"}
    missing = changed(CreateReissue, given, None, parcel=given.parcels[0].id, **values)
    both = changed(ShipReissue, missing, tracking_no=BACK_NO, both="yes")

    ((field, _said),) = sentences(CreateReissue, both, {**LOST, "parcel": both.parcels[1].id})
    assert field == "origin"


@pytest.mark.parametrize("way", OF_CASES)
def test_the_case_ends_with_the_reissue_that_stands_for_its_parcel(way: Way) -> None:
    sent = changed(ShipReissue, reissued(seen(way.left, "abnormal")), tracking_no=BACK_NO)
    later = context(now=NOW + 30 * DAY, beside=sent)
    closed = changed(CloseCase, sent, later, case="G1")

    assert closed.cases[0].outcome == "fulfilled"
    # That the case is fulfilled says nothing of the parcel that was lost.
    assert place(closed, closed.parcels[-2]) == "lost"
    assert [one.id for one in reaching(closed)] == [closed.reissues[-1].id]


def test_what_was_lost_is_not_what_the_buyer_confirmed_to_have() -> None:
    sent = changed(ShipReissue, reissued(WAYS["补寄"].left), tracking_no=BACK_NO)
    received = sent.model_copy(update={"received_at": NOW + HOUR})

    assert [place(received, one) for one in received.parcels] == ["buyer", "lost", "buyer"]


RECEIVED_SINCE: dict[str, dict[str, Any]] = {
    "the order": {"received_at": NOW + HOUR, "platform_fulfilment": Fulfilment.RECEIVED},
    "the order, as somebody here says": {"receipt_confirmed_at": NOW + HOUR},
}


@pytest.mark.parametrize("receipt", RECEIVED_SINCE)
@pytest.mark.parametrize("state", ["in_transit", "returning", "abnormal"])
@pytest.mark.parametrize("way", [*EACH, pytest.param(None, id="发货")])
def test_a_receipt_says_nothing_of_what_the_carrier_saw_elsewhere_since(
    way: Way | None, state: str, receipt: str
) -> None:
    given = way.left if way else shipped()
    received = given.model_copy(update=RECEIVED_SINCE[receipt])
    later = seen(received, state, 2)

    assert [place(one, one.parcels[-1]) for one in (received, later)] == ["buyer", "under_way"]
    assert sentences(CreateReissue, received, LOST) != []
    assert sentences(CreateReissue, later, LOST) == []
    # What was seen before says nothing against it.
    before = seen(given, state, 0).model_copy(update=RECEIVED_SINCE[receipt])
    assert place(before, before.parcels[-1]) == "buyer"


BOTH_BAGS = changed(
    ShipSupplementary,
    shipped(
        cases=(
            case(
                id="G1",
                kind="supplementary",
                state="seller_to_send",
                requested_fen=0,
                lines=units((1, 1)),
                agreed_at=NOW - HOUR,
            ),
        )
    ),
    tracking_no=OTHER_NO,
)
"""Of two bags one went once more, and nobody saw it arrive."""
THE_LOST = {**LOST, "lines": "1:1", "parcel": BOTH_BAGS.parcels[-1].id}


def test_what_is_lost_does_not_count_beside_what_goes_instead_of_it() -> None:
    money = case(id="M1", lines=units((1, 1)), requested_fen=2500)
    promised = changed(AgreeRefund, with_case(BOTH_BAGS, money), case="M1")
    paid = changed(Refund, BOTH_BAGS, case="none", amount="26", reason="x", both="yes")

    assert sentences(CreateReissue, promised, THE_LOST) == []
    assert sentences(CreateReissue, paid, THE_LOST) == []
    assert sentences(CreateReissue, paid, {**THE_LOST, "lines": "1:2"}) != []


TWO_PARCELS = shipped(
    parcels=(
        FIRST_BAG,
        parcel(id="p2", tracking_no=OTHER_NO, lines=units((1, 1))),
    )
)
"""Two bags left in a parcel each; no scan says anything of the first."""
ONLY_ONE = (
    f"Only parcel {OTHER_NO} is known to be lost; name the parcel that is lost too, or"
    " record first that it is."
)
ONE_LOST = seen(TWO_PARCELS, "abnormal")


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(ONE_LOST, {}, [], id="without lines"),
        pytest.param(ONE_LOST, {"lines": "1:1"}, [], id="what was in the lost one"),
        pytest.param(
            ONE_LOST,
            {"lines": "1:2"},
            [("parcel", ONLY_ONE)],
            id="more than was in it",
        ),
        pytest.param(
            ONE_LOST,
            {"lines": "3:1"},
            [("lines", "There is no line 3; there is: 1 (RICE-10).")],
            id="no such line",
        ),
        pytest.param(ONE_LOST, {"parcel": "p1"}, [], id="the other one is named"),
        pytest.param(TWO_PARCELS, {"lines": "1:2"}, [], id="none is known to be lost"),
        pytest.param(
            reissued(ONE_LOST),
            {},
            [
                (
                    "origin",
                    f"What was in parcel {OTHER_NO} is sent again already: reissue 1.",
                )
            ],
            id="it is sent again already",
        ),
    ],
)
def test_what_was_lost_is_what_is_known_to_be(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(CreateReissue, given, {**LOST, **values}) == problems


def test_the_goods_of_the_lost_parcel_are_suggested_and_taken() -> None:
    assert CreateReissue.suggest(ONE_LOST, context()) == {"lines": "1:1"}
    after = reissued(ONE_LOST)
    assert after.reissues[-1].lines == units((1, 1))
    assert [(one.parcel, one.quantity) for one in after.losses] == [("p2", 1)]


@pytest.mark.parametrize("way", OF_CASES)
def test_what_a_case_sent_and_is_lost_is_what_goes_again(way: Way) -> None:
    unseen = seen(way.left, "abnormal").model_copy(update={"received_at": None})
    after = reissued(unseen)

    assert [one.parcel for one in after.losses if one.reissue] == [way.left.parcels[-1].id]
