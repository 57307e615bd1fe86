"""Covering (覆盖): the days that an imported file tells of, noted with its record, and the files of
which only a part is here.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from store.acting import Store
from store.documents.kinds import KINDS, decode
from store.exchange.incoming.reading import Reading
from store.models.coverage import COVERED, BrokenOff, Coverage, Span, coverage_key
from store.models.import_record import ImportRecord
from store.models.payment import ToldSpan
from store.rules.coverage.spans import joined, whole_days
from store.rules.money.told_spans import joined_told
from store.words.times import day_begins, shop_day


def note_coverage(store: Store, records: Iterable[ImportRecord]) -> None:
    """Note what files that are in the store to their end cover, and which were broken off, inside
    `ShopDB.writing`.
    """
    found: dict[str, list[ImportRecord]] = {}
    for record in records:
        if record.kind in COVERED:
            key = coverage_key(record.platform, record.shop, record.kind)
            found.setdefault(key, []).append(record)
    if not found:
        return
    table = store.db.kind(KINDS[Coverage])
    known = {key: decode(Coverage, kept) for key, kept in table.get_keys(found.keys()).items()}
    for key, new in found.items():
        before = known.get(key) or Coverage(
            platform=new[0].platform, shop=new[0].shop, kind=new[0].kind
        )
        spans = joined((*before.spans, *filter(None, map(covered_by, new))))
        broken_off = tuple(_broken_off(before.broken_off, new))
        told = joined_told((*before.told, *filter(None, map(_told_by, new))))
        changed = {"spans": spans, "broken_off": broken_off, "told": told}
        after = before.model_copy(update=changed)
        if after != before:
            table.put(after, before.version, "")


def _broken_off(before: Iterable[BrokenOff], new: Iterable[ImportRecord]) -> Iterator[BrokenOff]:
    """The files that are here in part: a whole one of all their days takes their place."""
    known = {one.digest: one for one in before}
    for record in new:
        known.pop(record.digest, None)
        if not record.is_whole:
            known[record.digest] = BrokenOff(
                digest=record.digest,
                file=record.file,
                first=record.covers_from,
                last=record.covers_to,
                left=record.left,
                at=record.imported_at,
            )
    whole = [record for record in new if record.is_whole]
    return (one for one in known.values() if not any(_tells_all(record, one) for record in whole))


def _tells_all(record: ImportRecord, of: BrokenOff) -> bool:
    if not (record.covers_from and record.covers_to and of.first and of.last):
        return False
    return record.covers_from <= of.first and of.last <= record.covers_to


def covered_by(record: ImportRecord) -> Span | None:
    """The days of which a file has all there is; none of a file that proves nothing of the kind.

    A file of the desk's own form names no platform, and whoever wrote it may have left out a part.
    A day counts once it was over when the file was made, or, where nothing says when that was, when
    it was imported.
    """
    first, last = record.covers_from, record.covers_to
    is_all = record.platform and record.is_whole and record.kind in COVERED
    if first is None or last is None or not is_all:
        return None
    told_at = min(record.exported_at or record.imported_at, record.imported_at)
    return whole_days(first, last, told_at)


def _told_by(record: ImportRecord) -> ToldSpan | None:
    """The time of which a funds file says everything, to the second; of a part none."""
    is_whole = record.kind == "funds" and record.is_whole
    if (
        not (is_whole and record.platform)
        or record.covers_from is None
        or record.told_until is None
    ):
        return None
    begin = day_begins(record.covers_from)
    return ToldSpan(begin=begin, end=record.told_until)


def days_of(reading: Reading) -> tuple[date, date] | None:
    """The first and the last day that a file covers, as far as it says so itself."""
    if reading.covers or reading.span is None:
        return reading.covers
    first, last = (shop_day(at) for at in reading.span)
    return first, last
