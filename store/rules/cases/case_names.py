"""Case names (售后单的叫法): what a sentence calls a case whose id tells a person nothing."""

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.words import _
from store.words.labels import label
from store.words.times import when_text


def case_called(case: AfterSalesCase | None) -> str:
    """The platform's number of a case, else its kind and when it was asked for; a dash for none.

    To the minute: a buyer asks more than once on a day for the same.
    """
    if case is None:
        return "-"
    return case.platform_no or _("{kind} ({time})").format(
        kind=label(case.kind), time=when_text(case.applied_at)
    )


def case_there(order: Order, case: AfterSalesCase) -> str:
    """What a sentence says of which case to open there: its number, else the order to look up."""
    return case.platform_no or _("of order {order}").format(order=order.order_no)


def search_text(order: Order, case: AfterSalesCase) -> str:
    """What to search for on the platform's page: the case's number there, else the order's."""
    return case.platform_no or order.order_no
