"""Funds (账务): what each row of a funds file says, of whichever platform (domain.md §6).

Pinduoduo's 店铺账务明细, Doudian's 动账明细 and 结算账单, and a file of the desk's own form.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import ClassVar, NamedTuple, NoReturn

from store.exchange.incoming import cells
from store.exchange.incoming.columns import ColumnsFound, Spellings, named
from store.exchange.incoming.long_numbers import LongNumbers
from store.exchange.incoming.reading import Facts, Reading, Unit, UnreadableRows
from store.exchange.incoming.tables import BETWEEN, Table, TableRow
from store.exchange.incoming.workbook_messages import MERGED
from store.models.axes import Platform
from store.models.payment import Payment
from store.words import _
from store.words.phones import hide_phones

NUMBERS = ("order_no", "flow", "line", "case")
"""Fields that name something by a number."""
NAMELESS = "~"
"""Before the digest by which a row is called that names no order; no number begins so."""
_DIGEST_BYTES = 5
_NOTHING = ("", "-", "--")


class Told(NamedTuple):
    """What one row says."""

    platform: Platform
    order_no: str
    payments: tuple[Payment, ...]
    """A row of a settlement bill says two: what came in, and what was kept."""


class FundsRow:
    """The cells of one row by the desk's names of its columns."""

    __slots__ = ("_cells", "_columns", "_number", "_numbers")

    def __init__(
        self, columns: ColumnsFound, row: TableRow, numbers: Mapping[str, LongNumbers]
    ) -> None:
        """`numbers` are those of columns that may be rounded, where that is to be judged."""
        self._columns = columns
        self._number = row.number
        self._cells = row.text.split(BETWEEN)
        self._numbers = numbers

    def text(self, field: str) -> str:
        """A cell; nothing where the file lacks the column or a mark stands for nothing."""
        place = self._columns.places.get(field)
        if place is None:
            return ""
        text = self._cells[place]
        if text in _NOTHING:
            return ""
        if text[0] == MERGED:
            self.fail(field, _("it is merged with the cell above; unmerge the cells"))
        return text

    def read(self, field: str, meaning: Callable[[str], cells.Value]) -> cells.Value:
        """What a cell that has to say something means."""
        text = self.text(field)
        if not text:
            self.fail(field, _("a value is needed here"))
        return self._meant(field, text, meaning)

    def fen(self, field: str) -> int:
        """An amount with its sign; nothing is zero."""
        text = self.text(field)
        return self._meant(field, text, cells.signed_money) if text else 0

    def number(self, field: str) -> str:
        """A number that names something, which no spreadsheet may have rounded; may be empty."""
        text = self.text(field).removeprefix("'")
        if not text:
            return ""
        number = self._meant(field, text, cells.exact)
        if field in self._numbers and self._numbers[field].is_rounded(number):
            self.fail(field, cells.rounded(number))
        return number

    def fail(self, field: str, reason: str) -> NoReturn:
        """Give the row up."""
        raise cells.BadCellError(self._number, self._columns.name(field), reason)

    def _meant(self, field: str, text: str, meaning: Callable[[str], cells.Value]) -> cells.Value:
        return cells.meant(text, meaning, self._number, self._columns.name(field))


class FundsReading(Reading):
    """A file of funds; a row is about money, which may be an order's."""

    kind = "funds"
    COLUMNS: ClassVar[Spellings]
    NEEDED: ClassVar[frozenset[str]]
    OTHERS: ClassVar[frozenset[str]] = frozenset()
    """Columns that the platform is known to have and the desk does not read."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._found = ColumnsFound(table.columns, self.COLUMNS, self.OTHERS)
        self.unknown_columns = self._found.unknown
        self._places = self._found.places
        self._numbers = {field: LongNumbers() for field in NUMBERS if field in self._places}
        self._order_at = self._places["order_no"]
        self._time_at = self._places["at"]
        self._first = self._last = ""

    @classmethod
    def recognises(cls, columns: Sequence[str]) -> bool:
        """Is this the header of such a file?"""
        return named(columns, cls.COLUMNS).keys() >= cls.NEEDED

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when until when the file says everything; else its first row until its last."""
        try:
            return cells.instant(self._first), cells.instant(self._last)
        except cells.UnreadableCellError:
            return None

    def order_no(self, row: TableRow) -> str:
        """The number of the order that a row is about, else what the row itself is called by."""
        parts = row.text.split(BETWEEN)
        at = parts[self._time_at]
        if at > self._last and at[:1].isdigit():
            self._last = at
        if not self._first or at < self._first:
            self._first = at if at[:1].isdigit() else self._first
        self._add_up(parts)
        for field, numbers in self._numbers.items():
            numbers.note(parts[self._places[field]].removeprefix("'"))
        number = parts[self._order_at]
        if number not in _NOTHING:
            return cells.plain(number.removeprefix(MERGED).removeprefix("'"))
        try:
            # Whether a column was rounded is known once all rows were read; the name has none.
            told = self._read(row, {})
        except UnreadableRows:
            return ""
        return NAMELESS + _digest_of(told)

    def _add_up(self, parts: Sequence[str]) -> None:
        """Hear the cells of every row once, while the file is read."""

    def facts(self, unit: Unit) -> Sequence[Facts]:
        """Nothing that is met with an order's own document; `told` says what a row is."""
        return ()

    def told(self, row: TableRow) -> Told:
        """What a row says, once all were read. Raises UnreadableRows."""
        return self._read(row, self._numbers)

    def _read(self, row: TableRow, numbers: Mapping[str, LongNumbers]) -> Told:
        if row.fault:
            raise UnreadableRows(self.broken((row,)))
        try:
            return self._told(FundsRow(self._found, row, numbers))
        except cells.BadCellError as bad:
            raise UnreadableRows(self.spoiled((row,), bad)) from None

    @abstractmethod
    def _told(self, row: FundsRow) -> Told:
        """What a row says; raises BadCellError for a cell that cannot be understood."""


def _digest_of(told: Told) -> str:
    # Not by its number: another file of the same days may have another one.
    said = [
        f"{(one.at, one.in_fen, one.out_fen, one.text, one.line, one.case)}"
        for one in told.payments
    ]
    text = "\n".join((str(told.platform), *said))
    return blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()


@lru_cache(maxsize=1024)  # a file says the same few words in each of its rows
def joined(*words: str) -> str:
    """The platform's own words in one line, each once; a person's phone among them is masked.

    People write into 备注 whom they paid; nobody needs the phone to tell what the row is for.
    """
    return hide_phones(" · ".join(dict.fromkeys(word for word in words if word)))
