"""Engine: what the document layer and the lists ask of whatever keeps them on a disk."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from store.errors import StoreTrouble
from store.files.durable import Make, private

PAGE = 500
"""Documents are read so many at a time: no cursor outlives a call."""


class Kept(NamedTuple):
    """A document as an engine keeps it; `store.shopdb` knows what its parts mean."""

    id: int
    """TinyDB's id: per kind, from 1, never given twice."""
    key: str | None
    """What a repository's document is called; a script's documents have none."""
    version: int
    head: str
    """The hash of the document's last event; empty where it has none."""
    body: str
    """Canonical JSON."""
    crc: int


class KeptEvent(NamedTuple):
    """An event as an engine keeps it; `store.models.event` knows what its body says."""

    id: str
    subject: str
    number: int
    """Its place in the chain of its subject, from 1."""
    at: int
    """The machine's clock, in microseconds since the epoch."""
    action: str
    key: str | None
    """The idempotency key, unique in the store; none where it was not given."""
    body: str
    hash: str


class Digest(NamedTuple):
    """What a version of a document was made of, so that nobody makes it of that once more.

    It is derived: `dump` and `verify` do not know it, a restored store has none, and what is not
    noted is only made again.
    """

    id: int
    """The document's."""
    about: str
    """Which part of it was made of this."""
    version: int
    digest: bytes


class ListRows(NamedTuple):
    """What lists show and search of one document."""

    name: str
    """Which list."""
    rows: Sequence[Any]
    """As the list's class, or made already (`store.engines.row_writer`)."""
    words: Sequence[tuple[str, str]] = ()
    """Further words it is found by (field, folded word), of what no row shows."""


class Reads(Protocol):
    """Documents by kind and id or key, and events by subject, read.

    What is read outside `writing` is what was last committed; inside it, what is being written.
    """

    # Documents

    def document(self, kind: str, number: int) -> Kept | None:
        """The document with this id."""

    def document_with(self, kind: str, key: str) -> Kept | None:
        """The document with this key."""

    def head_of(self, kind: str, key: str) -> str | None:
        """The hash of the last event of the document with this key; none where it is not there."""

    def documents(self, kind: str) -> Iterator[Kept]:
        """Every document of a kind by id, read a page at a time."""

    def count(self, kind: str) -> int:
        """How many documents of a kind there are."""

    def kinds(self) -> set[str]:
        """The kinds there are, empty ones that were asked to be kept among them."""

    def next_id(self, kind: str) -> int:
        """The id that the next new document gets; looking does not use it up."""

    def documents_with(self, kind: str, keys: Collection[str]) -> dict[str, Kept]:
        """The documents with these keys, as far as there are."""

    def documents_under(self, kind: str, keys: Collection[str]) -> list[Kept]:
        """The documents whose keys go on after one of these and a colon, by id."""

    def versions(self, kind: str, keys: Collection[str]) -> dict[str, tuple[int, str]]:
        """Version and head of the documents with these keys, as far as there are."""

    def digests(self, kind: str, keys: Collection[str]) -> dict[str, dict[str, bytes]]:
        """What the documents with these keys, as far as there are, were last made of, as they are.

        By what it was about; nothing that was noted of an earlier version.
        """

    def places(self, kind: str, keys: Collection[str]) -> dict[str, tuple[int, int]]:
        """Id and version of the documents with these keys, as far as there are."""

    def keys_from(self, kind: str, start: str) -> list[str]:
        """The first key of a kind at or after a text, if there is any."""

    # Events

    def events(self, subject: str) -> list[KeptEvent]:
        """The events of one subject, oldest first."""

    def last_event(self, subject: str) -> KeptEvent | None:
        """The newest event of a subject."""

    def event_with(self, key: str) -> KeptEvent | None:
        """The event that a change with this idempotency key wrote."""

    def all_events(self) -> Iterator[KeptEvent]:
        """Every event by subject and number, read a page at a time."""


Ahead = Callable[[Reads], object]
"""Asks what will be asked first inside `writing`, and uses no answer.

Where each question is a turn to a server they are asked together with the lock.
"""


