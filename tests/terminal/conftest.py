"""What several tests at a terminal start from."""

from pathlib import Path

import pytest

from tests.terminal.pty_driver import Desk
from tests.terminal.task_table import NOW
from tests.terminal.whole import SHOUHOU


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample shop, which the program made without the desk; for copies."""
    folder = tmp_path_factory.mktemp("sample") / "store"
    command = [SHOUHOU, "--store", str(folder), "--lang", "en", "--now", NOW, "demo", "--no-desk"]
    with Desk(command, columns=200) as made:
        assert made.exit_status(60) == 0
        assert "the sample shop," in made.text()
    return folder
