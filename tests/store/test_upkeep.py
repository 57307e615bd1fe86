"""Upkeep: is the store whole, a copy of it, a store from a copy, a copy a day."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from store.engines.journal.copying import found
from store.errors import BadInput, StoreTrouble
from store.models.order import Order
from store.repository import Repository, open_store
from store.upkeep import COPIES, KEPT_COPIES, Verdict, backup, daily_copy, restore, verify
from tests.build import ACTOR, NOW, content, keep, order
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
    copy = BytesIO()
    repository.engine.write_copy(copy)
    data: dict[str, Any] = json.loads(zipfile.ZipFile(copy).read("shouhou.json"))
    return data


def test_a_whole_store_is_counted(kept: Repository) -> None:
    found_whole = verify(kept)

    assert found_whole == Verdict(commits=2, orders=1, events=1)


def test_an_empty_store_is_whole(repository: Repository) -> None:
    assert verify(repository) == Verdict(commits=0, orders=0, events=0)


def test_a_changed_byte_is_named_with_its_file(
    kept: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.close()
    journal = store / "journal-1.jsonl"
    text = bytearray(journal.read_bytes())
    text[200] ^= 1
    journal.write_bytes(text)

    assert main(["--lang", "en", "--store", str(store), "verify"]) == 3
    assert f"{journal} is damaged at byte" in capsys.readouterr().err


def test_a_file_nobody_knows_is_named(kept: Repository, store: Path) -> None:
    (store / "shouhou-99.json").write_text("{}", "utf-8")

    with pytest.raises(StoreTrouble) as broken:
        verify(kept)
    assert broken.value.sentence == (
        f"{store}/shouhou-99.json belongs to nothing in this store; move it elsewhere."
    )


def test_a_row_that_is_not_its_documents_is_found(kept: Repository, tmp_path: Path) -> None:
    data = documents(kept)
    data["orders"]["1"]["row"]["amount_fen"] = 1
    found(tmp_path / "forged", json.dumps(data).encode())

    with pytest.raises(StoreTrouble) as broken:
        verify(open_store(str(tmp_path / "forged"), ACTOR))
    assert broken.value.sentence == (
        "Order 261120-000000000000001: its row is not what its document says."
    )


OWN = """[[rule]]
name = "ship_by"
valid_from = 2020-01-01
value = 24
source = "we promise a day"
"""


def test_rows_by_other_rules_are_stale_and_no_damage(kept: Repository, store: Path) -> None:
    (store / "policy.toml").write_text(OWN, "utf-8")

    assert verify(kept) == Verdict(commits=2, orders=1, events=1, stale=1)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("amount_fen", 1, id="by other rules: what the document alone says"),
        pytest.param("policy", 0, id="by these rules: made by none"),
    ],
)
def test_a_damaged_row_is_found_by_whatever_rules_it_was_made(
    kept: Repository, tmp_path: Path, column: str, value: int
) -> None:
    data = documents(kept)
    data["orders"]["1"]["row"][column] = value
    found(tmp_path / "forged", json.dumps(data).encode())
    if column != "policy":
        (tmp_path / "forged" / "policy.toml").write_text(OWN, "utf-8")

    with pytest.raises(StoreTrouble) as broken:
        verify(open_store(str(tmp_path / "forged"), ACTOR))
    assert broken.value.sentence == (
        "Order 261120-000000000000001: its row is not what its document says."
    )


def test_rows_by_other_rules_are_counted_on_the_command_line(
    kept: Repository,
    store: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (store / "policy.toml").write_text(OWN, "utf-8")
    # As if somebody wrote the file just after the store was opened.
    monkeypatch.setattr("tui.session.renew_rows", lambda _repository: 0)

    assert main(["--lang", "en", "--store", str(store), "verify"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "The store is whole: 1 orders, 1 events, 2 commits.",
        "1 rows are by other rules; they are made anew when the store is opened.",
    ]


def test_a_backup_restored_elsewhere_is_the_same_store(kept: Repository, tmp_path: Path) -> None:
    backup(kept.engine, tmp_path / "copy.zip", kept.files)
    restore(tmp_path / "copy.zip", tmp_path / "new")
    again = open_store(str(tmp_path / "new"), ACTOR)

    assert documents(again) == documents(kept)
    assert (tmp_path / "copy.zip").stat().st_mode & 0o777 == 0o600
    assert list(again.all(Order)) == list(kept.all(Order))


@pytest.mark.parametrize("daily", [False, True], ids=["a backup", "a daily copy"])
def test_the_shop_s_own_rules_come_back_with_it(
    kept: Repository, store: Path, tmp_path: Path, daily: bool
) -> None:
    (store / "policy.toml").write_text(OWN, "utf-8")
    copy = tmp_path / "copy.zip"
    if daily:
        made = daily_copy(kept.engine, store, NOW)
        assert made
        copy = made
    else:
        backup(kept.engine, copy, kept.files)

    restore(copy, tmp_path / "new")

    assert (tmp_path / "new" / "policy.toml").read_text("utf-8") == OWN


def test_a_restored_store_goes_on(kept: Repository, tmp_path: Path) -> None:
    backup(kept.engine, tmp_path / "copy.zip", kept.files)
    restore(tmp_path / "copy.zip", tmp_path / "new")
    again = open_store(str(tmp_path / "new"), ACTOR, lambda: NOW)
    again.run(again.action_named("note", order()), again.order(order().key), {"text": "二"})

    assert verify(again) == Verdict(commits=1, orders=1, events=2)


def test_nothing_is_restored_over_a_store(kept: Repository, store: Path, tmp_path: Path) -> None:
    backup(kept.engine, tmp_path / "copy.zip", kept.files)
    before = content(store)

    with pytest.raises(BadInput) as refused:
        restore(tmp_path / "copy.zip", store)
    assert refused.value.sentence == (
        f"{store} is not empty; a backup is restored into a new folder."
    )
    assert content(store) == before


def test_a_damaged_backup_makes_no_store(kept: Repository, tmp_path: Path) -> None:
    backup(kept.engine, tmp_path / "copy.zip", kept.files)
    text = (tmp_path / "copy.zip").read_bytes()
    (tmp_path / "copy.zip").write_bytes(text[: len(text) // 2])

    with pytest.raises(BadInput) as refused:
        restore(tmp_path / "copy.zip", tmp_path / "new")
    assert "is no backup of this program, or is damaged" in refused.value.sentence
    assert not (tmp_path / "new").exists()


def test_one_copy_a_day_is_made_and_seven_are_kept(kept: Repository, store: Path) -> None:
    made = [
        daily_copy(kept.engine, store, NOW + timedelta(days=day)) for day in range(KEPT_COPIES + 3)
    ]
    again = daily_copy(kept.engine, store, NOW + timedelta(days=KEPT_COPIES + 2))

    assert all(made)
    assert again is None
    names = sorted(file.name for file in (store / COPIES).iterdir())
    assert names == sorted(file.name for file in made[-KEPT_COPIES:] if file)
    assert verify(kept).orders == 1


def test_stock_tinydb_opens_the_snapshot(kept: Repository, store: Path) -> None:
    assert kept.engine.checkpoint()

    (snapshot,) = store.glob("shouhou-*.json")
    (kept_order,) = TinyDB(snapshot, access_mode="r").table("orders").all()
    assert kept_order["key"] == order().key
    assert verify(kept).orders == 1


def test_a_store_of_the_version_before_is_converted_once_and_kept(
    kept: Repository, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    old.mkdir(mode=0o700)
    text = json.dumps(documents(kept), ensure_ascii=False)
    (old / "shouhou.json").write_text(text, "utf-8")

    first = open_store(str(old), ACTOR)
    again = open_store(str(old), ACTOR)

    assert documents(first) == documents(again) == documents(kept)
    assert (old / "shouhou-before-journal.json").read_text("utf-8") == text
    assert not (old / "shouhou.json").exists()
    assert verify(again) == Verdict(commits=0, orders=1, events=1)


def test_a_conversion_that_was_killed_halfway_is_finished(kept: Repository, tmp_path: Path) -> None:
    old = tmp_path / "old"
    found(old, json.dumps(documents(kept)).encode())
    (old / "shouhou.json").write_text(json.dumps(documents(kept)), "utf-8")

    opened = open_store(str(old), ACTOR)

    assert documents(opened) == documents(kept)
    assert not (old / "shouhou.json").exists()


def test_an_old_store_that_is_damaged_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "shouhou.json").write_text('{"orders": {', "utf-8")
    tmp_path.chmod(0o700)

    with pytest.raises(StoreTrouble) as broken:
        open_store(str(tmp_path), ACTOR)
    assert broken.value.sentence.startswith("The documents cannot be read (")
    assert (tmp_path / "shouhou.json").read_text("utf-8") == '{"orders": {'
