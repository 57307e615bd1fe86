"""Columns (列): the rows of a snapshot once more, a column a line, for opening without the orders.

`{"c":"…","ids":[…]}`, then for each field `{"c":"…","field":"payment",
"values":["paid","unpaid"],"places":[0,0,1,…]}`: the different values, and for each row which one it
has; without `places` the values stand for the rows in turn. Lines are sealed as the journal's are,
and the chain begins with the class of the rows and what the manifest says of the snapshot: what is
damaged, or belongs to another snapshot or another class, does not fit.
"""

import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from itertools import islice
from operator import attrgetter
from types import GenericAlias
from typing import Any, TypeVar

import msgspec
from msgspec.structs import fields

from store.engines.journal.manifest import Base
from store.engines.journal.record import seal, sealed_by
from store.engines.journal.tables import Undecoded

Row = TypeVar("Row", bound=msgspec.Struct)

CHUNK = 2048
REPEATS = 4
"""The values of a field are kept once each when they come at least this often."""


class _Ids(msgspec.Struct):
    ids: list[str]


class _Gathered:
    """A field's different values, numbered, and for each row the number of its own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._value = attrgetter(name)
        self._numbers: defaultdict[Any, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._places = array("I")

    def add(self, rows: list[Any]) -> None:
        """Note the field of these rows."""
        self._places.extend(map(self._numbers.__getitem__, map(self._value, rows)))

    def body(self) -> bytes:
        """The column as a line says it."""
        values, places = list(self._numbers), self._places.tolist()
        if len(values) * REPEATS <= len(places):
            return msgspec.json.encode({"field": self._name, "values": values, "places": places})
        in_turn = [values[place] for place in places]
        return msgspec.json.encode({"field": self._name, "values": in_turn})


def pack(documents: Mapping[str, Undecoded], shape: type[Row], base: Base) -> bytes:
    """The rows of the documents of a snapshot."""
    columns = [_Gathered(field.name) for field in fields(shape)]
    opened = map(row_decoder(shape), documents.values())
    while rows := [one.row for one in islice(opened, CHUNK)]:
        for column in columns:
            column.add(rows)
    chain, lines = _seed(shape, base), []
    for body in (msgspec.json.encode(_Ids(list(documents))), *(one.body() for one in columns)):
        line, chain = seal(body, chain)
        lines.append(line)
    return b"".join(lines)


def unpack(text: bytes, shape: type[Row], base: Base) -> dict[str, Row] | None:
    """The rows by id; nothing when this is not what was packed of this snapshot for this class."""
    *lines, unfinished = text.split(b"\n")
    if unfinished or len(lines) != 1 + len(fields(shape)):
        return None
    chain = _seed(shape, base)
    for line in lines:
        checksum = sealed_by(line, chain)
        if checksum is None:
            return None
        chain = checksum
    first, *rest = lines
    decoders = [_decoder(field.type) for field in fields(shape)]
    try:
        columns = [_values(decode(line)) for line, decode in zip(rest, decoders, strict=True)]
    except msgspec.MsgspecError:
        return None  # a class inside of a field has changed
    ids = msgspec.json.decode(first, type=_Ids).ids
    return dict(zip(ids, map(shape, *columns), strict=True))


@cache
def row_decoder(shape: type[Any]) -> Callable[[Undecoded], Any]:
    """What reads the row of a document and skips the rest."""
    holder = msgspec.defstruct("Holder", [("row", shape)], gc=False)
    decode: Callable[[Undecoded], Any] = msgspec.json.Decoder(holder).decode
    return decode


def _seed(shape: type[msgspec.Struct], base: Base) -> int:
    named = [(one.name, str(one.type), repr(one.default)) for one in fields(shape)]
    return zlib.crc32(msgspec.json.encode((base, named)))


@cache
def _decoder(kind: Any) -> Callable[[bytes], Any]:
    """What reads a column with values of one type."""
    values, places = GenericAlias(list, (kind,)), GenericAlias(list, (int,)) | None
    column = msgspec.defstruct("Column", [("values", values), ("places", places, None)])
    decode: Callable[[bytes], Any] = msgspec.json.Decoder(column).decode
    return decode


def _values(column: Any) -> list[Any]:
    if column.places is None:
        values: list[Any] = column.values
        return values
    return [*map(column.values.__getitem__, column.places)]
