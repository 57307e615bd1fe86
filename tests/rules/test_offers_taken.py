"""What was offered and taken is owed: the money, the goods or the case, until it is there."""

import pytest

from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.action.base import Action
from store.rules.cases.actions.change_case import ChangeCase
from store.rules.cases.actions.open_case import OpenCase
from store.rules.cases.actions.withdraw_case import WithdrawCase
from store.rules.money.actions.refund import Refund
from store.rules.obligations import Obligation, obligations
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    TRACKING_NO,
    case,
    changed,
    context,
    order,
    refunded_case,
    shipped,
)

LOST = {"origin": "lost_parcel", "reason": "丢件"}
OPENED = {"opened_by": "buyer", "reason": "换一袋"}
KINDS = {
    "reship": "offered-reissue",
    "exchange": "offered-exchange",
    "return_and_refund": "offered-return",
}
EARLIER = context(now=NOW - DAY)


def taken(solution: str, given: Order | None = None, answer: str = "yes") -> Order:
    offered = changed(OfferSolution, given or shipped(), solution=solution)
    return changed(RecordOfferAnswer, offered, accepted=answer)


def owed(given: Order) -> dict[str, Obligation]:
    every = (*KINDS.values(), "give-offer")
    found = obligations(given, context().policy)
    return {one.kind: one for one in found if one.kind in every}


def reissued(given: Order) -> Order:
    return changed(CreateReissue, given, None, **LOST)


@pytest.mark.parametrize(
    ("solution", "kind", "hours"),
    [
        ("reship", "offered-reissue", 48),
        ("exchange", "offered-exchange", 24),
        ("return_and_refund", "offered-return", 24),
    ],
)
def test_goods_that_were_offered_are_owed_once_the_buyer_took_them(
    solution: str, kind: str, hours: int
) -> None:
    given = taken(solution)
    due = owed(given)[kind]

    assert owed(taken(solution, answer="no")) == {}
    assert list(owed(given)) == [kind]
    assert (due.about, due.due_at) == (given.offers[0].id, NOW + hours * HOUR)
    assert (due.who, due.estimated) == ("us", True)
    assert due.at_zero == "the buyer was promised it and goes without"


@pytest.mark.parametrize("solution", ["substitute", "wait", "coupon", "compensation"])
def test_what_is_owed_otherwise_is_not_owed_as_an_offer(solution: str) -> None:
    offers = taken("reship").offers
    other = offers[0].model_copy(update={"solution": solution})

    assert owed(shipped(offers=(other,))) == {}


@pytest.mark.parametrize(
    ("solution", "action", "values"),
    [
        pytest.param("reship", CreateReissue, LOST, id="a reissue is created"),
        pytest.param(
            "reship", OpenCase, OPENED | {"kind": "supplementary"}, id="the buyer asks for 补寄"
        ),
        pytest.param(
            "exchange", OpenCase, OPENED | {"kind": "exchange"}, id="an exchange is opened"
        ),
        pytest.param(
            "return_and_refund",
            OpenCase,
            OPENED | {"kind": "return_and_refund"},
            id="a return is opened",
        ),
        pytest.param(
            "exchange", Refund, {"amount": "50", "reason": "x"}, id="all the money goes instead"
        ),
        pytest.param(
            "reship", Refund, {"lines": "1:2", "reason": "x"}, id="the money of all units"
        ),
    ],
)
def test_it_is_owed_until_it_is_there(
    solution: str, action: type[Action[Order]], values: dict[str, str]
) -> None:
    given = taken(solution)

    assert list(owed(given)) == [KINDS[solution]]
    assert owed(changed(action, given, None, **values)) == {}


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(
            changed(CancelReissue, reissued(taken("reship")), reason="不要了"), id="cancelled"
        ),
        pytest.param(
            changed(ShipReissue, reissued(taken("reship")), tracking_no=OTHER_NO), id="sent"
        ),
        pytest.param(taken("reship", reissued(shipped())), id="written down after the deed"),
        pytest.param(
            changed(WithdrawCase, taken("exchange", shipped(cases=(case(kind="exchange"),)))),
            id="its case was withdrawn",
        ),
        pytest.param(
            changed(
                ChangeCase, taken("exchange", shipped(cases=(case(),))), case="A1", kind="exchange"
            ),
            id="a case about money was changed to it",
        ),
    ],
)
def test_what_was_there_once_is_not_owed_for_the_offer(given: Order) -> None:
    assert owed(given) == {}


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(
            taken(
                "reship",
                changed(
                    ShipReissue,
                    changed(CreateReissue, shipped(), EARLIER, **LOST),
                    EARLIER,
                    tracking_no=OTHER_NO,
                ),
            ),
            id="a reissue that left before",
        ),
        pytest.param(
            taken(
                "return_and_refund",
                shipped(
                    cases=(refunded_case(kind="return_and_refund", requested_fen=500),),
                ),
            ),
            id="a case that had ended before",
        ),
        pytest.param(
            taken("exchange", shipped(cases=(case(),))), id="a case about something else is open"
        ),
    ],
)
def test_what_is_of_before_carries_nothing_out(given: Order) -> None:
    assert len(owed(given)) == 1


def test_a_reshipment_that_was_taken_before_anything_left_is_the_shipment() -> None:
    given = taken("reship", order())
    sent = changed(Ship, given, tracking_no=TRACKING_NO)
    left: Parcel = sent.parcels[0].model_copy(update={"shipped_at": NOW + HOUR})

    assert owed(given) == {}
    assert owed(sent.with_parcel(left)) == {}
