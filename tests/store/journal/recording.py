"""A Disk that writes down what is asked of it, can leave a call out, and can fail."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from store.engines.journal.disk import Disk


@dataclass
class Call:
    """One call as it was made; `file` is a number that stays with a file through renames."""

    kind: str
    file: int = 0
    name: str = ""
    data: bytes = b""
    offset: int = 0
    new_name: str = ""


def site(kind: str, depth: int = 3) -> str:
    """`sync_data Journal.append`: the call and who makes it."""
    return f"{kind} {sys._getframe(depth).f_code.co_qualname}"


@dataclass
class RecordingDisk(Disk):
    """The real files, every call in `calls`; the calls of the sites in `left_out` are not made."""

    left_out: frozenset[str] = frozenset()
    calls: list[Call] = field(default_factory=list)
    sites: set[str] = field(default_factory=set)
    failures: dict[str, list[OSError]] = field(default_factory=dict)
    """Per kind of call the errors that come next."""
    _files: dict[str, int] = field(default_factory=dict)
    _opened: dict[int, int] = field(default_factory=dict)

    def note(self, call: Call) -> None:
        self.calls.append(call)

    def _made(self, call: Call, make: Callable[[], Any]) -> None:
        place = site(call.kind)
        self.sites.add(place)
        waiting = self.failures.get(call.kind)
        if waiting:
            self.note(Call(f"failed {call.kind}", call.file, call.name))
            raise waiting.pop(0)
        if place in self.left_out:
            return
        make()
        self.note(call)

    def open(self, path: Path, flags: int) -> int:
        waiting = self.failures.get("open")
        if waiting:
            raise waiting.pop(0)
        is_new = not path.exists()
        descriptor = super().open(path, flags)
        if is_new:
            self._files[path.name] = len(self.calls) + 1
            self.note(Call("create", self._files[path.name], path.name))
        elif flags & os.O_TRUNC:
            self.note(Call("truncate", self._files[path.name]))
        self._opened[descriptor] = self._files.get(path.name, 0)
        return descriptor

    def append(self, descriptor: int, data: bytes | memoryview) -> int:
        waiting = self.failures.get("append")
        if waiting:
            error = waiting.pop(0)
            if error.errno == 0:
                # A short write, as long as the error says.
                data = bytes(data)[: int(error.strerror or "1")]
            else:
                raise error
        offset = self.size(descriptor)
        written = super().append(descriptor, data)
        call = Call("write", self._opened[descriptor], data=bytes(data)[:written], offset=offset)
        self.note(call)
        return written

    def overwrite(self, descriptor: int, data: bytes | memoryview, offset: int) -> int:
        written = super().overwrite(descriptor, data, offset)
        call = Call("write", self._opened[descriptor], data=bytes(data)[:written], offset=offset)
        self.note(call)
        return written

    def truncate(self, descriptor: int, length: int) -> None:
        call = Call("truncate", self._opened[descriptor], offset=length)
        self._made(call, lambda: Disk.truncate(self, descriptor, length))

    def sync(self, descriptor: int) -> None:
        self._made(Call("sync", self._opened[descriptor]), lambda: Disk.sync(self, descriptor))

    def sync_data(self, descriptor: int) -> None:
        call = Call("sync_data", self._opened[descriptor])
        self._made(call, lambda: Disk.sync_data(self, descriptor))

    def sync_folder(self, folder: Path) -> None:
        self._made(Call("sync_folder"), lambda: Disk.sync_folder(self, folder))

    def rename(self, old: Path, new: Path) -> None:
        call = Call("rename", self._files[old.name], old.name, new_name=new.name)
        self._files[new.name] = self._files.pop(old.name)
        self._made(call, lambda: Disk.rename(self, old, new))

    def unlink(self, path: Path) -> None:
        call = Call("unlink", self._files.pop(path.name, 0), path.name)
        self._made(call, lambda: Disk.unlink(self, path))
