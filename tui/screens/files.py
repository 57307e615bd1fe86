"""The dialogues about files: each asks for a path and a few words with the form of the actions.

What is asked for is done by a job, with how far it has come in the status line of the list. While
it is under way its key offers to stop it instead of asking for another one.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from store.errors import BadInput, GivenUp, ShouhouError
from store.files.paths import path_of
from store.rules.action.frame import AskedField
from store.rules.action.references import Choice
from store.words import N_, _, counts, how_many
from store.words.times import SHOP_TIME
from tui.beside import done_beside
from tui.beside_child import Work
from tui.file_work import ENCODINGS, FORMS, Rows, export, import_files, named
from tui.import_text import counted, to_look_at, told
from tui.jobs import Job
from tui.progress import Stopped
from tui.screens.asking import Asking, Values
from tui.screens.form import FormScreen
from tui.screens.menu import MenuLine, MenuScreen
from tui.screens.what_was_done import for_good
from tui.widgets.panel import Panel

if TYPE_CHECKING:
    from store.importing.report import ImportReport
    from tui.desk import Desk
    from tui.screens.answering import Answering

SHOWN_REJECTED = 10
"""As many rejected rows as a toast can hold."""
STOP = "stop"
GO_ON = "go-on"
LOOK_SECONDS = 0.2
MANY_ORDERS, MANY_BYTES = 1000, 300_000
"""From here on a second process pays for its start."""
Result = TypeVar("Result")


def field_of(name: str, title: str, help_text: str = "", *, required: bool = False) -> AskedField:
    """A field with a text."""
    return AskedField(name, title, help_text, required, (), str)


def path_named(text: str) -> Path:
    """The file that is meant; raises BadInput (`file`) where none is named."""
    if not text.strip():
        raise BadInput(_("A file name is needed."), field="file")
    return path_of(text, "file")


def folder_named(text: str) -> Path:
    """The folder that is meant; raises BadInput (`folder`) where there is none of that name."""
    folder = path_of(text, "folder")
    if not folder.is_dir():
        said = (
            N_("{folder} is not a folder.")
            if folder.exists()
            else N_("The folder {folder} does not exist.")
        )
        raise BadInput(_(said).format(folder=folder), field="folder")
    return folder


class StopMenu(MenuScreen):
    """Offers to stop a job: it says how far that has come, and goes when that has ended."""

    by_digit = False  # it would be typed for a place

    def __init__(self, job: Job) -> None:
        super().__init__(
            job.line, [MenuLine(STOP, _("Stop it")), MenuLine(GO_ON, _("Let it go on"), "esc")]
        )
        self._job = job

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        if not self._job.outcome.done():
            self.query_one(Panel).say_above(self._job.line)
        elif self.is_current:
            self.dismiss(None)


def offer_to_stop(desk: "Desk", job: Job) -> None:
    """Offer to stop a job, and do that where it is chosen."""

    def chosen(name: str | None) -> None:
        if name == STOP:
            desk.jobs.stop(job)

    desk.push_screen(StopMenu(job), chosen)


class FileDialogue:
    """Asks, and has it done when the form is saved."""

    kind: ClassVar[str]

    def __init__(self, screen: "Answering", find_rows: Callable[[], Rows]) -> None:
        """`find_rows` reads the orders it is about."""
        self.screen = screen
        self.desk = screen.desk
        self.repository = screen.desk.repository
        self._find_rows = find_rows

    async def ask(self) -> None:
        """Show the form, or what is under way."""
        job = self.desk.jobs.of(self.kind)
        if job:
            offer_to_stop(self.desk, job)
            return
        asking = await self.desk.threads.read(lambda: self.asking(self._find_rows()))
        self.desk.push_screen(FormScreen(asking), self._done)

    @abstractmethod
    def asking(self, rows: Rows) -> Asking:
        """What is asked."""

    def _done(self, said: str | None) -> None:
        if said:
            self.screen.notify(said, timeout=20)
            self.screen.show_anew()

    @property
    def draft(self) -> Values:
        """What was typed for the last one, if it failed after its form was gone."""
        return self.desk.jobs.typed.get(self.kind, {})

    def keep_folder(self, folder: Path) -> None:
        """Suggest this folder the next time; where that cannot be kept, nothing is lost."""
        kept, kind = self.desk.drafts.kept, self.kind

        def keep() -> None:
            with suppress(ShouhouError):
                kept.keep_folder(kind, str(folder.absolute()))

        self.desk.threads.keep_on(keep)

    def done(self, work: Work[Result], job: Job, *, is_long: bool) -> Result:
        """What comes of the work of a job; what is long does not share a process with the keys."""
        return done_beside(self.desk.session if is_long else None, self.repository, work, job)

    def stamp(self) -> str:
        """A part of a file name that says when."""
        return f"{self.repository.now.astimezone(SHOP_TIME):%Y%m%d-%H%M}"


class ExportDialogue(FileDialogue):
    """Orders into a CSV, Excel or JSON file."""

    kind = "export"

    def asking(self, rows: Rows) -> Asking:
        encodings = tuple(Choice(name, _(text)) for name, text in ENCODINGS.items())
        forms = tuple(Choice(name, _(text)) for name, text in FORMS.items())
        fields = (
            field_of("file", _("File"), _("a .csv, .xlsx or .json file"), required=True),
            AskedField("columns", _("Columns"), "", True, forms, str),
            AskedField("encoding", _("Encoding"), _("of a CSV file"), False, encodings, str),
            field_of("reason", _("Reveal, because"), _("left out, personal data stays masked")),
        )
        named_so = _("orders")
        name = f"{named_so}-{self.stamp()}.xlsx"
        folder = self.desk.drafts.kept.folder(self.kind)
        usual = {"columns": "people", "encoding": "utf-8-sig"}
        return Asking(
            title=_("Export {orders}").format(orders=counts.orders(len(rows))),
            fields=fields,
            suggested={"file": str(Path(folder, name)), **usual},
            job=partial(self._job, rows),
            draft=self.draft,
        )

    def _job(self, rows: Rows, values: Values) -> Job:
        path = path_named(values["file"])
        title = _("Export to {file}").format(file=path.name)
        # What records why personal data is shown is not to be cut off.
        only_reads = not values["reason"].strip()
        work = partial(self._export, rows, path, values)
        return Job(self.kind, title, work, values, only_reads=only_reads)

    def _export(self, rows: Rows, path: Path, values: Values, job: Job) -> str:
        reason = values["reason"].strip()
        if reason:
            shown = job.passing(rows, _("orders revealed"), len(rows))
            self.repository.reveal(self.repository.orders(shown), reason)
        orders = named(rows)
        is_long = orders.total > MANY_ORDERS
        work = partial(export, orders=orders, path=path, values=values)
        summary = self.done(work, job, is_long=is_long)
        self.keep_folder(path.parent)
        said = _("{orders}, {rows} written to {file}").format(
            orders=counts.orders(summary.orders),
            rows=counts.rows(summary.rows),
            file=path.absolute(),
        )
        if summary.unwritable:
            one = N_("1 cell holds characters this encoding does not have.")
            cells = N_("{count} cells hold characters this encoding does not have.")
            said += "\n" + how_many(len(summary.unwritable), one, cells)
        return said


class ImportDialogue(FileDialogue):
    """Files of the platform into the store."""

    kind = "import"

    def __init__(
        self,
        screen: "Answering",
        find_rows: Callable[[], Rows] = list,
        shop: str = "",
        first: str = "",
    ) -> None:
        """`first` is what has to be done on the platform before there is a file of this shop."""
        super().__init__(screen, find_rows)
        self._shop = shop
        self._first = first

    def asking(self, rows: Rows) -> Asking:
        return Asking(
            title=_("Import files of the platform"),
            fields=(
                field_of(
                    "file", _("File"), _("CSV or xlsx; several with ; between"), required=True
                ),
                field_of("shop", _("Shop"), _("what the shop is called"), required=True),
            ),
            suggested={"shop": self._shop or self._likely_shop()},
            context=(self._first,) if self._first else (),
            job=self._job,
            draft=self.draft,
        )

    def _job(self, values: Values) -> Job:
        # An input method makes the other sign of it.
        parts = values["file"].replace("；", ";").split(";")
        paths = [path_named(part) for part in parts if part.strip()]
        if not paths:
            raise BadInput(_("A file name is needed."), field="file")
        shop = values["shop"].strip()
        if not shop:
            raise BadInput(_("A value is needed here."), field="shop")
        title = _("Import of {file}").format(file=paths[0].name)
        if len(paths) > 1:
            title = _("Import of {count} files").format(count=len(paths))
        job = Job(self.kind, title, partial(self._import, paths, shop), values)
        job.about = paths[0].name
        return job

    def _likely_shop(self) -> str:
        """The one that the desk looks at, or the only one; of several none is taken for granted."""
        looked_at = self.desk.lists.shop
        shops = [looked_at] if looked_at else self.repository.shops()
        names = {name for _platform, name in shops}
        return names.pop() if len(names) == 1 else ""

    def _import(self, paths: Sequence[Path], shop: str, job: Job) -> str:
        is_long = _bytes_of(paths) > MANY_BYTES
        work = partial(import_files, paths=paths, shop=shop)
        try:
            reports = self.done(work, job, is_long=is_long)
        except GivenUp:
            raise Stopped(_stopped()) from None
        self.desk.done_here.add(for_good(job.title))
        return _said(reports)


def _bytes_of(paths: Sequence[Path]) -> int:
    """Of the files that are there; what is wrong with others is said when they are read."""
    return sum(path.stat().st_size for path in paths if path.is_file())


def _said(reports: "Sequence[ImportReport]") -> str:
    if sum(report.rejected_count for report in reports) <= SHOWN_REJECTED:
        # One line of it is seen at once: what there is to do stands before what the files are.
        first = filter(None, (to_look_at(reports),))
        return "\n".join((*first, *(line for report in reports for line in told(report))))
    advice = _("An import at the command line can write the rejected rows to a file.")
    is_left_off = any(report.left_off for report in reports)
    return "\n".join((counted(reports), advice, *([_stopped()] if is_left_off else [])))


def _stopped() -> str:
    return _("Stopped before its end; importing the same again completes it.")
