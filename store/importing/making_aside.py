"""Making aside (另一进程备好): a large import has its documents made by a second process.

That leaves this one the reading and the writing, which take about as long. The child only saves
time: what it does not answer is made here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from store.aside import Aside

ORDERS, BILLS = "store.importing.making_child", "store.importing.funds_making"
"""The modules of which a second process makes orders and bills."""
MOST_OWN, STEP = 0.5, 0.02
"""Beside a second process at most half of a batch is made here, and so much more of a later one
where that process kept this one waiting."""
Asked = TypeVar("Asked")
"""One thing that is to be made."""
Made = TypeVar("Made")
"""What comes of it."""


class MakingAside(Aside):
    """A second process that makes things, once it is started."""

    def made(
        self,
        terms: object,
        batches: Iterable[Sequence[Asked]],
        question: Callable[[Asked], object],
        make: Callable[[Asked], Made],
        take: Callable[[Asked, Any], Made],
    ) -> Iterator[list[Made]]:
        """What comes of batch after batch, none of which is empty.

        `question` is what the other process is asked of one thing, `take` makes something of its
        answer, and `make` does without one. A batch is read before the one before it is given. The
        other process has the next batch as soon as it has made this one; the last of a batch are
        made here, as many as there is time for.
        """
        if not self.is_there:
            yield from ([make(one) for one in batch] for batch in batches)
            return
        self.begin(terms)
        coming, own = iter(batches), 0.0
        batch: Sequence[Asked] = next(coming, ())
        asked = self._ask(batch, own, question)
        while batch:
            following: Sequence[Asked] = next(coming, ())
            asked_next = self._ask(following, own, question)
            made_here = [make(one) for one in batch[asked:]]
            # It may be ahead, having the next batch already: that is better than to wait for it.
            own = max(0.0, own - STEP / 2) if self.is_ready() else min(MOST_OWN, own + STEP)
            answers = self._answers(asked)
            yield [
                make(one) if answer is None else take(one, answer)
                for one, answer in zip(batch[:asked], answers, strict=True)
            ] + made_here
            batch, asked = following, asked_next

    def _ask(self, batch: Sequence[Asked], own: float, question: Callable[[Asked], object]) -> int:
        """Have a batch made but for this part of it; how many things that is.

        The batch before may be unanswered, none before that.
        """
        asked = len(batch) - int(len(batch) * own)
        self.give([question(one) for one in batch[:asked]])
        return asked

    def _answers(self, number: int) -> Sequence[Any]:
        """What comes of the so many things of the next batch; none for one to be made here.

        The batch after it has to be asked for before: till then nothing is said.
        """
        said: Sequence[Any] | None = self.answer()
        return [None] * number if said is None else said


@contextmanager
def making_aside(child: str) -> Iterator[MakingAside]:
    """A second process that may be started, of this module; it is gone afterwards."""
    aside = MakingAside(child)
    try:
        yield aside
    finally:
        aside.stop()
