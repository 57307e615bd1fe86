"""Change (变更): the one place where what is done is judged, applied and committed.

Under the lock a document is read again, `why_not` and `problems` are asked, `apply` runs once, and
one durable commit holds the documents with their event and its idempotency key. What is said of it
may quote what somebody typed: in errors and receipts the buyer is hidden. Files lie around that:
what is given is in the store before the lock is taken, what is made lies complete beside its place
and gets its name after the commit. What a refused action would have taken is never copied.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Generic, NamedTuple, TypeVar

from msgspec.structs import replace

from store.acting import Store
from store.documents.kinds import without_nul
from store.documents.telling import event_of
from store.documents.writing import Receipt, Writing, first_receipt
from store.errors import Refused, TryAgain
from store.files.action_files import ActionFiles, looked_at, names_files, told_of
from store.models.base import Document
from store.models.event import Event
from store.models.order import Order
from store.rules.action.base import Action, Outcome, Pack
from store.rules.action.context import Context
from store.rules.action.frame import (
    ensure_known_fields,
    ensure_right,
    read_values,
)
from store.rules.action.refusing import veiled, veiling, why_not
from store.rules.action.told_times import told_values
from store.rules.platform.following import followed
from store.work.undoing import UNDONE, Undoing, undoing_of

Subject = TypeVar("Subject", bound=Document)
TRIES = 5
"""So often a change is judged anew where another one was let go first."""


class _Applied(NamedTuple, Generic[Subject]):
    """An action that was judged, and what comes of it."""

    done: Action[Subject]
    before: Subject
    context: Context
    outcome: Outcome

    @classmethod
    def of(cls, done: Action[Subject], before: Subject, context: Context) -> "_Applied[Subject]":
        """What comes of it, with all that follows."""
        return cls(done, before, context, followed(done.apply(before, context), before, context))

    @property
    def about(self) -> Document:
        """What it is told of; of what was started, the document that comes of it, the first."""
        return self.outcome.documents[0] if self.done.starts else self.before


class Change(Generic[Subject]):
    """An action with its values, given as text, on its way into a store."""

    def __init__(
        self,
        store: Store,
        action: type[Action[Subject]],
        subject: Subject,
        values: Mapping[str, str],
        undoes: Undoing | None = None,
    ) -> None:
        """What it `undoes` has to be as it was made."""
        self._store = store
        self._action = action
        self._subject = subject
        self._values = values
        self._undoes = undoes

    def check(self) -> None:
        """Judge it without the lock; nothing is changed, copied or written.

        Raises BadInput for malformed values and for files that cannot be taken, and Refused where a
        rule says no.
        """
        self.looked()

    def looked(self) -> Action[Subject]:
        """The action with its values, judged as `check` does."""
        with veiling(self._subject):
            return self._looked(self._subject, self._store.context())[0]

    def outcome(self) -> Outcome:
        """What would come of it now, without the lock; nothing is changed, copied or written.

        Raises as `check` does.
        """
        subject, context = self._subject, self._store.context()
        with veiling(subject):
            done, _files = self._looked(subject, context)
        return _Applied.of(done, subject, context).outcome

    def run(self, key: str = "") -> Receipt:
        """Judge it under the lock and commit it, all or nothing; raises as `check` does.

        A `key` that is repeated with the same values returns the first receipt and changes nothing;
        with others it is refused.
        """
        with veiling(self._subject):
            for _try in range(TRIES - 1):
                with suppress(TryAgain):
                    return self._run(without_nul(key))
            return self._run(without_nul(key))

    def _run(self, key: str) -> Receipt:
        if names_files(self._action, self._values) and (first := self._first(key)):
            return first
        known = None if self._is_started else self._subject
        with self._files() as files:
            with self._store.writing(known, key) as commit:
                if first := self._first(key):
                    return first
                applied = self._applied(files)
                self._pack_as_it_is(applied, files)
                event = self._tell(commit, applied, files, key)
                commit.save(applied.outcome.documents)
            files.hand_over()
        return self._receipt(applied, event)

    # What is done under the lock

    def _applied(self, files: ActionFiles) -> _Applied[Subject]:
        """The action judged and applied to the subject as it is now."""
        current, context = self._current(), self._store.context()
        if self._undoes:
            self._undoes.ensure_untouched(current, self._store.events)
        with veiling(current):  # who the buyer is may be known only since it was read
            self._ensure_allowed(current, context)
            done = self._judged(current, files.values, context)
        return _Applied.of(done, current, context)

    def _pack_as_it_is(self, applied: _Applied[Subject], files: ActionFiles) -> None:
        """Write a pack once more where a colleague was quicker than it: what is handed over is what
        this event follows.
        """
        if files.pack and files.packed_version != applied.before.version:
            self._write(applied.done.makes(), applied.before, files, applied.context)

    def _tell(
        self, commit: Writing, applied: _Applied[Subject], files: ActionFiles, key: str
    ) -> Event:
        """Add what is told of it to the commit: the event of what it is done to, and of others."""
        outcome, pack = applied.outcome, applied.done.makes()
        if pack and pack.reveal_reason:
            commit.event(applied.before, "reveal", {"reason": pack.reveal_reason})
        name = UNDONE if self._undoes else self._action.name
        told = told_values(self._action, files.told, applied.context.now)
        told = self._undoes.told(told) if self._undoes else told
        said = (*outcome.said, *files.said)
        event = commit.event(applied.about, name, told, key=key, said=said)
        for other in outcome.also:
            commit.event(other, name, told)
        return event

    def _receipt(self, applied: _Applied[Subject], event: Event) -> Receipt:
        """What there is to say once it is durable, and how it is taken back."""
        done, before, _context, outcome = applied
        undoing = None if self._undoes else undoing_of(done, before, outcome, event)
        # As it is after it: what was typed only now is known to be the buyer's.
        after = outcome.after(applied.about) or applied.about
        return Receipt(event, tuple(veiled(after, one) for one in event.said), undoing=undoing)

    # What it is judged by

    def _current(self) -> Subject:
        """The subject as it is now; what is to be started is blank."""
        return self._subject if self._is_started else self._store.again(self._subject)

    @property
    def _is_started(self) -> bool:
        return self._action.starts and isinstance(self._subject, self._action.subject_type)

    def _first(self, key: str) -> Receipt | None:
        """What came of the change that used this key before, if one did."""
        kept = self._store.engine.event_with(key) if key else None
        if kept is None:
            return None
        first = event_of(kept)

        def told(values: Mapping[str, str]) -> dict[str, str]:
            # "In two hours" means what it meant when the key was used first.
            typed = told_of(self._action, self._values, values)
            return told_values(self._action, typed, first.at)

        receipt = first_receipt(first, self._action, self._subject, told)
        return replace(receipt, said=self._store.said_by(first))

    @contextmanager
    def _files(self) -> Iterator[ActionFiles]:
        """The files of the action, those given durable; what it made is gone if it is not done."""
        if not names_files(self._action, self._values):
            yield ActionFiles(dict(self._values))
            return
        current, context = self._current(), self._store.context()
        with veiling(current):
            done, files = self._looked(current, context)
        files.keep(self._store.files)
        self._write(done.makes(), current, files, context)
        try:
            yield files
        finally:
            files.discard()

    def _write(
        self, pack: Pack | None, subject: Subject, files: ActionFiles, context: Context
    ) -> None:
        """Write what the action makes of an order, aside, instead of what was written before."""
        files.discard()
        if pack and isinstance(subject, Order):
            files.write(pack, subject, self._store.files, context)

    def _looked(self, subject: Subject, context: Context) -> tuple[Action[Subject], ActionFiles]:
        """The action judged, and its files looked at, once it may be done at all."""
        self._ensure_allowed(subject, context)
        files = looked_at(self._action, self._values)
        return self._judged(subject, files.values, context), files

    def _ensure_allowed(self, subject: Subject, context: Context) -> None:
        """Raise BadInput for a field that there is none of, and Refused for what may not be done.

        What a value holds is not looked at yet.
        """
        ensure_known_fields(self._action, self._values, subject)
        refusal = why_not(self._action, subject, context, self._values)
        if refusal:
            raise Refused(refusal, code="why_not")

    def _judged(
        self, subject: Subject, values: Mapping[str, str], context: Context
    ) -> Action[Subject]:
        """The action with values that are right for the subject."""
        done = read_values(self._action, values, subject, context)
        ensure_right(done, subject, context)
        return done
