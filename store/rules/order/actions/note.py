"""Note (备注): an internal note; the buyer never sees it."""

from pydantic import Field

from store.models.contact import Note as StoredNote
from store.models.order import Order
from store.rules.action.base import Action, Outcome, Undo
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.words import N_


class Note(Action[Order]):
    """Write an internal note."""

    title = N_("Write a note")
    place = 210
    key = "n,f8"

    text: Text = Field(title=N_("Note"), description=N_("internal; the buyer never sees it"))

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return None

    def undone_by(self, before: Order, after: Order) -> Undo:
        return Undo("withdraw-note", {"note": after.notes[-1].id})

    def apply(self, subject: Order, context: Context) -> Outcome:
        note = StoredNote(
            id=context.new_id(), at=context.now, text=self.text, by=str(context.actor)
        )
        return Outcome((subject.model_copy(update={"notes": (*subject.notes, note)}),))
