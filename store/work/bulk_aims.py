"""BulkAims (批量对象): what an action would be done with, as far as that hangs on nothing typed.

To look at a document costs more than to judge what was typed for it. So each is looked at once for
each of its versions, however often the form is filled in otherwise.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from store.acting import Store
from store.documents.kinds import MODELS, decode
from store.models.base import Document
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.subject import Subject, Target
from store.pages import in_pages
from store.rules.action.base import Action
from store.rules.action.context import Context
from store.rules.action.frame import asked_fields, naming
from store.rules.action.markers import Reference, marker_of
from store.rules.action.record_action import reversed_by
from store.rules.action.record_numbers import record_names
from store.rules.action.refusing import why_not_about, why_not_of_record
from store.rules.inquiries.called import known_by
from store.words import _

Kind = type[Action[Any]]
AT_ONCE = 500
"""So many documents are read by one question."""
MOST_KEPT = 5000
"""Of more targets no document is kept in memory."""


class Aim(NamedTuple):
    """One document, or a part of it, and what it tells itself."""

    target: Target
    why_not: str = ""
    """Why it is not done with that, whatever is typed."""
    document: Document | None = None
    """None where the action cannot be about it."""
    named: Mapping[str, str] = {}
    """The values by which the action is about this part."""
    asked: Mapping[str, str] = {}
    """What the buyer asks for."""
    name: str = ""
    """What a person knows the document by, where that is not its number."""
    is_of_several: bool = False
    """Are others about the same document?"""

    @property
    def about(self) -> str:
        """What of its document is meant, as the values name it, or could not be."""
        return self.target.part.record if self.why_not else " ".join(self.named.values())

    @property
    def place(self) -> tuple[str, str, str]:
        """What is the same for two that come to the same: of an order two things may be owed."""
        return *self.target.subject, self.about

    @property
    def told(self) -> dict[str, str]:
        """All the values that it tells itself."""
        return {**self.asked, **self.named}


class BulkAims:
    """All of them, each once."""

    def __init__(self, store: Store, action: Kind, targets: Iterable[Target]) -> None:
        self.action = action
        self._store = store
        self._targets = tuple(dict.fromkeys(targets))
        self._counted = Counter(target.subject for target in self._targets)
        self._known: dict[Target, tuple[int, Aim]] = {}
        """What was seen of each, and in which version."""

    @property
    def called(self) -> Iterator[str]:
        """The number, SKU or name of each, for which no document is read."""
        return (one.subject.called for one in self._targets)

    def forget(self) -> None:
        """Look at each anew the next time: a rule may answer otherwise as time goes by."""
        self._known = {}

    def look_behind(self, changed: Mapping[Subject, Document]) -> Iterator[Aim]:
        """All of them in their turn, each as those before it leave its document, which whoever
        looks puts among the `changed` where others are about the same.

        What is meant stays what was marked: where nothing is named it is judged as it is now, or
        the other of two cases would be the only one that fits once the first is done.
        """
        for aim in self.look():
            document = changed.get(aim.target.subject)
            if document and aim.about and not aim.why_not:
                asked = _asked_for(self.action, document, aim.named)
                yield aim._replace(document=document, asked=asked)
            else:
                yield aim

    def look(self) -> Iterator[Aim]:
        """All of them as they are now, those that come to the same once."""
        seen: set[tuple[str, str, str]] = set()
        for aim in self._looked():
            if aim.place not in seen:
                seen.add(aim.place)
                yield aim

    def _looked(self) -> Iterator[Aim]:
        """What each target comes to, read some at a time."""
        context = self._store.context()
        for some in in_pages(self._targets, AT_ONCE):
            versions, known = self._versions(some), self._known
            moved = [
                one for one in some if one not in known or known[one][0] != versions[one.subject]
            ]
            documents = self._documents(moved)
            seen = {
                one: _aim(self.action, one, documents.get(one.subject), context)._replace(
                    is_of_several=self._counted[one.subject] > 1
                )
                for one in moved
            }
            if len(self._targets) <= MOST_KEPT:
                noted = {one: (versions[one.subject], aim) for one, aim in seen.items()}
                self._known = {**self._known, **noted}
            yield from (seen[one] if one in seen else known[one][1] for one in some)

    def _versions(self, targets: Iterable[Target]) -> dict[Subject, int]:
        """The version of each, 0 for what is not there."""
        found = {target.subject: 0 for target in targets}
        for kind, keys in _by_kind(targets):
            versions = self._store.engine.versions(kind, keys).items()
            found |= {Subject(kind, key): version for key, (version, _head) in versions}
        return found

    def _documents(self, targets: Iterable[Target]) -> dict[Subject, Document]:
        return {
            Subject(kind, key): decode(MODELS[kind], kept)
            for kind, keys in _by_kind(targets)
            for key, kept in self._store.db.kind(kind).get_keys(keys).items()
        }


def _by_kind(targets: Iterable[Target]) -> Iterable[tuple[str, list[str]]]:
    """The keys of the documents of each kind."""
    found: dict[str, list[str]] = {}
    for kind, key in dict.fromkeys(target.subject for target in targets):
        found.setdefault(kind, []).append(key)
    return found.items()


def _aim(action: Kind, target: Target, document: Document | None, context: Context) -> Aim:
    """What is seen of one of them."""
    if document is None:
        return Aim(target, _("It is not in this store."))
    name = known_by(document) if isinstance(document, Inquiry) else ""
    if for_others := why_not_about(action, type(document)):
        return Aim(target, for_others, name=name)
    record = target.part.record
    named = _named_by(action, document, target)
    if other := _meant_instead(action, document, record, named):
        said = _("“{action}” would be about {other} here, and not about {record}; do it by itself.")
        said = said.format(action=_(action.title), other=other[0], record=other[1])
        return Aim(target, said, name=name)
    why_not = why_not_of_record(action, document, record, context) or ""
    if taken_back := "" if why_not else reversed_by(action, document, named):
        why_not = _("{what}: where that is meant, do it by itself.").format(what=taken_back)
    asked = _asked_for(action, document, named)
    return Aim(target, why_not, document, named, asked, name)


def _named_by(action: Kind, document: Document, target: Target) -> dict[str, str]:
    """The values by which an action is about the part of a document that is meant, or the only one
    that fits: the same comes of what is owed for a case and of what is owed for its order.
    """
    part = target.part
    named = naming(action, document, part.record) if part.record else {}
    only = {
        field.name: field.only
        for field in asked_fields(action, document)
        if field.only and marker_of(action.model_fields[field.name], Reference)
    }
    return only | named | (action.naming_owed(*part) if part.kind else {})


def _meant_instead(
    action: Kind, document: Document, record: str, named: Mapping[str, str]
) -> tuple[str, str] | None:
    """The record that an action would be about, and this one of its kind, as people name them,
    where it may not be about this one.
    """
    for name, value in named.items():
        refers = marker_of(action.model_fields[name], Reference)
        if refers and refers.known and value != record and record in refers.known(document):
            names = record_names(document, refers.to) if isinstance(document, Order) else {}
            return names.get(value, value), names.get(record, record)
    return None


def _asked_for(action: Kind, document: Document, named: Mapping[str, str]) -> dict[str, str]:
    """What the buyer asks for, where an action has a field for that."""
    field = action.typed_again or ""
    has_field = field in action.model_fields
    asked = action.asked_for(document, named) if has_field else ""
    return {field: asked} if asked else {}
