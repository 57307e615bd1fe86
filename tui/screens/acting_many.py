"""ActingMany: how an action is done to all that is marked: one form, a plan of each, then a job.

What the form shows is judged for each of them without the lock; what is saved is what was shown.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from store.errors import BadInput, GivenUp
from store.models.bulk_run import BulkItem, BulkRun
from store.models.subject import Part, Target
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import is_about
from store.rules.action.settling import settling
from store.words import _, readings, sentences
from store.work.bulk import RunBrokenOff, why_not_any, why_not_many
from tui.forms.lines import COUNT
from tui.forms.understood import understood
from tui.jobs import Job
from tui.progress import Progress
from tui.screens.asking import Asking, Values
from tui.screens.bulk_report import MARK, ReportScreen, outcome_of
from tui.screens.files import offer_to_stop
from tui.screens.form import FormScreen
from tui.screens.menu import MenuLine, MenuScreen
from tui.screens.menu_groups import Group
from tui.screens.naming import kinds_meant, kinds_owed, title_of, to_settle
from tui.screens.planned import Planned, none_of
from tui.screens.possible_with import title_of_menu, with_how_many
from tui.screens.taking_back import how_taken_back, remember
from tui.screens.what_was_done import for_good

if TYPE_CHECKING:
    from tui.screens.listing import Listing


class ActingMany:
    """The actions on what is marked in a list."""

    def __init__(self, screen: "Listing") -> None:
        self._screen = screen
        self._desk = screen.desk
        self._repository = screen.desk.repository
        self._bulk = self._repository.bulk(screen.desk.drafts.runs)

    async def ask(self, name: str, targets: Sequence[Target]) -> None:
        """Ask once what is the same for all, and show what comes of each."""
        action = all_actions()[name]
        why_not = why_not_many(action, {}) or why_not_any(action, targets)
        if why_not:
            self._screen.refuse_key(why_not, _(action.title))
            return
        await self._desk.look_for_news()
        about, drafts = _called_in_drafts(targets), self._desk.drafts
        asking = await self._desk.threads.read(lambda: self._asking(name, targets, about))
        if isinstance(asking, str):
            self._screen.refuse_key(asking, _(action.title))
            return
        draft = await self._desk.threads.keep(lambda: drafts.open(about, name))
        asking = asking.with_draft(draft, self._repository.now)
        self._desk.push_screen(FormScreen(asking), self._screen.done)

    def _asking(self, name: str, targets: Sequence[Target], about: str) -> Asking | str:
        """What to ask; or why there is nothing to, because it may be done with none of them."""
        form = self._bulk.form(name, targets)
        count, kinds = len(form.targets), kinds_meant(form.targets)
        if form.refused:
            return none_of(count, kinds, form.refused)
        planned, drafts = Planned(self._bulk, form), self._desk.drafts
        settles = to_settle(self._repository, form.action, targets)
        is_marked = [*targets] == self._screen.targets  # else it is a draft for others
        marked = (self._screen.count_said(),) if is_marked else ()
        return Asking(
            title=title_of(form.action.title, count, kinds),
            fields=form.fields,
            suggested=form.suggested | form.naming(self._screen.goods) | settles,
            job=partial(self._job, planned),
            check=planned.check,
            context=(*marked, *form.told),
            echo=lambda values: understood(form.action, values, self._repository.now),
            after=planned.after,
            typed_again=COUNT if form.counted else None,
            answer=planned.answer,
            beside=form.beside,
            asked=planned.asked,
            planned=planned.screen,
            keep=lambda values: drafts.keep(about, name, values, self._repository.now, targets),
            close=drafts.close,
        )

    def _job(self, planned: "Planned", values: Values) -> Job:
        run = planned.run(values)
        title = title_of(planned.form.action.title, len(run.of("left")), run.kinds)
        return self._carrying(title, run)

    def _carrying(self, title: str, run: BulkRun) -> Job:
        job = Job("bulk", title, partial(self._carry_out, run))
        job.outcome.add_done_callback(lambda _outcome: self._ended(run.id))
        self._desk.clear_outcomes()
        return job

    def _carry_out(self, run: BulkRun, job: Job) -> str:
        total, before = len(run.items), len(run.items) - len(run.of("left"))
        passed, done = before, 0

        def watch(item: BulkItem) -> bool:
            nonlocal passed, done
            passed += 1
            done += item.state == "done"
            return job.tell(Progress(_("done"), passed, total, before=before))

        try:
            return self._said(self._bulk.carry_out(run, watch))
        except GivenUp:  # stopped while it waited for the lock; what was done is kept
            return self._said(self._bulk.files.read(run.id))
        except RunBrokenOff as error:  # an answer: saved again from its form it would be done twice
            report = self._desk.key("report").shown
            said = _("{title}: {sentence} {report} shows what came of each, and goes on.")
            return said.format(title=job.title, sentence=error.sentence, report=report)
        finally:  # whatever ended it
            if undoings := self._bulk.undoings:
                keep = partial(self._bulk.files.keep_undone, run.id)
                remember(self._desk, job.title, run.id, undoings, keep)
            elif done:
                self._desk.done_here.add(for_good(job.title))

    def _said(self, run: BulkRun) -> str:
        """What came of it, and by which keys it is taken back and looked at."""
        if not self._bulk.undoings:
            said = _("{report} shows what came of each.")
            return sentences(outcome_of(run), said.format(report=self._desk.key("report").shown))
        return f"{outcome_of(run)}\n{how_taken_back(self._desk, run, self._bulk.undoings)}"

    def _ended(self, run: str) -> None:
        """In the thread of the job: what came of it is shown in the event loop."""
        with suppress(BadInput, RuntimeError):  # nothing was kept, or the desk was left meanwhile
            self._desk.call_later(self._show_outcome, self._bulk.files.read(run))

    def _show_outcome(self, run: BulkRun) -> None:
        if self._screen.is_mounted:
            self._screen.show_outcome(run)

    # The report

    async def report(self) -> None:
        """What came of the last run, order by order; its orders can be opened from there.

        While one is under way its file does not say yet what was done.
        """
        job = self._desk.jobs.of("bulk")
        if job:
            offer_to_stop(self._desk, job)
            return
        run = await self._desk.threads.keep(self._bulk.files.last)
        if run is None:
            said = _("Nothing was done to many at once yet: mark rows, then press an action's key.")
            self._screen.notify(said)
            return
        run = await self._desk.threads.read(partial(self._bulk.as_told, run))
        done = self._screen.rows_of([item.subject for item in run.of("done")])
        screen = ReportScreen(outcome_of(run), run, len(done))

        def chosen(name: str | None) -> None:
            if name == MARK:
                self._screen.mark_only(done)
                # They may stand anywhere in the list, or be in it no more.
                said = _("Marked now: only what it was done to ({count}).")
                self._screen.notify(said.format(count=len(done)))
            elif name:
                meant = sum(item.state != "refused" for item in run.items)
                title = title_of(all_actions()[run.action].title, meant, run.kinds)
                self._desk.jobs.start(self._carrying(title, run))

        self._desk.push_screen(screen, chosen)

    # The menu

    async def offer(self, targets: Sequence[Target]) -> None:
        """The actions on what is marked, those first that settle what is owed."""
        lines = await self._desk.threads.read(lambda: self._lines(targets))
        beside = self._screen.menu_beside()

        def chosen(name: str | None) -> None:
            if name and any(name == line.name for line in beside):
                self._screen.action_press(name)
            elif name:
                self._screen.answers.wait_for(partial(self.ask, name, targets))

        title = title_of_menu(targets)
        self._desk.push_screen(MenuScreen(title, [*lines, *beside]), chosen)

    def _lines(self, targets: Sequence[Target]) -> list[MenuLine]:
        """Every action on one of their kinds; with how many of more it may be, the plan says."""
        alike = {(target.subject.kind, target.part.kind): target for target in reversed(targets)}
        kinds = {type(self._repository.document(target.subject)) for target in alike.values()}
        owed = self._owed(alike.values())
        lines = []
        for key in self._desk.keys:
            action = all_actions().get(key.name)
            if action is None or action.starts:
                continue
            if any(is_about(action, kind) for kind in kinds):
                group: Group = "owed" if key.name in owed else "possible"
                why_not, said = why_not_many(action, {}), readings(key.text)
                lines.append(
                    MenuLine(key.name, key.title, key.shown, why_not, group, readings=said)
                )
        lines = with_how_many(lines, self._repository, targets)
        return sorted(lines, key=lambda line: owed.get(line.name, len(owed)))

    def _owed(self, targets: Iterable[Target]) -> dict[str, int]:
        """The actions that settle what is owed for one of these, by name, in their order."""
        context, found = self._repository.context(), dict[str, int]()
        for target in targets:
            document = self._repository.document(target.subject)
            for kind in kinds_owed(self._repository, document, target.part):
                for way in settling(document, Part(kind, target.part.record), context):
                    if not way.why_not:
                        found.setdefault(way.action.name, len(found))
        return found


def _called_in_drafts(targets: Sequence[Target]) -> str:
    """By what a draft for just these is found: it is for no others."""
    named = sorted(f"{one.subject.key} {one.part.kind} {one.part.record}" for one in targets)
    return f"many {sha256(' '.join(named).encode()).hexdigest()}"
