"""A colleague holds the store's lock: keys go on; a form that is saved waits and can be left."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest

from store.engines.sqlite import beginning
from store.engines.sqlite.engine import SqliteEngine
from store.files.places import DATABASE
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from tests.build import HOUR, NOW, ORDER_NO, OTHER_NO, TRACKING_NO, keep, order
from tests.tui.driver import Desk, Ledger, desk_on, drafted

OTHER_ORDER = "261120-000000000000002"
WAITING = "Waiting for 小李 (li) …  esc gives it up"


@contextmanager
def held(ledger: Ledger, then: Callable[[Repository], object] = id) -> Iterator[Event]:
    """A colleague has the lock until the event is set, and does this before he lets go of it."""
    colleague = ledger.open()
    has_it, let_go = Event(), Event()

    def hold() -> None:
        with colleague.db.writing():
            has_it.set()
            let_go.wait()
            then(colleague)

    with ThreadPoolExecutor(1) as thread:
        holding = thread.submit(hold)
        assert has_it.wait(10)
        try:
            yield let_go
        finally:
            let_go.set()
            holding.result()


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Two orders to ship."""
    keep(
        repository,
        order(ship_by_deadline=NOW + HOUR),
        order(order_no=OTHER_ORDER, ship_by_deadline=NOW + 2 * HOUR),
    )
    return repository


async def save_in_vain(desk: Desk, *behind: str) -> None:
    """Save the form, and keys behind it, until it is seen that it waits."""
    desk.send("ctrl+s", *behind)
    await desk.until(lambda: desk.trouble.startswith("Waiting"), "the wait")


def notes(ledger: Ledger, order_no: str) -> list[str]:
    return [note.text for note in ledger.order(order_no).notes]


