"""A key in the desk while the desk imports, exports, or a colleague holds the lock for 4 s.

In a real terminal; seconds from the key to the row that it puts the cursor on, a row down and up in
turn.
"""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median

from tests.bench.desk_keys import opened
from tests.bench.shop_files import parts
from tests.bench.shop_stores import Shop
from tests.bench.table import Measured, high
from tests.bench.watching import Watched

KEYS = 150
QUIET = 0.4
"""Seconds without a change after which the screen has settled."""
PAUSES = (0.02, 0.12)
"""Seconds between two keys."""
PATIENCE = 10.0
CURSOR = re.compile(rb"48;2;38;52;79[;m]")
"""The ground of the row under the cursor in the dark theme, which nothing else on the list has."""
IMPORTED = 20_000
"""New orders that are imported meanwhile."""
HELD_SECONDS = 4.0
HOLD = """
import sys, time
from store.models.event import Actor
from store.repository import open_store
with open_store(sys.argv[1], Actor(user="other", name="li")).db.writing():
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def measure_busy(shop: Shop, _least: Shop) -> Measured:
    """Seconds."""
    with opened(shop) as desk:
        found = _figures("idle", list(_steps(desk, KEYS)))
        found |= _figures("locked", _under_the_lock(desk, shop))
        with _under_way(
            desk, "e", "orders written ", lambda: _export(desk, shop.home / "out.csv")
        ) as goes_on:
            found |= _figures("exporting", list(_steps(desk, KEYS, goes_on)))
        files = _new_files(shop)
        with _under_way(desk, "i", "rows merged ", lambda: _import(desk, list(files))) as goes_on:
            found |= _figures("importing", list(_steps(desk, KEYS, goes_on)))
    return found


def _figures(name: str, spent: list[float]) -> Measured:
    if not spent:
        return {}
    return {
        f"busy {name}": median(spent),
        f"busy {name} p99": high(spent),
        f"busy {name} keys": float(len(spent)),
    }


def _steps(desk: Watched, most: int, goes_on: Callable[[], bool] = lambda: True) -> Iterator[float]:
    """What the cursor's steps take, as long as it goes on."""
    luck = Random(most)
    for turn in range(most):
        if not goes_on():
            return
        yield _answered(desk, "up" if turn % 2 else "down")
        time.sleep(luck.uniform(*PAUSES))


def _answered(desk: Watched, key: str) -> float:
    """Seconds until the row under the cursor is drawn."""
    desk.screen()  # what came before is read
    mark = len(desk._later.arrivals)
    begin = time.perf_counter()
    desk.press(key)
    while time.perf_counter() - begin < PATIENCE:
        desk._read(0.01)
        for arrival in desk._later.arrivals[mark:]:
            if CURSOR.search(arrival.data):
                return arrival.at - begin
    return PATIENCE


def _under_the_lock(desk: Watched, shop: Shop) -> list[float]:
    """What keys take while another process has the lock, after a form that waited was left."""
    words = [sys.executable, "-c", HOLD, str(shop.store), str(HELD_SECONDS)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        end = time.monotonic() + HELD_SECONDS - 0.3
        desk.press("n")
        desk.wait_for("Write a note")
        desk.type("x")
        desk.press("ctrl+s")
        desk.wait_for("Waiting for li")
        desk.press("escape")
        desk.wait_gone("ctrl+s save")
        return list(_steps(desk, KEYS, lambda: time.monotonic() < end))


@contextmanager
def _under_way(
    desk: Watched, key: str, deed: str, begin: Callable[[], None]
) -> Iterator[Callable[[], bool]]:
    """A job does this; what is given says whether it still does. Its key stops it at the end."""
    begin()
    desk.wait_for(deed, timeout=90)  # a file is read and looked at first
    yield lambda: deed in desk.text()
    if deed in desk.text():
        desk.press(key)
        desk.wait_for("Stop it")
        desk.press("enter")
    desk.wait_gone(deed)
    desk.rest(QUIET)


def _export(desk: Watched, file: Path) -> None:
    desk.press("e")
    desk.wait_for("Reveal, because")
    desk.type(f"\x05\x15{file}")  # to its end; what is suggested goes
    desk.press("ctrl+s")


def _import(desk: Watched, files: list[Path]) -> None:
    desk.press("i")
    desk.wait_for("several with ;")
    desk.type(f"\x05\x15{'; '.join(map(str, files))}")
    desk.press("ctrl+s")


def _new_files(shop: Shop) -> list[Path]:
    """Exports of orders that the store does not have yet."""
    folder = shop.home / "busy"
    folder.mkdir()
    *_before, last = parts(folder, shop.count + IMPORTED, max(shop.count, IMPORTED))
    return list(last)
