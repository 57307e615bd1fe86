"""Answering (应答): what a screen of the desk is to those who act for it, whatever its keys are.

It says what is meant on it, waits for answers, and says what came of them.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from textual.widgets import Static

from store.engines.turn import Turn
from store.errors import ShouhouError
from store.models.subject import Part, Subject, Target
from store.words import _
from tui.screens.answers import Answers
from tui.screens.giving_way import GivesWay
from tui.text import content, keys_waiting

if TYPE_CHECKING:
    from tui.desk import Desk
    from tui.screens.menu import MenuLine

Result = TypeVar("Result")


class Answering(GivesWay):
    """A screen that is about a document."""

    place = ""
    """The screen's name in the key table."""
    turn: Turn | None = None
    """That of a change that a key makes at once."""

    kind = "orders"
    """What its rows are about, where there is none yet."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = Answers(self, self.refuse)

    @cached_property
    def desk(self) -> "Desk":
        """The app, as what it is; threads ask for it when the screen has gone, too."""
        return cast("Desk", self.app)

    @property
    def subject(self) -> Subject | None:
        """The document that actions are about."""
        raise NotImplementedError

    @property
    def part(self) -> Part:
        """What of it is meant: a case, a parcel, something owed; all of it where nothing says."""
        return Part()

    @property
    def goods(self) -> str:
        """The SKU that is looked at here, where it is one alone."""
        return ""

    @property
    def number(self) -> str:
        """What a person calls that by."""
        return self.subject.called if self.subject else ""

    def show_anew(self) -> None:
        """Read everything on the screen again."""
        raise NotImplementedError

    def show_at_once(self) -> None:
        """The same, and the next key is for what is shown then."""
        self.show_anew()

    def action_press(self, name: str) -> None:
        """Do what a key of the table means here."""
        raise NotImplementedError

    def meant(self) -> Subject | None:
        """The document that is meant; where there is none, that is said."""
        if self.subject is None:
            self.refuse_key(_("There is no order here."))
        return self.subject

    def order_meant(self) -> Subject | None:
        """The same, for what only an order has."""
        subject = self.meant()
        if subject is None or subject.is_order:
            return subject
        self.refuse_key(_("That is for orders, and this is none."))
        return None

    async def ask_all(self, name: str, targets: Sequence[Target]) -> None:
        """Ask an action's form for what is meant: one document, or all that are marked."""
        raise NotImplementedError

    def menu_beside(self) -> "Sequence[MenuLine]":
        """What the menu of actions has beside them; a line's name is pressed like a key's."""
        return ()

    @property
    def leads_back(self) -> bool:
        """Does the key that leaves the desk go one back from here?"""
        return False

    # What came of it

    def done(self, said: str | None) -> None:
        """Say what a dialogue did, if it did anything."""
        if said:
            self.notify(said)
            self.show_at_once()

    def refuse_key(self, why_not: str, title: str = "") -> None:
        """Say why a key does nothing; what is typed on for what it was to open does nothing too."""
        self.notify(why_not, title=title, severity="warning")
        self.desk.drop_behind(why_not, title)

    def refuse(self, error: ShouhouError) -> None:
        """Say why something could not be done."""
        self.notify(error.sentence, severity="error")

    # Waiting

    async def write(self, work: Callable[[], Result]) -> Result:
        """What is written for a key that asks nothing; esc gives it up before it has begun."""
        self.turn = turn = Turn()
        try:
            return await self.desk.threads.write(work, turn)
        finally:
            self.turn = None

    def show_wait(self, typed_ahead: int) -> None:
        """Say that an answer is waited for, and how many keys wait behind it."""
        if not self.is_mounted:
            return  # it is what is waited for: a place that is gone to for the first time
        said = _("Working …  esc leaves it")
        if typed_ahead:
            said += "   " + keys_waiting(typed_ahead)
        self.query_one("#status", Static).update(content(f" {said}"))

    def hide_wait(self) -> None:
        """Show again what stood there before."""
        raise NotImplementedError

    def leave_wait(self) -> None:
        """Wait no longer for what a key asked for."""
        if self.turn and not self.turn.give_up():
            return  # it is being written; what came of it is about to be said
        self.answers.give_up()
        self.desk.left_wait(_("Left; nothing was changed."))
