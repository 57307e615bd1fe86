"""Found after all: a parcel that was given up and paid back, or sent again, and is delivered."""

from datetime import timedelta

import pytest

from store.models.axes import AfterSales, Fulfilment
from store.models.order import Order
from store.models.parcel import Interception, Trace
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.judging import judged
from store.rules.platform.two_sources import merge_order
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OIL,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    case,
    changed,
    context,
    exported_case,
    facts,
    line,
    parcel,
    refunded_case,
    shipped,
    units,
)
from tests.rules.owing import told

LOST = {"origin": "lost_parcel", "reason": "丢件"}
SENT = changed(ShipReissue, changed(CreateReissue, shipped(), None, **LOST), tracking_no=OTHER_NO)
TWO_LINES = shipped(line(), OIL)
FOUND = (
    "Parcel {number} was lost or on its way back, and what was in it was sent again or refunded,"
    " but it was delivered after all: have it sent back, or settle with the buyer that they keep"
    " both."
)


TO_PAY = case(kind="return_and_refund", state="seller_to_refund")


def scanned(given: Order, state: str, hours: int = 0) -> Order:
    """The order whose last parcel was scanned so, so many hours from now."""
    sent = given.parcels[-1]
    scan = Trace.model_validate({"at": NOW + hours * HOUR, "state": state})
    return given.with_parcel(sent.model_copy(update={"traces": (*sent.traces, scan)}))


def stopped(given: Order) -> Order:
    """The order whose last parcel the carrier was asked to stop, and did."""
    about = {"parcel": given.parcels[-1].id}
    asked = changed(InterceptParcel, given, None, **about)
    return changed(RecordIntercept, asked, None, outcome="stopped", **about)


def delivered(given: Order) -> Order:
    """The order whose last parcel is with the buyer an hour later."""
    about = {"parcel": given.parcels[-1].id, "state": "delivered"}
    at = (NOW + HOUR).isoformat()
    later = context(now=NOW + HOUR, beside=given)
    return judged(changed(RecordTrace, given, later, at=at, **about), later, "li")


def received(given: Order) -> Order:
    """The order that the platform shows as received an hour later."""
    said = given.model_copy(update={"platform_fulfilment": Fulfilment.RECEIVED})
    return judged(said, context(now=NOW + HOUR, beside=given), "import")


def confirmed(given: Order, hours: int = 1) -> Order:
    """The same with the time at which the buyer confirmed it."""
    return received(given.model_copy(update={"received_at": NOW + hours * HOUR}))


def paid(given: Order, **values: str) -> Order:
    return changed(Refund, given, None, reason="丢件", **values)


def paid_later(given: Order) -> Order:
    """The order half an hour later, once all its money goes back."""
    later = context(now=NOW + timedelta(minutes=30), beside=given)
    return changed(Refund, given, later, reason="退款", amount="50")


def paid_there(given: Order, fen: int = 5000, asked: float = -24) -> Order:
    """The platform gave the money half an hour later, for a case of so many hours from now."""
    at = NOW + timedelta(minutes=30)
    about = {"applied_at": NOW + asked * HOUR, "requested_fen": fen, "refunded_fen": fen}
    ended = refunded_case(closed_at=at, as_of=at, **about)
    waiting = exported_case(given, ended)
    return merge_case(given, waiting, context())


def told_refunded(given: Order) -> Order:
    """The order export says that its money went back, and not how much."""
    said = facts(after_sales=AfterSales.REFUNDED, shipped_at=NOW - DAY)
    return merge_order(given, said, SHOP, context(beside=given)).order


