"""The README's pictures, taken of the sample shop: `python -m tests.pictures`."""

import asyncio
import re
import sys
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.cells import cell_len

from store.demo.shop import make_demo
from store.models.event import Actor
from store.repository import Repository, open_store
from tests.tui.driver import Desk
from tui.actions import KEYS
from tui.app import DeskApp
from tui.drafts import Drafts
from tui.language import use_language
from tui.opening import Opening

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
CELL = 12.2
"""The width of a cell in the pictures that Rich draws."""
NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)
RESTED = 1.5
"""Seconds after the last key until what follows the cursor stands beside it."""
SHOTS = {
    "board-en": ("en", ["down", "down"]),
    "board-zh": ("zh", ["down", "down"]),
    "orders-en": ("en", ["2", "down", "down", "space", "down", "space", "down"]),
    "orders-zh": ("zh", ["2", "down", "down"]),
    "order-en": ("en", ["2", "slash", *"reissue task", "enter", "enter"]),
    "order-zh": ("zh", ["2", "slash", *"after-sales", "enter", "enter"]),
    "cases-en": ("en", ["3", "down"]),
    "cases-zh": ("zh", ["3", "down"]),
    "stock-en": ("en", ["4"]),
    "stock-zh": ("zh", ["4"]),
    "review-en": ("en", ["5"]),
    "review-zh": ("zh", ["5"]),
    "data-en": ("en", ["6"]),
    "data-zh": ("zh", ["6"]),
    "menu-en": ("en", ["2", "a"]),
    "menu-zh": ("zh", ["2", "a"]),
    "refund-en": ("en", ["2", "slash", *"061", "enter", "enter", "r"]),
    "refund-zh": ("zh", ["2", "slash", *"061", "enter", "enter", "r"]),
}


async def take(repository: Repository, language: str, keys: list[str], drafts: Path) -> str:
    """Press the keys on a desk of 150 x 38; the picture of what is seen then."""
    use_language(language)
    app = DeskApp(Opening.done(repository), KEYS, Drafts(drafts))
    async with app.run_test(size=(150, 38)) as pilot:
        desk = Desk(pilot, app)
        await desk.opened()
        for key in keys:
            await desk.keys(key)
        await pilot.pause(RESTED)
        return in_columns(app.export_screenshot(title="shouhou"))


def in_columns(svg: str) -> str:
    """The picture with every text as long as its cells: Rich takes each character for one cell,
    which squeezes Chinese to half of its width.
    """

    def lengthened(text: re.Match[str]) -> str:
        length = CELL * cell_len(unescape(text[3]))
        return f'{text[1]}textLength="{length:.1f}"{text[2]}>{text[3]}</text>'

    return re.sub(r'(<text [^>]*?)textLength="[\d.]+"([^>]*)>([^<]*)</text>', lengthened, svg)


def main(folder: Path = PICTURES) -> int:
    """Make the shop anew and take every picture of it."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as store:
        repository = open_store(store, Actor(user="agent", name="li.na"), lambda: NOW)
        make_demo(repository, NOW)
        for name, (language, keys) in SHOTS.items():
            seen = asyncio.run(take(repository, language, keys, Path(store) / "drafts"))
            (folder / f"{name}.svg").write_text(seen, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
