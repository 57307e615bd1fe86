"""What the platform and the desk contradict each other about, as the order's page says it."""

from collections.abc import Callable, Iterator

from store.models.discrepancy import Discrepancy
from store.reading.order_view import OrderView
from tui.said import Row, Said


def contradicted(view: OrderView, is_meant: Callable[[Discrepancy], bool]) -> Iterator[Row]:
    """The open discrepancies that are meant, each in its sentence."""
    for one in filter(is_meant, view.order.open_discrepancies):
        yield Row((Said("! ", "late"), Said(view.explained(one), "late")), about=one.id)
