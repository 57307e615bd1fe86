"""A copy of a whole store is no export, and a damaged archive is said to be one."""

import zipfile
from pathlib import Path

import pytest

from store.repository import Repository
from store.upkeep.backup import backup
from tests.build import keep, order
from tests.exchange.test_read_tables import sentence_of


def test_a_copy_of_a_store_is_restored_and_not_imported(
    repository: Repository, store: Path, tmp_path: Path
) -> None:
    keep(repository, order())
    backup(repository, tmp_path / "backup.zip")
    repository.dump(tmp_path / "dump.json")
    for path in (tmp_path / "backup.zip", tmp_path / "dump.json", store / "shop.db"):
        assert sentence_of(path) == (
            f"{path.name}: this is a copy of a whole store, not an export; “restore” makes"
            " a new store from it."
        )


@pytest.mark.parametrize("damage", ["cut", "byte"])
def test_a_damaged_archive_of_funds_is_to_be_downloaded_again(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "funds.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("funds.csv", "商户订单号,发生时间\n" * 50)
    data = bytearray(path.read_bytes())
    data[200] ^= 1
    path.write_bytes(bytes(data) if damage == "byte" else bytes(data)[:300])
    assert sentence_of(path) == (
        "funds.zip: the archive is damaged or was cut off; download it again."
    )
