"""Records (导入记录): each file by its content, and how far it came."""

from collections.abc import Iterable
from datetime import datetime

from store.documents import KINDS, decode
from store.importing.said import GivenFile
from store.models.import_record import ImportRecord
from store.repository import Repository


class ImportRecords:
    """Writes what is known of the files of one import."""

    def __init__(
        self, repository: Repository, files: Iterable[GivenFile], shop: str, now: datetime
    ) -> None:
        self._table = repository.db.kind(KINDS[ImportRecord])
        self._shop = shop
        self._now = now
        # The same file may have been given twice.
        self._files = list({one.digest: one for one in files}.values())
        self._before = self._known()

    def put(self) -> None:
        """Write the records that say something new, inside `ShopDB.writing`."""
        known = self._known()
        made = [(self._made(file, known.get(file.digest)), file) for file in self._files]
        self._table.put_many(
            [self._table.ready(record, record.version, "") for record, _file in made if record]
        )

    @property
    def is_to_write(self) -> bool:
        """Is there a record that says less than is known?"""
        known = self._known()
        return any(self._made(file, known.get(file.digest)) for file in self._files)

    def _known(self) -> dict[str, ImportRecord]:
        found = self._table.get_keys([one.digest for one in self._files])
        return {key: decode(ImportRecord, kept) for key, kept in found.items()}

    def _made(self, file: GivenFile, known: ImportRecord | None) -> ImportRecord | None:
        """The record of a file as it is now; none where it says what is known."""
        report, before = file.report, self._before.get(file.digest)
        new, changed = report.counts["new"], report.counts["changed"]
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
            variant=report.variant,
            shop=self._shop,
            imported_at=self._now,
            exported_at=file.exported_at,
            rows=report.rows,
            left=min(report.rows - file.done, known.left if known else report.rows),
            new=new,
            changed=changed,
            rejected=report.rejected_count,
        )
        return None if record == known else record
