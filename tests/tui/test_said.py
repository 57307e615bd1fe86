"""What the desk says: one line above the keys, never over a form; all of it is read again."""

import asyncio
import re
from pathlib import Path

import pytest

from store.repository import Repository
from tests.tui.driver import NARROW, PATIENCE_SECONDS, Desk, desk_on
from tests.tui.orders_shop import fill
from tui import telling
from tui.widgets.said_line import SaidLine

LONG = "Nothing goes out before the platform has said whose turn it is. " * 6


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """A few orders to copy the numbers of."""
    fill(repository)
    return repository


def line(desk: Desk) -> SaidLine:
    return desk.screen.query_one(SaidLine)


async def test_a_sentence_is_one_line_above_the_keys(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, NARROW) as desk:
        await desk.press("copy")

        said = line(desk)
        assert (said.region.y, said.region.height) == (NARROW[1] - 2, 1)
        assert desk.text().splitlines()[-2].strip() == f"{desk.current} is copied."


async def test_a_desk_that_has_said_nothing_yet_says_so(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("said")
        assert desk.said() == ["The desk has said nothing yet."]
        await desk.press("said")
        assert "What the desk said" in desk.text()


async def test_what_does_not_fit_is_read_whole_behind_its_key(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, NARROW) as desk:
        desk.app.notify(LONG, title="Ship", severity="warning")
        await desk.settle()
        assert line(desk).region.height == 1
        assert desk.text().splitlines()[-2].rstrip().endswith("@ what was said")

        await desk.press("said")
        assert "What the desk said" in desk.text()
        assert " ".join(LONG.split()) in desk.whole_texts()


async def test_a_sentence_that_has_no_room_is_left_out_whole_behind_the_first(
    shop: Repository, drafts: Path
) -> None:
    first = "Ship: done for all that were marked, 43 orders."
    async with desk_on(shop, drafts, NARROW) as desk:
        desk.app.notify(f"{first}\nctrl+z takes all of it back again.")
        await desk.settle()

        assert desk.text().splitlines()[-2].strip() == f"{first} …  @ what was said"


async def test_no_number_is_cut_where_not_all_has_room(shop: Repository, drafts: Path) -> None:
    numbers = [f"261120-{place:015}" for place in range(20)]
    async with desk_on(shop, drafts, NARROW) as desk:
        desk.app.notify(f"Others: {', '.join(numbers)}.", timeout=PATIENCE_SECONDS)
        for width in range(60, 84):
            await desk.resize((width, 24))
            shown = re.findall(r"[0-9-]{6,}", " ".join(desk.text().splitlines()[-2:-1]))

            assert shown, width
            assert shown == numbers[: len(shown)], width


async def test_a_form_is_covered_by_no_sentence_and_it_waits_for_the_form_to_close(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("note")
        desk.app.notify("No copy was made.", severity="error", timeout=60)
        await desk.settle()
        assert "No copy was made." not in desk.text()

        await desk.keys("escape")
        assert desk.text().splitlines()[-2].strip() == "▲ No copy was made."


async def test_the_newest_sentence_is_shown_and_all_are_kept_with_their_time(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        desk.app.notify("No copy was made.")
        await desk.press("copy")
        assert "No copy was made." not in desk.text()

        copied = f"{desk.current} is copied."
        await desk.press("said")
        text = desk.text()
        assert text.index(copied) < text.index("No copy was made.")
        assert f"{desk.app.said_at()}  No copy was made." in text


async def test_what_was_said_before_does_not_come_back_after_it_but_a_fault_nobody_has_seen(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        desk.app.notify("The file is taken in.", timeout=60)
        desk.app.notify("No copy was made.", severity="error", timeout=60)
        desk.app.notify("It is written.", timeout=0.01)

        await desk.until(lambda: desk.said() == ["No copy was made."], "the last to be over")
        await desk.until(lambda: "No copy was made." in desk.text(), "the fault")


@pytest.mark.parametrize("act", ["mark", "open", "note", "board", "undo", "back", "a paste"])
async def test_what_was_seen_goes_as_soon_as_something_else_is_done_but_for_faults(
    act: str, shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "SEEN", 0)
    async with desk_on(shop, drafts) as desk:
        desk.app.notify("It is written.", timeout=60)
        desk.app.notify("No copy was made.", severity="error", timeout=60)
        desk.app.notify("Somebody is at it.", severity="warning", timeout=60)
        await desk.settle()
        await desk.press("down", "bottom", "up")
        assert len(desk.said()) == len(desk.app.said)  # that only moved the cursor
        if act == "a paste":
            await desk.paste("261120")
        else:
            await desk.press(act)
        if act == "note":
            await desk.keys("escape")

        assert desk.said()[0] == "No copy was made."
        assert not {"It is written.", "Somebody is at it."} & {*desk.said()}


async def test_what_is_typed_before_a_sentence_is_seen_leaves_it(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        desk.app.notify("It is written.")
        await desk.press("board")

        assert desk.said() == ["It is written."]


async def test_a_fault_stays_beyond_its_time_until_a_key_is_pressed(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        desk.app.notify("No copy was made.", severity="error", timeout=0.05)
        await asyncio.sleep(0.2)
        await desk.settle()
        assert desk.text().splitlines()[-2].strip() == "▲ No copy was made."

        await desk.press("down")
        assert desk.said() == []
        assert "No copy was made." not in desk.text()
