"""Keys typed ahead of the screen go where they were meant, in order, and wait for nothing else."""

from pathlib import Path

import pytest
from textual.events import Key as KeyEvent
from textual.events import Paste

from store.repository import Repository
from tests.build import ORDER_NO, TRACKING_NO, keep, order
from tests.tui.driver import Ledger, desk_on
from tui import type_ahead

OTHER_ORDER = "261120-000000000000002"


async def test_what_is_typed_ahead_of_a_form_goes_into_it(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.keys("n", "q", "r", "s")

        assert desk.values == {"text": "qrs"}


async def test_a_whole_action_may_be_typed_ahead(
    repository: Repository, drafts: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type_ahead, "PATIENCE", 500)  # a busy machine draws slowly
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
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type_ahead, "PATIENCE", 10**9)
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
