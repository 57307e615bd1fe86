"""At a real terminal, while another process has the store's lock: every key is answered."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.models.event import Actor
from store.repository import open_store
from tests.build import ORDER_NO, TRACKING_NO, keep, order
from tests.terminal.pty_driver import Desk
from tests.terminal.test_two_desks import desk_of
from tui.keyboard.type_ahead import REPEAT_SECONDS

OTHER_ORDER = "261120-000000000000002"
SOON = 3
"""Seconds; the desk promises 50 ms, which the bench measures, and the lock is held for longer."""
HOLD = """
import sys
from store.models.event import Actor
from store.repository import open_store
with open_store(sys.argv[1], Actor(user="wang", name="老王")).db.writing():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Li's, at a list of two orders."""
    repository = open_store(str(tmp_path / "shop"), Actor(user="test"))
    keep(repository, order(), order(order_no=OTHER_ORDER))
    repository.close()
    with desk_of("li", tmp_path) as opened:
        opened.wait_for(ORDER_NO)
        yield opened


@contextmanager
def held(store: Path) -> Iterator[None]:
    """Another process has the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stdin
        assert child.stdout.readline() == b"held\n"
        yield
        child.stdin.close()


def test_a_form_waits_for_whoever_has_the_lock_and_is_left_for_other_work(
    desk: Desk, tmp_path: Path
) -> None:
    desk.press("n")
    desk.wait_for("Write a note")
    desk.type("a")
    with held(tmp_path / "shop"):
        desk.press("ctrl+s")
        desk.wait_for("Waiting for 老王 (wang) …  esc gives it up", SOON)
        desk.press("esc")
        desk.wait_for("given up, nothing was", SOON)
        desk.wait_gone("ctrl+s save", SOON)
        desk.type(f"/{OTHER_ORDER}\r")
        desk.wait_for("1 of 2 ", SOON)
        desk.press("right")
        desk.wait_for("1 What is owed", SOON)
        desk.press("s")
        desk.wait_for("Tracking number", SOON)
        desk.type(TRACKING_NO)
        desk.press("ctrl+s")
        desk.wait_for("Waiting for 老王 (wang)", SOON)
    desk.wait_for("Ship: done.")
    desk.press("q")
    desk.wait_for("At zero")
    desk.settle(REPEAT_SECONDS)
    desk.press("q")
    desk.wait_for("Leave the desk?  1 draft")
    desk.press("enter")
    assert desk.exit_status() == 0
