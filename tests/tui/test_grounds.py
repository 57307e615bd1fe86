"""What only holds other widgets is drawn by one line, and looks as if each of them was drawn."""

from pathlib import Path
from typing import Any

import pytest
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.widget import Widget

from store.repository import Repository
from tests.build import ORDER_NO, keep
from tests.tui.driver import Desk, desk_on
from tests.tui.full_order import full

GIVEN: Any = StylesCache.render_widget.__wrapped__  # type: ignore[attr-defined]


def drawn(widget: Widget, way: Any) -> list[list[tuple[str, str]]]:
    """Its lines, each a text and how it looks."""
    lines = way(StylesCache(), widget, widget.size.region)
    return [[(part.text, str(part.style)) for part in line] for line in lines]


def shown(desk: Desk) -> list[Widget]:
    screen = desk.screen
    return [one for one in [screen, *screen.walk_children(Widget)] if one.size.area]


@pytest.mark.parametrize("size", [(150, 38), (80, 24)])
async def test_they_look_as_if_each_line_was_drawn(
    size: tuple[int, int], repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, size=size, is_drawn=True) as desk:
        for name in ("board", "orders", "open", "menu"):
            await desk.press(name)
            for widget in shown(desk):
                whole = drawn(widget, StylesCache.render_widget)
                assert whole == drawn(widget, GIVEN), widget


async def test_of_an_order_one_line_of_each_is_drawn(
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, full())
    real, lines = Widget.render_line, [0]

    def counting(*args: Any, **more: Any) -> Any:
        lines[0] += 1
        return real(*args, **more)

    async with desk_on(repository, drafts, size=(120, 36), is_drawn=True) as desk:
        await desk.open(ORDER_NO)
        body = desk.screen.query_one("#body")
        monkeypatch.setattr(Widget, "render_line", counting)
        StylesCache.render_widget(StylesCache(), body, Region(0, 0, *body.size))

        assert lines == [1]