async def test_every_key_that_writes_nothing_is_answered(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        with held(ledger) as let_go:
            await desk.press("down")
            assert desk.current == OTHER_ORDER
            await desk.search(ORDER_NO)
            assert desk.rows == [ORDER_NO]
            await desk.press("views")
            await desk.keys("escape")
            await desk.press("open")
            assert "1 What is owed" in desk.text()
            await desk.press("menu")
            assert f"Actions on {ORDER_NO}" in desk.text()
            await desk.keys("escape")
            await desk.press("note")
            await desk.type("换礼盒")
            await desk.keys("escape")
            assert not let_go.is_set()

        assert drafted(drafts, f"{order().key} note") == {"text": "换礼盒"}
        assert ledger.events(ORDER_NO) == []


async def test_a_form_says_for_whom_it_waits_and_saves_when_its_turn_has_come(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼盒")
        with held(ledger) as let_go:
            await save_in_vain(desk)
            assert desk.trouble == WAITING
            let_go.set()
            await desk.settle()

            assert desk.said() == ["Write a note: done."]
            assert desk.screen is desk.orders
        assert notes(ledger, ORDER_NO) == ["换礼盒"]
        assert drafted(drafts, f"{order().key} note") == {}


async def test_keys_typed_behind_a_save_that_waits_do_afterwards_what_they_were_typed_for(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("note")
        await desk.type("a")
        with held(ledger) as let_go:
            await save_in_vain(desk, "j", "n", *"bq", "ctrl+s")
            await desk.until(lambda: "5 keys wait" in desk.trouble, "the keys")
            assert desk.trouble == f"{WAITING}   5 keys wait"
            let_go.set()
            await desk.settle()

        assert (notes(ledger, ORDER_NO), notes(ledger, OTHER_ORDER)) == (["a"], ["bq"])
        assert desk.current == OTHER_ORDER


@pytest.mark.parametrize(("form", "field"), [("ship", "tracking_no"), ("note", "text")])
async def test_keys_typed_behind_a_save_that_fails_come_into_no_field(  # noqa: PLR0913, PLR0917
    shop: Repository,
    drafts: Path,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    field: str,
) -> None:
    monkeypatch.setattr(beginning, "PATIENCE_MS", 300)
    async with desk_on(shop, drafts, pause=0.1, reading=0.5) as desk:
        await desk.act(form)
        await desk.fill(**{field: TRACKING_NO})
        with closing(sqlite3.connect(ledger.store / DATABASE, isolation_level=None)) as other:
            other.execute("begin immediate")
            desk.send("ctrl+s", "j", "2", *"no")
            await desk.until(lambda: "locked" in desk.trouble, "the failure")
            await desk.keys(*"on")
            said = "6 keys typed meanwhile were forgotten."
            await desk.until(lambda: said in desk.trouble, "how many were dropped")
            assert "(database is locked)" in desk.trouble
        assert desk.values[field] == TRACKING_NO

        await asyncio.sleep(0.5)
        await desk.keys(*"12")
        assert desk.values[field] == f"{TRACKING_NO}12"


async def test_a_save_that_waits_is_given_up_with_esc_and_what_was_typed_is_a_draft(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼盒")
        with held(ledger) as let_go:
            await save_in_vain(desk, "j", "j")
            await desk.keys("escape")
            assert not let_go.is_set()
            (said,) = desk.said()
            assert said.split("\n") == [
                f"Write a note  {ORDER_NO}: given up, nothing was changed.",
                "2 keys typed meanwhile were forgotten.",
            ]
            assert desk.screen is desk.orders
            assert desk.current == ORDER_NO
            await desk.press("down")
            assert desk.current == OTHER_ORDER

        assert ledger.events(ORDER_NO) == []
        assert drafted(drafts, f"{order().key} note") == {"text": "换礼盒"}


@pytest.mark.parametrize(
    "key", [pytest.param("]", id="the next in turn"), pytest.param("m", id="claim")]
)
async def test_what_a_key_alone_would_write_is_given_up_with_esc_as_well(
    shop: Repository, drafts: Path, ledger: Ledger, key: str
) -> None:
    async with desk_on(shop, drafts) as desk:
        with held(ledger) as let_go:
            desk.send(key)
            await desk.until(lambda: "Working" in desk.part("#status"), "the wait")
            desk.send("escape")
            await desk.until(desk.said, "the leaving")
            assert not let_go.is_set()
        await desk.settle()

        assert desk.said() == ["Left; nothing was changed."]
        assert ledger.events(ORDER_NO) == []


async def test_what_was_given_up_can_be_saved_again(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼盒")
        with held(ledger):
            await save_in_vain(desk)
            await desk.keys("escape")
        await desk.press("note")
        await desk.save()

        assert notes(ledger, ORDER_NO) == ["换礼盒"]


async def test_a_save_whose_order_changed_meanwhile_is_judged_anew(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    def ship(colleague: Repository) -> None:
        action = all_actions()["ship"]
        colleague.run(action, colleague.find(ORDER_NO), {"tracking_no": OTHER_NO})

    async with desk_on(shop, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no=TRACKING_NO)
        with held(ledger, ship) as let_go:
            await save_in_vain(desk)
            let_go.set()
            await desk.settle()

        assert desk.trouble == (
            f"Changed meanwhile by 小李 (li): Ship  Tracking number: {OTHER_NO}\n"
            "Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0 refunded before"
            " shipping."
        )
        assert desk.values["tracking_no"] == TRACKING_NO
        assert [parcel.tracking_no for parcel in ledger.order(ORDER_NO).parcels] == [OTHER_NO]


@pytest.fixture
def slow_commit(shop: Repository, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """A commit of the desk's that lasts until the event is set; see `begun` of it."""
    go_on, commit = Event(), SqliteEngine._commit

    def committed(engine: SqliteEngine, *given: object) -> None:
        if engine is shop.engine:
            go_on.wait(10)
        commit(engine, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(SqliteEngine, "_commit", committed)
    yield go_on
    go_on.set()


async def test_what_is_being_written_is_not_given_up_and_that_is_said(
    shop: Repository, drafts: Path, ledger: Ledger, slow_commit: Event
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼盒")
        desk.send("ctrl+s")
        await desk.until(lambda: desk.trouble, "the wait")
        assert desk.trouble == "Working …  esc leaves it"
        desk.send("escape")
        said = "It is being written already; a moment."
        await desk.until(lambda: desk.trouble == said, said)
        slow_commit.set()
        await desk.settle()

        assert desk.said() == ["Write a note: done."]
        assert notes(ledger, ORDER_NO) == ["换礼盒"]


async def test_a_q_typed_while_a_form_saves_leaves_no_desk(
    shop: Repository, drafts: Path, ledger: Ledger, slow_commit: Event
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼盒")
        desk.send("ctrl+s", "q")
        await desk.until(lambda: desk.trouble, "the wait")
        slow_commit.set()
        await desk.settle()

        assert not desk.has_ended
        assert desk.said()[-1] == (
            "q came before this list was seen; typed once more it leaves the desk."
        )
        assert notes(ledger, ORDER_NO) == ["换礼盒"]
        await desk.press("leave")
        assert desk.has_ended


async def test_who_leaves_gives_up_what_waits_and_keeps_the_draft(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    with held(ledger) as let_go:
        async with desk_on(shop, drafts) as desk:
            await desk.press("note")
            await desk.type("换礼盒")
            await save_in_vain(desk)
            desk.app.leave(143)

        assert not let_go.is_set()
        assert drafted(drafts, f"{order().key} note") == {"text": "换礼盒"}
    assert ledger.events(ORDER_NO) == []


async def test_who_leaves_waits_for_what_is_being_written_and_has_no_draft_of_it(
    shop: Repository, drafts: Path, ledger: Ledger, slow_commit: Event
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼盒")
        await desk.until(drafts.exists, "the draft")
        desk.send("ctrl+s")
        await desk.until(lambda: desk.trouble, "the wait")
        desk.send("ctrl+q")
        await desk.until(lambda: desk.has_ended, "the end")
        slow_commit.set()

    assert notes(ledger, ORDER_NO) == ["换礼盒"]
    assert drafted(drafts, f"{order().key} note") == {}


async def test_what_another_program_keeps_waiting_is_given_up_by_esc(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    other = sqlite3.connect(ledger.store / DATABASE, isolation_level=None)
    async with desk_on(shop, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no=TRACKING_NO)
        other.execute("begin immediate")
        desk.send("ctrl+s")
        await desk.until(lambda: desk.trouble.startswith("Working"), "the wait")
        await desk.keys("escape")
        assert desk.screen is desk.orders
        assert desk.said() == [f"Ship  {ORDER_NO}: given up, nothing was changed."]

        other.execute("rollback")
        await desk.press("ship")
        await desk.save()
        assert desk.said()[-1] == "Ship: done."
    other.close()
    assert [one.tracking_no for one in ledger.order(ORDER_NO).parcels] == [TRACKING_NO]
