"""Succession (先后): in which turn the files of one import are met with an order.

They are met by what they know themselves, the oldest first, and never by their place in the
command: whoever names several files names them as a folder sorts them.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from store.importing.bundles import OpenFile, Part
from store.models.axes import AfterSales
from store.models.facts import OrderFacts

_EVER = datetime.min.replace(tzinfo=UTC)


def succession(files: Sequence[OpenFile]) -> list[int]:
    """The place of each file: by the time in its name, else by the latest time that it knows of.

    Of two that know the same, one that came in an earlier import is first; where nothing tells them
    apart, what stops an order is met last (`stopped_last`), else the digest says it, so that no
    other turn makes anything else of them.
    """
    turn = sorted(range(len(files)), key=lambda one: (age(files[one]), files[one].given.digest))
    return [turn.index(number) for number in range(len(files))]


def stopped_last(parts: Sequence[tuple[OpenFile, Part]]) -> Iterator[Part]:
    """What files say of one order, in their turn, but of files that nothing tells apart what stops
    the order last: the safer side, and never what a digest happens to be. The rows of one file stay
    in their turn.
    """
    for _alike, alike in groupby(parts, lambda one: (age(one[0]), one[0].reading.kind)):
        run = [*alike]
        stopping = {id(file) for file, part in run if _is_stopped(part)}
        for _file, part in sorted(run, key=lambda one: id(one[0]) in stopping):
            yield part


def age(file: OpenFile) -> tuple[datetime, datetime]:
    """How old a file is; files of the same age are told apart by nothing."""
    given = file.given
    made_at = given.exported_at or given.latest_at
    return made_at or _EVER, given.first.at if given.first else _EVER


def _is_stopped(part: Part) -> bool:
    return any(
        bool(fact.under_review or fact.stock_out_applied or fact.after_sales is AfterSales.OPEN)
        for fact in part.facts
        if isinstance(fact, OrderFacts)
    )
