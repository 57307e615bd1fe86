"""Few colours or none: the line under the cursor is turned round, and all of it can be read."""

from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.style import Style
from textual.theme import Theme
from textual.widget import Widget

from store.repository import Repository
from tests.tui.driver import WIDE, Desk, desk_on
from tests.tui.orders_shop import fill
from tui.look import Look
from tui.themes import DARK, LIGHT
from tui.widgets.line_list import LineList
from tui.widgets.row_table import RowTable
from tui.widgets.section_panel import SectionPanel


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Four orders; one is late, one has left."""
    fill(repository)
    return repository


def turned(widget: Widget) -> list[Style]:
    """The styles of the line under its cursor."""
    lines = map(widget.render_line, range(widget.size.height))
    return [part.style for line in lines for part in line if part.style and part.style.reverse]


def grounds(styles: list[Style]) -> set[tuple[str, str]]:
    """Of which colours those are, as text and as ground."""
    triplets = [(one.color, one.bgcolor) for one in styles]
    return {
        (str(a and a.get_truecolor().hex), str(b and b.get_truecolor().hex)) for a, b in triplets
    }


async def plain(desk: Desk, theme: str) -> None:
    """A terminal of sixteen colours."""
    desk.app.theme = theme
    await desk.settle()
    desk.app.add_class("-plain")
    await desk.settle()


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("place", ["board", "orders", "cases"])
async def test_the_row_under_the_cursor_is_of_two_colours_and_what_is_urgent_is_bold(
    place: str, theme: object, shop: Repository, drafts: Path
) -> None:
    colours = DARK if theme is DARK else LIGHT
    async with desk_on(shop, drafts, place=place) as desk:
        await plain(desk, colours.name)
        if place == "cases":
            await desk.press("menu")
        found = turned(desk.screen.query_one(LineList if place == "cases" else RowTable))

        assert grounds(found) == {(colours.foreground, colours.background)}
        assert any(one.bold for one in found)


async def test_the_chosen_line_of_a_panel_is_of_two_colours(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("open")
        await plain(desk, DARK.name)
        panel = desk.screen.query_one("#owed", SectionPanel)
        found = turned(panel)

        assert len(grounds(found)) == 1
        assert any(one.bold for one in found)


@pytest.mark.parametrize(
    "terminal",
    [
        ("truecolor", DARK, False),
        ("256", LIGHT, False),
        ("standard", DARK, False),
        ("standard", LIGHT, True),
        (None, DARK, True),
    ],
)
async def test_a_row_is_turned_round_where_its_colours_may_not_be_read_on_a_bar(
    terminal: tuple[str | None, Theme, bool],
    shop: Repository,
    drafts: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    colours, theme, is_plain = terminal
    monkeypatch.setattr(Look, "colours", colours)
    async with desk_on(shop, drafts) as desk:
        desk.app.theme = theme.name
        await desk.settle()

        assert desk.app.has_class("-plain") is is_plain


async def test_of_sixteen_colours_each_meaning_has_its_own_and_none_is_a_grey(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Look, "colours", "standard")
    async with desk_on(shop, drafts) as desk:
        variables = desk.app.get_css_variables()
        names = ("text-error", "text-warning", "text-primary", "text-muted", "foreground")
        seen = [
            RichColor.parse(variables[name]).downgrade(ColorSystem.STANDARD).number
            for name in names
        ]

        assert len({*seen[:4]}) == 4
        assert not {7, 8, 15} & {*seen[:3]}


async def test_without_colour_the_title_says_what_is_focused(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=WIDE, place="board") as desk:
        desk.app.add_class("-plain")

        async def reversed_titles() -> list[bool | None]:
            await desk.settle()
            panels = [desk.screen.query_one(name) for name in ("#queues", "#list")]
            return [one.styles.border_title_style.reverse for one in panels]

        assert await reversed_titles() == [None, True]
        await desk.press("queues")
        assert await reversed_titles() == [True, None]
