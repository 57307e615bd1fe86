"""Roles: what docs/operations.md grants lets an agent work, and neither drop nor rewrite."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors

from store.engines.opening import engine_at, make_tables
from store.engines.postgres import schema
from tests.engines.facts import KIND, event, kept, trouble_of, write
from tests.postgres import server_url

PAGE = Path(__file__).parents[3] / "docs" / "operations.md"
BLOCK = re.compile(r"```sql (\w+)\n(.*?)```", re.DOTALL)
NAMES = ("shop_owner", "shop_agents", "lina", "shop_db")
"""What the page calls the owner, the role of all agents, an agent and the database."""


class Shop(NamedTuple):
    """A database that was set up as the page says."""

    owner: str
    agent: str
    """Its addresses for these two."""


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    mark = uuid4().hex[:12]
    blocks = {
        name: re.sub(rf"\b({'|'.join(NAMES)})\b", rf"\1_{mark}", text)
        for name, text in BLOCK.findall(PAGE.read_text("utf-8"))
    }
    server = urlsplit(server_url())
    owner, _agents, agent, database = (f"{name}_{mark}" for name in NAMES)

    def address(user: str, name: str) -> str:
        host = server.netloc.rpartition("@")[2]
        return server._replace(netloc=f"{user}@{host}", path=f"/{name}").geturl()

    _run(server_url(), blocks["roles"])
    _run(address("postgres", database), blocks["database"])
    make_tables(address(owner, database))
    _run(address(owner, database), blocks["grants"])
    yield Shop(address(owner, database), address(agent, database))
    _run(server_url(), f"drop database {database} with (force)")
    for role in (owner, agent, _agents):
        _run(server_url(), f"drop role {role}")


def _run(url: str, statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for one in statements.split(";\n"):
            if one.strip():
                connection.execute(one.encode())


def test_an_agent_works_with_what_is_granted(shop: Shop, tmp_path: Path) -> None:
    with closing(engine_at(f"{shop.agent}&folder={tmp_path}")) as engine:
        write(engine, kept(), events=[event()])
        write(engine, kept(version=2), events=[event(2)])
        assert (engine.document(KIND, 1), engine.commits()) == (kept(version=2), 2)
        with engine.writing():
            engine.remove(KIND, [1])
        assert (engine.count(KIND), engine.commits()) == (0, 3)
        assert engine.events("orders/a") == [event(), event(2)]


FORBIDDEN = [
    "delete from event",
    "update event set body = '{}'",
    "truncate event",
    "drop table event",
    "alter table event rename to old",
    "alter table event disable trigger all",
    "create trigger t before insert on event execute function suppress_redundant_updates_trigger()",
    "create rule r as on insert to event do instead nothing",
    "create index i on event (id)",
    "insert into event select * from event on conflict (of_shop, id) do update set body = ''",
    "merge into event e using (select 1) s on true when matched then delete",
    "lock table event in exclusive mode",
    "update made set id = 'x'",
    "delete from store",
    "truncate document",
    "drop table document",
    "drop index document_pkey",
    "update desk_form set form = 7",
    "create table another (id bigint)",
    "create schema another",
    "drop schema public cascade",
    "reassign owned by current_user to postgres",
    "set session authorization postgres",
]


def test_an_agent_can_neither_drop_nor_rewrite(shop: Shop, tmp_path: Path) -> None:
    with closing(engine_at(f"{shop.agent}&shop=b&folder={tmp_path}")) as engine:
        write(engine, kept(), events=[event()])
        with psycopg.connect(shop.agent, autocommit=True) as connection:
            for statement in FORBIDDEN:
                with pytest.raises(errors.InsufficientPrivilege), connection.transaction():
                    connection.execute(statement.encode())
        assert engine.events("orders/a") == [event()]
        assert engine.document(KIND, 1) == kept()


def test_an_agent_is_told_who_makes_tables(shop: Shop) -> None:
    assert make_tables(shop.agent)
    with psycopg.connect(shop.owner, autocommit=True) as owner:
        owner.execute("update desk_form set form = 0")
        found = trouble_of(lambda: make_tables(shop.agent))
        owner.execute("update desk_form set form = %s", (schema.FORM,))
    assert found.code == "unwritable"
    assert found.sentence.endswith(
        "does not let this role do that. Nothing was changed. Who owns it grants the rights."
    )
