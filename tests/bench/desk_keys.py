"""What a key costs in the desk, in a real terminal: seconds to the settled screen, and bytes."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from statistics import median

from store.models.event import Actor
from store.repository import open_store
from tests.bench.shop_orders import REFERENCE
from tests.bench.shop_stores import Shop
from tests.bench.starting import LISTED
from tests.bench.table import Measured, high
from tests.bench.watching import COLUMNS, NARROW, Watched, own_memory
from tui.places.following import REST_SECONDS
from tui.places.orders import OrdersPlace
from tui.places.pausing import TYPING_SECONDS

ORDER_NO = r"\d{6}-\d{15}|69\d{17}"
OPENED = 60
STEPS, PAGES, OPENINGS, VIEWINGS, NEWS = 20, 8, 12, 8, 12
QUIET = 0.4
"""Seconds without a byte after which a screen has settled."""
QUIET_SEARCH = TYPING_SECONDS + 0.8
MIDWORD = TYPING_SECONDS / 4
"""Short enough for the search to wait for the last letter."""
ROWS = slice(5, -2)
"""The lines of the screen that are rows of the list."""
LIST = 60
"""So many characters of a line are the list's; the preview beside it has its own measure."""


def words(shop: Shop) -> list[str]:
    """What an agent looks for: goods, people, numbers, states; some of it is not there."""
    known = shop.some_order(shop.count // 2 if shop.count <= 1000 else 500)
    return [
        "鲜花饼", "云南", "大米 25kg", "zzzz", "260", "王", "李伟", known.person.name,
        known.order_no, known.order_no[7:12], known.person.phone[-4:],
        known.tracking_no or "YT8123456789012", known.tracking_no[-6:] or "123456",
        known.lines[0][0].sku, "to-ship", "late", "after-sales", "shipped amount:>200",
        "paid:<30d", "platform:douyin !refunded", "goods:普洱 received", "松茸",
    ]  # fmt: skip


@contextmanager
def opened(shop: Shop, columns: int = COLUMNS) -> Iterator[Watched]:
    """The desk, on its list of orders, at rest."""
    with Watched(shop.command(), env=shop.environment, columns=columns) as desk:
        desk.first(LISTED)
        desk.rest(1.0)
        desk.press("2")
        desk.rest(1.0)
        yield desk


def measure_memory(shop: Shop, _least: Shop) -> Measured:
    """USS in MB after what an agent does in a morning."""
    with opened(shop) as desk:
        for word in words(shop):
            desk.press("/")
            desk.type(f"\x15{word}\r")  # ctrl+u takes the last query away
            desk.rest(QUIET)
        desk.press("/")
        desk.type("\x15\r")
        desk.rest(QUIET_SEARCH)
        desk.press("home")
        for _order in range(OPENED):
            desk.press("enter")
            desk.rest(QUIET)
            desk.press("escape", "down")
            desk.rest(QUIET)
        return {"memory": own_memory(desk.pid)}


def measure_keys(shop: Shop, _least: Shop) -> Measured:
    """Searching, views, sorting, opening, the action menu, moving the cursor."""
    with opened(shop, NARROW) as desk:
        found = _moving(desk)
    with opened(shop) as desk:
        found |= _opening(desk) | _views(desk) | _sorting(desk)
        return found | _searching(desk, words(shop))


def _moving(desk: Watched) -> Measured:
    steps = [desk.react(lambda: desk.press("down"), QUIET) for _step in range(STEPS)]
    pages = [desk.react(lambda: desk.press("pagedown"), QUIET) for _page in range(PAGES)]
    below = [step.size_after(REST_SECONDS) for step in steps]
    return {
        "step": median(step.size - after for step, after in zip(steps, below, strict=True)),
        "step preview": median(below),
        "page": median(page.size - page.size_after(REST_SECONDS) for page in pages),
    }


def _opening(desk: Watched) -> Measured:
    orders, menus = [], []
    for _opening in range(OPENINGS):
        orders.append(desk.react(lambda: desk.press("enter"), QUIET).settled())
        menus.append(desk.react(lambda: desk.press("a"), QUIET).settled())
        desk.press("escape")
        desk.rest(QUIET)
        desk.press("escape", "down")
        desk.rest(QUIET)
    return {"open": _middle(orders), "menu": _middle(menus)}


def _views(desk: Watched) -> Measured:
    spent = []
    for _viewing in range(VIEWINGS):
        spent.append(desk.react(lambda: desk.press("v"), QUIET + 0.6).settled())
        desk.press("escape")
        desk.rest(QUIET)
    return {"views": _middle(spent)}


def _sorting(desk: Watched) -> Measured:
    """The worst of all sorts, of the rows and of the whole screen."""
    rows, whole = [], []
    ways = [
        f"{title}, {way}"
        for way in ("upwards", "downwards")
        for title in OrdersPlace.sorts.values()
    ]
    for way in [*ways, ways[0]]:
        desk.press("o")
        desk.rest(QUIET)
        desk.type(way)
        desk.rest(QUIET)
        reaction = desk.react(lambda: desk.press("enter"), QUIET + 0.6)
        rows.append(reaction.settled(ROWS.start, ROWS.stop, LIST))
        whole.append(reaction.settled(1))
    return {"sort": _worst(rows), "sort whole": _worst(whole), "sort p50": _middle(rows)}


def _searching(desk: Watched, sought: list[str]) -> Measured:
    """From the last letter to the rows, and to the counts, without the pause that is waited for."""
    desk.press("/")
    rows, whole = [], []
    for word in sought:
        desk.type("\x15")
        desk.rest(QUIET_SEARCH)
        desk.type(word[:-1])
        time.sleep(MIDWORD)
        reaction = desk.react(lambda word=word: desk.type(word[-1]), QUIET_SEARCH)  # type: ignore[misc]
        rows += _after_the_pause(reaction.settled(ROWS.start, ROWS.stop, LIST))
        whole += _after_the_pause(reaction.settled(ROWS.start - 2, ROWS.stop, LIST))
    return {
        "search": high(rows, 0.95),
        "search p50": median(rows),
        "search whole": high(whole, 0.95),
    }


def _after_the_pause(spent: float | None) -> list[float]:
    return [] if spent is None else [max(0.0, spent - TYPING_SECONDS)]


def measure_news(shop: Shop, _least: Shop) -> Measured:
    """Seconds from the end of another's commit until it stands on an open desk."""
    luck = Random(shop.count)
    with opened(shop) as desk:
        desk.press("enter")
        text = desk.rest(1.0)
        number = re.search(ORDER_NO, text)
        assert number, text
        other = open_store(str(shop.store), Actor(user="other"), lambda: REFERENCE)
        order = other.find(number[0])
        note = other.action_named("note", order)
        spent = []
        for turn in range(NEWS):
            time.sleep(luck.uniform(0.0, 1.0))
            mark = f"seen-{datetime.now(UTC):%H%M%S}-{turn}"
            other.run(note, order, {"text": mark})
            begin = time.perf_counter()
            spent.append(desk.seen(mark) - begin)
        other.close()
    return {"seen": median(spent), "seen worst": max(spent)}


def _middle(spent: list[float | None]) -> float:
    return median([one for one in spent if one is not None] or [0.0])


def _worst(spent: list[float | None]) -> float:
    return max([one for one in spent if one is not None] or [0.0])
