"""Files (凭证文件): what was attached, kept by its content beside the documents.

A file lies under its SHA-256, `files/ab/ab12…`, whole and on the disk before the commit that names
it. It is never changed and never taken away, so that a copy of the documents and a later look at
this folder fit together. A process that dies between the two leaves a file that nothing names,
which `shouhou verify` tells.
"""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import StoreTrouble
from store.files.durable import holding, put_inner, sync_folder, sync_open
from store.files.media import MOST_BYTES
from store.files.sharing import inner_folder, open_inner, plain_files
from store.files.trouble import as_unwritten, unreadable
from store.models.evidence import StoredFile
from store.words import _

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

FILES = "files"
_MEMBER = re.compile(rf"{FILES}/[0-9a-f]{{2}}/([0-9a-f]{{64}})")
_PART = re.compile("[0-9a-f]{2}")
_DIGEST = re.compile("[0-9a-f]{64}")


class Files:
    """The files of one store; the folder is made with the first of them."""

    def __init__(self, store: Path) -> None:
        self.folder = store / FILES

    def keep(self, content: bytes) -> str:
        """Make this content durable, once however often it is given; the result is its SHA-256.

        Raises StoreTrouble when the disk does not take it.
        """
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        with as_unwritten(path):
            with (
                inner_folder(self.folder, made=True) as top,
                inner_folder(Path(digest[:2]), top, made=True) as inside,
            ):
                if _read(digest, inside) != content:
                    put_inner(digest, inside, holding(content))
                # Also where another process wrote it: who names it needs it to be there.
                sync_open(inside)
                sync_open(top)
            sync_folder(self.folder.parent)
        return digest

    def content(self, file: StoredFile) -> bytes:
        """What a file holds; raises StoreTrouble when it is missing or not what was attached."""
        content = self._read(file.sha256)
        if content is None:
            raise StoreTrouble(
                _("{name} is missing from the store ({path}); restore a backup.").format(
                    name=file.name, path=self._path(file.sha256)
                ),
                code="missing_file",
            )
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise StoreTrouble(
                _("{name} is not what was attached ({path}); restore a backup.").format(
                    name=file.name, path=self._path(file.sha256)
                ),
                code="changed_file",
            )
        return content

    def orphans(self, named: Iterable[str]) -> Iterator[str]:
        """What lies here and is none of the files with these hashes, by its path in the store.

        Raises StoreTrouble where something else has the folder's name.
        """
        known = {self._member(digest) for digest in named}
        yield from (path for path in self._found(_lying) if path not in known)

    def write_into(self, archive: "ZipFile") -> None:
        """Add every whole file to a copy of the store."""
        for content in self._whole():
            digest = hashlib.sha256(content).hexdigest()
            archive.writestr(self._member(digest), content)

    def take_from(self, archive: "ZipFile") -> None:
        """Keep every file that a copy of the store holds."""
        for digest, member in members_of(archive).items():
            content = archive.read(member)
            if hashlib.sha256(content).hexdigest() != digest:
                from zipfile import BadZipFile

                raise BadZipFile(member.filename)
            self.keep(content)

    def take_all(self, other: "Files") -> None:
        """Keep every whole file of another store."""
        for content in other._whole():  # noqa: SLF001 - another of the same class
            self.keep(content)

    def _whole(self) -> Iterator[bytes]:
        """The content of every file that is what its name says."""
        for digest in self._found(_digests):
            content = self._read(digest)
            if content is not None and hashlib.sha256(content).hexdigest() == digest:
                yield content

    def _found(self, look: Callable[[int], Iterable[str]]) -> list[str]:
        """What a look into the open folder finds, sorted; nothing before the first file is kept.

        Raises StoreTrouble where something else has its name.
        """
        try:
            with inner_folder(self.folder) as top:
                return sorted(look(top))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise unreadable(self.folder, error.strerror or error) from error

    def _path(self, digest: str) -> Path:
        return self.folder.parent / self._member(digest)

    @staticmethod
    def _member(digest: str) -> str:
        return f"{FILES}/{digest[:2]}/{digest}"

    def _read(self, digest: str) -> bytes | None:
        """The content that lies under this hash, right or not; None where there is no file."""
        try:
            with (
                inner_folder(self.folder) as top,
                inner_folder(Path(digest[:2]), top) as inside,
            ):
                return _read(digest, inside)
        except OSError:
            return None


def members_of(archive: "ZipFile") -> "dict[str, ZipInfo]":
    """The attached files in a copy of a store, by their hash."""
    return {
        named[1]: member
        for member in archive.infolist()
        if (named := _MEMBER.fullmatch(member.filename)) and member.file_size <= MOST_BYTES
    }


def _digests(top: int) -> Iterator[str]:
    """The names of files as the store gives them, in the folders as it makes them."""
    for part in filter(_PART.fullmatch, os.listdir(top)):
        with suppress(OSError), inner_folder(Path(part), top) as inside:
            yield from (name for name in plain_files(inside) if _is_kept_in(part, name))


def _lying(top: int) -> Iterator[str]:
    """Whatever lies in the folder but folders, by its path in the store; no link is gone into."""
    for folder, folders, files, inside in os.fwalk(".", dir_fd=top):
        links = (name for name in folders if _is_link(name, inside))
        yield from (os.path.normpath(f"{FILES}/{folder}/{name}") for name in (*files, *links))


def _is_link(name: str, folder: int) -> bool:
    return stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)


def _is_kept_in(part: str, name: str) -> bool:
    return bool(_DIGEST.fullmatch(name)) and name.startswith(part)


def _read(digest: str, folder: int) -> bytes | None:
    try:
        descriptor = open_inner(digest, folder)
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read(MOST_BYTES + 1)
