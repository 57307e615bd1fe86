"""One shop in a folder and moved to a database: every list, query and figure says the same."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.engines.moving import counted, move
from store.engines.opening import engine_at
from store.engines.row_check import broken_row
from store.reading.shop_lists import Lists
from store.search import board, review, unclaimed, wanted
from store.search.conditions import Query
from store.search.counting import counts
from store.search.language import parse
from store.search.lists import LISTS, OBLIGATIONS
from store.search.pasting import sought_in
from store.search.table import Moment, Number
from tests.build import DAY, NOW, content_of
from tests.examples import examples
from tests.postgres import store_url
from tests.search.generated import queries

Both = tuple[Lists, Lists]
LATER = NOW + timedelta(hours=7, microseconds=5)


@pytest.fixture(scope="module")
def both(sampled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The sample shop in a folder, and moved from there to a database."""
    folder = tmp_path_factory.mktemp("alike")
    shutil.copytree(sampled, folder / "store")
    here = engine_at(folder / "store")
    there = engine_at(store_url(folder / "there"))
    move(here, there)
    yield Lists(here, lambda: LATER), Lists(there, lambda: LATER)
    here.close()
    there.close()


def test_what_was_moved_is_what_was_there(both: Both) -> None:
    here, there = both
    assert content_of(here.engine)[1:] == content_of(there.engine)[1:]
    assert counted(here.engine) == counted(there.engine)
    there.engine.check(full=True)


def test_a_shop_that_was_moved_back_is_the_same(both: Both, tmp_path: Path) -> None:
    with closing(engine_at(tmp_path / "back")) as back:
        assert move(both[1].engine, back) == counted(both[0].engine)
        assert content_of(back)[1:] == content_of(both[0].engine)[1:]
        back.check(full=True)
        assert Lists(back, lambda: LATER).clocks() == both[0].clocks()


SORTS = [
    (table.name, way + sort)
    for table in LISTS.values()
    for sort in table.sorts
    for way in ("", "-")
]


@pytest.mark.parametrize(("name", "sort"), SORTS)
def test_every_list_stands_in_the_same_order(both: Both, name: str, sort: str) -> None:
    found = [looked_through(lists, name, Query(), sort) for lists in both]
    assert found[0] == found[1]


@settings(max_examples=examples(25))
@given(st.sampled_from(sorted(LISTS)), st.data())
def test_every_query_finds_the_same(both: Both, name: str, data: st.DataObject) -> None:
    table = LISTS[name]
    text = data.draw(queries(table))
    sort = data.draw(st.sampled_from(sorted(table.sorts)))
    query = parse(text, LATER, table)
    found = [looked_through(lists, name, query, sort) for lists in both]
    assert found[0] == found[1]


CHAT = "王女士 16:02\n亲，我那个苹果怎么还没发？\t单号 {number}\n客服 16:03\n马上查 🙏 q Q d x\n"
PASTED = [
    CHAT.format(number="261122-905943104639037"),
    "您好\n在吗\n什么时候发货？",
    *("261122-905943104639037", "6950120765288972254", "261122-1\n261122-2\n6950120765288972254"),
    *("13800138000", "您好\n我的电话是 138 0013 8000", "YT8123456789012\nSF1234567890123"),
    *("", "\n\n\n", "12345678", "!261122-905943104639037"),
    *("261122-905943104639037|13800138000", "a|12345678 !12345678|b"),
]


@pytest.mark.parametrize("name", sorted(LISTS))
@pytest.mark.parametrize("text", PASTED)
def test_whatever_is_pasted_is_asked_of_every_list(both: Both, name: str, text: str) -> None:
    table = LISTS[name]
    query = parse(sought_in(text).query, LATER, table)
    found = [looked_through(lists, name, query, table.default_sort) for lists in both]
    assert found[0] == found[1]


FIELDS = [
    (table.name, field)
    for table in LISTS.values()
    for field in table.field_names
    if not isinstance(table.field_of(field)[1], Number | Moment)  # type: ignore[index] # its own
]


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_no_values_of_a_field_are_asked_of_every_list(both: Both, name: str, field: str) -> None:
    table = LISTS[name]
    for word in (f"{field}:,", f"!{field}:,"):
        query = parse(word, LATER, table)
        found = [
            [row.key for row in lists.select(table, query, table.default_sort)] for lists in both
        ]
        assert found[0] == found[1]


def looked_through(lists: Lists, name: str, query: Query, sort: str) -> list[Any]:
    """What a list shows of a query: as a whole, in windows, as places and as a count."""
    table = LISTS[name]
    whole = [row.key for row in lists.select(table, query, sort)]
    windows = [
        [row.key for row in lists.select(table, query, sort).window(start, start + 7)]
        for start in (0, 3, len(whole) // 2, max(len(whole) - 5, 0))
    ]
    some = whole[:: max(1, len(whole) // 4)]
    places = [lists.select(table, query, sort).position(key) for key in some]
    count = counts(table, [query], LATER, lists.engine.fetch)
    among = lists.select(table, query, sort).count_among([*some, "p:s:nobody"])
    return [whole, windows, places, count, among, lists.select(table, query, sort).settled()]


@pytest.mark.parametrize(
    "text", ["", "late", "!snoozed who:us", "大米", "platform:douyin due:<24h"]
)
def test_the_figures_of_the_board_are_the_same(both: Both, text: str) -> None:
    query = parse(text, LATER, OBLIGATIONS)
    figures = [
        (
            board.bands(query, LATER, lists.engine.fetch),
            board.queues(query, LATER, lists.engine.fetch),
            board.hours(query, LATER, lists.engine.fetch),
            lists.clocks(),
        )
        for lists in both
    ]
    assert figures[0] == figures[1]


@pytest.mark.parametrize("by", review.BYS)
@pytest.mark.parametrize("text", ["", "大米", "late"])
def test_the_figures_of_a_review_are_the_same(both: Both, by: review.By, text: str) -> None:
    query = parse(text, LATER)
    windows = review.Windows(LATER - 30 * DAY, LATER - 30 * DAY)
    figures = [
        (
            sorted(review.added(query, by, LATER, windows, lists.engine.fetch)),
            sorted(map(repr, review.told(query, by, LATER, lists.engine.fetch))),
        )
        for lists in both
    ]
    assert figures[0] == figures[1]


def test_who_is_next_and_what_is_wanted_are_the_same(both: Both) -> None:
    kinds = ("orders", "inquiries", "payments")
    found = [
        (
            [
                list(unclaimed.unclaimed(fetch, LATER, turn, kinds, ()))
                for turn in ("time", "money")
            ],
            unclaimed.taken_before(fetch, LATER),
            unclaimed.owned_by(fetch, LATER, "lina", ()),
            wanted.asked_since(fetch, LATER - 30 * DAY),
            wanted.first_ordered(fetch),
            lists.shops(),
            broken_row(_Reading(fetch)),
        )
        for lists in both
        for fetch in (lists.engine.fetch,)
    ]
    assert found[0] == found[1]
    assert found[0][-1] is None


class _Reading:
    """As much of a session as looking needs."""

    def __init__(self, fetch: Any) -> None:
        self._fetch = fetch

    def read(self, sql: str, parameters: Any = ()) -> list[Any]:
        return list(self._fetch(sql, parameters))

    def read_all(self, asked: Any) -> list[list[Any]]:
        return [self.read(*one) for one in asked]

    def write(self, sql: str, many: Any) -> None:
        raise AssertionError(sql)
