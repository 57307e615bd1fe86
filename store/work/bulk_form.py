"""BulkForm (批量表单): what is asked once for many documents, and what each tells itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic.fields import FieldInfo

from store.errors import Refused
from store.models.base import Document
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.subject import Target
from store.rules.action.base import is_undoable
from store.rules.action.context import Context
from store.rules.action.fields import lines_text, read_lines
from store.rules.action.frame import (
    AskedField,
    asked_fields,
    starting_values,
)
from store.rules.action.kinds import LINES, TEXT, kind_of, takes_all
from store.rules.action.line_offers import lines_offered
from store.rules.action.markers import Reference, marker_of
from store.rules.action.references import Choice
from store.rules.action.refusing import why_not
from store.rules.order.goods import goods_of
from store.words import _
from store.work.bulk_aims import BulkAims, Kind
from store.work.each_own import own_field

EVERY_UNIT, OF_SKU = "all", "sku:"
"""Of lines that are asked once for many: every unit that each may still name, or those of a SKU."""


class BulkForm(NamedTuple):
    """The fields that are asked, and what the others have."""

    aims: BulkAims
    targets: tuple[Target, ...]
    """What it would be done with, those that come to the same once."""
    fields: tuple[AskedField, ...]
    suggested: dict[str, str]
    """What all of them suggest alike."""
    told: tuple[str, ...]
    """A sentence for each field that every document fills in itself."""
    counted: bool
    """Is the number of documents typed, because the act cannot be taken back?"""
    refused: tuple[str, ...]
    """Why it may be done with none of them, whatever is typed, each reason once; empty where it may
    be with one.
    """

    @property
    def action(self) -> Kind:
        """What is done with them."""
        return self.aims.action

    @property
    def own(self) -> str:
        """The field whose value is another one for each; empty where there is none."""
        return own_field(self.action)

    @property
    def beside(self) -> frozenset[str]:
        """The fields that change nothing of what is done to whom: words that may be left out."""
        fields = self.action.model_fields.items()
        words = {name for name, info in fields if kind_of(info) is TEXT and not info.is_required()}
        return frozenset(words)

    def naming(self, sku: str) -> dict[str, str]:
        """The values that mean the units of one SKU alone, of what is for goods that are not there;
        none where nothing else may be meant.
        """
        meant = OF_SKU + sku
        return {
            field.name: meant
            for field in self.fields
            if self.action.of_lacking and any(one.value == meant for one in field.choices)
        }


def form_for_many(aims: BulkAims, context: Context) -> BulkForm:
    """What to ask for an action on these; those with which it may not be done tell nothing."""
    action = aims.action
    asked = asked_fields(action, None, context.policy, context)
    known = starting_values(action, asked)
    suggested: list[Mapping[str, str]] = []
    records = {name for name, info in action.model_fields.items() if marker_of(info, Reference)}
    records |= (owed := action.naming_owed("", "").keys())
    named: set[str] = set()
    amounts: list[str] = []
    words: list[Mapping[str, tuple[Choice, ...]]] = []
    skus: Counter[str] = Counter()
    refused: dict[str, None] = {}
    targets: list[Target] = []
    for aim in aims.look():
        document = aim.document
        targets.append(aim.target)
        if document is None:
            refused[aim.why_not] = None
            continue
        words.append(action.offers(document, context))
        named |= aim.named.keys() - records
        if said := aim.why_not or why_not(action, document, context, aim.named):
            refused[said] = None
        else:
            suggested.append(
                {**known, **action.suggest_for(document, aim.target.part.record, context)}
            )
            amounts += aim.asked.values()
            skus.update(_skus(action, document, aim.named))
    fields = tuple(
        _for_many(
            _in_words(field, [one.get(field.name, ()) for one in words]), action, amounts, skus
        )
        for field in asked
        if field.name not in named | records
    )
    alike = {field.name: _alike(field.name, suggested) for field in fields}
    alike |= {field.name: EVERY_UNIT for field in fields if _takes_all(action, field.name)}
    return BulkForm(
        aims,
        tuple(targets),
        fields,
        {name: text for name, text in alike.items() if text and name != action.typed_again},
        tuple(
            _told(field)
            for field in asked
            if (field.name in records and field.required) or field.name in owed - named
        ),
        not is_undoable(action),
        () if suggested else tuple(refused),
    )


def _in_words(field: AskedField, words: Sequence[tuple[Choice, ...]]) -> AskedField:
    """A field whose values are called as in the form of one, where that form says the same of all
    of them: else what a choice means for one of them would be done to the others.
    """
    offered = next(filter(None, words), ())
    is_same = all(one in ((), offered) for one in words)
    is_alike = {one.value for one in offered} == {one.value for one in field.choices}
    return field._replace(choices=offered) if offered and is_same and is_alike else field


def _for_many(
    field: AskedField, action: Kind, amounts: Sequence[str], skus: Counter[str]
) -> AskedField:
    """A field as it is asked once; what each buyer asks need not be typed.

    Which units are meant each one tells. Where money goes back, goods go with it only if that is
    said.
    """
    if field.kind == LINES.name:
        choices = [Choice(EVERY_UNIT, _("all that each still has"))]
        if len(skus) > 1:
            said = _("{sku} only")
            found = skus.most_common()  # what most of them have comes first
            choices += (Choice(OF_SKU + sku, said.format(sku=sku)) for sku, _orders in found)
        return field._replace(choices=tuple(choices))
    if field.name == own_field(action):
        said = _("a line for each: the order number and its own; pasted from a sheet as it is")
        return field._replace(kind=TEXT.name, help=said)
    if field.name != action.typed_again or not amounts:
        return field
    # What that comes to is said of what will be done, once it is judged.
    said = _("left out, what each buyer asks")
    return field._replace(help=said, required=False, one_of=())


def _skus(action: Kind, document: Document, named: Mapping[str, str]) -> set[str]:
    """The SKUs of which the action may mean a unit here, for the record that is named."""
    if not isinstance(document, Order):
        return set()
    lines = (document.line_named(one.line) for one in lines_offered(action, document, named))
    return {line.sku for line in lines if line and line.sku}


def _takes_all(action: Kind, name: str) -> bool:
    return takes_all(action.model_fields[name])


def units_of(
    action: Kind, document: Document, values: Mapping[str, str], context: Context
) -> dict[str, str]:
    """The units that `EVERY_UNIT` and `OF_SKU` among the values mean of one of them; left out, all
    where the action takes all then.

    Raises Refused where it has nothing of the SKU.
    """
    found = {}
    for name, info in action.model_fields.items():
        text = values.get(name, "")
        sku = text.removeprefix(OF_SKU) if text.startswith(OF_SKU) else ""
        if kind_of(info) is not LINES or not (sku or text == EVERY_UNIT or _is_all(info, text)):
            continue
        if takes_all(info):
            every = _parts(action.suggest(document, context).get(name, ""))
        else:
            offered = lines_offered(action, document, values)
            every = tuple(LineQuantity(line=one.line, quantity=one.most) for one in offered)
        meant = [one for one in every if not sku or _sku_of(document, one.line) == sku]
        if sku and not meant:
            said = _("Nothing of {sku} is left here with which this may be done.")
            raise Refused(said.format(sku=sku), field=name)
        found[name] = lines_text(tuple(meant))
    return found


def units_of_sku(action: Kind, document: Document, sku: str, context: Context) -> dict[str, str]:
    """The values that mean the units of a SKU alone; none where there is nothing of it."""
    named = {
        name: OF_SKU + sku for name, info in action.model_fields.items() if kind_of(info) is LINES
    }
    try:
        return units_of(action, document, named, context)
    except Refused:
        return {}


def goods_meant(action: Kind, document: Document, values: Mapping[str, str]) -> dict[str, int]:
    """The units that the values name, by what a person calls the line."""
    if not isinstance(document, Order):
        return {}
    fields = action.model_fields.items()
    named = [values.get(name, "") for name, info in fields if kind_of(info) is LINES]
    parts = [part for text in named for part in _parts(text)]
    return {goods_of(document, part.line): part.quantity for part in parts}


def _is_all(info: FieldInfo, text: str) -> bool:
    return not text and takes_all(info)


def _parts(text: str) -> tuple[LineQuantity, ...]:
    read = read_lines(text) if text else ()
    return read if isinstance(read, tuple) else ()


def _sku_of(document: Document, number: int) -> str:
    line = document.line_named(number) if isinstance(document, Order) else None
    return line.sku if line else ""


def _alike(name: str, suggested: Sequence[Mapping[str, str]]) -> str:
    """What all of them suggest for a field; empty where they differ."""
    texts = {values.get(name, "") for values in suggested}
    return texts.pop() if len(texts) == 1 else ""


def _told(field: AskedField) -> str:
    return _("{field}: that of each row, else the only one").format(field=field.title)
