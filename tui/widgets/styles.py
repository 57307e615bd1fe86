"""Styles (样式): what is said as Textual draws it, its words parsed once for each theme."""

from typing import TYPE_CHECKING, Any

from textual.style import Style

from tui.said import STYLES, Kind

if TYPE_CHECKING:
    from textual.app import App

_PARSED: dict[tuple[str, str], Style] = {}


def style_of(kind: Kind, app: "App[Any]") -> Style:
    """How this is drawn, without the ground that it stands on."""
    return parsed(STYLES[kind], app)


def parsed(words: str, app: "App[Any]") -> Style:
    """A style by Textual's words for it."""
    found = _PARSED.get((words, app.theme))
    if found is None:
        found = _PARSED[words, app.theme] = Style.parse(words, app.theme_variables)
    return found
