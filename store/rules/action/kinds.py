"""Kinds (种类): what kind of value a field of an action takes, told from its type."""

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from store.models.parcel import LineQuantity
from store.rules.action.fields import (
    literal_words,
    read_amount,
    read_count,
    read_lines,
    read_names,
    read_phone,
    read_tracking_no,
)
from store.rules.action.file_fields import FilePath
from store.rules.action.markers import IfAsked, OneLine, Reference, TakesAll, marker_of
from store.rules.action.offered import Offered, people
from store.rules.action.record_numbers import NUMBERED
from store.rules.action.time_fields import (
    Told,
    read_beginning,
    read_day,
    read_instant,
    read_past_day,
    read_past_instant,
)
from store.words import N_
from store.words.senses import AHEAD, Sense


class Kind(NamedTuple):
    """A kind of value: its name for scripts, what it takes in words, and an example."""

    name: str
    takes: str
    example: str


LINES = Kind("lines", N_("line:quantity, several with commas between"), "1:2,2:1")
TIME = Kind(
    "time",
    N_("a time: YYYY-MM-DD hh:mm, hh:mm, tomorrow hh:mm, or +2h from now"),
    "2026-11-22 18:00",
)
WHOLE_DAY = Kind(
    "day", N_("a day: YYYY-MM-DD, MM-DD, today, yesterday, or a weekday"), "2026-11-22"
)
TRACKING = Kind("tracking_no", N_("6 to 40 letters and digits"), "YT1234567890123")
READERS = {
    read_amount: Kind(
        "amount", N_("yuan above 0, at most {most}, with at most two decimals"), "20.50"
    ),
    read_lines: LINES,
    read_instant: TIME,
    read_past_instant: TIME,
    read_beginning: TIME,
    read_day: WHOLE_DAY,
    read_past_day: WHOLE_DAY,
    read_tracking_no: TRACKING,
    read_count: Kind("count", N_("a whole number from 0, at most {digits} digits"), "12"),
    read_phone: Kind("phone", N_("a telephone number"), "13812345678"),
    read_names: Kind("names", N_("ids, several with commas between"), "a1,b2"),
}
RECORD = Kind(
    "record",
    N_(
        "what tells it from the others (its number, time or amount), or an id; left out, the only"
        " one that fits"
    ),
    "2026-11-22 18:00",
)
CASE = Kind(
    "record",
    N_("a number, an id or the name the desk gives it; left out, the only one that fits"),
    "83640963443",
)
PARCEL = Kind("record", N_("an id or a tracking number; left out, the only one that fits"), "")
FILE = Kind("file", N_("a path"), "/home/li/外箱.jpg")
CHOICE = Kind("choice", N_("one of the words"), "")
PERSON = Kind("person", N_("a login or a name"), "wang")
LINE = Kind("line", N_("text"), "")
"""A text of one line."""
TEXT = Kind("text", N_("text"), "")
OF_A_SINGLE = frozenset(("record", "tracking_no"))
"""The kinds of value, by name, that no two documents share."""


def kind_of(info: FieldInfo) -> Kind:
    """How a field is asked for, by what it refers to or else by its type."""
    refers = marker_of(info, Reference)
    if refers:
        return CASE if refers.to == "case" else PARCEL if refers.to in NUMBERED else RECORD
    parts = list(parts_of(info))
    if any(isinstance(part, FilePath) for part in parts):
        return FILE
    if LineQuantity in _types(info.annotation):
        return LINES
    for part in parts:
        if isinstance(part, BeforeValidator) and part.func in READERS:
            return READERS[part.func]
    offered = marker_of(info, Offered)
    if offered and offered.choices is people:
        return PERSON
    if literal_words(info.annotation):
        return CHOICE
    return LINE if any(isinstance(part, OneLine) for part in parts) else TEXT


def is_if_asked(info: FieldInfo) -> bool:
    """Is the field needed only once a problem asks for it?"""
    return any(isinstance(part, IfAsked) for part in parts_of(info))


def is_scanned(info: FieldInfo) -> bool:
    """Does a scanner type it, as a rule?"""
    return any(isinstance(part, OneLine) and part.scanned for part in parts_of(info))


def sense_of(info: FieldInfo) -> Sense:
    """How a day is meant that a time in this field is said by."""
    return next((part.sense for part in parts_of(info) if isinstance(part, Told)), AHEAD)


def takes_all(info: FieldInfo) -> bool:
    """Left out, does a field of lines mean every unit that it may hold?"""
    return any(isinstance(part, TakesAll) for part in parts_of(info))


def parts_of(info: FieldInfo) -> Iterator[Any]:
    """Everything that stands beside the type of a field, at any depth."""
    yield from info.metadata
    yield from _inside(info.annotation)


def _inside(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _inside(part)


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _types(part)
