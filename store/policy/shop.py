"""The shop's own rules: `policy.toml` in its store, in the form of the desk's own files.

They stand before the rules that come with the desk, each from its day on. A row without `platform`
is about every platform; `unit` and `mark` may be left out (`mark` is then `own`). Beside `[[rule]]`
rows stand `[[relief]]` windows and `[[sender]]` rows (`reliefs`), and the shop's `[[cause]]` list
(`listed_causes`); the calendar is its own file.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from store.errors import BadInput, StoreTrouble
from store.files.paths import content_of
from store.policy import load_policy, unread_policy
from store.policy.calendars import NAME as CALENDAR
from store.policy.calendars import read_calendar
from store.policy.cells import (
    MOST,
    as_day,
    as_number,
    as_one_of,
    as_platforms,
    as_row,
    as_rows,
    wrong,
)
from store.policy.listed_causes import listed_causes
from store.policy.reliefs import reliefs, senders
from store.rules.timing.calendar import PACKAGED, Calendar
from store.rules.timing.policy import MARKS, PROMISE_CLASSES, FileRow, Policy, PolicyRule
from store.search.vocabularies import CASE_KINDS
from store.words import _

NAME = "policy.toml"
OWN_FILES = (NAME, CALENDAR)
"""What a shop writes itself and a backup keeps."""
MOST_BYTES = 1_000_000
"""A file of rules is a few thousand bytes."""
CLASSED = ("late", "stock_out", "trace_late", "trace_abnormal")
"""Rules that may stand for one promise class alone: `late_short`."""
COSTS = (*CLASSED, "fraudulent_shipment", "refusal")
"""Rules that may have tiers by what was paid."""
SPECIAL = {
    **{f"answer_case_{kind}": "answer_case" for kind in CASE_KINDS},
    **{f"{name}_{length}": name for name in CLASSED for length in PROMISE_CLASSES},
}
"""Names that no file of the desk has to have, each with the general one it stands before."""
ALIKE = ({"hours", "days"}, {"yuan", "percent"})
"""Units that may stand for each other."""
LEAST = {"penalty_rounding": 0.01, "shipped_with_scan": 1}
"""The least a value may be, where nothing can be reckoned with 0; such a one has its own unit."""
TEN_YEARS = {"hours": 87_600, "days": 3_650, "working days": 2_500}
BOUNDS = ("least", "most", "paid_from", "paid_below")
FIELDS = (
    *("name", "platform", "valid_from", "valid_to", "value", "unit", "source", "mark"),
    *BOUNDS,
)
NEEDED = ("name", "valid_from", "value", "source")


class _InForce:
    """What a shop wrote, and the rules in force with it, made once they are asked for."""

    def __init__(self, written: Policy) -> None:
        self.written = written

    @cached_property
    def policy(self) -> Policy:
        """The desk's rules, and the shop's own."""
        return self.written.over(load_policy())


class ShopPolicy:
    """The rules in force for one store; read again whenever somebody has changed a file of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.calendar_path = path.with_name(CALENDAR)
        self.unused = ""
        """Why the calendar that the shop wrote is not used, as a whole sentence; mostly nothing."""
        self._seen = self._stamp()
        self._in_force = _InForce(self._read())

    @property
    def current(self) -> Policy:
        """The rules in force now; raises StoreTrouble when the shop's rules make no sense.

        A calendar that makes none is not used, and `unused` says so: nearly nothing needs it.
        """
        return self._read_again().policy

    @property
    def written(self) -> Policy:
        """What the shop wrote alone, with the digests of all that is in force; raises as `current`.

        No rule of the desk is read for it.
        """
        return self._read_again().written

    def _read_again(self) -> _InForce:
        seen = self._stamp()
        if seen != self._seen:
            self._in_force = _InForce(self._read())
            self._seen = seen
        return self._in_force

    def own_files(self) -> dict[str, bytes]:
        """What the shop wrote itself, by the name of the file; raises BadInput for what is none."""
        paths = (self.path, self.calendar_path)
        return {path.name: content for path in paths if (content := _content(path))}

    def _stamp(self) -> tuple[tuple[int, int] | None, ...]:
        return tuple(_stamp(one) for one in (self.path, self.calendar_path))

    def _read(self) -> Policy:
        try:
            own = _read(self.path, read_policy) or ()
        except BadInput as error:
            said = _(
                "{what} Correct the file, or move it elsewhere and adopt the rules anew; the orders"
                " are whole."
            )
            raise StoreTrouble(said.format(what=error.sentence), code="policy") from None
        return replace(unread_policy().with_own(own), calendar=self._read_calendar())

    def _read_calendar(self) -> Calendar:
        self.unused = ""
        try:
            return _read(self.calendar_path, read_calendar) or PACKAGED
        except BadInput as error:
            said = _(
                "{what} This file is not used until it is corrected; working days are counted"
                " without it."
            )
            self.unused = said.format(what=error.sentence)
            return PACKAGED


