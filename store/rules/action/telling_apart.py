"""Telling apart (区分): what is said of records besides where two of them would read alike."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.order.goods import goods_in
from store.words import noted
from store.words.times import when_text


def _case(order: Order, case: AfterSalesCase) -> str:
    reason = case.first_reason
    number = case.platform_no or when_text(case.applied_at)
    return " ".join(filter(None, (reason, goods_in(order, case.lines), number)))


BESIDES: Mapping[str, Callable[[Any, Any], str]] = {
    "case": _case,
    "parcel": lambda _order, parcel: when_text(parcel.shipped_at),
    "refund": lambda _order, refund: when_text(refund.requested_at),
    "reissue": lambda _order, reissue: when_text(reissue.created_at),
    "offer": lambda _order, offer: when_text(offer.at),
    "task": lambda _order, task: when_text(task.created_at),
    "discrepancy": lambda _order, discrepancy: when_text(discrepancy.opened_at),
}
"""By the kind of the record; the others say when it was already."""


def told_apart(order: Any, kind: str, read: Iterable[tuple[Any, str]]) -> dict[str, str]:
    """How each of these records reads, by its id: no two alike, if only by their place."""
    known = {record.id: (record, text) for record, text in read}
    texts = {one: text for one, (_record, text) in known.items()}
    besides = BESIDES.get(kind)
    if besides:
        for one in _alike(texts):
            texts[one] = f"{texts[one]} {besides(order, known[one][0])}"
    places: Counter[str] = Counter()
    for one in _alike(texts):
        places[texts[one]] += 1
        texts[one] = noted(texts[one], places[texts[one]])
    return texts


def _alike(texts: Mapping[str, str]) -> list[str]:
    """The ids of those that read as another does."""
    many = Counter(texts.values())
    return [one for one, text in texts.items() if many[text] > 1]
