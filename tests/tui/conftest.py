"""What every test of the desk starts from: English, its own drafts, a second look at the store."""

from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest

from store.words import speak
from tests.tui.driver import Ledger


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """One process speaks one language; whoever spoke another one before is not heard here."""
    speak(NullTranslations())
    yield
    speak(NullTranslations())


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """The file of drafts."""
    return tmp_path / "drafts.json"


@pytest.fixture
def ledger(store: Path) -> Ledger:
    """What another process reads of the store."""
    return Ledger(store)