Read = TypeVar("Read")


def _read(path: Path, read: Callable[[bytes, str], Read]) -> Read | None:
    content = _content(path)
    return read(content, str(path)) if content else None


def _content(path: Path) -> bytes:
    """What a file of the shop's own holds, nothing where there is none."""
    try:
        return content_of(path, MOST_BYTES, follows=False)
    except BadInput as error:
        if error.code != "no_file":
            raise
        return b""


def ensure_understood(name: str, content: bytes) -> None:
    """Raise BadInput for a file of this name that no store can be opened with."""
    if name == NAME:
        read_policy(content, name)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino


def read_policy(content: bytes, file: str) -> tuple[FileRow, ...]:
    """The rows that a file holds; raises BadInput naming file, row and field."""
    rows = as_rows(content, file)
    if set(rows) - set(READ) or not all(isinstance(given, list) for given in rows.values()):
        said = _(
            "{file} holds something else than [[rule]], [[relief]], [[sender]] and [[cause]] rows."
        )
        raise BadInput(said.format(file=file), code="policy")
    return tuple(
        found
        for kind, read in READ.items()
        for number, row in enumerate(rows.get(kind, []), 1)
        for found in read(row, f"{file}, {kind} {number}")
    )


def _rules(row: Any, where: str) -> Iterator[PolicyRule]:
    """The rule for each platform that a row is about."""
    as_row(row, FIELDS, NEEDED, where)
    name = str(row["name"])
    desk = _of_the_desk().get(SPECIAL.get(name, name))
    if desk is None:
        raise wrong(where, "name", _("there is no rule {name}").format(name=name))
    alike = (one for one in ALIKE if desk.unit in one and name not in LEAST)
    units = tuple(sorted(next(alike, {desk.unit})))
    unit = as_one_of(row.get("unit", desk.unit), units, where, "unit")
    least, most = LEAST.get(name, 0), TEN_YEARS.get(unit, MOST)
    valid_from = as_day(row, "valid_from", where)
    for tier in ("paid_from", "paid_below"):
        if tier in row and SPECIAL.get(name, name) not in COSTS:
            raise wrong(where, tier, _("only what costs something has tiers by amount"))
    for platform in as_platforms(row, where):
        yield PolicyRule(
            platform=platform,
            name=name,
            valid_from=valid_from,
            valid_to=_last_day(row, valid_from, where),
            value=as_number(row, "value", where, least, most),
            unit=unit,
            source=str(row["source"]),
            mark=as_one_of(row.get("mark", "own"), MARKS, where, "mark"),
            **{one: as_number(row, one, where) for one in BOUNDS if one in row},
            told_only=desk.told_only,
            own=True,
        )


READ: Mapping[str, Callable[[Any, str], Iterator[FileRow]]] = {
    "rule": _rules,
    "relief": reliefs,
    "sender": senders,
    "cause": listed_causes,
}
"""The rows a file may hold, each kind with what reads it."""


@cache
def _of_the_desk() -> dict[str, PolicyRule]:
    """The first rule of each name that comes with the desk: its unit is the name's."""
    return {one.name: one for one in reversed(load_policy().rules)}


def _last_day(row: Mapping[str, Any], valid_from: date, where: str) -> date | None:
    if "valid_to" not in row:
        return None
    last = as_day(row, "valid_to", where)
    if last < valid_from:
        raise wrong(where, "valid_to", _("it lies before the beginning"))
    return last
