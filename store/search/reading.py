"""Reading rows: whole rows of a list from what a statement fetched, checked by their crc."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from zlib import crc32

import msgspec

from store.models.case_row import CaseRow
from store.models.inquiry_row import InquiryRow
from store.models.payment_row import PaymentRow
from store.models.review_row import ImprovementRow, ReviewRow
from store.models.row import ObligationRow, OrderRow, ProductRow
from store.search.sql import listed, ours
from store.search.table import ListTable
from store.words import _

Fetch = Callable[[str, Sequence[Any]], list[Any]]
"""Runs one statement with its parameters; every row it finds."""
SHAPES: MappingProxyType[str, type[msgspec.Struct]] = MappingProxyType(
    {
        "orders": OrderRow,
        "obligations": ObligationRow,
        "cases": CaseRow,
        "products": ProductRow,
        "inquiries": InquiryRow,
        "payments": PaymentRow,
        "reviews": ReviewRow,
        "improvements": ImprovementRow,
    }
)
"""What a row of each list is."""
_BYTES = "@bytes(row), @bytes(words), crc"
"""As texts they would be decoded only to be encoded again: that took half of the time."""


def read(fetch: Fetch, table: ListTable, ids: Sequence[int]) -> dict[int, Any]:
    """The rows with these ids, those that there are; a damaged one says so instead of facts."""
    if not ids:
        return {}
    chosen = listed("id", ids)
    sql = f"select id, {_BYTES} from {ours(f'{table.name}_body', 'b')} where {chosen.text}"
    row_of = _reader(table)
    return {
        number: row_of(number, row, words, crc)
        for number, row, words, crc in fetch(sql, chosen.parameters)
    }


def read_of(fetch: Fetch, table: ListTable, kind: str, of: int) -> list[Any]:
    """The rows of one document of a kind."""
    if table.parent is None:
        return list(read(fetch, table, [of]).values())
    also, kinds = table.of_documents(kind)
    sql = f"select id from {ours(f'{table.name}_row', 'r')} where of = ?{also} order by id"
    return list(read(fetch, table, [i for (i,) in fetch(sql, (of, *kinds))]).values())


def read_between(
    fetch: Fetch, table: ListTable, kind: str, first: int, last: int
) -> dict[int, list[Any]]:
    """The rows of the documents of a kind with ids from the first to the last, by document."""
    bodies = ours(f"{table.name}_body", "b")
    also, kinds = table.of_documents(kind)
    if table.parent is None:
        sql = f"select id, id, {_BYTES} from {bodies} where id between ? and ?"
    else:
        sql = (
            f"select r.of, b.id, {_BYTES} from {ours(f'{table.name}_row', 'r')}"
            f" join {bodies} on b.id = r.id where r.of between ? and ?{also}"
        )
    rows: dict[int, list[Any]] = {}
    row_of = _reader(table)
    for of, number, row, words, crc in fetch(sql, (first, last, *kinds)):
        rows.setdefault(of, []).append(row_of(number, row, words, crc))
    return rows


def damaged(table: ListTable, number: int) -> Any:
    """What stands in place of a row that cannot be trusted: no facts, and that it is so."""
    empty = {int: 0, str: "", bool: False, float: 0.0}
    values = {
        field.name: empty.get(field.type, None if type(None) in _kinds(field.type) else ())
        for field in msgspec.structs.fields(SHAPES[table.name])
    }
    said = _("this row is damaged (number {number}); have the whole store checked")
    return SHAPES[table.name](**{**values, table.said_in: said.format(number=number)})


def _reader(table: ListTable) -> Callable[[int, bytes, bytes, int], Any]:
    """What makes a row of what was fetched of it."""
    decode = _decoder(table.name).decode

    def row_of(number: int, row: bytes, words: bytes, crc: int) -> Any:
        if crc32(words, crc32(row)) != crc:
            return damaged(table, number)
        try:
            return decode(row)
        except msgspec.MsgspecError:
            return damaged(table, number)

    return row_of


def _kinds(kind: Any) -> tuple[Any, ...]:
    return tuple(getattr(kind, "__args__", ()))


@lru_cache
def _decoder(name: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(SHAPES[name])
