"""Ahead (预读): what a change will ask first, found out by letting it ask somebody who notes it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from store.engines.dialect import Asked, Session
from store.engines.protocol import Ahead
from store.engines.statements import Statements


class _Noting(Statements):
    """Notes what is read of it, and finds nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Asked] = []

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


def foreseen(ahead: Ahead) -> list[Asked]:
    """The statements of what it asks."""
    noting = _Noting()
    ahead(noting)
    return noting.asked
