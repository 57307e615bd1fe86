"""Compensations (小额打款) that the buyer took: the platform pays them beside any refund."""

from store.models.order import Order
from store.models.solution_offer import SolutionOffer


def taken_compensations(order: Order) -> tuple[SolutionOffer, ...]:
    """The offers of a compensation that the buyer took, with an amount."""
    return tuple(
        one
        for one in order.offers
        if one.solution == "compensation" and one.stands and one.amount_fen
    )
