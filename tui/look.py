"""Look: how the desk looks on this terminal: its themes, its signs, and nothing that takes time."""

from collections.abc import Sequence
from time import monotonic
from typing import ClassVar

from textual.app import App
from textual.filter import LineFilter
from textual.scrollbar import ScrollBar, ScrollBarRender

from tui.drawing.sixteen import ToldApart
from tui.glyphs import ASCII, glyphs
from tui.terminal import DeskDriver
from tui.themes import DARK, FEW_GREYS, MEANINGS, OF_OTHERS, OURS, SIXTEEN

MANY_COLOURS = frozenset({"truecolor", "256"})

BARS = {
    "scrollbar": "panel",
    "scrollbar-background": "background",
    "scrollbar-background-hover": "background",
    "scrollbar-background-active": "background",
}
"""Scrollbars are as quiet as the frames, in every theme."""


TOLD_APART = ToldApart()


class PlainBar(ScrollBarRender):
    """A scrollbar of blanks: its part blocks are two cells wide in some Chinese terminals."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


ScrollBar.renderer = PlainBar


class Look(App[int]):
    """An app in the colours of the desk."""

    def __init__(self) -> None:
        super().__init__()
        for theme in OURS:
            self.register_theme(theme)
        self.theme = DARK.name
        self.has_rows = False
        """Were the first rows drawn? What is drawn before Textual shows anything is not seen."""
        self.drawn_at = 0.0
        """When something was drawn last, by the monotonic clock."""

    def on_mount(self) -> None:
        """The stylesheets ask what the terminal can draw."""
        self.set_class(glyphs() is ASCII, "-ascii")
        self._be_plain()
        self.theme_changed_signal.subscribe(self, lambda _theme: self._be_plain())

    def _be_plain(self) -> None:
        """Without colours that are known to be read on a bar, the row under the cursor is told by
        turning it round, and what is focused by its title.
        """
        is_known = self.colours in MANY_COLOURS or (
            self.colours == "standard" and self.theme == DARK.name
        )
        self.set_class(self.no_color or not is_known, "-plain")

    @property
    def colours(self) -> str | None:
        """How many the terminal has, in rich's words; nobody looks at one that is not there."""
        return "truecolor" if self.is_headless else self.console.color_system

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Of sixteen colours no pair is written that could not be told."""
        given = super().get_line_filters()
        return (*given, TOLD_APART) if self.colours == "standard" else given

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What Textual's own themes do not say."""
        return OF_OTHERS

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme; without colours those that mean something are the text's, whose
        brightness tells the ground of a sign. Without many, what is selected is turned round: its
        ground would be that of the field.
        """
        variables = super().get_css_variables()
        if self.theme == DARK.name:
            variables |= {"256": FEW_GREYS, "standard": SIXTEEN}.get(self.colours or "", {})
        variables = {
            "chip": variables["panel"],
            "chip-text": variables["text-primary"],
            **variables,
        }
        variables |= {name: variables[colour] for name, colour in BARS.items()}
        if self.no_color:
            variables.update(dict.fromkeys(MEANINGS, variables["foreground"]))
        if self.no_color or self.colours not in MANY_COLOURS:
            variables["input-selection-background"] = variables["foreground"]
            variables["input-selection-foreground"] = variables["background"]
        return variables

    def watch_title(self, title: str) -> None:
        """Write it where the terminal shows what its window is about."""
        if isinstance(self._driver, DeskDriver):
            self._driver.write_title(title)

    @property
    def is_held_back(self) -> bool:
        """Is nothing written until all of a change is there?"""
        return self._batch_count > 0

    def delay_update(self, delay: float = 0.0) -> None:
        """Another place is shown as soon as it is there; Textual would wait 50 ms."""

    def post_display_hook(self) -> None:
        """Something was shown, unless Textual was still putting the first screen together."""
        self.drawn_at = monotonic()
        if self.has_rows and not self._batch_count:
            self.has_rows = False
            self.call_later(self.first_painted)

    def first_painted(self) -> None:
        """The first rows are on the screen."""
        raise NotImplementedError
