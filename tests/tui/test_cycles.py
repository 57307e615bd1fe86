"""Cycles are looked for while nobody types, and not among what is loaded and stays."""

import gc
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from weakref import ref

import pytest

from store.repository import Repository
from tests.tui.driver import desk_on
from tui import cycles
from tui.app import DeskApp


class Ring:
    """Keeps itself alive."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The tests after these have the collector that they had."""
    steps = gc.get_threshold()
    yield
    gc.set_threshold(*steps)


def test_whoever_types_is_not_held_up() -> None:
    cycles.begin()
    ring = Ring()
    gone = ref(ring)
    gc.collect(1)
    del ring

    looking = cycles.Cycles()
    looking.look(rested=0.1)
    assert gone()
    looking.look(rested=cycles.RESTED)
    assert not gone()


def test_what_was_just_looked_through_is_not_looked_through_again() -> None:
    cycles.begin()
    looking = cycles.Cycles()
    gc.collect(1)
    looking.look(cycles.RESTED)
    ring = Ring()
    gone = ref(ring)
    del ring

    looking.look(cycles.RESTED)
    assert gone()
    gc.collect()
    assert not gone()


def test_what_is_loaded_and_stays_is_not_looked_through() -> None:
    ring = Ring()
    gone = ref(ring)
    cycles.begin()
    del ring
    gc.collect()

    assert gone()
    gc.unfreeze()
    gc.collect()
    assert not gone()
    gc.freeze()


async def test_who_types_when_it_is_asked_is_waited_for(
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = list[float]()
    async with desk_on(repository, drafts) as desk:
        monkeypatch.setattr(cycles.Cycles, "look", lambda _self, rested: looks.append(rested))
        monkeypatch.setattr(DeskApp, "typed_at", monotonic())
        desk.app._poll()
        assert not looks

        await desk.until(lambda: bool(looks), "the look")
        assert looks[0] >= cycles.RESTED
