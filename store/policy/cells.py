"""Cells (单元): one value of a row of a shop's own file, checked; a wrong one names its place."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from store.errors import BadInput
from store.models.axes import Platform
from store.words import _, listed
from store.words.times import SHOP_TIME

MOST = 1_000_000
"""Of what is no span of time."""


def as_rows(content: bytes, file: str) -> dict[str, Any]:
    """What a TOML file holds; raises BadInput for one that is none."""
    try:
        return tomllib.loads(content.decode("utf-8"))
    except RecursionError:
        sentence = _("{file} is no TOML file: it is nested too deep.").format(file=file)
        raise BadInput(sentence, code="policy") from None
    except ValueError as error:
        raise BadInput(
            _("{file} is no TOML file: {reason}.").format(file=file, reason=error), code="policy"
        ) from None


def as_row(row: Any, fields: tuple[str, ...], needed: tuple[str, ...], where: str) -> None:
    """Raise for what is no row, has a field of another kind of row, or lacks one it needs."""
    if not isinstance(row, Mapping):
        raise wrong(where, "", _("a row is expected"))
    for name in row:
        if name not in fields:
            raise wrong(where, name, _("there is no such field"))
    for name in needed:
        if name not in row:
            raise wrong(where, name, _("a value is needed here"))


def as_platforms(row: Mapping[str, Any], where: str) -> tuple[Platform, ...]:
    """The platform a row is about; every one where it names none."""
    if "platform" not in row:
        return tuple(Platform)
    name = row["platform"]
    if name not in tuple(Platform):
        raise wrong(where, "platform", _("there is no platform {name}").format(name=name))
    return (Platform(name),)


def as_day(row: Mapping[str, Any], name: str, where: str) -> date:
    """A day without a time."""
    value = row[name]
    if not isinstance(value, date) or isinstance(value, datetime):
        raise wrong(where, name, _("a day such as 2026-10-09 is expected"))
    return value


def as_instant(row: Mapping[str, Any], name: str, where: str, at: time) -> datetime:
    """An instant; without a zone it is the shop's time, and a day alone means that time of it."""
    value = row[name]
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=SHOP_TIME)
    if isinstance(value, date):
        return datetime.combine(value, at, SHOP_TIME)
    raise wrong(where, name, _("a time such as 2026-10-09T18:00:00 is expected"))


def as_number(
    row: Mapping[str, Any], name: str, where: str, least: float = 0, most: float = MOST
) -> float:
    """A number within bounds."""
    value = row[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong(where, name, _("a number is expected"))
    if not least <= value <= most:
        said = _("a number from {least} to {most} is expected")
        raise wrong(where, name, said.format(least=f"{least:g}", most=most))
    return value


def as_truth(row: Mapping[str, Any], name: str, where: str) -> bool:
    """`true` or `false`; left out it is false."""
    value = row.get(name, False)
    if not isinstance(value, bool):
        raise wrong(where, name, _("true or false is expected"))
    return value


def as_text(row: Mapping[str, Any], name: str, where: str) -> str:
    """A text that says something."""
    value = row[name]
    if not isinstance(value, str) or not value.strip():
        raise wrong(where, name, _("a text is expected"))
    return value.strip()


def as_list(row: Mapping[str, Any], name: str, where: str) -> tuple[Any, ...]:
    """The values of a list; left out it is empty."""
    value = row.get(name, [])
    if not isinstance(value, list):
        raise wrong(where, name, _("a list is expected"))
    return tuple(value)


def as_one_of(value: Any, words: tuple[Any, ...], where: str, name: str) -> Any:
    """One of these words."""
    if value not in words:
        raise wrong(where, name, _("one of {words} is expected").format(words=listed(words)))
    return value


def wrong(where: str, name: str, what: str) -> BadInput:
    """The sentence about one value: `where` is the file, the kind of row and its number."""
    file, _comma, place = where.rpartition(", ")
    said = _("{file}, {row}, {field}: {what}.")
    field = name or place.partition(" ")[0]
    return BadInput(said.format(file=file, row=place, field=field, what=what), code="policy")
