"""What every test of the desk starts from: English, its own drafts, a second look at the store."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from gettext import NullTranslations
from pathlib import Path

import pytest

from store.repository import Repository, open_store
from store.words import speak
from tests.build import ACTOR, NOW
from tests.tui.driver import PATIENCE_SECONDS, Ledger
from tests.tui.panels_shop import fill
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


@pytest.fixture(scope="session")
def filled(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What places 5 and 6 are about, for copies: making it takes longer than most tests of them."""
    folder = tmp_path_factory.mktemp("filled") / "store"
    shutil.copytree(founded, folder)
    with closing(open_store(str(folder), ACTOR, lambda: NOW)) as made:
        fill(made)
    return folder


@pytest.fixture
def filled_shop(filled: Path, store: Path) -> Iterator[Repository]:
    """A shop of its own with all of that."""
    shutil.copytree(filled, store)
    with closing(open_store(str(store), ACTOR, lambda: NOW)) as opened:
        yield opened
