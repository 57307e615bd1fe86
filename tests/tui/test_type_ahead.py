"""Keys typed ahead of the screen go where they were meant, in order, and wait for nothing else."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from textual.events import Compose, Paste
from textual.events import Key as KeyEvent
from textual.widget import Widget

from store.repository import Repository
from tests.build import ORDER_NO, TRACKING_NO, keep, order, shipped
from tests.tui.driver import CHARACTERS, PATIENCE_SECONDS, Desk, Ledger, desk_on
from tui.forms.field_box import FieldBox
from tui.forms.texts import TextBox
from tui.keyboard.behind_refused import PAUSE_SECONDS, READ_SECONDS, State
from tui.keyboard.waiting import LOOK_SECONDS
from tui.screens.form import FormScreen
from tui.threads import Threads

OTHER_ORDER = "261120-000000000000002"


async def test_what_is_typed_ahead_of_a_form_goes_into_it(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.keys("n", "q", "r", "s")

        assert desk.values == {"text": "qrs"}


async def test_a_whole_action_may_be_typed_ahead(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.keys("a", "1", *TRACKING_NO, "ctrl+s", "n", "x", "ctrl+s")

        assert [one.action for one in ledger.events(ORDER_NO)] == ["ship", "note"]
        assert desk.screen is desk.orders


async def test_what_is_pasted_keeps_its_place_among_the_keys(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        for event in (KeyEvent("n", "n"), KeyEvent("a", "a"), Paste("bc"), KeyEvent("d", "d")):
            desk.app.post_message(event)
        await desk.settle()

        assert desk.values == {"text": "abcd"}


async def test_a_form_that_closes_holds_the_next_key_up_no_longer_than_it_takes(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts) as desk:
        await desk.keys("n", "x", "ctrl+s", "j")
        assert desk.table.cursor == 1

        await desk.keys("n", "x", "escape", "k")
        assert desk.table.cursor == 0


async def test_keys_after_leaving_do_nothing(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.keys("q", "n", "x", "ctrl+s", "j", "j")

    assert desk.app.return_code == 0
    assert ledger.events(ORDER_NO) == []


def answer_after(monkeypatch: pytest.MonkeyPatch, turns: int) -> None:
    """Let what is read and kept be there after so many turns of the event loop, no thread's luck.

    A thread may be as fast as a busy event loop is slow, and answer between any two of its turns.
    """

    async def answered(_threads: Threads, work: Callable[[], object]) -> object:
        for _turn in range(turns):
            await asyncio.sleep(0)
        return work()

    monkeypatch.setattr(Threads, "read", answered)
    monkeypatch.setattr(Threads, "keep", answered)


async def test_a_form_gets_every_letter_however_soon_it_is_looked_up(
    repository: Repository, drafts: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = {f"261120-{turns:015}": turns for turns in (*range(12), 20, 50, 200)}
    numbers = {order_no: f"YT{turns:013}" for order_no, turns in waits.items()}
    keep(repository, *(order(order_no=order_no) for order_no in waits))
    async with desk_on(repository, drafts) as desk:
        for order_no, turns in waits.items():
            await desk.at(order_no)
            answer_after(monkeypatch, turns)
            await desk.keys("s", *numbers[order_no], "ctrl+s", "n", *"周女士", "ctrl+s")

            kept = ledger.order(order_no)
            assert [one.tracking_no for one in kept.parcels] == [numbers[order_no]], turns
            assert [note.text for note in kept.notes] == ["周女士"], turns


async def test_what_is_typed_behind_a_save_on_an_orders_page_is_for_what_it_shows_then(
    repository: Repository, drafts: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("open")
        answer_after(monkeypatch, 300)
        await desk.keys("enter", *TRACKING_NO, "ctrl+s", "enter")

        assert desk.form._asking.title == "Write the batch-ship files"
    assert [one.action for one in ledger.events(ORDER_NO)] == ["ship"]


async def test_a_form_whose_thread_is_slow_gets_what_was_typed_meanwhile(
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, read = Event(), Threads.read

    async def slowed(threads: Threads, work: Callable[[], object]) -> object:
        def worked() -> object:
            assert go_on.wait(10)
            return work()

        return await read(threads, worked)

    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        monkeypatch.setattr(Threads, "read", slowed)
        desk.send("n", *"周女")
        desk.app.post_message(Paste("士"))
        desk.send("q")
        await desk.until(lambda: desk.app.typed_ahead == 4, "the keys to wait")
        go_on.set()
        await desk.settle()

        assert desk.values == {"text": "周女士q"}


@pytest.mark.parametrize("slow", [FormScreen, FieldBox, TextBox])
async def test_a_form_that_comes_up_slowly_gets_what_was_typed_meanwhile(
    slow: type[Widget], repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, begun = asyncio.Event(), asyncio.Event()

    async def composed(widget: Widget, event: Compose) -> None:
        begun.set()
        await go_on.wait()
        event.prevent_default()
        await widget._compose()

    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        monkeypatch.setattr(slow, "_on_compose", composed)
        desk.send("n", *"周女士q")
        await desk.until(begun.is_set, "the form")
        await desk.until(lambda: desk.app.typed_ahead == 4, "the keys to wait")
        go_on.set()
        await desk.settle()

        assert desk.values == {"text": "周女士q"}


async def test_a_number_scanned_behind_a_refused_key_is_dropped_and_that_is_said(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, pause=0.5) as desk:
        await desk.act("ship")
        await desk.keys(*"YT3333333333333", "ctrl+s")
        await desk.until(lambda: "forgotten" in desk.said()[-1], "the sign")

        assert desk.screen is desk.orders
        title, said, why_not = desk.said()[-1].split("\n")
        assert (title, said) == ("Ship", "16 keys typed meanwhile were forgotten.")
        assert why_not.startswith("Nothing is left to ship: 2 ordered"), "it stays in sight"
        await asyncio.sleep(0.6)
        await desk.press("note")
        assert desk.form
    assert ledger.events(ORDER_NO) == []


async def test_the_first_character_of_a_scan_behind_a_refused_key_is_dropped_too(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, pause=0.2) as desk:
        await desk.act("ship")
        await asyncio.sleep(0.3)
        await desk.keys(*"n3333333333333", "enter")
        await desk.until(lambda: "forgotten" in desk.said()[-1], "the sign")

        assert desk.screen is desk.orders
        assert "\n15 keys typed meanwhile were forgotten.\n" in desk.said()[-1]
        await asyncio.sleep(0.3)
        await desk.press("note")
        assert desk.form
    assert ledger.events(ORDER_NO) == []


class Hands:
    """Somebody's at the desk, so many seconds from key to key, whatever the machine takes."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.at = desk.app._refused._came_at

    async def type(self, *keys: str, seconds: float) -> None:
        """Keys at this pace, the first of them so long behind what was before."""
        for key in keys:
            self.post(key, seconds=seconds)
            await self.desk.settle()

    async def paste(self, text: str, *, seconds: float) -> None:
        """This, so long behind what was before."""
        self._post(Paste(text), seconds)
        await self.desk.settle()

    def post(self, key: str, seconds: float) -> None:
        """One of them, and nothing waits for what it does."""
        character = CHARACTERS.get(key) or (key if len(key) == 1 else None)
        self._post(KeyEvent(key, character), seconds)

    def _post(self, event: KeyEvent | Paste, seconds: float) -> None:
        self.at += seconds
        event.time = self.at
        self.desk.app.post_message(event)


