"""Fixtures every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.repository import Repository, open_store
from tests.build import ACTOR, NOW


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
