"""News: what others committed is news, what any thread of ours committed is none."""

import time
from threading import Event, Thread

from store.engines.protocol import Engine
from store.errors import InterruptedReading
from tests.engines.conftest import Open
from tests.engines.facts import KIND, break_off, in_thread, kept, write

ENDLESS = (
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000000)"
    " select count(*) from n"
)


def test_what_was_there_at_opening_is_no_news(engine: Engine, opened: Open) -> None:
    write(engine, kept())
    other = opened()
    assert (other.changed(), engine.changed()) == (False, False)


def test_a_commit_of_others_is_news_once(engine: Engine, opened: Open) -> None:
    write(engine, kept(1))
    other = opened()
    write(engine, kept(2, "b"))
    write(engine, kept(3, "c"))
    assert (other.changed(), other.changed()) == (True, False)
    write(other, kept(4, "d"))
    assert (engine.changed(), engine.changed()) == (True, False)


def test_the_first_commit_of_all_is_news_for_who_opened_before(
    engine: Engine, opened: Open
) -> None:
    other = opened()
    assert not other.changed()
    write(engine, kept())
    assert (other.changed(), other.count(KIND), other.changed()) == (True, 1, False)


def test_own_commits_are_no_news_whichever_thread_made_them(engine: Engine) -> None:
    write(engine, kept(1))
    assert not engine.changed()
    in_thread(lambda: write(engine, kept(2, "b")))
    write(engine, kept(3, "c"))
    in_thread(engine.rest)
    assert not engine.changed()


def test_among_own_commits_one_of_others_is_news(engine: Engine, opened: Open) -> None:
    other = opened()
    write(engine, kept(1))
    write(other, kept(2, "b"))
    in_thread(lambda: write(engine, kept(3, "c")))
    assert (engine.changed(), engine.changed()) == (True, False)


def test_a_change_that_was_undone_is_no_news(engine: Engine, opened: Open) -> None:
    write(engine, kept())
    other = opened()
    break_off(engine, lambda: engine.remove(KIND, [1]))
    assert (engine.changed(), other.changed()) == (False, False)


def test_asking_while_a_thread_of_ours_writes_is_never_news(engine: Engine) -> None:
    write(engine, kept())

    def change() -> None:
        for version in range(2, 150):
            write(engine, kept(version=version))

    writer = Thread(target=change)
    writer.start()
    asked = []
    while writer.is_alive():
        asked.append(engine.changed())
    writer.join()
    assert not any(asked)
    assert not engine.changed()


def test_commits_are_counted_from_one(engine: Engine, opened: Open) -> None:
    found = [engine.commits()]
    for number in range(1, 4):
        write(engine, kept(number, None))
        found.append(opened().commits())
    assert found == [0, 1, 2, 3]


def test_a_reading_is_stopped_in_the_thread_that_reads(engine: Engine) -> None:
    write(engine, kept())
    told: list[str] = []
    begun = Event()

    def read() -> None:
        assert engine.fetch("select 1", ()) == [(1,)]
        begun.set()
        try:
            engine.fetch(ENDLESS, ())
        except InterruptedReading as error:
            told.append(error.sentence)
        told.append(str(engine.count(KIND)))

    reader = Thread(target=read)
    reader.start()
    begun.wait(10)
    deadline = time.monotonic() + 20
    while reader.is_alive() and time.monotonic() < deadline:
        assert reader.ident is not None
        engine.interrupt(reader.ident)
        reader.join(0.02)
    assert told == ["The reading was stopped.", "1"]
    assert engine.count(KIND) == 1


def test_stopping_a_thread_that_reads_nothing_does_nothing(engine: Engine) -> None:
    write(engine, kept())
    engine.interrupt(1)
    engine.interrupt(Thread(target=print).ident or 0)
    assert engine.count(KIND) == 1