@pytest.mark.parametrize("refused", ["ship", "reveal"])
@pytest.mark.parametrize("seconds", [0.06, 0.4])
async def test_a_sentence_typed_on_behind_a_refused_key_does_nothing(
    refused: str, seconds: float, repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, reading=0.5) as desk:
        await desk.press(refused)
        assert [*desk.said()], "it is refused"
        await Hands(desk).type(*"just send it again, m1", "enter", seconds=seconds)
        said = "22 keys typed meanwhile were forgotten.\n"  # j moves the cursor
        await desk.until(lambda: said in "".join(desk.said()[-1:]), "the sign")

        assert desk.screen is desk.orders
    assert ledger.events(ORDER_NO) == []


async def test_who_has_read_that_a_key_was_refused_is_heard(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, reading=0.5) as desk:
        await desk.act("ship")
        hands = Hands(desk)
        await hands.type("n", seconds=0.55)
        await hands.type(*"she waits", seconds=0.1)

        assert desk.values == {"text": "she waits"}


@pytest.mark.parametrize("behind", [0.55, 2.5])
async def test_a_text_that_begins_after_a_pause_behind_a_refused_key_acts_by_its_first_key_alone(
    behind: float, repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts, reading=0.5) as desk:
        await desk.act("ship")
        hands = Hands(desk)
        await hands.type("u", seconds=behind)
        await hands.type(*"T12n3", "enter", seconds=0.15)
        said = "\n6 keys typed meanwhile were forgotten.\n"
        await desk.until(lambda: said in "".join(desk.said()[-1:]), "the sign")

        assert desk.screen is desk.orders


