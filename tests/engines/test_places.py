"""Where a store is not written: what everybody may change, links, and mounts whose locks lie."""

from functools import partial
from pathlib import Path

import pytest

from store.engines.opening import engine_at
from store.engines.sqlite.engine import SqliteEngine
from store.files import places
from store.shopdb import ShopDB
from tests.engines.facts import in_thread, kept, trouble_of, write


def refusal(folder: Path) -> str:
    def insert() -> None:
        with ShopDB(folder) as db:
            db.insert({"a": 1})

    return trouble_of(insert).sentence


def test_a_folder_that_everybody_may_write_is_refused(store: Path) -> None:
    store.mkdir()
    store.chmod(0o777)
    assert refusal(store) == (
        f"Everybody may write into {store}; take that right away first (chmod o-w)."
    )
    assert list(store.iterdir()) == []


def test_what_is_no_folder_is_no_store_and_holds_none(tmp_path: Path) -> None:
    file, nowhere = tmp_path / "a.txt", tmp_path / "nowhere"
    file.touch()
    nowhere.symlink_to(tmp_path / "gone")
    for place in (file, nowhere):
        said = f"{place} is no folder; a store is one."
        assert trouble_of(partial(engine_at, place)).sentence == said
        said = f"{place} is no folder, so no store can lie in it; name another place."
        assert trouble_of(partial(engine_at, place / "a" / "b")).sentence == said
    engine_at(tmp_path / "new" / "store").close()


KINDS = ("nfs4", "cifs", "smb3", "fuse.sshfs", "fuseblk", "9p", "ceph")


@pytest.mark.parametrize("kind", KINDS)
def test_a_network_or_fuse_mount_is_refused(
    kind: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "file_system", lambda _folder: kind)
    assert refusal(store) == (
        f"{store} lies on {kind}, whose locks do not hold between machines. Keep the store on a"
        " disk of this machine."
    )


def test_a_store_that_was_moved_onto_one_is_not_even_read(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = SqliteEngine(store)
    write(engine, kept())
    engine.close()
    monkeypatch.setattr(places, "file_system", lambda _folder: "nfs4")
    assert trouble_of(lambda: SqliteEngine(store)).code == "network_folder"


def test_a_store_is_asked_once_where_it_lies(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def kind(folder: Path) -> str:
        asked.append(folder)
        return "ext4"

    monkeypatch.setattr(places, "file_system", kind)
    engine = SqliteEngine(store)
    write(engine, kept())
    for _ in range(3):
        in_thread(engine.commits)
    assert asked == [store]


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "tmpfs", "fuse.fuse-overlayfs", ""])
def test_a_disk_of_this_machine_is_taken(
    kind: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "file_system", lambda _folder: kind)
    with ShopDB(store) as db:
        assert db.insert({"a": 1}) == 1


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


LINKED = {
    "shop.db": "{file} is damaged: it is no ordinary file. Nothing was changed. Restore a backup"
    " into a new folder, and keep this one as it is until that is done.",
    "head": "{file} is damaged: Too many levels of symbolic links. Nothing was changed. Restore a"
    " backup into a new folder, and keep this one as it is until that is done.",
    "lock": "The store {folder} cannot be locked (Too many levels of symbolic links); nothing was"
    " changed.",
}


@pytest.mark.parametrize("name", LINKED)
def test_a_link_is_never_followed(name: str, store: Path, tmp_path: Path) -> None:
    with ShopDB(store) as db:
        db.insert({"a": 1})
    (store / name).rename(tmp_path / "elsewhere")
    (store / name).symlink_to(tmp_path / "elsewhere")
    before = (tmp_path / "elsewhere").read_bytes()
    assert refusal(store) == LINKED[name].format(file=store / name, folder=store)
    assert (tmp_path / "elsewhere").read_bytes() == before


@pytest.mark.parametrize("name", ["shop.db-wal", "shop.db-shm"])
def test_a_link_in_the_place_of_the_log_is_not_written_through(
    name: str, store: Path, tmp_path: Path
) -> None:
    with ShopDB(store) as db:
        db.insert({"a": 1})
    (tmp_path / "elsewhere").write_text("something of somebody's")
    (store / name).symlink_to(tmp_path / "elsewhere")
    refusal(store)
    assert (tmp_path / "elsewhere").read_text() == "something of somebody's"


def test_a_file_in_the_place_of_the_folder_is_refused(store: Path) -> None:
    store.write_text("{}")
    assert str(store) in refusal(store)
    assert store.read_text() == "{}"


def test_a_folder_is_made_with_the_first_change_for_its_owner_alone(tmp_path: Path) -> None:
    with ShopDB(tmp_path / "a" / "b") as db:
        assert db.all() == []
        assert not (tmp_path / "a").exists()
        db.insert({"a": 1})
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_another_one_makes_just_then_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mkdir = Path.mkdir

    def meanwhile(self: Path, mode: int, *, parents: bool, exist_ok: bool = False) -> None:
        mkdir(self, mode)
        mkdir(self, mode, parents, exist_ok)

    monkeypatch.setattr(Path, "mkdir", meanwhile)

    places.prepare(tmp_path / "new")

    assert (tmp_path / "new").is_dir()
