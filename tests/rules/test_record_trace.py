"""RecordTrace: what the carrier's page says about a parcel, entered by hand."""

from datetime import datetime

import pytest

from store.models.order import Order
from store.models.parcel import Interception, Trace, TraceState
from store.models.platform_task import PlatformTask
from store.models.reissue import Loss
from store.rules.action.base import Action
from store.rules.action.frame import read_values
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.money.actions.refund import Refund
from store.rules.order.ledger import LineLedger, line_ledgers
from store.rules.parcels.actions.confirm_receipt import ConfirmReceipt
from store.rules.parcels.actions.correct_tracking import CorrectTracking
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.judging import judged
from tests.build import (
    DAY,
    FIRST_BAG,
    HOUR,
    NOW,
    OTHER_NO,
    SECOND_BAG,
    TRACKING_NO,
    case,
    changed,
    context,
    do,
    order,
    parcel,
    refund,
    sentences,
    shipped,
    units,
)

PICKED_UP = Trace(at=NOW - 5 * HOUR, state="picked_up", text="已揽收", source="小李 (li)")
BACK = {"state": "returned", "at": "2026-11-22 08:00"}
CAME_BACK = (Loss(line=1, quantity=2, kind="come_back", at=NOW - HOUR, parcel="p1"),)


def test_a_trace_needs_a_parcel() -> None:
    assert RecordTrace.why_not(order(), context()) == (
        "Nothing of this order has been shipped yet."
    )
    assert RecordTrace.why_not(shipped(), context()) is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param({}, None, id="now"),
        pytest.param({"at": "2026-11-22 09:00"}, None, id="this very minute"),
        pytest.param(
            {"at": "2026-11-22 09:01"},
            "2026-11-22 09:01 is still to come; a trace is of the past.",
            id="in a minute",
        ),
        pytest.param({"at": "2026-11-20 09:00"}, None, id="when it was paid"),
        pytest.param(
            {"at": "2026-11-20 08:59"},
            "2026-11-20 08:59 is before the payment (2026-11-20 09:00); no trace of a parcel is"
            " older than that.",
            id="before it was paid",
        ),
        pytest.param(
            {"at": "2026-11-22 04:00", "text": "已揽收"},
            f"Parcel {TRACKING_NO} has this trace already: 2026-11-22 04:00, picked up.",
            id="the very same",
        ),
        pytest.param({"at": "2026-11-22 04:00"}, None, id="the same scan in other words"),
    ],
)
def test_problems_of_a_trace(values: dict[str, str], sentence: str | None) -> None:
    given = shipped(parcels=(parcel(traces=(PICKED_UP,)),))

    problems = sentences(RecordTrace, given, {"state": "picked_up"} | values)

    assert problems == ([("at", sentence)] if sentence else [])


def test_where_nobody_knows_when_it_was_paid_any_time_may_be() -> None:
    given = shipped(paid_at=None)

    assert sentences(RecordTrace, given, {"state": "picked_up", "at": "2026-01-01"}) == []


@pytest.mark.parametrize("word", ["out_for_delivery", "out for delivery", "派送中", "派件"])
def test_a_state_may_be_written_as_the_carriers_do(word: str) -> None:
    assert read_values(RecordTrace, {"state": word}, shipped()).state == "out_for_delivery"


def test_traces_stand_in_the_order_of_time_whenever_they_were_entered() -> None:
    given = shipped()
    for state, at in (("in_transit", "06:00"), ("picked_up", "04:00"), ("delivered", "08:00")):
        given = changed(RecordTrace, given, state=state, at=f"2026-11-22 {at}")

    assert [one.state for one in given.parcels[0].traces] == [
        "picked_up",
        "in_transit",
        "delivered",
    ]


def test_left_out_the_time_is_now() -> None:
    after = changed(RecordTrace, shipped(), state="abnormal", text="破损")

    assert after.parcels[0].traces == (
        Trace(at=NOW, state="abnormal", text="破损", source="小李 (li)"),
    )
    assert after.losses == ()


