"""Out of stock: what an application locks, and when its verdict is to be expected."""

from datetime import datetime

import pytest

from store.models.axes import Platform, Source
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.refund import RefundLine
from store.models.stock_out import StockOutApplication
from store.rules.obligations import obligations
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.shipping import lines_to_send
from store.rules.stock.stock_out import (
    Locked,
    lock_sentence,
    locked_lines,
    units_out_of_stock,
    verdict_expected,
)
from store.rules.stock.wanted import units_wanted
from store.rules.timing.policy import Policy
from store.words.times import SHOP_TIME
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OIL,
    TRACKING_NO,
    context,
    line,
    order,
    parcel,
    refund,
    sentences,
    stock_out,
    units,
)

SHIP = {"tracking_no": TRACKING_NO}
TWO = (line(), OIL)
APPROVED = {"state": "approved", "ruled_at": NOW}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHOP_TIME)


def with_application(**changes: object) -> Order:
    return order(*TWO, stock_outs=(stock_out(**changes),))


def one_refunded(requested_at: datetime) -> Order:
    """Of two bags one was out of stock; one bag was refunded before it left."""
    part = RefundLine(line=1, quantity=1, unshipped=1, amount_fen=2500)
    given = refund(amount_fen=2500, lines=(part,), requested_at=requested_at)
    applied = stock_out(lines=units((1, 1)), **APPROVED)
    return order(stock_outs=(applied,), refunds=(given,))


@pytest.mark.parametrize(
    ("given", "locked"),
    [
        pytest.param(order(), [], id="nobody applied"),
        pytest.param(with_application(lines=units((2, 1))), [2], id="one line"),
        pytest.param(
            with_application(lines=(), source=Source.PLATFORM),
            [1, 2],
            id="as an export shows it: the whole order",
        ),
        pytest.param(with_application(state="rejected", ruled_at=NOW), [], id="rejected"),
        pytest.param(with_application(state="withdrawn", ruled_at=NOW), [], id="withdrawn"),
        pytest.param(
            with_application(lines=units((1, 2)), **APPROVED),
            [1],
            id="approved: to be refunded, not shipped",
        ),
        pytest.param(
            order(
                *TWO, stock_outs=(stock_out(**APPROVED),), parcels=(parcel(lines=units((1, 2))),)
            ),
            [2],
            id="approved after one line had left",
        ),
        pytest.param(one_refunded(NOW), [], id="approved and refunded: the other bag may go"),
        pytest.param(
            one_refunded(NOW - 2 * DAY), [1], id="the refund before it was of another bag"
        ),
    ],
)
def test_which_lines_may_not_be_shipped(given: Order, locked: list[int]) -> None:
    assert sorted(locked_lines(given)) == locked


@pytest.mark.parametrize(
    ("applications", "may_go", "owed"),
    [
        pytest.param((stock_out(lines=units((1, 1))),), (), {"may-ship"}, id="under review: none"),
        pytest.param(
            (stock_out(lines=units((1, 1)), **APPROVED),),
            units((1, 2)),
            {"refund", "ship"},
            id="one of three is out of stock",
        ),
        pytest.param(
            (
                stock_out(id="s1", lines=units((1, 1)), **APPROVED),
                stock_out(id="s2", lines=units((1, 1)), **APPROVED),
            ),
            units((1, 1)),
            {"refund", "ship"},
            id="and then another",
        ),
        pytest.param(
            (stock_out(lines=units((1, 3)), **APPROVED),), (), {"refund"}, id="all of them"
        ),
    ],
)
def test_what_no_verdict_names_goes_out_by_its_deadline(
    applications: tuple[StockOutApplication, ...], may_go: tuple[LineQuantity, ...], owed: set[str]
) -> None:
    given = order(line(ordered=3), stock_outs=applications)
    by_the_promise = (
        one for one in obligations(given, context().policy) if one.due_at == given.ship_by_deadline
    )

    assert lines_to_send(given) == may_go
    assert {one.kind for one in by_the_promise} == owed
    assert units_wanted(given).get("RICE-10", 0) == (
        3 if "may-ship" in owed else sum(one.quantity for one in may_go)
    )
    if may_go:
        (left,) = may_go
        assert sentences(Ship, given, SHIP | {"lines": f"1:{left.quantity}"}) == []
        ((field, _said),) = sentences(Ship, given, SHIP | {"lines": f"1:{left.quantity + 1}"})
        assert field == "lines"


