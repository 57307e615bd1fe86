"""FormScreen: asks for the fields of an action, shows each problem under its field, and keeps what
was typed; the same screen serves every action and every file dialogue.
"""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import Input, Label, Static

from store.engines.turn import Turn
from store.errors import Problem, ShouhouError
from store.rules.action.frame import AskedField
from store.words import _
from tui.forms.choice import ChoiceEntry
from tui.forms.lines import AGAIN, again, boxed, entry_of, help_of, told_again
from tui.screens.answers import Answers, begin
from tui.screens.asking import Asking, Kept
from tui.screens.dialogue import Dialogue
from tui.text import content, keys_waiting

if TYPE_CHECKING:
    from tui.app import DeskApp
    from tui.jobs import Job

PAUSE_SECONDS = 0.4
AROUND = 9
"""Lines of a form that are not its body: frame, title, three of trouble, keys."""


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
        self._answers = Answers(self, self._show)
        self._pause: Timer | None = None
        self._seen = ""
        self._turn: Turn | None = None
        """That of the change that is being saved."""
        self._job: Job | None = None
        """What was begun instead, while it is waited for whether that is done in a moment."""

    @property
    def _desk(self) -> "DeskApp":
        return cast("DeskApp", self.app)

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
                        yield from again(one.title)
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
                yield from boxed(entry_of(one, value))
        yield Static(content(help_of(one)), id=f"under-{one.name}", classes="under")

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
        """Save the draft at the next pause, not at every key."""
        if self._pause:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, self._rest)

    on_choice_entry_changed = on_input_changed

    def _rest(self) -> None:
        if self._turn is None:
            self._keep_beside(self._typed())
        echo = self._asking.echo(self.values())
        for one in self._asking.fields:
            if not self.query_one(f"#under-{one.name}").has_class("problem"):
                self._under(one.name, echo.get(one.name) or help_of(one))

    def _typed(self) -> dict[str, str]:
        """What stands in the fields, if anything of it was typed."""
        return {} if self.values() == self._initial() else self.values()

    def keep_draft(self) -> None:
        """Save what is typed; what is being saved is kept by whoever does that."""
        if self._turn is None:
            self._asking.kept(self._typed(), self._desk.threads).result()

    def _keep_beside(self, typed: dict[str, str]) -> None:
        begin(self.app, partial(self._tell_kept, self._asking.kept(typed, self._desk.threads)))

    async def _tell_kept(self, kept: Kept) -> None:
        """Where a draft cannot be saved, say so and let the work go on."""
        error = await asyncio.wrap_future(kept)
        if error and self.is_current:
            self._say(error.sentence)
        elif error:
            self.app.notify(error.sentence, severity="error")

    def _say(self, sentence: str) -> None:
        self.query_one("#trouble", Static).update(content(sentence))

    def _initial(self) -> dict[str, str]:
        return {one.name: self._asking.suggested.get(one.name, "") for one in self._asking.fields}

    # Waiting

    def show_wait(self, typed_ahead: int) -> None:
        """Say who is waited for, and how many keys wait behind it."""
        who = self._turn.waits_for if self._turn else ""
        said = _("Waiting for {who} ..  esc gives it up") if who else _("Working ..  esc leaves it")
        if typed_ahead:
            said += "   " + keys_waiting(typed_ahead)
        self._say(said.format(who=who))

    def leave_wait(self) -> None:
        """Give up what has not begun, but leave a job alone; close, what was typed is a draft."""
        if self._turn and not self._turn.give_up():
            self._say(_("It is being written already; a moment."))
            return
        said = _("{title}: given up, nothing was changed.").format(title=self._asking.title)
        if self._job and not (said := self._job.leave_alone()):
            return  # what came of it is about to be said
        self._answers.give_up()
        self._keep_beside(self._typed())
        self.dismiss(None)
        self._desk.left_wait(said)

    # News

    def show_changes(self) -> None:
        """Others changed the store: say what, and leave what was typed alone."""
        self._answers.beside(self._look_at_changes)

    async def _look_at_changes(self) -> None:
        changes, renewed = await self._desk.threads.read(self._changed)
        if changes and self._turn is None:
            self._tell_changes(changes, renewed)

    def _changed(self) -> tuple[str, tuple[str, ...]]:
        changes = self._asking.changes()
        return changes, self._asking.renewed() if changes else ()

    def _tell_changes(self, changes: str, renewed: tuple[str, ...]) -> None:
        self._say(changes)
        labels = self.query(".context").results(Label)
        for label, text in zip(labels, renewed, strict=False):
            label.update(content(text))

    # Keys

    def action_keep(self) -> None:
        """One back; what was typed stays as a draft."""
        self._keep_beside(self._typed())
        self.dismiss(None)

    def action_discard(self) -> None:
        """Forget the draft and start from the suggested values."""
        for name, value in self._initial().items():
            self._entry(name).value = value
        self._keep_beside({})

    def action_save(self) -> None:
        """Do it, or show every problem under its field."""
        for one in self._asking.fields:
            self._under(one.name, help_of(one))
        if self._asking.typed_again:
            self._under(AGAIN, told_again())
        self._say("")
        self._answers.wait_for(partial(self._save, self.values()))

    async def _save(self, values: dict[str, str]) -> None:
        changes, renewed = await self._desk.threads.read(lambda: self._judged(values))
        self._say("")
        if not self._confirmed(values):
            return
        if changes != self._seen:
            # Somebody changed it meanwhile: the first save shows what, the next one saves.
            self._seen = changes
            self._tell_changes(changes, renewed)
            return
        if self._pause:
            self._pause.stop()
        self.dismiss(await self._done(values))

    def _judged(self, values: dict[str, str]) -> tuple[str, tuple[str, ...]]:
        self._asking.check(values)
        return self._changed()

    async def _done(self, values: dict[str, str]) -> str:
        try:
            if self._asking.job:
                self._job = self._desk.jobs.start(self._asking.job(values))
                return await self._job.answer()
            self._turn, threads = Turn(), self._desk.threads
            return await threads.write(lambda: self._asking.done(values, threads), self._turn)
        finally:
            self._job = self._turn = None

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
        if not self.is_attached:
            return
        known = {one.name for one in self._asking.fields}
        self._say("")
        for one in reversed(problems):
            if one.field in known:
                self._under(one.field, one.sentence, problem=True)
                self._entry(one.field).focus()
            else:
                self._say(one.sentence)

    def _under(self, name: str, text: str, *, problem: bool = False) -> None:
        under = self.query_one(f"#under-{name}", Static)
        under.update(content(f"! {text}" if problem else text))
        under.set_class(problem, "problem")