TO_CANCEL = (
    "Parcel YT1234567890123 was lost or on its way back, and reissue 1 is to send what was in it"
    " again, but it was delivered after all: cancel the reissue, or settle with the buyer that they"
    " get both."
)
TO_ASK = (
    "Parcel YT1234567890123 was lost or on its way back, and reissue 1 is to send what was in it"
    " again, but its receipt is confirmed: ask the carrier and the buyer where it is, and cancel"
    " the reissue or settle with them that they get both."
)
REISSUE_FOUND = [("found", FOUND.format(number=OTHER_NO))]
PARCEL_FOUND = [("found", FOUND.format(number=TRACKING_NO))]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(
            paid(scanned(SENT, "abnormal"), amount="50"), REISSUE_FOUND, id="a reissue in trouble"
        ),
        pytest.param(
            paid(scanned(SENT, "returning"), lines="1:1"),
            REISSUE_FOUND,
            id="a reissue on its way back, a unit of it paid back",
        ),
        pytest.param(
            paid(scanned(SENT, "abnormal"), amount="26"),
            REISSUE_FOUND,
            id="a reissue in trouble, most of its money",
        ),
        pytest.param(
            paid(stopped(SENT), amount="50"), REISSUE_FOUND, id="a reissue that was stopped"
        ),
        pytest.param(
            paid(scanned(SENT, "abnormal"), amount="25"), [], id="a compensation for a reissue"
        ),
        pytest.param(
            paid(SENT, amount="50", both="yes"),
            [],
            id="a reissue going its way, and both are meant",
        ),
        pytest.param(
            scanned(paid(SENT, amount="50", both="yes"), "abnormal", -1),
            [],
            id="a scan of before that was not known when both were meant",
        ),
        pytest.param(
            changed(SettleRefund, paid(scanned(SENT, "abnormal"), amount="50"), outcome="failed"),
            [],
            id="money that did not go",
        ),
        pytest.param(
            paid(scanned(shipped(), "abnormal"), amount="50"),
            PARCEL_FOUND,
            id="what was bought, in trouble, and nothing recorded as lost",
        ),
        pytest.param(
            paid(stopped(shipped()), amount="50"), PARCEL_FOUND, id="what was bought, stopped"
        ),
        pytest.param(
            changed(
                CreateReissue,
                changed(RecordIntercept, stopped(shipped()), None, outcome="returned"),
                None,
                origin="intercepted",
                reason="拦截",
            ),
            [("found", TO_CANCEL)],
            id="what somebody said to be back, sent again",
        ),
        pytest.param(paid(shipped(), amount="50"), [], id="what was bought, going its way"),
        pytest.param(
            paid(scanned(scanned(shipped(), "abnormal", -2), "in_transit", -1), amount="50"),
            [],
            id="what was bought, going its way again",
        ),
        pytest.param(
            paid(scanned(TWO_LINES, "abnormal"), lines="2:1"),
            PARCEL_FOUND,
            id="one of two goods in the parcel",
        ),
        pytest.param(
            paid(scanned(TWO_LINES, "abnormal"), amount="30"), [], id="a part of two goods' money"
        ),
        pytest.param(
            paid_there(scanned(shipped(), "abnormal")), PARCEL_FOUND, id="the platform's money"
        ),
        pytest.param(
            paid_there(scanned(shipped(), "abnormal"), 500), [], id="the platform's compensation"
        ),
        pytest.param(paid_there(shipped()), [], id="the platform's money, going its way"),
        pytest.param(
            paid(
                scanned(
                    shipped(cases=(TO_PAY.model_copy(update={"goods_due": True}),)), "abnormal"
                ),
                case="A1",
            ),
            [],
            id="what the buyer sends back is paid for",
        ),
        pytest.param(
            paid(scanned(shipped(cases=(TO_PAY,)), "abnormal"), case="A1"),
            PARCEL_FOUND,
            id="nothing is to be sent back, whatever the case is called",
        ),
        pytest.param(scanned(SENT, "abnormal"), [], id="nobody paid"),
    ],
)
def test_what_was_given_up_and_paid_back_is_found(
    given: Order, said: list[tuple[str, str]]
) -> None:
    assert told(judged(given, context(), "li")) == []
    assert told(delivered(given)) == said


