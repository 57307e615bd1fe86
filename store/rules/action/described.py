"""Described (说明): what each field of an action takes, for whoever types it or writes a script."""

from typing import Any, NamedTuple

from pydantic import StringConstraints

from store.models.base import Document
from store.rules.action.base import Action
from store.rules.action.fields import MOST_DIGITS, MOST_YUAN
from store.rules.action.frame import AskedField, asked_fields
from store.rules.action.kinds import PARCEL, kind_of, parts_of
from store.rules.timing.policy import Policy
from store.words import _, listed, noted, phrases


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


def described(
    action: type[Action[Any]], subject: Document | None = None, policy: Policy | None = None
) -> tuple[Described, ...]:
    """What each field takes, in the order they are asked; records by name only with a subject."""
    return tuple(_described(action, field) for field in asked_fields(action, subject, policy))


def example(action: type[Action[Any]], subject: str) -> str:
    """A command line that gives every field that must be given."""
    given = [f"{one.field.name}={one.example}" for one in described(action) if one.field.required]
    words = (f"'{word}'" if " " in word else word for word in (subject, *given))
    return " ".join(("shouhou", "do", action.name, *words))


def _described(action: type[Action[Any]], field: AskedField) -> Described:
    info = action.model_fields[field.name]
    kind = kind_of(info)
    takes = _(kind.takes).format(most=f"{MOST_YUAN:,}", digits=MOST_DIGITS)
    shown = kind.example or (field.choices[0].value if field.choices else field.title)
    if kind is PARCEL:
        shown = "YT1234567890123"
    return Described(field, kind.name, takes, _longest(list(parts_of(info))), shown)


def _longest(parts: list[Any]) -> int | None:
    for part in parts:
        if isinstance(part, StringConstraints) and part.max_length:
            return part.max_length
    return None


def in_words(one: Described) -> str:
    """What a field takes, as one phrase: kind or words, limit, needed or not."""
    words = [noted(choice.value, choice.text) for choice in one.field.choices or one.field.offered]
    said = [listed(words) if words else one.takes]
    if one.field.offered:
        said.append(_("any other words"))
    if one.most_characters:
        said.append(_("at most {count} characters").format(count=one.most_characters))
    said.append(_("needed") if one.needed else _("may be left out"))
    return phrases(said)
