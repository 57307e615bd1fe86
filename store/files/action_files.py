"""Files of an action: what it is given is taken into the store, what it makes is written out.

Both happen around the commit and outside the lock. A file given is durable before the commit that
names it; a pack lies complete beside its place before the commit that tells of it, and gets its
name after. What a refused action would have taken is never copied.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from store.engines.places import ensure_outside_stores
from store.errors import ShouhouError
from store.files.given import GivenFile, look_at
from store.files.paths import path_of
from store.judging import ensure_allowed, judged
from store.models.base import Document
from store.models.order import Order
from store.rules.action.base import Action
from store.rules.action.context import Context
from store.rules.action.file_fields import FilePath, files_text, files_told, names_told

if TYPE_CHECKING:
    from store.exchange.outgoing.evidence_pack import WrittenPack
    from store.repository import Repository

Values = Mapping[str, str]


@dataclass(slots=True)
class ActionFiles:
    """An action's values as the rule reads them, and the files behind them."""

    values: dict[str, str]
    given: dict[str, tuple[GivenFile, ...]] = field(default_factory=dict)
    """What was looked at, by field."""
    makes: bool = False
    """Is there a file to be made?"""
    pack: "WrittenPack | None" = None

    @property
    def told(self) -> dict[str, str]:
        """The values as the event holds them: no path of the agent's."""
        said = _typed(self.values)
        for name, given in self.given.items():
            said[name] = files_told(tuple(one.described for one in given))
        return said | (self.pack.told if self.pack else {})

    @property
    def said(self) -> tuple[str, ...]:
        """What there is to say about a pack."""
        return self.pack.said if self.pack else ()

    def hand_over(self) -> None:
        """Give the pack its name; its event is durable now."""
        if self.pack:
            self.pack.hand_over()


def looked_at(
    action: type[Action[Any]], subject: Document, values: Values, context: Context
) -> ActionFiles:
    """The files that the values name, looked at; nothing is copied or written.

    Raises BadInput or Refused for a file that cannot be taken, or a name that is taken already.
    """
    uses = _uses(action)
    found = ActionFiles(dict(values))
    if not uses.keys() & values.keys():
        return found
    ensure_allowed(action, subject, values, context)
    for name, use in uses.items():
        text = values.get(name, "").strip()
        if text and use == "take":
            given = look_at(text, name)
            found.given[name] = given
            found.values[name] = files_text(tuple(one.described for one in given))
        elif text:
            from store.exchange.outgoing.pack_place import ensure_new

            ensure_new(path_of(text, name))
            found.makes = True
    return found


def told_of(action: type[Action[Any]], values: Values, first: Values) -> dict[str, str]:
    """What an event of these values holds, of what was typed: files given by their content.

    Files that are gone since are those that the first event tells of, if they have their names.
    """
    said = _typed(values)
    for name, use in _uses(action).items():
        if name in said and use == "take":
            said[name] = _given_told(said[name], name, first.get(name, ""))
        elif name in said:
            said[name] = path_of(said[name], name).name
    return said


def _given_told(text: str, name: str, first: str) -> str:
    try:
        return files_told(tuple(one.described for one in look_at(text, name)))
    except ShouhouError:
        names = names_told(first)
        return first if names and all(one in text for one in names) else text


@contextmanager
def served(
    repository: "Repository", action: type[Action[Any]], subject: Document, values: Values
) -> Iterator[ActionFiles]:
    """The files of an action that is about to be done; what it made is taken away if it is not."""
    context = repository.context()
    _ensure_outside(action, values)
    files = looked_at(action, subject, values, context)
    if files.given or files.makes:
        current = repository.again(subject)
        outcome = judged(action, current, files.values, context).apply(current, context)
        for one in chain.from_iterable(files.given.values()):
            repository.files.keep(one.content)
        if outcome.pack and isinstance(current, Order):
            from store.exchange.outgoing.evidence_pack import WrittenPack

            who = str(repository.actor)
            files.pack = WrittenPack(outcome.pack, current, repository.files, context.now, who)
    try:
        yield files
    finally:
        if files.pack:
            files.pack.discard()


def _ensure_outside(action: type[Action[Any]], values: Values) -> None:
    """Nothing of a person's goes into the folder of a store: `verify` knows every file there."""
    for name, use in _uses(action).items():
        text = values.get(name, "").strip()
        if text and use != "take":
            ensure_outside_stores(path_of(text, name), name)


def _typed(values: Values) -> dict[str, str]:
    return {name: text.strip() for name, text in values.items() if text.strip()}


def _uses(action: type[Action[Any]]) -> dict[str, str]:
    return {
        name: marker.use
        for name, info in action.model_fields.items()
        for marker in info.metadata
        if isinstance(marker, FilePath)
    }
