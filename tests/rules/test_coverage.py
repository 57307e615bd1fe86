"""Coverage: the days of which there are files, joined; gaps are owed at once, the next in time."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.models.coverage import Coverage, Span
from store.rules.coverage.row import following, owed_exports
from store.rules.coverage.spans import DAY, gaps, joined, whole_days
from store.words.times import SHOP_TIME
from tests.examples import examples

FIRST = date(2026, 1, 1)


def span(text: str) -> Span:
    """`11-01..11-05`, or one day."""
    first, _dots, last = text.partition("..")
    return Span(first=date.fromisoformat(f"2026-{first}"), last=_day(last or first))


def _day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def spans(text: str) -> tuple[Span, ...]:
    return tuple(map(span, text.split()))


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        pytest.param("", "", id="none"),
        pytest.param("11-01..11-05 11-06..11-08", "11-01..11-08", id="the next day joins"),
        pytest.param("11-07..11-08 11-01..11-05", "11-01..11-05 11-07..11-08", id="a day between"),
        pytest.param("11-01..11-30 11-05..11-06", "11-01..11-30", id="one within another"),
        pytest.param("11-01..11-05 11-04..11-09", "11-01..11-09", id="they overlap"),
        pytest.param("11-30 12-01", "11-30..12-01", id="over the end of a month"),
    ],
)
def test_spans_are_joined(parts: str, whole: str) -> None:
    assert joined(spans(parts)) == spans(whole)


day_numbers = st.integers(0, 60)
some_spans = st.lists(
    st.tuples(day_numbers, st.integers(0, 12)).map(
        lambda one: Span(first=FIRST + timedelta(one[0]), last=FIRST + timedelta(one[0] + one[1]))
    ),
    max_size=12,
)


def days_of(parts: list[Span] | tuple[Span, ...]) -> set[date]:
    return {
        part.first + timedelta(number)
        for part in parts
        for number in range((part.last - part.first).days + 1)
    }


@settings(max_examples=examples(300))
@given(some_spans)
def test_joined_spans_have_the_same_days_and_no_two_touch(parts: list[Span]) -> None:
    whole = joined(parts)

    assert days_of(whole) == days_of(parts)
    assert all(one.last + DAY < other.first for one, other in pairwise(whole))
    assert joined(whole) == whole
    assert joined(parts[::-1]) == whole


@settings(max_examples=examples(300))
@given(some_spans, day_numbers)
def test_gaps_are_the_days_between_that_no_span_has(parts: list[Span], number: int) -> None:
    since, whole = FIRST + timedelta(number), joined(parts)
    found = list(gaps(whole, since))

    between = {
        FIRST + timedelta(day)
        for day in range(80)
        if whole and whole[0].first <= FIRST + timedelta(day) <= whole[-1].last
    }
    wanted = {day for day in between - days_of(parts) if day >= since}
    assert days_of(found) == wanted
    assert joined(found) == tuple(found)


@pytest.mark.parametrize(
    ("told_at", "whole"),
    [
        pytest.param("2026-11-06 00:00", "11-01..11-05", id="the last day was over"),
        pytest.param("2026-11-05 23:59", "11-01..11-04", id="the last day went on"),
        pytest.param("2026-12-24 12:00", "11-01..11-05", id="long after"),
    ],
)
def test_a_day_counts_once_it_was_over(told_at: str, whole: str) -> None:
    at = datetime.fromisoformat(told_at).replace(tzinfo=SHOP_TIME).astimezone(UTC)
    given_span = span("11-01..11-05")

    assert whole_days(given_span.first, given_span.last, at) == span(whole)


def test_a_file_of_today_alone_covers_no_day_yet() -> None:
    today = span("11-05")

    assert whole_days(today.first, today.last, datetime(2026, 11, 5, 4, tzinfo=UTC)) is None


def coverage(days: str, kind: str = "orders") -> Coverage:
    return Coverage(platform="pinduoduo", shop="米铺", kind=kind, spans=spans(days))


def owed(given_coverage: Coverage) -> list[tuple[str, str]]:
    """Until when, and what is said."""
    return [
        (f"{one.due_at.astimezone(SHOP_TIME):%m-%d %H:%M}" if one.due_at else "", one.at_zero)
        for one in owed_exports(given_coverage)
    ]


def test_nothing_is_owed_where_nothing_was_imported() -> None:
    assert owed(coverage("")) == []


def test_a_gap_is_owed_at_once_and_the_day_after_the_last_by_its_end() -> None:
    assert owed(coverage("11-01..11-02 11-06..11-08")) == [
        (
            "11-06 00:00",
            "these days are not here: export orders from 2026-11-03 to 2026-11-05 of shop 米铺",
        ),
        ("11-10 00:00", "later days are not here: export orders from 2026-11-09 on of shop 米铺"),
    ]


def test_a_gap_of_more_than_ninety_days_ago_is_not_asked_for_any_more() -> None:
    given_coverage = coverage("01-01..01-02 07-01..07-02 08-10..11-08")

    assert [said for _at, said in owed(given_coverage)][:-1] == []
    nearer = coverage("01-01..01-02 08-13..11-08")
    assert [said for _at, said in owed(nearer)][:-1] == [
        "these days are not here: export orders from 2026-08-11 to 2026-08-12 of shop 米铺"
    ]


def test_of_funds_a_month_at_a_time_is_owed() -> None:
    assert owed(coverage("09-01..10-31", "funds")) == [
        ("12-01 00:00", "later days are not here: export funds from 2026-11-01 on of shop 米铺")
    ]


@pytest.mark.parametrize(
    ("kind", "last", "days"),
    [
        ("orders", "11-08", "11-09"),
        ("after_sales", "11-30", "12-01"),
        ("funds", "10-31", "11-01..11-30"),
        ("funds", "02-10", "02-11..02-28"),
        ("funds", "11-30", "12-01..12-31"),
    ],
)
def test_what_the_next_file_is_to_cover(kind: str, last: str, days: str) -> None:
    assert following(kind, _day(last)) == span(days)
