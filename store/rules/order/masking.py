"""Masking (脱敏): an order as it may be shown to anybody, without what says who the buyer is.

Name and phone as everywhere (`words.masks`), the address down to the district; the buyer's name,
street and phone are hidden in free text too, because notes hold all three, and so in every sentence
that a rule says about a document, because it may quote such a text: `action.refusing` and
`store.change` are where sentences leave the rules. Columns of the platform that are personal are
left out. Imported again, a masked file takes nothing away: the columns in which something was
hidden are named in the file (`hidden`) and not read, unless rule 2 of docs/imports.md is enough to
keep the fuller value; a case stands there without what was hidden.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain, cycle
from operator import attrgetter, is_
from typing import Any, Literal, TypeVar, get_args, get_origin

from store.models.after_sales_case import AfterSalesCase
from store.models.base import Document, Record
from store.models.event import Event
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry, TiedInquiry
from store.models.order import Order
from store.models.receiver import Receiver
from store.models.review import Review
from store.rules.order.own_numbers import numbers_of
from store.words.masks import is_ciphered, is_masked, mask_name, mask_phone
from store.words.phones import hide_phones

AnyRecord = TypeVar("AnyRecord", bound=Record)
Shown = Order | Inquiry | Review | Improvement

_HIDDEN = "**"
_PERSONAL = re.compile(
    "姓名|身份证|手机|电话|联系|地址|街道|收货人|收件人|买家(?!留言)|消费者资料|充值号码|车牌|车架"
)
_RECEIVER = {"name": "receiver_name", "phone": "phone", "street": "street", "detail": "address"}
"""The fields of a receiver that are masked, and their columns."""
_NOTES = ("buyer_note", "seller_note")
_NAMES = frozenset(
    {"id", "by", "claim", "done_by", "confirmed_by", "resolved_by", "shop", "order_no", "line_no"}
    | {"sku", "product_id", "product_code", "tracking_no", "carrier", "return_tracking_no"}
    | {"receiver", "address_changes", "platform_status", "extra", "sha256", "case"}
    | {"parcel", "reissue", "contact", "application", "inquiry", "inquiries", "number"}
    | {"orders", "review"}
)
"""Fields that name something of ours, or that are masked in a way of their own."""
Mask = Callable[[str], str]
_words_of = attrgetter("detail", "street", "phone", "name")
_MASKS: tuple[Mask, ...] = (lambda _text: _HIDDEN, lambda _text: _HIDDEN, mask_phone, mask_name)
"""How each of them is hidden."""
_SHORTEST = 2
"""A single character is a surname and would be hidden in every word that holds it."""


def masked(order: Order) -> Order:
    """The same order with the buyer hidden; masking it again changes nothing."""
    hide = veil_of(order)
    columns = {name: getattr(order, name) for name in ("platform_status", "extra")}
    # Most orders have nothing to hide there: one look at all of it is enough to know.
    if hide.leaves_all((order,), *(kept.values() for kept in columns.values())):
        shown: dict[str, Any] = {name: _impersonal(kept) for name, kept in columns.items()}
    else:
        shown = hide.changes(order) | {name: hide.kept(kept) for name, kept in columns.items()}
    shown["receiver"] = _masked_receiver(order.receiver)
    if order.inquiries:
        shown["inquiries"] = tuple(_masked_asker(one) for one in order.inquiries)
    if order.address_changes:
        shown["address_changes"] = tuple(
            one.model_copy(update={"before": _masked_receiver(one.before)})
            for one in order.address_changes
        )
    if order.cases:
        cases = shown.get("cases", order.cases)
        shown["cases"] = tuple(_masked_case(one, hide) for one in cases)
    return order.model_copy(update=shown)


def _masked_asker(asked: TiedInquiry) -> TiedInquiry:
    return asked.model_copy(
        update={"name": mask_name(asked.name), "phone": mask_phone(asked.phone)}
    )


def masked_inquiry(inquiry: Inquiry) -> Inquiry:
    """The same inquiry with the buyer hidden; masking it again changes nothing."""
    shown = veil_of(inquiry).changes(inquiry)
    shown["buyer"] = mask_name(inquiry.buyer)
    shown["phone"] = mask_phone(inquiry.phone)
    return inquiry.model_copy(update=shown)


def _masked_case(case: AfterSalesCase, hide: "Veil") -> AfterSalesCase:
    """Its columns of the platform; an address of its own is nobody's business."""
    kept = tuple(
        (column, text) for column, text in case.platform_status if hide.leaves(column, text)
    )
    return case.model_copy(
        update={"platform_status": kept, "address": _HIDDEN if case.address else ""}
    )


_TOLD_WHOLE = {"buyer": mask_name, "phone": mask_phone}
"""Values of an event that are nothing but the buyer, however short they are."""


def masked_events(subject: Shown, events: list[Event]) -> list[Event]:
    """The history of this (unmasked) document with the buyer hidden in what was typed."""
    hide = veil_of(subject)
    return [
        event.model_copy(
            update={
                "values": {
                    name: _TOLD_WHOLE.get(name, hide.within)(text)
                    for name, text in event.values.items()
                },
                "said": tuple(hide.within(text) for text in event.said),
            }
        )
        for event in events
    ]


def hidden(order: Order, shown: Order) -> tuple[str, ...]:
    """The keys of the columns that would, imported again, take away from what is known."""
    before, after = order.receiver, shown.receiver
    receiver = [
        column
        for field, column in _RECEIVER.items()
        if (text := getattr(before, field)) != getattr(after, field)
        and (is_masked(text) or is_ciphered(text))
    ]
    notes = [note for note in _NOTES if getattr(order, note) != getattr(shown, note)]
    return (*receiver, *notes)


