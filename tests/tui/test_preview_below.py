"""In a narrow window the preview stands below the list: a few lines, those that matter most."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.widget import Widget

from store.repository import Repository
from tests.build import keep, order, shipped
from tests.tui.driver import NARROW, WIDE, Desk, desk_on
from tui.actions import KEYS
from tui.order_text.preview_parts import Summary
from tui.places import following
from tui.places.list_place import ListPlace
from tui.places.orders import OrdersPlace
from tui.said import Said, text_of
from tui.text import width_of

NUMBERS = ["261120-000000000000001", "261120-000000000000002"]


@pytest.fixture
def shop(repository: Repository) -> Repository:
    keep(repository, order(order_no=NUMBERS[0]), shipped(order_no=NUMBERS[1]))
    return repository


def title_of(widget: Widget) -> str:
    return str(widget.border_title or "")


async def previewed(desk: Desk, number: str) -> list[str]:
    """The lines of the preview, once it is about that order."""
    preview = desk.orders.preview
    await desk.until(lambda: preview.called == title_of(preview) == number, number)
    return preview.text.splitlines()


async def test_it_stands_below_the_list_and_follows_the_cursor(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "REST_SECONDS", 0.01)
    async with desk_on(shop, drafts, NARROW) as desk:
        await desk.at(NUMBERS[0])
        state, owed, keys = await previewed(desk, NUMBERS[0])
        assert "to ship 2 of 2" in state
        assert "ship" in owed
        assert keys.startswith("s ship   c log a contact   ")

        preview, panel = desk.orders.preview.region, desk.orders.panel.region
        assert (preview.y, preview.width, preview.height) == (panel.bottom, 80, 5)
        await desk.at(NUMBERS[1])
        state, *_more = await previewed(desk, NUMBERS[1])
        assert "shipped" in state


@pytest.mark.parametrize(
    ("size", "height"), [((60, 15), 0), ((80, 19), 0), ((80, 20), 5), ((119, 31), 5), ((80, 32), 7)]
)
async def test_it_takes_few_lines_and_none_of_a_low_window(
    size: tuple[int, int], height: int, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size) as desk:
        preview = desk.orders.preview

        assert preview.display is bool(height)
        assert preview.outer_size.height * preview.display == height


async def test_in_a_wide_window_it_stands_beside_the_list_and_says_all(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, WIDE) as desk:
        preview = desk.orders.preview
        await desk.until(lambda: preview.lines, "the preview")

        assert preview.region.x == desk.orders.panel.region.right
        assert title_of(preview) == ""
        assert preview.text.splitlines()[0] == desk.current
        assert "Possible now" in preview.text


@pytest.mark.parametrize("place", ["board", "orders", "cases", "stock"])
@pytest.mark.parametrize("size", [(150, 38), WIDE])
async def test_beside_a_form_it_stands_below_the_list_and_shares_all_the_room_that_is_left(
    size: tuple[int, int], place: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size, place=place) as desk:
        listed = desk.app.screen
        assert isinstance(listed, ListPlace)
        listed.make_room(50)
        await desk.settle()

        preview, panel = listed.preview.region, listed.panel.region
        assert preview.width == panel.width == size[0] - 50
        assert preview.y == panel.bottom
        assert abs(preview.height - panel.height) <= 1


async def test_it_comes_however_the_store_opens_while_it_is_begun(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(shop, drafts, WIDE) as desk:
        preview = desk.orders.preview
        await desk.until(lambda: preview.lines, "the preview")
        preview.show(None)
        opened = Event()
        with monkeypatch.context() as opening:
            opening.setattr(type(desk.app), "is_open", property(lambda _app: opened.is_set()))
            opening.setattr(desk.orders, "show_keys", opened.set)
            desk.orders._following.follow_at_once()

            await desk.until(lambda: preview.lines, "the preview again")


def summary(**given: Any) -> Summary:
    few = tuple((Said(f"line {number}"),) for number in range(9))
    usual = Summary(((Said("A"),), (Said("B"),)), (Said(" paid "),), (), few, KEYS)
    return usual._replace(**given)


def in_few(said: Summary, width: int, most: int) -> list[str]:
    return [text_of(line).rstrip() for line in said.in_few(width, most)]


def test_how_it_stands_is_first_and_the_keys_are_last_however_many_lines_there_are() -> None:
    keyed = next(key for key in KEYS if key.name == "ship")
    said = summary(possible=(keyed,))

    assert said.title == "A   B"
    assert in_few(said, 30, 3) == [" paid", "line 0", "s ship"]
    assert in_few(said, 30, 5) == [" paid", "line 0", "line 1", "line 2", "s ship"]
    assert in_few(said._replace(state=(), possible=()), 30, 2) == ["line 0", "line 1"]


def test_of_the_keys_only_whole_ones_are_told_and_of_the_rest_what_has_room() -> None:
    said = summary(about="北京市朝阳区")
    keys = [key for key in KEYS if key.keys]

    for width in range(12, 60):
        state, *_lines, told = in_few(said, width, 3)
        shown = [f"{key.shown} {key.brief}" for key in keys]
        assert width_of(state) <= width
        assert "   ".join(shown).startswith(told)
        assert told.split("   ")[-1] in shown


def test_what_has_no_key_is_not_told_in_the_line_of_keys() -> None:
    bare = tuple(key for key in KEYS if not key.keys)

    assert bare
    assert in_few(summary(possible=bare), 30, 3) == [" paid", "line 0", "line 1"]


async def test_a_place_that_is_still_read_is_laid_out_as_it_will_be(
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, size=NARROW, place="board") as desk:
        monkeypatch.setattr(OrdersPlace, "show_rows", lambda _place, _found: None)
        desk.send("2")
        await desk.until(lambda: isinstance(desk.screen, OrdersPlace), "the place")
        await desk.until(lambda: desk.screen.is_mounted, "the place")

        assert desk.screen.has_class("-below")
        desk.app.leave(0)
