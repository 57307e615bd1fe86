"""Dump (导出全库): a whole store as one JSON text in TinyDB's form, and a store from such a text.

Stock TinyDB opens it: every table stands in it under its name, its documents under their ids.
Beside them stand four tables of ours: `_store` says how many commits there were, `_documents` has
key, version, head and crc of each document, in their order, `_events` the events, and `_end` how
much there was of each and which ids come next. A document is a line, so that a dump of any size is
read a line at a time.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

from pydantic import ValidationError

from store.acting import Store
from store.documents.chains import chained
from store.documents.kinds import MODELS, fields_of, lists_of, subject_of
from store.documents.shop_storage import DUMP_KINDS
from store.documents.writing import Writing
from store.engines.opening import engine_at
from store.engines.protocol import Engine, Kept, KeptEvent
from store.engines.sealing import canonical, ensure_whole, sealed
from store.engines.sqlite.copying import founding
from store.errors import BadInput
from store.models.base import Document
from store.models.event import Actor
from store.words import _

OURS = STORE, DOCUMENTS, EVENTS, END = DUMP_KINDS
FORMAT = 1
RESTORED = "restored"
_TABLE = re.compile(r'(".*"): \{\n?')
_ENTRY = re.compile(r'"(-?\d+)": (.*?),?\n?', re.DOTALL)

Body = dict[str, Any]
Entry = tuple[str, int, str]
"""Table, id, and the text of a document."""


def dump_into(engine: Engine, file: BinaryIO) -> None:
    """Write the whole store as it is at one moment, a document a line."""
    with engine.moment():
        file.write(b"{\n")
        _write(file, STORE, [(1, canonical({"commits": engine.commits(), "dump": FORMAT}))])
        kinds = sorted(engine.kinds())
        for kind in kinds:
            file.write(b",\n")
            _write(file, kind, ((kept.id, kept.body) for kept in _whole(engine, kind)))
        file.write(b",\n")
        described = (_described(kind, kept) for kind in kinds for kept in _whole(engine, kind))
        documents = _write(file, DOCUMENTS, enumerate(described, start=1))
        file.write(b",\n")
        told = (canonical(kept._asdict()) for kept in engine.all_events())
        events = _write(file, EVENTS, enumerate(told, start=1))
        file.write(b",\n")
        following = {kind: engine.next_id(kind) for kind in kinds}
        end = canonical({"documents": documents, "events": events, "next": following})
        _write(file, END, [(1, f'{{"crc":{crc32(end.encode())},"end":{end}}}')])
        file.write(b"\n}\n")


def load_dump(path: Path, folder: Path, actor: Actor) -> None:
    """Make a store in a new folder of a dump, or of any file of TinyDB's, in one commit.

    Of a dump, ids, keys, versions and hashes are what they were. The orders, products and so on of
    another file of TinyDB's begin a chain of their own with an event `restored`; its other tables
    are taken as they are. Raises BadInput, naming table and document, for what cannot be read.
    """
    with founding(folder) as aside, closing(Store.on(engine_at(str(aside)), actor)) as store:
        try:
            with store.writing() as writing:
                first = next(_entries(path), None)
                if first and first[0] == STORE:
                    _load(path, store)
                    store.engine.check()
                    for _event in chained(store.engine.all_events()):
                        pass
                else:
                    _take(path, store, writing)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            said = _("{file} is damaged or was cut off; take another copy of it.")
            raise BadInput(said.format(file=path), code="damaged") from None


def _whole(engine: Engine, kind: str) -> Iterator[Kept]:
    return (ensure_whole(kind, kept) for kept in engine.documents(kind))


def _described(kind: str, kept: Kept) -> str:
    said = {"key": kept.key, "version": kept.version, "head": kept.head, "crc": kept.crc}
    return canonical({"kind": kind, "id": kept.id, **said})


def _write(file: BinaryIO, name: str, entries: Iterable[tuple[int, str]]) -> int:
    """Write a table; how many entries it has."""
    file.write(f"{json.dumps(name, ensure_ascii=False)}: {{".encode())
    count = 0
    for number, body in entries:
        file.write(f'{"," if count else ""}\n"{number}": {body}'.encode())
        count += 1
    file.write(b"\n}")
    return count


def _load(path: Path, store: Store) -> None:
    """Take a dump in, its documents beside what is said of them."""
    engine = store.engine
    described = (json.loads(text) for name, _number, text in _entries(path) if name == DOCUMENTS)
    documents = events = 0
    end: Body = {}
    for name, number, text in _entries(path):
        if name == EVENTS:
            engine.add_events([KeptEvent(**json.loads(text))])
            events += 1
        elif name == END:
            end = _checked(json.loads(text))
        elif name not in OURS:
            _load_document(store, name, number, text, next(described, {}))
            documents += 1
    if (documents, events) != (end.get("documents"), end.get("events")):
        raise ValueError(END)
    for name, following in end["next"].items():
        engine.found(name, following)


def _checked(said: Body) -> Body:
    end: Body = said["end"]
    if crc32(canonical(end).encode()) != said["crc"]:
        raise ValueError(END)
    return end


def _load_document(store: Store, name: str, number: int, text: str, said: Body) -> None:
    if (said.get("kind"), said.get("id")) != (name, number):
        raise ValueError(f"{name}/{number}")
    parts = {part: said[part] for part in ("key", "version", "head", "crc")}
    body = json.loads(text)
    kept = ensure_whole(name, Kept(id=number, body=canonical(body), **parts))
    store.engine.add(name, kept)
    if name in MODELS:
        document = MODELS[name].model_validate({**body, "version": kept.version})
        store.engine.put_rows(name, number, lists_of(document, store.policy))


def _take(path: Path, store: Store, writing: Writing) -> None:
    """Take in a file that TinyDB wrote; each document of the repository's begins a chain."""
    known: set[str] = set()
    for name, number, body in _foreign(path):
        if name not in MODELS:
            kept = Kept(number, None, 1, "", canonical(body), 0)
            store.engine.add(name, sealed(name, kept))
            continue
        document = _document(name, number, body)
        if subject_of(document) in known:
            said = _("{table}, document {number}: {key} stands in the file twice.")
            raise BadInput(said.format(table=name, number=number, key=document.key), code="foreign")
        known.add(subject_of(document))
        writing.event(document, RESTORED, {"file": path.name})
        writing.save([document])


def _document(name: str, number: int, body: Body) -> Document:
    # A new store counts its own versions, whatever another counted.
    given = {field: value for field, value in body.items() if field != "version"}
    try:
        return MODELS[name].model_validate(given)
    except ValidationError as error:
        said = _("{table}, document {number} is not what the desk keeps there ({fields}).")
        raise BadInput(
            said.format(table=name, number=number, fields=fields_of(error)), code="foreign"
        ) from None


def _foreign(path: Path) -> Iterator[tuple[str, int, Body]]:
    tables = json.loads(path.read_text("utf-8"))
    for name, documents in tables.items():
        for number, body in documents.items() if name not in OURS else ():
            yield name, int(number), body


def _entries(path: Path) -> Iterator[Entry]:
    """The entries of a dump, a line each; nothing of a file of another form."""
    table = ""
    with path.open(encoding="utf-8") as file:
        for line in file:
            begins = _TABLE.fullmatch(line)
            if begins:
                table = json.loads(begins[1])
                continue
            entry = _ENTRY.fullmatch(line)
            if entry and table:
                yield table, int(entry[1]), entry[2]
            elif len(line) > 3:  # noqa: PLR2004 - a bracket, a comma and the end of the line
                return
