"""Grounds (底色): what is seen of a widget that only holds others, one line drawn for all of them.

Textual 8.2.8 draws each line of each of them anew, though most of it is covered: six of ten lines
of an order's screen.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from textual._styles_cache import StylesCache
from textual.geometry import Region, Spacing
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

Draw = Callable[[StylesCache, Widget, Region], list[Strip]]


def mend() -> None:
    """Have Textual draw them so."""
    if not hasattr(StylesCache.render_widget, "__wrapped__"):
        StylesCache.render_widget = _once(StylesCache.render_widget)  # type: ignore[method-assign,assignment]


def _once(given: Draw) -> Draw:
    @wraps(given)
    def render_widget(cache: StylesCache, widget: Widget, crop: Region) -> list[Strip]:
        if crop.height <= 1 or not _is_ground(widget):
            return given(cache, widget, crop)
        line = given(cache, widget, Region(crop.x, crop.y, crop.width, 1))
        return line * crop.height

    return render_widget


def _is_ground(widget: Widget) -> bool:
    """Has it nothing of its own, no frame and no lines, but a colour?"""
    kind: Any = type(widget)
    styles = widget.styles
    is_opaque = styles.background.a == 1
    return (
        widget.is_container
        and (kind.render is Widget.render or (kind.render is Screen.render and is_opaque))
        and kind.render_line is Widget.render_line
        and kind._render_content is Widget._render_content  # noqa: SLF001 - no other way to draw
        and styles.border.spacing == Spacing()
        and styles.outline.spacing == Spacing()
        and not styles.has_any_rules("keyline", "hatch")
    )
