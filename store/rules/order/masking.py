"""Masking (脱敏): an order as it may be shown to anybody, without what says who the buyer is.

Name and phone as everywhere (`words.masks`), the address down to the district; the buyer's name,
street and phone are hidden in free text too, because notes hold all three, and so in every sentence
that a rule says about a document, because it may quote such a text: `action.refusing` is where
sentences leave the rules. Columns of the platform that are personal are
left out. Imported again, a masked file takes nothing away: the columns in which something was
hidden are named in the file (`hidden`) and not read, unless rule 2 of docs/imports.md is enough to
keep the fuller value; a case stands there without what was hidden.
"""

from typing import Any

from store.models.after_sales_case import AfterSalesCase
from store.models.event import Event
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry, TiedInquiry
from store.models.order import Order
from store.models.receiver import Receiver
from store.models.review import Review
from store.rules.order.veil import Veil, is_personal, veil_of
from store.words.masks import is_ciphered, is_masked, mask_name, mask_phone

Shown = Order | Inquiry | Review | Improvement

_HIDDEN = "**"
_RECEIVER = {"name": "receiver_name", "phone": "phone", "street": "street", "detail": "address"}
"""The fields of a receiver that are masked, and their columns."""
_NOTES = ("buyer_note", "seller_note")


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


def _masked_case(case: AfterSalesCase, hide: Veil) -> AfterSalesCase:
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


def _masked_receiver(receiver: Receiver) -> Receiver:
    return receiver.model_copy(
        update={
            "name": mask_name(receiver.name),
            "phone": mask_phone(receiver.phone),
            "street": _HIDDEN if receiver.street else "",
            "detail": _HIDDEN if receiver.detail else "",
        }
    )


def _impersonal(columns: dict[str, str]) -> dict[str, str]:
    """The same without columns that are personal whatever stands in them."""
    if not any(map(is_personal, columns)):
        return columns
    return {name: text for name, text in columns.items() if not is_personal(name)}
