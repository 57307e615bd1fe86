"""Accounts: two of a group work in turn; one that may not write is told what mends that."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.engines.sqlite.engine import SqliteEngine
from store.errors import StoreTrouble
from store.repository import open_store
from store.rules.order.actions.note import Note
from store.upkeep.daily_copies import daily_copy
from store.upkeep.verifying import verify
from tests.build import ACTOR, NOW, keep, order
from tests.engines.facts import KIND, kept, write

GROUP, OWNER, COLLEAGUE, STRANGER = 65000, 65001, 65002, 65003
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two users")


@pytest.fixture(autouse=True)
def strict() -> Iterator[None]:
    """The umask that the program sets."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def work_in(folder: Path) -> None:
    """A little of everything."""
    repository = open_store(str(folder), ACTOR, lambda: NOW)
    if repository.order_count() == 0:
        keep(repository, order())
    repository.run(Note, repository.order(order().key), {"text": "一"})
    repository.presence.enter(order().key)
    daily_copy(repository.engine, NOW)
    verify(repository, full=True)
    repository.close()


@pytest.fixture
def folder(quick: Path) -> Path:
    """A folder of its owner's."""
    # Another account may not even read the modules that are not imported yet.
    work_in(quick / "before")
    quick.chmod(0o755)
    made = quick / "store"
    made.mkdir(mode=0o700)
    os.chown(made, OWNER, OWNER)
    return made


def start(number: int, act: Callable[[], object], *, group: bool = True) -> tuple[int, int]:
    """Begin to do this as another account; its process, and where it is heard."""
    hear, say = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([GROUP] if group else [])
            os.setgid(number)
            os.setuid(number)
            act()
        except StoreTrouble as error:
            os.write(say, error.sentence.encode())
        except BaseException as error:  # noqa: BLE001 - the parent is told
            os.write(say, repr(error).encode())
        finally:
            os._exit(0)
    os.close(say)
    return child, hear


def ended(child: int, hear: int) -> str:
    """The sentence it ended in, or nothing."""
    with os.fdopen(hear, encoding="utf-8") as told:
        sentence = told.read()
    os.waitpid(child, 0)
    return sentence


def as_account(number: int, act: Callable[[], object], *, group: bool = True) -> str:
    """Do this as another account; the sentence it ended in, or nothing."""
    return ended(*start(number, act, group=group))


def make_shared(folder: Path) -> None:
    os.chown(folder, OWNER, GROUP)
    folder.chmod(0o2770)


@root_only
def test_two_accounts_of_a_group_work_in_turn(folder: Path) -> None:
    make_shared(folder)

    def change() -> None:
        engine = SqliteEngine(folder)
        write(engine, kept(engine.next_id(KIND), None))
        engine.rest()
        engine.close()

    for turn in range(6):
        assert as_account((OWNER, COLLEAGUE)[turn % 2], change) == ""
    assert SqliteEngine(folder).commits() == 6


@root_only
def test_two_desks_of_two_accounts_are_open_at_the_same_time(folder: Path) -> None:
    make_shared(folder)

    go, come = os.pipe()
    ready, tell = os.pipe()

    def work() -> None:
        repository = open_store(str(folder), ACTOR, lambda: NOW)
        keep(repository, order())
        repository.run(Note, repository.order(order().key), {"text": "一"})
        # Now the files of the log are there, made by this account.
        os.write(tell, b"x")
        os.read(go, 1)
        repository.run(Note, repository.order(order().key), {"text": "二"})
        assert len(repository.order(order().key).notes) == 4
        verify(repository, full=True)
        repository.close()

    child, hear = start(OWNER, work)
    os.read(ready, 1)
    for account in (COLLEAGUE, COLLEAGUE + 5):
        assert as_account(account, lambda: work_in(folder)) == ""
    os.write(come, b"x")
    assert ended(child, hear) == ""
    assert verify(open_store(str(folder), ACTOR), full=True).events == 4


def told(folder: Path) -> str:
    return (
        f"{folder / 'shop.db'} cannot be written by this account. Whoever it belongs to gives it to"
        f" the group of the shop: chgrp -R GROUP {folder}; chmod -R g+rwX {folder}; find {folder}"
        " -type d -exec chmod g+s {} +"
    )


@root_only
@pytest.mark.parametrize("may_look", [True, False], ids=["may read it", "may not even look"])
def test_an_account_that_cannot_write_is_told_what_mends_it_and_that_does(
    folder: Path, may_look: bool
) -> None:
    def work() -> None:
        work_in(folder)

    assert as_account(OWNER, work) == ""
    if may_look:
        folder.chmod(0o755)
        (folder / "shop.db").chmod(0o644)
        assert as_account(COLLEAGUE, work) == told(folder)
    command = told(folder).partition("shop: ")[2].replace("GROUP", str(GROUP))
    assert (
        as_account(
            OWNER, lambda: subprocess.run(command, shell=True, check=True, capture_output=True)
        )
        == ""
    )
    assert as_account(COLLEAGUE, work) == ""
    assert as_account(OWNER, work) == ""
    assert as_account(STRANGER, work, group=False) != ""


@root_only
def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_done(folder: Path) -> None:
    def make() -> None:
        engine = SqliteEngine(folder)
        write(engine, kept())
        engine.close()

    assert as_account(OWNER, make) == ""
    folder.chmod(0o555)
    (folder / "shop.db").chmod(0o666)
    before = sorted(path.name for path in folder.iterdir())
    assert as_account(COLLEAGUE, lambda: SqliteEngine(folder)) == told(folder)
    assert sorted(path.name for path in folder.iterdir()) == before


@root_only
def test_where_no_store_can_be_made_it_is_said(folder: Path) -> None:
    folder.chmod(0o555)

    def make() -> None:
        write(SqliteEngine(folder), kept())

    assert as_account(COLLEAGUE, make) == (
        f"The store {folder} cannot be locked (Permission denied); nothing was changed."
    )
    inside = folder / "new"

    def make_inside() -> None:
        write(SqliteEngine(inside), kept())

    assert as_account(COLLEAGUE, make_inside) == (
        f"{inside} could not be written (Permission denied); nothing was changed. Try again."
    )
