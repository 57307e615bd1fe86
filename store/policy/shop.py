"""The shop's own rules: `policy.toml` in its store, in the form of the desk's own files.

They stand before the rules that come with the desk, each from its day on. A row without `platform`
is about every platform; `unit` and `mark` may be left out (`mark` is then `own`).
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from store.errors import BadInput, StoreTrouble
from store.files.paths import content_of
from store.models.axes import Platform
from store.policy import load_policy
from store.rules.timing.policy import MARKS, PROMISE_CLASSES, Policy, PolicyRule
from store.search.vocabularies import CASE_KINDS
from store.words import _

NAME = "policy.toml"
MOST_BYTES = 1_000_000
"""A file of rules is a few thousand bytes."""
COSTS = ("late", "stock_out", "trace_late", "trace_abnormal")
"""Rules that may stand for one promise class alone: `late_short`."""
SPECIAL = {
    **{f"answer_case_{kind}": "answer_case" for kind in CASE_KINDS},
    **{f"{name}_{length}": name for name in COSTS for length in PROMISE_CLASSES},
}
"""Names that no file of the desk has to have, each with the general one it stands before."""
ALIKE = ({"hours", "days"}, {"yuan", "percent"})
"""Units that may stand for each other."""
LEAST = {"penalty_rounding": 0.01, "shipped_with_scan": 1}
"""The least a value may be, where nothing can be reckoned with 0; such a one has its own unit."""
TEN_YEARS = {"hours": 87_600, "days": 3_650, "working days": 2_500}
MOST = 1_000_000
"""Of what is no span of time."""
FIELDS = ("name", "platform", "valid_from", "value", "least", "most", "unit", "source", "mark")
NEEDED = ("name", "valid_from", "value", "source")


class ShopPolicy:
    """The rules in force for one store; read again whenever somebody has changed the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = self._stamp()
        self._policy = load_policy().with_own(self._own())

    @property
    def current(self) -> Policy:
        """The rules in force now; raises StoreTrouble when the shop's file cannot be understood."""
        seen = self._stamp()
        if seen != self._seen:
            self._policy = load_policy().with_own(self._own())
            self._seen = seen
        return self._policy

    @property
    def content(self) -> bytes:
        """The shop's own file, empty where there is none; raises BadInput for what is no file."""
        try:
            return content_of(self.path, MOST_BYTES, follows=False)
        except BadInput as error:
            if error.code != "no_file":
                raise
            return b""

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self.path.lstat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _own(self) -> tuple[PolicyRule, ...]:
        try:
            return read_policy(self.content, str(self.path))
        except BadInput as error:
            said = _(
                "{what} Correct the file, or move it elsewhere and adopt the rules anew (shouhou"
                " policy FILE); the orders are whole."
            )
            raise StoreTrouble(said.format(what=error.sentence), code="policy") from None


def read_policy(content: bytes, file: str) -> tuple[PolicyRule, ...]:
    """The rules that a file holds; raises BadInput naming file, row and field."""
    try:
        rows = tomllib.loads(content.decode("utf-8"))
    except RecursionError:
        said = _("{file} is no TOML file: it is nested too deep.").format(file=file)
        raise BadInput(said, code="policy") from None
    except ValueError as error:
        raise BadInput(
            _("{file} is no TOML file: {reason}.").format(file=file, reason=error), code="policy"
        ) from None
    given = rows.get("rule", [])
    if set(rows) - {"rule"} or not isinstance(given, list):
        raise BadInput(
            _("{file} holds something else than [[rule]] rows.").format(file=file), code="policy"
        )
    return tuple(
        rule for number, row in enumerate(given, 1) for rule in _rules(row, f"{file}, {number}")
    )


def _rules(row: Any, where: str) -> Iterator[PolicyRule]:
    """The rule for each platform that a row is about."""
    if not isinstance(row, Mapping):
        raise _wrong(where, "rule", _("a row is expected"))
    for name in row:
        if name not in FIELDS:
            raise _wrong(where, name, _("there is no such field"))
    for name in NEEDED:
        if name not in row:
            raise _wrong(where, name, _("a value is needed here"))
    unit = _units().get(SPECIAL.get(str(row["name"]), str(row["name"])))
    if unit is None:
        raise _wrong(where, "name", _("there is no rule {name}").format(name=row["name"]))
    alike = (one for one in ALIKE if unit in one and row["name"] not in LEAST)
    unit = _one_of(row.get("unit", unit), tuple(sorted(next(alike, {unit}))), where, "unit")
    least, most = LEAST.get(row["name"], 0), TEN_YEARS.get(unit, MOST)
    platforms = [row["platform"]] if "platform" in row else list(Platform)
    for platform in platforms:
        if platform not in tuple(Platform):
            raise _wrong(where, "platform", _("there is no platform {name}").format(name=platform))
        yield PolicyRule(
            platform=Platform(platform),
            name=str(row["name"]),
            valid_from=_day(row["valid_from"], where),
            value=_number(row, "value", where, least, most),
            unit=unit,
            source=str(row["source"]),
            mark=_one_of(row.get("mark", "own"), MARKS, where, "mark"),
            least=_number(row, "least", where) if "least" in row else None,
            most=_number(row, "most", where) if "most" in row else None,
            own=True,
        )


@cache
def _units() -> dict[str, str]:
    """The unit of each rule that comes with the desk."""
    return {one.name: one.unit for one in load_policy().rules}


def _day(value: Any, where: str) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _wrong(where, "valid_from", _("a day such as 2026-10-09 is expected"))
    return value


def _number(
    row: Mapping[str, Any], name: str, where: str, least: float = 0, most: float = MOST
) -> float:
    value = row[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(where, name, _("a number is expected"))
    if not least <= value <= most:
        said = _("a number from {least} to {most} is expected")
        raise _wrong(where, name, said.format(least=f"{least:g}", most=most))
    return value


def _one_of(value: Any, words: tuple[Any, ...], where: str, name: str) -> Any:
    if value not in words:
        raise _wrong(where, name, _("one of {words} is expected").format(words=", ".join(words)))
    return value


def _wrong(where: str, name: str, what: str) -> BadInput:
    file, _comma, number = where.rpartition(", ")
    said = _("{file}, rule {number}, {field}: {what}.")
    return BadInput(said.format(file=file, number=number, field=name, what=what), code="policy")
