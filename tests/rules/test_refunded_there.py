"""Money that went beside goods that are sent again, though nobody was asked about both."""

from typing import Any, NamedTuple

import pytest

from store.models.order import Order
from store.models.refund import Refund
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.discrepancies.noted import reconcile
from tests.build import HOUR, NOW, OTHER_NO, changed, context, line, refund, shipped

MISSING: dict[str, Any] = {
    "origin": "missing_goods",
    "reason": "少件",
    "lines": "1:1",
    "sure": "yes",
}
LEFT = " have it intercepted, or settle it with the buyer that both go."
TO_LEAVE = " drop them, or settle it with the buyer that both go."


def all_of_it(**changes: Any) -> Refund:
    """The money of both bags, entered an hour ago."""
    return refund(**({"amount_fen": 5000} | changes))


def sent_again(*, has_left: bool) -> Order:
    """A bag is sent again, made now, when its money was known to have failed."""
    failed = all_of_it(state="failed", settled_at=NOW - HOUR)
    bought = shipped(line(amount_fen=6000), refunds=(failed,))
    made = changed(CreateReissue, bought, **MISSING)
    return changed(ShipReissue, made, tracking_no=OTHER_NO) if has_left else made


class Since(NamedTuple):
    """How the refund stands by now, and whether that contradicts the goods."""

    refund: dict[str, Any]
    is_open: bool


DONE: dict[str, Any] = {"state": "done", "settled_at": NOW + HOUR, "unfailed_at": NOW + HOUR}
BEFORE: dict[str, Any] = {"state": "done", "settled_at": NOW - HOUR}


@pytest.mark.parametrize("has_left", [False, True])
@pytest.mark.parametrize(
    "row",
    [
        pytest.param(Since(DONE, True), id="it went after all"),
        pytest.param(
            Since({"state": "unknown", "unfailed_at": NOW + HOUR}, True), id="nobody knows any more"
        ),
        pytest.param(Since({"state": "failed", "settled_at": NOW + HOUR}, False), id="it failed"),
        pytest.param(Since({}, False), id="it was on its way all along"),
        pytest.param(Since(BEFORE, False), id="it had gone before"),
        pytest.param(
            Since(BEFORE | {"settled_at": NOW + HOUR, "requested_at": NOW + HOUR}, False),
            id="entered since",
        ),
        pytest.param(Since(DONE | {"both": True}, False), id="both are to go"),
        pytest.param(Since(DONE | {"amount_fen": 500}, False), id="a compensation"),
    ],
)
def test_money_that_counts_since_contradicts_what_is_sent_again(row: Since, has_left: bool) -> None:
    given = sent_again(has_left=has_left).with_refund(all_of_it(**row.refund))

    found = reconcile(given, context()).open_discrepancies

    assert [one.kind for one in found] == ["sent_again"] * row.is_open


@pytest.mark.parametrize(("has_left", "do"), [(True, LEFT), (False, TO_LEAVE)])
def test_what_can_be_done_is_said(has_left: bool, do: str) -> None:
    given = reconcile(sent_again(has_left=has_left).with_refund(all_of_it(**DONE)), context())
    (found,) = given.open_discrepancies

    assert explain(given, found).endswith(
        f"50.00 went back here, which is, or may be, the money for its goods;{do}"
    )


@pytest.mark.parametrize("has_left", [False, True])
def test_it_ends_once_the_money_is_known_to_have_failed(has_left: bool) -> None:
    known = sent_again(has_left=has_left)
    given = reconcile(known.with_refund(all_of_it(**DONE)), context())

    ended = reconcile(given.with_refund(all_of_it(state="failed")), context())

    assert (len(given.open_discrepancies), ended.open_discrepancies) == (1, ())