def test_a_parcel_that_comes_back_brings_its_units_back_once() -> None:
    after = changed(RecordTrace, shipped(), context(), **BACK)

    assert after.losses == CAME_BACK
    again = changed(RecordTrace, after, state="returned", at="2026-11-22 08:30")
    assert again.losses == after.losses


@pytest.mark.parametrize(
    ("given", "back"),
    [
        pytest.param(shipped(), 2, id="both are with the buyer as far as we know"),
        pytest.param(
            changed(Refund, shipped(), lines="1:2", reason="未收到"),
            0,
            id="both refunded after they left",
        ),
        pytest.param(
            changed(Refund, shipped(), lines="1:1", reason="未收到"), 1, id="one was refunded"
        ),
        pytest.param(
            changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件"),
            0,
            id="recorded as lost before",
        ),
        pytest.param(
            changed(
                ShipReissue,
                changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件"),
                tracking_no=OTHER_NO,
            ),
            0,
            id="lost, and sent again meanwhile",
        ),
        pytest.param(
            changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件", lines="1:1"),
            1,
            id="one recorded as lost before",
        ),
        pytest.param(shipped(refunds=(refund(),)), 2, id="only money went back"),
    ],
)
def test_no_unit_comes_back_twice(given: Order, back: int) -> None:
    after = changed(RecordTrace, given, context(), parcel="p1", **BACK)

    came = (one for one in after.losses if one.parcel == "p1" and one.kind == "come_back")
    assert sum(one.quantity for one in came) == back
    assert all(one.parcel for one in after.losses)
    (ledger,) = line_ledgers(after)
    assert min(ledger.to_ship, ledger.reissuable, ledger.with_buyer) >= 0


TWO_PARCELS = order(
    parcels=(
        FIRST_BAG,
        SECOND_BAG,
    )
)


@pytest.mark.parametrize(
    ("lost", "after_one", "after_both"),
    [
        pytest.param(None, (1, 1), (2, 0), id="nothing was given up before"),
        pytest.param("1:1", (1, 1), (2, 0), id="that one was given up before"),
        pytest.param("1:2", (2, 0), (2, 0), id="both were given up before"),
    ],
)
def test_a_parcel_given_up_that_comes_back_is_recorded_once(
    lost: str | None, after_one: tuple[int, int], after_both: tuple[int, int]
) -> None:
    given = TWO_PARCELS
    if lost:
        which = {"parcel": "p1"} if lost == "1:1" else {}
        asked = {"origin": "lost_parcel", "reason": "丢件", "lines": lost} | which
        given = changed(CreateReissue, given, context(), **asked)

    one = changed(RecordTrace, given, context(), parcel="p1", **BACK)
    both = changed(RecordTrace, one, context(), parcel="p2", **BACK)

    found = [(ledger.recorded_lost, ledger.with_buyer) for ledger in map(of_the_rice, (one, both))]
    assert found == [after_one, after_both]
    assert {loss.parcel for loss in both.losses} == {"p1", "p2"}


def of_the_rice(given: Order) -> LineLedger:
    (ledger,) = line_ledgers(given)
    return ledger


def test_a_reissue_that_comes_back_may_be_sent_again() -> None:
    lost = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件")
    sent = changed(ShipReissue, lost, tracking_no=OTHER_NO)

    after = changed(RecordTrace, sent, context(), parcel=sent.parcels[-1].id, **BACK)

    assert of_the_rice(after).reissuable == 2


def test_what_was_lost_before_a_parcel_left_was_not_in_it() -> None:
    first = parcel(lines=units((1, 1)), shipped_at=NOW - 2 * DAY)
    then = context(now=NOW - DAY - HOUR)
    given = changed(
        CreateReissue,
        order(parcels=(first,)),
        then,
        origin="lost_parcel",
        reason="丢件",
        sure="yes",
    )
    given = given.with_parcel(SECOND_BAG)

    after = changed(RecordTrace, given, context(), parcel="p2", **BACK)

    assert [(one.kind, one.parcel) for one in after.losses] == [("lost", "p1"), ("come_back", "p2")]


