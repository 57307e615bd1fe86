"""What is known of a parcel speaks against the origin of a reissue: it is asked, or not true."""

from typing import Any

import pytest

from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import Interception, Parcel, Trace
from store.rules.parcels.actions.create_reissue import CreateReissue
from tests.build import DAY, HOUR, NOW, OTHER_NO, changed, order, parcel, sentences, shipped, units

JUST_LEFT: dict[str, Any] = {"shipped_at": NOW - HOUR}
LATE: dict[str, Any] = {"shipped_at": NOW - 2 * DAY}
IMPORTED: dict[str, Any] = {"source": Source.PLATFORM, "confirmed": True}


def seen(state: str, hours: int) -> dict[str, Any]:
    return LATE | {"traces": (Trace(at=NOW - hours * HOUR, state=state),)}


def asked_to_stop(outcome: str | None) -> Interception:
    stopped_at = NOW - HOUR if outcome == "stopped" else None
    answered = {"outcome": outcome, "outcome_at": NOW - HOUR, "stopped_at": stopped_at}
    return Interception(asked_at=NOW - 2 * HOUR, **(answered if outcome else {}))


STOPPED = seen("in_transit", 5) | {"interception": asked_to_stop("stopped")}
NOT_LATE = "Parcel YT1234567890123 is not late: its carrier has until {} for the next scan."
STOPPED_SAID = "Parcel YT1234567890123 was stopped on its way, and is to come back."
LOST = "Answer yes where you know that it is lost all the same."
REFUSED = "Answer yes where you know that it was refused all the same."
HAS_IT = "Answer yes where the buyer has it."
NOBODY = f"Nobody has seen parcel YT1234567890123 arrive. {HAS_IT}"


def of(sent: Parcel) -> Order:
    return shipped(parcels=(sent,))


@pytest.mark.parametrize(
    ("sent", "origin", "sentence"),
    [
        pytest.param(
            parcel(**JUST_LEFT),
            "lost_parcel",
            f"{NOT_LATE.format('2026-11-23 08:00')} {LOST}",
            id="lost an hour after it left",
        ),
        pytest.param(
            parcel(**JUST_LEFT, **IMPORTED),
            "lost_parcel",
            f"{NOT_LATE.format('2026-11-23 08:00')} {LOST}",
            id="the same of one that only an export shows",
        ),
        pytest.param(parcel(**LATE), "lost_parcel", None, id="nobody picked it up in a day"),
        pytest.param(
            parcel(**seen("picked_up", 5)),
            "lost_parcel",
            f"{NOT_LATE.format('2026-11-23 04:00')} {LOST}",
            id="lost five hours after its pick-up",
        ),
        pytest.param(parcel(**seen("picked_up", 30)), "lost_parcel", None, id="it stands still"),
        pytest.param(parcel(**seen("abnormal", 1)), "lost_parcel", None, id="so its carrier says"),
        pytest.param(parcel(**seen("returning", 1)), "lost_parcel", None, id="it is in trouble"),
        pytest.param(
            parcel(**STOPPED), "lost_parcel", f"{STOPPED_SAID} {LOST}", id="it was stopped"
        ),
        pytest.param(
            parcel(**JUST_LEFT),
            "damaged_refused",
            f"{NOT_LATE.format('2026-11-23 08:00')} {REFUSED}",
            id="refused an hour after it left",
        ),
        pytest.param(
            parcel(**seen("out_for_delivery", 1)), "damaged_refused", None, id="at the door"
        ),
        pytest.param(parcel(**seen("returning", 1)), "damaged_refused", None, id="it comes back"),
        pytest.param(
            parcel(**STOPPED), "damaged_refused", f"{STOPPED_SAID} {REFUSED}", id="not at the door"
        ),
        pytest.param(parcel(**JUST_LEFT), "missing_goods", NOBODY, id="missing after an hour"),
        pytest.param(parcel(**LATE), "missing_goods", NOBODY, id="watched, and nobody saw it"),
        pytest.param(
            parcel(**seen("in_transit", 5)),
            "missing_goods",
            f"Parcel YT1234567890123 was seen last at 2026-11-22 04:00: in transit. {HAS_IT}",
            id="missing of one that is on its way",
        ),
        pytest.param(
            parcel(**seen("in_transit", 5), interception=asked_to_stop(None)),
            "missing_goods",
            f"Parcel YT1234567890123 was seen last at 2026-11-22 04:00: in transit. {HAS_IT}",
            id="nobody knows whether it was stopped",
        ),
        pytest.param(
            parcel(**JUST_LEFT, **IMPORTED), "missing_goods", NOBODY, id="only just exported"
        ),
        pytest.param(
            parcel(**LATE, **IMPORTED), "missing_goods", None, id="whose way nobody watches"
        ),
        pytest.param(parcel(**seen("delivered", 1)), "missing_goods", None, id="it arrived"),
    ],
)
def test_what_is_known_of_a_parcel_is_asked_about(
    sent: Parcel, origin: str, sentence: str | None
) -> None:
    values = {"origin": origin, "reason": "补发"}

    assert sentences(CreateReissue, of(sent), values) == ([("sure", sentence)] if sentence else [])
    assert sentences(CreateReissue, of(sent), values | {"sure": "yes"}) == []
    if sentence:
        assert sentences(CreateReissue, of(sent), values | {"sure": "no"}) == [("sure", sentence)]


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(parcel(**STOPPED), id="on its way back"),
        pytest.param(parcel(**LATE, interception=asked_to_stop("stopped")), id="without a scan"),
    ],
)
def test_of_a_parcel_that_was_stopped_the_buyer_misses_nothing(sent: Parcel) -> None:
    values = {"origin": "missing_goods", "reason": "少件", "sure": "yes"}

    assert sentences(CreateReissue, of(sent), values) == [
        (
            "origin",
            (
                "Parcel YT1234567890123 was stopped on its way, and the buyer has none of it. Once"
                " it is here, what is to be sent again of it has the origin: the parcel was"
                " intercepted."
            ),
        )
    ]


def test_a_receipt_that_the_platform_confirms_by_itself_says_nothing_of_one_that_was_stopped() -> (
    None
):
    given = shipped(parcels=(parcel(**STOPPED),), receipt_confirmed_at=NOW)

    (said,) = sentences(CreateReissue, given, {"origin": "missing_goods", "reason": "少件"})

    assert said[0] == "origin"


def test_only_the_parcel_that_is_meant_is_asked_about() -> None:
    given = order(
        parcels=(
            parcel(**seen("delivered", 1), lines=units((1, 1))),
            parcel(OTHER_NO, id="p2", **JUST_LEFT, lines=units((1, 1))),
        )
    )
    values = {"origin": "missing_goods", "reason": "少件", "lines": "1:1"}

    assert sentences(CreateReissue, given, values | {"parcel": "p1"}) == []
    assert [one for one, _said in sentences(CreateReissue, given, values | {"parcel": "p2"})] == [
        "sure"
    ]


def test_what_is_recorded_already_is_not_asked_about_again() -> None:
    values = {"origin": "lost_parcel", "reason": "丢件"}
    given = changed(CreateReissue, of(parcel(**JUST_LEFT)), None, sure="yes", **values)
    cancelled = given.model_copy(
        update={"reissues": (given.reissues[0].model_copy(update={"state": "cancelled"}),)}
    )

    assert sentences(CreateReissue, cancelled, values) == []
