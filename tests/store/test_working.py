"""Working files: each is known for its process's, and none outlives it for long."""

import os
import re
import stat
from pathlib import Path

import pytest

from store.files.working import clear_left, working_folder, working_name


def left_by(process: int) -> str:
    """What another process of this machine would have called its file."""
    return working_name().replace(f"-{os.getpid()}-", f"-{process}-")


@pytest.fixture
def dead() -> int:
    """The number of a process that is no more."""
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return child


def test_no_two_names_are_the_same_and_all_are_hidden() -> None:
    assert working_name() != working_name()
    assert re.fullmatch(r"\.shouhou-\w+-\d+-[0-9a-f]{16}", working_name())


def test_a_folder_is_private_and_goes_with_what_is_in_it(tmp_path: Path) -> None:
    with working_folder(tmp_path) as folder:
        (folder / "rows").touch()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(tmp_path.iterdir()) == []


def test_what_is_left_goes_and_what_is_in_use_or_not_ours_stays(tmp_path: Path, dead: int) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "a").touch()
    stays = {"precious", working_name(), left_by(os.getppid()), left_by(dead)[:-1]}
    stays |= {re.sub("-[^-]+", "-another_machine", left_by(dead), count=1)}
    for name in stays - {"precious"}:
        (tmp_path / name).touch()
    (tmp_path / left_by(dead)).touch()
    (tmp_path / left_by(dead)).symlink_to(precious)
    folder = tmp_path / left_by(dead)
    folder.mkdir()
    (folder / "rows").touch()
    (folder / "link").symlink_to(precious)

    clear_left(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == stays
    assert (precious / "a").exists()


def test_a_folder_that_is_not_there_has_nothing_left(tmp_path: Path) -> None:
    clear_left(tmp_path / "no")
