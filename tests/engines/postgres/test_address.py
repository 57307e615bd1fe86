"""The address of a database: what it may say, and what of it is ever shown."""

import subprocess
import sys
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from store.engines.opening import engine_at, shown
from store.engines.postgres.address import address_of
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
    folders = {address_of(f"{HOSTS}&shop={shop}").folder for shop in ("", "a", "b")}
    assert len(folders) == 3
    assert address_of(HOSTS).folder == address_of(HOSTS.replace("geheim", "anders")).folder


def test_a_password_is_never_shown() -> None:
    url = f"{HOSTS}&password=auch&shop=a"
    assert "geheim" not in address_of(HOSTS).shown
    assert shown(url) == (
        "postgresql://li@a.example,b.example:5433/shop?target_session_attrs=read-write&shop=a"
    )
    assert shown("/srv/store") == "/srv/store"


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
        "The database postgresql:///nowhere/shop cannot be reached (connection is bad: connection"
        ' to server on socket "/nowhere/.s.PGSQL.5432" failed: No such file or directory); nothing'
        " was changed. Try again."
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
