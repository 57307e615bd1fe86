"""Reading: what the rows of one file say about one order, or why they cannot be read."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import product
from typing import Literal, NamedTuple

from store.exchange.incoming import cells, insurance
from store.exchange.incoming.douyin import cases as douyin_cases
from store.exchange.incoming.douyin import orders as douyin_orders
from store.exchange.incoming.happened import HAPPENED, LatestTime, happened_by
from store.exchange.incoming.long_numbers import LongNumbers
from store.exchange.incoming.pinduoduo import cases as pinduoduo_cases
from store.exchange.incoming.pinduoduo import orders as pinduoduo_orders
from store.exchange.incoming.recognise import Layout
from store.exchange.incoming.row_view import RowView
from store.exchange.incoming.tables import BETWEEN, Table, TableRow
from store.exchange.incoming.workbook_messages import MERGED
from store.models.axes import Platform
from store.models.facts import CaseFacts, InsuranceFacts, OrderFacts, RejectedRow, TraceFacts
from store.words import _
from store.words.excerpts import excerpt
from store.words.times import shop_day

ORDER = "order"
"""What a unit about an order itself is about; one about a case has the case's number."""
INSURANCE = "insurance"
"""The same of one about its freight insurance."""
_EXPORT_TIME = re.compile(r"(?:^|_)(1\d{9})_[0-9a-f]{32}(?![0-9a-z])", re.ASCII | re.IGNORECASE)
"""Doudian names its files `<unix seconds>_<32 hex>.csv`."""

Facts = OrderFacts | CaseFacts | InsuranceFacts | TraceFacts
FileKind = Literal["orders", "after_sales", "insurance", "traces", "funds", "stock"]


class UnreadableRows(Exception):
    """Rows that say nothing that could be understood, each with its reason."""

    def __init__(self, rejected: Iterable[RejectedRow]) -> None:
        super().__init__()
        self.rejected = tuple(rejected)


class Unit(NamedTuple):
    """Rows of one file that say one thing together: an order, a case, a scan of a parcel."""

    rows: Sequence[TableRow]
    about: str = ""
    """What about its order it is; empty where the same cells may mean something else tomorrow."""


class Reading(ABC):
    """How one file is to be understood."""

    kind: FileKind
    platform: Platform | None
    """None where each row says it."""
    variant: str
    exported_at: datetime | None = None
    covers: tuple[date, date] | None = None
    """The first and the last day that the file itself says it covers."""
    latest: LatestTime | None = None
    unknown_columns: tuple[str, ...] = ()
    case_column = ""
    """What it calls the column with the number of an after-sales case, where it has one."""
    is_of_lines = False
    """A row is a part of an order, which is not read at all where one of them cannot be."""

    def __init__(self, table: Table) -> None:
        self.file = table.name
        self.columns = table.columns

    @property
    def form(self) -> str:
        """What the same cells of a platform are read as depends on this, and on nothing else."""
        return BETWEEN.join((self.kind, str(self.exported_at), *self.columns))

    @abstractmethod
    def order_no(self, row: TableRow) -> str:
        """The number of the order that a row is about, as far as it says one."""

    def is_note(self, row: TableRow) -> bool:
        """Is it a remark of the platform's, and no row of the table?"""
        return False

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when until when the file says everything, where that is known."""
        return None

    @property
    def is_whole_without_rows(self) -> bool:
        """Does the file say, once it was read, that there is nothing to say?"""
        return False

    def finish(self) -> None:  # noqa: B027 - most say nothing of themselves
        """Hear that every row was read; raise BadInput where that is not what the file says."""

    def day(self, row: TableRow) -> date | None:
        """The shop's day that a row is about, where such rows tell which days a file covers."""
        return None

    def notice(self, order_no: str) -> None:  # noqa: B027 - most have nothing to count
        """Hear the number of every row of the file once, before any row is asked what it says."""

    @abstractmethod
    def facts(self, unit: Unit) -> Sequence[Facts]:
        """What a unit says. Raises UnreadableRows."""

    def past_facts(self, unit: Unit, latest: datetime) -> Sequence[Facts]:
        """The same, where what has happened by it is not of a time after this. Raises
        UnreadableRows.
        """
        return self.facts(unit)

    def units(self, rows: Sequence[TableRow]) -> Iterator[Unit]:
        """The rows about one order, apart from those whose cells cannot be told apart."""
        return (Unit((row,)) for row in rows)

    def broken(self, rows: Sequence[TableRow]) -> Iterator[RejectedRow]:
        """The rows about one order that are not even asked what they say."""
        fault = next((row for row in rows if row.fault), None)
        if fault is None:
            return
        for row in rows:
            if row.fault:
                yield self.rejected(row, "", row.fault)
            elif self.is_of_lines:
                yield self.beside(row, fault.number)

    def spoiled(self, rows: Sequence[TableRow], bad: cells.BadCellError) -> Iterator[RejectedRow]:
        """The rows of a unit of which one says what cannot be understood.

        Where they are not the lines of an order they are alike, and all bad.
        """
        for row in rows:
            if row.number == bad.row or not self.is_of_lines:
                yield self.rejected(row, bad.column, bad.reason)
            else:
                yield self.beside(row, bad.row)

    def beside(self, row: TableRow, bad: int) -> RejectedRow:
        """A row that is left out for another one of its order, which would be shipped short."""
        said = _("row {row} of the same order could not be read")
        return self.rejected(row, "", said.format(row=bad))

    def rejected(self, row: TableRow, field: str, reason: str) -> RejectedRow:
        """A row that is not taken."""
        return RejectedRow(
            file=self.file,
            row=row.number,
            field=field,
            reason=reason,
            cells=dict(zip(self.columns, row.cells, strict=True)),
            as_found=tuple(row.as_found.split(BETWEEN)) if row.as_found else (),
        )


