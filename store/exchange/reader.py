"""Reader: a file of a platform, or of the desk, as facts about orders, cases and traces."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from store.errors import BadInput
from store.exchange import desk_file, trace_file
from store.exchange.reading import Reading, broken_rows
from store.exchange.recognise import recognise
from store.exchange.tables import Limits, Table, read_table
from store.models.facts import ExportFile, RejectedRow
from store.without_collector import without_collector
from store.words import _

Progress = Callable[[int, int], None]


@without_collector()
def read_export(path: Path, progress: Progress | None = None) -> ExportFile:
    """Everything that an export file says; `progress` is told how many rows of how many are read.

    Platform, kind and variant are recognised from the header. A row that cannot be read is rejected
    with its field and the reason, the rest of the file is read. Raises `BadInput` with a sentence
    that names the file when it is no export, has no row, or cannot be read at all.
    """
    table = read_table(path, Limits(), _is_header)
    if not table.rows:
        raise BadInput(_no_rows(table))
    if desk_file.recognises(table.columns):
        return _desk_export(table)
    layout = recognise(table.columns)
    if layout is None:
        return _trace_file(table)
    reading = Reading(table, layout)
    for done in reading.run():
        if progress:
            progress(done, len(table.rows))
    return ExportFile(
        name=table.name,
        digest=table.digest,
        platform=layout.platform,
        kind=layout.kind,
        variant=layout.variant,
        encoding=table.encoding,
        exported_at=reading.exported_at,
        row_count=len(table.rows) + len(table.broken),
        orders=tuple(reading.orders),
        cases=tuple(reading.cases),
        rejected=_in_order(reading.rejected),
        unknown_columns=layout.unknown,
    )


def _is_header(columns: Sequence[str]) -> bool:
    known = desk_file.recognises(columns) or recognise(columns) is not None
    return known or trace_file.recognises(columns)


def _no_rows(table: Table) -> str:
    if any(row.cut for row in table.broken):
        return _("{file}: cut in the middle of its only row, nothing can be read.").format(
            file=table.name
        )
    if table.broken:
        return _("{file}: none of its rows can be read, {reason}.").format(
            file=table.name, reason=table.broken[0].reason
        )
    return _("{file}: it has a header and no row below it.").format(file=table.name)


def _desk_export(table: Table) -> ExportFile:
    """The desk's own file; its rows name the platform."""
    orders, cases, rejected = desk_file.read(table)
    platforms = (one.platform for facts in (orders, cases) for one in facts)
    platform = next(platforms, None)
    if platform is None:
        raise BadInput(
            _("{file}: none of its rows can be read, {reason}.").format(
                file=table.name, reason=rejected[0].reason
            )
        )
    return ExportFile(
        name=table.name,
        digest=table.digest,
        platform=platform,
        kind="orders" if orders else "after_sales",
        variant="shouhou",
        encoding=table.encoding,
        row_count=len(table.rows) + len(table.broken),
        orders=orders,
        cases=cases,
        rejected=_in_order([*broken_rows(table), *rejected]),
        unknown_columns=desk_file.unknown_columns(table.columns),
    )


def _trace_file(table: Table) -> ExportFile:
    """The carriers' scans of parcels, in the desk's own format."""
    traces, rejected = trace_file.read(table)
    return ExportFile(
        name=table.name,
        digest=table.digest,
        platform=None,
        kind="traces",
        variant="shouhou",
        encoding=table.encoding,
        row_count=len(table.rows) + len(table.broken),
        traces=traces,
        rejected=_in_order([*broken_rows(table), *rejected]),
        unknown_columns=trace_file.unknown_columns(table.columns),
    )


def _in_order(rejected: Iterable[RejectedRow]) -> tuple[RejectedRow, ...]:
    return tuple(sorted(rejected, key=lambda one: one.row))
