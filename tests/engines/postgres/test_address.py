"""The address of a database: what it may say, and what of it is ever shown."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from store.engines.addresses import shown, typed
from store.engines.opening import engine_at
from store.engines.postgres.address import address_of
from store.engines.postgres.trouble import trouble
from store.errors import BadInput
from tests.engines.facts import trouble_of

HOSTS = "postgresql://li:geheim@a.example,b.example:5433/shop?target_session_attrs=read-write"


def test_hosts_and_parameters_go_to_the_database_s_own_library() -> None:
    known = conninfo_to_dict(address_of(HOSTS).conninfo)
    assert (known["host"], known["port"]) == ("a.example,b.example", ",5433")
    assert (known["user"], known["target_session_attrs"]) == ("li", "read-write")
    assert (known["keepalives"], known["connect_timeout"]) == ("1", "5")
    assert "statement_timeout=60s" in str(known["options"])


def test_what_somebody_says_himself_is_not_changed() -> None:
    known = conninfo_to_dict(
        address_of(f"{HOSTS}&connect_timeout=2&options=-c%20statement_timeout%3D5s").conninfo
    )
    assert known["connect_timeout"] == "2"
    assert str(known["options"]).endswith("-c statement_timeout=5s")


def test_shop_and_folder_are_ours(tmp_path: Path) -> None:
    address = address_of(f"{HOSTS}&shop=米铺&folder={tmp_path}")
    assert (address.shop, address.folder) == ("米铺", tmp_path)
    assert "米铺" not in address.conninfo


def test_without_a_folder_each_shop_has_one_of_its_own() -> None:
    one, other = str(uuid4()), str(uuid4())
    folders = {
        address_of(f"{HOSTS}&shop={shop}").folder_in(database)
        for shop in ("", "a", "b")
        for database in (one, other)
    }
    assert len(folders) == 6


@pytest.mark.parametrize(
    "spelled",
    [
        "postgresql://li@b.example:5433/shop?shop=a",
        "postgres://wang@10.0.0.7,a.example,b.example/shop?shop=%61",
        "postgresql:///?host=a.example&dbname=shop&shop=a",
    ],
)
def test_however_a_database_is_reached_its_shop_has_one_folder(spelled: str) -> None:
    database = str(uuid4())
    here = address_of(f"{HOSTS}&shop=a").folder_in(database)
    assert address_of(spelled).folder_in(database) == here


def test_a_password_is_never_shown() -> None:
    url = f"{HOSTS}&password=auch&shop=a"
    assert "geheim" not in address_of(HOSTS).shown
    assert shown(url) == "postgresql://li@a.example,b.example:5433/shop?shop=a"
    assert typed(url) == (
        "postgresql://li@a.example,b.example:5433/shop?target_session_attrs=read-write&shop=a"
    )
    assert (shown("/srv/store"), typed("/srv/store")) == ("/srv/store", "/srv/store")


def test_an_address_is_shown_as_a_person_reads_it() -> None:
    url = "postgresql://%E6%9D%8E:geheim@db1:5611/shop?shop=%E7%B1%B3%E9%93%BA&sslmode=require"
    assert shown(url) == address_of(url).shown == "postgresql://李@db1:5611/shop?shop=米铺"
    assert shown("postgresql:///d?host=/run/pg") == "postgresql:///d?host=/run/pg"
    assert shown("postgresql://db1/d?shop=a%0Ab") == "postgresql://db1/d?shop=a%0Ab"


@pytest.mark.parametrize("port", ["abc", "70000", "0", "5432,x"])
def test_a_port_that_is_none_is_said(port: str) -> None:
    found = trouble_of(lambda: address_of(f"postgresql://li:geheim@/d?host=a,b&port={port}"))
    assert (type(found), found.field) == (BadInput, "store")
    assert found.sentence.endswith("is no port of a server; a port is a number from 1 to 65535.")


@pytest.mark.parametrize(
    "said",
    [
        'connection failed: FATAL:  password authentication failed for user "li"',
        "connection failed: fe_sendauth: no password supplied",
        'connection failed: FATAL:  role "li" does not exist',
        'connection failed: FATAL:  database "shop" does not exist',
        'connection failed: FATAL:  no pg_hba.conf entry for host "10.0.0.7", user "li"',
        'connection failed: root certificate file "/root.crt" does not exist',
        "connection failed: server does not support SSL, but SSL was required",
    ],
)
def test_who_is_not_let_in_is_told_what_to_look_at(said: str) -> None:
    found = trouble(shown(HOSTS), psycopg.OperationalError(said))
    assert found.code == "not_let_in"
    assert "Look at the user, the database" in found.sentence
    assert "Try again" not in found.sentence


def test_of_several_servers_the_one_that_lets_nobody_in_is_told() -> None:
    said = (
        "connection failed: Connection refused\n- host: 'b': FATAL:  password authentication failed"
    )
    found = trouble(shown(HOSTS), psycopg.OperationalError(said))
    assert "(- host: 'b': FATAL: password authentication failed)" in found.sentence


@pytest.mark.parametrize(
    "said",
    [
        "connection failed: Connection refused",
        "connection failed: FATAL:  the database system is starting up",
        "consuming input failed: SSL error: unexpected eof while reading",
    ],
)
def test_a_server_that_comes_again_is_tried_again(said: str) -> None:
    assert trouble(shown(HOSTS), psycopg.OperationalError(said)).code == "lost"


@pytest.mark.parametrize(
    "url",
    [
        *("mysql://li:geheim@host/shop", "postgresql://li:geheim@host/shop?geheim=1"),
        *("postgresql://li:geheim@[host/shop", "sqlite://geheim", f"{HOSTS}&shop={'a' * 101}"),
        f"{HOSTS}&shop=a%00",
    ],
)
def test_what_is_no_address_is_refused_without_saying_it(url: str) -> None:
    found = trouble_of(lambda: engine_at(url))
    assert (type(found), found.field) == (BadInput, "store")
    assert "geheim" not in found.sentence


def test_a_server_that_does_not_answer_is_named() -> None:
    found = trouble_of(lambda: engine_at("postgresql://li:geheim@/shop?host=/nowhere"))
    assert found.code == "lost"
    # What libpq asks on its next lines ("Is the server running locally …") is left out.
    assert found.sentence == (
        "The database postgresql://li@/shop?host=/nowhere cannot be reached (connection is bad:"
        ' connection to server on socket "/nowhere/.s.PGSQL.5432" failed: No such file or'
        " directory); nothing was changed. Try again."
    )


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    found = trouble_of(lambda: engine_at(HOSTS))
    assert (type(found), found.sentence) == (
        BadInput,
        "A database needs a package more, the extra called postgres; install it first.",
    )


def test_the_driver_writes_nothing_beside_our_sentences() -> None:
    warns = "logging.getLogger('psycopg').warning('error ignored')"
    code = f"import logging, store.engines.postgres.connections; {warns}"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert (found.stdout, found.stderr) == (b"", b"")
