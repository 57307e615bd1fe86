"""ChoiceEntry: one of a few values, by arrow, digit, space or its first letters; no overlay."""

from textual.binding import Binding
from textual.content import Content
from textual.events import Key, Paste
from textual.geometry import Size
from textual.reactive import reactive

from store.rules.action.references import Choice
from store.words import _
from tui.forms.messages import Changed
from tui.forms.refusing import Refusing
from tui.forms.typed import Typed
from tui.text import content, fit, safe_text, width_of

GAP = 1


class ChoiceEntry(Refusing):
    """The choices in a row, the chosen one in brackets; `left` and `right` go through them.

    Letters leave the choices with such a word, and the only one that is left is chosen.
    """

    BINDINGS = [
        Binding("right,space,ideographic_space", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
        Binding("delete,backspace", "take_back", show=False),
    ]

    chosen = reactive(-1, layout=True, init=False)
    """The position of the choice; -1 is none yet."""
    typed = reactive("", init=False)
    """The letters typed so far."""

    def __init__(self, choices: tuple[Choice, ...], value: str, name: str) -> None:
        super().__init__(name)
        self.choices = choices
        self._together = Typed()
        self._before = -1
        """What was chosen before the text that is typed."""
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

    def action_step(self, by: int) -> None:
        """The next choice that fits, around the end."""
        self.mend()
        self._choose_next(self.chosen, by)

    def _choose_next(self, start: int, by: int) -> None:
        fitting = self._fitting(self.typed)
        around = [(start + by * step) % len(self.choices) for step in range(1, len(self.choices))]
        self.chosen = next((one for one in around if one in fitting), self.chosen)

    def action_take_back(self) -> None:
        """Forget the letters; without any, choose nothing."""
        self.mend()
        if self.typed:
            self.typed = ""
        else:
            self.chosen = -1

    def on_key(self, event: Key) -> None:
        """A digit chooses, letters leave what has such a word, a blank alone is a step.

        What comes quickly is one text: where it is none of the choices, nothing is changed.
        """
        if not event.is_printable:
            self._together.end()
            return
        if self._together.take(event):
            self._before = self.chosen
        text = self._together.text
        steps = text.endswith(" ") and (not text.strip() or self._fitting(text.strip()))
        if steps and not self._fitting(text):
            return
        event.stop()
        event.prevent_default()
        if len(text) == 1 and self._fitting(self.typed + text):
            self._choose(self.typed + text)  # the next letter, after a pause
        else:
            self._choose(text.strip())

    def _choose(self, text: str) -> None:
        """What a text names; as it was before where that is nothing."""
        place = int(text) - 1 if text.isdecimal() else -1
        fitting = self._fitting(text)
        self.typed = text if fitting and place < 0 else ""
        if not (0 <= place < len(self.choices) or fitting):
            self.chosen = self._before
            said = _("{text} is none of these; nothing was changed.")
            self.refuse(said.format(text=safe_text(text, 40)))
            return
        self.mend()
        if 0 <= place < len(self.choices):
            self.chosen = place
        elif self.chosen not in fitting:
            self.chosen = fitting[0]

    def _on_paste(self, event: Paste) -> None:
        """What a choice is called is chosen; anything else is not taken, and that is said."""
        event.stop()
        event.prevent_default()
        if text := event.text.strip():
            self._together.end()
            self._before, self.typed = self.chosen, ""
            self._choose(text)
            self.typed = ""

    def _fitting(self, typed: str) -> list[int]:
        """The choices that have a word which begins so; Chinese has no blanks between words."""
        wanted = typed.casefold()
        return [
            position
            for position, choice in enumerate(self.choices)
            if _has_word(f"{choice.text} {choice.value}".casefold(), wanted)
        ]

    def on_blur(self) -> None:
        """What is typed next begins anew."""
        self._together.end()
        self.typed = ""

    def watch_chosen(self) -> None:
        """Say that the form has another value."""
        self.post_message(Changed())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the choices take."""
        return len(self._rows(width))

    def _rows(self, width: int) -> list[list[int]]:
        """The positions line by line: a digit is never torn from its word."""
        rows: list[list[int]] = [[]]
        taken = 0
        for position in range(len(self.choices)):
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
        """All choices, numbered; the chosen one stands in brackets, so colour is not needed."""
        width = self.content_size.width
        fitting = self._fitting(self.typed)
        drawn = []
        for row in self._rows(width):
            parts = []
            for position in row:
                text = self._part(position)
                shown = fit(text, width) if width_of(text) > width else text
                style = "bold $text-primary" if position == self.chosen else ""
                parts.append(content(shown, style if position in fitting else "$text-muted"))
            drawn.append(Content(" " * GAP).join(parts))
        return Content("\n").join(drawn)


def _has_word(text: str, wanted: str) -> bool:
    starts = f" {wanted}" in f" {text.replace('_', ' ')}"
    return starts or (not wanted.isascii() and wanted in text)


class Offers(ChoiceEntry, can_focus=False):
    """Words that are offered for a field of free text, the one that stands in it in brackets."""

    def show(self, text: str) -> None:
        """Show which of them the text is."""
        named = [n for n, one in enumerate(self.choices) if text.strip() in (one.value, one.text)]
        self.chosen = named[0] if named else -1
