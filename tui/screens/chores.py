"""Chores (杂务): what the desk does for the whole store: verify it, back it up."""

from typing import TYPE_CHECKING

from store.words import _, counts
from tui.file_work import Rows
from tui.jobs import Job
from tui.screens.asking import Asking, Values
from tui.screens.files import FileDialogue, field_of, offer_to_stop, path_named
from tui.verdict import found_whole

if TYPE_CHECKING:
    from tui.screens.answering import Answering


class BackupDialogue(FileDialogue):
    """The whole store in one file."""

    kind = "backup"

    def __init__(self, screen: "Answering") -> None:
        super().__init__(screen, tuple)

    def asking(self, rows: Rows) -> Asking:
        return Asking(
            title=_("Back the store up"),
            fields=(field_of("file", _("File"), _("the zip file to write"), required=True),),
            suggested={"file": f"shouhou-{self.stamp()}.zip"},
            job=self._job,
            draft=self.draft,
        )

    def _job(self, values: Values) -> Job:
        path = path_named(values["file"])
        title = _("Backup to {file}").format(file=path.name)

        def work(_job: Job) -> str:
            self.repository.backup(path)
            said = _("{file} holds {orders}.")
            return said.format(orders=counts.orders(self.repository.order_count()), file=path)

        return Job(self.kind, title, work, values)


async def verify(screen: "Answering") -> None:
    """Look over the whole store beside the keys; while that goes on, offer to stop it."""
    desk = screen.desk
    repository = await desk.opened()
    going_on = desk.jobs.of("verify")
    if going_on:
        offer_to_stop(desk, going_on)
        return

    def work(_job: Job) -> str:
        return "\n".join(found_whole(repository.verify()))

    desk.jobs.start(Job("verify", _("Verifying the store"), work, only_reads=True))
    desk.show_jobs()
