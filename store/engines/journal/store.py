"""Store: the documents of a folder as this process knows them, and the way to change them.

A change: lock, take in what others appended, judge, append one line, `fdatasync`, and only then
believe it. Whoever only looks takes no lock.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from errno import ENOENT
from pathlib import Path
from threading import RLock, get_ident

from store.engines.journal import loading, manifest, places, takeover
from store.engines.journal.checkpoint import Checkpoints
from store.engines.journal.disk import Disk
from store.engines.journal.head import HeadFile
from store.engines.journal.manifest import Manifest
from store.engines.journal.record import EVENTS, Change, body_of
from store.engines.journal.tables import Tables
from store.engines.journal.trouble import DamageError, LostTrackError, overtaken, unreadable
from store.engines.lock import locked
from store.errors import StoreTrouble
from store.words import _

LOCK = "lock"


class Store:
    """One folder; safe to use from several threads, and beside other processes."""

    def __init__(
        self, folder: Path, disk: Disk | None = None, *, checkpoint_after: int | None = None
    ) -> None:
        """Read what is there; the folder is made by the first change.

        `checkpoint_after` bytes of journal a snapshot is written by itself (0: never).
        """
        self.folder = folder
        self.disk = disk or Disk()
        self.tables = Tables()
        self.notices: list[str] = []
        """What was mended, as sentences for a person."""
        self.checkpoints = Checkpoints(self, checkpoint_after)
        self.user = places.user()
        self._guard = RLock()
        self._writer: int | None = None
        self._may_write = False
        self._closed = False
        self.opened: loading.Opened | None = None
        """The files behind it; none before the first change."""
        self.news = 0
        """How often something was taken in that this process did not commit itself."""
        self._head = HeadFile(self.disk, folder)
        self.refresh()

    @property
    def sequence(self) -> int:
        """The number of the last commit taken in."""
        return self.opened.journal.sequence if self.opened else 0

    def refresh(self) -> bool:
        """Take in what other processes wrote; was there anything?"""
        if self._writer == get_ident():
            return False
        self._refuse_closed()
        before = self.news
        damage: DamageError | None = None
        # Where a thread of ours is at work, it has taken in everything there is.
        if self._guard.acquire(blocking=False):
            try:
                self._follow()
            except DamageError as error:
                damage = error
            finally:
                self._guard.release()
        if damage:
            self._look_once_more(damage)
        return before != self.news

    def copy(self) -> tuple[Tables, int]:
        """The documents as they are after the last commit taken in, and its number."""
        with self._guard:
            return self.tables.copy(), self.sequence

    @contextmanager
    def writing(self) -> Iterator["Store"]:
        """Hold the store's lock, with everything others wrote taken in and made durable.

        Raises StoreTrouble after five seconds of waiting, naming who holds it.
        """
        if self._writer == get_ident():
            yield self
            return
        self._refuse_closed()
        if not self._may_write:
            places.prepare(self.disk, self.folder)
            self._may_write = True
        with locked(self.folder / LOCK), self._guard:
            self._writer = get_ident()
            try:
                self._take_over()
                yield self
            finally:
                self._writer = None
        self.checkpoints.consider()

    def commit(self, changes: Sequence[Change], events: Sequence[tuple[str, bytes]] = ()) -> None:
        """Inside `writing`: make changes and events durable as one line, or raise StoreTrouble."""
        assert self._writer == get_ident()
        if self.opened is None or self.opened.journal.poisoned:
            judged_at = self.sequence
            self._take_over()
            if self.sequence != judged_at:
                # A line that was called uncertain is there: what was judged without it is void.
                raise overtaken()
        opened = self.opened
        assert opened is not None
        body = body_of(opened.journal.sequence + 1, self.user, changes, events)
        opened.journal.append(body)
        self.tables.apply(changes)
        self.tables.apply(Change(EVENTS, name, None, event) for name, event in events)
        self._head.write(opened.journal.head)

    def adopt(self, content: Manifest) -> None:
        """Inside `writing`: go on with another manifest, durably; raises OSError."""
        assert self._writer == get_ident()
        opened = self.opened
        assert opened is not None
        try:
            manifest.replace(self.disk, self.folder, content)
        except OSError:
            # It may stand there all the same.
            opened.journal.poisoned = True
            raise
        self._follow()
        opened.certain = True
        self._head.write(opened.journal.head)

    def close(self) -> None:
        """Let go of every file, when a snapshot being written is done."""
        self.checkpoints.wait()
        with self._guard:
            self._let_go()
            self._head.close()
            self.tables.replace(Tables())
            self._closed = True

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StoreTrouble(_("The store {folder} is closed.").format(folder=self.folder))

    def _look_once_more(self, first: DamageError) -> None:
        """A writer who takes a failed line back may have been met halfway.

        With every writer kept out, look again before anything is called damaged.
        """
        try:
            with locked(self.folder / LOCK), self._guard:
                self._load()
        except StoreTrouble as error:
            raise first from error

    def _take_over(self) -> None:
        """Under the lock: everything others wrote is taken in, whole and durable."""
        if self.opened is None and manifest.identity(self.disk, self.folder) is None:
            takeover.make(self.disk, self.folder, self.user)
        self._follow()
        assert self.opened is not None
        mended = takeover.take_over(self.disk, self.folder, self.opened, self._head)
        if mended:
            self.notices.append(mended)

    def _follow(self) -> None:
        opened = self.opened
        if opened is None or opened.journal.poisoned:
            self._load()
            return
        try:
            for record in opened.news(self.disk, self.folder):
                self.tables.apply(record.changes)
                self.news += bool(record.changes)
        except LostTrackError:
            self._load()
        except BaseException:
            # Half of it may have been taken in: read everything anew the next time.
            opened.journal.poisoned = True
            raise

    def _load(self) -> None:
        found = loading.load(self.disk, self.folder, self._head)
        if found is None and self.opened is not None:
            raise unreadable(self.folder / manifest.MANIFEST, FileNotFoundError(ENOENT, "gone"))
        self._let_go()
        if found is not None:
            self.opened, tables = found
            self.news += bool(self.tables.documents or tables.documents)
            self.tables.replace(tables)

    def _let_go(self) -> None:
        if self.opened is not None:
            self.opened.close()
            self.opened = None
