"""The collector of cycles stands still meanwhile, and goes on as before, whatever happened."""

import gc
from collections.abc import Iterator

import pytest

from store.reading.without_collector import without_collector


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The tests after these have the collector that they had."""
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


@pytest.mark.parametrize("was_on", [True, False], ids=["on", "off"])
def test_it_is_afterwards_as_it_was(was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()

    with without_collector():
        assert not gc.isenabled()
    assert gc.isenabled() == was_on

    with pytest.raises(ValueError, match="broken"), without_collector():
        raise ValueError("broken")
    assert gc.isenabled() == was_on
