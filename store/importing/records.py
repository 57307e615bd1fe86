"""Records (导入记录): each file by its content, and how far it came."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from store.acting import Store
from store.documents.kinds import KINDS, decode
from store.importing.bundles import ImportedFile
from store.importing.covering import note_coverage
from store.models.facts import RejectedRow
from store.models.first_import import FirstImport
from store.models.import_record import ImportRecord, Rejection
from store.words.phones import hide_phones


def rows_met(repository: Store, digest: str, shop: str) -> int:
    """How many rows of the file with this content were met with the shop before, the first ones."""
    kept = repository.db.kind(KINDS[ImportRecord]).get_key(digest)
    if kept is None:
        return 0
    record = decode(ImportRecord, kept)
    return record.rows - record.left if record.shop == shop else 0


def note_first_imports(
    repository: Store, files: Iterable[ImportedFile], shop: str, *, as_new: bool
) -> None:
    """Note of each file by which import its bytes came to the shop first: by this one where they
    never did, and where somebody says that the platform shows just this again (`as_new`).
    """
    number = repository.engine.next_id(KINDS[ImportRecord])
    this = FirstImport(number=number, at=repository.now, as_new=as_new)
    by_digest: dict[str, list[ImportedFile]] = {}
    for one in files:
        by_digest.setdefault(one.digest, []).append(one)
    found = repository.db.kind(KINDS[ImportRecord]).get_keys(by_digest.keys())
    for digest, copies in by_digest.items():
        kept = found.get(digest)
        record = decode(ImportRecord, kept) if kept else None
        is_here = record is not None and record.shop == shop
        before = record.first if record and is_here else None
        for one in copies:
            one.report.is_as_new = as_new and before is not None
            one.report.imported_before = before.at if before and not as_new else None
            one.first = this if as_new else before or this


class ImportRecords:
    """Writes what is known of the files of one import."""

    def __init__(
        self, repository: Store, files: Iterable[ImportedFile], shop: str, now: datetime
    ) -> None:
        self._repository = repository
        self._table = repository.db.kind(KINDS[ImportRecord])
        self._shop = shop
        self._now = now
        self._copies: dict[str, list[ImportedFile]] = {}
        """By digest: the same file may have been given twice."""
        for one in files:
            self._copies.setdefault(one.digest, []).append(one)
        self._before = self._known()

    def put(self) -> None:
        """Write the records that say something new, inside `ShopDB.writing`."""
        records = self._to_write()
        note_coverage(self._repository, records)
        self._table.put_many([self._table.ready(one, one.version, "") for one in records])

    @property
    def is_to_write(self) -> bool:
        """Is there a record that says less than is known?"""
        return bool(self._to_write())

    def _to_write(self) -> list[ImportRecord]:
        known = self._known()
        made = (self._made(one, known.get(digest)) for digest, one in self._copies.items())
        return [record for record in made if record]

    def _known(self) -> dict[str, ImportRecord]:
        found = self._table.get_keys(self._copies.keys())
        return {key: decode(ImportRecord, kept) for key, kept in found.items()}

    def _made(
        self, copies: Sequence[ImportedFile], known: ImportRecord | None
    ) -> ImportRecord | None:
        """The record of a file as it is now; none where it says what is known."""
        file = copies[0]
        report, before = file.report, self._before.get(file.digest)
        # What the first of them brought is nothing new in the others.
        new, changed = (
            sum(one.report.counts[verdict] for one in copies) for verdict in ("new", "changed")
        )
        left = report.rows - min(one.done for one in copies)
        if known and known.is_whole and not (new or changed):
            return None
        if before and not before.is_whole:
            # One that was broken off is gone on with.
            new, changed = new + before.new, changed + before.changed
        record = ImportRecord(
            version=known.version if known else 0,
            digest=file.digest,
            file=report.file,
            platform=report.platform,
            kind=report.kind,
            variant=report.variant,
            shop=self._shop,
            imported_at=self._now,
            first=file.first,
            exported_at=file.exported_at,
            covers_from=file.covers[0] if file.covers else None,
            covers_to=file.covers[1] if file.covers else None,
            told_until=file.span[1] if file.span else None,
            rows=report.rows,
            left=min(left, known.left if known and known.shop == self._shop else report.rows),
            new=new,
            changed=changed,
            rejected=report.rejected_count,
            rejections=tuple(map(_rejection, report.rejected)),
        )
        if 0 < record.rows <= record.rejected:
            # Nothing of its days is here; a file without rows says that there is nothing.
            nothing = {"covers_from": None, "covers_to": None, "told_until": None}
            record = record.model_copy(update=nothing)
        return None if record == known else record


def _rejection(row: RejectedRow) -> Rejection:
    """As the record keeps it; what was found in a cell of another column may be a phone."""
    return Rejection(row=row.row, field=row.field, reason=hide_phones(row.reason))
