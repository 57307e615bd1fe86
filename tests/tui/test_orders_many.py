"""A list of 100,000 orders: nothing is made for each of them, and a step draws two lines."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual._compositor import ChopsUpdate, LayoutUpdate

from store.engines.rows import put_all
from store.engines.sqlite.engine import SqliteEngine
from store.engines.sqlite.session import SqliteSession
from store.models.row import OrderRow
from store.repository import Repository, open_store
from tests.build import ACTOR, NOW, keep, order
from tests.rules.row_facts import order_row
from tests.tui.driver import WIDE, Desk, Ledger, desk_on
from tui.app import DeskApp
from tui.widgets.row_table import RowTable

MANY = 20_000
LAST = f"261120-{MANY - 1:015}"


def synthetic() -> Iterator[OrderRow]:
    row = order_row(order())
    for number in range(MANY):
        order_no = f"261120-{number:015}"
        due = int(NOW.timestamp()) + number
        yield replace(row, key=f"pinduoduo:米铺:{order_no}", order_no=order_no, due_at=due)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The rows of twenty thousand orders, the earliest due first."""
    folder = tmp_path_factory.mktemp("many")
    repository = open_store(str(folder / "store"), ACTOR, lambda: NOW)
    engine = repository.engine
    assert isinstance(engine, SqliteEngine)
    with engine.writing(), engine._writable() as connection:
        session = SqliteSession(connection)
        given = [(number, [row], ()) for number, row in enumerate(synthetic(), 1)]
        put_all(session, [("orders", "orders", given)])
    repository.refresh()  # or the first look for news would take them for a colleague's
    return repository


@pytest.fixture
def lines_drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lines of the list that are drawn, as they are drawn."""
    drawn: list[int] = []
    draw: Callable[..., Any] = RowTable.render_line

    def counted(table: RowTable[OrderRow], y: int) -> object:
        drawn.append(y)
        return draw(table, y)

    monkeypatch.setattr(RowTable, "render_line", counted)
    return drawn


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The lines of the screen that are sent to the terminal."""
    lines: set[int] = set()

    def note(_app: DeskApp, screen: object, update: object) -> None:
        if isinstance(update, ChopsUpdate):
            lines.update(y for y, _start, _end in update.spans)
        elif isinstance(update, LayoutUpdate):
            lines.update(update.region.line_range)

    monkeypatch.setattr(DeskApp, "_display", note)
    return lines


WITHOUT_PREVIEW = (110, 36)


def height(desk: Desk) -> int:
    return desk.table.size.height


def line_of_cursor(desk: Desk) -> int:
    return desk.table.region.y + desk.table.cursor - round(desk.table.scroll_y)


async def test_the_first_screen_and_the_last_order_draw_only_what_is_seen(
    many: Repository, drafts: Path, lines_drawn: list[int]
) -> None:
    async with desk_on(many, drafts, is_drawn=True) as desk:
        assert desk.part("#found").startswith(f"{MANY} of {MANY} ")
        assert f" 1 / {MANY} " in desk.text()
        assert len(lines_drawn) <= 4 * height(desk)
        lines_drawn.clear()
        await desk.press("bottom")

        assert desk.current == LAST
        assert LAST in desk.text()
        assert len(set(lines_drawn)) == height(desk)
        assert len(lines_drawn) <= 2 * height(desk)


async def test_no_order_is_a_widget(many: Repository, drafts: Path) -> None:
    async with desk_on(many, drafts, is_drawn=True) as desk:
        assert list(desk.table.walk_children()) == []
        assert len(list(desk.orders.walk_children())) < 20


@pytest.mark.parametrize(
    ("before", "step"),
    [((), "down"), (("down",), "up"), (("bottom",), "up"), (("page-down",), "up")],
)
async def test_a_step_sends_two_lines_and_nothing_else(
    before: Iterable[str], step: str, many: Repository, drafts: Path, sent: set[int]
) -> None:
    async with desk_on(many, drafts, size=WITHOUT_PREVIEW, is_drawn=True) as desk:
        await desk.press(*before)
        await desk.app.look_for_news()  # or it may come between
        await desk.settle()
        stood = line_of_cursor(desk)
        sent.clear()
        await desk.press(step)

        edge = desk.orders.panel.region.bottom - 1
        assert sent == {stood, line_of_cursor(desk), edge}, "both rows, and which one it is"


async def test_when_nothing_changes_nothing_is_sent(
    repository: Repository, drafts: Path, ledger: Ledger, sent: set[int]
) -> None:
    keep(repository, order())
    reader = ledger.open()
    looks: list[bool] = []
    refresh = reader.refresh

    def counted() -> bool:
        looks.append(refresh())
        return looks[-1]

    reader.refresh = counted  # type: ignore[method-assign]
    async with desk_on(reader, drafts, is_drawn=True) as desk:
        await desk.until(lambda: looks, "the first look at the store")
        sent.clear()
        await desk.until(lambda: len(looks) == 3, "two more looks")

        assert not any(looks)
        assert sent == set()


async def test_the_cursor_scrolls_one_line_at_the_edge(many: Repository, drafts: Path) -> None:
    async with desk_on(many, drafts, is_drawn=True) as desk:
        await desk.keys(*["j"] * height(desk))

        assert desk.table.cursor == height(desk)
        assert desk.table.scroll_y == 1


async def test_what_is_done_with_marks_stands_below_however_narrow_the_window(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    for size, said in ((WIDE, "a all actions on 1 marked"), ((60, 20), "a on 1 marked")):
        async with desk_on(repository, drafts, size=size) as desk:
            await desk.press("mark")
            await desk.until(lambda: "1 marked" in desk.part("#status"), "the mark")

            assert f"   {said}   " in desk.part("#keys")
