"""UnitsEntry: how many of each line of an order, as checks and numbers: `[x] tea cake  2 of 2`."""

from collections.abc import Sequence
from functools import partial

from pydantic_core import PydanticCustomError
from textual.binding import Binding
from textual.content import Content
from textual.events import Key, Paste
from textual.geometry import Size
from textual.reactive import reactive

from store.rules.action.fields import read_lines
from store.rules.action.line_offers import LineOffer
from store.words import _
from tui.forms.messages import Changed
from tui.forms.paged import height_of, page_drawn
from tui.forms.refusing import Refusing
from tui.forms.typed import Typed
from tui.text import content, fit, safe_text, width_of

SIGNS = frozenset(" +-=0123456789")
"""What is typed to take lines and to say how many, in half width."""
STEPS = {"j": 1, "k": -1}
"""What goes through the lines where it begins what is typed; within a text it is a part of that."""


class UnitsEntry(Refusing):
    """The lines under each other; space takes one or leaves it, + - and digits change how many.

    `j` and `k` go through them, as in a list.
    """

    BINDINGS = [
        Binding("space,ideographic_space", "take_or_leave", show=False),
        Binding("plus,equals_sign,fullwidth_plus_sign,right", "add(1)", show=False),
        Binding("minus,fullwidth_hyphen_minus,left", "add(-1)", show=False),
        Binding("delete,backspace", "set_count(0)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("home", "go_to(0)", show=False),
        Binding("end", "go_to(-1)", show=False),
        Binding("ctrl+u", "forget", show=False),
    ]
    cursor = reactive(0, init=False)
    counts: reactive[tuple[int, ...]] = reactive((), init=False)

    def __init__(self, offers: tuple[LineOffer, ...], value: str, name: str) -> None:
        super().__init__(name)
        self.offers = offers
        self._typed = ""
        """The digits of the count that is typed."""
        self._together = Typed()
        self._before: tuple[int, ...] = ()
        """How many of each before what was typed together."""
        self._start: tuple[int, ...] = ()
        """And before all that was typed since another key."""
        self._is_refused = False
        """Was that refused?"""
        self.set_reactive(UnitsEntry.counts, self._read(value))

    @property
    def value(self) -> str:
        """`1:2,2:1`, as every field of lines is written; empty when no line is taken."""
        taken = zip(self.offers, self.counts, strict=True)
        return ",".join(f"{offer.line}:{count}" for offer, count in taken if count)

    @value.setter
    def value(self, value: str) -> None:
        self.mend()
        self.counts = self._read(value)

    def _read(self, text: str) -> tuple[int, ...]:
        """How many of each line; what the text names beside them is left out."""
        try:
            parts = read_lines(text)
        except PydanticCustomError:
            parts = ()
        meant = {part.line: part.quantity for part in parts} if isinstance(parts, tuple) else {}
        return tuple(min(meant.get(offer.line, 0), offer.most) for offer in self.offers)

    # Keys

    def action_take_or_leave(self) -> None:
        """All of the line, or none."""
        self.action_set_count(0 if self.counts[self.cursor] else self.offers[self.cursor].most)

    def action_add(self, by: int) -> None:
        """One more, or one less."""
        self.action_set_count(max(0, self.counts[self.cursor] + by))

    def action_set_count(self, count: int) -> None:
        """So many; more than there are is not taken, and that is said."""
        self._typed = ""
        self._set(count)

    def _set(self, count: int) -> None:
        most = self.offers[self.cursor].most
        if count > most:
            self.refuse(_too_many(most, count))
            return
        self.mend()
        counts = list(self.counts)
        counts[self.cursor] = count
        self.counts = tuple(counts)

    def _give_back(self) -> None:
        """As it was before what was typed together, of which no sign counts any more."""
        self._typed, self._is_refused = "", True
        self.counts = self._before

    def action_move(self, by: int) -> None:
        """The next line; beyond the last one the next field."""
        self._typed = ""
        if 0 <= self.cursor + by < len(self.offers):
            self.cursor += by
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_go_to(self, position: int) -> None:
        """The first line, or the last."""
        self._typed = ""
        self.cursor = position % len(self.offers)

    def action_forget(self) -> None:
        """Forget what was not taken."""
        self._typed = ""
        self.mend()

    def on_key(self, event: Key) -> None:
        """Digits are how many; what comes quickly and is no count, or holds letters however slowly
        it is typed, is a text, and not taken.
        """
        if not event.is_printable:
            self._together.end()
            return
        if not self._together.text:
            self._start = self.counts
        if self._together.take(event):
            self._before, self._is_refused = self.counts, False
            if event.character in STEPS:
                event.stop()
                self._together.end()
                self.mend()
                at = self.cursor + STEPS[event.character]
                self.cursor = max(0, min(at, len(self.offers) - 1))
                return
        text, whole = self._together.together, self._together.text
        has_letters = not SIGNS.issuperset(whole)
        if has_letters:
            self._before = self._start
        if self._is_refused or has_letters:
            event.stop()
            self._give_back()
            self._refuse_text(whole)
        elif text[-1].isdecimal():
            event.stop()
            many = self._typed + text[-1]
            # A digit after a pause is another count where the two are none together.
            is_new = len(text) == 1 and int(many) > self.offers[self.cursor].most
            self._typed = text if is_new else many
            count = int(self._typed)
            if count > self.offers[self.cursor].most:
                self._give_back()
            self._set(count)

    def _refuse_text(self, text: str) -> None:
        said = _("{text} is no count; nothing was changed.")
        self.refuse(said.format(text=safe_text(" ".join(text.split()), 40)))

    def on_blur(self) -> None:
        """What is typed next begins anew."""
        self._together.end()
        self._typed = ""

    def _on_paste(self, event: Paste) -> None:
        """Lines as other programs write them, `1:2,2:1`; anything else is not taken."""
        event.stop()
        event.prevent_default()
        if self.is_apart(event.text):
            return
        try:
            read = read_lines(event.text)
        except PydanticCustomError:
            self._refuse_text(event.text)
            return
        most = {offer.line: offer.most for offer in self.offers}
        for part in read if isinstance(read, tuple) else ():
            if part.quantity > most.get(part.line, 0):
                self.refuse(_too_many(most.get(part.line, 0), part.quantity))
                return
        self.value = event.text

    def watch_counts(self) -> None:
        """Say that the form has another value."""
        self.post_message(Changed())

    def watch_cursor(self) -> None:
        """Keep the line in sight."""
        self.refresh()

    # What is seen

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line each, or as many as there is room for."""
        return height_of(len(self.offers), self.app.size.height)

    def render(self) -> Content:
        """A check, the goods, and how many of how many; of many lines the page of the cursor."""
        width, every = self.content_size.width, range(len(self.offers))
        height = height_of(len(every), self.app.size.height)
        draw = partial(self._drawn, width)
        if len(every) == height:
            return Content("\n").join(map(draw, every))
        return page_drawn(every, self.cursor, (width, height), draw, self._which)

    def _which(self, seen: Sequence[int]) -> str:
        said = _("{first} to {last} of {count} lines; arrows show more")
        return said.format(first=seen[0] + 1, last=seen[-1] + 1, count=len(self.offers))

    def _drawn(self, width: int, position: int) -> Content:
        offer, count = self.offers[position], self.counts[position]
        check = "[x] " if count else "[ ] "
        digits = len(str(max(one.most for one in self.offers)))
        said = _("{count} of {most}")
        many = said.format(count=f"{count:{digits}}", most=f"{offer.most:{digits}}")
        name = fit(offer.text, max(1, width - width_of(check + many) - 2))
        is_here = self.has_focus and position == self.cursor
        style = "bold $foreground on $chosen" if is_here else "" if count else "$text-muted"
        return content(f"{check}{name}  {many}", style)


def _too_many(most: int, count: int) -> str:
    said = _("{count} is more than the {most} there are; nothing was changed.")
    return said.format(count=count, most=most)
