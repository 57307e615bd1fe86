"""Told times (记下的时间): the times among the values of an action, as they are understood."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from pydantic.fields import FieldInfo

from store.errors import Problem
from store.rules.action.base import Action
from store.rules.action.context import Context
from store.rules.action.kinds import TIME, WHOLE_DAY, kind_of, sense_of
from store.words import _
from store.words.senses import BEHIND
from store.words.times import minute_text, parse_day, parse_instant


def told_values(
    action: type[Action[Any]], values: Mapping[str, str], now: datetime
) -> dict[str, str]:
    """These values as an event holds them: no time that only whoever typed it understands."""
    told = dict(values)
    for name, info in action.model_fields.items():
        with suppress(ValueError):
            if told.get(name) and kind_of(info) in (TIME, WHOLE_DAY):
                told[name] = _told_time(told[name], now, info)
    return told


def _told_time(text: str, now: datetime, info: FieldInfo) -> str:
    """An absolute time as it was typed, another one as it was understood."""
    with suppress(ValueError):
        parse_instant(text)
        return text
    if kind_of(info) is WHOLE_DAY:
        return parse_day(text, now, sense_of(info)).isoformat()
    return minute_text(parse_instant(text, now, sense_of(info)))


def ahead(done: Action[Any], context: Context) -> Iterator[Problem]:
    """The times and days of the past, among the values of an action, that are still to come."""
    for name, info in type(done).model_fields.items():
        told = getattr(done, name)
        if isinstance(told, date) and sense_of(info) == BEHIND and (text := _ahead(told, context)):
            yield Problem(name, _("{time} is still to come.").format(time=text))


def _ahead(told: date, context: Context) -> str:
    """A time or a day that is still to come, as sentences write it; empty where it is not."""
    if isinstance(told, datetime):
        return minute_text(told) if told > context.now else ""
    return told.isoformat() if told > context.today else ""


def understood_times(
    action: type[Action[Any]], values: Mapping[str, str], now: datetime
) -> dict[str, datetime]:
    """The instants that are meant by the values of fields for times, as far as they are."""
    found: dict[str, datetime] = {}
    for name, info in action.model_fields.items():
        with suppress(ValueError):
            if values.get(name, "").strip() and kind_of(info) is TIME:
                found[name] = parse_instant(values[name], now, sense_of(info))
    return found


def understood_days(
    action: type[Action[Any]], values: Mapping[str, str], now: datetime
) -> dict[str, date]:
    """The days that are meant by the values of fields for days, as far as they are."""
    found: dict[str, date] = {}
    for name, info in action.model_fields.items():
        with suppress(ValueError):
            if values.get(name, "").strip() and kind_of(info) is WHOLE_DAY:
                found[name] = parse_day(values[name], now, sense_of(info))
    return found