def veil_of(document: Document) -> "Veil":
    """The buyer's words, those that stood there before somebody changed the address, and those of
    whoever asked before the order was known; any other document is about no certain buyer.
    """
    if isinstance(document, Inquiry):
        return Veil(document, document.receiver)
    if not isinstance(document, Order):
        return Veil(document)
    asked = (Receiver(name=one.name, phone=one.phone) for one in document.inquiries)
    before = (one.before for one in document.address_changes)
    return Veil(document, document.receiver, *before, *asked)


def _masked_receiver(receiver: Receiver) -> Receiver:
    return receiver.model_copy(
        update={
            "name": mask_name(receiver.name),
            "phone": mask_phone(receiver.phone),
            "street": _HIDDEN if receiver.street else "",
            "detail": _HIDDEN if receiver.detail else "",
        }
    )


class Veil:
    """What to hide in free text: the words of these receivers, and any phone number.

    What the document or a record of it is called by is none.
    """

    def __init__(self, document: Document, *receivers: Receiver) -> None:
        self._document = document
        self._known: dict[str, Mask] = {
            text: mask
            for receiver in receivers
            for text, mask in zip(_words_of(receiver), _MASKS, strict=True)
            if len(text) >= _SHORTEST and not is_masked(text) and not is_ciphered(text)
        }

    def within(self, text: str) -> str:
        """The text with what is known of the buyer, and any phone number, hidden."""
        for known, mask in self._known.items():
            if known in text:
                text = self._without(known, mask(known), text)
        return text if _no_phone(text) else hide_phones(text, numbers_of(self._document))

    def _without(self, known: str, mask: str, text: str) -> str:
        """The text with a word of the buyer's masked, but not within a number of ours."""
        numbers = numbers_of(self._document)
        own = [one for one in numbers if one != known and known in one and one in text]
        if not own:
            return text.replace(known, mask)
        longest_first = sorted(own, key=len, reverse=True)
        parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
        return "".join(
            part if is_own else part.replace(known, mask)
            for part, is_own in zip(parts, cycle((False, True)), strict=False)
        )

    def leaves_all(self, shown: Sequence[Record], *more: Iterable[str]) -> bool:
        """Is there nothing to hide in what somebody typed into these records, at any depth?"""
        texts = [*chain(*more)]
        _gather(shown, texts)
        together = "\n".join(texts)
        return not any(known in together for known in self._known) and all(map(_no_phone, texts))

    def record(self, shown: AnyRecord) -> AnyRecord:
        """The record with every text that somebody typed, at any depth, without the buyer."""
        changes = self.changes(shown)
        return shown.model_copy(update=changes) if changes else shown

    def changes(self, shown: Record) -> dict[str, Any]:
        """The fields of the record in which something has to be hidden, as they may be shown."""
        changes = {}
        for name in _typed_fields(type(shown)):
            # Most fields are empty, and most others hold nothing to hide.
            before = getattr(shown, name)
            after = self._value(before) if before else before
            if after is not before:
                changes[name] = after
        return changes

    def _value(self, value: Any) -> Any:
        if isinstance(value, StrEnum):
            return value
        if isinstance(value, str):
            return self.within(value)
        if isinstance(value, Record):
            return self.record(value)
        if isinstance(value, tuple):
            after = tuple(map(self._value, value))
            return value if all(map(is_, after, value)) else after
        return value

    def leaves(self, column: str, text: str) -> bool:
        """May the text of this column of the platform's be shown as it is?"""
        return not _is_personal(column) and self.within(text) == text

    def kept(self, columns: dict[str, str]) -> dict[str, str]:
        """Those columns of the platform's that may be shown as they are."""
        return {name: text for name, text in columns.items() if self.leaves(name, text)}


@lru_cache(maxsize=1 << 12)
def _no_phone(text: str) -> bool:
    """Is there none in the text? Names of goods and words of the platform come again and again."""
    return hide_phones(text) == text


def _impersonal(columns: dict[str, str]) -> dict[str, str]:
    """The same without columns that are personal whatever stands in them."""
    if not any(map(_is_personal, columns)):
        return columns
    return {name: text for name, text in columns.items() if not _is_personal(name)}


def _gather(values: Iterable[Any], texts: list[str]) -> None:
    """Add every text among these values that somebody may have typed, at any depth."""
    for value in filter(None, values):
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, tuple):
            _gather(value, texts)
        elif isinstance(value, Record):
            _gather(_typed_values(type(value))(value), texts)


@cache
def _typed_values(kind: type[Record]) -> Callable[[Record], tuple[Any, ...]]:
    """What gives the values of the fields that may hold what somebody typed."""
    names = _typed_fields(kind)
    return attrgetter(*names, *names[:1]) if names else lambda _record: ()


@lru_cache(maxsize=1 << 10)
def _is_personal(column: str) -> bool:
    return bool(_PERSONAL.search(column))


@cache
def _typed_fields(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a record that may hold what somebody typed, at any depth."""
    return tuple(
        name
        for name, field in kind.model_fields.items()
        if name not in _NAMES and _is_typed(field.annotation)
    )


def _is_typed(annotation: Any) -> bool:
    if get_origin(annotation) in (dict, Literal):
        return False
    if parts := get_args(annotation):
        return any(map(_is_typed, parts))
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return bool(_typed_fields(annotation))
    return annotation is str
