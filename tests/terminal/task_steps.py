"""What a task of the desk is made of: its keys as one line, and what is so afterwards.

In the line `'…'` is a text of a field, `<…>` one that the terminal pastes, `=…` an amount or digits
typed once more, and `[…]` what the screen shows by then and a person reads, which is no key; the
rest are keys.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from store.models.event import Actor
from store.models.order import Order
from store.repository import Repository, open_store
from tests.terminal.pty_driver import Desk
from tui.keyboard.behind_refused import READING_SECONDS

PATIENCE = 90
"""Seconds after which a busy machine is not to blame any more."""
PARTS = re.compile(
    r"'(?P<text>[^']*)'|<(?P<paste>[^>]*)>|=(?P<again>\d+)|\[(?P<seen>[^\]]*)\]|(?P<key>\S+)"
)


class Shop:
    """The store that a task was done in, and the folder it was done from."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = home / "store"

    def repository(self) -> Repository:
        """The store; whoever asks closes it."""
        return open_store(str(self.store), Actor(user="test"))

    def order(self, number: str) -> Order:
        """An order of it."""
        repository = self.repository()
        found = repository.find(number)
        repository.close()
        assert isinstance(found, Order)
        return found

    def written(self, ending: str) -> bool:
        """Was a file with this ending written?"""
        return any(self.home.glob(f"*{ending}"))


@dataclass(frozen=True)
class Task:
    """One of the twenty, or a step of one that is counted by itself."""

    number: str
    does: str
    line: str
    keys: int
    """How many it takes."""
    holds: Callable[[Shop], bool] = lambda _shop: True
    """What is true of the store afterwards."""
    reach: int | None = None
    """How many it may take at most, where that is set."""
    language: str = "en"
    now: str = ""
    """When it is done, where that matters."""


def parts(task: Task) -> Iterator[tuple[str, str]]:
    """What is pressed, typed, pasted and seen, each with what it is."""
    for found in PARTS.finditer(task.line):
        kind = found.lastgroup or ""
        yield kind, found[kind]


def count(task: Task) -> int:
    """The keys of a task."""
    counted = [(kind, text) for kind, text in parts(task) if kind != "seen"]
    return sum(len(text) if kind == "again" else 1 for kind, text in counted)


def keys_of(task: Task) -> str:
    """The keys as a person reads them; `…` is a text."""
    shown = {"text": "…", "paste": "paste", "seen": ""}
    return " ".join(filter(None, (shown.get(kind, text) for kind, text in parts(task))))


def work(desk: Desk, task: Task) -> None:
    """Do it; what is typed ahead waits in the desk until it is its turn."""
    for kind, text in parts(task):
        if kind == "key":
            desk.press(text)
        elif kind == "paste":
            desk.paste(text)
        elif kind == "seen":
            desk.wait_for(text, PATIENCE)
            time.sleep(READING_SECONDS)
        else:
            desk.type(text)
