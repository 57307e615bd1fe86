"""Walking: the ids of a statement, as one value and a part at a time."""

import sqlite3
from collections.abc import Sequence
from typing import Any

import pytest

from store.engines.sqlite.session import SqliteSession
from store.search import walking
from store.search.sql import Sql
from store.search.walking import ids_of, pages_of_ids

NUMBERS = [number * 7919 % 1000 for number in range(1, 400)]


def fetch(sql: str, parameters: Sequence[Any]) -> list[Any]:
    """What a statement finds in a table of these numbers."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute("create table given (id integer primary key, place integer)")
        rows = ((number, place) for place, number in enumerate(NUMBERS))
        connection.executemany("insert into given values (?, ?)", rows)
        return SqliteSession(connection).read(sql, parameters)


@pytest.mark.parametrize("part", [1, 2, 3, 10, 100_000])
def test_every_id_comes_once_and_in_the_statement_s_order(
    part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "PART", part)
    found = Sql("select id, place from given where place >= ? order by place limit 300", (20,))
    assert ids_of(fetch, found) == NUMBERS[20:320]


def test_a_statement_that_finds_nothing_gives_no_page() -> None:
    assert list(pages_of_ids(fetch, Sql("select id from given where place < ?", (0,)))) == []


def test_many_ids_come_in_several_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "PART", 40)
    pages = list(pages_of_ids(fetch, Sql("select id from given")))
    assert len(pages) > len(NUMBERS) // 20
    assert sorted(number for page in pages for number in page) == sorted(NUMBERS)
