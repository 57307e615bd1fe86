"""Sixteen colours: whatever pair of them comes up, its letters can be told from their ground."""

from itertools import product
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.palette import Palette
from rich.style import Style
from textual._context import visible_screen_stack
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme
from textual.widgets import Input

from store.repository import Repository
from tests.build import case, keep, order
from tests.tui.driver import Desk, desk_on
from tests.tui.orders_shop import fill
from tui.drawing.sixteen import LEAST, PALETTES, VGA, contrast, number_of, told_apart
from tui.look import Look
from tui.themes import DARK, LIGHT

ALL = range(16)
RED, BLUE = 9, 4
ASKING = "261121-000000000000009"
READ_WELL = 4.5
"""The contrast that WCAG 2.2 asks of what is read."""
PLACES = ("board", "orders", "cases", "stock", "review", "data")


def seen(style: Style) -> tuple[int, int]:
    """The letters and the ground that a terminal of sixteen colours shows."""
    assert style.color
    assert style.bgcolor
    return number_of(style.color), number_of(style.bgcolor)


def styled(letters: int, ground: int) -> Style:
    """One of the sixteen on another."""
    return Style(color=VGA[letters], bgcolor=VGA[ground])


def of_the_screen(desk: Desk) -> set[tuple[int, int]]:
    """The pairs of all letters and signs that stand there, drawn now."""
    visible_screen_stack.set(desk.app._background_screens)
    lines = desk.screen._compositor.render_strips()
    parts = [part for line in lines for part in line if part.text.strip()]
    return {seen(part.style) for part in parts if part.style}


def style_of(desk: Desk, field: Input, text: str) -> Style:
    """How the part of a field that begins with a text is drawn."""
    visible_screen_stack.set(desk.app._background_screens)
    line = desk.screen._compositor.render_strips()[field.region.y]
    (found, *_others) = [part.style for part in line if part.text.startswith(text)]
    assert found
    return found


def unread(pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of them that could not be told."""
    return {pair for pair in pairs if contrast(*pair) < LEAST}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of sixteen colours."""
    monkeypatch.setattr(Look, "colours", "standard")


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """What is late, marked, waits, and asks for money."""
    fill(repository)
    keep(repository, order(order_no=ASKING, cases=(case(requested_fen=1770),)))
    return repository


def test_the_contrast_is_that_of_the_palette_that_shows_least() -> None:
    assert contrast(15, 0) == pytest.approx(21)
    assert all(contrast(one, one) == 1 for one in ALL)
    assert contrast(1, 3) == contrast(3, 1)
    assert contrast(12, BLUE) == pytest.approx(1.86, abs=0.01)  # xterm's and VGA's differ more
    assert contrast(7, 8) == pytest.approx(2.17, abs=0.01)
    assert contrast(RED, BLUE) == pytest.approx(2.35, abs=0.01)


def test_a_colour_is_brought_to_the_palette_that_it_is_measured_in() -> None:
    assert [number_of(RichColor.parse(one)) for one in VGA] == [*ALL]
    assert [len(one) for one in PALETTES] == [len(VGA)] * 3
    ours = Palette([Color.parse(one).rgb for one in VGA])
    odd = RichColor.parse("#9a5b00")
    assert odd.triplet
    assert odd.downgrade(ColorSystem.STANDARD).number == ours.match(odd.triplet)


def test_each_of_the_sixteen_can_be_told_on_each_and_what_could_be_stays() -> None:
    for letters, ground in product(ALL, ALL):
        given = styled(letters, ground)
        told = told_apart(given)

        assert unread({seen(told)}) == set(), (letters, ground)
        assert seen(told)[1] == ground
        assert (told == given) is (contrast(letters, ground) >= LEAST)


@pytest.mark.parametrize(
    ("letters", "ground", "told"),
    [
        ("#5555ff", "#0000aa", 15),  # what means something is plain text
        ("#9a5b00", "#fbfbfa", 0),
        ("#d0d0d0", "#fbfbfa", 8),  # what is quiet stays so
        ("#4a4a4a", "#505050", 0),
        ("#c9d1d9", "#aaaaaa", 0),
        ("#aaaaaa", "#555555", 15),
    ],
)
def test_letters_that_could_not_be_told_become_what_means_nothing(
    letters: str, ground: str, told: int
) -> None:
    assert seen(told_apart(Style(color=letters, bgcolor=ground)))[0] == told


def test_the_terminals_own_colours_are_left_to_it() -> None:
    for style in (Style(), Style(color="default", bgcolor="red"), Style(color="red")):
        assert told_apart(style) == style


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
async def test_every_colour_of_a_theme_can_be_told_on_every_other(
    theme: str, shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        desk.app.theme = theme
        given = desk.app.get_css_variables().values()
        colours = {one for one in given if one.startswith("#") and len(one) == len("#ffffff")}

        assert len(colours) > len(ALL)
        styles = [Style(color=one, bgcolor=other) for one in colours for other in colours]
        assert unread({seen(one) for one in styles})
        assert unread({seen(told_apart(one)) for one in styles}) == set()


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("theme", [DARK, LIGHT, BUILTIN_THEMES["nord"]])
async def test_all_that_the_desk_shows_can_be_read(
    theme: Theme, shop: Repository, drafts: Path
) -> None:
    found: dict[str, set[tuple[int, int]]] = {}
    async with desk_on(shop, drafts) as desk:
        desk.app.theme = theme.name
        await desk.settle()
        for place in PLACES:
            await desk.press(place)
            found[place] = of_the_screen(desk)
        for name in ("palette", "help"):
            await desk.press(name)
            found[name] = of_the_screen(desk)
            await desk.keys("escape")
        await desk.press("orders", "top", "mark", "bottom")
        found["marked"] = of_the_screen(desk)
        await desk.press("unmark", "search")
        await desk.type("RICE")
        found["search"] = of_the_screen(desk)
        await desk.keys("escape")
        await desk.at(ASKING)
        await desk.press("menu")
        found["menu"] = of_the_screen(desk)
        await desk.press("back", "open")
        found["order"] = of_the_screen(desk)
        await desk.act("agree-refund")
        found["form"] = of_the_screen(desk)

    assert {name: pairs for name, pairs in found.items() if unread(pairs)} == {}
    assert all(len(pairs) > 1 for pairs in found.values())


@pytest.mark.parametrize("colours", ["standard", "none"])
@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
async def test_what_is_selected_in_a_field_differs_from_the_rest_of_it(
    theme: str, colours: str, shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if colours == "none":
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        monkeypatch.setattr(Look, "colours", colours)
    async with desk_on(shop, drafts) as desk:
        desk.app.theme = theme
        await desk.at(ASKING)
        await desk.press("refund")
        field = desk.screen.focused
        assert isinstance(field, Input)
        assert field.selected_text == field.value == "50.00"
        chosen, rest = style_of(desk, field, field.value), style_of(desk, field, "   ")

        if colours == "none":
            assert chosen.reverse
            assert not rest.reverse
        else:
            assert seen(chosen)[1] != seen(rest)[1]
            assert contrast(*seen(chosen)) >= READ_WELL
