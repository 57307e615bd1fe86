"""Refusing: a widget of a form that does not take all that is typed, and says so to the form."""

from collections.abc import Callable

from textual.message import Message
from textual.widget import Widget

from tui.forms.messages import Refused, TakenApart


class Pending:
    """What was not taken is pending until a save has asked for it, or a valid value came.

    It stands behind the widget's own class, of which it has the name of its field.
    """

    _field: str
    _pending = ""
    apart: Callable[[str], dict[str, str]] | None = None
    """Gives the values of several fields that a pasted text holds, by field; empty for one."""

    def is_apart(self, text: str) -> bool:
        """Does a pasted text hold the values of several fields? The form is given them."""
        values = self.apart(text) if self.apart else {}
        if values:
            self.post_message(TakenApart(values))
        return bool(values)

    def pending(self) -> str:
        """What is said of what was typed and not taken; asked for once, by the save.

        A message comes to the form behind the key that saves, where both are typed quickly.
        """
        said, self._pending = self._pending, ""
        return said

    def refuse(self, sentence: str) -> None:
        """Say that what was typed is not taken."""
        self._pending = sentence
        self.post_message(Refused(self._field, sentence))

    def post_message(self, message: Message) -> bool:
        """The widget does."""
        raise NotImplementedError


class Refusing(Widget, Pending, can_focus=True):
    """A widget that is no text: what it did not take leaves its value as it was."""

    def __init__(self, name: str) -> None:
        super().__init__(id=f"field-{name}")
        self._field = name
        self._refused = ""
        """What the form was told last and is not mended."""

    @property
    def has_refused(self) -> bool:
        """Is there something that it did not take, and nothing else instead yet?"""
        return bool(self._refused)

    def refuse(self, sentence: str) -> None:
        """Say so, until it is mended."""
        self._refused = sentence
        super().refuse(sentence)

    def mend(self) -> None:
        """What was typed now is taken, also where it leaves the value as it was."""
        if self._refused:
            self.refuse("")