async def test_who_goes_on_long_after_a_refused_key_may_act_as_fast_as_ever(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, reading=0.5) as desk:
        await desk.act("ship")
        hands = Hands(desk)
        await hands.type("u", seconds=READ_SECONDS)
        await hands.type(*"nshe", seconds=0.1)

        assert desk.values == {"text": "she"}


async def test_what_is_typed_ahead_for_what_a_key_behind_a_refused_one_opens_goes_into_it(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, reading=0.5) as desk:
        await desk.act("ship")
        desk.app._refused._came_at -= 0.6
        start = monotonic()
        for place, key in enumerate("nshe waits"):
            event = KeyEvent(key, key)
            event.time = start + place * 0.06
            desk.app.post_message(event)
            await desk.until(lambda: desk.app._refused._state is State.ACTED, "the first to act")
        await desk.settle()

        assert desk.values == {"text": "she waits"}


async def test_a_key_that_is_held_behind_a_refused_one_moves_and_the_next_one_acts(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(shipped(order_no=f"261120-{place:015}") for place in range(9)))
    async with desk_on(repository, drafts, pause=PAUSE_SECONDS, reading=0.5) as desk:
        await desk.act("ship")
        hands = Hands(desk)
        await hands.type("j", seconds=0.2)
        await desk.until(lambda: desk.table.cursor == 1, "the first to move")
        hands.post("j", seconds=0.3)
        for key in "jjjj":  # as fast as a terminal repeats it, and no answer is waited for
            hands.post(key, seconds=0.03)
        await desk.until(lambda: desk.table.cursor == 6, "the others to move")
        await hands.type("n", seconds=0.2)

        assert desk.form


@pytest.mark.parametrize("behind", [0.6, 5])
async def test_a_key_that_repeats_from_the_first_as_fast_as_it_can_is_held(
    behind: float, repository: Repository, drafts: Path
) -> None:
    keep(repository, *(shipped(order_no=f"261120-{place:015}") for place in range(9)))
    async with desk_on(repository, drafts, pause=PAUSE_SECONDS, reading=0.5) as desk:
        await desk.act("ship")
        hands = Hands(desk)
        hands.post("j", seconds=behind)
        for key in "jjjjj":
            hands.post(key, seconds=0.03)

        await desk.until(lambda: desk.table.cursor == 6, "all of them to move")


async def test_no_key_behind_a_refused_one_is_lost_where_the_desk_looks_at_the_next_too_soon(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(shipped(order_no=f"261120-{place:015}") for place in range(3)))
    async with desk_on(repository, drafts, pause=PAUSE_SECONDS, reading=0.5) as desk:
        await desk.act("ship")
        hands = Hands(desk)
        hands.post("down", seconds=0.6)
        hands.post("down", seconds=0.1)

        await desk.until(lambda: desk.table.cursor == 2, "both to move")


