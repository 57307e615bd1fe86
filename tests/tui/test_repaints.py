"""What changed is drawn soon, once, and not put together twice."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from rich.style import Style
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.events import Key as KeyEvent
from textual.geometry import Region
from textual.screen import Screen

from store.models.subject import Subject
from store.repository import Repository
from tests.build import keep, order
from tests.tui.driver import Desk, desk_on
from tui import desk as desk_module
from tui.drawing.repaints import SECONDS
from tui.places import following, looking, pausing
from tui.places.looking import Looking
from tui.places.pausing import Pausing
from tui.screens.adapted import Adapted
from tui.screens.base import DeskScreen
from tui.screens.menu import MenuScreen
from tui.screens.over import Over
from tui.widgets import rows_read
from tui.widgets.bars import KeyBar
from tui.widgets.row_table import RowTable
from tui.widgets.rows_read import count, find

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
    """When this fails, Textual draws at another pace: look at `tui/drawing/repaints.py` again."""
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


async def test_what_changed_in_the_moment_of_drawing_is_drawn_too(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Region] = []
    real = Compositor.render_update

    def noting(compositor: Compositor, *args: Any, **more: Any) -> Any:
        seen.extend(compositor._dirty_regions)
        return real(compositor, *args, **more)

    async with desk_on(shop, drafts, is_drawn=True) as desk:
        footer = desk.screen.query_one(KeyBar)
        monkeypatch.setattr(Compositor, "render_update", noting)
        footer._repaint_regions.add(Region(0, 0, *footer.size))
        desk.screen._dirty_widgets.add(footer)
        desk.screen._compositor_refresh()

        assert footer.region in seen


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


async def test_what_a_step_comes_to_is_read_before_the_cursor_has_rested(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(place: DeskScreen, subject: Subject, about: str) -> object:
        read.append(subject.called)
        return previewed(place, subject, about)

    async with desk_on(shop, drafts) as desk:
        preview, previewed = desk.orders.preview, DeskScreen.previewed
        await desk.until(lambda: NUMBERS[0] in preview.text, "the first order")
        for name in ("REST_SECONDS", "AHEAD_SECONDS"):
            monkeypatch.setattr(following, name, 3600.0)
        monkeypatch.setattr(DeskScreen, "previewed", noted)
        await desk.press("down")
        await desk.until(lambda: bool(read), "the second order to be read")
        await desk.settle()
        assert NUMBERS[0] in preview.text

        desk.orders._following._look()

        assert NUMBERS[1] in preview.text
    assert read == [NUMBERS[1]]


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


async def test_what_a_menu_covered_is_drawn_once_with_the_rows_that_it_asked_for(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn_before: list[bool] = []

    def noted(screen: Screen[object]) -> None:
        if isinstance(screen, Looking):
            drawn_before.append(screen._is_other)
        given(screen)

    async with desk_on(shop, drafts) as desk:
        given = Screen._compositor_refresh
        await desk.press("sort")
        await desk.type("order number, downwards")
        monkeypatch.setattr(looking, "BEHIND_SECONDS", 3600.0)
        monkeypatch.setattr(Screen, "_compositor_refresh", noted)
        await desk.keys("enter")

        assert desk.rows == NUMBERS[::-1]
        await desk.until(lambda: bool(drawn_before), "the rows to be drawn")
    assert not any(drawn_before)


async def test_rows_that_are_counted_later_are_not_drawn_again(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, lines, is_drawn = RowTable.render_line, list[int](), Event()

    def noting(table: RowTable[Any], y: int) -> Any:
        lines.append(y)
        is_drawn.set()
        return real(table, y)

    def late(*args: Any) -> Any:
        assert is_drawn.wait(60)
        return count(*args)

    async with desk_on(shop, drafts, is_drawn=True) as desk:
        monkeypatch.setattr("tui.places.list_place.count", late)
        monkeypatch.setattr(RowTable, "render_line", noting)
        desk.orders._search(NUMBERS[1])
        await desk.settle()

        assert desk.rows == [NUMBERS[1]]
        assert desk.part("#found").startswith("1 of 3 ")
    assert lines.count(0) == 1


async def test_at_the_end_of_the_pause_is_shown_what_was_read_before_it(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noting(selection: Any, *args: Any) -> Any:
        asked.append(selection.query.text)
        return find(selection, *args)

    monkeypatch.setattr(pausing, "AHEAD_SECONDS", pausing.TYPING_SECONDS)
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        monkeypatch.setattr("tui.places.looking.find", noting)
        await desk.type(NUMBERS[1])
        await desk.until(lambda: NUMBERS[1] in asked, "what is read ahead")
        await desk.until(lambda: desk.rows == [NUMBERS[1]], "the order that was found")

    assert asked.count(NUMBERS[1]) == 1


async def test_what_was_read_ahead_is_read_again_where_something_was_saved_since(
    shop: Repository, drafts: Path
) -> None:
    new = "261120-000000000000004"
    async with desk_on(shop, drafts) as desk:
        desk.orders._look_ahead(new)
        await desk.settle()
        keep(shop, order(order_no=new))
        desk.app.show_anew()
        desk.orders._search(new)
        await desk.settle()

        assert desk.rows == [new]


async def test_the_pause_is_counted_from_when_a_letter_was_typed_however_late_it_acts(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[float] = []
    monkeypatch.setattr(Pausing, "_until", lambda _pausing, then, *_deed: ends.append(then))
    async with desk_on(shop, drafts) as desk:
        await desk.press("search")
        typed = KeyEvent("g", "g")
        typed.time -= 0.1
        desk.app.post_message(typed)
        await desk.settle()

        assert ends == [typed.time + pausing.TYPING_SECONDS - pausing.AHEAD_SECONDS]


async def test_a_menu_that_goes_has_what_it_covered_laid_out_no_more(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out = counted(monkeypatch, Screen, "_refresh_layout")
    async with desk_on(shop, drafts) as desk:
        await desk.press("menu")
        laid_out.clear()
        await desk.keys("escape")

        assert desk.orders not in laid_out


async def test_rows_in_another_order_are_as_many_until_they_are_counted(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_read, "FIRST", 2)
    monkeypatch.setattr(rows_read, "AROUND", 2)
    async with desk_on(shop, drafts) as desk:
        lengths: list[int] = []
        desk.app.watch(
            desk.table, "virtual_size", lambda size: lengths.append(size.height), init=False
        )
        await desk.press("sort")
        await desk.keys("3")
        assert lengths == []
        assert desk.part("#found").startswith("3 of 3   by ")

        await desk.search(NUMBERS[0])
        assert lengths[-1] == 1


async def test_a_text_at_an_edge_that_becomes_longer_is_laid_out_once(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out = counted(monkeypatch, Screen, "_refresh_layout")
    async with desk_on(shop, drafts) as desk:
        await desk.settle()
        laid_out.clear()
        desk.orders._say("#found", "a text that is longer than before")
        await desk.settle()

        assert laid_out == [desk.orders]


def counted(monkeypatch: pytest.MonkeyPatch, kind: type[Any], name: str) -> list[object]:
    """Whose method of this name was called, each time."""
    calls: list[object] = []
    method = getattr(kind, name)

    def called(one: object, *given: object, **named: object) -> object:
        calls.append(one)
        return method(one, *given, **named)

    monkeypatch.setattr(kind, name, called)
    return calls
