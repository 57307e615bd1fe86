"""`shouhou demo`: the sample shop is made once, kept, renamed, and never mixed into a shop."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from store.demo.moving import move_files, shift_to
from store.demo.shop import SHOP as SAMPLE_SHOP
from store.demo.shop import last_file_ago
from store.engines.sqlite.schema import FORM
from store.models.event import Actor
from store.models.order import Order
from store.repository import Repository, open_store
from tests.build import content
from tests.exchange.read_files import SAMPLES, read_export
from tests.said_by_files import import_file
from tui.cli import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("SHOUHOU_STORE", raising=False)
    return tmp_path / "shouhou"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the sample shop one file: how it is made and kept is asked, not what is in it."""

    def make_few(repository: Repository, now: datetime) -> None:
        with TemporaryDirectory() as folder:
            files = move_files(Path(folder), shift_to(now))
            then = repository.acting(repository.actor, lambda: now - last_file_ago())
            then.import_files([files["demo_pdd_orders_2026.csv"]], SAMPLE_SHOP)

    monkeypatch.setattr("tui.commands.demo.make_demo", make_few)


def test_it_says_where_it_is_and_how_many(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--no-desk", "--lang", "en"]) == 0
    assert capsys.readouterr().out == f"{home}/demo: the sample shop, 583 orders.\n"
    assert [one.name for one in home.iterdir()] == ["demo"]
    assert (home / "demo").stat().st_mode & 0o777 == 0o700


def test_a_second_call_keeps_what_people_changed(
    home: Path, few: None, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["demo", "--no-desk"])
    said = "The sample shop is being made; that takes some seconds.\n"
    assert capsys.readouterr().err == said
    store = ["--store", str(home / "demo")]
    number = next(iter(open_store(store[1], Actor(user="me")).search())).order_no
    assert main(["do", "note", number, "text=mine", *store]) == 0
    assert main(["demo", "--no-desk"]) == 0
    repository = open_store(store[1], Actor(user="me"))
    order = repository.find(number)
    assert isinstance(order, Order)
    assert order.notes[-1].text == "mine"
    assert capsys.readouterr().err == ""


def test_fresh_keeps_the_old_one_under_another_name(home: Path, few: None) -> None:
    main(["demo", "--no-desk"])
    before = content(home / "demo")
    assert main(["demo", "--no-desk", "--fresh"]) == 0
    assert main(["demo", "--no-desk", "--fresh"]) == 0
    old = sorted(one for one in home.iterdir() if one.name.startswith("demo-"))
    assert len(old) == 2
    assert content(old[0]) == before
    assert content(home / "demo") != before


def of_an_older_build(folder: Path) -> bytes:
    """Make this store one of another form; its database as it is then."""
    with closing(sqlite3.connect(folder / "shop.db")) as plain:
        plain.execute(f"pragma user_version = {FORM - 1}")
    return (folder / "shop.db").read_bytes()


def test_one_of_an_older_build_is_kept_under_another_name_and_made_anew(
    home: Path, few: None, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["demo", "--no-desk"])
    before = of_an_older_build(home / "demo")
    assert main(["demo", "--no-desk", "--lang", "en"]) == 0
    (old,) = (one for one in home.iterdir() if one.name.startswith("demo-"))
    assert (old / "shop.db").read_bytes() == before
    assert main(["list", "--store", str(home / "demo")]) == 0
    assert capsys.readouterr().out.startswith(f"{home}/demo: the sample shop, ")


@pytest.mark.parametrize("fresh", [[], ["--fresh"]])
def test_a_store_of_an_older_build_that_is_named_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fresh: list[str]
) -> None:
    folder = tmp_path / "real"
    repository = open_store(str(folder), Actor(user="me"))
    (sample,) = SAMPLES.glob("pdd_orders_2023*")
    import_file(repository, read_export(sample), SAMPLE_SHOP)
    repository.close()
    before = of_an_older_build(folder)
    for command in (["demo", "--no-desk", *fresh], ["list"]):
        assert main([*command, "--lang", "en", "--store", str(folder)]) == 3
        assert capsys.readouterr().err == (
            f"The store {folder} is of another form than this program reads (its form {FORM - 1},"
            f" ours {FORM}). Nothing was changed. Make it anew: import the platforms' files into a"
            " new folder; the program that made this one still reads it.\n"
        )
    assert (folder / "shop.db").read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["real"]


def test_on_a_later_day_it_tells_of_fresh(
    tmp_path: Path, few: None, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["demo", "--no-desk", "--lang", "en", "--store", str(tmp_path / "shop")]
    main([*store, "--now", "2027-03-02T23:50"])
    assert capsys.readouterr().out.count("\n") == 1
    main([*store, "--now", "2027-03-03T00:10"])
    said = capsys.readouterr().out
    assert "This sample shop is of 2027-03-02; `shouhou demo --fresh`" in said


@pytest.mark.parametrize("fresh", [[], ["--fresh"]])
def test_it_is_never_mixed_into_a_shop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fresh: list[str]
) -> None:
    folder = tmp_path / "real"
    repository = open_store(str(folder), Actor(user="me"))
    (sample,) = SAMPLES.glob("pdd_orders_2023*")
    import_file(repository, read_export(sample), SAMPLE_SHOP)
    before = content(folder)
    assert main(["demo", "--no-desk", "--lang", "en", "--store", str(folder), *fresh]) == 2
    assert "is the store of a shop, not the sample shop" in capsys.readouterr().err
    assert content(folder) == before
    assert [one.name for one in tmp_path.iterdir()] == ["real"]


def test_nor_put_among_other_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("dear", "utf-8")
    assert main(["demo", "--no-desk", "--lang", "en", "--store", str(tmp_path)]) == 2
    assert "holds other things" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_the_variable_counts_as_a_given_store(
    home: Path, tmp_path: Path, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUHOU_STORE", str(tmp_path / "there"))
    assert main(["demo", "--no-desk"]) == 0
    assert (tmp_path / "there" / "shop.db").exists()
    assert not home.exists()


def test_an_empty_folder_is_filled_and_a_lock_alone_set_aside(tmp_path: Path, few: None) -> None:
    for name, left in (("empty", ()), ("locked", ("lock", "presence"))):
        folder = tmp_path / name
        folder.mkdir()
        for file in left:
            (folder / file).touch()
        assert main(["demo", "--no-desk", "--store", str(folder)]) == 0
        assert (folder / "shop.db").exists()


def test_without_a_terminal_nothing_is_made(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--lang", "en"]) == 2
    assert "The desk needs a terminal" in capsys.readouterr().err
    assert not home.exists()


def test_when_making_it_fails_nothing_is_left(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise KeyError

    monkeypatch.setattr("tui.commands.demo.make_demo", fail)
    assert main(["demo", "--no-desk"]) == 70
    assert list(home.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_trouble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    store = str(tmp_path / "file" / "demo")
    assert main(["demo", "--no-desk", "--lang", "en", "--store", store]) == 3
    assert "The sample shop could not be made in" in capsys.readouterr().err
