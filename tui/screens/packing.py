"""Packing (配货): what to take from the shelves now; each line leads to its orders."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from store.search.quoting import quoted
from store.words import _, counts
from tui.file_work import Rows
from tui.jobs import Job
from tui.said import Finds
from tui.screens.asking import Asking, Values
from tui.screens.files import FileDialogue, field_of, path_named
from tui.screens.listing import show_in
from tui.screens.menu import MenuLine, MenuScreen

if TYPE_CHECKING:
    from store.rules.stock.packing import Packing
    from tui.screens.base import DeskScreen

FILE, LEFT_OUT = "file", "left out"


async def pack(screen: "DeskScreen", find_rows: Callable[[], Rows]) -> None:
    """Show what is to be packed for these orders."""
    repository = screen.desk.repository
    found = await screen.desk.threads.read(lambda: repository.packing(find_rows()))
    if not found.goods and not found.left_out:
        screen.refuse_key(_("Nothing is to be packed now."))
        return
    title = _("To pack now: {units} for {orders}")
    title = title.format(units=counts.units(found.units), orders=counts.orders(found.orders))
    lines = [MenuLine(FILE, _("Write the packing list into a file"))]
    amount = _("{units} in {orders}")
    lines += [
        MenuLine(
            f"goods {place}",
            "  ".join(filter(None, (one.sku, one.name, one.spec))),
            note=amount.format(units=one.units, orders=counts.orders(len(one.orders))),
        )
        for place, one in enumerate(found.goods)
    ]
    if found.left_out:
        said = _("{orders} that may not go out now")
        left_out = counts.orders(len(found.left_out))
        lines.append(MenuLine(LEFT_OUT, said.format(orders=left_out)))
    screen.desk.push_screen(MenuScreen(title, lines), partial(_chosen, screen, found))


def _chosen(screen: "DeskScreen", found: "Packing", name: str | None) -> None:
    wait, leave_for = screen.answers.wait_for, screen.answers.leave_for
    if name == FILE:
        wait(PackingDialogue(screen, found).ask)
    elif name == LEFT_OUT:
        leave_for(partial(_show, screen, "to-ship", frozenset(one.key for one in found.left_out)))
    elif name:
        goods = found.goods[int(name.removeprefix("goods "))]
        sku = quoted(goods.sku) if goods.sku else None
        query = f"to-ship sku:{sku}" if sku else "to-ship"
        leave_for(partial(_show, screen, query, frozenset(goods.orders)))


async def _show(screen: "DeskScreen", query: str, keys: frozenset[str]) -> None:
    """The orders in their place, marked."""
    await show_in(screen.desk, Finds(query), keys)


class PackingDialogue(FileDialogue):
    """The packing list as a file."""

    kind = "pack"

    def __init__(self, screen: "DeskScreen", found: "Packing") -> None:
        super().__init__(screen, tuple)
        self._found = found

    def asking(self, rows: Rows) -> Asking:
        named = _("pack")
        path = Path(self.desk.drafts.kept.folder(self.kind), f"{named}-{self.stamp()}.xlsx")
        return Asking(
            title=_("Write the packing list"),
            fields=(field_of("file", _("File"), _("a .csv or .xlsx file"), required=True),),
            suggested={"file": str(path)},
            job=self._job,
            draft=self.draft,
        )

    def _job(self, values: Values) -> Job:
        path = path_named(values["file"])

        def work(_job: Job) -> str:
            self.repository.write_packing(self._found, path)
            self.keep_folder(path.parent)
            said = _("{units} for {orders} written to {file}")
            units, orders = counts.units(self._found.units), counts.orders(self._found.orders)
            return said.format(units=units, orders=orders, file=path.absolute())

        title = _("Packing list {file}").format(file=path.name)
        return Job(self.kind, title, work, values, only_reads=True)
