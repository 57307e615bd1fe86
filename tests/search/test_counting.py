"""Counting: views and the header's clocks, each one statement."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store.models.row import ObligationRow, OrderRow
from store.policy import load_policy
from store.reading.hours import by_hour
from store.reading.owed import owed
from store.search.board import Clocks, bands, clocks, cost_by
from store.search.counting import counts
from store.search.language import parse
from store.search.lists import OBLIGATIONS, ORDERS
from tests.build import NOW
from tests.examples import examples
from tests.search import closures
from tests.search.generated import OBLIGATION_ROWS, ORDER_ROWS, queries
from tests.search.lists_in_memory import Lists

AT, HOUR = int(NOW.timestamp()), 3600
UNTIL_MIDNIGHT = 15 * HOUR
"""At the shop it is nine in the morning."""


@settings(max_examples=examples(100))
@given(st.lists(ORDER_ROWS, max_size=8), st.lists(queries(), max_size=5))
def test_counts_of_views_are_lengths_of_their_selections(
    given_rows: list[OrderRow], texts: list[str]
) -> None:
    lists = Lists()
    lists.put_rows(ORDERS, [replace(row, key=str(n)) for n, row in enumerate(given_rows)])
    lengths = tuple(len(lists.keys(text)) for text in texts)
    lists.asked.clear()

    assert counts(ORDERS, [parse(text, NOW) for text in texts], NOW, lists.fetch) == lengths
    assert len(lists.asked) == (1 if texts else 0)


@settings(max_examples=examples(150))
@given(st.lists(OBLIGATION_ROWS, max_size=8), st.integers(0, 2**8))
def test_the_clocks_are_the_first_bands_of_the_board_and_what_is_at_risk(
    given_owed: list[ObligationRow], asleep: int
) -> None:
    lists = Lists()
    rows = [
        replace(row, key=str(n), snoozed_until=AT + 60 if asleep >> n & 1 else None)
        for n, row in enumerate(given_owed)
    ]
    lists.put(OBLIGATIONS, (1, rows, ()))
    left: list[int] = []
    risks: dict[int, int] = {}
    for row in rows:
        if row.due_at is None:
            continue
        seconds = row.due_at - AT
        is_over = seconds <= 0
        if is_at_risk(row):
            risks[row.due_at] = max(risks.get(row.due_at, 0), deducted_next(row))
        is_ours = row.who == "us" or (row.then and is_over)
        if is_ours and row.snoozed_until is None and not (row.lapses and is_over):
            left.append(seconds)

    counted = clocks(NOW, lists.fetch)

    assert counted == Clocks(
        late=sum(seconds <= 0 for seconds in left),
        soon=sum(0 < seconds < 2 * HOUR for seconds in left),
        today=sum(2 * HOUR <= seconds < UNTIL_MIDNIGHT for seconds in left),
        at_risk_fen=sum(risks.values()),
    )
    shown = bands(parse("who:us !snoozed", NOW, OBLIGATIONS), NOW, lists.fetch)
    assert [one.count for one in shown][:3] == [counted.late, counted.soon, counted.today]


def next_at(row: ObligationRow) -> int | None:
    """When something is next deducted for it: at zero, and once that is over, what is later."""
    return row.due_at if row.due_at is None or row.due_at > AT else row.later_at


def deducted_next(row: ObligationRow) -> int:
    """What is deducted then: at zero nothing where the later amount is the same, and later what is
    added.
    """
    first = 0 if row.cost_fen == row.later_cost_fen else row.cost_fen or 0
    is_over = row.due_at is not None and row.due_at <= AT
    return max(0, (row.later_cost_fen or 0) - first) if is_over else first


def is_at_risk(row: ObligationRow) -> bool:
    at = next_at(row)
    return row.who == "us" and not row.lapses and at is not None and 0 < at - AT < 24 * HOUR


DUE = (
    st.integers(AT - HOUR, AT + 25 * HOUR)
    | st.integers(AT - HOUR, AT)
    | st.sampled_from((AT, AT + 1, AT + 24 * HOUR))
)
DOCUMENTS = {("orders", "1"): 1, ("orders", "2"): 2, ("inquiries", "1"): 1}


@settings(max_examples=examples(150))
@given(st.lists(st.tuples(OBLIGATION_ROWS, DUE, st.sampled_from(list(DOCUMENTS))), max_size=12))
def test_the_hours_come_to_what_the_rows_and_the_header_say(
    given_rows: list[tuple[ObligationRow, int, tuple[str, str]]],
) -> None:
    """The second plain way: every hour and every failure looked for in all rows."""
    rows = [
        replace(
            row,
            key=str(n),
            due_at=at,
            # What ends at one instant of one order is dearer from one instant on.
            later_at=at + 2 * HOUR if row.later_at else None,
            of_kind=kind,
            of_key=key,
        )
        for n, (row, at, (kind, key)) in enumerate(given_rows)
    ]
    hours = by_hour(owed(rows, load_policy(), NOW), NOW)

    for number, hour in enumerate(hours):
        begin = AT + number * HOUR
        ends = begin + HOUR
        due = [row for row in rows if is_at_risk(row) and begin <= (next_at(row) or 0) < ends]
        costs: dict[tuple[str, int | None], int] = {}
        for row in due:
            failure = f"{row.of_kind}/{row.of_key}", row.due_at
            costs[failure] = max(costs.get(failure, 0), deducted_next(row))
        assert (hour.count, hour.cost_fen) == (len(due), sum(costs.values()))

    lists = Lists()
    for (kind, key), number in DOCUMENTS.items():
        of_it = [row for row in rows if (row.of_kind, row.of_key) == (kind, key)]
        lists.put(OBLIGATIONS, (number, of_it, ()), kind=kind)
    assert clocks(NOW, lists.fetch).at_risk_fen == sum(one.cost_fen for one in hours)


@settings(max_examples=examples(100))
@given(st.lists(OBLIGATION_ROWS, min_size=20, max_size=20))
def test_the_amount_of_a_row_is_that_of_what_it_has_become(rows: list[ObligationRow]) -> None:
    for one in owed(rows, load_policy(), NOW):
        assert cost_by(one.row, NOW) == one.obligation.cost_fen


def test_the_closures_of_before_counted_the_same() -> None:
    lists = Lists()
    late: Any = closures.parse("late", NOW)
    rows = [
        replace(_any_row(), key=str(n), due_at=due, falls_to_us_at=falls)
        for n, (due, falls) in enumerate(
            [(None, AT), (AT, None), (AT + 1, AT), (AT + 1, AT + 1), (None, None)]
        )
    ]
    lists.put_rows(ORDERS, rows)

    counted = counts(ORDERS, [parse("late", NOW)], NOW, lists.fetch)
    assert counted == (sum(map(late.matches, rows)),) == (3,)


def _any_row() -> OrderRow:
    from tests.search.generated import plain_order_row

    return plain_order_row()
