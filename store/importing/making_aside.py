"""Making aside (另一进程备好): a large import has its orders made by a second process.

That leaves this one the reading and the writing, which take about as long. The
child (`store.importing.making_child`) only saves time: what it does not answer is made here.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from store.child import ChildProcess
from store.errors import StoreTrouble
from store.importing.making import ChainOf, Found, Made, Task
from store.importing.making_child import Asked
from store.importing.read_rows import Entry
from store.importing.telling import Chain

PATIENCE_SECONDS = 60
"""A child that has said nothing for so long is not waited for."""


class MakingAside:
    """A second process, once it is started; as long as it lives it answers what it is asked."""

    def __init__(self) -> None:
        self._child = ChildProcess("store.importing.making_child")

    @property
    def is_there(self) -> bool:
        """Is there one to be asked?"""
        return self._child.is_there

    def start(self) -> None:
        """Start it; no error where it cannot be."""
        self._child.start()

    def begin(self, task: Task) -> None:
        """Tell it once what all orders are made by."""
        self._child.tell(task)

    def ask(self, batch: Sequence[tuple[Sequence[Entry], Found]], chain_of: ChainOf) -> None:
        """Have these orders made; the batch before may be unanswered, none before that."""
        self._child.tell([Asked(rows, found, _chains(found, chain_of)) for rows, found in batch])

    def is_ready(self) -> bool:
        """Has it made the batch that is to be answered next?"""
        return self._child.has_spoken(0)

    def answers(self, number: int) -> Sequence[Made | None]:
        """What comes of the so many orders of the next batch; none for one to be made here.

        The batch after it has to be asked for before: till then nothing is said.
        """
        if not self._child.has_spoken(PATIENCE_SECONDS):
            self.stop()
        said: Sequence[Made | None] | None = self._child.heard()
        return [None] * number if said is None else said

    def stop(self) -> None:
        """End it."""
        self._child.stop()


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
