"""Calendar: working days with China's holidays and make-up days, and the years that are known."""

from datetime import datetime

import pytest

from store.rules.timing.calendar import PACKAGED, published
from store.words.times import SHOP_TIME


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        pytest.param("2026-11-23T09:30", 2, "2026-11-25T09:30", id="within a week"),
        pytest.param("2026-11-20T09:30", 3, "2026-11-25T09:30", id="over a week-end"),
        pytest.param("2026-10-09T10:00", 2, "2026-10-12T10:00", id="a Saturday that is worked"),
        pytest.param("2026-10-09T10:00", 3, "2026-10-13T10:00", id="the Sunday after it is not"),
        pytest.param("2026-09-30T23:59", 2, "2026-10-09T23:59", id="over the National Day week"),
        pytest.param("2026-02-13T10:00", 1, "2026-02-14T10:00", id="Saturday before the New Year"),
        pytest.param("2026-02-14T10:00", 2, "2026-02-25T10:00", id="over the Spring Festival"),
        pytest.param("2026-11-21T10:00", 1, "2026-11-23T10:00", id="from a Saturday"),
        pytest.param("2026-11-23T10:00", 0, "2026-11-23T10:00", id="no day at all"),
    ],
)
def test_working_days_end_at_the_same_time_of_day(start: str, days: int, end: str) -> None:
    begun = datetime.fromisoformat(start).replace(tzinfo=SHOP_TIME)

    assert PACKAGED.working_days_after(begun, days) == datetime.fromisoformat(end).replace(
        tzinfo=SHOP_TIME
    )


def test_the_day_is_the_one_in_shanghai() -> None:
    late_on_sunday_in_utc = datetime.fromisoformat("2026-11-22T23:00+00:00")

    ended = PACKAGED.working_days_after(late_on_sunday_in_utc, 1)

    assert ended == datetime.fromisoformat("2026-11-24T07:00+08:00")


@pytest.mark.parametrize(("year", "known"), [(2025, True), (2026, True), (2031, False)])
def test_a_year_that_is_not_announced_yet_says_so(year: int, *, known: bool) -> None:
    assert published(year) is known
