"""FieldBox: a field of a form with its title, what is put into it, and what is to be said of it.

A field with a single possible value is a dim line that tab passes by; one without any is not shown,
nor is one that matters only once a problem asks for it, or by what stands in another.
"""

from collections.abc import Callable, Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Label

from store.errors import MISSING, Problem
from store.rules.action.fields import NO_LINE
from store.rules.action.frame import AskedField
from store.words import N_, _, how_many
from tui.forms.beyond import Beyond
from tui.forms.choice import ChoiceEntry, Offers
from tui.forms.lines import help_of
from tui.forms.refusing import Pending
from tui.forms.texts import LineBox, TextBox
from tui.forms.units import UnitsEntry
from tui.glyphs import glyphs
from tui.widgets.folded import Folded
from tui.widgets.panel import Panel

Apart = Callable[[str], dict[str, str]]
TEXT_LINES = 8
"""Of a text that is longer so many are seen, though other fields are not then."""
Entry = LineBox | TextBox | ChoiceEntry | UnitsEntry


class FieldBox(Vertical):
    """Its value is what the form is saved with."""

    def __init__(
        self, field: AskedField, value: str, apart: Apart | None = None, given: str = ""
    ) -> None:
        """`apart` gives the values of several fields that a pasted text holds; `given` stands in
        it by nobody's hand.
        """
        super().__init__(classes="field")
        self.field = field
        self._value = field.only or value
        """Of a field that nothing can be put into."""
        self.entry = None if field.only or _is_absent(field) else _entry(field, value, given)
        if isinstance(self.entry, Pending):
            self.entry.apart = apart
        self._kept: str | None = None
        """What stood there when something else was not taken."""
        self._offers = Offers(field.offered, value, f"{field.name}-offered")
        self._under = Folded(id=f"under-{field.name}", classes="under")
        self.display = bool(field.only) or (
            self.entry is not None and (not field.if_asked or bool(value))
        )

    def compose(self) -> ComposeResult:
        field = self.field
        if self.entry is None:
            text = field.choices[0].text if field.choices else self._value
            only = Folded(classes="only")
            only.say(f"{field.title}  {text}")
            yield only
        else:
            # One text: beside a long title there is no room for a column of its own.
            head = Folded(classes="head")
            head.say(field.title, beside=help_of(field, self._value))
            yield head
            with Horizontal(classes="box"):
                # Brackets show an empty field where there are no colours.
                yield Label("[", classes="bracket", markup=False)
                yield self.entry
                yield Label("]", classes="bracket", markup=False)
            if isinstance(self.entry, TextBox):
                yield Beyond(self.entry)
            if field.offered:
                yield self._offers
        yield self._under

    def fit(self, values: Mapping[str, str]) -> None:
        """Show it only where what stands in another field has it mean something, or something
        stands in it.
        """
        needs = self.field.only_with
        if needs and self.entry is not None:
            is_meant = values.get(needs.field) in needs.words
            self.display = is_meant or bool(self.entry.value) or self.has_problem

    def on_mount(self) -> None:
        self._offers.show(self.value)

    def on_input_changed(self) -> None:
        """Which of the words that are offered stands there now."""
        self._offers.show(self.value)

    @property
    def value(self) -> str:
        """What stands in it; nothing ticked is said, where all is meant by what is left out."""
        if self.entry is None:
            return self._value
        return self.entry.value or self.nothing

    @value.setter
    def value(self, value: str) -> None:
        if self.entry is not None:
            self.entry.value = value
            self.display = self.display or bool(value)

    @property
    def nothing(self) -> str:
        """Its value where nothing is put into it."""
        return NO_LINE if self.field.takes_all and self.entry is not None else ""

    @property
    def is_asked(self) -> bool:
        """Has it a value that is typed, or the only one there is?"""
        return self.entry is not None or bool(self.field.only)

    @property
    def has_problem(self) -> bool:
        """Is something wrong with what stands in it?"""
        return self._under.has_class("problem")

    def say(self, text: str, *, problem: bool = False) -> None:
        """What stands under it."""
        self._kept = None
        if problem:
            self.display = True
        self._under.say(f"! {text}" if problem else text)
        self._under.set_class(problem, "problem")
        self._under.display = bool(text)

    def blame(self, problem: Problem) -> None:
        """Say what is wrong with it. Of which there are to choose stands above that; where they are
        not seen, the sentence names them.
        """
        is_to_choose = problem.code == MISSING and isinstance(self.entry, ChoiceEntry)
        self.say(_("Choose one of these.") if is_to_choose else problem.sentence, problem=True)

    def refuse(self, sentence: str) -> None:
        """What was typed was not taken; that stands until there is another value, or no sentence
        says that it is mended.
        """
        if sentence or self._kept is not None:
            self.say(sentence, problem=bool(sentence))
            self._kept = self.value if sentence else None

    def was_changed(self) -> None:
        """What was wrong is not so of what was chosen or ticked instead; nobody reads it there."""
        if self.has_problem and isinstance(self.entry, ChoiceEntry | UnitsEntry):
            self.say("")

    def was_taken(self) -> bool:
        """Was all taken that was typed here? Asked for once: what was not is said."""
        said = self.entry.pending() if isinstance(self.entry, Pending) else ""
        if said:
            self.refuse(said)
        return not said

    @property
    def text(self) -> TextBox | None:
        """What takes as many lines as are typed, where it is that."""
        return self.entry if isinstance(self.entry, TextBox) else None

    @property
    def text_lines(self) -> int:
        """How many lines its text takes now, with what is said of those beyond."""
        beyond = sum(one.display for one in self.query(Beyond))
        return beyond + (self.text.outer_size.height if self.text else 0)

    def grow_to(self, share: int, room: int) -> None:
        """Have at most so many lines for its text, some anyway of all the `room` that there is."""
        if self.text is None:
            return
        fixed = self.outer_size.height - self.text_lines
        most = max(share, min(TEXT_LINES, room - fixed))
        # One line less where it has to be said how many are beyond.
        most = max(1, most - (self.text.wrapped_document.height > most))
        if self.text.styles.max_height is None or self.text.styles.max_height.value != most:
            self.text.styles.max_height = most

    @property
    def is_refusing(self) -> bool:
        """Does that stand there still?"""
        return self.has_problem and self._kept == self.value

    def take_focus(self) -> None:
        """Type here next; what is said under it is seen."""
        if self.entry is not None:
            if isinstance(self.entry, LineBox) and self.has_problem:
                # What was refused is mended; the next letter takes the place only of a scan.
                self.entry.go_on()
            self.entry.focus(scroll_visible=False)
        # Once what was said has its lines; the focus alone moves nothing where it was here already.
        self.call_after_refresh(self.come_into_sight)

    def come_into_sight(self) -> None:
        """All of it; where it has more lines than there are, what is wrong, else what is typed.

        What stands above the fields is seen with those that have room below it.
        """
        room = 0
        if isinstance(self.parent, FieldBoxes):
            room = self.parent.size.height
            if self.virtual_region.bottom <= room:
                self.parent.scroll_to(y=0, animate=False, immediate=True)
                return
        part: Widget = self
        if self.outer_size.height > room:
            part = self._under if self.has_problem or self.entry is None else self.entry
        part.scroll_visible(animate=False, immediate=True)


