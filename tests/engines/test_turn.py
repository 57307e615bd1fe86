"""A turn: whoever waits for the lock can be asked for whom, and told to wait no longer."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from store.accounts import user
from store.engines.lock import free, locked
from store.engines.turn import Turn
from store.errors import GivenUp

PATIENCE = 5


@contextmanager
def writer(path: Path, turn: Turn) -> Iterator["Future[str]"]:
    """Another thread that wants the lock in this turn, and says that it had it."""

    def write() -> str:
        with turn.ours(), locked(path):
            return "written"

    with ThreadPoolExecutor(1) as threads:
        yield threads.submit(write)


def wait_for(turn: Turn) -> str:
    """For whom it waits, as soon as it does."""
    end = time.monotonic() + PATIENCE
    while not (who := turn.waits_for) and time.monotonic() < end:
        time.sleep(0.001)
    return who


def test_a_wait_says_for_whom_and_ends_with_the_lock(quick: Path) -> None:
    turn = Turn()
    with ExitStack() as held:
        held.enter_context(locked(quick / "lock", "小李 (li)"))
        with writer(quick / "lock", turn) as written:
            assert wait_for(turn) == "小李 (li)"
            assert not written.done()
            held.close()
            assert written.result(PATIENCE) == "written"
    assert turn.waits_for == ""


def test_without_a_name_it_is_the_account_s(quick: Path) -> None:
    turn = Turn()
    with locked(quick / "lock"), writer(quick / "lock", turn):
        assert wait_for(turn) == user()
        assert turn.give_up()


def test_what_is_given_up_never_takes_the_lock(quick: Path) -> None:
    turn = Turn()
    with locked(quick / "lock"), writer(quick / "lock", turn) as written:
        wait_for(turn)
        assert turn.give_up()
        with pytest.raises(GivenUp, match=r"^It was given up before its turn came; nothing was"):
            written.result(PATIENCE)
    for _ in range(20):
        with locked(quick / "lock"):
            pass
    with free(quick / "lock") as is_free:
        assert is_free


def test_what_is_given_up_beforehand_does_not_begin(quick: Path) -> None:
    turn = Turn()
    assert turn.give_up()
    with writer(quick / "lock", turn) as written, pytest.raises(GivenUp):
        written.result(PATIENCE)
    with free(quick / "lock") as is_free:
        assert is_free


class Coming(Future[None]):
    """A lock that comes between a look whether it is there and what is done about that."""

    def done(self) -> bool:
        was_done = super().done()
        if not was_done:
            self.set_result(None)
        return was_done

    def set_exception(self, exception: BaseException | None) -> None:
        self.done()
        super().set_exception(exception)


def test_a_lock_that_comes_while_it_is_given_up_is_not_taken() -> None:
    turn = Turn()
    with turn.waiting(Coming(), str):
        assert turn.give_up()
        with pytest.raises(GivenUp):
            turn.take()


def test_what_has_begun_is_not_given_up(quick: Path) -> None:
    turn = Turn()
    with turn.ours(), locked(quick / "lock"):
        assert not turn.give_up()
    assert not turn.give_up()


def test_a_thread_outside_any_turn_waits_as_ever(quick: Path) -> None:
    turn = Turn()
    turn.give_up()
    with locked(quick / "lock"):
        held = (quick / "lock").read_text("utf-8").split()
    assert held == [str(os.getpid()), user()]
