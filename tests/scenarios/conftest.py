"""A desk with one order to ship, for every scenario."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.postgres import store_url
from tests.scenarios.desk import Desk, rice

KEPT_IN: dict[str, Callable[[Path], str]] = {"sqlite": str, "postgres": store_url}


@pytest.fixture(params=KEPT_IN)
def kept_in(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store is kept that nobody has written to yet: each scenario is played in both."""
    return KEPT_IN[request.param](tmp_path / "store")


@pytest.fixture
def desk(tmp_path: Path, kept_in: str) -> Desk:
    """A desk with one order to ship; it is Friday 2026-10-09, 10:00."""
    found = Desk(tmp_path, kept_in)
    found.orders(rice())
    return found
