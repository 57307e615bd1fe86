"""Reading: the rows of one platform's export on their way to facts, each read or rejected."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from store.exchange import douyin, douyin_cases, pinduoduo, pinduoduo_cases
from store.exchange.recognise import Layout
from store.exchange.row_view import BadCellError, RowView
from store.exchange.tables import Table, TableRow
from store.models.axes import Platform
from store.models.facts import CaseFacts, OrderFacts, RejectedRow
from store.words import _

_EXPORT_TIME = re.compile(r"(?:^|_)(1\d{9})_[0-9a-f]{32}(?![0-9a-z])", re.ASCII | re.IGNORECASE)
"""Doudian names its files `<unix seconds>_<32 hex>.csv`."""
_STEP = 1000


def broken_rows(table: Table) -> list[RejectedRow]:
    """The rows of a table whose cells could not be told apart."""
    return [
        RejectedRow(file=table.name, row=row.number, field="", reason=row.reason, cells=row.cells)
        for row in table.broken
    ]


class Reading:
    """What has been read so far, and which rows could not be."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self._table = table
        self._layout = layout
        self._douyin = layout.platform is Platform.DOUYIN
        named = _EXPORT_TIME.search(table.name) if self._douyin else None
        self.exported_at = datetime.fromtimestamp(int(named[1]), UTC) if named else None
        self._key = layout.fields["order_no" if layout.kind == "orders" else "case_no"][0]
        self._of_lines = self._douyin and layout.kind == "orders"
        self._short = {
            number: row.number for row in table.broken if (number := row.cells[self._key])
        }
        self.orders: list[OrderFacts] = []
        self.cases: list[CaseFacts] = []
        self.rejected = broken_rows(table)

    def run(self) -> Iterator[int]:
        """Read every row; says now and then how many are done."""
        done = told = 0
        yield 0
        for rows in self._groups():
            try:
                self._refuse_short(rows[0])
                self._read([RowView(self._layout, row) for row in rows])
            except BadCellError as bad:
                self._reject(rows, bad)
            done += len(rows)
            if done - told >= _STEP:
                told = done
                yield done
        if done > told:
            yield done

    def _read(self, rows: Sequence[RowView]) -> None:
        if self._layout.kind == "after_sales":
            case = douyin_cases.case if self._douyin else pinduoduo_cases.case
            self.cases.append(case(rows[0], self.exported_at))
        elif self._douyin:
            self.orders.append(douyin.order(rows, self.exported_at))
        else:
            self.orders.append(pinduoduo.order(rows))

    def _refuse_short(self, row: TableRow) -> None:
        # An order that lacks a line would be shipped short.
        if self._of_lines and row.cells[self._key] in self._short:
            raise BadCellError(self._short[row.cells[self._key]], "", "")

    def _groups(self) -> Iterator[list[TableRow]]:
        """The rows of one order or one case; Doudian's of one order may stand apart."""
        found: dict[str | int, list[TableRow]] = {}
        for row in self._table.rows:
            found.setdefault(row.cells[self._key] or row.number, []).append(row)
        for rows in found.values():
            if len(rows) == 1 or self._of_lines:
                yield rows
            else:
                yield from _alike(rows)

    def _reject(self, rows: Sequence[TableRow], bad: BadCellError) -> None:
        """One bad row spoils the other rows of its order; rows that are alike are all bad."""
        beside = _("row {row} of the same order could not be read").format(row=bad.row)
        alike = {row.number for row in rows if not self._of_lines} | {bad.row}
        self.rejected.extend(
            RejectedRow(
                file=self._table.name,
                row=row.number,
                field=bad.column,
                reason=bad.reason if row.number in alike else beside,
                cells=row.cells,
            )
            for row in rows
        )


def _alike(rows: Sequence[TableRow]) -> Iterator[list[TableRow]]:
    """The same row twice is one row; two different ones are two states of the order, in turn."""
    found: dict[tuple[str, ...], list[TableRow]] = {}
    for row in rows:
        found.setdefault(tuple(row.cells.values()), []).append(row)
    yield from found.values()
