"""Dialects (方言): one statement for every database, with marks where they differ.

Statements of lists are written once, in what the databases share. Where they share nothing a mark
stands, as `@position(text, ?)` or `@ours(orders_row) r`, and the engine puts in its own form when
it runs the statement; nobody above it has to know which one it is. A parameter that is a list is
many values, as `@in_many` compares them. Marks begin with a sign that no statement has otherwise.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol

from msgspec.json import encode

_MARK = re.compile(r"@(ours|bytes|each|length|start|unindexed|along)\(([^()]*)\)|@(\w+)( ?)")
_VALUE = r"'(?:[^']|'')*'|\?(\d*)"
SHOP = "$1"
START = 120
"""Signs of a word that an index of PostgreSQL has, whose entries have to fit into a page."""


Asked = tuple[str, Sequence[Any]]
"""A statement that reads, and its parameters."""


class Read(Protocol):
    """Gives every row that a statement with marks finds."""

    def __call__(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]: ...


class Session(Protocol):
    """One connection inside a transaction, spoken to in statements with marks."""

    def read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Every row that a statement finds."""

    def read_all(self, asked: Sequence[Asked]) -> list[list[Any]]:
        """What each of these statements finds, asked at once where each is a turn to a server."""

    def write(self, sql: str, many: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each of these parameters; it may be done later, in order."""


SQLITE: Mapping[str, str] = MappingProxyType(
    {
        # A file is one store's; what belongs to another is not in it.
        "ours": "{}",
        "shop_column": "",
        "shop_value": "",
        "in_shop": "",
        "bytes": "cast({} as blob)",
        "each": "json_each({})",
        "length": "json_array_length({})",
        "start": "{}",
        "in_many": "in (select value from json_each(?))",
        "many_k": "json_each(?) k",
        "unindexed": "+{}",
        # Its planner takes whatever equals a constant for rare, and sorts what it finds so.
        "along": "indexed by {}",
        "unless_there": "on conflict do nothing",
        "position": "instr",
        # Its planner takes the tables in another order where it is left to choose.
        "join": "cross join",
        "joined_ids": "group_concat(id)",
    }
)
POSTGRES: Mapping[str, str] = MappingProxyType(
    {
        # Every key begins with the shop, which is the first parameter of every statement.
        "ours": f"(select * from {{}} where of_shop = {SHOP})",
        "shop_column": "of_shop,",
        "shop_value": f"{SHOP},",
        "in_shop": f"of_shop = {SHOP} and",
        "bytes": "convert_to({}, 'UTF8')",
        "each": "jsonb_array_elements({}::jsonb)",
        "length": "jsonb_array_length({}::jsonb)",
        "start": f"left({{}}, {START})",
        "in_many": "= any(?)",
        "many_k": "unnest(?::text[]) k(value)",
        "unindexed": "{}",
        "along": "",
        # Words may be too long for a key, so that none conflicts.
        "unless_there": "",
        "position": "strpos",
        "join": "join",
        "joined_ids": "string_agg(id::text, ',')",
    }
)


def for_sqlite(statement: str, parameters: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """A statement as SQLite takes it; many values are one text."""
    if any(isinstance(value, list) for value in parameters):
        parameters = [_one_text(one) if isinstance(one, list) else one for one in parameters]
    return sqlite_text(statement), parameters


def _one_text(values: list[Any]) -> str:
    try:
        return encode(values).decode()
    except UnicodeEncodeError:  # a lone surrogate, which nothing that is kept holds
        import json

        return json.dumps(values)


@lru_cache(maxsize=1024)
def sqlite_text(statement: str) -> str:
    """A statement as SQLite takes it."""
    return _with(SQLITE, statement)


@lru_cache(maxsize=1024)
def postgres_text(statement: str) -> tuple[str, bool]:
    """A statement as PostgreSQL takes it, and whether the shop is its first parameter."""
    text = _with(POSTGRES, statement)
    shift = 1 if SHOP in text else 0
    most = 0

    def number(value: re.Match[str]) -> str:
        nonlocal most
        if value[0].startswith("'"):
            return value[0]
        # As SQLite counts: after the highest so far.
        mine = int(value[1]) if value[1] else most + 1
        most = max(most, mine)
        return f"${mine + shift}"

    return re.sub(_VALUE, number, text), bool(shift)


def _with(forms: Mapping[str, str], statement: str) -> str:
    def form(mark: re.Match[str]) -> str:
        if mark[1]:
            return forms[mark[1]].format(mark[2])
        return forms[mark[3]] + (mark[4] if forms[mark[3]] else "")

    return _MARK.sub(form, statement)
