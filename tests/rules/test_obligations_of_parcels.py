"""Obligations of parcels: pick-up, sorting, movement by region, trouble, interception."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from store.models.axes import Fulfilment, Party, Source
from store.models.order import Order
from store.models.parcel import Interception, Trace, TraceState
from store.models.reissue import Loss
from store.policy import load_policy
from store.rules.money.actions.refund import Refund
from store.rules.obligations import Obligation, obligations, standing
from store.rules.order.actions.change_address import ChangeAddress
from store.rules.order.actions.log_contact import LogContact
from store.rules.order.judgements import judgements
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.regions import province, transit_rule
from tests.build import DAY, HOME, HOUR, NOW, case, changed, context, order, parcel, refund, shipped

POLICY = load_policy()
LEFT = NOW - DAY
"""When the parcel of `parcel()` left here."""
FAR = HOME.model_copy(update={"province": "新疆维吾尔自治区"})


def scan(hours_ago: float, state: TraceState) -> Trace:
    return Trace(at=NOW - timedelta(hours=hours_ago), state=state)


def sent(*traces: Trace, about: dict[str, Any] | None = None, **changes: Any) -> Order:
    """The order whose parcel left yesterday and was scanned like this."""
    return shipped(parcels=(parcel(traces=traces, **changes),), **(about or {}))


def owed(given: Order) -> list[Obligation]:
    return [one for one in obligations(given, POLICY) if one.about == "p1"]


@pytest.mark.parametrize(
    ("given", "kind", "due"),
    [
        pytest.param(sent(), "first-scan", LEFT + 24 * HOUR, id="nobody has scanned it"),
        pytest.param(
            sent(confirmed=True, about={"shipped_at": NOW - 10 * HOUR}),
            "first-scan",
            NOW + 14 * HOUR,
            id="packed in the morning, its number uploaded at night",
        ),
        pytest.param(sent(scan(20, "picked_up")), "sorting", NOW + 4 * HOUR, id="not sorted yet"),
        pytest.param(
            sent(scan(20, "picked_up"), scan(10, "sorted")),
            "movement",
            NOW + 62 * HOUR,
            id="on its way to another province",
        ),
        pytest.param(
            sent(scan(10, "in_transit"), about={"receiver": FAR}),
            "movement",
            NOW + 110 * HOUR,
            id="to a remote one",
        ),
        pytest.param(
            sent(scan(10, "in_transit"), about={"extra": {"仓库所在地址": "江苏省苏州市"}}),
            "movement",
            NOW + 38 * HOUR,
            id="within one region",
        ),
    ],
)
def test_a_parcel_has_to_move_and_after_that_it_is_ours(
    given: Order, kind: str, due: datetime
) -> None:
    (found,) = owed(given)
    late = standing(found, due)

    assert (found.kind, found.who, found.due_at, found.estimated) == (
        kind,
        Party.CARRIER,
        due,
        True,
    )
    assert found.at_zero == (
        "trace late, 20.00 yuan (seen): contact the carrier and tell the buyer"
    )
    assert late
    assert (late.kind, late.who) == ("contact-carrier", Party.US)


@pytest.mark.parametrize(
    ("given", "kind", "at_zero"),
    [
        pytest.param(
            sent(scan(9, "in_transit"), scan(1, "returning")),
            "contact-carrier",
            "the parcel is on its way back: contact the carrier and tell the buyer",
            id="on its way back",
        ),
        pytest.param(
            sent(scan(1, "abnormal")),
            "contact-carrier",
            "the carrier reports trouble: contact the carrier and tell the buyer",
            id="abnormal",
        ),
        pytest.param(
            sent(scan(1, "in_transit"), old_address_since=NOW),
            "redirect-parcel",
            "the parcel goes to the old address: have the carrier redirect or stop it",
            id="made out before the address was changed",
        ),
    ],
)
def test_a_parcel_in_trouble_is_ours_at_once(given: Order, kind: str, at_zero: str) -> None:
    found = owed(given)[0]

    assert (found.kind, found.who, found.at_zero) == (kind, Party.US, at_zero)
    assert found.due_at
    assert found.due_at <= NOW


def test_a_parcel_goes_to_the_old_address_since_the_address_was_changed() -> None:
    (astray, _movement) = owed(changed(ChangeAddress, sent(), by="buyer", detail="新路 1 号"))

    assert astray.due_at == NOW


def test_movement_closes_it() -> None:
    moved = sent(scan(5, "abnormal"), scan(1, "in_transit"))

    assert [one.kind for one in owed(moved)] == ["movement"]


LOST = Loss(line=1, quantity=2, kind="lost", at=NOW, parcel="p1")


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(sent(scan(1, "delivered")), id="delivered"),
        pytest.param(
            sent(scan(1, "delivered"), old_address_since=NOW - DAY), id="at the old address"
        ),
        pytest.param(sent(about={"received_at": NOW}), id="the platform says received"),
        pytest.param(sent(about={"receipt_confirmed_at": NOW}), id="the buyer says so"),
        pytest.param(
            sent(about={"platform_fulfilment": Fulfilment.RECEIVED}), id="received, no time given"
        ),
        pytest.param(sent(scan(9, "abnormal"), about={"losses": (LOST,)}), id="recorded as lost"),
        pytest.param(
            sent(
                scan(9, "returned"),
                interception=Interception(asked_at=NOW - DAY, outcome="returned", outcome_at=NOW),
            ),
            id="stopped, and back here",
        ),
        pytest.param(
            changed(
                RecordTrace,
                changed(Refund, sent(scan(9, "in_transit")), lines="1:2", reason="未收到"),
                state="returned",
            ),
            id="back here after its goods were refunded",
        ),
        pytest.param(
            changed(
                RecordTrace,
                changed(CreateReissue, sent(), origin="lost_parcel", reason="丢件"),
                state="returned",
                parcel="p1",
            ),
            id="back here after it was given up as lost",
        ),
        pytest.param(
            sent(about={"refunds": (refund(amount_fen=5000, state="done"),)}),
            id="all the money went back",
        ),
        pytest.param(
            sent(
                kind="replacement",
                case="A1",
                about={"cases": (case(state="closed", outcome="fulfilled"),)},
            ),
            id="its case is closed",
        ),
        pytest.param(sent(source=Source.PLATFORM), id="only an export told of it"),
        pytest.param(sent(shipped_at=None), id="nobody knows when it left"),
    ],
)
def test_a_parcel_of_which_nothing_is_expected_is_owed_by_nobody(given: Order) -> None:
    assert owed(given) == []


def test_a_reissue_that_left_after_the_receipt_is_watched() -> None:
    given = sent(kind="reissue", about={"received_at": LEFT - DAY})

    assert [one.kind for one in owed(given)] == ["first-scan"]


def test_a_parcel_that_an_export_told_of_is_watched_from_its_first_scan() -> None:
    given = sent(scan(2, "picked_up"), source=Source.PLATFORM)

    assert [one.kind for one in owed(given)] == ["sorting"]


@pytest.mark.parametrize(
    ("interception", "kinds"),
    [
        pytest.param(Interception(asked_at=NOW), ["bring-back"], id="the carrier was asked"),
        pytest.param(
            Interception(asked_at=LEFT, outcome="failed", outcome_at=NOW),
            ["movement"],
            id="it failed, and the parcel goes on",
        ),
    ],
)
def test_an_interception_is_the_carriers(interception: Interception, kinds: list[str]) -> None:
    found = owed(sent(scan(9, "in_transit"), interception=interception))

    assert [one.kind for one in found] == kinds
    assert found[0].then == "contact-carrier"


def test_nothing_is_watched_before_anything_has_left() -> None:
    assert owed(order()) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("浙江省", "浙江"),
        ("内蒙古自治区", "内蒙古"),
        ("上海", "上海"),
        ("陕西省", "陕西"),
        (" 江苏省苏州市", "江苏"),
        ("", ""),
        ("***", ""),
    ],
)
def test_a_province_is_told_from_how_it_is_written(text: str, name: str) -> None:
    assert province(text) == name


@pytest.mark.parametrize(
    ("to", "sent_from", "rule"),
    [
        ("浙江省", "", "transit_other"),
        ("浙江省", "浙江省杭州市", "transit_same_region"),
        ("浙江省", "上海市", "transit_same_region"),
        ("河北省", "北京市", "transit_same_region"),
        ("河北省", "上海市", "transit_other"),
        ("云南省", "云南省昆明市", "transit_remote"),
        ("浙江省", "云南省昆明市", "transit_remote"),
        ("", "云南省昆明市", "transit_remote"),
        ("", "浙江省杭州市", "transit_other"),
    ],
)
def test_how_long_a_parcel_may_stand_still_depends_on_both_its_ends(
    to: str, sent_from: str, rule: str
) -> None:
    receiver = HOME.model_copy(update={"province": to})

    assert transit_rule(order(receiver=receiver, extra={"仓库所在地址": sent_from}), POLICY) == rule


def test_the_same_pick_up_again_does_not_start_the_clock_anew() -> None:
    once = owed(sent(scan(20, "picked_up")))
    again = owed(sent(scan(20, "picked_up"), scan(1, "picked_up")))

    assert [(one.kind, one.due_at) for one in again] == [(one.kind, one.due_at) for one in once]


def test_out_for_delivery_no_transit_clock_runs_and_we_remind_ourselves() -> None:
    given = sent(scan(80, "sorted"), scan(10, "out_for_delivery"), about={"paid_at": NOW - 9 * DAY})

    (found,) = owed(given)

    assert (found.kind, found.due_at, found.cost_fen) == ("delivery", NOW + 62 * HOUR, None)
    assert found.at_zero == (
        "out for delivery and not delivered: contact the carrier and tell the buyer"
    )
    at = NOW + 99 * HOUR
    late = [one.because for one in judgements(given, POLICY, at) if one.kind == "trace_late"]
    # The 70 hours before it are within the 72 that a parcel to another province may stand still.
    assert late == []


def called(given: Order, at: datetime = NOW) -> Order:
    """The order after somebody has asked the carrier about its parcel."""
    asked = context(now=at)
    return changed(LogContact, given, asked, text="请催件", channel="carrier", parcel="p1")


@pytest.mark.parametrize(
    ("given", "asked_at", "leg"),
    [
        pytest.param(sent(scan(1, "abnormal")), NOW, "movement", id="in trouble"),
        pytest.param(sent(), LEFT + 24 * HOUR, "first-scan", id="late"),
    ],
)
def test_once_the_carrier_was_asked_the_buyer_is_to_be_told(
    given: Order, asked_at: datetime, leg: str
) -> None:
    asked = called(given, asked_at)

    found = {one.kind: one for one in owed(asked)}
    assert set(found) == {leg, "tell-buyer"}
    told = found["tell-buyer"]
    assert (told.who, told.due_at, told.at_zero) == (
        Party.US,
        asked_at + 24 * HOUR,
        "the buyer does not know what has become of the parcel",
    )


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        pytest.param({}, ["movement"], id="told"),
        pytest.param({"direction": "in"}, ["movement", "tell-buyer"], id="the buyer's own words"),
        pytest.param({"channel": "carrier"}, ["movement", "tell-buyer"], id="the carrier again"),
        pytest.param({"parcel": "p1"}, ["movement"], id="told of this parcel"),
    ],
)
def test_only_a_word_of_ours_to_the_buyer_ends_it(said: dict[str, str], kinds: list[str]) -> None:
    asked = called(sent(scan(1, "abnormal")))
    after = changed(LogContact, asked, context(now=NOW + HOUR), text="已催快递", **said)

    assert [one.kind for one in owed(after)] == kinds


def test_what_the_buyer_heard_before_says_nothing_of_what_the_carrier_said() -> None:
    before = changed(LogContact, sent(scan(1, "abnormal")), context(now=NOW), text="我们去问")
    asked = called(before, NOW + HOUR)

    assert "tell-buyer" in [one.kind for one in owed(asked)]


def test_asked_before_it_was_late_nobody_has_to_be_told() -> None:
    assert [one.kind for one in owed(called(sent(), LEFT + HOUR))] == ["first-scan"]


def test_a_parcel_that_moves_again_asks_for_no_word() -> None:
    asked = called(sent(scan(5, "abnormal")), NOW - 2 * HOUR)
    moved = changed(RecordTrace, asked, state="in_transit")

    assert [one.kind for one in owed(moved)] == ["movement"]


def test_what_the_carrier_promised_is_asked_of_it_again_and_of_nobody_else() -> None:
    given = sent()
    values = {"text": "明天揽收", "channel": "carrier", "direction": "in", "parcel": "p1"}
    said = changed(LogContact, given, None, promise_due="+2h", **values)

    (first,) = owed(said)[:1]
    assert (first.kind, first.due_at, first.then, first.at_zero) == (
        "first-scan",
        NOW + 2 * HOUR,
        "contact-carrier",
        "not kept by then, ask the carrier again: 明天揽收",
    )
    assert [one.kind for one in obligations(said, POLICY) if one.kind == "answer-promise"] == []
