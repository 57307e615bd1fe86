"""WholeFileStorage: a TinyDB storage that never leaves a half-written file.

TinyDB's own JSONStorage writes over the live file and truncates it afterwards; a kill between the
two leaves it unreadable. This one keeps the data in memory, and `flush` writes a new file aside,
syncs it, renames it over the old one and syncs the folder.
"""

import json
import os
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from store.errors import StoreTrouble
from store.words import _

Data = dict[str, dict[str, Any]]


class WholeFileStorage(Storage):
    """The whole database in memory, flushed on demand."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._data: Data | None = None
        self.reload()

    def read(self) -> Data | None:
        """What TinyDB works on."""
        return self._data

    def write(self, data: Data) -> None:
        """Take TinyDB's new state; `flush` makes it durable."""
        self._data = data

    def reload(self, *, force: bool = False) -> bool:
        """Read the file again if somebody replaced it (or if asked to); did the data change?"""
        now = self._signature()
        if not force and now == self._seen:
            return False
        if now is None and self._seen is not None:
            raise StoreTrouble(
                _("The store {path} has disappeared; nothing was changed.").format(path=self._path)
            )
        self._data = self._load() if now else None
        self._seen = now
        return True

    def flush(self) -> None:
        """Make the state durable, or raise and leave the old file as it was."""
        aside = self._path.with_suffix(".new")
        try:
            self._write_aside(aside)
            aside.replace(self._path)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise StoreTrouble(
                _("The store {path} could not be written ({reason}); nothing was changed.").format(
                    path=self._path, reason=error.strerror or error
                )
            ) from error
        try:
            _sync_folder(self._path.parent)
        except OSError as error:
            raise StoreTrouble(
                _(
                    "The store {path} was written, but the disk did not confirm it ({reason}); look"
                    " whether the change is there before you repeat it."
                ).format(path=self._path, reason=error.strerror or error)
            ) from error
        self._seen = self._signature()

    def close(self) -> None:
        """Nothing is held open."""

    def _write_aside(self, aside: Path) -> None:
        aside.unlink(missing_ok=True)
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(json.dumps(self._data, ensure_ascii=False, separators=(",", ":")))
            file.flush()
            os.fsync(file.fileno())

    def _signature(self) -> tuple[int, int, int] | None:
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreadable(error) from error
        return (stat.st_ino, stat.st_mtime_ns, stat.st_size)

    def _load(self) -> Data:
        try:
            data = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise self._unreadable(error) from error
        if not isinstance(data, dict):
            raise StoreTrouble(_("{path} is no store of this program.").format(path=self._path))
        return data

    def _unreadable(self, error: Exception) -> StoreTrouble:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        return StoreTrouble(
            _(
                "The store {path} cannot be read ({reason}); nothing was changed. Restore a"
                " backup, or move the file away."
            ).format(path=self._path, reason=reason)
        )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
