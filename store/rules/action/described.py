"""Described (说明): what each field of an action takes, for whoever types it or writes a script."""

from collections.abc import Iterator
from typing import Any, NamedTuple, get_args

from pydantic import BeforeValidator, StringConstraints
from pydantic.fields import FieldInfo

from store.models.base import Document
from store.rules.action.base import Action
from store.rules.action.fields import (
    MOST_DIGITS,
    MOST_YUAN,
    Reference,
    marker_of,
    read_amount,
    read_count,
    read_instant,
    read_lines,
    read_names,
    read_phone,
    read_tracking_no,
)
from store.rules.action.file_fields import FilePath
from store.rules.action.frame import AskedField, asked_fields
from store.rules.action.references import NUMBERED
from store.words import N_, _, listed


class Kind(NamedTuple):
    """A kind of value: its name for scripts, what it takes in words, and an example."""

    name: str
    takes: str
    example: str


class Described(NamedTuple):
    """One field as it is explained; what it takes is a phrase in the language spoken."""

    field: AskedField
    kind: str
    takes: str
    most_characters: int | None
    example: str

    @property
    def needed(self) -> bool:
        """Must it be given? A record of which there is only one may be left out."""
        return self.field.required and len(self.field.choices) != 1


READERS = {
    read_amount: Kind(
        "amount", N_("yuan above 0, at most {most}, with at most two decimals"), "20.50"
    ),
    read_lines: Kind("lines", N_("line:quantity, several with commas between"), "1:2,2:1"),
    read_instant: Kind(
        "time",
        N_("a time: YYYY-MM-DD hh:mm, hh:mm, tomorrow hh:mm, or +2h from now"),
        "2026-11-22 18:00",
    ),
    read_tracking_no: Kind("tracking_no", N_("6 to 40 letters and digits"), "YT1234567890123"),
    read_count: Kind("count", N_("a whole number from 0, at most {digits} digits"), "12"),
    read_phone: Kind("phone", N_("a telephone number"), "13812345678"),
    read_names: Kind("names", N_("ids, several with commas between"), "a1,b2"),
}
RECORD = Kind("record", N_("an id; left out, the only one that fits"), "3f9a1c02d4")
PARCEL = Kind("record", N_("an id or a tracking number; left out, the only one that fits"), "")
FILE = Kind("file", N_("a path"), "/home/li/外箱.jpg")
CHOICE = Kind("choice", N_("one of the words"), "")
TEXT = Kind("text", N_("text"), "")


def described(action: type[Action[Any]], subject: Document | None = None) -> tuple[Described, ...]:
    """What each field takes, in the order they are asked; records by name only with a subject."""
    return tuple(_described(action, field) for field in asked_fields(action, subject))


def example(action: type[Action[Any]], subject: str) -> str:
    """A command line that gives every field that must be given."""
    given = [f"{one.field.name}={one.example}" for one in described(action) if one.field.required]
    words = (f"'{word}'" if " " in word else word for word in (subject, *given))
    return " ".join(("shouhou", "do", action.name, *words))


def _described(action: type[Action[Any]], field: AskedField) -> Described:
    info = action.model_fields[field.name]
    parts = list(_parts(info))
    kind = _kind(info, parts, field)
    takes = _(kind.takes).format(most=f"{MOST_YUAN:,}", digits=MOST_DIGITS)
    shown = kind.example or (field.choices[0].value if field.choices else field.title)
    if kind is PARCEL:
        shown = "YT1234567890123"
    return Described(field, kind.name, takes, _longest(parts), shown)


def _kind(info: FieldInfo, parts: list[Any], field: AskedField) -> Kind:
    refers = marker_of(info, Reference)
    if refers:
        return PARCEL if refers.to in NUMBERED else RECORD
    if any(isinstance(part, FilePath) for part in parts):
        return FILE
    for part in parts:
        if isinstance(part, BeforeValidator) and part.func in READERS:
            return READERS[part.func]
    return CHOICE if field.choices else TEXT


def _longest(parts: list[Any]) -> int | None:
    for part in parts:
        if isinstance(part, StringConstraints) and part.max_length:
            return part.max_length
    return None


def _parts(info: FieldInfo) -> Iterator[Any]:
    """Everything that stands beside the type of a field, at any depth."""
    yield from info.metadata
    yield from _inside(info.annotation)


def _inside(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _inside(part)


def in_words(one: Described) -> str:
    """What a field takes, as one phrase: kind or words, limit, needed or not."""
    words = [
        choice.value if choice.value == choice.text else f"{choice.value} ({choice.text})"
        for choice in one.field.choices
    ]
    said = [listed(words) if words else one.takes]
    if one.most_characters:
        said.append(_("at most {count} characters").format(count=one.most_characters))
    said.append(_("needed") if one.needed else _("may be left out"))
    return "; ".join(said)
