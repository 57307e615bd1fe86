"""Succession (先后): in which turn the files of one import are met with an order.

They are met by what they know themselves, the oldest first, and never by their place in the
command: whoever names several files names them as a folder sorts them.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from store.importing.bundles import OpenFile

_EVER = datetime.min.replace(tzinfo=UTC)


def succession(files: Sequence[OpenFile]) -> list[int]:
    """The place of each file: by the time in its name, else by the latest time that it knows of.

    Of two that know the same, one that came in an earlier import is first; where nothing tells them
    apart, the digest does, so that no other turn makes anything else of them.
    """
    turn = sorted(range(len(files)), key=lambda number: _age(files[number]))
    return [turn.index(number) for number in range(len(files))]


def _age(file: OpenFile) -> tuple[datetime, datetime, str]:
    given = file.given
    latest = file.reading.latest
    made_at = given.exported_at or (latest.at if latest else None)
    return made_at or _EVER, given.first_imported_at or _EVER, given.digest
