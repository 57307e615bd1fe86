"""A desk with one order to ship, for every scenario."""

from pathlib import Path

import pytest

from tests.scenarios.desk import Desk, rice


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with one order to ship; it is Friday 2026-10-09, 10:00."""
    found = Desk(tmp_path)
    found.orders(rice())
    return found
