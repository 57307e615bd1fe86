"""Succession (先后): in which turn the files of one import are met with an order.

They are met by what they know themselves, the oldest first, and never by their place in the
command: whoever names several files names them as a folder sorts them.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from store.importing.bundles import OpenFile, Part
from store.models.facts import OrderFacts
from store.rules.timing.clocks import LAST

_EVER = datetime.min.replace(tzinfo=UTC)


def succession(files: Sequence[OpenFile]) -> list[int]:
    """The place of each file: by the time in its name, else by the latest time that it knows of.

    Of two that know the same, one that came in an earlier import is first; where nothing tells them
    apart, the one by which an order is to ship first is met last (`first_due_last`), else the
    digest says it, so that no other turn makes anything else of them.
    """
    turn = sorted(range(len(files)), key=lambda one: (age(files[one]), files[one].given.digest))
    return [turn.index(number) for number in range(len(files))]


def first_due_last(parts: Sequence[tuple[OpenFile, Part]]) -> Iterator[Part]:
    """What files say of one order, in their turn, but of files that nothing tells apart the one by
    which it is to ship first last: the safer side, and never what a digest happens to be. The rows
    of one file stay in their turn. What stops the order need not be last: who lets it go after that
    is asked about (`platform.freed`).
    """
    for _alike, alike in groupby(parts, lambda one: (age(one[0]), one[0].reading.kind)):
        run = [*alike]
        due: dict[int, datetime] = {}
        for file, part in run:
            due[id(file)] = min(due.get(id(file), LAST), *_ship_by(part), LAST)
        for _file, part in sorted(run, key=lambda one: due[id(one[0])], reverse=True):
            yield part


def age(file: OpenFile) -> tuple[datetime, datetime]:
    """How old a file is; files of the same age are told apart by nothing."""
    given = file.given
    made_at = given.exported_at or given.latest_at
    return made_at or _EVER, given.first.at if given.first else _EVER


def _ship_by(part: Part) -> Iterator[datetime]:
    for fact in part.facts:
        if isinstance(fact, OrderFacts) and fact.ship_by_deadline:
            yield fact.ship_by_deadline
