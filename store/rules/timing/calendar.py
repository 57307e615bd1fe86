"""Calendar (工作日): working days as the State Council sets them, make-up days (调休) counted."""

from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from store.words.times import SHOP_TIME

if TYPE_CHECKING:
    from holidays import HolidayBase

ONE_DAY = timedelta(days=1)


def working_days_after(at: datetime, days: int) -> datetime:
    """The same time of day in Shanghai, so many working days later.

    A Saturday that is worked in place of a bridge day counts, the bridge day does not: 2026-10-09
    10:00 and three days is 2026-10-13 10:00, because Saturday 2026-10-10 is a working day.
    """
    calendar = _china()
    moment = at.astimezone(SHOP_TIME)
    for _day in range(days):
        moment += ONE_DAY
        while not calendar.is_working_day(moment.date()):
            moment += ONE_DAY
    return moment


def published(year: int) -> bool:
    """Have the holidays of this year been announced, and are they known here?

    The State Council announces them each November for the year after. Every year so announced
    since 2007 has make-up days; a year without one is reckoned by the statute alone.
    """
    calendar = _china()
    calendar.get(f"{year}-01-01")  # the calendar works a year out when it is first asked about it
    return any(day.year == year for day in calendar.weekend_workdays)


@cache
def _china() -> "HolidayBase":
    """China's calendar; loaded with the first working day that is counted, not before."""
    from holidays import country_holidays

    return country_holidays("CN")
