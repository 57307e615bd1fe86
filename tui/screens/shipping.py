"""Shipping (批量发货): a file for each shop to upload there, then one question about all of them.

`batch_ship` is all of it, for any place. The question may be answered later: the key asks it again
as long as the files tell something.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast
from unicodedata import normalize

from textual.widgets import Input

from store.errors import BadInput
from store.rules.action.frame import AskedField
from store.words import N_, _, counts, how_many, listed
from tui.batch_ship_text import numbers, uploaded_lines
from tui.file_work import Rows
from tui.header import shop_name
from tui.keyboard.behind_refused import PAUSE_SECONDS
from tui.screens.answers import begin
from tui.screens.asking import Asking, Values
from tui.screens.files import FileDialogue, field_of, folder_named
from tui.screens.form import FormScreen
from tui.screens.menu import MenuLine, MenuScreen
from tui.screens.taking_back import remember
from tui.text import local_time

if TYPE_CHECKING:
    from store.models.row import OrderRow
    from store.work.batch_shipping import WaitingFile, Written
    from tui.desk import Desk
    from tui.screens.base import DeskScreen

ALL, SOME, ANEW = "all", "some", "anew"
ASKS = N_("1 parcel: is it uploaded?"), N_("{count} parcels: are they uploaded?")
MARKS = N_("Mark it as uploaded"), N_("Mark all {count} as uploaded")


async def batch_ship(
    screen: "DeskScreen", find_rows: Callable[[], Rows], *, are_marked: bool
) -> None:
    """Ask about the files that wait, where there are any; else write those of these orders, which
    are all, or those that were marked.
    """
    shipping = Shipping(screen, find_rows, are_marked=are_marked)
    desk = screen.desk
    waiting = await desk.threads.read(desk.repository.batch_ship_files)
    if waiting:
        shipping.ask_about(waiting)
    else:
        await shipping.ask()


class QuestionScreen(MenuScreen):
    """A menu whose lines have a letter each; an answer to it may be for good."""

    by_digit = False  # it would be typed for a place

    @property
    def said_of_typing(self) -> str:
        letters = listed(line.key for line in self._lines if line.key)
        return _("{letters} answers at once; type to find").format(letters=letters)

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter of a line is an answer, unless a number that is scanned begins with it."""
        letter = normalize("NFKC", event.value).casefold()
        answer = next((line.name for line in self._shown if line.key and line.key == letter), "")
        if answer:
            event.prevent_default()
            cast("Desk", self.app).hold(begin(self, partial(self._answer, answer)))

    async def _answer(self, answer: str) -> None:
        await asyncio.sleep(PAUSE_SECONDS)
        if cast("Desk", self.app).goes_on:
            self._fill()
        else:
            self.choose(answer)


class Shipping(FileDialogue):
    """The shipments that the platforms have not been told of, as their upload files."""

    kind = "batch-ship"
    _written: "Written | None" = None
    """What was written just now."""

    def __init__(
        self, screen: "DeskScreen", find_rows: Callable[[], Rows], *, are_marked: bool
    ) -> None:
        super().__init__(screen, find_rows)
        self._are_marked = are_marked

    def asking(self, rows: Rows) -> Asking:
        folder = self.desk.drafts.kept.folder(self.kind) or str(Path.cwd())
        help_text = _("where the files are written; each is named by platform, shop and time")
        return Asking(
            title=_("Write the batch-ship files"),
            fields=(field_of("folder", _("Folder"), help_text, required=True),),
            suggested={"folder": folder},
            context=(self._scope(rows),),
            save=partial(self._write, rows),
        )

    def _scope(self, rows: Rows) -> str:
        """How much is written, and of which orders that is all."""
        said, shop = _("{parcels}: all that is to be told, whatever the list shows"), ""
        if self._are_marked:
            said = _("{parcels}: only of the orders that are marked")
        elif self.repository.shop:
            said = _("{parcels}: all that is to be told of {shop}, whatever the list shows")
            shop = shop_name(self.repository.shop)
        count = self.repository.parcels_to_tell(_untold(rows))
        return said.format(parcels=counts.parcels(count), shop=shop)

    def _write(self, rows: Rows, values: Values) -> str:
        folder = folder_named(values["folder"])
        self._written = self.repository.write_batch_ship(_untold(rows), folder)
        self.keep_folder(folder)
        return ""  # the question says it

    def _done(self, said: str | None) -> None:
        if self._written is None:
            return
        self.screen.show_anew()
        self.ask_about(self._written.files, self._written.left_out)

    # The question

    def ask_about(self, files: "Sequence[WaitingFile]", left_out: Sequence[str] = ()) -> None:
        """Are these files uploaded? What was left out of them stands beside."""
        count, undo = sum(file.parcels for file in files), self.desk.key("undo").shown
        lines = [
            MenuLine(
                ALL, how_many(count, *MARKS), "y", note=_("{key} takes it back").format(key=undo)
            ),
            MenuLine(SOME, _("The platform rejected some of them"), "r"),
        ]
        lines += map(self._about, files)
        if self._written is None:
            lines.append(MenuLine(ANEW, _("Write what is still to be told into new files"), "w"))
        lines += [MenuLine(said, _("left out"), why_not=said) for said in left_out]
        question = QuestionScreen(how_many(count, *ASKS), lines)
        self.desk.push_screen(question, partial(self._answered, files))

    def _about(self, file: "WaitingFile") -> MenuLine:
        """The answer about one of them, with what is to be known of it."""
        at = local_time(file.at, self.repository.now)
        said = _("{file} ({count}): mark as uploaded").format(file=file.file, count=file.parcels)
        note = _("written {time} by {who}").format(time=at, who=file.by)
        return MenuLine(file.id, said, note=note)

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
        self.screen.done(await self.screen.write(partial(self._uploaded, files, ())))

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
        came = self.repository.mark_uploaded(files, rejected)
        said = [*uploaded_lines(came)]
        if came.undoings:
            deed = _("What was said of the uploaded files")
            # No report of a run is kept of it: each order tells what was taken back.
            remember(self.desk, deed, files[0].id, came.undoings, lambda _events: None)
            said.append(_("{key} takes it back.").format(key=self.desk.key("undo").shown))
        return "\n".join(said)


def _untold(rows: Rows) -> "Iterator[OrderRow]":
    """Those of which the platform has to be told something."""
    return (row for row in rows if row.open_tasks)
