"""Differences (两份导出的差别): what a platform changed between two exports, by order number.

Read as an import reads them; no store is needed.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from store.errors import BadInput
from store.exchange.incoming.reader import nothing_in, open_export, reading_of
from store.exchange.incoming.reading import Facts, Reading, UnreadableRows
from store.exchange.incoming.tables import Table, TableRow
from store.models.axes import AfterSales
from store.models.facts import CaseFacts, OrderFacts
from store.models.money import Fen
from store.words import _

What = Literal["new", "gone", "status", "deadline", "reason", "asked", "refund"]
STATUS = "状态"
"""What the columns of a case that say how it stands are named by, at both platforms."""
COMPARED = ("orders", "after_sales")


class Stand(NamedTuple):
    """What a file says of an order or a case, as far as it is compared."""

    status: str
    """The platform's own words."""
    deadline: datetime | None
    reason: str
    """The buyer's, of a case."""
    asked: Fen | None
    """What the buyer of a case asks for; None of an order."""
    refund: Fen | None
    """Of a case, in fen; of an order 0 or 1: its money went back, or none of it."""


class Difference(NamedTuple):
    """One thing that is otherwise in the newer file."""

    order_no: str
    case: str
    """Empty for an order."""
    what: What
    old: str | datetime | Fen | None
    new: str | datetime | Fen | None


class Read(NamedTuple):
    """A file, read."""

    name: str
    kind: str
    platform: str
    stands: dict[tuple[str, str], Stand]
    """By the number of the order and that of the case."""
    rejected: int
    """Rows that say nothing that could be understood."""


def read_stands(path: Path) -> Read:
    """What a file says; raises BadInput for one that is no export of orders or cases."""
    stands: dict[tuple[str, str], Stand] = {}
    rejected, kind, platform = 0, "", ""
    with open_export(path) as tables:
        for table in tables:
            reading = reading_of(table)
            if reading.kind not in COMPARED:
                said = _("{file}: it holds neither orders nor cases, and cannot be compared.")
                raise BadInput(said.format(file=path.name))
            kind, platform = reading.kind, str(reading.platform or "")
            rejected += _add(stands, table, reading)
    return Read(path.name, kind, platform, stands, rejected)


def differences(old: Read, new: Read) -> Iterator[Difference]:
    """What is otherwise in the newer file, by order number.

    Raises BadInput for files of unlike kinds or platforms.
    """
    if (old.kind, old.platform) != (new.kind, new.platform):
        said = _(
            "{old} and {new} are of unlike kinds or platforms; two exports of the same kind are"
            " compared."
        )
        raise BadInput(said.format(old=old.name, new=new.name))
    for key in sorted(old.stands.keys() | new.stands.keys()):
        yield from _between(key, old.stands.get(key), new.stands.get(key))


def _between(key: tuple[str, str], old: Stand | None, new: Stand | None) -> Iterator[Difference]:
    if old is None or new is None:
        if new is not None:
            yield Difference(*key, "new", None, new.status)
        elif old is not None:
            yield Difference(*key, "gone", old.status, None)
        return
    if old.status != new.status:
        yield Difference(*key, "status", old.status, new.status)
    # What a file does not say has not changed.
    if new.deadline is not None and old.deadline != new.deadline:
        yield Difference(*key, "deadline", old.deadline, new.deadline)
    if new.reason and old.reason != new.reason:
        yield Difference(*key, "reason", old.reason, new.reason)
    if new.asked is not None and old.asked != new.asked:
        yield Difference(*key, "asked", old.asked, new.asked)
    if new.refund is not None and (old.refund or 0) != new.refund:
        yield Difference(*key, "refund", old.refund, new.refund)


def _add(stands: dict[tuple[str, str], Stand], table: Table, reading: Reading) -> int:
    """Note what a table says; how many of its rows say nothing that could be understood."""
    rows: dict[str, list[TableRow]] = {}
    broken: TableRow | None = None
    is_whole = False
    for row in table.rows():
        if reading.is_note(row):
            continue
        if row.fault:
            broken = broken or row
        else:
            is_whole = True
        order_no = reading.order_no(row)
        reading.notice(order_no)
        rows.setdefault(order_no or f"?{row.number}", []).append(row)
    if not is_whole:
        raise nothing_in(table, broken)
    return sum(_add_order(stands, reading, given) for given in rows.values())


def _add_order(stands: dict[tuple[str, str], Stand], reading: Reading, rows: list[TableRow]) -> int:
    if rejected := len(list(reading.broken(rows))):
        rows = [] if reading.is_of_lines else [row for row in rows if not row.fault]
    for unit in reading.units(rows) if rows else ():
        try:
            stands.update(_stands(reading.facts(unit)))
        except UnreadableRows as unreadable:
            rejected += len(unreadable.rejected)
    return rejected


def _stands(facts: Iterable[Facts]) -> Iterator[tuple[tuple[str, str], Stand]]:
    for one in facts:
        if isinstance(one, OrderFacts):
            words = " ".join(one.platform_status.values())
            said = one.after_sales is AfterSales.REFUNDED
            back = int(said or any(line.refunded for line in one.lines))
            yield (one.order_no, ""), Stand(words, one.ship_by_deadline, "", None, back)
        elif isinstance(one, CaseFacts):
            case = one.case
            words = " ".join(word for column, word in case.platform_status if STATUS in column)
            reason = case.reasons[-1].text if case.reasons else ""
            asked, given = case.requested_fen, case.refunded_fen
            until = case.platform_deadline
            yield (one.order_no, case.id), Stand(words, until, reason, asked, given)
