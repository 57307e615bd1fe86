"""What changed is drawn soon, once, and not put together twice."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.screen import Screen

from store.repository import Repository
from tests.build import keep, order
from tests.tui.driver import Desk, desk_on
from tui import desk as desk_module
from tui.places import following
from tui.repaints import SECONDS
from tui.screens.adapted import Adapted
from tui.screens.menu import MenuScreen
from tui.screens.over import Over
from tui.widgets.rows_read import find

ROOT = Path(__file__).parents[2]
NUMBERS = [f"261120-{number:015}" for number in range(1, 4)]


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Three orders."""
    keep(repository, *(order(order_no=number) for number in NUMBERS))
    return repository


async def test_what_changed_waits_for_no_sixtieth_of_a_second(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("menu")

        assert desk.screen._update_timer._interval == SECONDS


def test_textual_still_needs_it() -> None:
    """When this fails, Textual draws at another pace: look at `tui/repaints.py` again."""
    look = "from textual import screen; print(round(1 / screen.UPDATE_PERIOD))"
    found = subprocess.run(
        [sys.executable, "-c", look], check=True, capture_output=True, text=True
    ).stdout
    assert found == "60\n"


@pytest.mark.parametrize("last", [(), ("f12",)], ids=["a letter", "a key that does nothing"])
async def test_between_keys_that_wait_for_each_other_nothing_is_drawn(
    last: tuple[str, ...], shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "BEHIND_SECONDS", 60)
    async with desk_on(shop, drafts, is_drawn=True) as desk:
        await desk.press("search")
        seen: list[str] = []
        real = Compositor.render_update

        def noting(compositor: Compositor, *args: Any, **more: Any) -> Any:
            update = real(compositor, *args, **more)
            if update is not None:
                seen.append(desk.orders.search_box.value)
            return update

        monkeypatch.setattr(Compositor, "render_update", noting)
        await desk.keys(*"goods", *last)

        assert {*seen} == {"goods"}


def test_every_screen_of_the_desk_is_laid_out_and_left_in_the_same_way() -> None:
    for module in (ROOT / "tui").rglob("*.py"):
        import_module(".".join(module.relative_to(ROOT).with_suffix("").parts))
    found = set[type[object]]()
    kinds: list[type[Any]] = [Screen]
    while kinds:
        kinds += (kind := kinds.pop()).__subclasses__()
        found |= {kind} if kind.__module__.startswith("tui.") else set()

    assert MenuScreen in found
    assert [kind for kind in found if not issubclass(kind, Adapted)] == []


def drawn(desk: Desk) -> list[list[tuple[str, object, object, bool]]]:
    """The signs on the screen with their colours; letters that a blank has none of left out."""
    screen = desk.screen
    screen._styles_cache.clear()
    screen._dirty_regions.add(screen.size.region)
    visible_screen_stack.set(desk.app._background_screens)
    return [
        [
            (sign, sign != " " and look.color, look.bgcolor, bool(look.bold))
            for text, style, _control in line
            for look in [style or Style.null()]
            for sign in text
        ]
        for line in screen._compositor.render_strips()
    ]


async def test_what_lies_beneath_a_menu_looks_as_textual_would_draw_it(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(shop, drafts, is_drawn=True) as desk:
        await desk.press("menu")
        assert isinstance(desk.screen, MenuScreen)
        assert desk.screen.styles.background.a == 0.6
        ours = drawn(desk)
        monkeypatch.delattr(Over, "_render_content")

        assert drawn(desk) == ours
    assert NUMBERS[0][:8] in "".join(sign for line in ours for sign, *_look in line)


async def test_of_rows_that_were_just_read_the_preview_waits_for_no_rest(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(shop, drafts) as desk:
        preview = desk.orders.preview
        await desk.until(lambda: NUMBERS[0] in preview.text, "the first order")
        monkeypatch.setattr(following, "REST_SECONDS", 3600.0)
        await desk.press("down")
        assert NUMBERS[0] in preview.text

        await desk.search(NUMBERS[2])
        await desk.until(lambda: NUMBERS[2] in preview.text, "the order that was found")


async def test_rows_in_another_order_are_read_once(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(*args: object) -> object:
        read.append("")
        return find(*args)  # type: ignore[arg-type]

    async with desk_on(shop, drafts) as desk:
        await desk.press("sort")
        await desk.type("order number, downwards")
        monkeypatch.setattr("tui.places.looking.find", counted)
        await desk.keys("enter")

        assert desk.rows == NUMBERS[::-1]
    assert len(read) == 1
