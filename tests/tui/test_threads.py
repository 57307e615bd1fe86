"""Reading that is stopped is the one that was meant, never what its thread does next."""

import asyncio
from threading import Event, get_ident

import pytest

from tui.jobs import Job, Jobs
from tui.threads import Reading, Threads

A_MOMENT = 0.2


async def test_what_a_thread_reads_next_waits_until_its_stopped_reading_was_interrupted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.threads.READERS", 1)
    begun, end, next_begun = Event(), Event(), Event()
    was_next: list[bool] = []

    def read() -> None:
        begun.set()
        end.wait(10)

    def interrupt(_thread: int) -> None:
        end.set()  # it comes to its end this very moment
        was_next.append(next_begun.wait(A_MOMENT))

    threads = Threads(interrupt)
    reading = asyncio.create_task(threads.read(read))
    await asyncio.to_thread(begun.wait, 10)
    following = asyncio.create_task(threads.read(next_begun.set))
    await asyncio.sleep(0)
    reading.cancel()
    await asyncio.wait({reading})
    await following

    assert was_next == [False]
    threads.close()


async def test_no_key_waits_while_a_server_is_told_to_stop_reading() -> None:
    begun, told, end = Event(), Event(), Event()
    by: list[int] = []

    def read() -> None:
        begun.set()
        end.wait(10)

    def interrupt(_thread: int) -> None:
        by.append(get_ident())
        told.set()

    threads = Threads(interrupt)
    reading = asyncio.create_task(threads.read(read))
    await asyncio.to_thread(begun.wait, 10)
    reading.cancel()
    await asyncio.wait({reading})
    await asyncio.to_thread(told.wait, 10)
    end.set()
    threads.close()

    assert len(by) == 1
    assert by != [get_ident()]


async def test_a_reading_that_is_given_up_after_the_threads_have_ended_is_only_cancelled() -> None:
    begun, end = Event(), Event()

    def read() -> None:
        begun.set()
        end.wait(10)

    threads = Threads(lambda _thread: None)
    reading = asyncio.create_task(threads.read(read))
    await asyncio.to_thread(begun.wait, 10)
    end.set()
    threads.close()
    reading.cancel()
    await asyncio.wait({reading})

    assert reading.cancelled()


def test_what_is_read_no_more_is_not_interrupted() -> None:
    interrupted: list[int] = []
    reading = Reading()
    reading.stop(interrupted.append)
    with reading.here():
        pass
    reading.stop(interrupted.append)

    assert interrupted == []


def test_a_job_that_has_ended_is_not_interrupted() -> None:
    """Another thread may have its number by now."""
    interrupted: list[int] = []
    jobs = Jobs(interrupted.append, lambda _job: None)
    job = jobs.start(Job("export", "Export", lambda _job: "", only_reads=True))
    job.join()
    jobs.stop(job)

    assert interrupted == []
