"""Goods of a case that left elsewhere, as the platform says: asked about, counted and recorded."""

from datetime import datetime
from typing import Any

import pytest

from store.errors import Refused
from store.models.axes import Source
from store.models.case_state import CaseOutcome
from store.models.order import Order
from store.models.product import Product
from store.rules.action.base import Action
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.ship_repaired import ShipRepaired
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from store.rules.cases.returning import to_go_back
from store.rules.money.actions.refund import Refund
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.parcels.sent_again import reaching, together
from store.rules.parcels.whereabouts import place
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.judging import judged
from tests.build import (
    BACK_NO,
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    SHOP,
    case,
    changed,
    context,
    do,
    exported_case,
    shipped,
    units,
)
from tests.rules.owing import owed, told
from tests.rules.test_sent_again import OF_CASES, Way, refunded_there, with_case

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)
SENDERS: dict[str, type[Action[Order]]] = {
    "exchange": ShipReplacement,
    "supplementary": ShipSupplementary,
    "repair": ShipRepaired,
}
SAID = (
    "Case G1 was fulfilled on the platform, but nothing left here for it (RICE-10 x1): ask who"
    " sent it and record its parcel, or settle with the buyer what they have."
)
BESIDE = (
    "Case G1 was fulfilled on the platform, but nothing left here for it (RICE-10 x1), and reissue"
    " 1 is to send the same goods: ask who sent it and record its parcel, and cancel the reissue,"
    " or the buyer may get them twice."
)
MISSING: dict[str, Any] = {"origin": "missing_goods", "reason": "少件", "lines": "1:1"}
LATER = NOW + HOUR


def fulfilled_there(given: Order, **changes: Any) -> Order:
    """The export says an hour later that the buyer has confirmed the goods of its last case."""
    known = given.cases[-1]
    update = {
        "state": "closed",
        "outcome": "fulfilled",
        "closed_by": None,
        "source": Source.PLATFORM,
        "closed_at": LATER,
        "as_of": LATER,
        "platform_status": (("售后状态", "换货/补寄成功"),),
    } | changes
    fresh = type(known).model_validate({**known.model_dump(), **update, "returns": ()})
    waiting = exported_case(given, fresh)
    later = context(now=LATER, beside=given)
    return judged(merge_case(given, waiting, later), later, "import")


@pytest.mark.parametrize("way", OF_CASES)
def test_what_left_elsewhere_is_asked_about_counted_and_recorded(way: Way) -> None:
    there = fulfilled_there(way.to_leave)
    later = context(now=LATER + HOUR, products=(RICE,), beside=there)

    assert (told(there), owed(there)) == ([("case_sent", SAID)], ["discrepancy"])
    assert to_go_back(there, there.cases[-1]) == ()
    assert together(reaching(there)) == units((1, 1))
    sender = SENDERS[there.cases[-1].kind]
    assert sender.why_not(there, later) is None
    after, *stock = do(sender, there, later, tracking_no=OTHER_NO).documents

    assert isinstance(after, Order)
    sent = after.parcels[-1]
    assert (sent.lines, sent.shipped_at, place(after, sent)) == (units((1, 1)), LATER, "buyer")
    on_hand = [one.on_hand for one in stock if isinstance(one, Product)]
    assert on_hand == ([] if sent.kind == "repaired" else [9])
    assert after.open_tasks == there.open_tasks
    now = judged(after, later, "li")
    assert (now.open_discrepancies, together(reaching(now))) == ((), units((1, 1)))
    assert sender.why_not(now, later) == "Case G1 is closed (fulfilled)."


@pytest.mark.parametrize("way", OF_CASES)
def test_what_left_here_or_is_settled_is_not_asked_about(way: Way) -> None:
    assert told(fulfilled_there(way.left)) == []
    there = fulfilled_there(way.to_leave)
    settled = judged(changed(ResolveDiscrepancy, there, reason="没寄"), context(), "li")

    assert (settled.open_discrepancies, together(reaching(settled))) == ((), ())


