"""Fixtures of the simulated shop."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation.scene import Open, Scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Open]:
    """A shop with one order, as often as it is asked for."""
    opened: list[Scene] = []

    def make(*, douyin: bool = False, freight_fen: int = 0) -> Scene:
        folder = tmp_path / str(len(opened))
        opened.append(Scene(folder, douyin=douyin, freight_fen=freight_fen))
        return opened[-1]

    yield make
    for shop in opened:
        shop.repository.close()