class FieldBoxes(VerticalScroll, can_focus=False):
    """The fields under each other; the one that is typed into is seen in however few lines."""

    def on_mount(self) -> None:
        self.watch(self, "scroll_y", self._show_more, init=False)

    def on_resize(self) -> None:
        """What is said below them grew, or the window became lower."""
        self.call_after_refresh(self._show_focused)

    on_descendant_focus = on_resize

    def watch_virtual_size(self) -> None:
        """What is said under one of them grew."""
        self.call_after_refresh(self._show_focused)

    def _show_more(self) -> None:
        """Say at the edge below how many fields are not seen whole yet, and how much is not any
        more.
        """
        top = self.scroll_offset.y
        end = top + self.size.height
        more = sum(box.display and box.virtual_region.bottom > end for box in self.query(FieldBox))
        above = sum(part.display and part.virtual_region.y < top for part in self.children)
        if isinstance(self.parent, Panel):
            before = how_many(above, N_("1 more above"), N_("{count} more above"))
            said = how_many(more, N_("1 more field"), N_("{count} more fields"))
            signs = (
                f"{glyphs().above} {before}" if above else "",
                f"{glyphs().more} {said}" if more else "",
            )
            self.parent.say_below("   ".join(filter(None, signs)))

    def _share_room(self) -> None:
        """A text grows into the lines that no other field has; in however few there are its box is
        no higher than what is seen of it.
        """
        boxes = [box for box in self.query(FieldBox) if box.display and box.text]
        taken = sum(
            part.outer_size.height + part.styles.margin.top
            for part in self.children
            if part.display
        )
        grown = sum(box.text_lines for box in boxes)
        for box in boxes:
            share = (self.size.height - taken + grown) // len(boxes)
            box.grow_to(share, self.size.height)

    def _show_focused(self) -> None:
        """Whichever has the focus by then: keys may come behind each other."""
        self._share_room()
        for box in self.query(FieldBox):
            if box.entry is not None and box.entry.has_focus:
                box.come_into_sight()
        self._show_more()


def _is_absent(field: AskedField) -> bool:
    """Has it no possible value?"""
    has_none = (field.kind == "record" and not field.choices) or (
        field.kind == "lines" and not (field.lines or field.choices)
    )
    return has_none and not field.required


def _entry(field: AskedField, value: str, given: str) -> Entry:
    if field.lines:
        return UnitsEntry(field.lines, value, field.name)
    if field.choices:
        are_records = field.kind == "record"
        return ChoiceEntry(field.choices, value, field.name, are_records=are_records)
    if field.kind == "text":
        return TextBox(value, field.name, given)
    return LineBox(value, field, [one.typed for one in field.offered], given)
