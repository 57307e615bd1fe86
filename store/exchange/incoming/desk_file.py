"""The desk's own file (the variant "shouhou"): an export that can be imported again.

One row per order line under Chinese headers, with the format's version in the column `shouhou`
(`store.exchange.desk_columns`). What is read back is what the platform said, no more: the shop only
where the importer names none (`store.importing.own_shops`), and what was done at the desk does not
travel by spreadsheet; only that goods left with a number is noted, so that nobody sends them again
unasked. Rows may have been sorted; when one row of an order cannot be read, none of that order is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from store.exchange.desk_columns import COLUMNS, VERSION, Column
from store.exchange.desk_values import parse
from store.exchange.incoming import cells
from store.exchange.incoming.columns import normal
from store.exchange.incoming.reading import Reading, Unit, UnreadableRows
from store.exchange.incoming.tables import Table, TableRow
from store.exchange.outgoing.safe_cells import from_cell
from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.facts import CaseFacts, OrderFacts
from store.models.order import Knowledge
from store.words import _
from store.words.excerpts import excerpt

_NEEDED = frozenset({"shouhou", "platform", "order_no", "line", "quantity", "amount"})
_IDENTITY = ("platform", "shop", "order_no")
_ALSO_READ = frozenset({"shouhou", "shop", "line", "confirmed_by", "hidden", "tracking_nos"})
_ORDER_NO = re.compile("[0-9A-Za-z][0-9A-Za-z-]{0,63}")
"""What platforms call an order: no sign in it that is not seen, or that looks like another."""
_OF_A_LINE = frozenset({"line", "quantity", "amount"})
_BY_NAME = {normal(name): one for one in COLUMNS for name in (one.key, one.label)}
_BY_FACT = {one.fact: one for one in COLUMNS if one.fact}
_FACTS = tuple(OrderFacts.model_fields)

Values = dict[str, Any]
_Columns = dict[int, tuple[str, Column]]
"""What is read, by its place: what the file calls it, and which of ours it is."""


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    values: Values
    """By the key of the column; an empty cell is left out."""


class _Said(OrderFacts):
    """An order with the cases that stand in its rows."""

    cases: tuple[AfterSalesCase, ...] = ()


def recognises(columns: Sequence[str]) -> bool:
    """Is this the header of a file that the desk wrote, with enough columns to be read back?"""
    return {one.key for one in _known(columns).values()} >= _NEEDED


class DeskReading(Reading):
    """A file that the desk wrote; its rows name the platform."""

    kind = "orders"
    platform = None
    variant = "shouhou"
    is_of_lines = True

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        known = _known(table.columns)
        self._known = {
            place: (name, known[name])
            for place, name in enumerate(table.columns)
            if name in known and (known[name].fact or known[name].key in _ALSO_READ)
        }
        places = {column.key: place for place, (_name, column) in self._known.items()}
        self._number = places["order_no"]
        self._shop = places.get("shop")
        self._identity = [places[key] for key in _IDENTITY if key in places]
        # Somebody may have added columns; they are not read.
        self.unknown_columns = tuple(name for name in table.columns if name not in known)

    def order_no(self, row: TableRow) -> str:
        """The number of the order that a row is about, as far as it says one."""
        return from_cell(row.cells[self._number])

    def shop(self, row: TableRow) -> str:
        """The shop that a row is of, as far as it says one."""
        return "" if self._shop is None else " ".join(from_cell(row.cells[self._shop]).split())

    def units(self, rows: Sequence[TableRow]) -> Iterator[Unit]:
        """Rows with one number may be of several shops, or platforms."""
        found: dict[tuple[str, ...], list[TableRow]] = {}
        for row in rows:
            cells_of_row = row.cells
            found.setdefault(tuple(cells_of_row[at] for at in self._identity), []).append(row)
        return map(Unit, found.values())

    def facts(self, unit: Unit) -> Sequence[OrderFacts | CaseFacts]:
        """What a unit says: an order, and its cases. Raises UnreadableRows."""
        try:
            said = _order(unit.rows, self._known)
        except cells.BadCellError as bad:
            raise UnreadableRows(self.spoiled(unit.rows, bad)) from None
        return (OrderFacts(**{name: getattr(said, name) for name in _FACTS}), *_case_facts(said))


def _known(columns: Sequence[str]) -> dict[str, Column]:
    return {name: one for name in columns if (one := _BY_NAME.get(normal(name)))}


def _order(rows: Sequence[TableRow], columns: _Columns) -> _Said:
    read_rows = sorted((_row(row, columns) for row in rows), key=_line_number)
    lines = [row for row in read_rows if row.values.keys() & _OF_A_LINE]
    facts = _facts(read_rows[0].values, of_line=False)
    if "confirmed_by" in read_rows[0].values:
        facts.pop("confirmed_at", None)  # It was confirmed at the desk, not on the platform.
    facts["source"] = Source.DESK
    shown = {one.get("tracking_no") for one in facts.get("parcels", ()) if isinstance(one, dict)}
    numbers = read_rows[0].values.get("tracking_nos", ())
    facts["sent_numbers"] = [one for one in numbers if one and one not in shown]
    facts["rows"] = [row.number for row in read_rows]
    facts["lines"] = [_facts(row.values, of_line=True) for row in lines]
    try:
        return _Said.model_validate(facts)
    except ValidationError as error:
        raise _unfit(error, read_rows[0].number, [row.number for row in lines]) from error


def _line_number(row: _Row) -> int:
    number: int = row.values.get("line", 0)
    return number


def _row(row: TableRow, columns: _Columns) -> _Row:
    values: Values = {}
    cells_of_row = row.cells
    for place, (name, column) in columns.items():
        try:
            value = parse(column.kind, from_cell(cells_of_row[place]))
        except cells.UnreadableCellError as trouble:
            raise cells.BadCellError(row.number, name, str(trouble)) from trouble
        if column.key == "order_no" and value and not _ORDER_NO.fullmatch(str(value)):
            said = _("an order number of the platform was expected, “{found}” was found")
            reason = said.format(found=excerpt(str(value)))
            raise cells.BadCellError(row.number, name, reason)
        if value is not None:
            values[column.key] = value
    for key in values.get("hidden", "").split():
        values.pop(key, None)
    version = values.get("shouhou", "")
    if version != VERSION:
        said = _("format version {known} was expected, “{found}” was found")
        reason = said.format(known=VERSION, found=excerpt(version))
        raise cells.BadCellError(row.number, "shouhou", reason)
    return _Row(row.number, values)


def _facts(values: Values, *, of_line: bool) -> Values:
    """The values under the names of the facts: `money.paid_fen` becomes a field in a field."""
    facts: Values = {} if of_line else {"money": {}}
    for fact, column in _BY_FACT.items():
        if column.key in values and fact.startswith("lines.") is of_line:
            *outer, field = fact.removeprefix("lines.").split(".")
            inside = facts.setdefault(outer[0], {}) if outer else facts
            inside[field] = values[column.key]
    return facts


def _unfit(error: ValidationError, first: int, lines: Sequence[int]) -> cells.BadCellError:
    detail = error.errors(include_url=False)[0]
    place = detail["loc"]
    row = lines[place[1]] if place[0] == "lines" and isinstance(place[1], int) else first
    path = [part for part in place if isinstance(part, str)]
    column = _BY_FACT.get(".".join(path[:2])) or _BY_FACT.get(path[0])
    if detail["type"] == "missing" and column and column.kind != "data":
        reason = _("a value is needed here")
    else:
        said = _("a value that the desk writes was expected, “{found}” was found")
        reason = said.format(found=excerpt(str(detail["input"])))
    return cells.BadCellError(row, column.label if column else ".".join(path), reason)


def _case_facts(said: _Said) -> Iterator[CaseFacts]:
    for case in said.cases:
        at = case.line or 0
        yield CaseFacts(
            platform=said.platform,
            order_no=said.order_no,
            line_no=said.lines[at - 1].line_no if 0 < at <= len(said.lines) else "",
            row=said.rows[0],
            case=case.model_copy(update={"source": Source.PLATFORM}),
            knowledge=Knowledge(instants={"case": case.as_of} if case.as_of else {}),
            source=said.source,
        )
