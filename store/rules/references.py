"""References: which of an order's own records a field may name, and how each reads to a person."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from store.labels import label
from store.models.after_sales_case import AfterSalesCase, GoodsReturn
from store.models.order import Order
from store.money import yuan_text
from store.rules.discrepancies import explain
from store.rules.fields import Reference, lines_text
from store.rules.masking import veil_of
from store.rules.promises import open_promises
from store.times import minute_text


class Choice(NamedTuple):
    """One value that may be chosen, and how it reads."""

    value: str
    text: str

    @classmethod
    def of_word(cls, word: str) -> "Choice":
        """A choice among the desk's own words."""
        return cls(word, label(word))


def referable(order: Order, refers: Reference) -> tuple[Choice, ...]:
    """The records of the order that such a field may name: the ones still open to action.

    What somebody typed into them is shown without the buyer.
    """
    hide = veil_of(order)
    found = RECORDS[refers.to](order)
    return tuple(Choice(value, hide.within(text).strip()) for value, text in found)


def _parcels(order: Order) -> Iterator[Choice]:
    for one in order.parcels:
        yield Choice(one.id, f"{one.carrier} {one.tracking_no} {lines_text(one.lines)}")


def _cases(order: Order) -> Iterator[Choice]:
    return (case_choice(one) for one in order.open_cases)


def _refunds(order: Order) -> Iterator[Choice]:
    for one in order.refunds:
        if one.state in ("pending", "unknown"):
            amount = yuan_text(one.amount_fen)
            yield Choice(one.id, f"{amount} {label(one.state)} {one.reason}")


def _reissues(order: Order) -> Iterator[Choice]:
    for one in order.reissues:
        if one.state == "open":
            yield Choice(one.id, f"{one.number} {label(one.origin)} {lines_text(one.lines)}")


def _discrepancies(order: Order) -> Iterator[Choice]:
    return (Choice(one.id, explain(order, one)) for one in order.open_discrepancies)


def _promises(order: Order) -> Iterator[Choice]:
    for one in open_promises(order):
        if one.promise_due:
            yield Choice(one.id, f"{minute_text(one.promise_due)} {one.text}")


def _offers(order: Order) -> Iterator[Choice]:
    for one in order.offers:
        if one.accepted is None:
            amount = "" if one.amount_fen is None else yuan_text(one.amount_fen)
            yield Choice(one.id, f"{label(one.solution)} {amount}")


def _heard(order: Order) -> Iterator[Choice]:
    for one in order.contacts:
        if one.direction == "in":
            yield Choice(one.id, f"{minute_text(one.at)} {one.text}")


def _applications(order: Order) -> Iterator[Choice]:
    for one in order.stock_outs:
        if one.state == "applied":
            yield Choice(one.id, f"{minute_text(one.applied_at)} {lines_text(one.lines)}")


def _goods_returns(order: Order) -> Iterator[Choice]:
    return (return_choice(one) for case in order.open_cases for one in case.returns)


def _tasks(order: Order) -> Iterator[Choice]:
    return (Choice(one.id, f"{label(one.kind)}: {one.copy_text}") for one in order.open_tasks)


RECORDS: dict[str, Callable[[Order], Iterator[Choice]]] = {
    "parcel": _parcels,
    "case": _cases,
    "refund": _refunds,
    "reissue": _reissues,
    "discrepancy": _discrepancies,
    "promise": _promises,
    "offer": _offers,
    "heard": _heard,
    "application": _applications,
    "goods_return": _goods_returns,
    "task": _tasks,
}
"""The open records of each kind that a `Reference` may be to."""


def return_choice(given: GoodsReturn) -> Choice:
    """A parcel that comes back, by its number and what was found in it."""
    came = ",".join(f"{part.line}:{part.came_back}" for part in given.units)
    return Choice(given.id, f"{given.carrier} {given.tracking_no} {came}".strip())


def case_choice(case: AfterSalesCase) -> Choice:
    """A case as a person tells it from the others: kind, state and what is asked for."""
    said = (label(case.kind), label(case.state), yuan_text(case.requested_fen))
    return Choice(case.id, " ".join(said))
