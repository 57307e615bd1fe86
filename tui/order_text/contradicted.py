"""What the platform and the desk contradict each other about, as the order's page says it."""

from collections.abc import Iterator

from store.models.after_sales_case import AfterSalesCase
from store.reading.order_view import OrderView
from tui.said import Row, Said


def contradicted(view: OrderView, case: AfterSalesCase | None) -> Iterator[Row]:
    """The open discrepancies about a case, else those about none, each in its sentence."""
    for one in view.order.open_discrepancies:
        if view.order.case_named(one.about) != case:
            continue
        yield Row((Said("! ", "late"), Said(view.explained(one), "late")), about=one.id)