async def test_what_is_pasted_for_what_a_refused_key_was_to_open_is_not_searched_for(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, reading=0.5) as desk:
        await desk.act("ship")
        hands = Hands(desk)
        await hands.paste(TRACKING_NO, seconds=0.3)
        assert desk.orders.search_box.value == ""
        assert desk.said()[-1] == "What was pasted does nothing here; / searches."

        await hands.paste(TRACKING_NO, seconds=0.6)
        assert desk.orders.search_box.value == TRACKING_NO


@pytest.mark.parametrize("pasted", ["收件人：陈**", "您好在吗"])
async def test_behind_a_paste_that_finds_nothing_no_letter_acts_until_that_was_read(
    pasted: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, reading=0.5) as desk:
        await desk.paste(pasted)
        hands = Hands(desk)
        await hands.type("n", seconds=0.9)
        assert desk.screen is desk.orders

        await hands.type("n", seconds=READ_SECONDS)
        assert desk.form


async def test_what_is_typed_behind_a_paste_that_did_nothing_does_nothing(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, reading=0.5) as desk:
        await desk.act("ship")
        hands = Hands(desk)
        await hands.type("u", seconds=0.6)
        await hands.paste(TRACKING_NO, seconds=0.3)
        await hands.type(*"nshe waits", seconds=0.2)
        await hands.type("n", seconds=0.9)
        assert desk.screen is desk.orders

        await hands.type("escape", "n", seconds=0.2)
        assert desk.form, "that was read"
    assert ledger.events(ORDER_NO) == []


@pytest.mark.parametrize("behind", [0.2, 0.9])
async def test_an_order_pasted_behind_a_refused_key_is_what_the_next_keys_are_for(
    behind: float, repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, shipped(), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts, reading=0.5) as desk:
        await desk.at(ORDER_NO)
        await desk.act("ship")
        hands = Hands(desk)
        await hands.paste(OTHER_ORDER, seconds=0.2)
        await hands.type("n", *"xy", "ctrl+s", seconds=behind)

        assert desk.orders.search_box.value == OTHER_ORDER
        assert len(ledger.events(OTHER_ORDER)) == (behind > 0.5)
    assert ledger.events(ORDER_NO) == []


@pytest.mark.parametrize("pasted", [OTHER_ORDER, TRACKING_NO])
async def test_what_is_pasted_before_a_key_is_refused_is_as_what_is_pasted_behind_it(
    pasted: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts, reading=0.5) as desk:
        await desk.at(ORDER_NO)
        desk.send("s", "x")
        desk.app.post_message(Paste(pasted))
        desk.send("y")
        await desk.settle()
        hands = Hands(desk)
        hands.at = monotonic()
        await hands.type("n", seconds=0.9)

        if pasted == TRACKING_NO:
            assert desk.screen is desk.orders
        else:
            assert (desk.form.values(), desk.orders.search_box.value) == ({"text": ""}, pasted)


async def test_what_is_pasted_with_a_key_behind_a_refused_one_comes_behind_it(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts, pause=PAUSE_SECONDS, reading=0.5) as desk:
        await desk.at(ORDER_NO)
        await desk.act("ship")
        hands = Hands(desk)
        hands.post("n", seconds=0.6)
        await hands.paste(OTHER_ORDER, seconds=0.01)

        assert desk.values == {"text": OTHER_ORDER}


async def test_who_put_right_what_was_refused_may_paste_into_the_list_at_once(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, reading=0.5) as desk:
        await desk.press("note")
        await desk.keys("ctrl+s")
        assert desk.app._refused.is_wary, "a note without words is refused"
        hands = Hands(desk)
        await hands.type("s", seconds=0.6)
        await hands.type(*"he waits", seconds=0.1)
        await desk.keys("ctrl+s")
        await desk.paste(ORDER_NO)

        assert desk.orders.search_box.value == ORDER_NO
    assert [event.action for event in ledger.events(ORDER_NO)] == ["note"]


async def test_as_long_as_somebody_types_on_it_stands_there_why_the_key_was_refused(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, reading=PATIENCE_SECONDS) as desk:
        await desk.act("ship")
        refusal = desk.said()
        await Hands(desk).type(*"send", seconds=0.1)
        await asyncio.sleep(2 * LOOK_SECONDS)

        assert desk.said() == refusal
