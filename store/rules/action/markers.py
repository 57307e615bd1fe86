"""Markers (标记): what stands beside the type of a field of an action: which record it names, how
else a word is written, when it is needed.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeVar

from msgspec import Struct
from pydantic.fields import FieldInfo

from store.words import _
from store.words.half_width import half_width

NONE = "none"
"""Said in place of a record: none of them is meant."""


class Reference(Struct, frozen=True):
    """This field names one of the order's own records: a parcel, a case, a refund …"""

    to: Literal[
        "parcel",
        "case",
        "refund",
        "reissue",
        "task",
        "discrepancy",
        "promise",
        "offer",
        "heard",
        "application",
        "goods_return",
    ]
    """`promise`: an answer that was promised; `heard`: a communication that came in."""
    alone: bool = True
    """Left out, the only one that fits is meant."""
    meant: Callable[[Any, Mapping[str, str]], bool] | None = None
    """Is it, beside the other values? None: whatever these are."""
    ended: bool = False
    """One of which nothing is left to do may be named too; by an action on one record, only one."""
    fits: Callable[[Any], Iterable[Any]] | None = None
    """The records that fit this action; none: the ones of the kind that are still open."""
    known: Callable[[Any], Iterable[str]] | None = None
    """What may be named although it does not fit, for `problems` to judge."""
    none: str = ""
    """How `NONE` reads, where it may be said."""

    def is_none(self, text: str) -> bool:
        """Does a text say that none of them is meant: by the word, or as it reads?"""
        ways = (NONE, half_width(_(self.none)).casefold())
        return bool(self.none) and half_width(text).casefold() in ways


class Spellings(Struct, frozen=True):
    """Other ways to write a word of this field, besides its label in the language spoken."""

    words: dict[str, str]


class OneLine(Struct, frozen=True):
    """A text of this field is a name, a number or a word: it has no second line."""

    scanned: bool = False
    """Is it what a scanner types as a rule, and so given anew where it is wrong?"""


class IfAsked(Struct, frozen=True):
    """The field is needed only once a problem asks for it; until then no form shows it."""

    is_needed: bool = False
    """Once there is something of it to choose (`Action.offers`), has one to be chosen?"""


class TakesAll(Struct, frozen=True):
    """Left out, the field of lines means every unit that it may hold."""


Marker = TypeVar("Marker", bound=Struct)


def marker_of(info: FieldInfo, kind: type[Marker]) -> Marker | None:
    """What stands beside the type of a field: the record it names, how else a word is written."""
    return next((part for part in info.metadata if isinstance(part, kind)), None)
