"""The twenty tasks of an after-sales desk by keys alone, in a real terminal.

What each of them is, and how its keys are counted, is in `docs/tasks.md`.
"""

import shutil
from pathlib import Path

import pytest

from tests import tasks_doc
from tests.terminal.loaded_desk import LoadedDesk
from tests.terminal.pty_driver import Desk
from tests.terminal.task_steps import PATIENCE, Shop, Task, count, work
from tests.terminal.task_table import NOW, TASKS

LONG_MOMENT = 60
"""Seconds; however slow the machine, a form waits for what comes of it."""


@pytest.fixture
def shop(sample: Path, tmp_path: Path) -> Shop:
    """The sample shop as one agent finds it in the morning."""
    shutil.copytree(sample, tmp_path / "store")
    (tmp_path / "chat.txt").write_text("买家：收到就是破的\n", "utf-8")
    return Shop(tmp_path)


def opened(shop: Shop, task: Task) -> Desk:
    """The desk on it."""
    store, home = str(shop.store), str(shop.home)
    options = ["--store", store, "--lang", task.language, "--now", task.now or NOW]
    return LoadedDesk(
        options,
        columns=120,
        rows=36,
        env={"XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home},
        cwd=shop.home,
        moment=LONG_MOMENT,
    )


@pytest.mark.parametrize("task", TASKS, ids=[task.number for task in TASKS])
def test_a_task_is_done_with_its_keys(task: Task, shop: Shop) -> None:
    with opened(shop, task) as desk:
        desk.wait_for("1 / ", PATIENCE)
        work(desk, task)
        desk.wait_until(lambda _text: task.holds(shop), PATIENCE, "change in the store")


@pytest.mark.parametrize("task", TASKS, ids=[task.number for task in TASKS])
def test_a_task_takes_the_keys_that_are_said_of_it_and_no_more_than_it_may(task: Task) -> None:
    assert count(task) == task.keys
    assert task.keys <= (task.reach or task.keys)


def test_the_page_of_the_tasks_is_current() -> None:
    assert tasks_doc.PAGE.read_text("utf-8") == tasks_doc.page()
