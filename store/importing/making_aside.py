"""Making aside (另一进程备好): a large import has its orders made by a second process.

That leaves this one the reading and the writing, which take about as long. The
child (`store.importing.making_child`) only saves time: what it does not answer is made here.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from store.aside import Aside
from store.documents.chains import Chain
from store.errors import StoreTrouble
from store.importing.making import ChainOf, Found, Made
from store.importing.making_child import Asked
from store.importing.read_rows import Entry


class MakingAside(Aside):
    """A second process that makes orders, once it is started."""

    def __init__(self) -> None:
        super().__init__("store.importing.making_child")

    def ask(self, batch: Sequence[tuple[Sequence[Entry], Found]], chain_of: ChainOf) -> None:
        """Have these orders made; the batch before may be unanswered, none before that."""
        self.give([Asked(rows, found, _chains(found, chain_of)) for rows, found in batch])

    def answers(self, number: int) -> Sequence[Made | None]:
        """What comes of the so many orders of the next batch; none for one to be made here.

        The batch after it has to be asked for before: till then nothing is said.
        """
        said: Sequence[Made | None] | None = self.answer()
        return [None] * number if said is None else said


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
