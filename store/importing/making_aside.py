"""Making aside (另一进程备好): a large import has its orders made by a second process.

That leaves this one the reading and the writing, which take about as long, and a desk its keys. The
child (`store.importing.making_child`) only saves time: what it does not answer is made here.
"""

import pickle
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from store.errors import StoreTrouble
from store.importing.making import ChainOf, Found, Made, Task
from store.importing.making_child import Asked
from store.importing.read_rows import Entry
from store.importing.telling import Chain

PATIENCE_SECONDS = 60
"""A child that has said nothing for so long is not waited for."""
_START = (
    "import sys; sys.path[:] = sys.argv[1:]; from store.importing.making_child import main; main()"
)
_ROOT = str(Path(__file__).parents[2])
_BROKEN = (OSError, EOFError, ValueError, pickle.UnpicklingError)
"""What reading from a child raises, or writing to it, that has died."""


class MakingAside:
    """A second process, once it is started; as long as it lives it answers what it is asked."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._asked = 0

    @property
    def is_there(self) -> bool:
        """Is there one to be asked?"""
        return self._child is not None

    def start(self) -> None:
        """Start it, so that it has loaded what it needs once it is asked; no error where it cannot
        be.
        """
        places = [_ROOT, *filter(None, sys.path)]
        habit = ["-B"] if sys.dont_write_bytecode else []
        with suppress(OSError):
            self._child = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-I", "-S", *habit, "-c", _START, *places],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )

    def begin(self, task: Task) -> None:
        """Tell it once what all orders are made by."""
        self._tell(task)

    def ask(self, batch: Sequence[tuple[Sequence[Entry], Found]], chain_of: ChainOf) -> None:
        """Have these orders made; nothing that was asked before may be unanswered."""
        self._asked = len(batch)
        self._tell([Asked(rows, found, _chains(found, chain_of)) for rows, found in batch])

    def is_ready(self) -> bool:
        """Has it made what it was asked for?"""
        return self._has_spoken(0)

    def answers(self) -> Iterator[Made | None]:
        """What comes of each order that was asked for; none for one that is to be made here."""
        if not self._has_spoken(PATIENCE_SECONDS):
            self.stop()
        for _turn in range(self._asked):
            yield self._answer()
        self._asked = 0

    def stop(self) -> None:
        """End it."""
        child, self._child = self._child, None
        if child:
            child.kill()
            child.wait()
            for pipe in filter(None, (child.stdin, child.stdout)):
                with suppress(OSError):
                    pipe.close()

    def _tell(self, what: object) -> None:
        if self._child and self._child.stdin:
            try:
                pickle.dump(what, self._child.stdin, pickle.HIGHEST_PROTOCOL)
                self._child.stdin.flush()
            except _BROKEN:
                self.stop()

    def _has_spoken(self, seconds: float) -> bool:
        """Does it say something in time? All that it said before was heard."""
        if self._child is None or self._child.stdout is None:
            return False
        poll = select.poll()
        poll.register(self._child.stdout, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def _answer(self) -> Made | None:
        if self._child is None or self._child.stdout is None:
            return None
        try:
            made: Made | None = pickle.load(self._child.stdout)  # noqa: S301 - our own program
        except _BROKEN:
            self.stop()
            return None
        return made


def _chains(found: Found, chain_of: ChainOf) -> dict[str, Chain]:
    chains: dict[str, Chain] = {}
    for key in found.orders:
        # Whoever makes the order here is told of a history that is not whole, if it is needed.
        with suppress(StoreTrouble):
            chains[key] = chain_of(key)
    return chains


@contextmanager
def making_aside() -> Iterator[MakingAside]:
    """A second process that may be started; it is gone afterwards."""
    aside = MakingAside()
    try:
        yield aside
    finally:
        aside.stop()
