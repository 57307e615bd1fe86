"""What export files say, given as facts: for tests of what comes of it, without any file."""

from collections.abc import Iterator, Sequence
from typing import Literal

from store.exchange.incoming.reading import Facts, Reading, Unit
from store.exchange.incoming.tables import TableRow
from store.importing import ImportReport
from store.importing.batches import Batches
from store.importing.bundles import ImportedFile, OpenFile
from store.importing.making_aside import MakingAside
from store.importing.read_rows import Entry
from store.importing.report import unwatched
from store.importing.shops import refuse_other_shops, shop_of
from store.models.axes import Platform
from store.models.base import Instant, Record
from store.models.facts import CaseFacts, OrderFacts, RejectedRow, TraceFacts
from store.repository import Repository


class ExportFile(Record):
    """Everything one export file says."""

    name: str
    digest: str
    platform: Platform | None
    """None for a file of traces."""
    kind: Literal["orders", "after_sales", "insurance", "traces"]
    variant: str
    encoding: str
    exported_at: Instant | None = None
    latest_at: Instant | None = None
    """The latest time at which something had happened by any of its rows."""
    row_count: int
    orders: tuple[OrderFacts, ...] = ()
    cases: tuple[CaseFacts, ...] = ()
    traces: tuple[TraceFacts, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    unknown_columns: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[Facts, ...]:
        """All of it."""
        return (*self.orders, *self.cases, *self.traces)


def import_files(
    repository: Repository,
    exports: Sequence[ExportFile],
    shop: str | None = None,
    *,
    dry_run: bool = False,
) -> list[ImportReport]:
    """Meet what files say with the store as `import_paths` does."""
    shop = shop_of(repository, shop)
    meant = [
        (facts.order_no, tuple(Platform) if isinstance(facts, TraceFacts) else (facts.platform,))
        for export in exports
        for facts in export.facts
    ]
    refuse_other_shops(repository, shop, meant)
    files = [_given(number, export) for number, export in enumerate(exports)]
    orders = list(_orders(exports))
    opened = [OpenFile(file, Saying(one)) for file, one in zip(files, exports, strict=True)]
    batches = Batches(repository, opened, files, shop, _reject, MakingAside(""))
    (batches.only_count if dry_run else batches.run)(orders, unwatched, sum(map(len, orders)))
    return [file.report for file in files]


def import_file(
    repository: Repository, export: ExportFile, shop: str, *, dry_run: bool = False
) -> ImportReport:
    """Meet what one file says with the store."""
    return import_files(repository, [export], shop, dry_run=dry_run)[0]


def _given(number: int, export: ExportFile) -> ImportedFile:
    report = ImportReport(
        export.name,
        export.platform or "",
        export.kind,
        export.variant,
        export.encoding,
        export.row_count,
        unknown_columns=export.unknown_columns,
    )
    file = ImportedFile(number, report, export.digest, export.exported_at, len(export.rejected))
    for row in export.rejected:
        _reject(file, row)
    return file


def _reject(file: ImportedFile, row: RejectedRow) -> None:
    file.report.add_rejected(row)


class Saying(Reading):
    """A file whose rows are called by the place of what they say."""

    def __init__(self, export: ExportFile) -> None:
        self.file, self.columns = export.name, ("",)
        self.kind, self.variant = export.kind, export.variant
        self._said = export.facts
        named = {one.platform for one in self._said if not isinstance(one, TraceFacts)}
        self.platform = named.pop() if len(named) == 1 else None

    def order_no(self, row: TableRow) -> str:
        return self._said[row.number].order_no

    def facts(self, unit: Unit) -> Sequence[Facts]:
        return [self._said[row.number] for row in unit.rows]


def _orders(exports: Sequence[ExportFile]) -> Iterator[list[Entry]]:
    """By order: its own facts from all files, then its cases, then its scans."""
    by_order: dict[str, list[Entry]] = {}
    for turn, kind in enumerate((OrderFacts, CaseFacts, TraceFacts)):
        for number, export in enumerate(exports):
            for place, facts in enumerate(export.facts):
                if isinstance(facts, kind):
                    entry = Entry(facts.order_no, turn, number, TableRow(place, ""))
                    by_order.setdefault(facts.order_no, []).append(entry)
    yield from by_order.values()
