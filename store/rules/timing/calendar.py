"""Calendar (工作日): working days as the State Council sets them, make-up days (调休) counted."""

from datetime import date, datetime, timedelta
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from typing import TYPE_CHECKING

from msgspec import Struct

from store.words.times import SHOP_TIME

if TYPE_CHECKING:
    from holidays import HolidayBase

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class AnnouncedYear(Struct, frozen=True):
    """The days of one year that the State Council announced, as the shop entered them."""

    year: int
    off: frozenset[date]
    """Weekdays on which nobody works; week-ends may stand among them."""
    worked: frozenset[date]
    """Saturdays and Sundays that are worked in place of a bridge day."""

    def is_working_day(self, day: date) -> bool:
        """Does the platform work on this day of the year?"""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.off)


class Calendar(Struct, frozen=True):
    """Working days: of the years a shop entered by those, of all others by the package's."""

    own: tuple[AnnouncedYear, ...] = ()

    def working_days_after(self, at: datetime, days: int) -> datetime:
        """The same time of day in Shanghai, so many working days later.

        A Saturday that is worked in place of a bridge day counts, the bridge day does not:
        2026-10-09 10:00 and three days is 2026-10-13 10:00, because Saturday 2026-10-10 is a
        working day.
        """
        moment = at.astimezone(SHOP_TIME)
        for _day in range(days):
            moment += ONE_DAY
            while not self.is_working_day(moment.date()):
                moment += ONE_DAY
        return moment

    def is_working_day(self, day: date) -> bool:
        """Does the platform work on this day?"""
        entered = next((one for one in self.own if one.year == day.year), None)
        return (entered or _china()).is_working_day(day)

    def published(self, year: int) -> bool:
        """Have the holidays of this year been announced, and are they known here?"""
        return any(one.year == year for one in self.own) or published(year)


PACKAGED = Calendar()
"""The years that the package knows, alone."""


def published(year: int) -> bool:
    """Does the package know the holidays that were announced for this year?

    The State Council announces them each November for the year after. Every year so announced
    since 2007 has make-up days; a year without one is reckoned by the statute alone.
    """
    calendar = _china()
    calendar.get(f"{year}-01-01")  # the calendar works a year out when it is first asked about it
    return any(day.year == year for day in calendar.weekend_workdays)


@cache
def _china() -> "HolidayBase":
    """China's calendar; loaded with the first working day that is counted, not before."""
    import holidays

    # Past the package it lies in, which loads those of all countries: half a tenth of a second of
    # a processor, and 8 MB that stay.
    countries = [f"{folder}/countries" for folder in holidays.__path__]
    spec = PathFinder.find_spec("holidays.countries.china", countries)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: HolidayBase = module.China()
    return found
