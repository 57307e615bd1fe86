"""Where a store is not written: what everybody may change, links, and mounts whose locks lie."""

import json
import os
import zlib
from pathlib import Path

import pytest

from store.engines.journal import JournalDB, places
from store.errors import StoreTrouble


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
