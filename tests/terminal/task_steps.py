"""What a task of the desk is made of: keys, texts, and what is waited for between them.

Keys are counted from the board with the cursor where it opens, navigation included; the free text,
the pasted or the scanned number of a field counts as one, an amount typed again in full.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from store.models.event import Actor
from store.models.order import Order
from store.repository import Repository, open_store
from tests.terminal.pty_driver import Desk


@dataclass(frozen=True)
class Typed:
    """A text of a field."""

    text: str


@dataclass(frozen=True)
class Pasted:
    """A text that the terminal pastes."""

    text: str


@dataclass(frozen=True)
class Again:
    """An amount, or the last digits of a number, typed once more."""

    text: str


@dataclass(frozen=True)
class Sees:
    """What the screen shows by now; no key."""

    text: str


Step = str | Typed | Pasted | Again | Sees
"""A string holds keys by their names, with blanks between."""


class Shop:
    """The store that a task was done in, as it is afterwards."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = home / "store"
        self.events: list[str] = []

    def repository(self) -> Repository:
        """The store."""
        return open_store(str(self.store), Actor(user="test"))

    def order(self, number: str) -> Order:
        """An order of it."""
        repository = self.repository()
        found = repository.find(number)
        repository.close()
        assert isinstance(found, Order)
        return found


@dataclass(frozen=True)
class Task:
    """One of the twenty, or a step of one that is counted by itself."""

    number: str
    does: str
    steps: tuple[Step, ...]
    keys: int
    """How many it takes."""
    holds: Callable[[Shop], object]
    """What is true of the store afterwards; raises or is false where it is not."""
    reach: int | None = None
    """How many it may take at most, where that is set."""
    language: str = "en"
    now: str = ""
    """When it is done, where that matters."""

    @property
    def name(self) -> str:
        """How a test calls it."""
        return f"{self.number} {self.does}"


def parts(task: Task) -> Iterator[str | Typed | Pasted | Again]:
    """What is pressed, key by key, and what is typed."""
    for step in task.steps:
        if isinstance(step, str):
            yield from step.split()
        elif not isinstance(step, Sees):
            yield step


def count(task: Task) -> int:
    """The keys of a task."""
    return sum(len(part.text) if isinstance(part, Again) else 1 for part in parts(task))


def work(desk: Desk, task: Task) -> None:
    """Do it."""
    for step in task.steps:
        if isinstance(step, str):
            desk.press(*step.split())
        elif isinstance(step, Pasted):
            desk.paste(step.text)
        elif isinstance(step, Sees):
            desk.wait_for(step.text)
        else:
            desk.type(step.text)
