"""RecordAction: one frame for what is done with a case, a parcel, a reissue, a task …"""

from collections.abc import Mapping
from typing import Any

import pytest

from store.errors import BadInput
from store.models.contact import Contact
from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.models.parcel import Interception
from store.models.platform_task import PlatformTask
from store.models.reissue import Reissue
from store.models.solution_offer import SolutionOffer
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import read_values
from store.rules.action.markers import Reference, marker_of
from store.rules.action.record_action import RecordAction, fitting_records, record_field
from store.rules.action.references import RECORDS
from tests.build import (
    DAY,
    FIRST_BAG,
    HOUR,
    NOW,
    OTHER_NO,
    TRACKING_NO,
    case,
    changed,
    context,
    order,
    parcel,
    refund,
    refunded_case,
    shipped,
    stock_out,
    units,
)

ACTIONS = all_actions()
ABOUT_RECORDS = {name: one for name, one in ACTIONS.items() if issubclass(one, RecordAction)}
OPEN = PlatformTask(id="t1", kind="batch-ship", created_at=NOW - DAY, copy_text="x", parcel="p1")
TOLD = OPEN.model_copy(update={"id": "t2", "done_at": NOW, "done_by": "小李"})
MOOT = TOLD.model_copy(update={"id": "t3", "moot": True})
REISSUE = Reissue(
    id="i1", number=1, origin="lost_parcel", reason="丢件", lines=units((1, 1)), created_at=NOW
)
LEFT = REISSUE.model_copy(update={"id": "i2", "number": 2, "state": "shipped", "parcel": "p1"})
DROPPED = REISSUE.model_copy(
    update={
        "id": "i3",
        "number": 3,
        "state": "cancelled",
        "cancelled_at": NOW,
        "cancel_reason": "找到了",
    }
)
REISSUES = shipped(reissues=(REISSUE, LEFT, DROPPED))
OFFERS = order(
    offers=(
        SolutionOffer(id="o1", solution="coupon", at=NOW - DAY, by="li"),
        SolutionOffer(
            id="o2", solution="wait", at=NOW - DAY, by="li", accepted=False, answered_at=NOW
        ),
        SolutionOffer(id="o3", solution="reship", at=NOW - DAY, by="li", valid_until=NOW - HOUR),
    )
)
PROMISE = Contact(
    id="c1", at=NOW, channel="phone", direction="out", text="x", promise_due=NOW + DAY, by="li"
)
KEPT = PROMISE.model_copy(update={"id": "c2", "kept_at": NOW})
BROKEN = Discrepancy(id="d1", kind="goods", line=1, opened_at=NOW - DAY)
SETTLED = BROKEN.model_copy(
    update={"id": "d2", "resolved_at": NOW, "resolved_by": "小李", "reason": "寄重了"}
)
AGREED = BROKEN.model_copy(update={"id": "d3", "resolved_at": NOW})
ASKED = Interception(asked_at=NOW - HOUR)
PARCELS = order(
    parcels=(
        FIRST_BAG,
        parcel(OTHER_NO, id="p2", lines=units((1, 1)), interception=ASKED),
    )
)
CASES = shipped(cases=(case(), refunded_case(id="A2"), case(id="A3", kind="exchange")))
WHY_NOT_THAT = (
    pytest.param("agree-refund", CASES, "A2", "Case A2 is closed (refunded).", id="closed case"),
    pytest.param(
        "agree-refund",
        CASES,
        "A3",
        "Case A3 is: exchange; “Agree to a refund” is for: refund only, other, refused delivery.",
        id="case of another kind",
    ),
    pytest.param(
        "intercept-parcel",
        PARCELS,
        "p2",
        f"The carrier was asked on 2026-11-22 to stop parcel {OTHER_NO}; record the answer.",
        id="parcel that is to be stopped",
    ),
    pytest.param(
        "record-intercept",
        PARCELS,
        "p1",
        f"Nobody has asked the carrier to stop parcel {TRACKING_NO}.",
        id="parcel that is not to be stopped",
    ),
    pytest.param(
        "settle-refund",
        order(refunds=(refund(), refund(id="r2", state="failed"))),
        "r2",
        "The refund of 5.00 (2026-11-22 08:00) is settled already: failed.",
        id="settled refund",
    ),
    pytest.param(
        "ship-reissue",
        REISSUES,
        "i2",
        f"Reissue 2 left on 2026-11-21 with {TRACKING_NO}.",
        id="reissue that has left",
    ),
    pytest.param(
        "ship-reissue",
        REISSUES,
        "i3",
        "Reissue 3 was cancelled at 2026-11-22 09:00: 找到了",
        id="cancelled reissue",
    ),
    pytest.param(
        "cancel-reissue",
        REISSUES,
        "i2",
        f"Reissue 2 left on 2026-11-21 with {TRACKING_NO}; what has left cannot be cancelled, have"
        " the parcel intercepted instead.",
        id="reissue that cannot be cancelled any more",
    ),
    pytest.param(
        "record-offer-answer",
        OFFERS,
        "o2",
        "The buyer answered this offer (wait) on 2026-11-22: no.",
        id="answered offer",
    ),
    pytest.param(
        "record-offer-answer",
        OFFERS,
        "o3",
        "The offer (send again) was good until 2026-11-22 08:00; make it anew.",
        id="lapsed offer",
    ),
    pytest.param(
        "rule-stock-out",
        order(stock_outs=(stock_out(), stock_out(id="s2", state="rejected"))),
        "s2",
        "The application for out-of-stock of 2026-11-21 (the whole order) has its verdict:"
        " rejected.",
        id="application with a verdict",
    ),
    pytest.param(
        "resolve-discrepancy",
        order(discrepancies=(BROKEN, SETTLED)),
        "d2",
        "This was settled on 2026-11-22 by 小李: 寄重了",
        id="settled contradiction",
    ),
    pytest.param(
        "resolve-discrepancy",
        order(discrepancies=(BROKEN, AGREED)),
        "d3",
        "On 2026-11-22 an import made both sides agree again.",
        id="contradiction that went away",
    ),
    pytest.param(
        "complete-task",
        shipped(tasks=(OPEN, TOLD)),
        "t2",
        "“upload the batch-ship file” was done on 2026-11-22 by 小李.",
        id="done task",
    ),
    pytest.param(
        "complete-task",
        shipped(tasks=(OPEN, MOOT)),
        "t3",
        "“upload the batch-ship file” has not been needed any more since 2026-11-22.",
        id="moot task",
    ),
)
VALUES = {
    "reason": "x",
    "outcome": "failed",
    "tracking_no": "JT1234567890123",
    "accepted": "yes",
    "verdict": "approved",
}