DELIVERED = {"state": "delivered", "at": "2026-11-22 08:30"}
RETURNED = changed(RecordTrace, shipped(), context(), **BACK)


@pytest.mark.parametrize(
    ("given", "scan", "counts"),
    [
        pytest.param(RETURNED, DELIVERED, (0, 2), id="nothing was done about it"),
        pytest.param(
            RETURNED,
            DELIVERED | {"at": "2026-11-22 07:30"},
            (2, 0),
            id="it was delivered before it came back",
        ),
        pytest.param(
            changed(Refund, RETURNED, lines="1:1", reason="退回"),
            DELIVERED,
            (-1, 1),
            id="one was refunded meanwhile",
        ),
        pytest.param(
            changed(CreateReissue, RETURNED, origin="intercepted", reason="退回", lines="1:1"),
            DELIVERED,
            (-1, 1),
            id="one is being sent again",
        ),
        pytest.param(
            changed(RecordTrace, shipped(), context(), **DELIVERED),
            BACK,
            (0, 2),
            id="an older scan of its return comes late",
        ),
        pytest.param(
            changed(RecordTrace, RETURNED, context(), **DELIVERED),
            BACK | {"at": "2026-11-22 08:45"},
            (2, 0),
            id="delivered, and then back again",
        ),
    ],
)
def test_units_are_with_the_buyer_again_when_the_parcel_is(
    given: Order, scan: dict[str, str], counts: tuple[int, int]
) -> None:
    ledger = of_the_rice(changed(RecordTrace, given, context(beside=given), parcel="p1", **scan))

    assert (ledger.reissuable, ledger.with_buyer) == counts


@pytest.mark.parametrize(
    ("word", "state", "lost"),
    [
        ("退回", "returning", 0),
        ("退回中", "returning", 0),
        ("已退回", "returned", 2),
        ("退签", "returned", 2),
        ("退回签收", "returned", 2),
    ],
)
def test_only_what_is_here_again_has_come_back(word: str, state: str, lost: int) -> None:
    after = changed(RecordTrace, shipped(), state=word)

    assert after.parcels[0].traces[-1].state == state
    assert of_the_rice(after).recorded_lost == lost


@pytest.mark.parametrize("asked_at", [NOW - DAY, NOW], ids=["before it", "since, unknowingly"])
@pytest.mark.parametrize(
    ("state", "outcome", "lost"),
    [
        pytest.param("returned", "returned", CAME_BACK, id="stopped"),
        pytest.param("delivered", "failed", (), id="not stopped"),
        pytest.param("in_transit", None, (), id="not known yet"),
    ],
)
def test_the_end_of_the_journey_answers_an_interception(
    state: str, outcome: str | None, lost: tuple[Loss, ...], asked_at: datetime
) -> None:
    asked = Interception(asked_at=asked_at)
    stop = PlatformTask(
        id="t1", kind="intercept-parcel", created_at=NOW, copy_text="x", parcel="p1"
    )
    given = shipped(parcels=(parcel(interception=asked),), tasks=(stop,))

    after = changed(RecordTrace, given, state=state, at="2026-11-22 08:00")

    answered = after.parcels[0].interception
    assert answered is not None
    assert (answered.outcome, answered.outcome_at) == (outcome, outcome and NOW - HOUR)
    assert bool(after.open_tasks) is (outcome is None)
    assert after.losses == lost


def test_of_several_parcels_the_named_one_is_meant() -> None:
    given = order(
        parcels=(
            FIRST_BAG,
            SECOND_BAG,
        )
    )

    after = changed(RecordTrace, given, parcel="p2", state="picked_up")

    assert [len(one.traces) for one in after.parcels] == [0, 1]


