"""Packed (压缩包): Pinduoduo hands its funds out as a zip archive with one CSV in it."""

import tempfile
import zipfile
import zlib
from contextlib import ExitStack
from typing import BinaryIO

from store.errors import BadInput
from store.exchange.incoming.own_copies import refuse_backup
from store.words import _, counts

CHUNK = 1 << 18
MEMBERS = 20
"""More parts than that no archive of one export has."""
_TEXTS = (".csv", ".txt")


def unpacked(file: BinaryIO, name: str, most: int) -> BinaryIO | None:
    """The one text of a zip archive, of at most `most` bytes, in a file that has no name.

    None for an archive that holds no text, as a workbook does. Raises BadInput for one that holds
    several, is damaged, cannot be unpacked, or is a backup of the desk's.
    """
    file.seek(0)
    # A damaged workbook is none that can be read; of other archives their name tells, until one
    # was found to hold a text.
    is_other = name.casefold().endswith(".zip")
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            refuse_backup(archive.namelist(), name)
            texts = [one for one in members if one.filename.casefold().endswith(_TEXTS)]
            if not texts or any(one.filename == "[Content_Types].xml" for one in members):
                return None
            if len(texts) > 1 or len(members) > MEMBERS:
                said = _("{file}: it holds several files; unpack it and import what is in it.")
                raise BadInput(said.format(file=name))
            is_other = True
            return _copied(archive, texts[0], name, most)
    except zipfile.BadZipFile as error:
        if not is_other:
            return None
        said = _("{file}: the archive is damaged or was cut off; download it again.")
        raise BadInput(said.format(file=name)) from error
    except (zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        # RuntimeError: a password is asked for.
        said = _("{file}: it cannot be unpacked ({reason}); unpack it and import what is in it.")
        raise BadInput(said.format(file=name, reason=type(error).__name__)) from error


def _copied(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, most: int) -> BinaryIO:
    size = 0
    with ExitStack() as stack:
        text = stack.enter_context(tempfile.TemporaryFile())
        with archive.open(member) as packed:
            while data := packed.read(CHUNK):
                size += len(data)
                if size > most:
                    said = _("{file}: larger than {most}, which no export is.")
                    raise BadInput(said.format(file=name, most=counts.file_size(most)))
                text.write(data)
        stack.pop_all()  # Whoever reads the source closes it.
    return text
