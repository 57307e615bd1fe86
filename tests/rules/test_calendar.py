"""Calendar: working days with China's holidays and make-up days, and the years that are known."""

from datetime import date, datetime, timedelta

import pytest
from holidays import country_holidays

from store.errors import BadInput
from store.policy.calendars import read_calendar
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


OWN = """
[[year]]
year = 2031
off = [2031-01-01, 2031-01-02, 2031-01-03]
worked = [2031-01-04]
"""


def test_a_year_that_the_shop_entered_is_known_and_counted_by_its_days() -> None:
    calendar = read_calendar(OWN.encode(), "calendar.toml")
    begun = datetime(2030, 12, 31, 10, tzinfo=SHOP_TIME)

    assert calendar.published(2031)
    assert not calendar.published(2032)
    # 2031-01-04 is a Saturday that is worked, 2031-01-06 the Monday after it.
    assert calendar.working_days_after(begun, 2) == datetime(2031, 1, 6, 10, tzinfo=SHOP_TIME)


def test_other_years_are_the_packages() -> None:
    calendar = read_calendar(OWN.encode(), "calendar.toml")

    assert calendar.is_working_day(date(2026, 10, 10))
    assert not calendar.is_working_day(date(2026, 10, 5))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("[[year", "calendar.toml is no TOML file: ", id="no TOML"),
        pytest.param(
            "x = 1", "calendar.toml holds something else than [[year]] rows.", id="no years"
        ),
        pytest.param(
            OWN.replace("2031-01-04", "2031-01-06"),
            "calendar.toml, year 1, worked: 2031-01-06 is no Saturday or Sunday.",
            id="a Monday that is worked in place of another day",
        ),
        pytest.param(
            OWN.replace("2031-01-03", "2031-01-04"),
            "calendar.toml, year 1, worked: 2031-01-04 is off as well.",
            id="off and worked",
        ),
        pytest.param(
            OWN.replace("2031-01-03", "2032-01-03"),
            "calendar.toml, year 1, off: 2032-01-03 is of another year than 2031.",
            id="a day of another year",
        ),
        pytest.param(
            OWN.replace("2031-01-03", '"soon"'),
            "calendar.toml, year 1, off: a day such as 2026-10-09 is expected.",
            id="no day",
        ),
        pytest.param(
            OWN.replace("= 2031\n", "= 2031.5\n"),
            "calendar.toml, year 1, year: a whole number is expected.",
            id="no whole year",
        ),
        pytest.param(
            OWN + OWN, "calendar.toml, year 2, year: 2031 stands there already.", id="a year twice"
        ),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_calendar(text.encode(), "calendar.toml")

    assert raised.value.sentence.startswith(sentence)


def test_the_calendar_is_that_of_the_package() -> None:
    theirs = country_holidays("CN", years=range(2020, 2028))
    day, end = date(2020, 1, 1), date(2028, 1, 1)
    while day < end:
        assert PACKAGED.is_working_day(day) == theirs.is_working_day(day), day
        day += timedelta(days=1)
