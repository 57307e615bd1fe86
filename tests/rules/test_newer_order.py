"""Exports that are filtered to some sub-orders, and come in another turn than they were made in."""

from typing import Any

import pytest

from store.models.axes import AfterSales, Fulfilment
from store.models.facts import LineFacts, OrderFacts, ParcelFacts
from store.models.order import Knowledge, Order
from store.rules.order.cases_shown import hides_a_case
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.platform.two_sources import merge_order
from tests.build import HOUR, NOW, SHOP, context, facts, line_facts

ONE = {"line_no": "1"}
TWO = {"line_no": "2", "sku": "OIL-5", "name": "菜籽油", "ordered": 1, "amount_fen": 3000}


def made_at(hours: float | None, *lines: LineFacts, **said: Any) -> OrderFacts:
    """What the export made so many hours from now says of these sub-orders."""
    at = None if hours is None else NOW + hours * HOUR
    steps = {one.line_no: 2 for one in lines}
    knowledge = Knowledge(exported_at=at, instants={"paid_at": NOW}, line_progress=steps)
    return facts(*lines, knowledge=knowledge, **said)


def after(*files: OrderFacts) -> Order:
    order: Order | None = None
    for one in files:
        order = merge_order(order, one, SHOP, context(beside=order)).order
    assert order is not None
    return order


BOTH = made_at(0, line_facts(**ONE), line_facts(**TWO))
FIRST_LATER = made_at(3, line_facts(**ONE), seller_note="later")
CLOSED: dict[str, Any] = {"fulfilment": Fulfilment.CANCELLED}
REFUNDED = CLOSED | {"refunded": True}


def to_ship(order: Order) -> tuple[int, ...]:
    return tuple(one.to_ship for one in line_ledgers(order))


def test_a_file_that_a_newer_one_left_a_line_out_of_is_news_of_that_line() -> None:
    stopped = line_facts(**TWO, after_sales=AfterSales.OPEN)

    order = after(BOTH, FIRST_LATER, made_at(2, stopped, seller_note="before"))

    assert hides_a_case(order)
    assert order.seller_note == "later", "of the order it is of before"


def test_money_that_it_shows_has_gone() -> None:
    order = after(BOTH, FIRST_LATER, made_at(2, line_facts(**TWO, **REFUNDED)))

    assert to_ship(order) == (2, 0)
    assert money_ledger(order).done == 3000


def test_a_parcel_of_that_line_is_taken_and_no_other() -> None:
    left = line_facts(**TWO, fulfilment=Fulfilment.SHIPPED)
    parcels = (ParcelFacts(tracking_no="YT0000000000001", line_nos=("2",)),)

    order = after(BOTH, FIRST_LATER, made_at(2, left, parcels=parcels))

    assert to_ship(order) == (2, 0)
    assert [one.tracking_no for one in order.parcels] == ["YT0000000000001"]


@pytest.mark.parametrize(
    ("files", "left"),
    [
        pytest.param([(2, CLOSED), (1, {})], 0, id="older than what is known of the line"),
        pytest.param([(1, CLOSED), (2, {})], 1, id="newer once more"),
        pytest.param([(4, CLOSED), (2, {})], 0, id="newer than every other file"),
        pytest.param([(-1, CLOSED)], 1, id="older than the file of all lines"),
    ],
)
def test_of_each_line_the_newest_file_that_names_it_stands(
    files: list[tuple[float, dict[str, Any]]], left: int
) -> None:
    said = [made_at(at, line_facts(**TWO, **word)) for at, word in files]

    order = after(BOTH, FIRST_LATER, *said)

    assert to_ship(order)[1] == left


def test_a_line_that_no_dated_file_names_is_judged_by_what_happened() -> None:
    undated = made_at(None, line_facts(**ONE), line_facts(**TWO))

    order = after(undated, FIRST_LATER, made_at(2, line_facts(**TWO, **REFUNDED)))

    assert to_ship(order) == (2, 0)


def test_what_is_known_of_each_line_is_as_old_as_the_file_that_names_it() -> None:
    known = after(BOTH, FIRST_LATER).knowledge

    assert [known.line_known_at(one) for one in "12"] == [NOW + 3 * HOUR, NOW]
