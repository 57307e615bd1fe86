"""`shouhou do` with several subjects or a query: each is judged and done by itself, a line each."""

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.errors import BadInput, StoreTrouble
from store.models.bulk_run import BulkItem, BulkRun
from store.models.subject import Target, of_order
from store.rules.action.catalogue import deed, named_action
from store.words import _, counts, sentences
from store.words.excerpts import excerpt
from store.words.phones import hide_phones
from tui.drafts import runs_folder
from tui.printing import say, say_json, tell
from tui.session import Session, data_folder

if TYPE_CHECKING:
    from store.repository import Repository
    from store.work.bulk import Bulk

DONE, NONE, PARTLY = 0, 1, 7
"""The exit status where all was done, nothing could be, or part of it."""


def run_many(
    session: Session, arguments: Namespace, name: str, subjects: list[str], values: dict[str, str]
) -> int:
    """Do it to all of them, or only judge it."""
    if arguments.key:
        said = _("A key is for a single subject; what is done to many is resumed by its run.")
        raise BadInput(said, field="--key", code="usage")
    repository = session.open()
    bulk = repository.bulk(runs_folder(data_folder(), repository.engine.folder))
    missing: list[tuple[str, str]] = []
    if arguments.resume:
        run = bulk.files.read(arguments.resume)
    else:
        named_action(name, lambda _any: True)
        targets = list(_targets(repository, bulk, arguments.query, subjects, missing))
        run = bulk.plan(bulk.aims(name, targets), values)
    teller = _Teller(run, as_json=arguments.json, only_judges=arguments.dry_run)
    for subject, sentence in missing:
        # What nothing is called by may be a buyer's phone.
        teller.refused(hide_phones(subject), hide_phones(sentence))
    if arguments.dry_run:
        for item in run.items:
            teller.tell(item)
    else:
        for item in run.of("refused"):
            teller.tell(item)
        if run.of("left"):
            said = _("Run {run}: `shouhou do --resume {run}` goes on with it if it is left off.")
            tell(said.format(run=run.id))
            run = _carried_out(bulk, run, teller)
    done = len(run.of("left" if arguments.dry_run else "done"))
    return teller.conclude(done, len(run.of("refused")) + len(missing))


def _carried_out(bulk: "Bulk", run: BulkRun, teller: "_Teller") -> BulkRun:
    """What came of a run; raises StoreTrouble that says how far it came and how it goes on."""
    from store.work.bulk import RunBrokenOff

    try:
        return bulk.carry_out(run, teller.tell)
    except RunBrokenOff as error:
        done, refused, left = (len(error.run.of(state)) for state in ("done", "refused", "left"))
        teller.sum_up(done, refused, left)
        said = _("{cause} {done} are done, {left} are left; go on with: shouhou do --resume {run}")
        said = said.format(cause=error.cause, done=done, left=left, run=run.id)
        raise StoreTrouble(said, code=error.code) from error


def _targets(
    repository: "Repository",
    bulk: "Bulk",
    query: str | None,
    subjects: list[str],
    missing: list[tuple[str, str]],
) -> Iterator[Target]:
    """What is meant, in its order; what there is none of is put with why among `missing`."""
    if query is not None:
        found = repository.search(query)
        yield from (Target(of_order(row.key)) for row in found)
        absent = _("{subject} is not in this store.")
        missing += ((number, absent.format(subject=number)) for number in found.misses)
    for text in subjects:
        try:
            yield bulk.target(text)
        except BadInput as error:
            missing.append((text, error.sentence))


class _Teller:
    """Says a line of each item, and the sum of all at the end."""

    def __init__(self, run: BulkRun, *, as_json: bool, only_judges: bool) -> None:
        self._run = run
        self._as_json = as_json
        self._only_judges = only_judges

    def tell(self, item: BulkItem) -> bool:
        """What came of an item."""
        if item.state == "refused":
            self.refused(item.key if self._as_json else item.called, item.sentence)
        elif self._as_json:
            self._tell_json(item.key, item, "")
        else:
            said = _("{subject}: possible.") if self._only_judges else _("{subject}: done.")
            say(sentences(said.format(subject=item.called), item.short))
        return True

    def refused(self, subject: str, sentence: str) -> None:
        """Why something is not done."""
        if self._as_json:
            self._tell_json(subject, None, sentence)
        else:
            said = _("{subject}: refused. {sentence}")
            say(said.format(subject=excerpt(subject), sentence=sentence))

    def _tell_json(self, subject: str, item: BulkItem | None, sentence: str) -> None:
        word = "possible" if self._only_judges else "done"
        said = {"run": self._run.id, "action": self._run.action, "subject": subject}
        if item is None:
            say_json({**said, word: False, "refused": sentence})
        elif self._only_judges:
            say_json({**said, word: True, "values": item.values})
        else:
            say_json({**said, word: True, "event": item.event, "said": item.said})

    def sum_up(self, done: int, refused: int, left: int = 0) -> None:
        """Say how many it were of each."""
        if self._as_json:
            return
        said, outcome = _("{action}: {outcome}."), {"done": done, "refused": refused, "left": left}
        if self._only_judges:
            said = _("{action}: {outcome}; nothing was changed.")
            outcome = {"possible": done, "refused": refused}
        came = counts.came_of(self._run.kinds, **outcome)
        say(said.format(action=deed(self._run.action), outcome=came))

    def conclude(self, done: int, refused: int) -> int:
        """Say how many it were of each; the exit status."""
        self.sum_up(done, refused)
        if not refused:
            return DONE
        return PARTLY if done else NONE
