"""A Disk whose Nth call fails: once, or from then on."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from store.engines.journal.disk import Disk

KINDS = {
    "ENOSPC": errno.ENOSPC,
    "EIO": errno.EIO,
    "EDQUOT": errno.EDQUOT,
    "EINTR": errno.EINTR,
    "short": 0,
    "half": -1,
}
WRITING = frozenset(
    ("append", "overwrite", "truncate", "sync", "sync_data", "sync_folder", "rename", "unlink")
)


class FaultyDisk(Disk):
    """The real files; the call number `at` fails, and with `for_good` every later one too."""

    def __init__(self, at: int, number: int, *, for_good: bool, only_writes: bool = False) -> None:
        self.at = at
        self.number = number
        self.for_good = for_good
        self.only_writes = only_writes
        self.count = 0
        self.healed = False

    def __getattribute__(self, name: str) -> Any:
        found = object.__getattribute__(self, name)
        if name.startswith("_") or name not in Disk.__dict__ or name in ("close", "forget"):
            return found
        return self._counted(name, found)

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            if self.only_writes and name not in WRITING:
                return real(*given)
            self.count += 1
            due = self.count >= self.at if self.for_good else self.count == self.at
            if self.healed or not due:
                return real(*given)
            if self.number > 0:
                place = given[0] if given and isinstance(given[0], Path) else None
                raise OSError(self.number, os.strerror(self.number), place)
            if name not in ("append", "overwrite"):
                return real(*given)
            descriptor, data, *rest = given
            written = real(descriptor, bytes(data)[: max(7, len(data) // 2)], *rest)
            if self.number < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return written

        return call
