"""Reader: what an open file is, and how it is to be understood."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from store.errors import BadInput
from store.exchange.incoming import desk_file, stock_file, trace_file
from store.exchange.incoming.desk_file import DeskReading
from store.exchange.incoming.douyin.funds import DouyinFundsReading, DouyinSettlementReading
from store.exchange.incoming.own_funds import OwnFundsReading
from store.exchange.incoming.pinduoduo.funds import PinduoduoFundsReading
from store.exchange.incoming.reading import PlatformReading, Reading
from store.exchange.incoming.recognise import recognise
from store.exchange.incoming.stock_file import StockReading
from store.exchange.incoming.tables import DEFAULT_LIMITS, Table, TableRow, Tables, open_tables
from store.exchange.incoming.trace_file import TraceReading
from store.words import _

FUNDS = (
    PinduoduoFundsReading,
    DouyinFundsReading,
    DouyinSettlementReading,
    OwnFundsReading,
)


@contextmanager
def open_export(path: Path) -> Iterator[Tables]:
    """The tables of a file of a platform, or of the desk.

    Raises `BadInput` with a sentence that names the file when it is no export, or cannot be read
    at all; most of it when its tables are asked for.
    """
    with open_tables(path, DEFAULT_LIMITS, _is_header) as tables:
        yield tables


def reading_of(table: Table) -> Reading:
    """How a table is to be understood; its platform, kind and variant are in its header."""
    if desk_file.recognises(table.columns):
        return DeskReading(table)
    for funds in FUNDS:
        if funds.recognises(table.columns):
            return funds(table)
    layout = recognise(table.columns)
    if layout:
        return PlatformReading(table, layout)
    is_stock = stock_file.recognises(table.columns)
    return StockReading(table) if is_stock else TraceReading(table)


def _is_header(columns: Sequence[str]) -> bool:
    known = desk_file.recognises(columns) or recognise(columns) is not None
    known = known or any(funds.recognises(columns) for funds in FUNDS)
    return known or trace_file.recognises(columns) or stock_file.recognises(columns)


def nothing_in(table: Table, broken: TableRow | None) -> BadInput:
    """The sentence for a file without a whole row; `broken` is the first of the others."""
    if broken and broken.is_cut:
        said = _("{file}: cut in the middle of its only row, nothing can be read.")
        return BadInput(said.format(file=table.name))
    if broken:
        return unreadable(table.name, broken.fault)
    said = _("{file}: it has a header and no row below it.")
    return BadInput(said.format(file=table.name))


def unreadable(file: str, reason: str) -> BadInput:
    """The sentence for a file of which no row could be understood."""
    said = _("{file}: none of its rows can be read, {reason}.")
    return BadInput(said.format(file=file, reason=reason))
