"""Loading: from a folder's files to tables, and on from there as other processes write."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from store.engines.journal import manifest, places
from store.engines.journal.disk import Disk
from store.engines.journal.head import HEAD, Head, HeadFile
from store.engines.journal.journal import Journal
from store.engines.journal.manifest import Base, HeldManifest, Manifest, Segment
from store.engines.journal.record import Record
from store.engines.journal.snapshot import Mapped
from store.engines.journal.tables import Tables
from store.engines.journal.trouble import LostTrackError, damaged, unreadable
from store.errors import StoreTrouble
from store.words import _

TRIES = 20


@dataclass
class Opened:
    """The files that this process holds."""

    held: HeldManifest
    journal: Journal
    mapped: Mapped | None
    certain: bool = False
    """This process knows that the manifest is durable; who renamed it may have died before."""

    @property
    def manifest(self) -> Manifest:
        """The generation that is followed."""
        return self.held.content

    def news(self, disk: Disk, folder: Path) -> Iterator[Record]:
        """What was committed since, across changes of the generation.

        Raises LostTrackError when what is here does not lead there.
        """
        same = self.held.is_still(manifest.identity(disk, folder))
        yield from self.journal.read()
        if same:
            return
        held = manifest.hold(disk, folder)
        if held is None:
            raise LostTrackError
        self.held.close()
        self.held, self.certain = held, False
        for segment in _after(self.journal, held.content):
            self._go_on(disk, folder, segment)
            yield from self.journal.read()

    def _go_on(self, disk: Disk, folder: Path, segment: Segment) -> None:
        if (segment.sequence, segment.chain) != (self.journal.sequence, self.journal.chain):
            raise LostTrackError
        try:
            following = Journal(disk, folder, segment)
        except OSError as error:
            raise LostTrackError from error
        self.journal.close()
        self.journal = following

    def close(self) -> None:
        """Let go of them."""
        with suppress(OSError):
            self.held.close()
        with suppress(OSError):
            self.journal.close()


def load(disk: Disk, folder: Path, head: HeadFile) -> tuple[Opened, Tables] | None:
    """Everything from the beginning; nothing where there is no store yet.

    Takes no lock: where the generation changes meanwhile it begins again.
    """
    for _attempt in range(TRIES):
        before = manifest.identity(disk, folder)
        try:
            return _load_once(disk, folder, head)
        except (FileNotFoundError, StoreTrouble) as error:
            if manifest.identity(disk, folder) != before:
                continue
            if isinstance(error, OSError):
                missing = Path(error.filename or folder)
                raise unreadable(missing, error) from error
            raise
    raise StoreTrouble(_("The store {folder} does not hold still.").format(folder=folder))


def _load_once(disk: Disk, folder: Path, note: HeadFile) -> tuple[Opened, Tables] | None:
    # The head first: what it speaks of is in the journal that is read after it.
    head = note.read()
    held = manifest.hold(disk, folder)
    if held is None:
        places.refuse_remains(disk, folder)
        return None
    journal: Journal | None = None
    try:
        mapped, tables = _base(disk, folder, held.content.base)
        for segment in held.content.journals:
            before, journal = journal, _next(disk, folder, segment, journal)
            if before is not None:
                before.close()
            for record in journal.read():
                tables.apply(record.changes)
        assert journal is not None
        refuse_cut(folder, journal, head)
    except BaseException:
        held.close()
        if journal is not None:
            journal.close()
        raise
    return Opened(held, journal, mapped), tables


def _base(disk: Disk, folder: Path, base: Base | None) -> tuple[Mapped | None, Tables]:
    if base is None:
        return None, Tables()
    try:
        mapped = Mapped(disk, folder, base)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise unreadable(folder / base.file, error) from error
    return mapped, mapped.tables()


def _next(disk: Disk, folder: Path, segment: Segment, before: Journal | None) -> Journal:
    if before and (before.sequence, before.chain) != (segment.sequence, segment.chain):
        raise damaged(
            before.path,
            before.end,
            _("it ends with commit {found} and went up to {expected}").format(
                found=before.sequence, expected=segment.sequence
            ),
        )
    try:
        return Journal(disk, folder, segment)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise unreadable(folder / segment.file, error) from error


def refuse_cut(folder: Path, journal: Journal, head: Head | None) -> None:
    """A journal that ends before what was acknowledged lost something."""
    now = journal.head
    if head is None or head == now:
        return
    if head.generation == now.generation and head.sequence < now.sequence:
        return
    if head.generation < now.generation and head.sequence <= journal.segment.sequence:
        return
    raise damaged(
        journal.path,
        journal.end,
        _(
            "it ends with commit {found}, and commit {expected} was saved (to accept the loss,"
            " delete {head})"
        ).format(found=now.sequence, expected=head.sequence, head=folder / HEAD),
    )


def _after(journal: Journal, content: Manifest) -> list[Segment]:
    """The journals that go on from where this one ends."""
    names = [one.generation for one in content.journals]
    if journal.segment.generation in names:
        return content.journals[names.index(journal.segment.generation) + 1 :]
    for index, one in enumerate(content.journals):
        if (one.sequence, one.chain) == (journal.sequence, journal.chain):
            return content.journals[index:]
    raise LostTrackError
