"""Settlements: what somebody settled with the platform counts for what was known then."""

from typing import Any, NamedTuple

import pytest

from store.models.axes import Source
from store.models.cancellation import Cancellation
from store.models.discrepancy import DiscrepancyKind
from store.models.order import Order
from store.models.parcel import Interception, LineQuantity, Parcel, Trace
from store.models.refund import Refund
from store.models.reissue import Loss, Reissue
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies.contradictions import Contradiction
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.discrepancies.noted import agreed_again, opened, reconcile
from store.rules.platform.discrepancies.whose_word import answers_to
from tests.build import (
    DAY,
    FIRST_BAG,
    HOUR,
    NOW,
    case,
    changed,
    context,
    order,
    parcel,
    refund,
    refund_of_unshipped,
    refunded_case,
    shipped,
    stock_out,
    units,
)

Parts = dict[str, Any]
"""The parts of an order that are others by then."""


def scanned(*states: str, **changes: Any) -> Parcel:
    """A parcel with these scans, an hour apart."""
    at = NOW - DAY
    seen = (Trace(at=at + HOUR * number, state=one) for number, one in enumerate(states))
    return parcel(**changes).model_copy(update={"traces": tuple(seen)})


def here_and_there(here: int, there: int) -> Parts:
    gone = refund(amount_fen=here, state="done", case="A1")
    return {"cases": (refunded_case(refunded_fen=there, closed_by=None),), "refunds": (gone,)}


def given_there(fen: int, **changes: Any) -> Parts:
    gave = {"id": "r9", "source": Source.PLATFORM, "state": "done", "case": "A1"}
    money = refund(amount_fen=fen, settled_at=NOW - HOUR, **gave)
    return {"refunds": (money,), "cases": (refunded_case(refunded_fen=fen),), **changes}


def given_by(*amounts: int) -> Parts:
    return {"refunds": tuple(refund(id=f"r{fen}", amount_fen=fen, state="done") for fen in amounts)}


def sent_in(*parcels: Parcel) -> Parts:
    return {"parcels": parcels}


LOST = Loss(line=1, quantity=2, kind="lost", parcel="p1", at=NOW - DAY, reissue="i1")
BACK = Loss(line=1, quantity=2, kind="come_back", parcel="p1", at=NOW - HOUR)
AGAIN = Reissue(
    id="i1",
    number=1,
    origin="lost_parcel",
    reason="丢件",
    lines=units((1, 2)),
    created_at=NOW - DAY,
)
HAS_LEFT = AGAIN.model_copy(update={"state": "shipped", "parcel": "p2"})
SENT_AGAIN = {"losses": (LOST,), "reissues": (HAS_LEFT,)}
SECOND = {"id": "p2", "tracking_no": "YT0000000000002"}


def second(*states: str, **changes: Any) -> Parcel:
    return scanned(*states, **{**SECOND, "kind": "reissue", "reissue": "i1", **changes})


def beyond(*states: str) -> Parcel:
    """What left a second time, as nobody had to send it."""
    return scanned(*states, **SECOND)


def sold_back(*states: str) -> Parts:
    """What left although its money had gone back before."""
    back = (BACK,) if "returned" in states else ()
    gone = (refund_of_unshipped(state="done"),)
    return {"refunds": gone, "losses": back, **sent_in(scanned(*states))}


def with_both(*states: str) -> Parts:
    return {**SENT_AGAIN, **sent_in(scanned(*states), second())}


def cancelled(units_cancelled: int) -> Parts:
    lines = (LineQuantity(line=1, quantity=units_cancelled),)
    given = Cancellation(id="x1", reason="buyer_changed_mind", at=NOW - DAY, by="li", lines=lines)
    return {"cancellation": given}


def not_stopped(*states: str) -> Parts:
    asked = Interception(asked_at=NOW - DAY, outcome="failed", outcome_at=NOW - HOUR)
    stayed = scanned(*states).model_copy(update={"interception": asked})
    parts = (
        Refund(
            **{
                **refund(state="done", amount_fen=5000).model_dump(),
                "not_arriving": ("p1",),
                "requested_at": NOW - DAY,
            }
        ),
    )
    return {"parcels": (stayed,), "refunds": parts}


class Settled(NamedTuple):
    """What was settled, what is known then, turn by turn, and whether it is open again."""

    kind: DiscrepancyKind
    known: Parts
    then: tuple[Parts, ...]
    opens: bool


