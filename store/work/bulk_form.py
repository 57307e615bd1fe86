"""BulkForm (批量表单): what is asked once for many documents, and what each tells itself."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from store.models.base import Document
from store.models.money import Fen, yuan_text
from store.rules.action.base import is_undoable
from store.rules.action.context import Context
from store.rules.action.fields import Reference, marker_of, read_amount
from store.rules.action.frame import (
    AskedField,
    asked_fields,
    starting_values,
)
from store.rules.action.kinds import LINES, kind_of
from store.rules.action.line_offers import lines_offered
from store.rules.action.references import Choice
from store.words import _
from store.work.bulk_aims import BulkAims, Kind

EVERY_UNIT = "all"
"""Of lines that are asked once for many: every unit that each may still name."""


class BulkForm(NamedTuple):
    """The fields that are asked, and what the others have."""

    aims: BulkAims
    fields: tuple[AskedField, ...]
    suggested: dict[str, str]
    """What all of them suggest alike."""
    told: tuple[str, ...]
    """A sentence for each field that every document fills in itself."""
    counted: bool
    """Is the number of documents typed, because the act cannot be taken back?"""

    @property
    def action(self) -> Kind:
        """What is done with them."""
        return self.aims.action


def form_for_many(aims: BulkAims, context: Context) -> BulkForm:
    """What to ask for an action on these; those with which it may not be done tell nothing."""
    action = aims.action
    asked = asked_fields(action, None, context.policy)
    known = starting_values(action, asked)
    suggested: list[Mapping[str, str]] = []
    records = {name for name, info in action.model_fields.items() if marker_of(info, Reference)}
    named: set[str] = set()
    amounts: list[str] = []
    seen: set[tuple[object, ...]] = set()
    for aim in aims.look():
        document = aim.document
        same = (aim.target.subject, *aim.named.items())
        if document is None or same in seen:
            continue  # not what is meant, or of two things that are owed for an order
        seen.add(same)
        named |= aim.named.keys() - records
        if action.why_not_with(document, aim.named, context) is None:
            suggested.append(
                {**known, **action.suggest_for(document, aim.target.part.record, context)}
            )
            amounts += aim.asked.values()
    fields = tuple(
        _for_many(field, action, amounts) for field in asked if field.name not in named | records
    )
    alike = {field.name: _alike(field.name, suggested) for field in fields}
    return BulkForm(
        aims,
        fields,
        {name: text for name, text in alike.items() if text and name != action.typed_again},
        tuple(_told(field) for field in asked if field.name in records and field.required),
        not is_undoable(action),
    )


def _for_many(field: AskedField, action: Kind, amounts: Sequence[str]) -> AskedField:
    """A field as it is asked once; what each buyer asks need not be typed.

    Where money goes back, goods go with it only if that is said; which they are each one tells.
    """
    if field.kind == LINES.name and action.typed_again == "amount":
        return field._replace(choices=(Choice(EVERY_UNIT, _("all that each still has")),))
    if field.name != action.typed_again or not amounts:
        return field
    said = _("left out, what each buyer asks: {amount} in all for {count}")
    total = sum(map(_fen, amounts))
    said = said.format(amount=yuan_text(total), count=len(amounts))
    return field._replace(help=said, required=False)


def units_of(action: Kind, document: Document, values: Mapping[str, str]) -> dict[str, str]:
    """What `EVERY_UNIT` among the values comes to for one of them."""
    every = ",".join(f"{one.line}:{one.most}" for one in lines_offered(action, document))
    return {
        name: every
        for name, text in values.items()
        if text == EVERY_UNIT and kind_of(action.model_fields[name]) is LINES
    }


def _fen(text: str) -> Fen:
    read = read_amount(text)
    return read if isinstance(read, int) else 0


def _alike(name: str, suggested: Sequence[Mapping[str, str]]) -> str:
    """What all of them suggest for a field; empty where they differ."""
    texts = {values.get(name, "") for values in suggested}
    return texts.pop() if len(texts) == 1 else ""


def _told(field: AskedField) -> str:
    return _("{field}: the only one of each").format(field=field.title)
