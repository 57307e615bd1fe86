"""Upkeep: is the store whole, a copy of it, a store from a copy, a copy a day."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tinydb import TinyDB

from store.engines.protocol import ListRows
from store.engines.sqlite.copying import COPIES
from store.errors import BadInput, StoreTrouble
from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.repository import Repository, open_store
from store.search.lists import ORDERS
from store.upkeep.backup import backup
from store.upkeep.daily_copies import KEPT_COPIES, daily_copy
from store.upkeep.dump import dump_into
from store.upkeep.restoring import restore
from store.upkeep.verifying import Verdict, verify
from tests.build import ACTOR, NOW, OTHER_NO, content, keep, order, parcel, refund, shipped
from tui.cli import main


@pytest.fixture
def kept(repository: Repository) -> Repository:
    """A store with one order and one note on it."""
    keep(repository, order())
    note = repository.action_named("note", order())
    repository.run(note, repository.order(order().key), {"text": "一"})
    return repository


def documents(repository: Repository) -> dict[str, Any]:
    """Everything that is kept, as plain JSON."""
    dump = BytesIO()
    dump_into(repository.engine, dump)
    data: dict[str, Any] = json.loads(dump.getvalue())
    return data


def spoil(repository: Repository, sql: str) -> None:
    """Change what is kept behind the back of everything that looks after it."""
    with repository.db.writing():
        repository.engine.fetch(sql, ())


def test_a_whole_store_is_counted(kept: Repository) -> None:
    found_whole = verify(kept)

    assert found_whole == Verdict(commits=2, orders=1, events=1)


def test_an_empty_store_is_whole(repository: Repository) -> None:
    assert verify(repository) == Verdict(commits=0, orders=0, events=0)


def test_a_document_that_was_changed_is_named(
    kept: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(kept, "update document set body = replace(body, '大米', '小米') where kind = 'orders'")
    kept.close()

    assert main(["--lang", "en", "--store", str(store), "verify"]) == 3
    assert capsys.readouterr().err == (
        "orders/pinduoduo:米铺:261120-000000000000001 is damaged in the store; restore a backup"
        " into a new folder.\n"
    )


TWICE = shipped(parcels=(parcel(), parcel(OTHER_NO, id="p2")))


@pytest.mark.parametrize(
    ("by", "told"),
    [
        pytest.param("", "more has left than was ordered", id="nobody knows of it"),
        pytest.param("小李", None, id="somebody settled it with the platform"),
    ],
)
def test_units_that_do_not_add_up_are_named_unless_that_is_settled(
    repository: Repository, by: str, told: str | None
) -> None:
    one = Discrepancy(id="d1", kind="goods", line=1, opened_at=NOW, resolved_at=NOW, resolved_by=by)
    keep(repository, TWICE.model_copy(update={"discrepancies": (one,)}))

    if told is None:
        assert verify(repository, full=True).orders == 1
        return
    with pytest.raises(StoreTrouble, match=told):
        verify(repository, full=True)


MORE = order(
    refunds=tuple(
        refund(id=f"r{place}", state="done", amount_fen=5000, settled_at=NOW) for place in range(2)
    )
)


TOO_MUCH = Discrepancy(id="d1", kind="money", opened_at=NOW)


@pytest.mark.parametrize(
    ("told", "is_whole"),
    [
        pytest.param((), False, id="nobody knows of it"),
        pytest.param((TOO_MUCH,), True, id="it is told of them all"),
        pytest.param((TOO_MUCH.model_copy(update={"line": 1}),), True, id="it is told of a line"),
    ],
)
def test_more_money_than_was_paid_is_named_unless_it_is_told(
    told: tuple[Discrepancy, ...], is_whole: bool, repository: Repository
) -> None:
    keep(repository, MORE.model_copy(update={"discrepancies": told}))

    if is_whole:
        assert verify(repository, full=True).orders == 1
        return
    with pytest.raises(StoreTrouble, match="more was refunded than was paid"):
        verify(repository, full=True)


def test_an_event_that_is_missing_at_the_end_is_named(kept: Repository, store: Path) -> None:
    spoil(kept, "delete from event")

    with pytest.raises(StoreTrouble) as broken:
        verify(kept)
    assert "the last event of orders/pinduoduo:米铺:261120-000000000000001 is missing" in (
        broken.value.sentence
    )


def forge(repository: Repository, **columns: Any) -> None:
    """Make the row of the order say something else."""
    (row,) = repository.rows_of(ORDERS, "orders", 1)
    with repository.db.writing():
        repository.engine.put_rows("orders", 1, [ListRows("orders", [replace(row, **columns)])])


def test_a_row_that_is_not_its_documents_is_found(kept: Repository) -> None:
    forge(kept, amount_fen=1)

    assert verify(kept).orders == 1
    with pytest.raises(StoreTrouble) as broken:
        verify(kept, full=True)
    assert broken.value.sentence == (
        "pinduoduo:米铺:261120-000000000000001: its rows are not what it says."
    )


OWN = """[[rule]]
name = "ship_by"
valid_from = 2020-01-01
value = 24
source = "we promise a day"
"""


def test_rows_by_other_rules_are_stale_and_no_damage(kept: Repository, store: Path) -> None:
    (store / "policy.toml").write_text(OWN, "utf-8")

    assert verify(kept, full=True) == Verdict(commits=2, orders=1, events=1, stale=1)


def test_rows_by_other_rules_are_counted_on_the_command_line(
    kept: Repository,
    store: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (store / "policy.toml").write_text(OWN, "utf-8")
    # As if somebody wrote the file just after the store was opened.
    monkeypatch.setattr("store.repository.Repository.renew_rows", lambda _repository: 0)

    assert main(["--lang", "en", "--store", str(store), "verify", "--full"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "The store is whole: 1 order, 1 event, 2 commits.",
        "By other rules: 1 row; made anew when the store is opened.",
    ]


def test_a_backup_restored_elsewhere_is_the_same_store(kept: Repository, tmp_path: Path) -> None:
    backup(kept, tmp_path / "copy.zip")
    restore(tmp_path / "copy.zip", tmp_path / "new", ACTOR)
    again = open_store(str(tmp_path / "new"), ACTOR)

    assert documents(again) == documents(kept)
    assert (tmp_path / "copy.zip").stat().st_mode & 0o777 == 0o600
    assert list(again.all(Order)) == list(kept.all(Order))


@pytest.mark.parametrize("daily", [False, True], ids=["a backup", "a daily copy"])
def test_the_shop_s_own_rules_come_back_with_it(
    kept: Repository, store: Path, tmp_path: Path, daily: bool
) -> None:
    (store / "policy.toml").write_text(OWN, "utf-8")
    (store / "calendar.toml").write_text("year = 2031, a slip of the pen\n", "utf-8")
    copy = tmp_path / "copy.zip"
    if daily:
        made = daily_copy(kept.engine, NOW)
        assert made
        copy = made
    else:
        backup(kept, copy)

    restore(copy, tmp_path / "new", ACTOR)

    assert (tmp_path / "new" / "policy.toml").read_text("utf-8") == OWN
    assert (tmp_path / "new" / "calendar.toml").read_text("utf-8").startswith("year = 2031")


def test_a_restored_store_goes_on(kept: Repository, tmp_path: Path) -> None:
    backup(kept, tmp_path / "copy.zip")
    restore(tmp_path / "copy.zip", tmp_path / "new", ACTOR)
    again = open_store(str(tmp_path / "new"), ACTOR, lambda: NOW)
    again.run(again.action_named("note", order()), again.order(order().key), {"text": "二"})

    assert verify(again) == Verdict(commits=3, orders=1, events=2)


def test_nothing_is_restored_over_a_store(kept: Repository, store: Path, tmp_path: Path) -> None:
    backup(kept, tmp_path / "copy.zip")
    before = content(store)

    with pytest.raises(BadInput) as refused:
        restore(tmp_path / "copy.zip", store, ACTOR)
    assert refused.value.sentence == (
        f"{store} is not empty; a backup is restored into a new folder."
    )
    assert content(store) == before


DAMAGED = "{file} is damaged or was cut off; take another copy of it."
FOREIGN = "{file} is no backup of this program; name a backup, a daily copy or a dump."
BURSTING = (
    "{file} is refused: it unpacks into more than a hundred times its own size, which no backup"
    " does."
)
LOCKED = "{file} is locked with a password, which no backup is; unlock it and restore that."


def with_bits(backup: bytes, place: int, local: int, value: int) -> bytes:
    """The zip file whose first member has this byte set in both of its headers."""
    changed = bytearray(backup)
    changed[changed.find(b"PK\x01\x02") + place] = value
    changed[changed.find(b"PK\x03\x04") + local] = value
    return bytes(changed)


def zipped(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def bursting(backup: bytes) -> bytes:
    """The zip file whose database claims to be two gigabytes long."""
    changed = bytearray(backup)
    place = changed.find(b"PK\x01\x02") + 24
    changed[place : place + 4] = b"\xff\xff\xff\x7f"
    return bytes(changed)


def with_pages(database: bytes, count: int) -> bytes:
    """The database with empty pages behind its own, and a header that says so."""
    changed = bytearray(database)
    changed[28:32] = count.to_bytes(4, "big")
    return bytes(changed).ljust(count * int.from_bytes(changed[16:18], "big"), b"\0")


def unzipped(backup: bytes) -> bytes:
    """The database in a backup."""
    with zipfile.ZipFile(io.BytesIO(backup)) as archive:
        return archive.read("shop.db")


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        pytest.param(lambda copy: copy[: len(copy) // 2], DAMAGED, id="cut off"),
        pytest.param(lambda copy: with_bits(copy, 8, 6, 1), LOCKED, id="locked"),
        pytest.param(
            lambda copy: with_bits(copy, 10, 8, 99), DAMAGED, id="packed in a strange way"
        ),
        pytest.param(bursting, BURSTING, id="bursting"),
        pytest.param(
            lambda copy: zipped("shop.db", with_pages(unzipped(copy), 30_000)),
            BURSTING,
            id="bursting, with as many pages as it says",
        ),
        pytest.param(lambda _copy: zipped("a.txt", b"x"), FOREIGN, id="another zip file"),
        pytest.param(lambda _copy: zipped("shop.db", b"x" * 200), DAMAGED, id="no database in it"),
        pytest.param(lambda _copy: zipped("shop.db", b"\0" * 9_000_000), DAMAGED, id="only zeros"),
        pytest.param(lambda copy: unzipped(copy)[:20_000], DAMAGED, id="a database cut off"),
        pytest.param(lambda _copy: b"", FOREIGN, id="empty"),
        pytest.param(lambda _copy: b"hello", FOREIGN, id="a text"),
        pytest.param(lambda _copy: b'{"orders"', DAMAGED, id="a dump cut off"),
    ],
)
def test_a_file_that_is_no_whole_backup_makes_no_store_and_is_named(
    kept: Repository, tmp_path: Path, broken: Callable[[bytes], bytes], sentence: str
) -> None:
    file = tmp_path / "copy.zip"
    backup(kept, file)
    file.write_bytes(broken(file.read_bytes()))

    with pytest.raises(BadInput) as refused:
        restore(file, tmp_path / "new", ACTOR)
    assert refused.value.sentence == sentence.format(file=file)
    assert not (tmp_path / "new").exists()


def test_one_copy_a_day_is_made_and_seven_are_kept(kept: Repository, store: Path) -> None:
    made = [daily_copy(kept.engine, NOW + timedelta(days=day)) for day in range(KEPT_COPIES + 3)]
    again = daily_copy(kept.engine, NOW + timedelta(days=KEPT_COPIES + 2))

    assert all(made)
    assert again is None
    names = sorted(file.name for file in (store / COPIES).glob("*.db"))
    assert len(list((store / COPIES).glob("*.json"))) == KEPT_COPIES
    assert names == sorted(file.name for file in made[-KEPT_COPIES:] if file)
    assert verify(kept).orders == 1


def test_stock_tinydb_opens_a_daily_copy_and_a_dump(kept: Repository, store: Path) -> None:
    assert daily_copy(kept.engine, NOW)

    with TinyDB(store / "copies" / "2026-11-22.json", access_mode="r") as copy:
        (kept_order,) = copy.table("orders").all()
    assert kept_order["order_no"] == order().order_no
