"""BulkForm (批量表单): what is asked once for many documents, and what each tells itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from store.documents.kinds import MODELS
from store.models.base import Document
from store.models.money import Fen, yuan_text
from store.models.subject import Target
from store.reading.records import Records
from store.rules.action.base import Action, is_undoable
from store.rules.action.context import Context
from store.rules.action.fields import Reference, marker_of, read_amount
from store.rules.action.frame import (
    AskedField,
    asked_fields,
    is_about,
    naming,
    starting_values,
)
from store.words import _

Kind = type[Action[Any]]


class BulkForm(NamedTuple):
    """The fields that are asked, and what the others have."""

    action: Kind
    fields: tuple[AskedField, ...]
    suggested: dict[str, str]
    """What all of them suggest alike."""
    told: tuple[str, ...]
    """A sentence for each field that every document fills in itself."""
    counted: bool
    """Is the number of documents typed, because the act moves money or cannot be taken back?"""


def named_by(action: Kind, document: Document, target: Target) -> dict[str, str]:
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


def meant_instead(
    action: Kind, document: Document, record: str, named: Mapping[str, str]
) -> str | None:
    """The record that an action would be about, where it may not be about this one of its kind."""
    for name, value in named.items():
        refers = marker_of(action.model_fields[name], Reference)
        if refers and refers.known and value != record and record in refers.known(document):
            return value
    return None


def asked_for(action: Kind, document: Document, context: Context) -> dict[str, str]:
    """What the buyer asks for, where an action has a field for that."""
    field = action.typed_again or ""
    asked = action.asked_for(document, context) if field in action.model_fields else ""
    return {field: asked} if asked else {}


def form_for_many(
    action: Kind, store: Records, targets: Iterable[Target], context: Context
) -> BulkForm:
    """What to ask for an action on these; those with which it may not be done tell nothing."""
    asked = asked_fields(action, None, context.policy)
    known = starting_values(action, asked)
    suggested: list[Mapping[str, str]] = []
    records = {name for name, info in action.model_fields.items() if marker_of(info, Reference)}
    named: set[str] = set()
    amounts: list[str] = []
    seen: set[tuple[object, ...]] = set()
    for target in targets:
        document = store.get(MODELS[target.subject.kind], target.subject.key)
        if document is None or not is_about(action, type(document)):
            continue
        of_it = named_by(action, document, target)
        same = (target.subject, *of_it.items())
        if same in seen or meant_instead(action, document, target.part.record, of_it):
            continue  # of two things that are owed for an order, or not what is meant
        seen.add(same)
        named |= of_it.keys() - records
        if action.why_not_with(document, of_it, context) is None:
            suggested.append({**known, **action.suggest(document, context)})
            amounts += asked_for(action, document, context).values()
    fields = tuple(
        _for_many(field, action, amounts) for field in asked if field.name not in named | records
    )
    is_final = not is_undoable(action) and not fields
    alike = {field.name: _alike(field.name, suggested) for field in fields}
    return BulkForm(
        action,
        fields,
        {name: text for name, text in alike.items() if text and name != action.typed_again},
        tuple(_told(field) for field in asked if field.name in records and field.required),
        action.typed_again is not None or is_final,
    )


def _for_many(field: AskedField, action: Kind, amounts: Sequence[str]) -> AskedField:
    """A field as it is asked once; what each buyer asks need not be typed."""
    if field.name != action.typed_again or not amounts:
        return field
    said = _("left out, what each buyer asks: {amount} in all for {count}")
    total = sum(map(_fen, amounts))
    said = said.format(amount=yuan_text(total), count=len(amounts))
    return field._replace(help=said, required=False)


def _fen(text: str) -> Fen:
    read = read_amount(text)
    return read if isinstance(read, int) else 0


def _alike(name: str, suggested: Sequence[Mapping[str, str]]) -> str:
    """What all of them suggest for a field; empty where they differ."""
    texts = {values.get(name, "") for values in suggested}
    return texts.pop() if len(texts) == 1 else ""


def _told(field: AskedField) -> str:
    return _("{field}: the only one of each").format(field=field.title)
