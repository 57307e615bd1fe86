"""Texts: the boxes in which something is typed: of one line, or of as many as it has."""

import re
from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.document._document_navigator import DocumentNavigator
from textual.events import Focus, Key, Paste
from textual.suggester import SuggestFromList
from textual.widgets import Input, TextArea

from store.rules.action.frame import AskedField
from store.words import _
from tui.forms.folded_document import FoldedDocument
from tui.forms.messages import Changed
from tui.forms.refusing import Pending
from tui.forms.typed import Typed, digit_meant


class LineBox(Input, Pending):
    """One line. Of a paste of several none is lost: a list takes them all, the others say no."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "undo", show=False)]

    def __init__(
        self, value: str, field: AskedField, offered: Sequence[str] = (), given: str = ""
    ) -> None:
        """Of the words that are `offered`, a digit puts one in, and `right` completes the one that
        is begun. What was `given` by nobody's hand is replaced by what is typed first; so is all
        that stands where a scanner types.
        """
        suggester = SuggestFromList(offered, case_sensitive=False) if offered else None
        self._befores: list[str] = []
        """What stood here before each change, a word that is typed being one."""
        super().__init__(value, id=f"field-{field.name}", compact=True, suggester=suggester)
        self._befores.clear()
        self._field = field.name
        self._takes_lines = field.kind == "names"
        self._is_scanned = field.scanned
        self._offered = offered
        self._given = given
        self._together = Typed()
        self._digits = ""
        """What was typed for what stands here, where that was put in for it."""

    async def _on_key(self, event: Key) -> None:
        """A digit chooses as long as no words of one's own stand here, and what is typed begins
        none of what is offered. Of a longer text it is the beginning, however slowly that comes.
        """
        digits, self._digits = self._digits, ""
        if not event.is_printable:
            self._together.end()
        elif self._offered:
            is_first = not self._together.text
            begins = self._together.take(event)
            sign = self._together.text[-1]
            may_begin = is_first and sign.isdecimal() and self.value in ("", *self._offered)
            if digits or may_begin:
                event.stop()
                event.prevent_default()
                self._choose(digits, sign, begins=begins)
                return
        await super()._on_key(event)

    def _choose(self, digits: str, sign: str, *, begins: bool) -> None:
        """Put in what is chosen by a sign behind these digits, or else all that was typed."""
        for text in (digits + sign, sign) if begins else (digits + sign,):
            place = digit_meant(text, self._offered)
            if place is not None:
                self.value, self._digits = self._offered[place], text
                break
        else:
            self.value = self._together.text
        self.cursor_position = len(self.value)

    def pending(self) -> str:
        """What is said of a paste that was not taken, or of a number that is of none of these."""
        said = super().pending()
        if self._offered and self.value.strip().isdecimal():
            return _("{text} is the number of none of these.").format(text=self.value.strip())
        return said

    def on_input_changed(self) -> None:
        """What stands here now is meant."""
        self._pending = ""

    def watch_value(self, before: str, value: str) -> None:
        """Keep what stood here; letters of one word are taken back together, of Chinese each."""
        last = before[-1:] + value[-1:]
        is_word = value[:-1] == before and len(last) > 1 and last.isalnum() and last.isascii()
        if not (is_word and self._befores):
            self._befores.append(before)

    def action_undo(self) -> None:
        """As it stood before the last change."""
        if self._befores:
            before = self._befores.pop()
            self.value = before
            self._befores.pop()
            self.cursor_position = len(before)

    def on_focus(self, event: Focus) -> None:
        """Go on behind what somebody typed."""
        if not event.from_app_focus and self.value != self._given:
            self.go_on()

    def go_on(self) -> None:
        """Type behind what stands here, or what is scanned in place of it."""
        self.select_on_focus = self._is_scanned
        if self._is_scanned:
            self.select_all()
        else:
            self.cursor_position = len(self.value)

    def on_blur(self) -> None:
        """What is typed next begins anew."""
        self._together.end()
        self._digits = ""
        self.select_on_focus = True

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        if self.is_apart(event.text):
            return
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        if self._takes_lines:
            self._put(" ".join(lines))
        elif len(lines) > 1:
            said = _("{count} lines were pasted, and this field has one; nothing was put in.")
            self.refuse(said.format(count=len(lines)))
        elif lines:
            self._put(event.text.strip("\r\n"))

    def _put(self, text: str) -> None:
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *self.selection)


class TextBox(TextArea):
    """As many lines as are typed or pasted: enter makes one, tab leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "line_up", show=False),
        Binding("down", "line_down", show=False),
    ]

    def __init__(self, value: str, name: str, given: str = "") -> None:
        """What was `given` by nobody's hand is replaced by what is typed first."""
        self._given = given
        super().__init__(
            value,
            id=f"field-{name}",
            compact=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
            show_line_numbers=False,
        )
        self.move_cursor(self.document.end)

    def on_focus(self, event: Focus) -> None:
        """Go on behind what somebody typed."""
        if not event.from_app_focus and self._given and self.text == self._given:
            self.select_all()

    def on_resize(self) -> None:
        """Where fewer lines are seen than before, the one that is typed is among them."""
        self.call_after_refresh(self.scroll_cursor_visible)

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self.wrapped_document = FoldedDocument(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()

    @property
    def value(self) -> str:
        """The whole text."""
        return self.text

    @value.setter
    def value(self, value: str) -> None:
        self.text = value
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        text = re.sub(r"\r\n?", "\n", event.text).rstrip("\n")
        self.replace(text, *self.selection)

    def action_line_up(self) -> None:
        """One line up; above the first one the field before."""
        if self.navigator.is_first_wrapped_line(self.cursor_location):
            self.screen.focus_previous()
        else:
            self.action_cursor_up()

    def action_line_down(self) -> None:
        """One line down; below the last one the next field."""
        if self.navigator.is_last_wrapped_line(self.cursor_location):
            self.screen.focus_next()
        else:
            self.action_cursor_down()

    def on_text_area_changed(self) -> None:
        """Say that the form has another value."""
        self.post_message(Changed())