def naming(action: type[RecordAction[Any]], record: str) -> dict[str, str]:
    """This record, and something for whatever else is asked."""
    others = {name: text for name, text in VALUES.items() if name in action.model_fields}
    return others | {record_field(action): record}


@pytest.mark.parametrize(("name", "given", "record", "sentence"), WHY_NOT_THAT)
def test_where_another_fits_the_named_one_is_refused_under_its_field(
    name: str, given: Order, record: str, sentence: str
) -> None:
    action = ABOUT_RECORDS[name]
    values = naming(action, record)

    assert action.why_not_with(given, values, context()) is None
    problems = list(read_values(action, values, given).problems(given, context()))
    assert [(one.field, one.sentence) for one in problems] == [(record_field(action), sentence)]


PARTS = (
    *("cases", "parcels", "refunds", "reissues", "offers", "contacts"),
    *("stock_outs", "discrepancies", "tasks"),
)


def without_fitting(given: Order, name: str, record: str) -> Order:
    """The order without the records that fit; the one that was named stays."""
    action = ABOUT_RECORDS[name]
    fitting = {one.id for one in fitting_records(action, given, context())}
    assert record not in fitting
    kept: Mapping[str, Any] = {
        part: tuple(one for one in getattr(given, part) if one.id not in fitting) for part in PARTS
    }
    return given.model_copy(update=kept)


@pytest.mark.parametrize(("name", "given", "record", "sentence"), WHY_NOT_THAT)
def test_where_none_fits_what_is_said_is_about_the_named_one(
    name: str, given: Order, record: str, sentence: str
) -> None:
    action = ABOUT_RECORDS[name]

    without = without_fitting(given, name, record)
    assert action.why_not(without, context())
    assert action.why_not_with(without, naming(action, record), context()) == sentence


OF_ENDED = {
    "reopen-refund": "No refund of this order was settled.",
    "reopen-task": "No platform task of this order was completed.",
}
"""What is said where an action is about records that have ended, and there is none."""


@pytest.mark.parametrize("name", ABOUT_RECORDS)
def test_an_order_without_such_a_record_says_so(name: str) -> None:
    action = ABOUT_RECORDS[name]
    refers = marker_of(action.model_fields[record_field(action)], Reference)
    assert refers

    bare, kind = order(), RECORDS[refers.to]
    sentence = OF_ENDED.get(name) or kind.none or kind.all_over
    assert sentence
    assert action.why_not(bare, context()) == sentence
    assert action.why_not_with(bare, {record_field(action): "x9"}, context()) == sentence


def test_a_record_that_is_not_there_is_said_with_those_that_fit() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(ACTIONS["intercept-parcel"], {"parcel": "p9"}, PARCELS)

    assert caught.value.sentence == "p9 does not exist; there is: YT1234567890123."
    assert (caught.value.field, caught.value.code) == ("parcel", "unknown_record")


@pytest.mark.parametrize(("name", "given", "record", "sentence"), WHY_NOT_THAT)
def test_one_that_is_not_there_is_named_also_where_no_other_fits(
    name: str, given: Order, record: str, sentence: str
) -> None:
    action = ABOUT_RECORDS[name]
    without = without_fitting(given, name, record)
    assert action.why_not_with(without, {record_field(action): record}, context()) == sentence

    # Nothing is said about another one: reading the value says which there are.
    assert action.why_not_with(without, {record_field(action): "x9"}, context()) is None


def test_a_reissue_named_by_its_number_is_the_one_that_is_spoken_of() -> None:
    lost: dict[str, str] = {"origin": "lost_parcel", "reason": "丢件", "lines": "1:1"}
    first = changed(ACTIONS["create-reissue"], shipped(), None, **lost)
    second = changed(ACTIONS["create-reissue"], first, None, **lost)
    given = changed(ACTIONS["cancel-reissue"], second, reissue="1", reason="找到了")
    gone = changed(ACTIONS["ship-reissue"], given, reissue="2", tracking_no=OTHER_NO)

    said = {
        number: ACTIONS["ship-reissue"].why_not_with(gone, {"reissue": number}, context())
        for number in ("1", "2", "3")
    }
    assert said == {
        "1": "Reissue 1 was cancelled at 2026-11-22 09:00: 找到了",
        "2": f"Reissue 2 left on 2026-11-22 with {OTHER_NO}.",
        "3": None,
    }
    with pytest.raises(BadInput, match=r"^3 does not exist; there is: 1, 2\.$"):
        read_values(ACTIONS["ship-reissue"], {"reissue": "3", "tracking_no": OTHER_NO}, gone)
