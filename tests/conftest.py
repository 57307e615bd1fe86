"""Fixtures every test may ask for."""

import gc
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

from store.demo.shop import make_demo
from store.repository import Repository, open_store
from tests.build import ACTOR, NOW
from tests.shares import Scales, draws, others_than

GARBAGE = 200_000
"""So many new things before garbage is looked for; Python's own 700 take a fifth of the time."""
OTHERS = pytest.StashKey[frozenset[Path]]()
"""The files of other shares."""
OF_PICTURES = ("syrupy", "textual-snapshot")
"""Plugins that go through all tests for the few that look at pictures."""

# How long an example takes says only how busy the machine is.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--share 2/3` goes through the second of three shares of the files; without it, all.

    `--weigh` notes what each file takes, by which they are dealt.
    """
    parser.addoption("--share", default="1/1", help="which share of how many of the files: 2/3")
    parser.addoption("--weigh", action="store_true", help="note what each file takes")


def pytest_configure(config: pytest.Config) -> None:
    """Say at once that there is no such share; weigh the files where that is asked for."""
    if config.getoption("--weigh"):
        config.pluginmanager.register(Scales())
    try:
        others = others_than(config.getoption("--share"))
    except ValueError as error:
        raise pytest.UsageError(f"--share: {error}") from error
    config.stash[OTHERS] = others
    if any(map(draws, others)):
        for name in filter(config.pluginmanager.has_plugin, OF_PICTURES):
            config.pluginmanager.unregister(name=name)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What is of another share is not even imported."""
    return collection_path in config.stash[OTHERS] or None


def pytest_collection_finish() -> None:
    """What is there before the first test stays, so that nobody looks through it for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The folder of a store that nobody has written to yet."""
    return tmp_path / "store"


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with all of its tables and nothing in them: making one takes longer than a change."""
    folder = tmp_path_factory.mktemp("founded") / "store"
    with closing(open_store(str(folder), ACTOR, lambda: NOW)) as made, made.writing():
        pass
    return folder


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample shop, as it is at NOW, for copies: making it takes a second."""
    folder = tmp_path_factory.mktemp("sampled") / "store"
    with closing(open_store(str(folder), ACTOR, lambda: NOW)) as made:
        make_demo(made, NOW)
    return folder


@pytest.fixture
def repository(founded: Path, store: Path) -> Iterator[Repository]:
    """An empty store on a disk; its clock stands at 2026-11-22 09:00 in Shanghai."""
    shutil.copytree(founded, store)
    with closing(open_store(str(store), ACTOR, lambda: NOW)) as opened:
        yield opened


@pytest.fixture
def sample_shop(sampled: Path, store: Path) -> Iterator[Repository]:
    """A sample shop of its own."""
    shutil.copytree(sampled, store)
    with closing(open_store(str(store), ACTOR, lambda: NOW)) as opened:
        yield opened


@pytest.fixture
def unfounded(store: Path) -> Iterator[Repository]:
    """The same, and nobody has written to it yet: there is not even its folder."""
    with closing(open_store(str(store), ACTOR, lambda: NOW)) as opened:
        yield opened