def test_a_parcel_that_turns_up_before_its_reissue_leaves_says_to_cancel_that() -> None:
    given = changed(CreateReissue, scanned(shipped(), "abnormal"), None, **LOST)
    there = delivered(given)

    assert told(there) == [("found", TO_CANCEL)]
    assert told(received(given)) == [("found", TO_ASK)]
    assert [one.kind for one in obligations(there, context().policy)] == ["discrepancy"]
    both = changed(ResolveDiscrepancy, there, reason="都给")
    owed = {one.kind for one in obligations(both, context().policy)}
    assert owed == {"ship-reissue", "platform-task"}
    cancelled = changed(CancelReissue, there, reason="找到了")
    assert told(judged(cancelled, context(), "li")) == []


RECEIVED = [
    (
        "found",
        (
            "Parcel YT1234567890123 was lost or on its way back, and what was in it was sent again"
            " or refunded, but its receipt is confirmed: ask the carrier and the buyer where it is,"
            " and have it sent back or settle with them that they keep both."
        ),
    )
]
STOPPED_THERE = shipped(
    line(),
    OIL,
    parcels=(
        parcel(interception=Interception(asked_at=NOW, outcome="stopped", stopped_at=NOW)),
        parcel(OTHER_NO, id="p2", lines=units((2, 1))),
    ),
)
"""One of two parcels comes back, and the other goes its way."""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(paid_there(stopped(shipped())), RECEIVED, id="stopped, and paid there"),
        pytest.param(paid(stopped(shipped()), amount="50"), RECEIVED, id="stopped, and paid here"),
        pytest.param(
            paid_there(scanned(shipped(), "abnormal")), RECEIVED, id="in trouble, and paid there"
        ),
        pytest.param(paid_there(stopped(shipped()), 500), [], id="a compensation"),
        pytest.param(stopped(shipped()), [], id="stopped, and nobody paid"),
        pytest.param(paid_there(shipped()), [], id="it was going its way"),
        pytest.param(
            paid(STOPPED_THERE, lines="1:2"), [], id="it is the other parcel that was received"
        ),
    ],
)
def test_what_was_given_up_and_is_received_is_said(
    given: Order, said: list[tuple[str, str]]
) -> None:
    assert told(judged(given, context(), "import")) == []
    assert told(received(given)) == said
    assert told(confirmed(given)) == said


def test_that_it_was_stopped_may_be_known_after_that_it_was_received() -> None:
    ended = refunded_case(platform_status=(("快递拦截状态", "拦截成功"),))
    waiting = exported_case(shipped(), ended, tracking_no=TRACKING_NO)

    known = merge_case(received(shipped()), waiting, context())

    assert told(judged(known, context(), "import")) == RECEIVED
    scanned_there = merge_case(scanned(shipped(), "delivered"), waiting, context())
    assert told(judged(scanned_there, context(), "import")) == []


def test_a_lost_parcel_that_is_received_is_said_whichever_file_comes_first() -> None:
    lost = scanned(shipped(), "abnormal", -2)

    assert told(judged(paid_there(confirmed(lost, -1)), context(), "import")) == RECEIVED
    assert told(confirmed(paid_there(lost), -1)) == RECEIVED
    assert told(confirmed(paid_there(lost), 2)) == RECEIVED


STOPPED_WHILE_ASKED = changed(InterceptParcel, shipped(), reason="退款")


@pytest.mark.parametrize(
    ("given", "is_said"),
    [
        pytest.param(paid(scanned(shipped(), "abnormal", -3), amount="50"), True, id="lost"),
        pytest.param(paid(stopped(shipped()), amount="50"), True, id="stopped"),
        pytest.param(paid(STOPPED_WHILE_ASKED, amount="50"), True, id="to be stopped"),
        pytest.param(paid(shipped(), amount="50"), False, id="going its way"),
        pytest.param(
            paid(
                scanned(scanned(shipped(), "abnormal", -3), "delivered", -2),
                amount="50",
            ),
            False,
            id="known as delivered",
        ),
    ],
)
def test_what_is_learnt_after_money_went_from_here_counts_whenever_it_happened(
    given: Order, is_said: bool
) -> None:
    learnt = scanned(given, "delivered", -1)

    assert bool(told(judged(learnt, context(), "import"))) == is_said
    assert bool(told(confirmed(given, -1))) == is_said


