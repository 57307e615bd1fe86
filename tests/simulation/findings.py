"""Findings (所见): what a simulated shop showed that should not be so."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that is not as it has to be."""

    kind: str
    key: str
    said: str


class Findings:
    """All of them, each said once."""

    def __init__(self) -> None:
        self.all: list[Finding] = []
        self._known: set[tuple[str, str]] = set()

    def add(self, kind: str, key: str, said: str) -> None:
        """Something is wrong with an order, a product or the store; the first time counts."""
        if (kind, key) not in self._known:
            self._known.add((kind, key))
            self.all.append(Finding(kind, key, said))
