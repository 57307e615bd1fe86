"""Ahead (预读): what a change will ask first, found out by letting it ask somebody who notes it."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Any

from store.engines.dialect import Asked, Session
from store.engines.protocol import Ahead, Kept
from store.engines.row_writer import kept_rows
from store.engines.rows import lists_of
from store.engines.statements import Statements

MOST = 2_000
"""Ids of so many documents are remembered: more than a desk has on its screens."""


class Foresight:
    """What a change asks, as far as it is known before it begins."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        """Ids of documents, by kind and key, as they were when they were read last."""

    def note(self, kind: str, kept: Kept) -> None:
        """This document was read, and may be changed next."""
        if kept.key is not None:
            if len(self._numbers) >= MOST:
                self._numbers = {}
            self._numbers[kind, kept.key] = kept.id

    def asked(self, ahead: Ahead) -> list[Asked]:
        """The statements of what it asks, and of what follows from that."""
        noting = _Noting(self._numbers)
        ahead(noting)
        return noting.asked


class _Noting(Statements):
    """Notes what is read of it, and finds nothing."""

    def __init__(self, numbers: dict[tuple[str, str], int]) -> None:
        super().__init__()
        self.asked: list[Asked] = []
        self._numbers = numbers

    def places(self, kind: str, keys: Collection[str]) -> dict[str, tuple[int, int]]:
        """Who asks for places puts documents there, before which their rows are looked at.

        Where an id is not known any more, or another by now, those are asked for then.
        """
        known = [self._numbers[kind, key] for key in keys if (kind, key) in self._numbers]
        if known:
            self.asked += [kept_rows(table, kind, known) for table in lists_of(kind)]
        return super().places(kind, keys)

    def _read(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        self.asked.append((sql, parameters))
        return []

    def _change(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        raise NotImplementedError

    def _write(self, sql: str, many: Sequence[Sequence[Any]]) -> None:
        raise NotImplementedError

    def _guarded(self, sql: str, many: Sequence[Sequence[Any]]) -> None:
        raise NotImplementedError

    def _session(self) -> AbstractContextManager[Session]:
        raise NotImplementedError
