"""ChoiceEntry: one of a few values, by arrow, digit or space; no overlay, no typing."""

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from store.rules.action.references import Choice
from tui.text import safe_text

SIDE_BY_SIDE = 9


class ChoiceEntry(Widget, can_focus=True):
    """The choices in a row, the chosen one in brackets; `left` and `right` go through them."""

    BINDINGS = [
        Binding("right,space,l", "step(1)", show=False),
        Binding("left,h", "step(-1)", show=False),
        *(Binding(str(digit), f"pick({digit - 1})", show=False) for digit in range(1, 10)),
        Binding("delete,backspace", "pick(-1)", show=False),
    ]

    chosen = reactive(-1, layout=True)
    """The position of the choice; -1 is none yet."""

    class Changed(Message):
        """Another choice was made."""

    def __init__(self, choices: tuple[Choice, ...], value: str, name: str) -> None:
        super().__init__(id=f"field-{name}")
        self.choices = choices
        values = [choice.value for choice in choices]
        self.set_reactive(ChoiceEntry.chosen, values.index(value) if value in values else -1)

    @property
    def value(self) -> str:
        """The chosen value; empty when none is."""
        return self.choices[self.chosen].value if self.chosen >= 0 else ""

    @value.setter
    def value(self, value: str) -> None:
        values = [choice.value for choice in self.choices]
        self.chosen = values.index(value) if value in values else -1

    def action_step(self, by: int) -> None:
        """The next choice, around the end."""
        if self.choices:
            self.chosen = (self.chosen + by) % len(self.choices)

    def action_pick(self, position: int) -> None:
        """The choice with this digit."""
        if position < len(self.choices):
            self.chosen = position

    def watch_chosen(self) -> None:
        """Say that the form has another value."""
        self.post_message(self.Changed())

    def render(self) -> Content:
        """All choices, numbered; the chosen one stands in brackets, so colour is not needed."""
        parts = []
        for position, choice in enumerate(self.choices):
            text = f"{position + 1} {safe_text(choice.text)}"
            parts.append(f"[{text}]" if position == self.chosen else f" {text} ")
        return Content(" ".join(parts))
