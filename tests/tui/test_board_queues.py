"""The queues of the board: kinds, mine, nobody's and colleagues', and the hours ahead."""

from pathlib import Path

import pytest

from store.models.work import Claim
from store.repository import Repository
from tests.build import ACTOR, DAY, HOUR, NOW, PEOPLE, WANG, keep, order
from tests.tui.driver import NARROW, WIDE, Desk, desk_on
from tui.glyphs import ASCII, BOXES, draw_with
from tui.places.board import BoardPlace
from tui.screens.queue_menu import QueueMenu
from tui.widgets.chart import bars, in_width
from tui.widgets.queues import WITH_CHART, Ahead, Queue, Queues

MINE, HIS, FREE, LATE = (f"261120-00000000000000{number}" for number in range(1, 5))


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Four orders to ship: one is mine, one a colleague's, two nobody's, one of these late."""
    keep(
        repository,
        *PEOPLE,
        order(order_no=MINE, claim=Claim(owner=ACTOR, at=NOW, by=ACTOR)),
        order(
            order_no=HIS,
            ship_by_deadline=NOW + HOUR,
            claim=Claim(owner=WANG, at=NOW, by=WANG),
        ),
        order(order_no=FREE, ship_by_deadline=NOW + 2 * DAY),
        order(order_no=LATE, ship_by_deadline=NOW - HOUR),
    )
    return repository


def board(desk: Desk) -> BoardPlace:
    place = desk.app.screen_stack[0]
    assert isinstance(place, BoardPlace)
    return place


def drawn(desk: Desk) -> list[str]:
    return [" ".join(line.split()) for line in str(board(desk)._queues.render()).split("\n")]


def rows(desk: Desk) -> list[str]:
    table = board(desk).table
    return [row.order_no for row in map(table.row_at, range(table.length)) if row]


async def test_the_queues_say_what_there_is_of_each_kind_and_who_has_it(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        assert drawn(desk) == [
            "All 4 ▲1",
            "ship 4 ▲1",
            "",
            "mine 1",
            "nobody's 2 ▲1",
            "@小王 1",
            "",
            "next 24 hours: 2",
            "▁█▁▁▁█▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁",
            "09 15 21 03",
        ]


@pytest.mark.parametrize(
    ("steps", "title", "found"),
    [
        (2, "mine", [MINE]),
        (3, "nobody's", [LATE, FREE]),
        (4, "@小王", [HIS]),
    ],
)
async def test_a_queue_of_a_person_shows_what_they_have(
    shop: Repository, drafts: Path, steps: int, title: str, found: list[str]
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await desk.press("queues", *["down"] * steps)

        assert rows(desk) == found
        assert str(board(desk).panel.border_title) == title
        await desk.press("order")
        assert desk.focus == "rows"
        await desk.keys("escape")
        assert len(rows(desk)) == 4


async def test_enter_leads_from_the_queues_into_the_list_and_settles_nothing(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        below = desk.part("#keys")
        assert below.split("   ")[0].strip() == "enter do it"
        await desk.press("queues")
        in_queues = [hint.strip() for hint in desk.part("#keys").split("   ")]
        assert in_queues[:2] == ["enter into the list", "j next queue"]
        assert not {"enter do it", "right the order", "left queues"} & {*in_queues}
        await desk.press("down", "down", "settle")
        assert desk.screen is board(desk)
        assert (desk.focus, rows(desk)) == ("rows", [MINE])
        assert desk.part("#keys") == below
        await desk.press("settle")
        assert desk.form


async def test_what_has_no_room_among_the_queues_is_counted_at_their_lower_edge(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=(120, 9), place="board") as desk:
        queues = board(desk)._queues
        assert drawn(desk) == ["All 4 ▲1", "", "mine 1", "nobody's 2 ▲1"]
        assert str(queues.border_subtitle) == "▼ 2 more"

        queues.step(-1)
        await desk.settle()
        assert drawn(desk)[2:] == ["nobody's 2 ▲1", "@小王 1"]

    async with desk_on(shop, drafts, size=(120, 36), place="board") as desk:
        assert str(board(desk)._queues.border_subtitle or "") == ""


async def test_in_a_narrow_window_the_queues_are_chosen_from_a_menu(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=NARROW, place="board") as desk:
        await desk.press("queues")
        assert "nobody's" in desk.menu[3]
        await desk.keys(*"nobody", "enter")

        assert rows(desk) == [LATE, FREE]
        assert str(board(desk).panel.border_title) == "nobody's"


async def test_keys_that_step_through_a_list_step_through_the_menu_of_queues(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=NARROW, place="board") as desk:
        await desk.press("queues", "down", "down", "down", "up", "down")
        assert isinstance(desk.screen, QueueMenu)
        assert desk.screen.options.cursor == 3
        await desk.keys("enter")
        assert str(board(desk).panel.border_title) == "nobody's"


async def test_beside_a_form_the_row_is_seen_and_the_queues_give_way(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await desk.press("queues", "note")
        lines = desk.text().splitlines()
        assert "Write a note" in lines[2]
        assert any(
            line.startswith("│") and f"ship{LATE}" in line.replace(" ", "") for line in lines
        )
        assert not board(desk)._queues.region

        await desk.keys("escape")
        assert desk.focus == "rows"
        assert board(desk)._queues.region.width


async def test_a_queue_narrows_a_pasted_list_and_no_word_of_it_is_missed(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await desk.press("queues", "down", "down")
        await desk.search(f"{MINE} {HIS}")

        assert rows(desk) == [MINE]
        assert "not in this store" not in desk.part("#found")


@pytest.mark.parametrize(
    ("figures", "boxes", "ascii_"),
    [
        ((0, 0, 0), "▁▁▁", "..."),
        ((1, 0, 100), "▂▁█", ":.#"),
        ((7, 14, 3), "▅█▃", "|#:"),
        ((), "", ""),
    ],
)
def test_the_highest_bar_is_the_most_and_what_is_there_at_all_is_seen(
    figures: tuple[int, ...], boxes: str, ascii_: str
) -> None:
    assert bars(figures) == boxes
    draw_with(ASCII)
    try:
        assert bars(figures) == ascii_
    finally:
        draw_with(BOXES)


@pytest.mark.parametrize(("width", "shown"), [(24, 24), (30, 24), (22, 12), (12, 12), (11, 8)])
def test_hours_that_have_no_room_are_added_up(width: int, shown: int) -> None:
    figures = in_width(range(24), width)

    assert (len(figures), sum(figures)) == (shown, sum(range(24)))


async def test_a_queue_that_a_search_empties_stays_chosen_by_its_name(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await desk.press("queues", "down")
        await desk.press("order", "search")
        await desk.type("who:buyer")
        await desk.keys("enter")

        assert rows(desk) == []
        assert str(board(desk).panel.border_title) == "ship"
        assert drawn(desk)[:2] == ["All 0", "ship 0"]


async def test_home_and_end_lead_to_the_first_and_the_last_queue(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await desk.press("queues")
        await desk.keys("end")
        assert str(board(desk).panel.border_title) == "@小王"
        await desk.keys("home")
        assert len(rows(desk)) == 4


async def test_the_cursor_stays_on_its_row_when_the_queue_is_taken_off(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await desk.press("queues", "down", "down", "down", "order", "down")
        table = board(desk).table
        assert table.row
        assert table.row.order_no == FREE
        await desk.keys("escape")
        assert len(rows(desk)) == 4
        assert table.row
        assert table.row.order_no == FREE


async def test_a_chosen_queue_is_a_chip_that_is_named_and_taken_off(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await desk.press("queues", "down", "settle")
        assert " ship × " in desk.text().splitlines()[1]
        await desk.search("contact-carrier")
        assert "Nothing fits “ship contact-carrier”; esc takes it away." in desk.text()
        await desk.press("back")
        assert " ship × " in desk.text().splitlines()[1]
        await desk.press("take-off")
        assert " ship × " not in desk.text().splitlines()[1]
        assert not board(desk)._queues.chosen


async def test_a_queue_is_found_by_its_name_alone(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await desk.search("ship")
        assert len(rows(desk)) == 4
        await desk.search("receive the return")
        assert rows(desk) == []


async def test_the_hours_ahead_stay_where_there_are_many_kinds_and_the_window_is_high(
    repository: Repository, drafts: Path
) -> None:
    kinds = [Queue(f"kind:{number}", f"kind {number}", 1) for number in range(30)]
    async with desk_on(repository, drafts, size=WIDE, place="board") as desk:
        queues = desk.screen.query_one(Queues)
        queues.show([kinds, [Queue("mine", "mine", 0)]], Ahead(NOW, [1] * 24))

        shown = str(queues.render())
        assert queues.content_size.height >= WITH_CHART
        assert "next 24 hours: 24" in shown
        assert "mine" in shown
        assert "more" in str(queues.border_subtitle)
