"""Veil (遮名): what hides the buyer in free text: in notes, and in whatever a rule says."""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain, cycle
from operator import attrgetter, is_
from typing import Any, Literal, TypeVar, get_args, get_origin

from store.models.base import Document, Record
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.receiver import Receiver
from store.models.review import Review
from store.rules.order.own_numbers import numbers_of
from store.words.masks import is_ciphered, is_masked, mask_name, mask_phone
from store.words.phones import hide_phones

AnyRecord = TypeVar("AnyRecord", bound=Record)

_HIDDEN = "**"
_PERSONAL = re.compile(
    "姓名|身份证|手机|电话|联系|地址|街道|收货人|收件人|买家(?!留言)|消费者资料|充值号码|车牌|车架"
)
_NAMES = frozenset(
    {"id", "by", "claim", "done_by", "confirmed_by", "resolved_by", "shop", "order_no", "line_no"}
    | {"sku", "product_id", "product_code", "tracking_no", "carrier", "return_tracking_no"}
    | {"receiver", "address_changes", "platform_status", "extra", "sha256", "case"}
    | {"parcel", "reissue", "contact", "application", "inquiry", "inquiries", "number"}
    | {"key", "review"}
)
"""Fields that name something of ours, or that are masked in a way of their own."""
Mask = Callable[[str], str]
_words_of = attrgetter("detail", "street", "phone", "name")
_MASKS: tuple[Mask, ...] = (lambda _text: _HIDDEN, lambda _text: _HIDDEN, mask_phone, mask_name)
"""How each of them is hidden."""
_BETWEEN = " \u00a0\u3000·•・‧∙⋅"
"""What people write within a name."""
_PARTS = re.compile(f"[!-~]+|[^ -~{_BETWEEN}]")
"""Its Chinese characters one by one, and its other words."""
_SHORTEST = 2
"""A single character is a surname and would be hidden in every word that holds it."""


def veil_of(document: Document) -> "Veil":
    """The buyer's words, those that stood there before somebody changed the address, and those of
    whoever asked before the order was known; a review's are those of its orders, and any other
    document is about no certain buyer.
    """
    if isinstance(document, Inquiry):
        return Veil(document, document.receiver)
    if isinstance(document, Review):
        return Veil(document, *(Receiver(name=one.name) for one in document.orders))
    if not isinstance(document, Order):
        return Veil(document)
    asked = (Receiver(name=one.name, phone=one.phone) for one in document.inquiries)
    before = (one.before for one in document.address_changes)
    return Veil(document, document.receiver, *before, *asked)


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
            for written in _as_written(known, text) if mask is mask_name else {known}:
                if written in text:
                    text = self._without(written, mask(known), text)
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
        return self._names_nobody(together) and all(map(_no_phone, texts))

    def _names_nobody(self, text: str) -> bool:
        return not any(
            known in text or (mask is mask_name and _as_written(known, text))
            for known, mask in self._known.items()
        )

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
        return not is_personal(column) and self.within(text) == text

    def kept(self, columns: dict[str, str]) -> dict[str, str]:
        """Those columns of the platform's that may be shown as they are."""
        return {name: text for name, text in columns.items() if self.leaves(name, text)}


def _as_written(name: str, text: str) -> set[str]:
    """The ways in which a name is written in a text: with blanks or dots within, or without; of
    letters that are no Chinese only between its words.
    """
    parts = _PARTS.findall(name)
    if not all(part in text for part in parts):  # of most texts that is all there is to ask
        return set()
    return set(re.findall(f"[{_BETWEEN}]{{0,3}}".join(map(re.escape, parts)), text)) - {""}


@lru_cache(maxsize=1 << 12)
def _no_phone(text: str) -> bool:
    """Is there none in the text? Names of goods and words of the platform come again and again."""
    return hide_phones(text) == text


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
def is_personal(column: str) -> bool:
    """Is a column of the platform's about the buyer, whatever stands in it?"""
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
