"""Files of an action: what it is given is taken into the store, what it makes is written out.

A file given is durable before the commit that names it; a pack lies complete beside its place
before the commit that tells of it, and gets its name after. `store.change` says when.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from store.errors import ShouhouError
from store.files.given import GivenFile, look_at
from store.files.kept import Files
from store.files.paths import path_of
from store.files.places import ensure_outside_stores
from store.models.order import Order
from store.rules.action.base import Action, Pack
from store.rules.action.context import Context
from store.rules.action.file_fields import FilePath, files_text, files_told, names_told

if TYPE_CHECKING:
    from store.exchange.outgoing.evidence_pack import WrittenPack

Values = Mapping[str, str]


@dataclass(slots=True)
class ActionFiles:
    """An action's values as the rule reads them, and the files behind them."""

    values: dict[str, str]
    given: dict[str, tuple[GivenFile, ...]] = field(default_factory=dict)
    """What was looked at, by field."""
    pack: "WrittenPack | None" = None
    packed_version: int = 0
    """The version of the order that the pack tells of."""

    def keep(self, files: Files) -> None:
        """Make what was given durable among the files of a store."""
        for file in chain.from_iterable(self.given.values()):
            files.keep(file.content)

    def write(self, pack: Pack, order: Order, files: Files, context: Context) -> None:
        """Write a pack aside; raises BadInput or StoreTrouble, and then nothing is left."""
        from store.exchange.outgoing.evidence_pack import WrittenPack

        self.pack = WrittenPack(pack, order, files, context.now, str(context.actor))
        self.packed_version = order.version

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

    def discard(self) -> None:
        """Leave nothing of a pack that was not handed over."""
        if self.pack:
            self.pack.discard()


def names_files(action: type[Action[Any]], values: Values) -> bool:
    """Does one of the values stand for files?"""
    return any(values.get(name, "").strip() for name in _uses(action))


def looked_at(action: type[Action[Any]], values: Values) -> ActionFiles:
    """The files that the values name, looked at; nothing is copied or written.

    Raises BadInput or Refused for a file that cannot be taken, or for a name that is taken already
    or lies in the folder of the store, in which `verify` knows every file.
    """
    found = ActionFiles(dict(values))
    for name, use in _uses(action).items():
        text = values.get(name, "").strip()
        if text and use == "take":
            given = look_at(text, name)
            found.given[name] = given
            found.values[name] = files_text(tuple(one.described for one in given))
        elif text:
            from store.exchange.outgoing.pack_place import ensure_new

            path = path_of(text, name)
            ensure_outside_stores(path, name)
            ensure_new(path)
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


def _typed(values: Values) -> dict[str, str]:
    return {name: text.strip() for name, text in values.items() if text.strip()}


def _uses(action: type[Action[Any]]) -> dict[str, str]:
    return {
        name: marker.use
        for name, info in action.model_fields.items()
        for marker in info.metadata
        if isinstance(marker, FilePath)
    }
