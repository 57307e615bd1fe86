"""Offered (可选): what a form offers for a field into which any other text may be written too."""

from collections.abc import Iterator

from pydantic.fields import FieldInfo

from store.rules.action.context import Context
from store.rules.action.fields import Offered, Somebody, marker_of
from store.rules.action.references import Choice
from store.rules.timing.policy import Policy


def offered(info: FieldInfo, policy: Policy, context: Context | None) -> Iterator[Choice]:
    """The words of the shop's own list, and whoever is known here."""
    if listed := marker_of(info, Offered):
        yield from map(Choice.of_word, listed.words(policy))
    if context and marker_of(info, Somebody):
        for person in context.lookup.people():
            yield Choice(person.login, f"{person}")
