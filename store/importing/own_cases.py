"""Own cases (各单的售后): in an import a case is of one order, the first that has its number."""

from collections.abc import Iterator, Mapping, Sequence

from store.acting import Store
from store.reading.case_numbers import Numbered, cases_numbered


class OwnCases:
    """Of which order each case is that the orders of an import bring, by its number."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._first: dict[tuple[str, str], Numbered] = {}
        """By platform and number: the first case that comes with it, until that is written."""

    def taken(self, brought: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        """Which numbers that come to orders another order has, with that order's number.

        `brought` has what comes of the rows about each order: by the numbers that nobody here knew
        of it, the order's key.
        """
        every = {number for numbers in brought for number in numbers}
        self._first |= {
            (one.platform, one.number): one for one in cases_numbered(self._store, every)
        }
        return [dict(self._of_others(numbers)) for numbers in brought]

    def written(self) -> None:
        """What was brought is in the store, and found there from now on."""
        self._first.clear()

    def _of_others(self, numbers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for case in map(Numbered, numbers.keys(), numbers.values()):
            first = self._first.setdefault((case.platform, case.number), case)
            if first.order != case.order:
                yield case.number, first.order_no