NOTHING_SEEN = shipped()
LOST_SINCE = scanned(shipped(), "abnormal", -3)
TO_STOP_SINCE = shipped(parcels=(parcel(interception=Interception(asked_at=NOW - 3 * HOUR)),))


@pytest.mark.parametrize(
    ("given", "asked", "fen", "is_said"),
    [
        pytest.param(LOST_SINCE, -4, 5000, True, id="lost while it was asked for"),
        pytest.param(LOST_SINCE, -2, 5000, True, id="lost before it was asked for"),
        pytest.param(LOST_SINCE, 0, 5000, False, id="it was there before it was asked for"),
        pytest.param(LOST_SINCE, -4, 500, False, id="a compensation"),
        pytest.param(scanned(shipped(), "returning", -3), -4, 5000, True, id="on its way back"),
        pytest.param(
            scanned(LOST_SINCE, "in_transit", -2), -1.5, 5000, False, id="on its way again by then"
        ),
        pytest.param(stopped(shipped()), -4, 5000, True, id="stopped"),
        pytest.param(TO_STOP_SINCE, -4, 5000, True, id="to be stopped"),
        pytest.param(NOTHING_SEEN, -4, 5000, False, id="going its way"),
        pytest.param(told_refunded(LOST_SINCE), -4, 5000, True, id="known before its amount"),
    ],
)
def test_whether_the_platforms_money_was_for_a_parcel_given_up_is_told_by_the_times(
    given: Order, asked: float, fen: int, is_said: bool
) -> None:
    def told_of(one: Order) -> bool:
        return bool(told(judged(one, context(), "import")))

    assert told_of(scanned(paid_there(given, fen, asked), "delivered", -1)) == is_said
    assert told_of(paid_there(scanned(given, "delivered", -1), fen, asked)) == is_said
    assert told_of(confirmed(paid_there(given, fen, asked), -1)) == is_said
    assert told_of(paid_there(confirmed(given, -1), fen, asked)) == is_said


def test_a_lost_parcel_is_not_what_was_received_as_long_as_its_reissue_may_be() -> None:
    assert told(confirmed(SENT, 2)) == []
    alone = paid_there(SENT.model_copy(update={"parcels": SENT.parcels[:1], "reissues": ()}))
    assert told(confirmed(alone, 2)) == RECEIVED


def test_the_platforms_money_for_a_reissue_contradicts_before_it_arrives() -> None:
    given = judged(paid_there(scanned(SENT, "abnormal")), context(), "import")

    assert [one.kind for one in given.open_discrepancies] == ["sent_again"]
    assert [one.kind for one in delivered(given).open_discrepancies] == ["sent_again"]


def test_what_is_found_is_settled_by_somebody_once() -> None:
    found = delivered(paid(scanned(SENT, "abnormal"), amount="50"))

    settled = changed(ResolveDiscrepancy, found, reason="买家寄回")

    assert judged(settled, context(), "li").open_discrepancies == ()


def test_that_it_was_stopped_stays_known_once_it_is_delivered() -> None:
    asked = delivered(stopped(shipped())).parcels[0].interception

    assert asked == Interception(
        asked_at=NOW, outcome="failed", outcome_at=NOW + HOUR, stopped_at=NOW
    )


COULD_NOT_BE_STOPPED = [
    (
        "found",
        (
            "Parcel YT1234567890123 could not be stopped, but its money went back while it was to"
            " be: have the buyer refuse it or send it back, or settle with them that they keep"
            " both."
        ),
    )
]
DELIVERED_ALL_THE_SAME = [
    (
        "found",
        (
            "Parcel YT1234567890123 could not be stopped and was delivered, but its money went back"
            " while it was to be: have the buyer send it back, or settle with them that they keep"
            " both."
        ),
    )
]
TO_STOP = changed(InterceptParcel, shipped(), reason="退款")
FAILED = {"outcome": "failed"}


