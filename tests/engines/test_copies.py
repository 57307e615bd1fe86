"""Copies: made in one step, checked before they count, and each can be a store again."""

import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from tinydb import TinyDB

from store.engines.protocol import Engine
from store.engines.sqlite import copying, schema
from store.engines.sqlite.engine import SqliteEngine
from store.errors import BadInput, StoreTrouble
from store.files.sharing import plain_files
from store.models.order import Order
from store.repository import Repository, open_store
from store.rules.cases.actions.attach_evidence import AttachEvidence
from store.rules.order.actions.note import Note
from store.upkeep.backup import backup
from store.upkeep.daily_copies import KEPT_COPIES, daily_copy
from store.upkeep.restoring import restore
from store.upkeep.verifying import verify
from tests.build import ACTOR, DAY, NOW, keep, order
from tests.engines.conftest import Open
from tests.engines.facts import kept, trouble_of, write


@pytest.fixture
def filled(quick: Path) -> Repository:
    """An order with two notes."""
    made = open_store(str(quick / "store"), ACTOR, lambda: NOW)
    keep(made, order())
    for text in ("一", "二"):
        made.run(Note, made.order(order().key), {"text": text})
    return made


def test_a_copy_is_made_in_one_step_while_others_write(
    engine: Engine, opened: Open, quick: Path
) -> None:
    write(engine, *(kept(number, None, note="米" * 500) for number in range(1, 1500)))
    other, stop = opened(), Event()

    def change() -> None:
        version = 1
        while not stop.is_set():
            version += 1
            write(other, *(kept(n, None, version) for n in (1, 1400)))

    writer = Thread(target=change)
    writer.start()
    try:
        for number in range(5):
            engine.copy_to(quick / f"{number}.db")
    finally:
        stop.set()
        writer.join()
    versions = []
    for number in range(5):
        with closing(sqlite3.connect(quick / f"{number}.db")) as copy:
            sql = "select distinct version from document where id in (1, 1400)"
            ((version,),) = copy.execute(sql).fetchall()
            versions.append(version)
    assert versions == sorted(versions)
    assert versions[-1] > 1


def test_a_copy_is_one_file_for_whoever_made_it(engine: Engine, quick: Path) -> None:
    write(engine, kept())
    engine.copy_to(quick / "copy.db")
    assert [path.name for path in quick.glob("copy*")] == ["copy.db"]
    assert (quick / "copy.db").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        engine.copy_to(quick / "copy.db")


def test_a_copy_of_something_damaged_is_not_made(engine: Engine, quick: Path) -> None:
    write(engine, kept(1), kept(2, "b")._replace(crc=1))
    assert trouble_of(lambda: engine.copy_to(quick / "copy.db")).sentence == (
        "orders/b is damaged in the store; restore a backup into a new folder."
    )
    assert not (quick / "copy.db").exists()