TABLE = {
    "another amount there": Settled(
        "case_money", here_and_there(2000, 3000), (here_and_there(2000, 4000),), True
    ),
    "less there": Settled(
        "case_money", here_and_there(2000, 3000), (here_and_there(2000, 2500),), True
    ),
    "the same amounts": Settled(
        "case_money",
        here_and_there(2000, 3000),
        ({**here_and_there(2000, 3000), "seller_note": "已核对"},),
        False,
    ),
    "the same amounts once both had agreed": Settled(
        "case_money",
        here_and_there(2000, 3000),
        (here_and_there(2000, 2000), here_and_there(2000, 3000)),
        True,
    ),
    "found, back, and delivered once more": Settled(
        "found",
        with_both("delivered"),
        (with_both("delivered", "returned"), with_both("delivered", "returned", "delivered")),
        True,
    ),
    "found, and its delivery scanned twice": Settled(
        "found", with_both("delivered"), (with_both("delivered", "delivered"),), False
    ),
    "could not be stopped, and is there": Settled(
        "found", not_stopped("in_transit"), (not_stopped("in_transit", "delivered"),), True
    ),
    "left twice, and once more": Settled(
        "goods",
        sent_in(parcel(), beyond()),
        (sent_in(parcel(), beyond(), scanned(id="p3", tracking_no="YT3")),),
        True,
    ),
    "refunded before it left, back, and delivered after all": Settled(
        "goods",
        sold_back(),
        (sold_back("returned"), sold_back("returned", "delivered")),
        True,
    ),
    "left twice, and arrived": Settled(
        "goods", sent_in(parcel(), beyond()), (sent_in(parcel(), beyond("delivered")),), False
    ),
    "money beside what was sent again is more": Settled(
        "sent_again",
        given_there(4000, **with_both()),
        (given_there(5000, **with_both()),),
        True,
    ),
    "sent once it was settled that both go": Settled(
        "sent_again",
        given_there(4000, losses=(LOST,), reissues=(AGAIN,)),
        (
            given_there(4000, **with_both()),
            given_there(4000, **SENT_AGAIN, parcels=(parcel(), second("delivered"))),
        ),
        False,
    ),
    "sent again, back, and delivered after all": Settled(
        "sent_again",
        given_there(4000, **with_both()),
        (
            given_there(4000, **SENT_AGAIN, parcels=(parcel(), second("returned"))),
            given_there(4000, **SENT_AGAIN, parcels=(parcel(), second("returned", "delivered"))),
        ),
        True,
    ),
    "more than was paid, and more still": Settled("money", given_by(6000), (given_by(7000),), True),
    "more than was paid, in other refunds": Settled(
        "money", given_by(6000), (given_by(2000, 4000),), False
    ),
    "out of stock applied for, and approved": Settled(
        "stock_out",
        {"stock_outs": (stock_out(lines=units((1, 2))),)},
        ({"stock_outs": (stock_out(lines=units((1, 2)), state="approved"),)},),
        True,
    ),
    "one cancelled unit shipped, then both": Settled(
        "cancelled", cancelled(1), (cancelled(2),), True
    ),
}


@pytest.mark.parametrize("row", [pytest.param(one, id=name) for name, one in TABLE.items()])
def test_a_settlement_counts_for_what_was_known_then(row: Settled) -> None:
    noted = reconcile(shipped().model_copy(update=row.known), context())
    assert [one.kind for one in noted.open_discrepancies] == [row.kind]
    settled = settle(noted)
    for parts in row.then:
        settled = reconcile(settled.model_copy(update=parts), context(beside=settled))

    assert [one.kind for one in settled.open_discrepancies] == [row.kind] * row.opens


def settle(noted: Order) -> Order:
    (one,) = noted.open_discrepancies
    values = {"reason": "已核对"} | ({"right": "us"} if answers_to(noted, one) else {})
    done = changed(ResolveDiscrepancy, noted, None, **values)
    assert reconcile(done, context(beside=done)) == done
    return done


OPEN = Contradiction("case_open", about="A1")
STOPPED = Contradiction("intercept", about="A1", at_issue=("stopped",))


def noticed(given: Contradiction) -> Order:
    """One of two parcels was stopped for the case, and nobody knows which."""
    words = (("快递拦截状态", "拦截成功"),)
    halves = (FIRST_BAG, parcel(**SECOND, lines=units((1, 1))))
    return opened(shipped(cases=(case(platform_status=words),), parcels=halves), given, context())


def test_what_an_import_noticed_opens_again_only_once_it_had_ended() -> None:
    settled = settle(noticed(OPEN))
    closed = reconcile(settled.model_copy(update={"cases": (refunded_case(),)}), context())

    assert opened(settled, OPEN, context()) is settled
    assert opened(closed, OPEN, context(beside=closed)).open_discrepancies


def test_another_word_of_the_carriers_is_another_matter_than_was_settled() -> None:
    settled = settle(noticed(STOPPED))
    failed = STOPPED._replace(at_issue=("failed",))

    assert opened(settled, STOPPED, context()) is settled
    assert opened(settled, failed, context(beside=settled)).open_discrepancies


def test_both_agree_again_of_what_was_settled_too() -> None:
    given = Contradiction("verdict", about="s1")
    settled = settle(opened(order(), given, context()))
    agreed = agreed_again(settled, "verdict", context())

    assert not agreed.open_discrepancies
    assert opened(agreed, given, context(beside=agreed)).open_discrepancies


def test_it_is_said_that_it_was_settled_as_it_stood_then() -> None:
    settled = settle(reconcile(shipped(**here_and_there(2000, 3000)), context()))
    more = reconcile(settled.model_copy(update=here_and_there(2000, 4000)), context(beside=settled))
    (one,) = more.open_discrepancies

    assert explain(more, one) == (
        "For case A1 20.00 was refunded here, but the platform says 40.00; the larger amount counts"
        " as gone. It was settled on 2026-11-22 as it stood then (已核对)."
    )
