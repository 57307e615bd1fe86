"""Money beside a case (另付): what comes of it where money went that may be the case's own."""

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.money.given_before import given_before
from store.rules.obligations.at_zero import Zero
from store.rules.order.ledger import spent


def given_zero(order: Order, case: AfterSalesCase) -> Zero | None:
    """What comes of it where nobody says whether money that had gone is the case's."""
    given = given_before(order, case)
    if not given:
        return None
    return ("gone_before",) if all(one.case for one in given) else ("given_before",)


def beside_zero(order: Order) -> Zero:
    """What comes of it where all went beside it. Money that is known by the order's word alone
    (退款成功) may be the case's own, which is over there then.
    """
    by_word = any(one.estimated and not one.case for one in spent(order))
    return ("maybe_its",) if by_word else ("given_beside",)