@pytest.mark.parametrize(
    ("given", "on_its_way", "then"),
    [
        pytest.param(
            changed(RecordIntercept, paid(TO_STOP, amount="50"), None, **FAILED),
            COULD_NOT_BE_STOPPED,
            DELIVERED_ALL_THE_SAME,
            id="its money went back while it was to be stopped",
        ),
        pytest.param(
            paid(TO_STOP, amount="50"), [], DELIVERED_ALL_THE_SAME, id="nobody heard from it"
        ),
        pytest.param(
            changed(RecordIntercept, paid(stopped(shipped()), amount="50"), None, **FAILED),
            COULD_NOT_BE_STOPPED,
            PARCEL_FOUND,
            id="it was stopped, and went on after all",
        ),
        pytest.param(
            changed(RecordIntercept, paid(TO_STOP, amount="25"), None, **FAILED),
            [],
            [],
            id="a compensation",
        ),
        pytest.param(changed(RecordIntercept, TO_STOP, None, **FAILED), [], [], id="nobody paid"),
        pytest.param(
            paid(changed(RecordIntercept, TO_STOP, None, **FAILED), amount="50"),
            [],
            [],
            id="who paid had just heard that it could not be stopped",
        ),
        pytest.param(
            paid_later(changed(RecordIntercept, TO_STOP, None, **FAILED)),
            [],
            [],
            id="who paid knew that it could not be stopped",
        ),
        pytest.param(
            paid_later(changed(RecordIntercept, stopped(shipped()), None, **FAILED)),
            [],
            [],
            id="who paid knew that it was stopped and went on",
        ),
    ],
)
def test_money_that_went_back_because_a_parcel_was_to_be_stopped(
    given: Order, on_its_way: list[tuple[str, str]], then: list[tuple[str, str]]
) -> None:
    assert told(judged(given, context(), "li")) == on_its_way
    assert told(delivered(given)) == then
    assert told(judged(scanned(given, "returned", 2), context(now=NOW + 2 * HOUR), "li")) == []


def test_a_parcel_that_was_to_be_refused_and_is_delivered_is_said() -> None:
    refused = case(kind="refused_delivery", lines=units((1, 2)))
    agreed = changed(AgreeRefund, shipped(cases=(refused,)))

    assert told(judged(agreed, context(), "li")) == []
    assert told(delivered(agreed)) == [
        (
            "found",
            (
                "Parcel YT1234567890123 is to come back for case A1, but it was delivered: the"
                " buyer has not refused it. Have them send it back, or settle the case with them."
            ),
        )
    ]
    back = changed(ReceiveReturn, delivered(agreed), good="1:2")
    assert told(judged(back, context(), "li")) == []


MOVES_AGAIN = (
    "Parcel YT1234567890123 was lost and its money went back, but it goes its way again: have it"
    " stopped, or settle with the buyer that they keep both."
)


@pytest.mark.parametrize(
    ("scans", "amount", "said"),
    [
        pytest.param(("abnormal",), "50", [], id="it is lost"),
        pytest.param(("abnormal", "in_transit"), "50", [("found", MOVES_AGAIN)], id="found"),
        pytest.param(
            ("abnormal", "out_for_delivery"), "50", [("found", MOVES_AGAIN)], id="about to arrive"
        ),
        pytest.param(("abnormal", "in_transit"), "25", [], id="a compensation"),
        pytest.param(("abnormal", "returning"), "50", [], id="it comes back"),
        pytest.param(("returning", "in_transit"), "50", [], id="on its way back"),
    ],
)
def test_a_lost_parcel_that_was_paid_back_and_goes_its_way_again_is_said(
    scans: tuple[str, ...], amount: str, said: list[tuple[str, str]]
) -> None:
    first, *later = scans
    given = paid(scanned(shipped(), first), amount=amount)
    for state in later:
        given = scanned(given, state, 1)

    assert told(judged(given, context(now=NOW + HOUR), "li")) == said
