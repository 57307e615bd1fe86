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
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from store.engines.sharing import create, make_folder
from store.errors import StoreTrouble
from store.files.durable import holding, put, sync_folder
from store.files.media import MOST_BYTES
from store.models.evidence import StoredFile
from store.words import _

FILES = "files"
_MEMBER = re.compile(rf"{FILES}/[0-9a-f]{{2}}/([0-9a-f]{{64}})")
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


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
        try:
            make_folder(self.folder)
            make_folder(path.parent)
            if self._read(digest) != content:
                put(path, holding(content), create)
            # Also where another process wrote it: who names it needs it to be there.
            for folder in (path.parent, self.folder, self.folder.parent):
                sync_folder(folder)
        except OSError as error:
            said = _("{file} could not be written ({reason}); nothing was changed. Try again.")
            reason = error.strerror or error
            raise StoreTrouble(said.format(file=path, reason=reason), code="unwritten") from error
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
        """What lies here and is none of the files with these hashes, by its path in the store."""
        known = {str(self._path(digest)) for digest in named}
        for path in sorted(self.folder.glob("**/*")):
            if not path.is_dir() and str(path) not in known:
                yield str(path.relative_to(self.folder.parent))

    def write_into(self, archive: zipfile.ZipFile) -> None:
        """Add every whole file to a copy of the store."""
        for content in self._whole():
            digest = hashlib.sha256(content).hexdigest()
            archive.writestr(self._member(digest), content)

    def take_from(self, copy: Path) -> None:
        """Keep every file that a copy of the store holds."""
        with zipfile.ZipFile(copy) as archive:
            for member in archive.infolist():
                if _MEMBER.fullmatch(member.filename) and member.file_size <= MOST_BYTES:
                    self.keep(archive.read(member))

    def take_all(self, other: "Files") -> None:
        """Keep every whole file of another store."""
        for content in other._whole():  # noqa: SLF001 - another of the same class
            self.keep(content)

    def _whole(self) -> Iterator[bytes]:
        """The content of every file that is what its name says."""
        for path in sorted(self.folder.glob("??/*")):
            content = self._read(path.name)
            if content is not None and hashlib.sha256(content).hexdigest() == path.name:
                yield content

    def _path(self, digest: str) -> Path:
        return self.folder.parent / self._member(digest)

    @staticmethod
    def _member(digest: str) -> str:
        return f"{FILES}/{digest[:2]}/{digest}"

    def _read(self, digest: str) -> bytes | None:
        """The content that lies under this hash, right or not; None where there is no file."""
        try:
            descriptor = os.open(self._path(digest), _READ)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
            return file.read(MOST_BYTES + 1) if is_file else None
