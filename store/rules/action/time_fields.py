"""Time fields (时间字段): times and days as an action asks for them, by what is meant with them."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Struct
from pydantic import BeforeValidator, ValidationInfo

from store.rules.action.fields import unread, wrong
from store.words import _
from store.words.senses import AHEAD, BEGINS, BEHIND, Sense
from store.words.times import parse_day, parse_instant


class Told(Struct, frozen=True):
    """How a day, or a part of one, is meant that a time in this field is said by."""

    sense: Sense


def _now(info: ValidationInfo) -> datetime | None:
    """When the values are read; without it `tomorrow` is no day."""
    return (info.context or {}).get("now")


def read_instant(value: object, info: ValidationInfo, sense: Sense = AHEAD) -> object:
    """A time as `parse_instant` reads it."""
    if not isinstance(value, str):
        return value
    try:
        return parse_instant(value, _now(info), sense)
    except ValueError as error:
        raise wrong(str(error)) from None


def read_past_instant(value: object, info: ValidationInfo) -> object:
    """A time that is over."""
    return read_instant(value, info, BEHIND)


def read_beginning(value: object, info: ValidationInfo) -> object:
    """A time from which on something is to be there."""
    return read_instant(value, info, BEGINS)


def read_day(value: object, info: ValidationInfo, sense: Sense = AHEAD) -> object:
    """The shop's day as `parse_day` reads it."""
    if not isinstance(value, str):
        return value
    try:
        return parse_day(value, _now(info), sense)
    except ValueError:
        said = _("{text} is no day; such as 2026-11-20 is expected.")
        raise unread(said, value) from None


def read_past_day(value: object, info: ValidationInfo) -> object:
    """The same of a day that is over."""
    return read_day(value, info, BEHIND)


When = Annotated[datetime, BeforeValidator(read_instant)]
PastTime = Annotated[datetime, BeforeValidator(read_past_instant), Told(BEHIND)]
"""When something was; that it is not still to come, the frame says (`told_times.ahead`)."""
Beginning = Annotated[datetime, BeforeValidator(read_beginning), Told(BEGINS)]
"""From when on something is to be there."""
Day = Annotated[date, BeforeValidator(read_day)]
PastDay = Annotated[date, BeforeValidator(read_past_day), Told(BEHIND)]
"""A day on which something was; the same of it."""