@pytest.mark.parametrize(
    ("state", "is_said"),
    [
        ("in_transit", False),
        ("abnormal", True),
        ("returning", True),
        ("returned", True),
        ("delivered", True),
    ],
)
def test_what_becomes_of_a_parcel_is_to_be_recorded_for_all_orders_in_it(
    state: str, *, is_said: bool
) -> None:
    other = shipped(order_no="261120-000000000000002")
    said = f"Parcel {TRACKING_NO} also carries order {other.order_no}: record a trace there too."

    outcome = do(RecordTrace, shipped(), context(other), state=state)

    assert outcome.said == ((said,) if is_said else ())
    known = changed(RecordTrace, other, state="returned")
    assert said not in do(RecordTrace, shipped(), context(known), state=state).said


OTHER_INSIDE = shipped(order_no="261120-000000000000002")


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        pytest.param("returned", ["shared_parcel"], id="back"),
        pytest.param("delivered", [], id="with the buyer, who has all of it"),
    ],
)
def test_what_came_back_is_open_at_the_other_order_in_the_parcel(
    state: str, kinds: list[str]
) -> None:
    outcome = do(RecordTrace, shipped(), context(OTHER_INSIDE), state=state)

    others = [one for one in outcome.documents[1:] if isinstance(one, Order)]
    assert [one.kind for other in others for one in other.open_discrepancies] == kinds


HERE_AND_BACK = (
    f"Parcel {TRACKING_NO} is with the buyer by what is known here, but it also carries another"
    " order, and came back or was stopped for that one: ask the carrier where it is, and record it"
    " where that is not known yet, or settle here that it is another parcel."
)
STOPPED = changed(RecordIntercept, changed(InterceptParcel, shipped()), outcome="stopped")


def told_of(given: Order, *others: Order, state: str = "delivered") -> list[Order]:
    """Both orders in the parcel once its end is recorded at the first."""
    beside = context(*others, beside=given)
    outcome = do(RecordTrace, given, beside, state=state)
    return [judged(one, beside, "li") for one in outcome.documents if isinstance(one, Order)]


def test_it_ends_there_once_it_is_no_more_so_elsewhere() -> None:
    asked = changed(InterceptParcel, shipped())
    outcome = do(RecordIntercept, asked, context(OTHER_INSIDE), outcome="stopped")
    stopped, other = (one for one in outcome.documents if isinstance(one, Order))
    assert [one.kind for one in other.open_discrepancies] == ["shared_parcel"]

    went_on, told = told_of(stopped, other)

    assert (went_on.open_discrepancies, told.open_discrepancies) == ((), ())
    third = STOPPED.model_copy(update={"order_no": "261120-000000000000003"})
    went_on, *others = told_of(stopped, other, third)
    assert [explain(went_on, one) for one in went_on.open_discrepancies] == [HERE_AND_BACK]
    assert others == []


def test_it_ends_there_once_it_was_another_parcel_that_came_back() -> None:
    outcome = do(RecordTrace, shipped(), context(OTHER_INSIDE), state="returned")
    back, other = (one for one in outcome.documents if isinstance(one, Order))

    beside = context(other, beside=back)
    outcome = do(CorrectTracking, back, beside, tracking_no=OTHER_NO)
    (told,) = (one for one in outcome.documents[1:] if isinstance(one, Order))
    assert told.open_discrepancies == ()


def test_it_stays_open_there_until_that_is_recorded_or_settled() -> None:
    outcome = do(RecordTrace, shipped(), context(OTHER_INSIDE), state="returned")
    here, other = (one for one in outcome.documents if isinstance(one, Order))

    (open_there,) = other.open_discrepancies
    assert explain(other, open_there) == (
        f"Parcel {TRACKING_NO} also carries another order, and came back or was stopped for that"
        " one; record here what became of it."
    )
    delivered = changed(RecordTrace, other, context(here, beside=other), state="delivered")
    assert [explain(delivered, one) for one in delivered.open_discrepancies] == [HERE_AND_BACK]
    back = changed(RecordTrace, other, context(beside=other), state="returned")
    assert back.open_discrepancies == ()


