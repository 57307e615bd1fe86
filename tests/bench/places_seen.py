"""What the eye waits for: places, the preview, what is written at first, at rest, on a slow line.

In a real terminal of 120 x 36; seconds, and bytes from the program to the terminal.
"""

import time
from functools import partial
from statistics import median

from tests.bench.desk_keys import QUIET, opened
from tests.bench.shop_stores import Shop
from tests.bench.starting import LISTED
from tests.bench.table import Measured, high
from tests.bench.watching import Watched
from tui.places.following import REST_SECONDS

PLACES = ("2", "3", "4", "5", "6", "1")
ROUNDS = 4
STEPS = 12
IDLE_SECONDS = 20.0
SIXTEEN = {"TERM": "xterm", "COLORTERM": ""}
"""A terminal of sixteen colours."""
LINE_BYTES = 9600 / 10
"""A second over 9,600 bit/s: a byte is eight bits, a start and a stop."""
LINE_DELAY = 0.3
"""Seconds from a key to the program and from its answer back."""
LINE_QUIET = 2.0
BURST_SECONDS = 0.05


class SlowLine(Watched):
    """A program whose terminal is at the end of a slow line: it writes as fast as that takes it."""

    _credit = 0.0
    _seen_at = 0.0

    def _read(self, timeout: float) -> bool:
        now = time.perf_counter()
        grown = self._credit + (now - self._seen_at) * LINE_BYTES
        # A line at rest does not save up.
        self._credit, self._seen_at = min(grown, LINE_BYTES * BURST_SECONDS), now
        if self._credit < 1:
            time.sleep(min(timeout, BURST_SECONDS))
            return timeout > 0
        self.most_at_once = int(self._credit)
        before = len(self.raw)
        lives = super()._read(timeout)
        self._credit -= len(self.raw) - before
        return lives


def measure_places(shop: Shop, _least: Shop) -> Measured:
    """Switching, following, the first paint in many colours and in sixteen, rest, a slow line."""
    with opened(shop) as desk:
        found = _switching(desk) | _following(desk) | _resting(desk)
    return found | _painted(shop) | _slow(shop)


def _switching(desk: Watched) -> Measured:
    """All six in turn; the first time each of them is made."""
    first, *later = [
        [
            spent
            for key in PLACES
            if (spent := desk.react(partial(desk.press, key), QUIET).settled(2))
        ]
        for _round in range(ROUNDS)
    ]
    return {
        "switch": median(spent for each in later for spent in each),
        "switch worst": max(spent for each in later for spent in each),
        "switch first": max(first),
    }


def _following(desk: Watched) -> Measured:
    """Steps on the list of orders, the preview beside it."""
    desk.press("2", "home")
    desk.rest(QUIET)
    steps = [desk.react(lambda: desk.press("down"), QUIET) for _step in range(STEPS)]
    waits = [spent - REST_SECONDS for step in steps if (spent := step.settled(2)) is not None]
    return {
        "preview": high(waits, 0.95),
        "preview bytes": median(step.size for step in steps),
    }


def _resting(desk: Watched) -> Measured:
    """The bench's clock stands, so no minute passes."""
    desk.rest(1.0)
    before = len(desk.raw)
    end = time.monotonic() + IDLE_SECONDS
    while time.monotonic() < end:
        desk.screen()
        time.sleep(0.2)
    return {"idle bytes": float(len(desk.raw) - before)}


def _painted(shop: Shop) -> Measured:
    """Until nothing comes any more, counts and preview included."""
    found: Measured = {}
    for name, colours in (("paint", {}), ("paint 16", SIXTEEN)):
        with Watched(shop.command(), env=shop.environment | colours) as desk:
            desk.first(LISTED)
            desk.rest(1.0)
            found[name] = float(len(desk.raw))
    return found


def _slow(shop: Shop) -> Measured:
    with SlowLine(shop.command(), env=shop.environment | SIXTEEN) as desk:
        desk.react(lambda: None, LINE_QUIET)
        usable = desk.last_arrival()
        desk.press("2")
        desk.rest(LINE_QUIET)
        steps = [desk.react(lambda: desk.press("down"), LINE_QUIET) for _step in range(STEPS)]
    # The rows answer first, and the preview follows once the cursor rests.
    rows = [spent for step in steps if (spent := step.first()) is not None]
    whole = [spent for step in steps if (spent := step.settled(2)) is not None]
    return {
        "far usable": usable + LINE_DELAY,
        "far step": median(rows) + LINE_DELAY,
        "far preview": median(whole) + LINE_DELAY,
    }
