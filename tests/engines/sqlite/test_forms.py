"""The form of the tables: another one is refused."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store.engines.sqlite import schema
from store.engines.sqlite.engine import SqliteEngine
from store.files.places import DATABASE
from tests.engines.facts import KIND, kept, trouble_of, write

EARLIER, LATER = schema.FORM - 1, schema.FORM + 1


@pytest.fixture
def folder(quick: Path) -> Path:
    """A store of this form with one document."""
    engine = SqliteEngine(quick / "store")
    write(engine, kept())
    engine.close()
    return quick / "store"


def form_of(folder: Path) -> int:
    with closing(sqlite3.connect(folder / DATABASE)) as plain:
        return schema.form_of(plain)


def set_form(folder: Path, form: int) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as plain:
        plain.execute(f"pragma user_version = {form}")


def refusal(folder: Path, form: int) -> str:
    way_out = "Open it with the newer program that made it."
    if form < schema.FORM:
        way_out = (
            "Make it anew: import the platforms' files into a new folder; the program that made"
            " this one still reads it."
        )
    return (
        f"The store {folder} is of another form than this program reads (its form {form}, ours"
        f" {schema.FORM}). Nothing was changed. {way_out}"
    )


def test_a_new_store_is_of_this_form(folder: Path) -> None:
    assert form_of(folder) == schema.FORM


def test_every_table_is_strict_and_what_names_something_is_text(folder: Path) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as plain:
        tables = plain.execute("select name, strict from pragma_table_list where schema = 'main'")
        assert {name for name, strict in tables if not strict} == {"sqlite_schema"}
        for table, names in (("document", {"kind", "key"}), ("event", {"id", "subject", "key"})):
            columns = plain.execute(f"select name, type from pragma_table_info('{table}')")
            assert {name for name, kind in columns if kind == "TEXT"} >= names
        with pytest.raises(sqlite3.IntegrityError):
            plain.execute("update document set version = 'x'")


@pytest.mark.parametrize("form", [EARLIER, LATER])
def test_another_form_is_refused_and_nothing_is_changed(folder: Path, form: int) -> None:
    set_form(folder, form)
    before = (folder / DATABASE).read_bytes()
    found = trouble_of(lambda: SqliteEngine(folder))
    assert (found.sentence, found.code) == (refusal(folder, form), "other_form")
    assert found.status == 3
    assert (folder / DATABASE).read_bytes() == before


def test_a_store_that_was_brought_forward_meanwhile_is_not_written(folder: Path) -> None:
    engine = SqliteEngine(folder)
    set_form(folder, LATER)
    assert trouble_of(lambda: write(engine, kept(2, "b"))).sentence == refusal(folder, LATER)
    assert engine.count(KIND) == 1


@pytest.mark.parametrize("left", ["nothing", "an empty file", "a log mode", "tables half made"])
def test_a_store_whose_maker_died_is_empty_and_is_made(quick: Path, left: str) -> None:
    folder = quick / "store"
    folder.mkdir(mode=0o700)
    if left != "nothing":
        (folder / DATABASE).touch(0o600)
    if left in ("a log mode", "tables half made"):
        with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as plain:
            plain.execute("pragma journal_mode = wal")
            if left == "tables half made":
                plain.execute("begin")
                plain.execute("create table store (commits integer not null) strict")
    engine = SqliteEngine(folder)
    assert (engine.commits(), engine.kinds(), list(engine.all_events())) == (0, set(), [])
    write(engine, kept())
    assert list(SqliteEngine(folder).documents(KIND)) == [kept()]


def test_a_sqlite_that_is_too_old_is_refused(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 9))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.36.9")
    assert trouble_of(lambda: SqliteEngine(quick / "store")).sentence == (
        "SQLite 3.36.9 is too old; 3.37.0 or newer is needed."
    )
