"""Conversion: a store as versions before the journal kept it, one whole file, becomes a journal."""

from pathlib import Path

from store.errors import StoreTrouble
from store.words import _

WHOLE_FILE = "shouhou.json"
KEPT = "shouhou-before-journal.json"


def convert(folder: Path) -> bool:
    """Make a journal store of the whole file in this folder, which stays as a copy.

    Was there one? Raises StoreTrouble when it cannot be read or the journal not be written; the
    whole file is then as it was.
    """
    old = folder / WHOLE_FILE
    if not old.exists():
        return False
    from store.engines.journal.copying import found
    from store.engines.journal.manifest import MANIFEST

    try:
        # Somebody who was killed between the two steps left both.
        if not (folder / MANIFEST).exists():
            found(folder, old.read_bytes())
        old.rename(folder / KEPT)
    except OSError as error:
        raise StoreTrouble(
            _("The store {folder} could not be converted ({reason}).").format(
                folder=folder, reason=error.strerror or error
            )
        ) from error
    return True
