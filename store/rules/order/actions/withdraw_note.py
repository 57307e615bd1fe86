"""WithdrawNote (撤回备注): a note that was written by mistake is taken off the order.

Its words stay in the history: what was known once is not unsaid.
"""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.contact import Note
from store.models.event import Actor
from store.models.order import Order
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Word
from store.words import N_, _


class WithdrawNote(Action[Order]):
    """Take one of your own notes back."""

    title = N_("Take a note back")
    place = 215

    note: Word | None = Field(
        default=None, title=N_("Note"), description=N_("left out, the last one of yours")
    )

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if _of(subject, context.actor):
            return None
        return _("No note of this order is yours.")

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        if self._meant(subject, context) is None:
            yield Problem("note", _("This order has no such note of yours."))

    def _meant(self, subject: Order, context: Context) -> Note | None:
        own = _of(subject, context.actor)
        return next((one for one in reversed(own) if self.note in (None, one.id)), None)

    def apply(self, subject: Order, context: Context) -> Outcome:
        meant = self._meant(subject, context)
        notes = tuple(one for one in subject.notes if one != meant)
        return Outcome((subject.model_copy(update={"notes": notes}),))


def _of(order: Order, actor: Actor) -> list[Note]:
    return [note for note in order.notes if note.by == str(actor)]
