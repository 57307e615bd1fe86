"""What every test of the desk starts from: English, its own drafts, a second look at the store."""

from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest

from store.words import speak
from tests.tui.driver import PATIENCE_SECONDS, Ledger
from tui import telling


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """One process speaks one language; whoever spoke another one before is not heard here."""
    speak(NullTranslations())
    yield
    speak(NullTranslations())


@pytest.fixture(autouse=True)
def _unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the machine takes from key to key, the next one takes no sentence for seen."""
    monkeypatch.setattr(telling, "SEEN", PATIENCE_SECONDS)


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """The file of drafts."""
    return tmp_path / "drafts.json"


@pytest.fixture
def ledger(store: Path) -> Ledger:
    """What another process reads of the store."""
    return Ledger(store)
