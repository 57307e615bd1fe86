"""Where a store is not written: what everybody may change, links, and mounts whose locks lie."""

import json
import os
import stat
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.engines.journal import JournalDB, places
from store.engines.journal.engine import JournalEngine
from store.errors import StoreTrouble
from store.models.event import Actor
from store.presence import Presence
from store.upkeep import daily_copy
from tests.store.journal.desk import stored, write
from tests.store.journal.machine import Row


def refusal(folder: Path) -> str:
    with pytest.raises(StoreTrouble) as caught, JournalDB(folder) as db:
        db.insert({"a": 1})
    return caught.value.sentence


def test_a_folder_that_everybody_may_write_is_refused(store: Path) -> None:
    store.mkdir()
    store.chmod(0o777)
    assert refusal(store) == (
        f"Everybody may write into {store}; take that right away first (chmod o-w)."
    )
    assert list(store.iterdir()) == []


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


@pytest.fixture
def strict() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


def work_in(folder: Path) -> None:
    engine = JournalEngine(folder)
    write(engine, stored())
    engine.rows_as(Row)
    assert engine.checkpoint()
    Presence(folder / "presence", Actor(user="li")).enter("a")
    daily_copy(engine, folder, datetime(2026, 11, 22, tzinfo=UTC))


def test_in_a_folder_made_for_a_group_everything_is_the_groups(store: Path, strict: None) -> None:
    store.mkdir()
    store.chmod(0o2770)
    work_in(store)
    found = modes(store)
    assert found.pop("presence") == found.pop("copies") == 0o2770
    # A copy is for whoever made it.
    assert found.pop("shouhou-2026-11-22.zip") == 0o600
    assert {"HEAD", "MANIFEST", "lock", "journal-2.jsonl", "shouhou-2.json"} <= found.keys()
    assert {"checkpoint.lock", "rows-2.json"} <= found.keys()
    assert set(found.values()) == {0o660}


def test_a_folder_that_does_not_pass_its_group_on_is_no_groups(store: Path) -> None:
    store.mkdir()
    store.chmod(0o770)
    work_in(store)
    found = modes(store)
    assert found.pop("presence") == found.pop("copies") == 0o700
    assert set(found.values()) == {0o600}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two users")
def test_two_users_of_a_group_work_in_turn(quick: Path, strict: None) -> None:
    quick.chmod(0o755)
    folder = quick / "store"
    folder.mkdir()
    os.chown(folder, 65001, 65000)
    folder.chmod(0o2770)
    for turn in range(4):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                os.setgroups([65000])
                os.setgid(65002 + turn % 2)
                os.setuid(65002 + turn % 2)
                engine = JournalEngine(folder)
                assert len(engine.rows_as(Row)) == turn
                write(engine, stored(str(turn)))
                assert engine.checkpoint()
                status = 0
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert JournalEngine(folder).verify() == 4


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "fuse.sshfs"])
def test_a_network_mount_is_refused(
    kind: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "file_system", lambda _folder: kind)
    assert refusal(store) == (
        f"{store} lies on {kind}, whose locks do not hold between machines. Keep the store on a"
        " disk of this machine."
    )


def test_the_mount_of_a_folder_is_the_nearest_one_and_the_last(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    far = str(tmp_path / "far away").replace(" ", "\\040")
    lines = [
        "1 0 8:1 / / rw - ext4 /dev/a rw",
        f"2 1 8:2 / {far} rw shared:1 - xfs /dev/b rw",
        f"3 1 0:9 / {far} rw - nfs4 host:/x rw",
    ]
    mounts.write_text("\n".join(lines))
    assert places.file_system(tmp_path / "far away" / "store", mounts) == "nfs4"
    assert places.file_system(tmp_path / "far", mounts) == "ext4"
    assert places.file_system(tmp_path, tmp_path / "none") == ""


@pytest.mark.parametrize("name", ["MANIFEST", "journal-1.jsonl", "lock"])
def test_a_link_is_never_followed(name: str, store: Path, tmp_path: Path) -> None:
    with JournalDB(store) as db:
        db.insert({"a": 1})
    (store / name).rename(tmp_path / "elsewhere")
    (store / name).symlink_to(tmp_path / "elsewhere")
    before = (tmp_path / "elsewhere").read_bytes()
    assert name in refusal(store) or name == "lock"
    assert (tmp_path / "elsewhere").read_bytes() == before


def test_a_file_in_the_place_of_the_folder_is_refused(store: Path) -> None:
    store.write_text("{}")
    assert str(store) in refusal(store)
    assert store.read_text() == "{}"


def test_a_newer_format_is_refused(store: Path) -> None:
    with JournalDB(store) as db:
        db.insert({"a": 1})
    manifest = store / "MANIFEST"
    content = json.loads(manifest.read_text()) | {"format": 9, "journals": "of another kind"}
    del content["c"]
    rest = json.dumps(content)[1:].encode()
    manifest.write_bytes(b'{"c":"%08x",' % zlib.crc32(rest) + rest + b"\n")
    assert refusal(store) == (f"The store {store} is of format 9; this program reads format 1.")


def test_a_store_that_nobody_finished_making_is_made(store: Path) -> None:
    store.mkdir(mode=0o700)
    for content in (b"", b'{"c":"', b'{"c":"00000000","s":0,"t":"","by":"li","j":1}\n'):
        (store / "journal-1.jsonl").write_bytes(content)
        with JournalDB(store) as db:
            assert db.all() == []
    with JournalDB(store) as db:
        assert db.insert({"a": 1}) == 1
    os.unlink(store / "MANIFEST")  # noqa: PTH108
    assert f"{store / 'MANIFEST'} is damaged at byte 0: it is missing, and HEAD is there" in (
        refusal(store)
    )
