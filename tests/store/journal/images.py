"""What a disk may hold after a kill or a power cut, at one moment of a recorded sequence of calls.

Calls that were not synced may have reached the disk or not, in any order: names and data are looked
at apart, each all, none, one missing, or one alone; data also as zeroes, as half of the last write,
and as a random choice of sectors. What a failed sync lost stays lost, whatever is synced later.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.store.journal.recording import Call

SECTOR = 512
SAMPLES = 12
"""Random choices of sectors at each moment."""
EVEN = 0.5
MOST = 0.75
MISSING = ("0", "1", "2")
HOW_DATA = ("cached", "synced", "zeroes", "half", *MISSING, *("sectors",) * SAMPLES)

Image = dict[str, bytes]


@dataclass
class File:
    """A file's bytes on the disk, and what waits in memory."""

    durable: bytes = b""
    waiting: list[Call] = field(default_factory=list)
    lost: list[Call] = field(default_factory=list)
    """What a failed sync took for written: in memory, and on the disk or not."""

    def now(self) -> bytes:
        return _applied(self.durable, self.lost + self.waiting)


@dataclass
class Machine:
    """The state of a folder, call by call."""

    files: dict[int, File] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    waiting: list[Call] = field(default_factory=list)
    """Changes of names that were not synced."""

    def take(self, call: Call) -> None:
        if call.kind == "create":
            self.files[call.file] = File()
        if call.kind in ("create", "rename", "unlink"):
            self.waiting.append(call)
        elif call.kind == "sync_folder":
            self.names = _named(self.names, self.waiting)
            self.waiting = []
        elif call.kind in ("write", "truncate"):
            file = self.files[call.file]
            file.waiting.append(call)
        elif call.kind in ("sync", "sync_data"):
            file = self.files[call.file]
            file.durable = _applied(file.durable, file.waiting)
            file.lost = [one for one in file.lost if not _settled(one, file.waiting)]
            file.waiting = []
        elif call.kind in ("failed sync", "failed sync_data"):
            file = self.files[call.file]
            file.lost += file.waiting
            file.waiting = []

    def images(self, chance: random.Random) -> Iterator[tuple[str, Image]]:
        """Everything the disk may hold now, with a name for the way it came about."""
        for how_names, names in self._name_choices():
            for how_data in HOW_DATA:
                image = {
                    name: _content(self.files[number], how_data, chance)
                    for name, number in names.items()
                }
                yield f"names {how_names}, data {how_data}", image

    def _name_choices(self) -> Iterator[tuple[str, dict[str, int]]]:
        waiting = self.waiting
        yield "all", _named(self.names, waiting)
        if waiting:
            yield "synced", self.names
        for place, call in enumerate(waiting if len(waiting) > 1 else ()):
            yield f"without {call.kind}", _named(self.names, waiting[:place] + waiting[place + 1 :])
            yield f"only {call.kind}", _named(self.names, [call])


def _named(names: dict[str, int], calls: list[Call]) -> dict[str, int]:
    names = dict(names)
    for call in calls:
        if call.kind == "unlink":
            names.pop(call.name, None)
        elif call.kind == "rename":
            names.pop(call.name, None)
            names[call.new_name] = call.file
        else:
            names[call.name] = call.file
    return names


def _content(file: File, how: str, chance: random.Random) -> bytes:
    waiting = file.waiting
    if how == "cached":
        return file.now()
    if how == "sectors":
        chosen = [_some_sectors(one, chance) for one in file.lost if chance.random() < EVEN]
        chosen += [_some_sectors(one, chance) for one in waiting if chance.random() < MOST]
        return _applied(file.durable, [part for parts in chosen for part in parts])
    if how == "synced" or not waiting:
        return file.durable
    if how == "zeroes":
        return _applied(file.durable, [_zeroed(call, len(file.durable)) for call in waiting])
    if how in MISSING:
        place = int(how)
        calls = [*file.lost, *waiting]
        return _applied(file.durable, calls[:place] + calls[place + 1 :])
    last = waiting[-1]
    half = Call(last.kind, data=last.data[: len(last.data) // 2], offset=last.offset)
    return _applied(file.durable, [*waiting[:-1], half])


def _zeroed(call: Call, length: int) -> Call:
    """The file has grown and its new blocks were not written; old blocks are never zeroed."""
    kept = max(0, length - call.offset)
    data = call.data[:kept] + bytes(len(call.data[kept:]))
    return Call(call.kind, data=data, offset=call.offset)


def _some_sectors(call: Call, chance: random.Random) -> list[Call]:
    if call.kind == "truncate":
        return [call]
    parts, start = [], 0
    while start < len(call.data):
        stop = min(len(call.data), start + SECTOR - (call.offset + start) % SECTOR)
        if chance.random() < MOST:
            parts.append(Call("write", data=call.data[start:stop], offset=call.offset + start))
        start = stop
    return parts


def _applied(content: bytes, calls: list[Call]) -> bytes:
    buffer = bytearray(content)
    for call in calls:
        if call.kind == "truncate":
            del buffer[call.offset :]
            buffer.extend(bytes(call.offset - len(buffer)))
        else:
            buffer.extend(bytes(max(0, call.offset - len(buffer))))
            buffer[call.offset : call.offset + len(call.data)] = call.data
    return bytes(buffer)


def _settled(lost: Call, synced: list[Call]) -> bool:
    """Was it cut off, or written once more?"""
    return any(
        one.offset <= lost.offset
        if one.kind == "truncate"
        else one.offset <= lost.offset
        and one.offset + len(one.data) >= lost.offset + len(lost.data)
        for one in synced
    )
