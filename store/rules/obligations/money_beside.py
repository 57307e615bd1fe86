"""Money beside a case (另付): what comes of it where money went that may be the case's own."""

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.money.guessed_away import guessed_away
from store.rules.obligations.at_zero import Zero
from store.rules.paid.given_before import given_before


def given_zero(order: Order, case: AfterSalesCase) -> Zero | None:
    """What comes of it where nobody says whether money that had gone is the case's."""
    given = given_before(order, case)
    if not given:
        return None
    return ("gone_before",) if all(one.case for one in given) else ("given_before",)


def beside_zero(order: Order, case: AfterSalesCase) -> Zero:
    """What comes of it where nothing is left for the case; what only an estimate leaves nothing of
    may be its own money, and it is over there then.
    """
    return ("maybe_its",) if guessed_away(order, case) else ("given_beside",)
