"""Forks: a process that was forked takes neither connection, change, moment nor lock along."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest

from store.engines.protocol import ListRows
from store.engines.sqlite import connections
from store.engines.sqlite.engine import SqliteEngine
from tests.engines.facts import KIND, in_child, kept, write


def test_no_connection_crosses_a_fork(store: Path) -> None:
    engine = SqliteEngine(store)
    write(engine, kept(1))
    mine = engine._connections.mine()

    def child() -> None:
        assert engine.count(KIND) == 1
        assert engine._connections.mine() is not mine
        assert any(abandoned is mine for abandoned in connections._abandoned)
        write(engine, kept(2, "b"))
        engine.close()

    assert in_child(child) == 0
    assert engine._connections.mine() is mine
    write(engine, kept(3, "c"))
    assert engine.count(KIND) == 3
    assert engine.changed()


def test_closing_in_a_forked_process_closes_nothing_of_the_other_one(store: Path) -> None:
    engine = SqliteEngine(store)
    write(engine, kept(1))
    assert in_child(engine.close) == 0
    write(engine, kept(2, "b"))
    engine.check()
    assert SqliteEngine(store).count(KIND) == 2


def test_a_process_that_was_forked_inside_a_change_is_not_inside_it(store: Path) -> None:
    engine = SqliteEngine(store)
    write(engine, kept(1))

    def child() -> None:
        assert engine.count(KIND) == 1
        with pytest.raises(AssertionError):
            engine.add(KIND, kept(9, "z"))

    with engine.writing():
        engine.add(KIND, kept(2, "b"))
        assert in_child(child) == 0
    assert engine.count(KIND) == 2


def forked_inside(block: AbstractContextManager[None], after: Callable[[], int], how: str) -> int:
    """The exit status, made by `after`, of a child that leaves a block it was forked in."""
    child = status = 0
    with suppress(KeyError), block:
        child = os.fork()
        if child:
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        elif how == "by an error":
            raise KeyError
    if child == 0:
        left = 99
        try:
            left = after()
        finally:
            os._exit(left)
    return status


@pytest.mark.parametrize("how", ["at its end", "by an error"])
def test_a_process_forked_inside_a_change_neither_commits_nor_undoes_it(
    store: Path, how: str
) -> None:
    engine = SqliteEngine(store)
    write(engine, kept(1))
    mine = engine._connections.mine()
    seen = []

    @contextmanager
    def change() -> Iterator[None]:
        with engine.writing():
            engine.add(KIND, kept(2, "b"))
            engine.put_rows(KIND, 2, [ListRows(KIND, ())])
            yield
            seen.append((mine.in_transaction, SqliteEngine(store).count(KIND)))

    def after() -> int:
        assert mine.in_transaction
        return engine.count(KIND)

    assert forked_inside(change(), after, how) == 1
    assert seen == [(True, 1)]
    assert (engine.count(KIND), engine.commits()) == (2, 2)
    write(engine, kept(3, "c"))
    engine.check()


def test_a_process_forked_inside_a_change_reads_lists_and_keeps_no_lock(store: Path) -> None:
    engine = SqliteEngine(store)
    write(engine, kept(1))
    wait, go_on = os.pipe()
    was_read, say = os.pipe()
    with engine.writing():
        engine.put_rows(KIND, 7, [ListRows(KIND, ())])
        child = os.fork()
        if child == 0:
            left = 1
            try:
                assert engine.fetch("select count(*) from document", ()) == [(1,)]
                os.write(say, b"x")
                os.read(wait, 1)
                left = 0
            finally:
                os.write(say, b"x")
                os._exit(left)
        os.read(was_read, 1)
    write(engine, kept(2, "b"))
    os.write(go_on, b"x")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_process_forked_inside_a_moment_does_not_end_it(store: Path) -> None:
    engine = SqliteEngine(store)
    write(engine, kept(1))
    mine = engine._connections.mine()
    assert forked_inside(engine.moment(), lambda: int(mine.in_transaction), "at its end") == 1
    assert not mine.in_transaction
