"""Owners (归属): of what an import and the desk both know, each field says whose word it is.

An owner stands where the field is declared, and merging reads it there (docs/imports.md): a new
field of the desk's is kept by every import without anybody thinking of it.
"""

from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Annotated, TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Value = TypeVar("Value")


class Owner(Enum):
    """Whose word a field is."""

    NAME = "name"
    """Nobody changes it: it says which record this is."""
    PLATFORM = "platform"
    """The newer word stands, an empty one never replaces a fuller one."""
    STATE = "state"
    """The platform's, of one piece with the other fields of a state: the newer state stands whole,
    with what it leaves empty."""
    DESK = "desk"
    """Done or written here; no import touches it."""
    BOTH = "both"
    """Both know of it, and a rule of its own says how the two meet."""


Names = Annotated[Value, Owner.NAME]
PlatformSays = Annotated[Value, Owner.PLATFORM]
StateSays = Annotated[Value, Owner.STATE]
DeskSays = Annotated[Value, Owner.DESK]
BothSay = Annotated[Value, Owner.BOTH]


@cache
def owned(model: type[BaseModel], owner: Owner) -> tuple[str, ...]:
    """The fields of a model that an owner has, in the order they are declared in."""
    fields = model.model_fields.items()
    return tuple(name for name, field in fields if owner in owners_of(field))


def owners_of(field: FieldInfo) -> Iterator[Owner]:
    """The owners that a field names: one, where it is declared well."""
    return (part for part in field.metadata if isinstance(part, Owner))
