"""Covering (覆盖): the days that an imported file tells of, noted with its record."""

from collections.abc import Iterable

from store.acting import Store
from store.documents.kinds import KINDS, decode
from store.models.coverage import Coverage, Span, coverage_key
from store.models.import_record import ImportRecord
from store.rules.coverage.spans import joined, whole_days

COVERED = ("orders", "after_sales", "funds")
"""The kinds of files of which each day is wanted."""


def note_coverage(store: Store, records: Iterable[ImportRecord]) -> None:
    """Note what files that are in the store to their end cover, inside `ShopDB.writing`."""
    found: dict[str, list[tuple[ImportRecord, Span]]] = {}
    for record in records:
        span = covered_by(record)
        if span:
            key = coverage_key(record.platform, record.shop, record.kind)
            found.setdefault(key, []).append((record, span))
    if not found:
        return
    table = store.db.kind(KINDS[Coverage])
    known = {key: decode(Coverage, kept) for key, kept in table.get_keys(found.keys()).items()}
    for key, new in found.items():
        record, _span = new[0]
        before = known.get(key) or Coverage(
            platform=record.platform, shop=record.shop, kind=record.kind
        )
        spans = joined((*before.spans, *(span for _record, span in new)))
        if spans != before.spans:
            table.put(before.model_copy(update={"spans": spans}), before.version, "")


def covered_by(record: ImportRecord) -> Span | None:
    """The days of which a file has all there is; none of a file that proves nothing of the kind.

    A day counts once it was over when the file was made, or, where nothing says when that was, when
    it was imported.
    """
    first, last = record.covers_from, record.covers_to
    if first is None or last is None or not record.is_whole or record.kind not in COVERED:
        return None
    return whole_days(first, last, record.exported_at or record.imported_at)
