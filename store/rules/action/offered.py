"""Offered (可选): what a form offers for a field into which any other text may be written too, and
with which others it is asked at all.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from store.models.base import Document
from store.rules.action.context import Context
from store.rules.action.references import Choice
from store.rules.timing.policy import Policy


class Offered(Struct, frozen=True):
    """What a form offers for this field; any other text may be written too."""

    choices: Callable[[Any, Policy, Context | None], Iterable[Choice]]
    """Of a subject, none where it is not known yet, by the rules, and by what else is known."""


class OnlyWith(Struct, frozen=True):
    """The field means something only where another one has one of these words; until then no form
    shows it.
    """

    field: str
    words: tuple[str, ...]


def people(_subject: Document | None, _policy: Policy, context: Context | None) -> Iterator[Choice]:
    """Everybody who is known here; a login of this machine may be written too."""
    for person in context.lookup.people() if context else ():
        yield Choice(person.login, f"{person}")
