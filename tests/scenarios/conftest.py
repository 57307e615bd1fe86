"""A desk with one order to ship, for every scenario."""

import os
from collections import defaultdict
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest

from tests.postgres import store_url
from tests.scenarios.desk import Desk, rice

LONG = "SHOUHOU_LONG" in os.environ
SOME = 5
"""Of so many scenarios of a file one is played in a database too; in the long form, each."""
KEPT_IN: dict[str, Callable[[Path], str]] = {"sqlite": str, "postgres": store_url}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In short, some of the scenarios are played in a database: the same, whatever runs beside."""
    here = Path(__file__).parent
    there: dict[Path, list[str]] = defaultdict(list)
    for one in items:
        if one.path.parent == here and "postgres" in one.name:
            there[one.path].append(one.nodeid)
    played = {name for names in there.values() for name in names[::SOME]}
    left_out = set() if LONG else {*chain(*there.values())} - played
    items[:] = [one for one in items if one.nodeid not in left_out]


@pytest.fixture(params=KEPT_IN)
def kept_in(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store is kept that nobody has written to yet: a scenario is played in both."""
    return KEPT_IN[request.param](tmp_path / "store")


@pytest.fixture
def desk(tmp_path: Path, kept_in: str) -> Desk:
    """A desk with one order to ship; it is Friday 2026-10-09, 10:00."""
    found = Desk(tmp_path, kept_in)
    found.orders(rice())
    return found
