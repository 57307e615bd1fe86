"""What every document shares: frozen fields, aware instants in UTC."""

import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import wraps
from types import ModuleType
from typing import Annotated, Any, Protocol, Self, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict
from pydantic_core import TzInfo

# Before its first validator pydantic looks for plugins of others, by what is said of every
# installed package; even told not to, it loads what reads that, Python's mail among it: a
# twentieth of `show`.
_knows_no_plugin = ModuleType("pydantic.plugin._loader")
vars(_knows_no_plugin)["get_plugins"] = tuple
sys.modules.setdefault(_knows_no_plugin.__name__, _knows_no_plugin)

_set = object.__setattr__
_ZERO = TzInfo(0)
"""UTC, as pydantic reads it."""


def _to_utc(moment: datetime) -> datetime:
    # A document has dozens of instants, nearly all of them in UTC.
    zone = moment.tzinfo
    return moment if zone is UTC or zone == _ZERO else moment.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""An aware time, kept in UTC; a naive one is refused."""
NOT_BEGUN = datetime.fromtimestamp(0, UTC)
"""When a document was begun that is blank: whatever starts it says its own time."""


class Record(BaseModel):
    """A frozen part of a document; an unknown field is a fault, not a surprise."""

    # A validator is made when the first one is read: most parts are only read within an order,
    # whose own validator holds theirs, and a command starts 0.1 s earlier.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def __copy__(self) -> Self:
        """The same values; a record has neither private attributes nor unknown fields to copy.

        Every change of a document is a copy of one: pydantic's own takes twice as long.
        """
        copied = self.__new__(type(self))
        _set(copied, "__dict__", self.__dict__.copy())
        _set(copied, "__pydantic_fields_set__", self.__pydantic_fields_set__.copy())
        _set(copied, "__pydantic_extra__", None)
        _set(copied, "__pydantic_private__", None)
        return copied


Named = TypeVar("Named", bound=Record)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Identified = TypeVar("Identified", bound=_HasId)


def with_record(records: tuple[Identified, ...], record: Identified) -> tuple[Identified, ...]:
    """The records with this one in place of the one of its id, or behind the others."""
    if any(one.id == record.id for one in records):
        return tuple(record if one.id == record.id else one for one in records)
    return (*records, record)


def renaming(records: Iterable[Named], field: str, gone: str, now: str) -> tuple[Named, ...]:
    """The records, of which those that named the one in this field, alone or among others, name the
    other.
    """

    def name(one: Named) -> Named:
        named = getattr(one, field)
        if isinstance(named, tuple):
            return one.model_copy(update={field: tuple(now if it == gone else it for it in named)})
        return one.model_copy(update={field: now}) if named == gone else one

    return tuple(map(name, records))


class Document(Record):
    """Something that is stored by itself, under its key, with a version that counts its changes."""

    # Neither a field nor copied, compared or kept: every version of a document begins without it.
    __slots__ = ("_remembered",)

    version: int = 0

    @classmethod
    def blank(cls, _new_id: str) -> Self:
        """One that is not in the store, for the action that starts it."""
        raise NotImplementedError  # pragma: no cover

    @property
    def key(self) -> str:
        """The name under which the store keeps it."""
        raise NotImplementedError  # pragma: no cover


_UNKNOWN: Any = object()
Asked = TypeVar("Asked", bound=Document)
Answer = TypeVar("Answer")


def remembered(function: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """Work out a pure function of a document once for each version of it.

    Documents are frozen, and rules ask the same of one again and again: of one row, a ledger is
    asked for seven times. What is answered is shared, so it must be frozen too.
    """

    @wraps(function)
    def known(document: Asked) -> Answer:
        try:
            answers = _slot(document)
        except AttributeError:
            answers = _answers(document)
        # No KeyError says it: a third of all that is asked is asked for the first time.
        answer: Answer = answers.get(function, _UNKNOWN)
        if answer is _UNKNOWN:
            answer = answers[function] = function(document)
        return answer

    return known


def remember(function: Callable[[Asked], Answer], document: Asked, answer: Answer) -> None:
    """Note what such a function answers, where that was worked out before there was a document."""
    _answers(document)[vars(function)["__wrapped__"]] = answer


def _answers(document: Document) -> dict[Callable[..., Any], Any]:
    try:
        answers: dict[Callable[..., Any], Any] = _slot(document)
    except AttributeError:
        answers = {}
        object.__setattr__(document, "_remembered", answers)
    return answers


_slot = Document.__dict__["_remembered"].__get__
