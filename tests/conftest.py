"""Fixtures every test may ask for."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from store.repository import Repository, open_store
from tests.build import ACTOR, NOW

GARBAGE = 50_000
"""So many new things before garbage is looked for; Python's own 700 take a fifth of the time."""

# How long an example takes says only how busy the machine is.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """What is there before the first test stays, so that nobody looks through it for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The folder of a store that nobody has written to yet."""
    return tmp_path / "store"


@pytest.fixture
def repository(store: Path) -> Iterator[Repository]:
    """An empty store on a disk; its clock stands at 2026-11-22 09:00 in Shanghai."""
    opened = open_store(str(store), ACTOR, lambda: NOW)
    yield opened
    opened.close()
