"""Line offers (可选行): the lines of an order of which an action may mean a unit."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from store.models.base import Document
from store.models.order import Order
from store.rules.action.base import Action
from store.rules.action.references import Choice


class LineOffer(NamedTuple):
    """A line of an order as it is chosen from."""

    line: int
    text: str
    most: int
    """The most units of it that may be meant."""


def only_unit(offers: Sequence[LineOffer]) -> Choice | None:
    """The one unit that may be meant, as a field of lines names it; None where there are more."""
    if [offer.most for offer in offers] != [1]:
        return None
    return Choice(f"{offers[0].line}:1", offers[0].text)


def lines_offered(
    action: type[Action[Any]], subject: Document | None, named: Mapping[str, str] | None = None
) -> tuple[LineOffer, ...]:
    """The lines of which the action may mean a unit, for the record that the values name."""
    if not isinstance(subject, Order):
        return ()
    most = action.units_for(subject, named or {})
    return tuple(
        LineOffer(line.line, line.full_name or line.sku, most[line.line])
        for line in subject.lines
        if most.get(line.line, 0) > 0
    )
