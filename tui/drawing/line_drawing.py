"""LineDrawing (画行): what Textual 8.2.8 does for each line it draws, done where it is needed.

There each line of each widget is looked through for frames, hatches, tints and opacity, which
hardly any has, and comes with seven caches, most of which are never asked. Both together were a
fourth of what drawing a list takes.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from rich.style import Style
from textual import strip
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.css.styles import StylesBase
from textual.filter import LineFilter
from textual.geometry import Region, Size, Spacing
from textual.strip import Strip

NONE = Spacing()
KEPT = 16


class Kept(dict[Any, Any]):
    """What was made of a line, by what was asked; not for long."""

    __slots__ = ()

    def __setitem__(self, asked: Any, made: Any) -> None:
        if len(self) >= KEPT:
            self.clear()
        super().__setitem__(asked, made)


def _kept(_most: int) -> Kept:
    return Kept()


def mend() -> None:
    """Have Textual draw so."""
    if not hasattr(StylesCache.render, "__wrapped__"):
        StylesCache.render = _plainly(StylesCache.render)  # type: ignore[method-assign]
        Strip.crop_extend = _not_itself(Strip.crop_extend)  # type: ignore[method-assign]
        strip.FIFOCache = _kept  # type: ignore[assignment,attr-defined]


def _not_itself(given: Callable[..., Strip]) -> Callable[..., Strip]:
    """A line that has this width already is not kept by itself, which only the collector undoes."""

    @wraps(given)
    def crop_extend(line: Strip, start: int, end: int, style: Style | None) -> Strip:
        if start == 0 and end == line.cell_length:
            return line
        return given(line, start, end, style)

    return crop_extend


def _plainly(given: Callable[..., list[Strip]]) -> Callable[..., list[Strip]]:
    @wraps(given)
    def render(  # noqa: PLR0913, PLR0917 - Textual's
        cache: StylesCache,
        styles: StylesBase,
        size: Size,
        base_background: Color,
        background: Color,
        render_content_line: Callable[[int], Strip],
        filters: Sequence[LineFilter],
        *titles: Any,
        content_size: Size | None = None,
        crop: Region | None = None,
        opacity: float = 1.0,
        **more: Any,
    ) -> list[Strip]:
        if content_size != size or opacity != 1.0 or not _is_plain(styles):
            more |= {"content_size": content_size, "crop": crop, "opacity": opacity}
            grounds = base_background, background
            return given(
                cache, styles, size, *grounds, render_content_line, filters, *titles, **more
            )
        width = size.width
        if width != cache._width:  # noqa: SLF001 - no other way to draw
            cache.clear()
            cache._width = width  # noqa: SLF001
        crop = size.region if crop is None else crop
        ground = cache.get_inner_outer(base_background, background)[0].rich_style
        known, dirty, lines = cache._cache, cache._dirty_lines, list[Strip]()  # noqa: SLF001
        for y in crop.line_range:
            line = None if y in dirty else known.get(y)
            if line is None:
                drawn = render_content_line(y) if y < size.height else Strip.blank(width, ground)
                line = known[y] = drawn.adjust_cell_length(width, ground)
            for one in filters:
                line = line.apply_filter(one, background)
            lines.append(line)
        dirty.difference_update(crop.line_range)
        if crop.column_span != (0, width):
            return [line.crop(*crop.column_span) for line in lines]
        return lines

    return render


def _is_plain(styles: StylesBase) -> bool:
    """Is nothing to be drawn around its content, nor laid over it?"""
    return (
        styles.gutter == NONE
        and styles.outline.spacing == NONE
        and styles.text_opacity == 1.0
        and not styles.tint.a
        and not styles.has_rule("hatch")
    )
