"""Dead widgets are let go of: a desk that opened many orders is no larger for it."""

import gc
import subprocess
import sys
from pathlib import Path

from textual._styles_cache import StylesCache

from store.repository import Repository
from tests.build import keep, order
from tests.tui.driver import desk_on


def alive() -> int:
    gc.collect()
    return sum(isinstance(thing, StylesCache) for thing in gc.get_objects())


async def test_orders_that_were_opened_leave_nothing_behind(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, is_drawn=True) as desk:
        await desk.open(order().order_no)
        await desk.press("back")
        before = alive()
        for _time in range(5):
            await desk.press("open")
            await desk.press("back")

        # A page that nobody waits for any more may still be read.
        await desk.until(lambda: alive() <= before, "what was opened to be let go of")


def test_textual_still_needs_it() -> None:
    """When this fails, Textual has mended it: `tui/drawing/styles_cache.py` goes."""
    look = (
        "from textual._styles_cache import StylesCache;"
        "print(type(StylesCache.__dict__['get_inner_outer']).__name__)"
    )
    found = subprocess.run(
        [sys.executable, "-c", look], check=True, capture_output=True, text=True
    ).stdout
    assert found != "classmethod\n"
