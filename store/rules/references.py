"""References: which of an order's own records a field may name, and how each reads to a person."""

from typing import NamedTuple

from store.labels import label
from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.solution_offer import SolutionOffer
from store.rules.discrepancies import explain
from store.rules.fields import Reference, lines_text, minute_text, yuan_text


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
            return tuple(case_choice(one) for one in order.open_cases)
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
        case "promise":
            return tuple(
                Choice(one.id, f"{minute_text(one.promise_due)} {one.text}")
                for one in order.contacts
                if one.promise_due and one.kept_at is None
            )
        case "offer":
            return tuple(
                Choice(one.id, f"{label(one.solution)} {amount_or_nothing(one)}".strip())
                for one in order.offers
                if one.accepted is None
            )
        case "heard":
            return tuple(
                Choice(one.id, f"{minute_text(one.at)} {one.text}")
                for one in order.contacts
                if one.direction == "in"
            )
        case "task":
            return tuple(
                Choice(one.id, f"{label(one.kind)}: {one.copy_text}") for one in order.open_tasks
            )


def amount_or_nothing(offer: SolutionOffer) -> str:
    """What the offer is about in yuan, where it says so."""
    return "" if offer.amount_fen is None else yuan_text(offer.amount_fen)


def case_choice(case: AfterSalesCase) -> Choice:
    """A case as a person tells it from the others: kind, state and what is asked for."""
    said = (label(case.kind), label(case.state), yuan_text(case.requested_fen))
    return Choice(case.id, " ".join(said))
