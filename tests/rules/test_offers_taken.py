"""What was offered and taken is owed: the money, the goods or the case, until it is there."""

from datetime import timedelta
from typing import Any

import pytest

from store.models.axes import Platform
from store.models.case_state import CaseOutcome, CaseState
from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.action.base import Action
from store.rules.cases.actions.change_case import ChangeCase
from store.rules.cases.actions.close_case import CloseCase
from store.rules.cases.actions.open_case import OpenCase
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.withdraw_case import WithdrawCase
from store.rules.money.actions.refund import Refund
from store.rules.obligations import Obligation, obligations
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.actions.complete_task import CompleteTask
from store.rules.platform.cases.platform_cases import merge_case
from store.words.labels import label
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OIL,
    OTHER_NO,
    TRACKING_NO,
    case,
    changed,
    context,
    exported_case,
    line,
    order,
    refunded_case,
    sentences,
    shipped,
)
from tui.order_text.talk import talk

LOST = {"origin": "lost_parcel", "reason": "丢件", "sure": "yes"}
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


def offered_too(given: Order, solution: str, **values: str) -> Order:
    return changed(OfferSolution, given, context(beside=given), solution=solution, **values)


def took(first: str, second: str, **values: str) -> Order:
    """The buyer took one offer, and then another."""
    offered = offered_too(taken(first), second)
    return changed(RecordOfferAnswer, offered, context(beside=offered), accepted="yes", **values)


@pytest.mark.parametrize(
    ("first", "second", "is_asked"),
    [
        ("full_refund", "reship", True),
        ("reship", "full_refund", True),
        ("return_and_refund", "exchange", True),
        ("exchange", "full_refund", True),
        ("exchange", "reship", False),
        ("full_refund", "return_and_refund", False),
        ("reship", "coupon", False),
        ("wait", "full_refund", False),
    ],
)
def test_goods_and_their_money_by_two_offers_are_asked_about(
    first: str,
    second: str,
    is_asked: bool,
) -> None:
    offered = offered_too(taken(first), second)
    said = (
        f"The buyer took another offer at 2026-11-22 09:00 ({label(first)}), which is still to be"
        " given. Answer yes where they are to have both, no where this one stands instead of it."
    )

    assert sentences(RecordOfferAnswer, offered, {"accepted": "no"}) == []
    assert sentences(RecordOfferAnswer, offered, {"accepted": "yes"}) == (
        [("both", said)] if is_asked else []
    )


def test_both_are_owed_or_the_later_one_alone() -> None:
    assert set(owed(took("full_refund", "reship", both="yes"))) == {"give-offer", "offered-reissue"}
    assert set(owed(took("full_refund", "reship", both="no"))) == {"offered-reissue"}
    assert set(owed(took("reship", "full_refund", both="no"))) == {"give-offer"}


def test_a_part_of_the_money_goes_beside_goods_without_a_question() -> None:
    offered = offered_too(taken("reship"), "partial_refund", amount="10")

    assert sentences(RecordOfferAnswer, offered, {"accepted": "yes"}) == []


def test_what_was_given_already_is_not_asked_about() -> None:
    offered = offered_too(reissued(taken("reship")), "full_refund")

    assert sentences(RecordOfferAnswer, offered, {"accepted": "yes"}) == []


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


ASKED = {
    "exchange": "exchange",
    "return_and_refund": "return_and_refund",
    "reship": "supplementary",
    "full_refund": "refund_only",
}
NO = {"case": "A1", "reason": "与消费者协商售后方案"}


@pytest.mark.parametrize(("solution", "kind"), ASKED.items())
def test_what_the_buyer_took_is_not_rejected_in_silence(solution: str, kind: str) -> None:
    given = taken(solution, shipped(cases=(case(kind=kind),)))
    said = (
        f"The buyer took what we offered on 2026-11-22 ({label(solution)}), and case A1 is to carry"
        " it out. Answer yes where it does not stand any more."
    )

    assert sentences(RejectCase, given, NO) == [("taken", said)]
    assert sentences(RejectCase, given, NO | {"taken": "no"}) == [("taken", said)]
    rejected = changed(RejectCase, given, None, **NO, taken="yes")
    assert (rejected.offers[0].stands, rejected.offers[0].withdrawn_at) == (False, NOW)
    assert any("accepted, and withdrawn by us on 2026-11-22" in one for one in talk(rejected, NOW))
    told = changed(CompleteTask, rejected, task=rejected.open_tasks[0].id)
    assert owed(changed(CloseCase, told, reason="x")) == {}


