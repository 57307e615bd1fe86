"""SearchBox: where a query is typed; its words look like what they are, each a chip.

A pasted column of order numbers becomes one line. How a word may go on stands below it; `tab` or
the right arrow takes that, the arrows up and down go through it and through what was searched for
before. Only `enter` and `esc` lead out of it: what is typed behind a `tab` that completes nothing
would be commands.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.highlighter import Highlighter
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from store.search.completing import Completions
from store.search.language import words_of
from store.search.names import query_word_shown
from store.words import _
from tui.glyphs import glyphs
from tui.text import fit, safe_text
from tui.widgets.bars import Hint
from tui.widgets.completion_list import CompletionList

if TYPE_CHECKING:
    from store.search.table import ListTable


class _Chips(Highlighter):
    """The words of a query on a ground of their own."""

    def __init__(self, box: "SearchBox") -> None:
        self._box = box

    def highlight(self, text: Text) -> None:
        """Lay the ground under every word."""
        start = 0
        for word in words_of(text.plain, self._box.table):
            start = text.plain.index(word, start)
            text.stylize(self._box.chip_style, start, start + len(word))
            start += len(word)


class SearchBox(Input):
    """An input that keeps every line of what is pasted."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"search-box--chip"}
    DEFAULT_CSS = """
    SearchBox > .search-box--chip { color: $chip-text; background: $chip; }
    SearchBox:focus > .search-box--chip { background: $boost; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take", show=False),
        Binding("shift+tab", "stay", show=False),
        Binding("right", "take_at_end", show=False),
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("backspace", "delete_left", show=False),
    ]

    class KeysChanged(Message):
        """Its keys do something else now."""

    def __init__(self, placeholder: str, table: Callable[[], "ListTable"]) -> None:
        """`table` is the list that is searched."""
        super().__init__(placeholder=placeholder, id="search", compact=True, select_on_focus=False)
        self._table = table
        self.highlighter = _Chips(self)
        self.completing = CompletionList()
        self.searches: Sequence[str] = ()
        """What was searched for before, the newest last."""
        self._back = 0
        """How many of them lie between what is shown and now."""
        self._typed = ""
        """What was being typed before one of them was shown."""
        self.besides = ""
        """What else is searched for, and was chosen beside the list; no word of the query."""

    @property
    def table(self) -> "ListTable":
        """The list that is searched."""
        return self._table()

    @property
    def chip_style(self) -> Style:
        """How a word of the query is drawn."""
        style = self.get_component_rich_style("search-box--chip", partial=True)
        return Style(color=style.color, bgcolor=style.bgcolor)

    def _on_paste(self, event: events.Paste) -> None:
        # Input itself keeps the first line and drops the others without a word.
        event.prevent_default()
        event.stop()
        self.replace(" ".join(event.text.split()), *self.selection)

    async def _on_key(self, event: events.Key) -> None:
        # No query begins with a blank: behind what is about to be replaced it means another word.
        if event.key == "space" and self.is_replaced:
            self.put(f"{self.asked} ")
            event.stop()
            event.prevent_default()
            self.post_message(self.KeysChanged())
            return
        await super()._on_key(event)

    def on_focus(self, event: events.Focus) -> None:
        """It is typed into: its keys are told, and the next letter begins another query."""
        if not event.from_app_focus:
            self.select_all()
        self.post_message(self.KeysChanged())

    def on_blur(self) -> None:
        """Nothing goes on any more."""
        self._back = 0
        self.completing.show(Completions(0))
        self.post_message(self.KeysChanged())

    @property
    def hints(self) -> Sequence[Hint]:
        """What the keys do in it; no other does anything but type."""
        hints = [Hint("enter", _("search"))]
        if self.is_replaced:
            hints.append(Hint(_("space"), _("narrow it further")))
        if self.completing.completion:
            hints += [Hint("tab", _("complete the word")), Hint("down", _("another one"))]
        elif self.value.strip() and not self.is_replaced:
            hints.append(Hint("ctrl+u", _("empty it")))
        if self.searches and not self.completing.completion:
            hints.append(Hint("up", _("what was searched for before")))
        return [*hints, Hint("esc", _("leave the field, what is typed stays"), stays=True)]

    def offer(self, found: Completions) -> None:
        """Show how the word may go on."""
        self.completing.show(found)
        self.post_message(self.KeysChanged())

    @property
    def is_replaced(self) -> bool:
        """Does the next letter take the place of all that stands there?"""
        return bool(self.value) and self.selection == Selection(0, len(self.value))

    @property
    def asked(self) -> str:
        """What is typed, without the blank that another word may follow."""
        return self.value.rstrip()

    def leave(self, shown: str, ask: Callable[[str], None]) -> bool:
        """Go on with what is typed, asked for unless that is `shown`; False where nobody types."""
        is_typed = self.has_focus
        if is_typed and self.asked != shown:
            ask(self.asked)
        if is_typed:
            self.put(self.asked)
        return is_typed

    def put(self, query: str) -> None:
        """Have this query in it; nobody is told."""
        with self.prevent(Input.Changed):
            self.value = query
            self.cursor_position = len(query)

    # Chips

    def shown(self, query: str) -> str:
        """A query as its chips say it."""
        return " ".join(self._words_shown(query))

    def say_besides(self, title: str) -> None:
        """Say what was chosen beside the list."""
        if title != self.besides:
            self.besides = title
            self.refresh()

    def _words_shown(self, query: str) -> Iterator[str]:
        return (query_word_shown(word, self.table) for word in words_of(query, self.table))

    def without_last(self, query: str) -> str:
        """A query without its last word."""
        words = words_of(query, self.table)
        kept = query.rstrip()
        return kept[: len(kept) - len(words[-1])] if words else ""

    def action_delete_left(self) -> None:
        """Behind a blank, the whole word before it goes."""
        at_end = self.selection.is_empty and self.cursor_position == len(self.value)
        if at_end and self.value.endswith(" ") and self.value.strip():
            self.value = self.without_last(self.value)
            self.cursor_position = len(self.value)
        else:
            super().action_delete_left()

    def render_line(self, y: int) -> Strip:
        """As it is typed while it has the focus, else each word as a chip that can be taken off."""
        if self.has_focus or not (self.value or self.besides) or y:
            return super().render_line(y)
        ground, chip = self.rich_style, self.rich_style + self.chip_style
        parts = []
        said = (*filter(None, (self.besides,)), *self._words_shown(self.value))
        for shown in map(safe_text, said):
            parts += [Segment(f" {shown} {glyphs().off} ", chip), Segment(" ", ground)]
        width = self.size.width
        strip = Strip(parts)
        if strip.cell_length > width:
            return Strip([Segment(fit(" ".join(said), width), chip)], width)
        return strip.adjust_cell_length(width, ground)

    # Completions and history

    def action_stay(self) -> None:
        """Nothing."""

    def action_take(self) -> None:
        """Let the word go on as is shown; where nothing is, it stays."""
        one = self.completing.completion
        if one is None:
            return
        start = self.completing.found.start
        self.replace(one.text + (" " if one.is_whole else ""), start, self.cursor_position)

    def action_take_at_end(self) -> None:
        """The same behind what is typed; elsewhere the cursor moves."""
        if self.cursor_position == len(self.value) and self.completing.completion:
            self.action_take()
        else:
            self.action_cursor_right()

    def action_step(self, by: int) -> None:
        """Another completion; where there is none, what was searched for before."""
        if self.completing.step(by):
            return
        back = self._back - by
        if back < 0:
            raise SkipAction
        if back <= len(self.searches):
            self._typed = self._typed if self._back else self.value
            self._back = back
            self.value = self.searches[-back] if back else self._typed
            self.cursor_position = len(self.value)
