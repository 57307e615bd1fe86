"""FormScreen: asks for the fields of an action, shows each problem under its field, and keeps what
was typed; the same screen serves every action and every file dialogue.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import Input, Label, Static

from store.errors import Problem, ShouhouError
from store.rules.base import AskedField
from store.words import _
from tui.forms.choice import ChoiceEntry
from tui.screens.dialogue import Dialogue
from tui.text import content

AGAIN = "again"
PAUSE_SECONDS = 0.4
AROUND = 9
"""Lines of a form that are not its body: frame, title, three of trouble, keys."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a form asks, and what it does with the answers."""

    title: str
    fields: tuple[AskedField, ...]
    suggested: dict[str, str]
    save: Callable[[dict[str, str]], str | Awaitable[str]]
    """Do it and say what was done; raises ShouhouError with the problems. What takes long is
    awaited, and the desk goes on meanwhile."""
    check: Callable[[dict[str, str]], None] = lambda _values: None
    """Raise what `save` would raise, and change nothing: asked before the amount typed again."""
    context: tuple[str, ...] = ()
    """Lines to look at while typing."""
    typed_again: str | None = None
    same: Callable[[str, str], bool] = lambda one, other: one.strip() == other.strip()
    """Do two texts mean the same, where one is typed again?"""
    echo: Callable[[dict[str, str]], dict[str, str]] = lambda _values: {}
    """What the desk understands from what is typed so far, by field."""
    renewed: Callable[[], tuple[str, ...]] = tuple
    """The lines to look at as they are now, after others changed something."""
    changes: Callable[[], str] = lambda: ""
    """What others did meanwhile to what the form is about; empty when nothing."""
    draft: dict[str, str] = field(default_factory=dict)
    keep: Callable[[dict[str, str]], None] = lambda _values: None


