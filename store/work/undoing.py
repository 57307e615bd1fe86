"""Undoing (撤销): what was just done is taken back by another action, as an event of its own.

What others changed since is left alone: only what is still as it was made is taken back.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from store.errors import Refused
from store.models.base import Document
from store.models.event import Event
from store.rules.action.base import Action, Outcome
from store.rules.action.catalogue import action_called, deed
from store.rules.action.frame import is_about
from store.words import _

UNDONE = "undone"
"""What the event of it is called."""


class Undoing(NamedTuple):
    """A way to take something back."""

    did: str
    """The action that is taken back."""
    action: type[Action[Any]]
    """By which, and with which values."""
    values: dict[str, str]
    before: Document
    after: Document
    event: str
    """The id of the event that is taken back."""

    def ensure_untouched(self, now: Document, events: Callable[[Document], list[Event]]) -> None:
        """Raise Refused, with what happened since, where what it changed is not as it made it."""
        if all(
            _is_still_so(getattr(self.before, name), getattr(self.after, name), getattr(now, name))
            for name in type(now).model_fields
            if name != "version"
        ):
            return
        last = events(now)[-1]
        said = _(
            "{who} changed the same since ({what}); “{deed}” is not taken back. Look at it, and"
            " change it by its own key."
        )
        what = deed(last.action)
        raise Refused(
            said.format(who=last.actor, what=what, deed=deed(self.did)), code="changed_since"
        )

    def told(self, values: dict[str, str]) -> dict[str, str]:
        """The values of the event."""
        return {"action": self.did, **values}


def undoing_of(
    done: Action[Any], before: Document, outcome: Outcome, event: Event
) -> Undoing | None:
    """How an action that was just done is taken back; None where there is no way."""
    after = outcome.after(before)
    undo = done.undone_by(before, after) if after else None
    if after is None or undo is None:
        return None
    action = action_called(undo.action)
    if action is None or not is_about(action, type(before)):
        return None
    return Undoing(event.action, action, undo.values, before, after, event.id)


def _is_still_so(before: object, after: object, now: object) -> bool:
    """Is a field as a change made it? Of several things, each that it put there or took away."""
    if before == after:
        return True
    if isinstance(before, tuple) and isinstance(after, tuple) and isinstance(now, tuple):
        added = all(one in now for one in after if one not in before)
        return added and not any(one in now for one in before if one not in after)
    return after == now
