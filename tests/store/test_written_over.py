"""A file that is there is written over only where that is said, and that is said at once."""

from pathlib import Path

import pytest

from store.models.event import Actor
from store.repository import open_store
from tests.build import NOW, keep, order
from tests.exchange.read_files import PDD_2023, csv_file, pdd
from tui.cli import main

COMMANDS = {
    "backup": (("backup", "{file}"), "to"),
    "dump": (("dump", "{file}"), "to"),
    "export": (("export", "--to", "{file}"), "to"),
    "pack": (("pack", "--to", "{file}"), "to"),
    "rejected rows of an import": (("import", "{orders}", "--rejected", "{file}"), "rejected"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a store with one order."""
    keep(open_store(str(tmp_path / "store"), Actor(user="li"), lambda: NOW), order())
    return tmp_path / "store"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_that_is_there_is_replaced_only_where_that_is_said(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    orders = csv_file(tmp_path, PDD_2023, pdd(), pdd(订单号="x"))
    file = tmp_path / "mine.csv"
    file.write_text("mine", "utf-8")
    words, field = COMMANDS[name]
    given = [word.format(file=file, orders=orders) for word in words]
    store = ["--store", str(folder), "--lang", "en"]

    def commits() -> int:
        return open_store(str(folder), Actor(user="li")).engine.commits()

    before = commits()
    assert main([*store, *given]) == 2
    assert capsys.readouterr().err == (
        f"{field}: {file} is there already and is not written over; name another file.\n"
    )
    assert file.read_text("utf-8") == "mine"
    assert commits() == before

    assert main([*store, *given, "--replace"]) in {0, 7}
    assert file.read_bytes() != b"mine"
