"""Bills (账单): what files say of one order's money, or in one row that names no order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from store.exchange.incoming.funds import NAMELESS
from store.importing.read_rows import Entry
from store.models.axes import Platform
from store.models.keys import BILL
from store.models.payment import Payment

Row = tuple[Payment, ...]
"""What one row says."""


class Said(NamedTuple):
    """What one file says of a bill."""

    file: int
    """Its number among those of the import."""
    rows: list[Row]


class Bill(NamedTuple):
    """What is one document: the money of one order, or of one row that names none."""

    platform: Platform
    name: str
    order_no: str


def bills_meant(entries: Sequence[Entry], platforms: Iterable[Platform]) -> Iterator[Bill]:
    """All bills that these rows may be about, which name one order or are alike and name none.

    Of rows that are alike and name none there are as many as the file has that has most of them.
    """
    order_no = entries[0].order_no
    if not order_no.startswith(NAMELESS):
        yield from (Bill(platform, f"{BILL}{order_no}", order_no) for platform in platforms)
        return
    most = max(Counter(one.file for one in entries).values())
    for platform in platforms:
        yield from (Bill(platform, _name(order_no, turn), "") for turn in range(most))


def bills_said(
    entries: Sequence[Entry], platform: Platform, parts: Sequence[Said]
) -> Iterator[tuple[Bill, Sequence[Said]]]:
    """What the rows say of each of them, where they are a platform's.

    Of alike rows without an order each has its place by its turn. A row with the number of one
    before it is that one.
    """
    order_no = entries[0].order_no
    if not order_no.startswith(NAMELESS):
        yield Bill(platform, f"{BILL}{order_no}", order_no), parts
        return
    turns = [(file, _by_turn(rows)) for file, rows in parts]
    for turn in range(max(len(of_file) for _file, of_file in turns)):
        said = [Said(file, of_file[turn]) for file, of_file in turns if turn < len(of_file)]
        yield Bill(platform, _name(order_no, turn), ""), said


def _name(nameless: str, turn: int) -> str:
    name = f"{BILL}{nameless.removeprefix(NAMELESS)}"
    return f"{name}-{turn + 1}" if turn else name


def _by_turn(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of a file that are alike, those of one number together."""
    numbered: dict[object, list[Row]] = {}
    for row in rows:
        numbered.setdefault(row[0].flow or id(row), []).append(row)
    return list(numbered.values())