_NOTE = "3个月前"
_COVERS_BY = {"orders": ("ordered_at", "deal_at", "paid_at"), "after_sales": ("applied_at",)}
"""By which of its times a row is in the span that was chosen for an export."""
_DAY_LENGTH = len("2026-11-22")
_PLAIN_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)


class PlatformReading(Reading):
    """An export of a platform."""

    def __init__(self, table: Table, layout: Layout) -> None:
        super().__init__(table)
        self._layout = layout
        self._is_douyin = layout.platform is Platform.DOUYIN
        self._is_of_cases = layout.kind == "after_sales"
        self._number = layout.fields["order_no"]
        places = layout.fields.get("case_no", ())
        self.case_column = layout.columns[places[0]] if places else ""
        self.kind = layout.kind
        self.platform = layout.platform
        self.variant = layout.variant
        self.unknown_columns = layout.unknown
        self.is_of_lines = self._is_douyin and layout.kind == "orders"
        named = _EXPORT_TIME.search(table.name) if self._is_douyin else None
        self.exported_at = datetime.fromtimestamp(int(named[1]), UTC) if named else None
        self._order_numbers = LongNumbers()
        times = _COVERS_BY.get(layout.kind, ())
        self._times = [place for name in times for place in layout.fields.get(name, ())]
        self._days: dict[str, date | None] = {}
        self.latest = LatestTime(layout)

    def order_no(self, row: TableRow) -> str:
        """The number of the order that a row is about, as far as it says one."""
        place = self._number[0]
        number = row.text.split(BETWEEN, place + 1)[place]
        if len(self._number) > 1 or number == self._layout.blank:
            number = RowView(self._layout, row).text("order_no")
        return number.removeprefix(MERGED).removeprefix("'")

    def is_note(self, row: TableRow) -> bool:
        """Is it a remark of the platform's (`3个月前的售后单请…`), and no row of the table?"""
        return _NOTE in row.text and BETWEEN not in row.text.strip(BETWEEN)

    def day(self, row: TableRow) -> date | None:
        """The shop's day on which what a row is about was ordered, or applied for."""
        for place in self._times:
            if text := row.text.split(BETWEEN, place + 1)[place]:
                return self._day(text.removeprefix(MERGED).strip())
        return None

    def _day(self, text: str) -> date | None:
        # A file has a hundred thousand times and a hundred days.
        known = text[:_DAY_LENGTH] if _PLAIN_TIME.fullmatch(text) else text
        if known not in self._days:
            try:
                self._days[known] = shop_day(cells.instant(text))
            except cells.UnreadableCellError:
                self._days[known] = None
        return self._days[known]

    def notice(self, order_no: str) -> None:
        """Count the numbers that a spreadsheet may have rounded."""
        self._order_numbers.note(order_no)

    def units(self, rows: Sequence[TableRow]) -> Iterator[Unit]:
        """The same row twice is one row; two different ones are two states of the order, in turn.

        Doudian's rows of one order are its lines.
        """
        if self.is_of_lines:
            yield Unit(rows, ORDER)
        elif len(rows) == 1:
            yield Unit(rows, self._about(rows[0]))
        else:
            alike: dict[str, list[TableRow]] = {}
            for row in rows:
                alike.setdefault(row.text, []).append(row)
            for same in alike.values():
                yield Unit(same, self._about(same[0]))

    def facts(self, unit: Unit) -> Sequence[Facts]:
        """What a unit says. Raises UnreadableRows."""
        views = [RowView(self._layout, row) for row in unit.rows]
        try:
            if self._order_numbers.is_rounded(self.order_no(unit.rows[0])):
                views[0].fail("order_no", cells.rounded(views[0].text("order_no")))
            if self.kind == "insurance":
                return (insurance.insurance(views[0]),)
            if self._is_of_cases:
                case = douyin_cases.case if self._is_douyin else pinduoduo_cases.case
                return (case(views[0], self.exported_at),)
            if self._is_douyin:
                return (douyin_orders.order(views, self.exported_at),)
            return (pinduoduo_orders.order(views),)
        except cells.BadCellError as bad:
            raise UnreadableRows(self.spoiled(unit.rows, bad)) from None

    def past_facts(self, unit: Unit, latest: datetime) -> Sequence[Facts]:
        """The same, where what has happened by it is not of a time after this."""
        found = self.facts(unit)
        if any(at > latest for facts in found for at in happened_by(facts)):
            raise UnreadableRows(self._to_come(unit, latest))
        return found

    def _to_come(self, unit: Unit, latest: datetime) -> Iterator[RejectedRow]:
        """The rows, of which one says that something happened later."""
        views = [RowView(self._layout, row) for row in unit.rows]
        for field, view in product(HAPPENED, views):
            at = view.instant(field)
            if at and at > latest:
                said = _("a time that has passed was expected, “{found}” was found")
                reason = said.format(found=excerpt(view.text(field)))
                late = cells.BadCellError(view.number, view.column(field), reason)
                yield from self.spoiled(unit.rows, late)
                return

    def _about(self, row: TableRow) -> str:
        if not self._is_of_cases:
            return INSURANCE if self.kind == "insurance" else ORDER
        return RowView(self._layout, row).text("case_no").removeprefix("'")
