"""Own copies (备份): a whole store in a file, which is restored and never imported."""

from store.errors import BadInput
from store.files.places import DATABASE
from store.words import _

BEGIN = 16
"""So many first bytes tell."""
_BEGINS = (b"SQLite format 3\0", b'{\n"_store": {')
"""How a daily copy begins, and a dump."""


def refuse_copy(begin: bytes, name: str) -> None:
    """Raise BadInput for a file with these first bytes, where it is a copy of a store."""
    if begin.startswith(_BEGINS):
        raise _copy(name)


def refuse_backup(members: list[str], name: str) -> None:
    """The same for an archive with these members."""
    if DATABASE in members:
        raise _copy(name)


def _copy(name: str) -> BadInput:
    said = _(
        "{file}: this is a copy of a whole store, not an export; “restore” makes a new"
        " store from it."
    )
    return BadInput(said.format(file=name))
