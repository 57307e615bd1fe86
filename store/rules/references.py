"""References: which of an order's own records a field may name, and how each reads to a person."""

from typing import NamedTuple

from store.labels import label
from store.models.order import Order
from store.rules.discrepancies import explain
from store.rules.fields import Reference, lines_text, yuan_text


class Choice(NamedTuple):
    """One value that may be chosen, and how it reads."""

    value: str
    text: str

    @classmethod
    def of_word(cls, word: str) -> "Choice":
        """A choice among the desk's own words."""
        return cls(word, label(word))


def referable(order: Order, refers: Reference) -> tuple[Choice, ...]:
    """The records of the order that such a field may name: the ones still open to action."""
    match refers.to:
        case "parcel":
            return tuple(
                Choice(one.id, f"{one.carrier} {one.tracking_no} {lines_text(one.lines)}".strip())
                for one in order.parcels
            )
        case "case":
            return tuple(Choice(one.id, label(one.kind)) for one in order.open_cases)
        case "refund":
            return tuple(
                Choice(one.id, f"{yuan_text(one.amount_fen)} {label(one.state)} {one.reason}")
                for one in order.refunds
                if one.state in ("pending", "unknown")
            )
        case "reissue":
            return tuple(
                Choice(one.id, f"{one.number} {label(one.origin)} {lines_text(one.lines)}")
                for one in order.reissues
                if one.state == "open"
            )
        case "discrepancy":
            return tuple(Choice(one.id, explain(order, one)) for one in order.open_discrepancies)
        case "task":
            return tuple(
                Choice(one.id, f"{label(one.kind)}: {one.copy_text}") for one in order.open_tasks
            )
