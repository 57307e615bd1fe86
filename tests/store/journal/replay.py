"""Replaying a recorded day: at every call, everything the disk may hold opens and is right."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tinydb.table import Document

from store.engines.journal import JournalDB
from store.errors import StoreTrouble
from tests.store.journal.images import Image, Machine
from tests.store.journal.scenario import Day, State, store_of

MEMORY = Path("/dev/shm")


@dataclass
class Result:
    """How many images were looked at, and what was wrong with which."""

    images: int = 0
    failures: list[str] = field(default_factory=list)


def replay(day: Day, seed: int = 1, *, stop_at_first: bool = False) -> Result:
    """Look at every image of every moment; equal ones once."""
    result, looked_at = Result(), set()
    chance = random.Random(seed)
    place = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        for moment, image, saved, kept in _moments(day, chance):
            identity = (frozenset(image.items()), saved, kept)
            if identity in looked_at:
                continue
            looked_at.add(identity)
            result.images += 1
            wrong = _wrong(day, Path(folder) / "store", image, saved, kept)
            if wrong:
                result.failures.append(f"{moment}: {wrong}")
                if stop_at_first:
                    break
    return result


def _moments(day: Day, chance: random.Random) -> Iterator[tuple[str, Image, int, frozenset[bytes]]]:
    machine, saved, kept = Machine(), 0, frozenset[bytes]()
    for number, call in enumerate(day.disk.calls):
        if call.kind == "saved":
            saved = call.offset
        elif call.kind == "kept":
            kept |= {call.data}
        else:
            machine.take(call)
        for how, image in machine.images(chance):
            yield f"call {number} ({call.kind} {call.name}), {how}", image, saved, kept


def _wrong(day: Day, folder: Path, image: Image, saved: int, kept: frozenset[bytes]) -> str | None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in image.items():
        (folder / name).write_bytes(content)
    for tail in kept:
        if not any(name.startswith("torn-") and image[name] == tail for name in image):
            return "what was cut off is not kept"
    try:
        return _judge(day, folder, saved)
    except StoreTrouble as error:
        return error.sentence


def _judge(day: Day, folder: Path, saved: int) -> str | None:
    with JournalDB(folder, checkpoint_after=0) as db:
        found: State = db.storage.read() or {}
        sequence = store_of(db).sequence
        if sequence < saved:
            return f"commit {saved} was saved and {sequence} is the last one there"
        allowed = [day.saved[saved]] if sequence == saved else day.attempts.get(sequence, [])
        if found not in allowed:
            return f"commit {sequence} is not what was written"
        db.table("orders").upsert(Document({"after": 1}, 99))
    with JournalDB(folder, checkpoint_after=0) as again:
        if again.table("orders").get(doc_id=99) != {"after": 1}:
            return "it cannot be written to"
        if again.storage.read() == found:
            return "a later commit is not there"
    return None
