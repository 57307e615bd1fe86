"""Views: a table as TinyDB's code reads and changes it, a document at a time."""

import json
from collections.abc import ItemsView, Iterator, Mapping, MutableMapping
from typing import Any

from store.engines.protocol import Engine, Kept
from store.engines.sealing import canonical, ensure_whole, sealed

Document = dict[str, Any]


class ReadView(Mapping[str, Document]):
    """The documents of a table by the text of their ids, each decoded anew when it is asked for."""

    def __init__(self, engine: Engine, kind: str) -> None:
        self._engine = engine
        self._kind = kind

    def __getitem__(self, name: str) -> Document:
        # TinyDB asks for the text of any id that it is given.
        is_number = name.removeprefix("-").isdecimal()
        kept = self._engine.document(self._kind, int(name)) if is_number else None
        if kept is None:
            raise KeyError(name)
        return _decoded(self._kind, kept)

    def __iter__(self) -> Iterator[str]:
        return (str(kept.id) for kept in self._engine.documents(self._kind))

    def __len__(self) -> int:
        return self._engine.count(self._kind)

    def items(self) -> ItemsView[str, Document]:
        """Ids and documents, read together a page at a time."""
        return _Items(self)

    def pairs(self) -> Iterator[tuple[str, Document]]:
        """The same as an iterator."""
        for kept in self._engine.documents(self._kind):
            yield str(kept.id), _decoded(self._kind, kept)


class _Items(ItemsView[str, Document]):
    _mapping: ReadView

    def __iter__(self) -> Iterator[tuple[str, Document]]:
        return self._mapping.pairs()


class WriteView(MutableMapping[int, Document]):
    """A table under change, inside `writing`. What was changed is written at its end.

    One document at a time is out in the hands of TinyDB's code; when the next one is asked for, the
    one before is compared with what is stored, so that a pass over everything holds one.
    """

    def __init__(self, engine: Engine, kind: str) -> None:
        self._engine = engine
        self._kind = kind
        self._changed: dict[int, str | None] = {}
        """New bodies by id; none for a document that was taken away."""
        self._is_cleared = False
        self._out: tuple[int, str, Document] | None = None

    @property
    def is_changed(self) -> bool:
        """Is there anything to write?"""
        self._settle()
        return bool(self._changed) or self._is_cleared

    def __getitem__(self, number: int) -> Document:
        if self._out and self._out[0] == number:
            return self._out[2]
        self._settle()
        body = self._body(number)
        if body is None:
            raise KeyError(number)
        document: Document = json.loads(body)
        self._out = number, body, document
        return document

    def __setitem__(self, number: int, document: Document) -> None:
        self._settle()
        if type(number) is not int:
            raise ValueError(f"{number!r} is no document ID of this table")
        self._changed[number] = canonical(document)

    def __delitem__(self, number: int) -> None:
        self._settle()
        if self._body(number) is None:
            raise KeyError(number)
        self._changed[number] = None

    def __contains__(self, number: object) -> bool:
        return type(number) is int and self._body(number) is not None

    def __iter__(self) -> Iterator[int]:
        stored = () if self._is_cleared else self._engine.documents(self._kind)
        known = set()
        for kept in stored:
            known.add(kept.id)
            if self._changed.get(kept.id, "") is not None:
                yield kept.id
        yield from (
            number
            for number, body in list(self._changed.items())
            if body is not None and number not in known
        )

    def __len__(self) -> int:
        return sum(1 for _number in self)

    def clear(self) -> None:
        """Take every document away."""
        self._changed, self._out, self._is_cleared = {}, None, True

    def highest(self) -> int:
        """The highest id that was added."""
        return max(self._changed, default=0)

    def write(self) -> None:
        """Write what was changed."""
        self._settle()
        if self._is_cleared:
            self._engine.empty(self._kind)
        gone = [number for number, body in self._changed.items() if body is None]
        if gone:
            self._engine.remove(self._kind, gone)
        for number, body in self._changed.items():
            if body is not None:
                self._write(number, body)

    def _write(self, number: int, body: str) -> None:
        known = self._engine.document(self._kind, number)
        version = known.version if known else 0
        kept = sealed(self._kind, Kept(number, None, version + 1, "", body, 0))
        if known is None:
            self._engine.add(self._kind, kept)
        else:
            self._engine.replace(self._kind, kept, version)

    def _body(self, number: int) -> str | None:
        if number in self._changed:
            return self._changed[number]
        kept = None if self._is_cleared else self._engine.document(self._kind, number)
        return None if kept is None else ensure_whole(self._kind, kept).body

    def _settle(self) -> None:
        if self._out is None:
            return
        (number, body, document), self._out = self._out, None
        now = canonical(document)
        if now != body:
            self._changed[number] = now


def _decoded(kind: str, kept: Kept) -> Document:
    document: Document = json.loads(ensure_whole(kind, kept).body)
    return document
