"""What has happened (已发生): times in rows that are never to come."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from store.exchange.incoming import cells
from store.exchange.incoming.recognise import Layout
from store.exchange.incoming.tables import BETWEEN, TableRow
from store.exchange.incoming.workbook_messages import MERGED
from store.models.facts import CaseFacts, InsuranceFacts, OrderFacts, TraceFacts

HAPPENED = (
    *("ordered_at", "deal_at", "paid_at", "confirmed_at", "shipped_at", "received_at"),
    *("applied_at", "agreed_at", "returned_at", "refunded_at", "credited_at", "closed_at"),
    "finished_at",
)
"""Columns of an order or a case with a time at which something has happened, so that it is never
to come."""
_BETWEEN_PARTS = "2026-11-20 12:08:23"[4::3]


class LatestTime:
    """The latest time at which something had happened by a file, which was made no earlier."""

    def __init__(self, layout: Layout) -> None:
        self.at: datetime | None = None
        """Of the rows that were noted; None where they name none."""
        self._text = ""
        """The same as it stands in a row, where it stands in the usual form."""
        self._places = [place for name in HAPPENED for place in layout.fields.get(name, ())]

    def note(self, row: TableRow, until: datetime) -> None:
        """Note a row. A time later than `until` is a slip, and says nothing."""
        found = row.text.split(BETWEEN)
        for place in self._places:
            text = found[place].strip()
            if _is_usual(text) and text <= self._text:
                continue
            if text := text.removeprefix(MERGED).strip():
                with suppress(cells.UnreadableCellError):
                    at = cells.instant(text)
                    if at <= until and (self.at is None or at > self.at):
                        self.at = at
                        self._text = text if _is_usual(text) else ""


def _is_usual(text: str) -> bool:
    """Is it as platforms write it (2026-11-20 12:08:23), so that the later one is the greater?"""
    return len(text) == len("2026-11-20 12:08:23") and text[4::3] == _BETWEEN_PARTS


def happened_by(
    facts: OrderFacts | CaseFacts | InsuranceFacts | TraceFacts,
) -> Iterable[datetime]:
    """The instants by which a row says that something happened, as far as they are known."""
    if isinstance(facts, CaseFacts):
        ended = (facts.case.closed_at,) if facts.case.closed_at else ()
        return (*facts.knowledge.instants.values(), *ended)
    return facts.knowledge.instants.values() if isinstance(facts, OrderFacts) else ()
