"""Bills (账单): what files say of one order's money, or in one row that names no order."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from store.importing.bundles import ImportedFile
from store.models.axes import Platform
from store.models.keys import BILL
from store.models.payment import Payment

Row = tuple[Payment, ...]
"""What one row says."""


class Bill(NamedTuple):
    """What some files say of one order, or one row of theirs that names none."""

    platform: Platform
    name: str
    order_no: str
    told: Sequence[tuple[ImportedFile, Sequence[Row]]]


def bills_of_each(
    platform: Platform, digest: str, parts: Sequence[tuple[ImportedFile, Sequence[Row]]]
) -> Iterator[Bill]:
    """A document for each of several rows that are alike and name no order.

    Of two files the larger count of them stands, so that each has its place by its turn. A row with
    the number of one before it is that one.
    """
    turns = [(given, _by_turn(rows)) for given, rows in parts]
    most = max(len(of_file) for _given, of_file in turns)
    for turn in range(most):
        told = [(given, of_file[turn]) for given, of_file in turns if turn < len(of_file)]
        name = f"{BILL}{digest}" if turn == 0 else f"{BILL}{digest}-{turn + 1}"
        yield Bill(platform, name, "", told)


def _by_turn(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of a file that are alike, those of one number together."""
    numbered: dict[object, list[Row]] = {}
    for row in rows:
        numbered.setdefault(row[0].flow or id(row), []).append(row)
    return list(numbered.values())
