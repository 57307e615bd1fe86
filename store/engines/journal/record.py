"""Record: one commit as one line of JSON, with a checksum chained over every line before it.

`{"c":"1f0e9a3c","s":17,"t":"2026-11-22T02:00:00Z","by":"li","o":[[table,id,version,document],…],
"e":[[id,event],…]}`: `c` is the CRC-32 of what follows it, seeded with the checksum of the line
before; `s` counts the commits; a document that is null was removed; a null id speaks of the whole
table (`{}`: emptied, null: dropped). The first line of a journal has `j`, its generation.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

EVENTS = "events"
"""The table that events go to."""
PREFIX = len(b'{"c":"00000000",')
EMPTIED = b"{}"
GONE = b"null"

_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
# msgspec would turn NaN into null and a datetime into text without a word; json refuses them.


class Change(NamedTuple):
    """What a commit does to one document, or with no `id` to a whole table."""

    table: str
    id: str | None
    version: int | None
    document: bytes
    """JSON; GONE for a document or table that is no more, EMPTIED for a table without documents."""


class Record(NamedTuple):
    """One commit as it was read."""

    sequence: int
    generation: int | None
    """Of the first line of a journal only."""
    time: str
    actor: str
    changes: list[Change]


class _Line(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    c: str
    s: int
    t: str = ""
    by: str = ""
    j: int | None = None
    o: list[tuple[str, str | None, int | None, msgspec.Raw]] = []
    e: list[tuple[str, msgspec.Raw]] = []


_decoder = msgspec.json.Decoder(_Line)


def to_json(value: Any) -> bytes:
    """Compact UTF-8; raises TypeError or ValueError for what JSON cannot hold exactly."""
    return _encoder.encode(value).encode()


def seal(body: bytes, chain: int) -> tuple[bytes, int]:
    """A JSON object as a line with its checksum in front, and that checksum."""
    rest = body[1:]
    checksum = zlib.crc32(rest, chain)
    return prefix(checksum) + rest + b"\n", checksum


def prefix(checksum: int) -> bytes:
    """How a line with this checksum begins."""
    return b'{"c":"%08x",' % checksum


def sealed_by(line: bytes, chain: int) -> int | None:
    """The checksum of a line (without its newline), or nothing when it does not fit."""
    checksum = zlib.crc32(memoryview(line)[PREFIX:], chain)
    return checksum if line[:PREFIX] == prefix(checksum) else None


def header(generation: int, sequence: int, actor: str) -> bytes:
    """The body of the first line of a journal."""
    return b'{"s":%d,"t":%b,"by":%b,"j":%d}' % (
        sequence,
        to_json(_now()),
        to_json(actor),
        generation,
    )


def body_of(
    sequence: int, actor: str, changes: Iterable[Change], events: Sequence[tuple[str, bytes]]
) -> bytes:
    """The body of a commit."""
    return b'{"s":%d,"t":%b,"by":%b,"o":[%b],"e":[%b]}' % (
        sequence,
        to_json(_now()),
        to_json(actor),
        b",".join(_entry(one) for one in changes),
        b",".join(b"[%b,%b]" % (to_json(name), event) for name, event in events),
    )


def decode(line: bytes) -> Record:
    """The commit in a line whose checksum fits; raises ValueError when it is no commit."""
    try:
        given = _decoder.decode(line)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error
    changes = [
        # Copies: a Raw would keep the whole text of the journal in memory.
        Change(table, name, version, bytes(document))
        for table, name, version, document in given.o
    ]
    changes += [Change(EVENTS, name, None, bytes(event)) for name, event in given.e]
    return Record(given.s, given.j, given.t, given.by, changes)


def _entry(one: Change) -> bytes:
    return b"[%b,%b,%b,%b]" % (
        to_json(one.table),
        to_json(one.id),
        to_json(one.version),
        one.document,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