class FormScreen(Dialogue):
    """A form; dismissed as any dialogue."""

    CSS_PATH = "form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "save", show=False),
        Binding("escape", "keep", show=False),
        Binding("ctrl+r", "discard", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, asking: Asking) -> None:
        super().__init__()
        self._asking = asking
        self._pause: Timer | None = None
        self._seen = ""

    def compose(self) -> ComposeResult:
        asking = self._asking
        with Vertical(id="form"):
            yield Label(content(asking.title), id="title")
            with VerticalScroll(id="body", can_focus=False):
                for text in asking.context:
                    yield Label(content(text), classes="context")
                for one in asking.fields:
                    yield from self._field(one)
                for one in asking.fields:
                    if one.name == asking.typed_again:
                        yield from self._again(one.title)
            if asking.draft:
                yield Label(content(_("Your draft is back; ctrl+r forgets it.")), id="draft")
            yield Static(id="trouble")
            yield Label(content(_("ctrl+s save   esc keep as draft   tab next field")), id="keys")

    def _field(self, one: AskedField) -> ComposeResult:
        value = self._asking.draft.get(one.name, self._asking.suggested.get(one.name, ""))
        with Horizontal(classes="field"):
            needed = "" if one.required else " "
            yield Label(content(f"{one.title}{needed}"), classes="name")
            if one.choices:
                yield ChoiceEntry(one.choices, value, one.name)
            else:
                yield from _boxed(Input(value, id=f"field-{one.name}", compact=True))
        yield Static(content(_help(one)), id=f"under-{one.name}", classes="under")

    def _again(self, title: str) -> ComposeResult:
        with Horizontal(classes="field"):
            yield Label(content(_("{field} again").format(field=title)), classes="name")
            yield from _boxed(Input("", id=f"field-{AGAIN}", compact=True))
        yield Static(content(_told_again()), id=f"under-{AGAIN}", classes="under")

    def on_mount(self) -> None:
        entries = self.query("Input, ChoiceEntry")
        needed = [self._entry(one.name) for one in self._asking.fields if one.required]
        empty = [] if self._asking.typed_again else [one for one in needed if not one.value]
        if entries:
            (empty[0] if empty else entries.first()).focus()

    def on_resize(self) -> None:
        """However long the form, what is wrong and how to save stay on the screen."""
        around = AROUND + (2 if self._asking.draft else 0)
        self.query_one("#body").styles.max_height = max(3, self.size.height * 96 // 100 - around)
        if self.focused:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {one.name: self._entry(one.name).value for one in self._asking.fields}

    def _entry(self, name: str) -> Input | ChoiceEntry:
        entry = self.query_one(f"#field-{name}")
        assert isinstance(entry, Input | ChoiceEntry)
        return entry

    def on_input_submitted(self) -> None:
        """Enter goes on to the next field; it never saves."""
        self.focus_next()

    def on_input_changed(self) -> None:
        self._touched()

    def on_choice_entry_changed(self) -> None:
        self._touched()

    def _touched(self) -> None:
        """Save the draft at the next pause, not at every key."""
        if self._pause:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, self._rest)

    def _rest(self) -> None:
        self.keep_draft()
        echo = self._asking.echo(self.values())
        for one in self._asking.fields:
            if not self.query_one(f"#under-{one.name}").has_class("problem"):
                self._under(one.name, echo.get(one.name) or _help(one))

    def keep_draft(self) -> None:
        """Save what is typed."""
        typed = self.values()
        self._keep({} if typed == self._initial() else typed)

    def _keep(self, typed: dict[str, str]) -> None:
        """Where a draft cannot be saved, say so and let the work go on."""
        try:
            self._asking.keep(typed)
        except ShouhouError as error:
            self.query_one("#trouble", Static).update(content(error.sentence))

    def _initial(self) -> dict[str, str]:
        return {one.name: self._asking.suggested.get(one.name, "") for one in self._asking.fields}

    def show_changes(self) -> None:
        """Others changed the store: say what, and leave what was typed alone."""
        changes = self._asking.changes()
        if not changes:
            return
        self.query_one("#trouble", Static).update(content(changes))
        labels = self.query(".context").results(Label)
        for label, text in zip(labels, self._asking.renewed(), strict=False):
            label.update(content(text))

    def action_keep(self) -> None:
        """One back; what was typed stays as a draft."""
        self.keep_draft()
        self.dismiss(None)

    def action_discard(self) -> None:
        """Forget the draft and start from the suggested values."""
        for name, value in self._initial().items():
            self._entry(name).value = value
        self._keep({})

    def action_save(self) -> None:
        """Do it, or show every problem under its field."""
        for one in self._asking.fields:
            self._under(one.name, _help(one))
        if self._asking.typed_again:
            self._under(AGAIN, _told_again())
        self.query_one("#trouble", Static).update("")
        values = self.values()
        try:
            self._asking.check(values)
        except ShouhouError as error:
            self._show(error)
            return
        if self._confirmed(values) and not self._news():
            self._save(values)

    def _news(self) -> bool:
        """Somebody changed it meanwhile: the first save shows what, the next one saves."""
        changes = self._asking.changes()
        if changes == self._seen:
            return False
        self._seen = changes
        self.show_changes()
        return True

    @work(exclusive=True)
    async def _save(self, values: dict[str, str]) -> None:
        try:
            said = self._asking.save(values)
            if not isinstance(said, str):
                self.query_one("#trouble", Static).update(content(_("Working ..")))
                said = await said
        except ShouhouError as error:
            self._show(error)
            return
        self._keep({})
        self.dismiss(said)

    def _confirmed(self, values: dict[str, str]) -> bool:
        name = self._asking.typed_again
        if not name:
            return True
        if not values[name].strip():
            # Money never moves by leaving a field empty: the amount is typed, and typed again.
            self._under(name, _("A value is needed here."), problem=True)
            self._entry(name).focus()
            return False
        if self._asking.same(values[name], self._entry(AGAIN).value):
            return True
        self._under(AGAIN, _("This is not the same as above."), problem=True)
        self._entry(AGAIN).focus()
        return False

    def _show(self, error: ShouhouError) -> None:
        problems = error.problems or (Problem(error.field or "", error.sentence),)
        known = {one.name for one in self._asking.fields}
        self.query_one("#trouble", Static).update("")
        for one in reversed(problems):
            if one.field in known:
                self._under(one.field, one.sentence, problem=True)
                self._entry(one.field).focus()
            else:
                self.query_one("#trouble", Static).update(content(one.sentence))

    def _under(self, name: str, text: str, *, problem: bool = False) -> None:
        under = self.query_one(f"#under-{name}", Static)
        under.update(content(f"! {text}" if problem else text))
        under.set_class(problem, "problem")


def _told_again() -> str:
    return _("once more, to confirm; it cannot be taken back")


def _help(one: AskedField) -> str:
    return one.help or ("" if one.required else _("may be left out"))


def _boxed(entry: Input) -> ComposeResult:
    """Brackets around a field, so that an empty one is seen without any colour."""
    yield Label("[", classes="bracket", markup=False)
    yield entry
    yield Label("]", classes="bracket", markup=False)
