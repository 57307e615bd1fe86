"""Shipping (批量发货): a file for each shop to upload there, then one question about all of them.

`batch_ship` is all of it, for any place. The question may be answered later: the key asks it again
as long as the files tell something.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from textual.widgets import Input

from store.engines.turn import Turn
from store.errors import BadInput
from store.rules.action.frame import AskedField
from store.words import _
from tui.batch_ship_text import numbers, uploaded_lines
from tui.jobs import Job
from tui.screens.asking import Asking, Values
from tui.screens.files import FileDialogue, Rows, field_of, folder_named
from tui.screens.form import FormScreen
from tui.screens.menu import MenuLine, MenuScreen
from tui.text import local_time

if TYPE_CHECKING:
    from store.work.batch_shipping import WaitingFile, Written
    from tui.screens.base import DeskScreen

ALL, SOME, ANEW = "all", "some", "anew"


async def batch_ship(screen: "DeskScreen", find_rows: Callable[[], Rows]) -> None:
    """Ask about the files that wait, where there are any; else write those of these orders."""
    shipping = Shipping(screen, find_rows)
    desk = screen.desk
    waiting = await desk.threads.read(desk.repository.batch_ship_files)
    if waiting and not desk.jobs.of(shipping.kind):
        shipping.ask_about(waiting)
    else:
        await shipping.ask()


class QuestionScreen(MenuScreen):
    """A menu whose lines have a letter each, which chooses at once."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter of a line is an answer; anything else is what a menu makes of it."""
        letter = normalize("NFKC", event.value).casefold()
        named = [place for place, line in enumerate(self._shown) if line.key == letter]
        if letter and named:
            event.prevent_default()
            self._choose(named[0])


class Shipping(FileDialogue):
    """The shipments that the platforms have not been told of, as their upload files."""

    kind = "batch-ship"
    _written: "Written | None" = None
    """What the job wrote, which says no more than a sentence."""
    _folder = Path()
    """Where that is; nobody knows it of files that were written before."""

    def asking(self, rows: Rows) -> Asking:
        folder = self.desk.drafts.kept.folder(self.kind) or str(Path.cwd())
        help_text = _("where the files are written; each is named by platform, shop and time")
        return Asking(
            title=_("Write the batch-ship files"),
            fields=(field_of("folder", _("Folder"), help_text, required=True),),
            suggested={"folder": folder},
            job=partial(self._job, rows),
            draft=self.draft,
        )

    def _job(self, rows: Rows, values: Values) -> Job:
        folder = folder_named(values["folder"])
        work = partial(self._write, rows, folder)
        return Job(self.kind, _("Batch-ship files"), work, values)

    def _write(self, rows: Rows, folder: Path, job: Job) -> str:
        passing = job.passing(rows, _("orders looked at"), len(rows))
        untold = (row for row in passing if row.open_tasks)
        written = self.repository.write_batch_ship(untold, folder)
        self.keep_folder(folder)
        self._written, self._folder = written, folder
        said = _("{count} parcels written into {folder}; the same key says that they are uploaded.")
        said = said.format(count=written.parcels, folder=folder)
        return "\n".join((said, *written.left_out))

    def _done(self, said: str | None) -> None:
        if self._written is None:
            super()._done(said)  # it goes on beside, or nothing was written
            return
        self.screen.show_anew()
        self.ask_about(self._written.files, self._written.left_out)

    # The question

    def ask_about(self, files: "Sequence[WaitingFile]", left_out: Sequence[str] = ()) -> None:
        """Are these files uploaded? What was left out of them stands beside."""
        count = sum(file.parcels for file in files)
        title = _("{count} parcels: are they uploaded?").format(count=count)
        lines = [
            MenuLine(ALL, _("All {count} are uploaded").format(count=count), "y"),
            MenuLine(SOME, _("The platform rejected some of them"), "r"),
        ]
        if len(files) > 1:
            only = _("Only {file}: {count}")
            lines += [
                MenuLine(one.id, only.format(file=one.file, count=one.parcels)) for one in files
            ]
        if self._written is None:
            lines.append(MenuLine(ANEW, _("Write what is still to be told into new files"), "w"))
        lines += map(self._about, files)
        lines += [MenuLine(said, _("left out"), why_not=said) for said in left_out]
        self.desk.push_screen(QuestionScreen(title, lines), partial(self._answered, files))

    def _about(self, file: "WaitingFile") -> MenuLine:
        """What is to be known of one of them."""
        at = local_time(file.at, self.repository.now)
        said = _("{count} parcels in {file}, by {who}")
        said = said.format(count=file.parcels, file=self._folder / file.file, who=file.by)
        return MenuLine(f"about {file.id}", _("written {time}").format(time=at), why_not=said)

    def _answered(self, files: "Sequence[WaitingFile]", answer: str | None) -> None:
        wait = self.screen.answers.wait_for
        if answer == ANEW:
            wait(self.ask)
        elif answer == SOME:
            self.desk.push_screen(FormScreen(self._asking_rejected(files)), self.screen.done)
        elif answer:
            meant = [one for one in files if answer in (ALL, one.id)]
            wait(partial(self._complete, meant))

    async def _complete(self, files: "Sequence[WaitingFile]") -> None:
        turn = Turn()
        self.screen.turn = turn
        try:
            said = await self.desk.threads.write(partial(self._uploaded, files, ()), turn)
        finally:
            self.screen.turn = None
        self.screen.done(said)

    def _asking_rejected(self, files: "Sequence[WaitingFile]") -> Asking:
        help_text = _("order or tracking numbers, one a line; they are still to be told")
        rejected = AskedField("rejected", _("Rejected"), help_text, True, (), str, kind="text")
        return Asking(
            title=_("What the platform rejected"),
            fields=(rejected,),
            suggested={},
            save=lambda values: self._uploaded_but_for(files, values["rejected"]),
        )

    def _uploaded_but_for(self, files: "Sequence[WaitingFile]", text: str) -> str:
        rejected = numbers(text)
        if not rejected:
            raise BadInput(_("A value is needed here."), field="rejected")
        return self._uploaded(files, rejected)

    def _uploaded(self, files: "Sequence[WaitingFile]", rejected: Sequence[str]) -> str:
        return "\n".join(uploaded_lines(self.repository.mark_uploaded(files, rejected)))