class Engine(Reads, Protocol):
    """Documents by kind and id or key, events by subject, and the rows of lists.

    Any thread may call; every failure of the disk is a StoreTrouble that says what was saved.
    """

    folder: Path
    """Where attached files and the lock lie, whatever keeps the documents."""
    is_copied_daily: bool
    """Is a copy a day made beside it? A server is copied by whoever runs it."""
    who: str
    """What those are told we are called who wait for us; left empty, what the account is."""

    # Writing, inside `writing` only

    def add(self, kind: str, kept: Kept) -> None:
        """Add a document under its id, which nothing has."""

    def add_all(self, kind: str, documents: Sequence[Kept]) -> None:
        """Add documents under their ids, which nothing has."""

    def replace(self, kind: str, kept: Kept, version: int) -> bool:
        """Put a document in place of the one with its id, if that has this version; had it?"""

    def put_all(self, kind: str, documents: Sequence[Kept]) -> None:
        """Put documents in place of those with their ids, each of which has the version before.

        Raises TryAgain, at the latest before the commit, where one has another.
        """

    def remove(self, kind: str, ids: Sequence[int]) -> None:
        """Remove documents; their ids are not given again."""

    def found(self, kind: str, following: int = 1) -> None:
        """Have the kind, be it empty; its next id is this one at least."""

    def empty(self, kind: str) -> None:
        """Remove every document of a kind and count its ids from 1 again."""

    def drop(self, kind: str) -> None:
        """Remove a kind with all its documents."""

    def add_events(self, events: Sequence[KeptEvent]) -> None:
        """Add events; raises StoreTrouble when a number or key of theirs is taken."""

    def put_rows(self, kind: str, number: int, lists: Sequence[ListRows]) -> None:
        """Make these the rows of the document of a kind with this id."""

    def put_digests(self, kind: str, digests: Iterable[Digest]) -> None:
        """Note what versions of documents were made of."""

    # Lists

    def fetch(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """The rows that a statement of `store.search.where` finds."""

    def stale_rows(
        self, kind: str, form: int, policies: Mapping[str, int], limit: int
    ) -> Iterator[list[int]]:
        """The ids of the documents of a kind whose rows are of another form, or by other rules.

        `policies` has the digest of the rules of each platform; at most `limit` ids at a time.
        """

    # The store as a whole

    def writing(self, ahead: Ahead | None = None) -> AbstractContextManager[None]:
        """Hold the lock in one transaction, which is committed when the block ends.

        It nests per thread: only the outermost locks and commits, and an exception at any level
        undoes everything, also where it is caught. Raises RuntimeError inside `moment`.
        """

    @property
    def is_writing(self) -> bool:
        """Is this thread inside `writing`?"""

    def moment(self) -> AbstractContextManager[None]:
        """Read everything inside as it is at one moment."""

    def ensure_founded(self, *, founds: bool = False) -> None:
        """Raise StoreTrouble (`no_shop`) where there is no such store but others are in its place.

        Where it may be one that `founds` it, a name that is not there yet is no mistake.
        """

    def commits(self) -> int:
        """The number of the last commit, from 1; 0 where nothing was written yet."""

    def changed(self) -> bool:
        """Did others commit since this was last asked, or since opening?"""

    def check(self, *, full: bool = False) -> None:
        """Check the files and pages, with `full` also what lists are searched and sorted by.

        Raises StoreTrouble with the first broken thing.
        """

    def copy_to(self, path: Path, make: Make = private) -> None:
        """Write a checked copy of everything but files to a new file, while others go on.

        `make` says for whom that file is.
        """

    def following(self) -> AbstractContextManager[None]:
        """While this thread makes many changes, one after the other.

        More is kept in memory, and what their commits leave to be done is left to `write_back`.
        """

    def note_many(self) -> None:
        """Much of it is new: have what finds the quickest way to a row know that."""

    def write_back(self) -> None:
        """Between two changes: do now, in this thread, what commits leave to be done."""

    def rest(self) -> None:
        """Do what is better done while nobody works; nobody waits for it."""

    def interrupt(self, thread: int) -> None:
        """Stop what this thread is reading; it raises Interrupted there."""

    def silence(self) -> StoreTrouble | None:
        """What is to be said as long as an answer is overdue that a server gives at once."""

    def close(self) -> None:
        """Let go of every file; what another thread reads with it lets go of at its end."""