@pytest.mark.parametrize(
    ("hours", "left"),
    [
        pytest.param((), 2, id="nothing is refunded"),
        pytest.param((2,), 1, id="once, for either of them"),
        pytest.param((2, 2), 0, id="for both"),
        pytest.param((0,), 1, id="for the first, before the second was made"),
        pytest.param((0, 2), 0, id="each for its own"),
        pytest.param((0, 0), 1, id="more than the first named: none of the second's"),
    ],
)
def test_what_was_refunded_counts_once_over_all_applications(
    hours: tuple[int, ...], left: int
) -> None:
    part = RefundLine(line=1, quantity=1, unshipped=1, amount_fen=2500)
    given = order(
        line(ordered=5),
        stock_outs=(
            stock_out(id="s1", lines=units((1, 1)), **(APPROVED | {"applied_at": NOW})),
            stock_out(id="s2", lines=units((1, 1)), **(APPROVED | {"applied_at": NOW + HOUR})),
        ),
        refunds=tuple(
            refund(id=f"r{n}", amount_fen=2500, lines=(part,), requested_at=NOW + hour * HOUR)
            for n, hour in enumerate(hours)
        ),
    )

    assert units_out_of_stock(given).get(1, 0) == left


def test_of_two_applications_the_one_under_review_locks() -> None:
    approved = stock_out(id="s1", lines=units((1, 1)), **APPROVED)
    applied = stock_out(id="s2", lines=units((1, 1)))

    given = order(stock_outs=(applied, approved))

    assert locked_lines(given) == {1: Locked(applied, 2)}


@pytest.mark.parametrize(
    ("application", "sentence"),
    [
        pytest.param(
            stock_out(lines=units((1, 2))),
            "An application for out-of-stock is under review since 2026-11-21 (RICE-10); the"
            " verdict is expected between 2026-11-24 and 2026-11-25 09:00; until it is recorded"
            " nothing of it may be shipped and no tracking number uploaded.",
            id="one line",
        ),
        pytest.param(
            stock_out(lines=units((1, 2), (2, 1)), applied_at=at("2026-10-09T10:00")),
            "An application for out-of-stock is under review since 2026-10-09 (RICE-10, OIL-5); the"
            " verdict is expected between 2026-10-12 and 2026-10-13 10:00; until it is recorded"
            " nothing of it may be shipped and no tracking number uploaded.",
            id="over a weekend with a make-up day",
        ),
        pytest.param(
            stock_out(**APPROVED),
            "The application for out-of-stock of 2026-11-21 (the whole order) was approved on"
            " 2026-11-22; these goods are not to be shipped any more, refund the buyer ("
            "RICE-10 x2, OIL-5 x1, out of stock).",
            id="approved",
        ),
    ],
)
def test_the_sentence_names_application_day_and_verdict(
    application: StockOutApplication, sentence: str
) -> None:
    given = order(*TWO, stock_outs=(application,))

    assert lock_sentence(given, application, context()) == sentence


@pytest.mark.parametrize(
    ("applied", "earliest", "latest"),
    [
        pytest.param(
            "2026-10-09T10:00", "2026-10-12T10:00", "2026-10-13T10:00", id="Saturday is worked"
        ),
        pytest.param("2026-11-27T18:30", "2026-12-01T18:30", "2026-12-02T18:30", id="a weekend"),
        pytest.param("2026-09-30T09:00", "2026-10-09T09:00", "2026-10-10T09:00", id="a holiday"),
    ],
)
def test_the_verdict_takes_two_to_three_working_days(
    applied: str, earliest: str, latest: str
) -> None:
    given = stock_out(applied_at=at(applied))

    found = verdict_expected(Platform.PINDUODUO, given, context().policy)

    assert found == (at(earliest), at(latest))


def test_without_a_rule_nobody_knows_when_the_verdict_comes() -> None:
    given = with_application(lines=units((1, 2)))
    known = context()
    without = type(known)(known.now, known.actor, Policy(), known.lookup, known.new_id)

    assert lock_sentence(given, given.stock_outs[0], without) == (
        "An application for out-of-stock is under review since 2026-11-21 (RICE-10); until its"
        " verdict is recorded nothing of it may be shipped and no tracking number"
        " uploaded."
    )
