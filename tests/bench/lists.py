"""What the lists cost in process: searching, the windows of a selection, views, sorts, clocks."""

import time
from collections.abc import Callable
from statistics import median

from store.models.event import Actor
from store.models.row import OrderRow
from store.repository import Repository, open_store
from store.search.board import clocks
from store.search.counting import counts
from store.search.language import parse
from store.search.lists import ORDERS
from store.search.selection import Selection
from tests.bench.desk_keys import words
from tests.bench.shop_orders import REFERENCE
from tests.bench.shop_stores import Shop
from tests.bench.table import Measured, high
from tui.places.orders import OrdersPlace

WINDOW = 40
TURNS = 7
FAR = (0.1, 0.35, 0.5, 0.72, 0.9)
"""Where in the list somebody jumps to."""


def measure_lists(shop: Shop, _least: Shop) -> Measured:
    """Seconds."""
    repository = open_store(shop.url, Actor(user="bench"), lambda: REFERENCE)
    try:
        return lists_of(repository, shop)
    finally:
        repository.close()


def lists_of(repository: Repository, shop: Shop) -> Measured:
    """The same of a store that is open."""
    found = _searches(repository, shop) | _windows(repository) | _sorts(repository)
    return found | {
        "views data": median(timed(lambda: views(repository)) for _turn in range(TURNS)),
        "clocks": median(
            timed(lambda: clocks(repository.now, repository.engine.fetch)) for _turn in range(TURNS)
        ),
    }


def timed(work: Callable[[], object]) -> float:
    """Its seconds."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def selected(repository: Repository, query: str = "", sort: str = "due") -> Selection[OrderRow]:
    """A fresh selection: nothing of it has been read."""
    return repository.search(query, sort)


def views(repository: Repository) -> tuple[int, ...]:
    """The count of every view that the menu offers."""
    now = repository.now
    queries = [parse(query, now) for query, _text in OrdersPlace.views]
    return counts(ORDERS, queries, now, repository.engine.fetch)


def _searches(repository: Repository, shop: Shop) -> Measured:
    """The first window of what each word finds, and how much that is."""
    first, count = [], []
    for word in words(shop):
        begin = time.perf_counter()
        selection = selected(repository, word)
        list(selection.window(0, WINDOW))
        first.append(time.perf_counter() - begin)
        len(selection)
        count.append(time.perf_counter() - begin)
    return {
        "search data": high(first, 0.95),
        "search data p50": median(first),
        "search count": high(count, 0.95),
    }


def _sorts(repository: Repository) -> Measured:
    """The first window by each column, both ways: the slowest."""
    spent = [
        median(
            timed(lambda: list(selected(repository, "", sign + name).window(0, WINDOW)))  # noqa: B023
            for _turn in range(3)
        )
        for name in OrdersPlace.sorts
        for sign in ("", "-")
    ]
    return {"sort data": max(spent)}


def _windows(repository: Repository) -> Measured:
    """By the default sort: the slowest of each kind of move, each a median."""
    total = len(selected(repository))

    def fresh(start: int) -> float:
        selection = selected(repository)
        list(selection.window(0, WINDOW))
        len(selection)
        return timed(lambda: list(selection.window(start, start + WINDOW)))

    def turned(start: int, by: int) -> float:
        selection = selected(repository)
        list(selection.window(start, start + WINDOW))
        return timed(lambda: list(selection.window(start + by, start + by + WINDOW)))

    def position(start: int) -> float:
        (row, *_others) = selected(repository).window(start, start + 1)
        selection = selected(repository)
        len(selection)
        return timed(lambda: selection.position(row.key))

    last = max(0, total - WINDOW)
    places = [int(total * share) for share in FAR]
    return {
        "window first": median(
            timed(lambda: list(selected(repository).window(0, WINDOW))) for _turn in range(TURNS)
        ),
        "window last": median(fresh(last) for _turn in range(TURNS)),
        "window next": max(median(turned(place, WINDOW) for _ in range(3)) for place in places),
        "window previous": max(
            median(turned(place, -min(WINDOW, place)) for _ in range(3)) for place in places
        ),
        "window far": max(median(fresh(place) for _ in range(3)) for place in places),
        "position": max(median(position(place) for _ in range(3)) for place in places),
    }
