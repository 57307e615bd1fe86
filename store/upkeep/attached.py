"""Attached (凭证): the files that the orders of a store name, and which are not beside it."""

from collections.abc import Iterator, Sequence

from store.documents.kinds import KINDS, decode
from store.engines.moving import holding
from store.engines.protocol import Engine
from store.errors import StoreTrouble
from store.files.kept import Files
from store.models.evidence import StoredFile
from store.models.order import Order
from store.words import _, listed

MARK = '"evidence":'
"""Stands in the body of every order that files are attached to."""
NAMES_TOLD = 5


def missing_files(engine: Engine) -> list[StoredFile]:
    """What is attached to an order and is not, or is not whole, in the folder of the store."""
    files = Files(engine.folder)
    named = {file.sha256: file for file in _named(engine)}
    return [file for file in named.values() if not _is_there(files, file)]


def names_of(files: Sequence[StoredFile]) -> str:
    """The names of some files, as a sentence tells them."""
    names = listed(file.name for file in files[:NAMES_TOLD])
    return _("{names} and others").format(names=names) if len(files) > NAMES_TOLD else names


def _named(engine: Engine) -> Iterator[StoredFile]:
    for kept in holding(engine, KINDS[Order], MARK):
        yield from (one.file for one in decode(Order, kept).evidence)


def _is_there(files: Files, file: StoredFile) -> bool:
    try:
        files.content(file)
    except StoreTrouble:
        return False
    return True