def test_a_daily_copy_is_checked_before_it_replaces_an_older_one(
    filled: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(KEPT_COPIES):
        assert daily_copy(filled.engine, NOW + day * DAY)
    before = {path.name: path.read_bytes() for path in (filled.engine.folder / "copies").iterdir()}

    def broken(*_given: object) -> None:
        raise StoreTrouble("damaged")

    with monkeypatch.context() as patch:
        patch.setattr(copying, "check_copy", broken)
        with pytest.raises(StoreTrouble):
            daily_copy(filled.engine, NOW + 30 * DAY)
    copies = filled.engine.folder / "copies"
    assert {path.name: path.read_bytes() for path in copies.iterdir()} == before


def test_seven_are_kept_and_one_is_made_a_day(filled: Repository) -> None:
    made = [daily_copy(filled.engine, NOW + day * DAY) for day in range(KEPT_COPIES + 3)]
    assert daily_copy(filled.engine, NOW + timedelta(days=KEPT_COPIES + 2, hours=1)) is None
    last = [path for path in made if path][-KEPT_COPIES:]
    assert last[0].name == "shouhou-2026-11-25.db"
    names = [path.name for path in last]
    names += [name.replace("shouhou-", "").replace(".db", ".json") for name in names]
    found = sorted(path.name for path in (filled.engine.folder / "copies").iterdir())
    assert found == sorted(names)
    assert [copying.commits_of(path) for path in last] == [filled.engine.commits()] * 7


def test_copies_of_a_clock_that_was_wrong_drive_out_none_of_the_real_ones(
    filled: Repository,
) -> None:
    """A week in which the clock stood in 2099, between two days on which it was right."""
    copies = filled.engine.folder / "copies"
    daily_copy(filled.engine, NOW)
    for day in range(KEPT_COPIES):
        daily_copy(filled.engine, NOW.replace(year=2099, month=1, day=1) + day * DAY)

    assert daily_copy(filled.engine, NOW + DAY)

    right = {path.name for path in copies.glob("shouhou-2026-*")}
    assert right == {"shouhou-2026-11-22.db", "shouhou-2026-11-23.db"}


def test_the_day_of_a_copy_is_the_shop_s(filled: Repository) -> None:
    late = NOW.replace(hour=17)
    made = daily_copy(filled.engine, late)
    assert made
    assert made.name == "shouhou-2026-11-23.db"


def test_a_store_that_nobody_wrote_to_has_no_copy(engine: Engine) -> None:
    assert daily_copy(engine, NOW) is None
    assert not engine.folder.exists()


def test_a_small_store_is_also_copied_as_a_text_that_stock_tinydb_opens(
    filled: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily_copy(filled.engine, NOW)
    text = filled.engine.folder / "copies" / "2026-11-22.json"
    with TinyDB(text, access_mode="r", encoding="utf-8") as stock:
        (found,) = stock.table("orders").all()
        assert [note["text"] for note in found["notes"]] == ["一", "二"]
    monkeypatch.setattr("store.upkeep.daily_copies.READABLE_ORDERS", 0)
    daily_copy(filled.engine, NOW + DAY)
    assert not (text.parent / "2026-11-23.json").exists()


def test_the_text_of_the_day_is_made_where_only_the_copy_is_there(filled: Repository) -> None:
    copies = filled.engine.folder / "copies"
    assert daily_copy(filled.engine, NOW)
    whole = {path.name for path in copies.iterdir()}
    (copies / "2026-11-22.json").unlink()
    assert daily_copy(filled.engine, NOW) is None
    assert {path.name for path in copies.iterdir()} == whole


def test_a_copy_that_cannot_get_its_name_leaves_nothing(filled: Repository) -> None:
    copies = filled.engine.folder / "copies"
    place = copies / "shouhou-2026-11-22.db"
    copies.mkdir(0o700)

    def in_its_place(*_given: object) -> None:
        place.mkdir()
        (place / "something").touch()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copying, "check_copy", in_its_place)
        found = trouble_of(lambda: daily_copy(filled.engine, NOW))
    assert found.sentence == (
        f"{place} could not be written (Is a directory); nothing was changed. Try again."
    )
    assert [path.name for path in copies.iterdir()] == [place.name]


def test_the_name_of_a_copy_is_on_the_disk(
    filled: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[list[str]] = []

    def sync(folder: int) -> None:
        synced.append(plain_files(folder))

    monkeypatch.setattr("store.upkeep.daily_copies.sync_open", sync)
    daily_copy(filled.engine, NOW)
    assert synced == [["shouhou-2026-11-22.db"]]


@pytest.mark.parametrize("form", [schema.FORM - 1, schema.FORM + 1])
def test_a_copy_of_another_form_makes_no_store(filled: Repository, quick: Path, form: int) -> None:
    filled.engine.copy_to(quick / "copy.db")
    with closing(sqlite3.connect(quick / "copy.db")) as copy:
        copy.execute(f"pragma user_version = {form}")
    found = trouble_of(lambda: restore(quick / "copy.db", quick / "new", ACTOR))
    assert found.code == "other_form"
    assert found.sentence.startswith(
        f"The store {quick / 'copy.db'} is of another form than this program reads (its form"
        f" {form}, ours {schema.FORM}). Nothing was changed."
    )
    assert not (quick / "new").exists()


def test_a_copy_that_was_not_finished_makes_no_store(filled: Repository, quick: Path) -> None:
    filled.engine.copy_to(quick / "copy.db")
    with closing(sqlite3.connect(quick / "copy.db")) as copy:
        copy.execute("pragma user_version = 0")
    found = trouble_of(lambda: restore(quick / "copy.db", quick / "new", ACTOR))
    assert (found.code, found.sentence) == (
        "no_copy",
        f"{quick / 'copy.db'} is no finished copy of a store; take another copy of it.",
    )
    assert not (quick / "new").exists()


@pytest.fixture
def attached(filled: Repository, quick: Path) -> Repository:
    """The same with a picture and a rule of the shop's own."""
    picture = quick / "外箱.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(200)))
    filled.run(AttachEvidence, filled.order(order().key), {"file": str(picture)})
    (filled.engine.folder / "policy.toml").write_text("# of our own\n", "utf-8")
    return filled


@pytest.mark.parametrize("kind", ["backup", "daily copy", "text of the day"])
def test_a_store_is_restored_from_every_kind_of_copy(
    attached: Repository, quick: Path, kind: str
) -> None:
    copy = quick / "copy.zip"
    if kind == "backup":
        backup(attached, copy)
        shutil.rmtree(attached.engine.folder)
    else:
        made = daily_copy(attached.engine, NOW)
        assert made
        copy = made if kind == "daily copy" else made.parent / "2026-11-22.json"
    restore(copy, quick / "new", ACTOR)

    again = open_store(str(quick / "new"), ACTOR, lambda: NOW)
    found = verify(again, full=True)
    assert (found.orders, found.events, found.files) == (1, 3, 1)
    assert next(again.all(Order)).notes[1].text == "二"
    assert (quick / "new" / "policy.toml").read_text("utf-8") == "# of our own\n"
    again.run(Note, again.order(order().key), {"text": "三"})
    assert verify(again, full=True).events == 4
    assert SqliteEngine(quick / "new").commits() > 1


def test_the_database_of_a_store_is_no_copy_of_it(filled: Repository, quick: Path) -> None:
    path = filled.engine.folder / "shop.db"
    script = f"""
from pathlib import Path
from store.errors import StoreTrouble
from store.models.event import Actor
from store.upkeep.restoring import restore
try:
    restore(Path({str(path)!r}), Path({str(quick / "new")!r}), Actor(user="li"))
except StoreTrouble as error:
    print(error.sentence, end="")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.decode() == (
        "This is the database of a store itself, whose last changes may stand in the -wal beside"
        " it. Make a backup of that store, and restore that."
    )


def test_nothing_is_restored_over_a_store_and_a_failed_attempt_can_be_repeated(
    filled: Repository, quick: Path
) -> None:
    backup(filled, quick / "copy.zip")
    folder = filled.engine.folder
    assert trouble_of(lambda: restore(quick / "copy.zip", folder, ACTOR)).sentence == (
        f"{folder} is not empty; a backup is restored into a new folder."
    )
    with zipfile.ZipFile(quick / "broken.zip", "w") as broken:
        broken.writestr("shop.db", b"SQLite format 3\0 and nothing")
    with pytest.raises(BadInput):
        restore(quick / "broken.zip", quick / "new", ACTOR)
    assert not (quick / "new").exists()
    restore(quick / "copy.zip", quick / "new", ACTOR)
    assert verify(open_store(str(quick / "new"), ACTOR)).orders == 1


@pytest.mark.parametrize("name", ["zip", "db", "json", "txt"])
def test_a_damaged_copy_makes_no_store_and_says_so(
    filled: Repository, quick: Path, name: str
) -> None:
    made = daily_copy(filled.engine, NOW)
    assert made
    backup(filled, quick / "copy.zip")
    sources = {"zip": quick / "copy.zip", "db": made, "json": made.parent / "2026-11-22.json"}
    content = sources[name].read_bytes() if name in sources else b"something else"
    (quick / "broken").write_bytes(content[: len(content) * 2 // 3])
    found = trouble_of(lambda: restore(quick / "broken", quick / "new", ACTOR))
    assert isinstance(found, BadInput | StoreTrouble)
    assert "broken" in found.sentence or "damaged" in found.sentence
    assert not SqliteEngine(quick / "new").kinds()


def test_what_is_copied_says_how_many_commits_it_has(filled: Repository, quick: Path) -> None:
    filled.engine.copy_to(quick / "copy.db")
    assert copying.commits_of(quick / "copy.db") == 3
