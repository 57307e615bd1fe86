"""Views: a table as TinyDB's code reads and changes it, a document at a time."""

from collections.abc import Callable, ItemsView, Iterator, Mapping, MutableMapping
from typing import Any

from store.engines.journal.record import EMPTIED, GONE, Change, to_json
from store.engines.journal.storage import same
from store.engines.journal.tables import Documents, from_json, number

Document = dict[str, Any]


class ReadView(Mapping[str, Document]):
    """The documents of a table by the text of their ids, each decoded anew when it is asked for."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def __getitem__(self, name: str) -> Document:
        document: Document = from_json(self._documents[name])
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)

    def items(self) -> ItemsView[str, Document]:
        """Ids and documents as they are now, whatever is written while one goes through them."""
        return ItemsView(ReadView(dict(self._documents)))


class WriteView(MutableMapping[Any, Document]):
    """A table under change. It remembers what was changed, and nothing is believed before commit.

    One document at a time is out in the hands of TinyDB's code; when the next one is asked for, the
    one before is compared with what is stored, so that a pass over everything holds one.
    """

    def __init__(
        self, name: str, documents: Documents | None, id_class: Callable[[str], Any]
    ) -> None:
        self._name = name
        self._is_new = documents is None
        self._documents: Documents = documents or {}
        self._id_class = id_class
        self._changed: dict[str, bytes] = {}
        self._cleared = False
        self._out: tuple[str, Document] | None = None

    def __getitem__(self, key: Any) -> Document:
        name = self._name_of(key)
        if self._out and self._out[0] == name:
            return self._out[1]
        self._settle()
        document: Document = from_json(self._changed.get(name) or self._documents[name])
        self._out = name, document
        return document

    def __setitem__(self, key: Any, document: Document) -> None:
        self._settle()
        name = str(key)
        if self._id_class(name) != key:
            raise ValueError(f"{key!r} is no document ID of this table")
        self._changed[name] = to_json(document)

    def __delitem__(self, key: Any) -> None:
        name = self._name_of(key)
        self._settle()
        if name in self._documents:
            self._changed[name] = GONE
        else:
            del self._changed[name]

    def __contains__(self, key: object) -> bool:
        name = str(key)
        return self._has(name) and bool(self._id_class(name) == key)

    def __iter__(self) -> Iterator[Any]:
        added = [name for name in self._changed if name not in self._documents]
        for name in [*self._documents, *added]:
            if self._has(name):
                yield self._id_class(name)

    def __len__(self) -> int:
        return sum(1 for _key in self)

    def clear(self) -> None:
        """Take every document away."""
        self._documents, self._changed, self._out, self._cleared = {}, {}, None, True

    def highest(self) -> int:
        """The highest id that was added."""
        return max(map(number, self._changed), default=0)

    def changes(self) -> list[Change]:
        """What there is to commit."""
        self._settle()
        whole = [Change(self._name, None, None, EMPTIED)] if self._is_new or self._cleared else []
        return whole + [Change(self._name, *entry) for entry in self._entries()]

    def _entries(self) -> Iterator[tuple[str, None, bytes]]:
        return ((name, None, document) for name, document in self._changed.items())

    def _has(self, name: str) -> bool:
        changed = self._changed.get(name)
        return name in self._documents if changed is None else changed != GONE

    def _name_of(self, key: Any) -> str:
        if key not in self:
            raise KeyError(key)
        return str(key)

    def _settle(self) -> None:
        if self._out is None:
            return
        (name, document), self._out = self._out, None
        text = to_json(document)
        before = self._changed.get(name) or self._documents[name]
        if not same(before, text):
            self._changed[name] = text