ASKED = changed(RecordIntercept, changed(InterceptParcel, OTHER_INSIDE), outcome="stopped")
LOST = changed(RecordTrace, OTHER_INSIDE, state="abnormal")
LOST_AND_PAID = changed(Refund, LOST, amount="50", lines="1:2", reason="丢")


@pytest.mark.parametrize(
    ("other", "state", "kinds"),
    [
        pytest.param(LOST_AND_PAID, "delivered", ["shared_found"], id="given up and refunded"),
        pytest.param(LOST, "delivered", [], id="lost, and nothing given for it"),
        pytest.param(ASKED, "returned", ["shared_back"], id="stopped there, and back here"),
    ],
)
def test_what_became_of_a_parcel_is_asked_at_the_order_that_took_it_otherwise(
    other: Order, state: TraceState, kinds: list[str]
) -> None:
    beside = context(other, beside=shipped())
    outcome = do(RecordTrace, shipped(), beside, state=state)

    told = [one for one in outcome.documents[1:] if isinstance(one, Order)]
    assert [one.kind for other in told for one in other.open_discrepancies] == kinds
    for asked in told:
        recorded = changed(RecordTrace, asked, context(beside=asked), state=state)
        assert kinds[0] not in {one.kind for one in recorded.open_discrepancies}


def test_a_receipt_that_is_confirmed_is_asked_there_too() -> None:
    outcome = do(ConfirmReceipt, shipped(), context(LOST_AND_PAID, beside=shipped()))

    (told,) = (one for one in outcome.documents[1:] if isinstance(one, Order))
    assert [one.kind for one in told.open_discrepancies] == ["shared_found"]


HAS_IT = changed(RecordTrace, shipped(), state="delivered")
REFUSED = OTHER_INSIDE.model_copy(
    update={"cases": (case(kind="refused_delivery", lines=units((1, 2))),)}
)


@pytest.mark.parametrize(
    ("action", "given", "values", "kinds"),
    [
        pytest.param(
            Refund, LOST, {"amount": "50", "reason": "丢"}, ["shared_found"], id="refunded as lost"
        ),
        pytest.param(
            CreateReissue,
            LOST,
            {"origin": "lost_parcel", "reason": "丢"},
            ["shared_found"],
            id="sent again as lost",
        ),
        pytest.param(AgreeRefund, REFUSED, {}, ["shared_found"], id="it is to be refused"),
        pytest.param(Refund, LOST, {"amount": "5", "reason": "慢"}, [], id="a compensation"),
        pytest.param(
            Refund, OTHER_INSIDE, {"amount": "50", "reason": "退"}, [], id="it was going its way"
        ),
    ],
)
def test_who_gives_up_a_parcel_is_asked_where_another_order_in_it_has_arrived(
    action: type[Action[Order]], given: Order, values: dict[str, str], kinds: list[str]
) -> None:
    outcome = do(action, given, context(HAS_IT, beside=given), **values)

    (here,) = (one for one in outcome.documents if isinstance(one, Order))
    assert [one.kind for one in here.open_discrepancies] == kinds
    assert [one for one in outcome.said if "was delivered for that one" in one] == [
        explain(here, one) for one in here.open_discrepancies
    ]
    alone = do(action, given, context(beside=given), **values).documents[0]
    assert isinstance(alone, Order)
    assert alone.open_discrepancies == ()


def test_what_was_lost_for_another_order_in_the_parcel_was_given_up_with_its_money() -> None:
    lost = changed(RecordTrace, shipped(), state="abnormal")
    paid = changed(
        Refund,
        OTHER_INSIDE,
        context(lost, beside=OTHER_INSIDE),
        amount="50",
        lines="1:2",
        reason="丢",
    )

    _here, told = told_of(lost, paid)

    assert [one.kind for one in told.open_discrepancies] == ["shared_found"]
    alone = changed(Refund, OTHER_INSIDE, None, amount="50", lines="1:2", reason="丢")
    assert told_of(lost, alone)[1:] == []
