"""FormFields: the fields of a form beside the order it is about, and the draft of what is typed."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from store.words import N_, _
from tui.forms.afterwards import Afterwards
from tui.forms.field_box import FieldBox, FieldBoxes
from tui.forms.first import first_of
from tui.forms.lines import about, again_field
from tui.forms.messages import Changed, Refused, TakenApart
from tui.forms.pasted_parts import PastedParts
from tui.screens.asking import Asking, Values
from tui.screens.drafting import EMPTIED, Drafting
from tui.text import fit, fit_end, width_of
from tui.widgets.bars import Hint, KeyBar
from tui.widgets.folded import Folded
from tui.widgets.panel import Panel

PAUSE_SECONDS = 0.4
EDGES = 6
"""Cells of a frame that its title never takes."""
COPIES = N_("Ctrl+C copies what is selected; esc leaves the form.")
ENDING = 6
"""Cells by which the number of an order is told apart at least: its last four digits are typed."""


class FormFields(Drafting):
    """What is asked, and what was typed; nothing of it is lost."""

    CSS_PATH = "form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "save", show=False),
        Binding("f1", "about", show=False),
        Binding("f4", "planned", show=False),
        Binding("down,enter", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._pause: Timer | None = None
        # Held, not looked up: something may be said when it has gone.
        self._trouble = Folded(id="trouble")
        self._after = Afterwards(id="after")
        self._helped = ""
        """What was said about the field that is typed in."""
        start = asking.suggested | asking.draft
        asked, apart = asking.fields, asking.taken_apart
        self._present = ""
        """Who has the order open as well."""
        given = asking.suggested.get
        self._boxes = {
            one.name: FieldBox(one, start.get(one.name, ""), apart, given(one.name, ""))
            for one in asked
        }
        self._again: FieldBox | None = None
        if asking.typed_again:
            titles = {one.name: one.title for one in asking.fields}
            title = titles.get(asking.typed_again, "")
            self._again = FieldBox(again_field(title, asking.typed_again), "")
        self._known = self.values()
        """What stood there when it was looked at last."""
        self._fit()

    def compose(self) -> ComposeResult:
        with Panel(id="form", classes="panel"):
            with FieldBoxes(id="body"):
                yield self._offer
                for text in (*self._asking.context, *self._nothing_asked()):
                    context = Folded(classes="context")
                    context.say(self._desk.as_shown(text))
                    yield context
                yield from self._boxes.values()
                if self._again:
                    yield self._again
            yield PastedParts({one.name: one.title for one in self._asking.fields})
            yield self._after
            yield self._trouble
        with Horizontal(id="foot"):
            yield KeyBar(id="keys")
            yield self._kept

    def on_mount(self) -> None:
        self.show_beside()  # before it is drawn for the first time
        self.say_title()
        self.query_one(KeyBar).show([*self._hints()])
        self._begin()
        self.rest()

    def _nothing_asked(self) -> Iterator[str]:
        """What a form says that only asks whether it is meant."""
        if not self.every_box:
            yield _("ctrl+s does it; it cannot be taken back.")

    def _hints(self) -> Iterator[Hint]:
        yield Hint("ctrl+s", _("save"), stays=True)
        if self.every_box:
            yield Hint("tab", _("next field"))
        is_kept = self._asking.keep and self._boxes
        yield Hint("esc", _("keep as draft") if is_kept else _("close"), stays=True)
        if self._asking.planned:
            yield Hint("f4", _("each of them"), stays=True)
        if self.every_box:
            yield Hint("f1", _("about this field"))

    def _begin(self) -> None:
        """Type into the first field."""
        first = first_of(self._boxes, self._asking.typed_again) or self._again
        if first:
            first.take_focus()

    def on_resize(self) -> None:
        """However long the form, what is wrong and how to save stay on the screen."""
        self.show_beside()
        self.say_title()

    def say_title(self) -> None:
        """What is done and to which order, and who has that open as well; where there is no room
        for all of it, the number of the order is cut, whose end is told apart, then what is done.
        """
        done, between, of = self._asking.title.rpartition("  ")
        behind = f"  @{self._present}" if self._present else ""
        room = self.cells - EDGES - width_of(behind)
        if self._asking.order_shown and width_of(self._asking.title) > room:
            of = fit_end(of, max(ENDING, room - width_of(done + between)))
        rest = f"{between}{of}{behind}"
        cut = fit(done, max(0, min(self.cells - EDGES - width_of(rest), width_of(done))))
        self.query_one(Panel).say_above(f"{cut}{rest}")

    def values(self) -> Values:
        return {name: box.value for name, box in self._boxes.items()}

    def _fit(self) -> None:
        """Show the fields that mean something with what stands in the others."""
        for box in self._boxes.values():
            box.fit(self._known)

    def fill(self, values: Values) -> None:
        for name, box in self._boxes.items():
            if name in values:
                box.value = values[name]
        if self._again:
            self._again.value = ""  # what confirms other values confirms these no more
        self._begin()

    def on_input_submitted(self) -> None:
        """Enter goes on to the next field; it never saves."""
        self.focus_next()

    def on_changed(self, _changed: Changed) -> None:
        """Save the draft at the next pause, not at every key."""
        values = self.values()
        if values == self._known:  # Textual says so of a field that has just come up as well
            return
        for name in (one for one in values if values[one] != self._known[one]):
            self._boxes[name].was_changed()
        if self.confirmed_of(values) != self.confirmed_of(self._known):
            self._forget_number()
        asked = self._asking.asked_instead(values, self._known)
        self._known = values
        self._fit()
        for name, value in asked.items():
            self._boxes[name].value = value
        self._after.call_old()
        self.query_one(PastedParts).look_at(values)
        if values != self.initial():
            self._unsay(_(EMPTIED))
        self._ask_again_if_needed()
        if self._pause:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, self._rested)

    on_input_changed = on_changed

    def on_refused(self, refused: Refused) -> None:
        """What was put in was not taken: say why, under its field, until that is mended."""
        box = self._boxes.get(refused.name, self._again)
        if box:
            box.refuse(refused.sentence)
            if refused.sentence:
                self._say_after("")
            else:
                self.rest()

    def on_taken_apart(self, taken: TakenApart) -> None:
        """Each of several values that were pasted at once has its own field."""
        for name, value in taken.values.items():
            self._boxes[name].value = value
        self.query_one(PastedParts).tell(taken.values)

    def _rested(self) -> None:
        self.keep_what_is_new()
        self.rest()

    def rest(self) -> None:
        """Say what is understood so far, and what would come of it."""
        raise NotImplementedError

    @property
    def every_box(self) -> tuple[FieldBox, ...]:
        """The fields, and the one in which something is typed once more."""
        return (*self._boxes.values(), *((self._again,) if self._again else ()))

    def confirmed_of(self, values: Values) -> Values:
        """Those of these values that a number confirms."""
        return {name: one for name, one in values.items() if name not in self._asking.beside}

    def _forget_number(self) -> None:
        """A number that confirms what stands here confirms nothing else; an amount is compared."""
        again = self._again
        if again and again.value and self._asking.typed_again not in self._boxes:
            again.value = ""
            again.say(_("What it confirmed has changed; it is typed again."), problem=True)

    def _ask_again_if_needed(self) -> None:
        if self._again:
            self._again.display = self._asking.is_typed_again(self.values())

    def say(self, sentence: str) -> None:
        self._trouble.say(sentence)

    def _unsay(self, sentence: str) -> None:
        """It does not hold any more."""
        if sentence and self._trouble.said == sentence:
            self.say("")

    def _say_after(self, what: str) -> None:
        """What would be so; a plan beside an error would be taken for that of what was typed. What
        confirms it is typed with it in sight.
        """
        has_problem = any(box.has_problem for box in self._boxes.values())
        self._after.tell("" if has_problem else what)

    def initial(self) -> Values:
        return {name: self._suggested(box) for name, box in self._boxes.items()}

    def _suggested(self, box: FieldBox) -> str:
        return box.field.only or self._asking.suggested.get(box.field.name, "") or box.nothing

    def action_about(self) -> None:
        """All there is to say about the field that is typed in."""
        for box in self.every_box:
            if box.entry is not None and box.entry is self.focused:
                self._helped = about(box.field)
                self.say(self._helped)

    def action_copy_text(self) -> None:
        """Copy what is selected; where nothing is, say what the key is for."""
        if self.get_selected_text() is None:
            self.say(_(COPIES))
        super().action_copy_text()

    def action_keep(self) -> None:
        """First take away what is said about a field, then the form."""
        if self._helped:
            self.on_descendant_focus()
        else:
            super().action_keep()

    def on_descendant_focus(self) -> None:
        """What was said about one field says nothing about the next."""
        self._unsay(self._helped)
        self._helped = ""
