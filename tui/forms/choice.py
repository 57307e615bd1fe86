"""ChoiceEntry: one of several values, by arrow, digit, space or its first letters; no overlay."""

import re
from collections.abc import Sequence
from functools import partial

from textual.binding import Binding
from textual.content import Content
from textual.events import Key, Paste
from textual.geometry import Size
from textual.reactive import reactive

from store.rules.action.references import Choice
from store.words import _
from tui.forms.messages import Changed
from tui.forms.paged import height_of, page_drawn
from tui.forms.refusing import Refusing
from tui.forms.typed import Typed, digit_meant
from tui.text import content, fit, safe_text, width_of

GAP = 1


class ChoiceEntry(Refusing):
    """The choices in a row, the chosen one in brackets; `left` and `right` go through them.

    Letters leave the choices with such a word, and the first that is left is chosen. Of more than
    there is room for a page is seen, and of letters only what they leave.
    """

    BINDINGS = [
        Binding("right", "step(1)", show=False),
        Binding("space,ideographic_space", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
        Binding("delete,backspace,ctrl+u", "take_back", show=False),
    ]

    chosen = reactive(-1, layout=True, init=False)
    """The position of the choice; -1 is none yet."""
    typed = reactive("", init=False)
    """The letters typed so far."""

    def __init__(
        self, choices: tuple[Choice, ...], value: str, name: str, *, are_records: bool = False
    ) -> None:
        """What stands of records is read, not typed: a digit never begins it."""
        super().__init__(name)
        self.choices = choices
        self._words = ["" if are_records else one.text for one in choices]
        """What each is typed as."""
        self._together = Typed()
        self._before = -1
        """What was chosen before the text that is typed."""
        self._is_text = False
        """Was something of it the beginning of a choice, and no number of one?"""
        self._is_lost = False
        """Is what was typed none of these?"""
        self.set_reactive(ChoiceEntry.chosen, self._position(value))

    @property
    def value(self) -> str:
        """The chosen value; empty when none is."""
        return self.choices[self.chosen].value if self.chosen >= 0 else ""

    @value.setter
    def value(self, value: str) -> None:
        self.mend()
        self.chosen = self._position(value)

    def _position(self, value: str) -> int:
        values = [choice.value for choice in self.choices]
        return values.index(value) if value in values else -1

    # Keys

    def action_step(self, by: int) -> None:
        """The next choice that fits, around the end."""
        self.mend()
        fitting = self._fitting(self.typed)
        around = ((self.chosen + by * n) % len(self.choices) for n in range(1, len(self.choices)))
        self.chosen = next((one for one in around if one in fitting), self.chosen)

    def action_take_back(self) -> None:
        """Forget what is typed; where nothing is, choose nothing."""
        if not (self.typed or self.has_refused):
            self.chosen = -1
        self.typed = ""
        self.mend()

    def on_key(self, event: Key) -> None:
        """A digit chooses, letters leave what has such a word, a blank alone is a step.

        All that is typed is one text until another key ends it, however long it takes; a digit
        chooses anew behind one that chose. Where the text is none of the choices, all is as before,
        and whoever has read that types another.
        """
        if not event.is_printable or (self._is_lost and self._together.is_read(event)):
            self._together.end()
        if not event.is_printable:
            return
        text = self._together.text
        if event.character in (" ", "\u3000") and (not text or self._steps(text)):
            return
        event.stop()
        event.prevent_default()
        if not text:
            self._before, self._is_text, self._is_lost = self.chosen, False, False
        begins = self._together.take(event)
        text = self._together.text
        is_another = begins and text.isdecimal() and not self._is_text
        if not (self._take(text.strip()) or (is_another and self._take(text[-1]))):
            self._is_lost = True
            self._refuse(text)

    def _steps(self, text: str) -> bool:
        """Does a blank behind this text go through what it leaves?"""
        return bool(self.typed) and not self._fitting(f"{text} ")

    def _take(self, text: str) -> bool:
        """Choose what a text names, if it names any."""
        place, fitting = digit_meant(text, self._words), self._fitting(text)
        if place is not None:
            self.typed = ""
        elif fitting:
            self.typed, self._is_text = text, True
            begun = self._begun_by(text) or fitting
            place = self.chosen if self.chosen in begun else begun[0]
        else:
            return False
        self.chosen = place
        self.mend()
        return True

    def _refuse(self, text: str) -> None:
        """As it was before where a text names nothing."""
        self.chosen, self.typed = self._before, ""
        said = _("{text} is none of these; nothing was changed.")
        self.refuse(said.format(text=safe_text(text.strip(), 40)))

    def _on_paste(self, event: Paste) -> None:
        """What a choice is called is chosen; anything else is not taken, and that is said."""
        event.stop()
        event.prevent_default()
        if self.is_apart(event.text):
            return
        if text := event.text.strip():
            self._together.end()
            self._before = self.chosen
            if not self._take(text):
                self._refuse(text)
            self.typed = ""

    def _begun_by(self, text: str) -> list[int]:
        """The choices that begin with this text."""
        wanted = text.casefold()
        return [n for n, one in enumerate(self._words) if one.casefold().startswith(wanted)]

    def _fitting(self, typed: str) -> list[int]:
        """The choices that have a word which begins so; Chinese has no blanks between words."""
        has_word = partial(_has_word, wanted=typed.casefold())
        texts = (f"{choice.text} {choice.value}".casefold() for choice in self.choices)
        return [position for position, text in enumerate(texts) if has_word(text)]

    def on_blur(self) -> None:
        """What is typed next begins anew."""
        self._together.end()
        self.typed = ""

    def watch_chosen(self) -> None:
        """Say that the form has another value."""
        self.post_message(Changed())

    # What is seen

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the choices take, or as there is room for."""
        return self._height(self._rows(range(len(self.choices)), width))

    def _height(self, rows: list[list[int]]) -> int:
        return height_of(len(rows), self.app.size.height)

    def _rows(self, positions: Sequence[int], width: int) -> list[list[int]]:
        """These positions line by line: a digit is never torn from its word."""
        rows: list[list[int]] = [[]]
        taken = 0
        for position in positions:
            cells = width_of(self._part(position)) + GAP
            if rows[-1] and taken + cells > width + GAP:
                rows.append([])
                taken = 0
            rows[-1].append(position)
            taken += cells
        return rows

    def _part(self, position: int) -> str:
        text = f"{position + 1} {safe_text(self.choices[position].text)}"
        return f"[{text}]" if position == self.chosen else f" {text} "

    def render(self) -> Content:
        """The choices, numbered; the chosen one stands in brackets, so colour is not needed."""
        width = self.content_size.width
        rows, fitting = self._rows(range(len(self.choices)), width), self._fitting(self.typed)
        height = self._height(rows)
        if len(rows) == height:
            return Content("\n").join(self._drawn(row, fitting, width) for row in rows)
        rows = self._rows(fitting, width)
        place = next((n for n, row in enumerate(rows) if self.chosen in row), 0)

        def drawn(row: list[int]) -> Content:
            return self._drawn(row, fitting, width)

        return page_drawn(rows, place, (width, height), drawn, partial(self._which, fitting))

    def _which(self, fitting: list[int], rows: Sequence[list[int]]) -> str:
        """Which of those that fit stand in these rows."""
        first, seen, count = fitting.index(rows[0][0]) + 1, sum(map(len, rows)), len(fitting)
        said = _("{first} to {last} of {count}; letters find the others")
        if self.typed:
            said = _("“{text}”: {first} to {last} of {count}; backspace shows all")
        text = safe_text(self.typed, 20)
        return said.format(first=first, last=first + seen - 1, count=count, text=text)

    def _drawn(self, row: Sequence[int], fitting: Sequence[int], width: int) -> Content:
        parts = []
        for position in row:
            text = self._part(position)
            shown = text if width_of(text) <= width else _cut(text, width)
            style = "bold $text-primary" if position == self.chosen else ""
            parts.append(content(shown, style if position in fitting else "$text-muted"))
        return Content(" " * GAP).join(parts)


def _cut(text: str, width: int) -> str:
    """A choice that is wider than its line, its bracket kept."""
    return f"{fit(text[:-1], width - 1)}]" if text.endswith("]") else fit(text, width)


def _has_word(text: str, wanted: str) -> bool:
    if wanted.isascii():
        # A part of a SKU is a word of it, and one that stands behind a Chinese word.
        return bool(re.search(rf"(?<![0-9a-z'’]){re.escape(wanted)}", text))
    return wanted in text


class Offers(ChoiceEntry, can_focus=False):
    """Words that are offered for a field of free text, the one that stands in it in brackets."""

    def show(self, text: str) -> None:
        """Show which of them the text is, and of many those that it begins."""
        named = [n for n, one in enumerate(self.choices) if text.strip() in (one.value, one.text)]
        self.chosen = named[0] if named else -1
        self.typed = "" if named or not self._fitting(text.strip()) else text.strip()
