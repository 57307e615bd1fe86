"""Writing: nests for each thread, is seen when it is committed, and is all or nothing."""

from contextlib import suppress
from threading import Event, Thread

import pytest

from store.engines.protocol import Engine
from store.errors import StoreTrouble
from tests.engines.conftest import Open
from tests.engines.facts import KIND, event, in_thread, kept, trouble_of, write

BROKEN_OFF = "The change was broken off; nothing was written."


def test_nothing_is_seen_before_the_commit_but_by_the_thread_that_writes(
    engine: Engine, opened: Open
) -> None:
    other = opened()
    with engine.writing():
        engine.add(KIND, kept())
        assert engine.document(KIND, 1) == kept()
        assert other.document(KIND, 1) is None
        assert in_thread(lambda: engine.document(KIND, 1)) is None
        assert in_thread(other.commits) == 0
    assert other.document(KIND, 1) == kept()
    assert in_thread(lambda: engine.document(KIND, 1)) == kept()


def test_only_the_outermost_block_commits(engine: Engine, opened: Open) -> None:
    with engine.writing():
        with engine.writing():
            engine.add(KIND, kept(1))
            with engine.writing():
                engine.add(KIND, kept(2, "b"))
        assert opened().count(KIND) == 0
        engine.add_events([event()])
    assert (opened().count(KIND), engine.commits()) == (2, 1)


def test_a_block_that_changes_nothing_is_no_commit(engine: Engine) -> None:
    write(engine, kept())
    with engine.writing():
        engine.remove(KIND, [9])
        engine.found(KIND)
    assert engine.commits() == 1


def test_an_exception_undoes_everything_and_is_told(engine: Engine, opened: Open) -> None:
    write(engine, kept(1))

    def change() -> None:
        with engine.writing():
            engine.remove(KIND, [1])
            engine.add(KIND, kept(2, "b"))
            raise KeyError("why")

    with pytest.raises(KeyError, match="why"):
        change()
    assert list(opened().documents(KIND)) == [kept(1)]
    assert (engine.count(KIND), engine.commits()) == (1, 1)
    write(engine, kept(2, "b"))


def test_an_exception_at_any_level_dooms_it_also_where_it_is_caught(
    engine: Engine, opened: Open
) -> None:

    def change() -> None:
        with engine.writing():
            engine.add(KIND, kept(1))
            with engine.writing(), suppress(KeyError), engine.writing():
                raise KeyError
            engine.add(KIND, kept(2, "b"))

    found = trouble_of(change)
    assert (type(found), found.sentence, found.code) == (StoreTrouble, BROKEN_OFF, "doomed")
    assert (opened().count(KIND), engine.count(KIND)) == (0, 0)
    write(engine, kept())
    assert opened().count(KIND) == 1


def test_an_exception_caught_within_one_block_dooms_nothing(engine: Engine) -> None:
    with engine.writing():
        engine.add(KIND, kept())
        with suppress(KeyError):
            raise KeyError
    assert engine.count(KIND) == 1


def test_two_threads_take_turns(engine: Engine) -> None:
    write(engine, kept())

    def change() -> None:
        for _ in range(25):
            with engine.writing():
                known = engine.document(KIND, 1)
                assert known is not None
                assert engine.replace(KIND, kept(1, version=known.version + 1), known.version)

    threads = [Thread(target=change) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = engine.document(KIND, 1)
    assert found is not None
    assert (found.version, engine.commits()) == (101, 101)


def test_a_thread_is_never_inside_the_block_of_another(engine: Engine) -> None:
    inside, go_on = Event(), Event()

    def hold() -> None:
        with engine.writing():
            engine.add(KIND, kept())
            inside.set()
            go_on.wait(10)

    holder = Thread(target=hold)
    holder.start()
    inside.wait(10)
    waiter = Thread(target=lambda: write(engine, kept(2, "b")))
    waiter.start()
    waiter.join(0.1)
    assert waiter.is_alive()
    assert engine.count(KIND) == 0
    go_on.set()
    holder.join()
    waiter.join()
    assert engine.count(KIND) == 2


def test_a_thread_that_looks_never_waits_for_one_that_writes(engine: Engine) -> None:
    write(engine, kept())
    with engine.writing():
        engine.remove(KIND, [1])
        assert in_thread(lambda: (engine.changed(), engine.document(KIND, 1))) == (False, kept())


def test_a_moment_stays_as_it_is_for_the_thread_that_reads_it(engine: Engine, opened: Open) -> None:
    write(engine, kept(1))
    with engine.moment():
        assert engine.count(KIND) == 1
        write(opened(), kept(2, "b"), events=[event()])
        in_thread(lambda: write(engine, kept(3, "c")))
        assert (engine.count(KIND), engine.commits()) == (1, 1)
        assert (list(engine.all_events()), engine.document(KIND, 3)) == ([], None)
        assert in_thread(lambda: engine.count(KIND)) == 3
    assert (engine.count(KIND), engine.commits()) == (3, 3)


def test_moments_nest_and_stand_inside_a_change(engine: Engine) -> None:
    write(engine, kept(1))
    with engine.moment(), engine.moment():
        assert engine.count(KIND) == 1
    with engine.writing():
        engine.add(KIND, kept(2, "b"))
        with engine.moment():
            assert engine.count(KIND) == 2
    assert engine.count(KIND) == 2


def test_a_moment_is_over_when_an_error_ends_it(engine: Engine) -> None:
    write(engine, kept(1))
    with suppress(KeyError), engine.moment():
        engine.count(KIND)
        raise KeyError
    write(engine, kept(2, "b"))
    assert engine.count(KIND) == 2


def test_a_store_that_was_closed_can_be_asked_again(engine: Engine) -> None:
    write(engine, kept())
    engine.close()
    engine.close()
    assert engine.document(KIND, 1) == kept()


def test_a_change_inside_a_moment_is_a_fault_of_the_program(engine: Engine, opened: Open) -> None:
    write(engine, kept(1))
    with engine.moment():
        assert engine.count(KIND) == 1
        with pytest.raises(RuntimeError, match="inside `moment`"):
            write(engine, kept(2, "b"))
        # Nothing was taken that another would have to wait for.
        write(opened(), kept(3, "c"))
        assert engine.count(KIND) == 1
    write(engine, kept(2, "b"))
    assert not engine.is_writing
