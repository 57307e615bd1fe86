"""Copying: a whole store as one file while others write, and a new store from such a file.

The file is a zip with `shouhou.json`, the documents in TinyDB's format, and `copy.json`, which
says how many they are and what their SHA-256 is.
"""

import hashlib
import zipfile
from pathlib import Path
from typing import BinaryIO

import msgspec

from store.engines.journal import journal, manifest, places, snapshot
from store.engines.journal.disk import Disk
from store.engines.journal.manifest import Manifest, Segment
from store.engines.journal.tables import Tables, Undecoded
from store.engines.journal.trouble import unwritten
from store.engines.lock import locked
from store.errors import BadInput, StoreTrouble
from store.words import _

DOCUMENTS = "shouhou.json"
FACTS = "copy.json"
FORMAT = 1

_decoder = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])


class Facts(msgspec.Struct):
    """What a copy says of itself."""

    sequence: int
    sha256: str
    tables: dict[str, int]
    format: int = FORMAT


def write_copy(tables: Tables, sequence: int, file: BinaryIO) -> None:
    """Write the documents of these tables, as they were after this commit."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open(DOCUMENTS, "w", force_zip64=True) as member:
            for piece in snapshot.pieces(tables.documents):
                digest.update(piece)
                member.write(piece)
        counts = {name: len(table) for name, table in tables.documents.items()}
        archive.writestr(FACTS, msgspec.json.encode(Facts(sequence, digest.hexdigest(), counts)))


def read_copy(path: Path) -> bytes:
    """The documents of a copy; raises BadInput when it is none, or not as it was written."""
    try:
        with zipfile.ZipFile(path) as archive:
            text = archive.read(DOCUMENTS)
            facts = msgspec.json.decode(archive.read(FACTS), type=Facts)
    except FileNotFoundError:
        raise BadInput(_("{file}: there is no such file.").format(file=path)) from None
    except (OSError, KeyError, zipfile.BadZipFile, msgspec.MsgspecError, EOFError) as error:
        raise BadInput(
            _("{file} is no backup of this program, or is damaged: {reason}").format(
                file=path, reason=error
            )
        ) from None
    if hashlib.sha256(text).hexdigest() != facts.sha256:
        raise BadInput(_("{file} is damaged: its checksum does not fit.").format(file=path))
    return text


def found(folder: Path, text: bytes, disk: Disk | None = None) -> None:
    """Make a store of these documents (TinyDB's format) where there is none yet.

    Raises StoreTrouble where there is one already, or the text is no store's.
    """
    disk = disk or Disk()
    try:
        decoded: dict[str, dict[str, Undecoded]] = {**_decoder.decode(text)}  # type: ignore[dict-item]
    except msgspec.MsgspecError as error:
        raise StoreTrouble(
            _("The documents cannot be read ({reason}); nothing was changed.").format(reason=error)
        ) from None
    places.prepare(disk, folder)
    with locked(folder / "lock"):
        if manifest.identity(disk, folder) is not None:
            raise StoreTrouble(
                _("{folder} already holds a store; name a new folder.").format(folder=folder)
            )
        first = Segment(places.FIRST_JOURNAL, 1, 0, 0)
        try:
            base = snapshot.write(disk, folder / "shouhou-1.json", Tables(decoded), (0, 0))
            journal.create(disk, folder, first, places.user())
            manifest.replace(disk, folder, Manifest([first], base))
        except OSError as error:
            raise unwritten(folder, error) from error
