"""A file for a person: private from its first byte, whole or not there, never through a link."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

import pytest

from store.errors import BadInput, ShouhouError, StoreTrouble
from store.files.handed_out import write_private


def hello(file: BinaryIO) -> None:
    file.write(b"hello")


def fails(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def refused(path: Path, kind: type[ShouhouError] = BadInput) -> str:
    with pytest.raises(kind) as said:
        write_private(path, hello)
    assert said.value.field in ("to", None)
    return said.value.sentence


def test_the_file_is_private_whatever_the_umask_says(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "a.csv", hello)
    finally:
        os.umask(before)
    assert (tmp_path / "a.csv").read_bytes() == b"hello"
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o600


def test_it_is_private_while_it_is_being_written(tmp_path: Path) -> None:
    seen: list[int] = []

    def look(_file: BinaryIO) -> None:
        seen.extend(stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir())

    write_private(tmp_path / "a.csv", look)
    assert seen == [0o600]


def test_an_ordinary_file_is_replaced_and_becomes_private(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old and longer")
    path.chmod(0o644)
    write_private(path, hello)
    assert path.read_bytes() == b"hello"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_relative_name_is_written_into_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_private(Path("a.csv"), hello)
    assert (tmp_path / "a.csv").exists()


@pytest.mark.parametrize("points_to", ["there", "nowhere"])
def test_a_link_is_not_written_through(tmp_path: Path, points_to: str) -> None:
    (tmp_path / "there").write_bytes(b"precious")
    link = tmp_path / "a.csv"
    link.symlink_to(tmp_path / points_to)
    said = refused(link)
    assert said == f"{link} is a symbolic link and is not written through; name the file itself."
    assert (tmp_path / "there").read_bytes() == b"precious"
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_a_device_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path) == f"{tmp_path} is a folder; name a file in it."
    for path in (Path("/dev/null"), tmp_path / "pipe"):
        said = f"{path} is a device, pipe or socket, not a file; name a file."
        assert refused(path) == said


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    said = f"The folder {tmp_path / 'no'} does not exist."
    assert refused(tmp_path / "no" / "a.csv") == said
    (tmp_path / "file").write_bytes(b"")
    assert refused(tmp_path / "file" / "a.csv") == f"{tmp_path / 'file'} is not a folder."


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    assert refused(Path("a\0.csv")) == "'a\\x00.csv' is not a file name."
    assert refused(Path("/")) == "'/' is not a file name."
    long = "a" * 300 + ".csv"
    assert refused(tmp_path / long) == f"The file name {long} is too long."


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (errno.ENOSPC, StoreTrouble, "The disk is full: {path} was not written."),
        (errno.EDQUOT, StoreTrouble, "The disk is full: {path} was not written."),
        (errno.EACCES, BadInput, "You may not write {path}: Permission denied."),
        (errno.EROFS, BadInput, "You may not write {path}: Read-only file system."),
        (errno.EIO, StoreTrouble, "{path} could not be written: Input/output error."),
    ],
)
@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_trouble_at_any_step_is_a_sentence_and_leaves_what_was_there(  # noqa: PLR0913, PLR0917
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    kind: type[ShouhouError],
    said: str,
    step: str,
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def broken(*_args: object, **_more: object) -> None:
        raise fails(number)

    if step != "write":
        monkeypatch.setattr(f"store.files.durable.os.{step}", broken)
    with pytest.raises(kind) as refusal:
        write_private(path, broken if step == "write" else hello)
    monkeypatch.undo()
    assert refusal.value.sentence == said.format(path=path)
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]
    assert path.read_bytes() == b"old"


def test_a_refusal_of_the_writer_passes_and_leaves_nothing(tmp_path: Path) -> None:
    def refuse(file: BinaryIO) -> None:
        file.write(b"half")
        raise BadInput("No.")

    with pytest.raises(BadInput, match=r"^No\.$"):
        write_private(tmp_path / "a.csv", refuse)
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_that_cannot_sync_a_folder_is_good_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise fails(errno.EINVAL)

    monkeypatch.setattr("store.files.durable.os.fsync", only_files)
    write_private(tmp_path / "a.csv", hello)
    assert (tmp_path / "a.csv").read_bytes() == b"hello"