ENDED = case(
    id="G1",
    kind="exchange",
    state="closed",
    outcome="expired",
    closed_by=Source.DESK,
    closed_at=NOW - HOUR,
    since=NOW - HOUR,
    requested_fen=0,
    lines=units((1, 1)),
    applied_at=NOW - DAY,
    as_of=NOW - HOUR,
)


@pytest.mark.parametrize("outcome", ["expired", "rejected", "withdrawn"])
@pytest.mark.parametrize("at", [LATER, None])
def test_what_was_closed_here_and_left_elsewhere_is_asked_about(
    outcome: str, at: datetime | None
) -> None:
    """The parcel is of when it was told of there, not of when the case was closed here."""
    closed = ENDED.model_copy(update={"outcome": CaseOutcome(outcome)})
    undated = {"closed_at": at, "as_of": at or ENDED.applied_at, "since": at}

    there = fulfilled_there(shipped(cases=(closed,)), **undated)

    assert told(there) == [("case_sent", SAID)]
    asked = context(now=LATER + HOUR, beside=there)
    sent = changed(ShipReplacement, there, asked, tracking_no=OTHER_NO).parcels[-1]
    assert sent.shipped_at == LATER


def test_what_ended_before_it_was_known_here_is_not_asked_about() -> None:
    known = case(id="G1", kind="exchange", state="closed", outcome="fulfilled", requested_fen=0)

    assert told(fulfilled_there(shipped(cases=(known,)))) == []


ASKED = case(
    id="G1",
    kind="supplementary",
    requested_fen=0,
    lines=units((1, 1)),
    applied_at=NOW - HOUR,
)


def test_a_reissue_of_the_same_units_waits_until_it_is_settled() -> None:
    created = changed(CreateReissue, shipped(cases=(ASKED,)), None, **MISSING, sure="yes")
    there = fulfilled_there(created)

    assert (told(there), owed(there)) == ([("case_sent", BESIDE)], ["discrepancy"])
    assert ShipReissue.why_not(there, context()) is not None
    recorded = changed(ShipSupplementary, there, tracking_no=OTHER_NO)
    with pytest.raises(Refused, match="twice"):
        changed(ShipReissue, judged(recorded, context(), "li"), tracking_no=BACK_NO)
    dropped = changed(CancelReissue, there, reason="控制台寄了")
    assert told(judged(dropped, context(), "li")) == [("case_sent", SAID)]


def test_money_and_more_goods_are_asked_about_until_it_is_settled() -> None:
    there = fulfilled_there(shipped(cases=(ASKED.model_copy(update={"lines": units((1, 2))}),)))

    with pytest.raises(Refused, match=r"fulfilled on the platform.*goods and money"):
        changed(Refund, there, reason="少件", lines="1:1")
    with pytest.raises(Refused, match=r"fulfilled on the platform.*twice"):
        changed(CreateReissue, there, None, **MISSING, sure="yes")


def test_a_reissue_that_left_for_it_is_what_was_confirmed() -> None:
    both = ASKED.model_copy(update={"lines": units((1, 2))})
    created = changed(
        CreateReissue, shipped(cases=(both,)), None, **(MISSING | {"lines": "1:2"}), sure="yes"
    )
    sent = changed(ShipReissue, created, tracking_no=BACK_NO)

    assert told(fulfilled_there(sent)) == []


def test_what_came_back_for_an_ended_exchange_is_not_received_as_the_buyers() -> None:
    """It was replaced, with whatever parcel; nothing is to be sent back."""
    ended = case(
        id="G1", kind="exchange", state="closed", outcome="fulfilled", return_tracking_no=BACK_NO
    )
    after = changed(ReceiveReturn, with_case(shipped(), ended), good="1:1")

    assert owed(after) == ["first-scan"]


UNNAMED = ASKED.model_copy(update={"lines": ()})
NOT_SAID = (
    "Case G1 was fulfilled on the platform, but nothing left here for it, and it does not say what"
    " was to be sent: ask who sent it and record its parcel, or settle with the buyer what they"
    " have."
)


