"""Line offers (可选行): the lines of an order of which an action may mean a unit."""

from typing import Any, NamedTuple

from store.models.base import Document
from store.models.order import Order
from store.rules.action.base import Action


class LineOffer(NamedTuple):
    """A line of an order as it is chosen from."""

    line: int
    text: str
    most: int
    """The most units of it that may be meant."""


def lines_offered(action: type[Action[Any]], subject: Document | None) -> tuple[LineOffer, ...]:
    """The lines of which the action may mean a unit."""
    if not isinstance(subject, Order):
        return ()
    most = action.units(subject)
    return tuple(
        LineOffer(line.line, f"{line.name} {line.spec}".strip() or line.sku, most[line.line])
        for line in subject.lines
        if most.get(line.line, 0) > 0
    )
