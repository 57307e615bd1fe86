"""FileWork (文件作业): what jobs about files do with a store, in any process (`tui.beside`)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store.models.row import OrderRow
from store.repository import Repository
from store.search.conditions import Query
from store.search.lists import ORDERS
from store.search.selection import Selection
from store.words import N_, _
from tui.progress import Watched, of_import

if TYPE_CHECKING:
    from store.exchange.outgoing.export import ExportSummary
    from store.importing.report import ImportReport, Step

Rows = Selection[OrderRow] | Sequence[OrderRow]
FORMS = {
    "people": N_("for people, one row an order"),
    "full": N_("all, to import again: one row a line"),
    "list": N_("what the list shows, quickly"),
}
"""The forms that an export may have."""
ENCODINGS = {
    "utf-8-sig": N_("UTF-8, which any program reads"),
    "gb18030": N_("GB18030, for older Chinese programs"),
}
"""How a CSV file may be written."""


class Found(NamedTuple):
    """Orders that a query finds, as they are called in another process."""

    query: Query
    sort: str
    now: datetime
    total: int


class Given(NamedTuple):
    """Orders that were chosen one by one."""

    rows: tuple[OrderRow, ...]

    @property
    def total(self) -> int:
        return len(self.rows)


def named(rows: Rows) -> Found | Given:
    """The same orders, as they are called in another process."""
    if isinstance(rows, Selection):
        return Found(rows.query, rows.sort, rows.now, len(rows))
    return Given(tuple(rows))


def export(
    repository: Repository,
    watched: Watched,
    orders: Found | Given,
    path: Path,
    values: Mapping[str, str],
) -> "ExportSummary":
    """Write orders to a file, as a form says."""
    rows: Iterable[OrderRow]
    if isinstance(orders, Found):
        fetch = repository.engine.fetch
        rows = Selection(ORDERS, orders.query, orders.sort, orders.now, fetch)
    else:
        rows = orders.rows
    return repository.export(
        watched.passing(rows, _("orders written"), orders.total),
        path,
        columns=[values["columns"]],
        encoding=values["encoding"],
        reveal=bool(values["reason"].strip()),
    )


def import_files(
    repository: Repository, watched: Watched, paths: Sequence[Path], shop: str
) -> "list[ImportReport]":
    """Take in files of the platform."""

    def watch(step: "Step") -> bool:
        return watched.tell(of_import(step, names_file=len(paths) > 1))

    return repository.import_files(paths, shop, watch=watch)
