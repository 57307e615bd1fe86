"""The tables of a database: made by their owner, by several at once, never by who uses them."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from store.engines.opening import engine_at, make_tables
from store.engines.postgres import schema
from store.engines.postgres.address import address_of
from store.repository import open_store
from store.search.lists import LISTS
from tests.build import ACTOR, keep, order
from tests.engines.facts import KIND, kept, trouble_of, write
from tests.postgres import server_url, store_url


@pytest.fixture
def empty() -> Iterator[str]:
    """The address of a database in which nothing is."""
    name = f"made_{uuid4().hex}"
    with psycopg.connect(server_url(), autocommit=True) as server:
        server.execute(f"create database {name}".encode())
        yield urlsplit(server_url())._replace(path=f"/{name}").geturl()
        server.execute(f"drop database {name} with (force)".encode())


def test_a_database_without_tables_is_told_who_makes_them(empty: str) -> None:
    found = trouble_of(lambda: engine_at(empty))
    assert (found.code, found.sentence.partition("has no")[2]) == (
        "no_tables",
        " tables of the desk yet. Who owns it makes them: migrate-schema.",
    )


def test_several_may_make_the_tables_at_once_and_again(empty: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(make_tables, [empty] * 4))
    assert sorted(made) == [False, True, True, True]
    assert make_tables(empty)
    with closing(engine_at(empty)) as engine:
        assert (engine.kinds(), engine.commits()) == (set(), 0)


@pytest.mark.parametrize(
    ("form", "way_out"),
    [
        (
            schema.FORM - 1,
            (
                "Make it anew: who owns it makes the tables in a new database (migrate-schema),"
                " into which the platforms' files are imported; the program that made this one"
                " still reads it."
            ),
        ),
        (schema.FORM + 1, "Open it with the newer program that made it."),
    ],
)
def test_tables_of_another_form_are_left_alone(empty: str, form: int, way_out: str) -> None:
    make_tables(empty)
    with psycopg.connect(empty) as connection:
        connection.execute("update desk_form set form = %s", (form,))
    for ask in (partial(engine_at, empty), partial(make_tables, empty)):
        found = trouble_of(ask)
        assert (found.code, found.status) == ("other_form", 3)
        assert found.sentence == (
            f"The store {address_of(empty).shown} is of another form than this program reads"
            f" (its form {form}, ours {schema.FORM}). Nothing was changed. {way_out}"
        )


def test_a_database_keeps_the_identity_that_it_was_given(empty: str) -> None:
    make_tables(empty)
    with psycopg.connect(empty, autocommit=True) as connection:
        ((given,),) = connection.execute("select database from desk_form").fetchall()
        assert given
        make_tables(empty)
        assert connection.execute("select database from desk_form").fetchall() == [(given,)]


def test_making_that_was_broken_off_is_done_again(empty: str) -> None:
    of_form, *others = schema.statements()
    with psycopg.connect(empty, autocommit=True) as connection:
        for statement in (of_form, "insert into desk_form (id, form) values (1, 0)", *others[:3]):
            connection.execute(statement.encode())
    assert trouble_of(lambda: engine_at(empty)).code == "no_tables"
    assert not make_tables(empty)
    with closing(engine_at(empty)) as engine:
        assert engine.kinds() == set()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("drop table event", 'relation "event" does not exist'),
        ("alter table event drop column body", 'column "body" does not exist'),
        ("alter table orders_body drop column words cascade", 'column "words" does not exist'),
    ],
)
def test_a_table_or_a_column_that_is_gone_is_said_and_never_made_anew(
    empty: str, tmp_path: Path, damage: str, said: str
) -> None:
    make_tables(empty)
    address = f"{empty}&folder={tmp_path}"
    with closing(open_store(address, ACTOR)) as store:
        keep(store, order())
        with psycopg.connect(empty, autocommit=True) as connection:
            connection.execute(damage.encode())
        for ask in (lambda: make_tables(empty), lambda: store.verify(full=True)):
            found = trouble_of(ask)
            assert (found.code, found.status) == ("damaged", 3)
            assert found.sentence.startswith("The tables of the database postgresql://")
            assert said in found.sentence


def test_every_table_and_every_key_begins_with_the_shop() -> None:
    with psycopg.connect(server_url()) as connection:
        store_url(Path("any"))
        tables = {
            name
            for (name,) in connection.execute(
                "select table_name from information_schema.tables where table_schema = 'public'"
            )
        }
        first = {
            name
            for (name,) in connection.execute(
                "select table_name from information_schema.columns"
                " where column_name = 'of_shop' and ordinal_position = 1"
            )
        }
        keys = connection.execute(
            "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid, 1, true)"
            " from pg_index i join pg_class c on c.oid = i.indrelid"
            " join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public'"
        ).fetchall()
    assert tables - first == {"desk_form"}
    assert {name for name, column in keys if column != "of_shop"} == {"desk_form_pkey"}
    assert {f"{table.name}_row" for table in LISTS.values()} <= tables


def test_no_statement_uses_what_not_every_such_database_has() -> None:
    folder = Path(schema.__file__).parent
    said = "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py"))).lower()
    words = r"serial|nextval|trigger|\w*advisory\w*|xmin|ctid|listen|notify|clock_timestamp"
    assert re.findall(rf"\b(?:{words})\b|\bnow\(", said) == []


def test_two_shops_in_one_database_know_nothing_of_each_other(quick: Path) -> None:
    with (
        closing(engine_at(store_url(quick / "a"))) as a,
        closing(engine_at(store_url(quick / "b"))) as b,
    ):
        write(a, kept(1, "a"), kept(2, "b"))
        write(b, kept(1, "a", note="another"))
        assert (a.count(KIND), b.count(KIND), a.commits(), b.commits()) == (2, 1, 1, 1)
        with b.writing():
            b.empty(KIND)
            write(a, kept(3, "c"))
        assert (a.count(KIND), b.count(KIND), b.next_id(KIND)) == (3, 0, 1)
