"""Where an evidence pack is written: aside first, whole and private, then under a new name.

A zip file where the name ends so, else a folder; 0600 and 0700, never over anything that is there,
never through a link. `SHA256SUMS` comes last and is what `sha256sum -c` reads.
"""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from store.errors import BadInput
from store.files.durable import aside_of, holding, sync_folder, write_new
from store.files.handed_out import unwritable
from store.words import _
from store.words.times import SHOP_TIME

SUMS = "SHA256SUMS"


class Part(NamedTuple):
    """One file of a pack."""

    name: str
    content: bytes


def ensure_new(path: Path) -> None:
    """Raise BadInput unless something new can take this name."""
    try:
        taken = os.path.lexists(path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        os.close(folder)
    except OSError as error:
        raise unwritable(path, error) from error
    if taken or not path.name:
        said = _("{path} is there already and is not written over; name a new file or folder.")
        raise BadInput(said.format(path=path), field="to", code="exists")


class Aside:
    """A pack that is written and not yet where it was asked for."""

    def __init__(self, path: Path, parts: Iterable[Part], at: datetime) -> None:
        """Write all parts; raises BadInput or StoreTrouble, and then nothing is left."""
        ensure_new(path)
        self._path = path
        self._aside = aside_of(path)
        self._is_zip = path.suffix.lower() == ".zip"
        self.digest = ""
        """The SHA-256 of `SHA256SUMS`, which stands for the whole pack."""
        try:
            if self._is_zip:
                self._write_zip(parts, at)
            else:
                self._write_folder(parts)
        except BaseException as error:
            self.discard()
            if isinstance(error, OSError):
                raise unwritable(path, error) from error
            raise

    def hand_over(self) -> None:
        """Give it its name; raises BadInput where somebody has taken that meanwhile."""
        try:
            self._take_name()
            self._aside.rename(self._path)
            sync_folder(self._path.parent)
        except FileExistsError:
            ensure_new(self._path)
        except OSError as error:
            raise unwritable(self._path, error) from error
        finally:
            self.discard()

    def discard(self) -> None:
        """Leave nothing aside."""
        with suppress(OSError):
            if self._is_zip:
                self._aside.unlink(missing_ok=True)
            else:
                shutil.rmtree(self._aside)

    def _take_name(self) -> None:
        if self._is_zip:
            self._path.touch(mode=0o600, exist_ok=False)
        else:
            self._path.mkdir(mode=0o700)

    def _write_zip(self, parts: Iterable[Part], at: datetime) -> None:
        def write(file: BinaryIO) -> None:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for part in self._with_sums(parts):
                    member = zipfile.ZipInfo(part.name, at.astimezone(SHOP_TIME).timetuple()[:6])
                    member.external_attr = 0o600 << 16
                    member.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(member, part.content)

        write_new(self._aside, write)

    def _write_folder(self, parts: Iterable[Part]) -> None:
        self._aside.mkdir(mode=0o700)
        for part in self._with_sums(parts):
            path = self._aside / part.name
            path.parent.mkdir(mode=0o700, exist_ok=True)
            write_new(path, holding(part.content))
        for folder in (*(one for one in self._aside.iterdir() if one.is_dir()), self._aside):
            sync_folder(folder)

    def _with_sums(self, parts: Iterable[Part]) -> Iterable[Part]:
        sums = ""
        for part in parts:
            sums += f"{hashlib.sha256(part.content).hexdigest()}  {part.name}\n"
            yield part
        self.digest = hashlib.sha256(sums.encode()).hexdigest()
        yield Part(SUMS, sums.encode())