def test_what_a_supplement_does_not_name_counts_for_nothing_that_was_bought() -> None:
    there = fulfilled_there(shipped(cases=(UNNAMED,)))

    assert (told(there), owed(there)) == ([("case_sent", NOT_SAID)], ["first-scan", "discrepancy"])
    assert together(reaching(there)) == ()
    assert ShipSupplementary.suggest(there, context()) == {"lines": ""}
    with pytest.raises(Refused, match="Nothing would be in this parcel"):
        changed(ShipSupplementary, there, tracking_no=OTHER_NO)
    recorded = changed(ShipSupplementary, there, tracking_no=OTHER_NO, lines="1:1")
    assert together(reaching(judged(recorded, context(), "li"))) == units((1, 1))


def test_of_a_supplement_that_names_a_line_that_line_counts() -> None:
    of_line = UNNAMED.model_copy(update={"line": 1})

    assert together(reaching(fulfilled_there(shipped(cases=(of_line,))))) == units((1, 2))


AGREED = case(id="G1", kind="exchange", state="seller_to_receive", requested_fen=0)


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
@pytest.mark.parametrize(
    ("found", "units_there"),
    [
        pytest.param({"good": "1:2"}, 2, id="both were in it"),
        pytest.param({"good": "1:1"}, 1, id="one, and nobody spoke of another"),
        pytest.param({"wrong": "1:2"}, 2, id="another article"),
        pytest.param({"missing": "1:1"}, 1, id="nothing"),
        pytest.param({"good": "1:1", "wrong": "1:1"}, 2, id="one of them another article"),
    ],
)
def test_what_was_exchanged_there_is_asked_about_whatever_was_in_the_buyers_parcel(
    platform: str, found: dict[str, str], units_there: int
) -> None:
    received = changed(ReceiveReturn, shipped(platform=platform, cases=(AGREED,)), None, **found)
    there = fulfilled_there(received)

    assert [kind for kind, _said in told(there)] == ["case_sent"]
    assert together(reaching(there)) == units((1, units_there))


SINCE = {"applied_at": LATER, "closed_at": LATER + HOUR, "as_of": LATER + HOUR}
BEFORE = {"applied_at": NOW - DAY, "closed_at": NOW - HOUR, "as_of": NOW - HOUR}


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
@pytest.mark.parametrize("kind", ["refund_only", "return_and_refund"])
@pytest.mark.parametrize("sent_first", [True, False])
def test_what_was_sent_there_is_asked_about_though_its_money_went_back_too(
    platform: str, kind: str, *, sent_first: bool
) -> None:
    given = shipped(platform=platform, cases=(AGREED,))
    if sent_first:
        there = refunded_there(fulfilled_there(given), kind=kind, **SINCE)
    else:
        paid = refunded_there(given, kind=kind, **BEFORE)
        there = fulfilled_there(paid.model_copy(update={"cases": paid.cases[::-1]}))

    assert "case_sent" in [kind for kind, _said in told(there)]
    later = context(now=LATER + 2 * HOUR, products=(RICE,), beside=there)
    recorded, *_stock = do(ShipReplacement, there, later, case="G1", tracking_no=OTHER_NO).documents
    assert isinstance(recorded, Order)
    after = judged(recorded, later, "li")
    assert "case_sent" not in [kind for kind, _said in told(after)]
    assert after.parcels[-1].lines == units((1, 2))


def test_what_went_in_place_of_it_and_came_back_is_not_asked_about_once_it_is_paid_for() -> None:
    agreed = shipped(cases=(AGREED.model_copy(update={"lines": units((1, 2))}),))
    lost: dict[str, Any] = {
        "origin": "lost_parcel",
        "reason": "丢件",
        "lines": "1:2",
        "sure": "yes",
    }
    sent = changed(ShipReissue, changed(CreateReissue, agreed, None, **lost), tracking_no=BACK_NO)
    back = changed(RecordTrace, sent, parcel=sent.parcels[-1].id, state="returned")

    paid = refunded_there(back, **BEFORE)
    there = fulfilled_there(paid.model_copy(update={"cases": paid.cases[::-1]}))

    assert "case_sent" not in [kind for kind, _said in told(there)]
