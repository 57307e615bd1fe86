"""The shop's own calendar: `calendar.toml` in its store, a `[[year]]` row a year.

The State Council announces the holidays of a year in the November before; whoever does not want to
wait for a newer package enters them here. An entered year stands before the package's.
"""

from datetime import date
from typing import Any

from store.errors import BadInput
from store.policy.cells import as_day, as_list, as_number, as_row, as_rows, wrong
from store.rules.timing.calendar import SATURDAY, AnnouncedYear, Calendar
from store.words import _

FIELDS = ("year", "off", "worked", "source")
FIRST, LAST = 2000, 2200


def read_calendar(content: bytes, file: str) -> Calendar:
    """The years that a file holds; raises BadInput naming file, row and field."""
    rows = as_rows(content, file)
    given = rows.get("year", [])
    if set(rows) - {"year"} or not isinstance(given, list):
        said = _("{file} holds something else than [[year]] rows.")
        raise BadInput(said.format(file=file), code="policy")
    years = tuple(_year(row, f"{file}, year {number}") for number, row in enumerate(given, 1))
    for number, one in enumerate(years, 1):
        if any(one.year == other.year for other in years[: number - 1]):
            said = _("{year} stands there already").format(year=one.year)
            raise wrong(f"{file}, year {number}", "year", said)
    return Calendar(years)


def _year(row: Any, where: str) -> AnnouncedYear:
    as_row(row, FIELDS, ("year", "off", "worked"), where)
    year = as_number(row, "year", where, FIRST, LAST)
    if year != int(year):
        raise wrong(where, "year", _("a whole number is expected"))
    off, worked = (_days(row, name, int(year), where) for name in ("off", "worked"))
    for day in sorted(worked):
        if day.weekday() < SATURDAY:
            said = _("{day} is no Saturday or Sunday").format(day=day)
            raise wrong(where, "worked", said)
        if day in off:
            raise wrong(where, "worked", _("{day} is off as well").format(day=day))
    return AnnouncedYear(int(year), off, worked)


def _days(row: Any, name: str, year: int, where: str) -> frozenset[date]:
    days = frozenset(as_day({name: one}, name, where) for one in as_list(row, name, where))
    for day in sorted(days):
        if day.year != year:
            said = _("{day} is of another year than {year}").format(day=day, year=year)
            raise wrong(where, name, said)
    return days