@pytest.mark.parametrize(
    ("solution", "kind"),
    [
        pytest.param("exchange", "return_and_refund", id="something else is asked for"),
        pytest.param("partial_refund", "refund_only", id="a part of it, to be asked for anew"),
        pytest.param("full_refund", "exchange", id="money that is owed by itself"),
    ],
)
def test_what_is_carried_out_without_the_case_hinders_no_rejection(
    solution: str, kind: str
) -> None:
    amount = {"amount": "5"} if solution == "partial_refund" else {}
    offered = changed(
        OfferSolution, shipped(cases=(case(kind=kind),)), None, solution=solution, **amount
    )
    given = changed(RecordOfferAnswer, offered, accepted="yes")

    assert sentences(RejectCase, given, NO) == []
    assert changed(RejectCase, given, None, **NO).offers[0].stands


def test_what_was_taken_is_owed_again_once_the_platform_rejects_its_case() -> None:
    given = taken("exchange", shipped(cases=(case(kind="exchange"),)))
    ended = given.cases[0].model_copy(
        update={"state": "closed", "outcome": CaseOutcome.REJECTED, "closed_at": NOW + HOUR}
    )

    assert owed(given) == {}
    assert [*owed(given.with_case(ended))] == ["offered-exchange"]


@pytest.mark.parametrize("platform", list(Platform))
@pytest.mark.parametrize(
    ("then", "later"),
    [
        pytest.param(HOUR, [], id="an exchange that ends since"),
        pytest.param(-DAY, ["offered-exchange"], id="one that had ended before"),
    ],
)
def test_an_exchange_that_a_file_ends_without_a_time_carries_out_what_was_taken_before(
    platform: Platform, then: timedelta, later: list[str]
) -> None:
    asked = case(kind="exchange")
    given = taken("exchange", shipped(cases=(asked,), platform=platform))
    ended = asked.model_copy(
        update={"state": CaseState.CLOSED, "outcome": CaseOutcome.FULFILLED, "ended_there": True}
    )
    shown = exported_case(given, ended, shipped=True)

    after = merge_case(given, shown, context(now=NOW + then))

    assert after.cases[0].closed_at is None
    assert [*owed(after)] == later


def part_taken(of: Order | None = None, **values: str) -> Order:
    """The buyer took a part of the money, one of two cases being asked for and open."""
    given = of or shipped(cases=(case(), case(id="B2", requested_fen=3000)))
    offered = offered_too(given, "partial_refund", amount="30", **values)
    return changed(RecordOfferAnswer, offered, accepted="yes")


def paid_there(given: Order, number: str = "A1", line_no: str = "", **changes: Any) -> Order:
    """The platform shows one of these cases as refunded with 30.00."""
    paid = refunded_case(id=number, refunded_fen=3000, **({"closed_at": NOW + HOUR} | changes))
    shown = exported_case(given, paid, line_no=line_no, shipped=True)
    return merge_case(given, shown, context(now=NOW + DAY))


def in_one_since(given: Order) -> Order:
    return paid_there(given, "C3", applied_at=NOW + HOUR)


OF_TWO_SUB_ORDERS = shipped(
    line(line_no="d1"), OIL.model_copy(update={"line_no": "d2"}), cases=(case(line=1),)
)


def ended(given: Order) -> Order:
    return changed(WithdrawCase, given, case="A1")


@pytest.mark.parametrize(
    ("given", "later"),
    [
        pytest.param(paid_there(part_taken(case="A1")), [], id="in its very case"),
        pytest.param(
            paid_there(ended(part_taken(OF_TWO_SUB_ORDERS, case="A1")), "C3", "d1", applied_at=NOW),
            [],
            id="of its sub-order, theirs has ended",
        ),
        pytest.param(
            paid_there(ended(part_taken(OF_TWO_SUB_ORDERS, case="A1")), "C3", "d2", applied_at=NOW),
            ["give-offer"],
            id="of another sub-order, theirs has ended",
        ),
        pytest.param(
            paid_there(part_taken(case="A1"), closed_at=None, as_of=NOW + DAY),
            [],
            id="at a time nobody names",
        ),
        pytest.param(
            paid_there(part_taken(case="A1"), closed_at=NOW - HOUR), ["give-offer"], id="before it"
        ),
        pytest.param(
            paid_there(part_taken(case="A1"), "B2"), ["give-offer"], id="in another of before"
        ),
        pytest.param(
            in_one_since(part_taken(case="A1")), ["give-offer"], id="in one since, theirs is open"
        ),
        pytest.param(
            in_one_since(changed(RejectCase, part_taken(case="A1"), None, **NO)),
            [],
            id="in one since, theirs is rejected",
        ),
        pytest.param(
            in_one_since(ended(part_taken(case="A1"))),
            [],
            id="in one since, theirs has ended",
        ),
        pytest.param(in_one_since(part_taken()), [], id="in one since, none is named"),
    ],
)
def test_money_counts_for_what_was_taken_from_when_it_went(given: Order, later: list[str]) -> None:
    assert [*owed(given)] == later
