"""What nothing stands around is drawn line by line without more ado, and looks as Textual's."""

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from weakref import ref

import pytest
from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from store.repository import Repository
from tests.build import keep
from tests.tui.driver import desk_on
from tests.tui.full_order import full
from tests.tui.test_grounds import shown
from tui.drawing.line_drawing import KEPT, Kept

GIVEN: Any = StylesCache.render.__wrapped__  # type: ignore[attr-defined]


class Marked(Strip):
    """A line that can be asked whether it is gone."""

    __slots__ = ("__weakref__",)


def drawn(widget: Widget, crop: Region) -> list[list[tuple[str, str]]]:
    """Its lines, each a text and how it looks."""
    lines = StylesCache().render_widget(widget, crop)
    return [[(part.text, str(part.style)) for part in line] for line in lines]


@pytest.mark.parametrize("size", [(150, 38), (80, 24)])
async def test_lines_look_as_textual_draws_them(
    size: tuple[int, int], repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, full())
    ours = StylesCache.render
    async with desk_on(repository, drafts, size=size, is_drawn=True) as desk:
        for name in ("board", "orders", "open", "menu"):
            await desk.press(name)
            for widget in shown(desk):
                whole = widget.size.region
                for crop in (whole, Region(1, 0, whole.width - 1, whole.height)):
                    monkeypatch.setattr(StylesCache, "render", ours)
                    found = drawn(widget, crop)
                    monkeypatch.setattr(StylesCache, "render", GIVEN)
                    assert found == drawn(widget, crop), widget
            monkeypatch.setattr(StylesCache, "render", ours)


async def test_around_rows_nothing_is_looked_for(
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, is_drawn=True) as desk:
        table = desk.table
        monkeypatch.delattr(StylesCache, "render_line")
        lines = StylesCache().render_widget(table, table.size.region)

        assert [line.cell_length for line in lines] == [table.size.width] * table.size.height


async def test_a_line_that_changed_is_drawn_anew_and_no_other(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, is_drawn=True) as desk:
        table, cache = desk.table, StylesCache()
        before: Sequence[Strip] = cache.render_widget(table, table.size.region)
        cache.set_dirty(Region(0, 1, 1, 1))
        after: Sequence[Strip] = cache.render_widget(table, table.size.region)

        changed = [place for place, line in enumerate(after) if line is not before[place]]
        assert changed == [1]


def test_of_a_line_only_some_of_what_was_made_of_it_is_kept() -> None:
    """When this fails, Textual keeps it otherwise: look at `tui/drawing/line_drawing.py` again."""
    line = Strip([Segment("0123456789" * 10)])
    for place in range(1, 3 * KEPT):
        assert line.crop(place, place + 2).cell_length == 2

    assert isinstance(line._crop_cache, Kept)
    assert 0 < len(line._crop_cache) <= KEPT


@pytest.mark.parametrize("text", ["plain", "礼盒装"])
def test_a_line_that_is_not_drawn_any_more_goes_at_once(text: str) -> None:
    line = Marked([Segment(text), Segment("more")])
    line.divide([2, line.cell_length])
    line.divide([line.cell_length])
    line.crop_extend(0, line.cell_length, None)
    gone = ref(line)
    gc.disable()
    try:
        del line
        assert not gone()
    finally:
        gc.enable()
