"""FormScreen: asks for the fields of an action beside the order it is about, shows each problem
under its field, and keeps what was typed; the same screen serves every action and file dialogue.
"""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.css.query import QueryType
from textual.events import ScreenResume
from textual.widget import Widget

from store.engines.turn import Turn
from store.errors import Problem, ShouhouError
from store.words import _
from tui.forms.lines import unlike
from tui.screens.answers import Answers, begin
from tui.screens.asking import Asking, Values
from tui.screens.refused_save import RefusedSave
from tui.text import keys_waiting
from tui.widgets.folded import Folded

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.jobs import Job
    from tui.screens.menu import MenuScreen


class FormScreen(RefusedSave):
    """A form; dismissed as any dialogue."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._answers = Answers(self, self._show)
        self._seen = ""
        self._saved: Values = {}
        """What was to be saved last; what is wrong with it stands until something else is typed."""
        self._turn: Turn | None = None
        """That of the change that is being saved."""
        self._job: Job | None = None
        """What was begun instead, while it is waited for whether that is done in a moment."""
        self._told: tuple[Values, str] = {}, ""
        """What was said to come of which values."""
        self._judged_by = ""
        """What others had done by the time when saving it was refused."""

    @property
    def order_shown(self) -> str:
        """The order that it is about, by its key; none where it is about several or another."""
        return self._asking.order_shown

    def on_screen_resume(self, _event: ScreenResume) -> None:
        """Whoever types here has that order open."""
        self._desk.seen.look()

    def focus_next(self, selector: str | type[QueryType] = "*") -> Widget | None:
        """The number that confirms is the last: one key more is no way into what it confirms."""
        last = self._again.entry if self._again else None
        return last if last and last.has_focus else super().focus_next(selector)

    @property
    def is_saving(self) -> bool:
        return self._turn is not None

    def rest(self) -> None:
        self._ask_again_if_needed()
        values = self.values()
        echo = self._asking.echo(values)
        for name, box in self._boxes.items():
            if not box.has_problem:
                box.say(echo.get(name, ""))
        begin(self, partial(self._try, values, echo), "try", exclusive=True)

    async def _try(self, values: Values, echo: Values) -> None:
        """What is wrong with what was typed stands under it, what would be so below all."""
        problems: tuple[Problem, ...] = ()
        after, given = "", self.initial()
        asked = frozenset[str]()
        try:
            after, asked = await self._desk.threads.read(lambda: self._looked_at(values))
        except ShouhouError as error:
            problems = error.problems
        if not self.is_attached or self._turn or values != self.values():
            return
        # Nothing is said of what stands there as it was suggested: nobody has typed it.
        typed = {name for name, value in values.items() if value.strip() and value != given[name]}
        said = typed | {name for name, box in self._boxes.items() if box.has_problem}
        wrong = {one.field: one for one in reversed(problems) if one.field in said}
        lasting = {one.field for one in problems}
        for name, box in self._boxes.items():
            if box.is_refusing:
                continue
            if name in wrong:
                box.blame(wrong[name])
            elif box.has_problem and values != self._saved and name not in lasting:
                box.say(echo.get(name, ""))
        self._tell_after(values, after, asked)

    def _looked_at(self, values: Values) -> tuple[str, frozenset[str]]:
        """What would be so, and which fields are asked for then."""
        return self._asking.after(values), self._asking.asked(values)

    def _tell_after(self, values: Values, after: str, asked: frozenset[str]) -> None:
        """What would be so; what was typed to confirm another answer is forgotten."""
        is_of_same = self.confirmed_of(self._told[0]) == self.confirmed_of(values)
        if is_of_same and self._told[1] not in ("", after):
            self._forget_number()
        for name in asked:
            self._boxes[name].display = True
        self._told = values, after
        self._say_after(after)

    # Waiting

    def show_wait(self, typed_ahead: int) -> None:
        """Say who is waited for, and how many keys wait behind it."""
        who = self._turn.waits_for if self._turn else ""
        said = _("Waiting for {who} …  esc gives it up") if who else _("Working …  esc leaves it")
        if typed_ahead:
            said += "   " + keys_waiting(typed_ahead)
        self.say(said.format(who=who))

    def leave_wait(self) -> None:
        """Give up what has not begun, but leave a job alone; close, what was typed and
        not begun is a draft.
        """
        if self._turn and not self._turn.give_up():
            self.say(_("It is being written already; a moment."))
            return
        said = _("{title}: given up, nothing was changed.").format(title=self._asking.title)
        if self._job and not (said := self._job.leave_alone()):
            return  # what came of it is about to be said
        typed = {} if self._job else self.typed()
        self._answers.give_up()
        self.keep_beside(typed)
        self.dismiss(None)
        self._desk.left_wait(said)

    # News

    def show_changes(self) -> None:
        """Others changed the store: say what, and leave what was typed alone."""
        self._answers.beside(self._look_at_changes)

    def show_present(self, present: dict[str, str]) -> None:
        """Whoever has the order open as well stands beside the title: it may lie over the list."""
        self._present = present.get(self.order_shown, "")
        self.say_title()

    def show_trouble(self, said: str) -> None:
        """Say it below the fields."""
        self.say(said)

    async def _look_at_changes(self) -> None:
        changes, renewed = await self._desk.threads.read(self._changed)
        # Why it was refused says more than what others did that it was refused for.
        if self._turn is None and changes not in {"", self._judged_by}:
            self._tell_changes(changes, renewed)

    def _changed(self) -> tuple[str, tuple[str, ...]]:
        changes = self._asking.changes()
        return changes, self._asking.renewed() if changes else ()

    def _tell_changes(self, changes: str, renewed: tuple[str, ...]) -> None:
        self.say(changes)
        self.rest()  # what would come of it is another thing now
        told = self.query(".context").results(Folded)
        for one, text in zip(told, renewed, strict=False):
            one.say(self._desk.as_shown(text))

    # Keys

    def action_save(self) -> None:
        """Do it, or show every problem under its field. Where there is none, what was typed and not
        taken is seen first.
        """
        self._untaken = [box for box in self.every_box if not box.was_taken()]
        self._saved = self.values()
        # Which goods go with money is read where it is refused, too.
        echo = self._asking.echo(self._saved)
        for box in self.every_box:
            if box not in self._untaken:
                box.say(echo.get(box.field.name, ""))
        self.say("")
        self._answers.wait_for(partial(self._save_or_refuse, self._saved))

    async def _save_or_refuse(self, values: Values) -> None:
        try:
            await self._save(values)
        except ShouhouError:
            with suppress(ShouhouError):
                self._judged_by = await self._desk.threads.read(self._asking.changes)
            if self._judged_by:
                self.rest()
            raise

    async def _save(self, values: Values) -> None:
        (after, asked), changes, renewed = await self._desk.threads.read(
            lambda: self._judged(values)
        )
        self.say("")
        # Of what is saved; nobody need have paused since the last key.
        self._tell_after(values, after, asked)
        if not self._confirmed(values):
            return  # what comes next is what it is confirmed by, or another number than that
        if self.shows_untaken():
            return
        if changes != self._seen:
            # Somebody changed it meanwhile: the first save shows what, the next one saves.
            self._seen = changes
            self._tell_changes(changes, renewed)
            self.refuse_keys(changes)
            return
        if self._pause:
            self._pause.stop()
        self.dismiss(await self._done(values))

    def action_planned(self) -> None:
        """List what will be done and what is refused; the orders can be opened from there."""
        if planned := self._asking.planned:
            planned_now = partial(planned, self.values())
            self._answers.wait_for(partial(self._list_planned, planned_now))

    async def _list_planned(self, planned: "Callable[[], MenuScreen]") -> None:
        self.app.push_screen(await self._desk.threads.read(planned))

    def _judged(self, values: Values) -> tuple[tuple[str, frozenset[str]], str, tuple[str, ...]]:
        """What would be so, and what others did meanwhile; raises what saving would raise."""
        self._asking.check(values)
        return self._looked_at(values), *self._changed()

    async def _done(self, values: Values) -> str:
        try:
            if self._asking.job:
                self._job = self._desk.jobs.start(self._asking.job(values))
                self._asking.kept({}, self._desk.threads)
                return await self._job.answer()
            self._turn, threads = Turn(), self._desk.threads
            return await threads.write(lambda: self._asking.done(values, threads), self._turn)
        finally:
            self._job = self._turn = None

    def _confirmed(self, values: Values) -> bool:
        name, box = self._asking.typed_again, self._again
        if not name or box is None:
            return True
        if name in values and not values[name].strip():
            # Money never moves by leaving a field empty: the amount is typed, and typed again.
            self._boxes[name].say(_("A value is needed here."), problem=True)
            self._boxes[name].take_focus()
            return False
        if self._asking.is_confirmed(values, box.value):
            return True
        box.say(unlike(name, box.value), problem=True)
        box.take_focus()
        return False

    def _show(self, error: ShouhouError) -> None:
        """Under each field what is wrong with it, below all what is about none; the first of the
        fields is typed into next.
        """
        shown, every = self._desk.as_shown, error.every_problem
        problems = [one._replace(sentence=shown(one.sentence)) for one in every]
        if not self.is_attached:
            return
        wrong = {one.field: one for one in reversed(problems)}
        boxes = {name: box for name, box in self._boxes.items() if name in wrong and box.is_asked}
        for name, box in boxes.items():
            if box not in self._untaken:
                box.blame(wrong[name])
        if boxes:
            self._say_after("")
        for box in [*boxes.values()][:1]:
            box.take_focus()
        beside = [one.sentence for one in problems if one.field not in boxes][:1]
        # Who did what it is refused for is told before the reason.
        self.say(said := "\n".join(filter(None, (self._judged_by, *beside))))
        self.refuse_keys(said if beside else "")
