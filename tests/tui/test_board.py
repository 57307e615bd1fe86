"""The board: what is owed, in bands of how near it is, and by kind; each row leads to its order."""

import re
from itertools import product
from pathlib import Path

import pytest

from store.models.subject import of_order
from store.repository import Repository
from tests.build import NOW, case, keep, order, shipped
from tests.tui.driver import NARROW, Desk, desk_on
from tests.tui.orders_shop import LATE, OIL, RICE, fill
from tui.places.board import BoardPlace
from tui.places.board_columns import BOARD_COLUMNS, COST
from tui.text import width_of

ASKED = "261120-000000000000009"


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Three orders to ship, one of them late; a parcel on its way."""
    fill(repository)
    return repository


def board(desk: Desk) -> BoardPlace:
    place = desk.app.screen_stack[0]
    assert isinstance(place, BoardPlace)
    return place


def drawn(desk: Desk) -> list[str]:
    """What stands in the frame of the list."""
    table = board(desk).table
    return ["".join(part.text for part in table.render_line(y)) for y in range(table.size.height)]


def lines(desk: Desk) -> list[str]:
    """The same, blanks taken together."""
    return [" ".join(line.split()) for line in drawn(desk)]


async def test_what_is_ours_stands_in_bands_of_how_near_it_is(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        bands = [line for line in lines(desk) if line.startswith("──")]

        assert [line.split("─")[2].strip() for line in bands] == [
            "late",
            "under 2 hours",
            "tomorrow",
        ]
        assert lines(desk)[1].startswith(f"▲ -1h00 ship {LATE}")
        assert lines(desk)[3].startswith(f"1h00 ship {RICE}")


async def test_what_a_band_comes_to_ends_where_its_column_does(
    shop: Repository, drafts: Path
) -> None:
    left_outs: tuple[tuple[str, ...], ...] = ((), ("Goods",), ("Order no.", "Goods"))
    orders: tuple[tuple[str, ...], ...] = ((), (COST, "What"), ("What", COST))
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        for left_out, order in product(left_outs, orders):
            board(desk).table.show_columns(BOARD_COLUMNS.chosen(left_out, order))
            band, row, *_others = drawn(desk)

            cost = re.search(r"(?<=¥)[0-9.]+", band)
            assert cost, (left_out, order)
            of_row = f" {cost.group()}"  # the band has this row alone
            assert width_of(band[: cost.end()]) == width_of(row[: row.index(of_row) + len(of_row)])
            assert width_of(band) == width_of(row)


async def test_what_a_band_comes_to_is_named_where_its_column_is_not_there(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        board(desk).table.show_columns(BOARD_COLUMNS.chosen([COST], ()))

        assert re.search(r" 1  At zero: ¥[0-9.]+ *$", drawn(desk)[0])


async def test_a_step_goes_from_row_to_row_past_the_bands(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        seen = []
        for _step in range(3):
            seen.append(board(desk).number)
            await desk.press("down")

        assert seen == [LATE, RICE, OIL]


async def test_a_queue_is_chosen_with_the_arrows_and_shows_its_kind_alone(
    shop: Repository, drafts: Path
) -> None:
    keep(shop, shipped(order_no=ASKED, cases=(case(),)))
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        place = board(desk)
        every = place.table.length
        await desk.keys("shift+tab", "down")

        assert (place._queues.chosen, place.table.length) == ("kind:ship", 3)
        assert str(place.panel.border_title) == "ship"
        await desk.keys("up")
        assert (place._queues.chosen, place.table.length) == ("", every)
        assert every > 3


async def test_whose_it_is_can_be_asked_for(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=(132, 36), place="board") as desk:
        await desk.search("who:carrier")

        assert board(desk).table.length == 1
        assert "carrier: " in " ".join(lines(desk))


async def test_the_arrow_opens_the_order_and_esc_comes_back_to_its_row(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await desk.press("down", "order")
        assert RICE in desk.part("#headline")
        await desk.press("back")

        assert board(desk).subject == of_order(f"pinduoduo:米铺:{RICE}")


async def test_a_digit_goes_to_a_place_and_each_is_as_it_was_left(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await desk.press("down", "orders")
        assert desk.app.current_mode == "orders"
        await desk.search("late")
        await desk.press("board")
        assert board(desk).subject == of_order(f"pinduoduo:米铺:{RICE}")
        await desk.press("orders")

        assert desk.rows == [LATE]


async def test_the_preview_says_what_the_order_is_what_is_owed_and_what_may_be_done(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await desk.until(lambda: board(desk).preview.lines, "the preview")
        said = board(desk).preview.text

        assert said.splitlines()[0] == LATE
        assert "1h00 late" in said
        assert "东北大米" in said
        assert "Possible now\n s Ship" in said
        assert "13812345600" not in said


async def test_in_a_narrow_window_the_order_number_stays_whatever_the_rows_are(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts, size=NARROW, place="board") as desk:
        assert "Order no." not in board(desk).table.without_room
        assert "Order no." in desk.text()


async def test_a_narrow_window_has_no_queues(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=NARROW, place="board") as desk:
        assert not board(desk)._queues.display
        assert board(desk).panel.region.width == 80


# Settling

ASKS = [case(), case(id="A2", kind="return_and_refund", requested_fen=2000)]


async def test_enter_opens_the_form_of_the_only_action_that_settles_the_row(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await desk.press("settle")

        assert f"Ship  {LATE}" in desk.text()
        await desk.fill(tracking_no="YT1234567890124")
        await desk.save()
        assert [one.row.order_no for one in shop.owed("kind:ship")] == [RICE, OIL]


async def test_what_the_platform_reviews_says_so_and_enter_says_why_it_may_not_go(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(order_no=RICE, under_review=True))
    async with desk_on(repository, drafts, place="board") as desk:
        assert any("ship after review" in line for line in lines(desk))
        await desk.press("settle")

        (said,) = desk.said()
        assert said.startswith("ship once reviewed\nOnly the platform can end its review; ")


async def test_enter_offers_what_settles_the_row_first_and_the_record_is_filled_in(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(order_no=ASKED, cases=ASKS))
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.search("kind:answer-case about:A2")
        await desk.press("settle")

        assert f"answer the case  {ASKED}" in desk.text()
        assert [line[3:].split("  ")[-1].strip() for line in desk.menu[:3]] == [
            "Agree to a return",
            "Reject a case",
            "Change a case",
        ]
        await desk.keys("2")
        assert desk.values["case"] == "A2"


async def test_a_key_on_a_row_is_about_the_record_of_that_row(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(order_no=ASKED, cases=ASKS))
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.search("kind:answer-case about:A2")
        await desk.press("withdraw-case")

        assert desk.values["case"] == "A2"


async def test_what_only_others_can_do_is_said(repository: Repository, drafts: Path) -> None:
    keep(repository, shipped(order_no=ASKED, cases=(case(state="buyer_to_answer", since=NOW),)))
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.search("kind:answer-rejection who:buyer")
        await desk.press("settle")

        (said,) = desk.said()
        assert said.startswith("answer our rejection\nOnly the buyer can answer this; ")
