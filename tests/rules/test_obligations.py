"""Obligations: what is owed, by whom, until when, and what happens at zero."""

from datetime import timedelta
from typing import Any

import pytest

from store.models.axes import Party, Payment, Platform
from store.models.contact import Contact
from store.models.order import Order
from store.policy import load_policy
from store.rules.obligations import obligations, open_promise, ship_by
from store.rules.policy import Policy
from store.rules.row import row_of
from tests.build import DAY, HOUR, NOW, order, shipped

POLICY = load_policy()
DEAL = NOW - DAY


def said(hours_ago: int, **changes: Any) -> Contact:
    given = {
        "id": f"c{hours_ago}",
        "at": NOW - hours_ago * HOUR,
        "channel": "phone",
        "direction": "out",
        "text": "今天补发",
        "by": "li",
    }
    return Contact.model_validate(given | changes)


PROMISE = said(5, promise_due=NOW + HOUR)


@pytest.mark.parametrize(
    ("given", "due", "estimated"),
    [
        pytest.param(order(), NOW + 5 * HOUR, False, id="the platform's own promise wins"),
        pytest.param(
            order(ship_by_deadline=None, deal_at=DEAL), DEAL + 48 * HOUR, True, id="from the deal"
        ),
        pytest.param(
            order(ship_by_deadline=None), NOW - 2 * DAY + 48 * HOUR, True, id="from the payment"
        ),
        pytest.param(
            order(ship_by_deadline=None, paid_at=None, ordered_at=DEAL),
            DEAL + 48 * HOUR,
            True,
            id="from the order",
        ),
        pytest.param(
            order(ship_by_deadline=None, paid_at=None), None, False, id="nobody knows from when"
        ),
    ],
)
def test_when_an_order_has_to_be_shipped(given: Order, due: Any, *, estimated: bool) -> None:
    deadline = ship_by(given, POLICY)

    assert deadline is not None
    assert (deadline.at, deadline.estimated) == (due, estimated)


@pytest.mark.parametrize(
    "given", [shipped(), order(platform_payment=Payment.UNPAID)], ids=["shipped", "unpaid"]
)
def test_nothing_to_ship_has_no_deadline(given: Order) -> None:
    assert ship_by(given, POLICY) is None
    assert list(obligations(given, POLICY)) == []


def test_without_a_rule_nothing_is_estimated() -> None:
    given = order(ship_by_deadline=None)

    (owed,) = obligations(given, Policy())

    assert (owed.due_at, owed.estimated, owed.at_zero, owed.source) == (None, False, "", "")


def test_a_shipment_says_what_happens_at_zero_and_by_which_rule() -> None:
    (pinduoduo,) = obligations(order(ship_by_deadline=None), POLICY)
    (douyin,) = obligations(order(platform=Platform.DOUYIN), POLICY)

    assert (pinduoduo.kind, pinduoduo.who) == ("ship", Party.US)
    assert pinduoduo.at_zero == "counted late: 3.00 yuan a piece (seen)"
    assert pinduoduo.source.endswith("(seen)")
    assert douyin.at_zero == "counted late: 2.00 yuan at least, from 48 h late (official)"
    assert douyin.source == ""


def test_a_penalty_that_is_not_in_force_yet_has_no_amount() -> None:
    given = order(platform=Platform.DOUYIN, ship_by_deadline=NOW - 300 * DAY)

    (owed,) = obligations(given, POLICY)

    assert owed.at_zero == "counted late"


@pytest.mark.parametrize(
    ("contacts", "waiting"),
    [
        pytest.param((), None, id="nothing was said"),
        pytest.param((said(5),), None, id="nothing was promised"),
        pytest.param((PROMISE,), PROMISE, id="promised"),
        pytest.param((PROMISE, said(1)), None, id="a later word keeps it"),
        pytest.param((said(6), PROMISE), PROMISE, id="an earlier word does not"),
        pytest.param((PROMISE, said(1, direction="in")), PROMISE, id="the buyer's word does not"),
        pytest.param(
            (PROMISE, said(1, promise_due=NOW + DAY)), PROMISE, id="another promise does not"
        ),
        pytest.param(
            (said(6, promise_due=NOW + DAY), PROMISE), PROMISE, id="the earliest is the one"
        ),
    ],
)
def test_a_promise_waits_until_a_later_word_to_the_buyer(
    contacts: tuple[Contact, ...], waiting: Contact | None
) -> None:
    assert open_promise(order(contacts=contacts)) == waiting


def test_an_open_promise_is_ours_and_says_what_was_promised() -> None:
    (owed,) = obligations(shipped(contacts=(PROMISE,)), POLICY)

    assert (owed.kind, owed.who, owed.due_at) == ("answer-promise", Party.US, NOW + HOUR)
    assert owed.at_zero == "今天补发"


def test_the_row_of_an_order_shows_the_earliest_of_our_deadlines() -> None:
    row = row_of(order(contacts=(PROMISE,)), POLICY)

    assert row.due_at == int((NOW + timedelta(hours=1)).timestamp())
    assert row.ship_by == int((NOW + timedelta(hours=5)).timestamp())
