"""Consents (买家同意): what was agreed on for an exchange goes out once the buyer has taken it.

Another article than was bought goes out only with the buyer's word (source article 002): as long as
that is not recorded nothing goes out for the case, as nobody knows which of the two. Until
the goods leave they may say otherwise; their last answer counts.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel
from store.models.solution_offer import SolutionOffer
from store.rules.cases.case_machine import CONFIRM
from store.rules.cases.case_names import case_called
from store.rules.parcels.contents import agreed_units, scanned_skus
from store.words import _, listed


def article_of(order: Order, case: AfterSalesCase) -> SolutionOffer | None:
    """The last other article for this case that the buyer takes or has not answered, else the last
    one that they refused.
    """
    offered = reversed(articles(order, case))
    found = (one for one in offered if one.stands or not one.accepted)
    return max(found, key=lambda one: one.accepted is not False, default=None)


def articles(order: Order, case: AfterSalesCase) -> list[SolutionOffer]:
    """The other articles that were offered for this case, the first one first."""
    mine = (one for one in order.offers if one.case == case.id)
    return [one for one in mine if one.solution == "exchange" and one.sku]


def _lines_due(order: Order, offer: SolutionOffer) -> AbstractSet[int]:
    """The lines for which the buyer takes it, and has not got it."""
    return offer.line_numbers & agreed_units(order, offer.sku).keys()


def awaited_consents(order: Order, case: AfterSalesCase) -> Iterator[SolutionOffer]:
    """What was agreed on for the case, and the buyer has not answered, nor taken otherwise, nor
    another article that was offered later.
    """
    taken_later = set[int]()
    for offer in reversed(articles(order, case)):
        taken_later |= _lines_due(order, offer)
        if offer.accepted is None and not taken_later & offer.line_numbers:
            yield offer


def may_be_answered_anew(order: Order, offer: SolutionOffer) -> bool:
    """May the buyer still say otherwise: is it the last article offered instead of these goods,
    and has nothing left for them since?
    """
    is_of_goods = bool(offer.sku and offer.lines)
    if offer.accepted is None or not is_of_goods or offer.replaced_at or offer.withdrawn_at:
        return False
    case = order.case_named(offer.case)
    of_same = [one for one in order.offers if _is_for_same(one, offer)]
    is_over = case is not None and (not case.open or case.state is CONFIRM)
    return not is_over and offer.id == of_same[-1].id and not _has_left(order, offer)


def taken_before(order: Order, offer: SolutionOffer) -> tuple[SolutionOffer, ...]:
    """The other articles that the buyer took for the same case, and has not got."""
    return tuple(
        one
        for one in order.offers
        if offer.sku and offer.case and one.id != offer.id and _is_for_same(one, offer)
        if one.stands and not _has_left(order, one)
    )


def _is_for_same(one: SolutionOffer, other: SolutionOffer) -> bool:
    """Are both of another article, for the same case and goods?"""
    is_of_case = bool(one.sku) and one.case == other.case
    return is_of_case and not one.line_numbers.isdisjoint(other.line_numbers)


def _has_left(order: Order, offer: SolutionOffer) -> bool:
    """Has anything left for its lines since it was made? When, may be unknown."""
    return any(
        _carries(offer, parcel) and any(part.line in offer.line_numbers for part in parcel.lines)
        for parcel in order.parcels
        if parcel.shipped_at is None or parcel.shipped_at >= offer.at
    )


def _carries(offer: SolutionOffer, parcel: Parcel) -> bool:
    """May such a parcel be what the offer is about: a substitute goes out with what was bought, an
    exchange for its case?
    """
    if offer.solution == "substitute":
        return True
    return parcel.case == offer.case if offer.case else parcel.kind != "shipment"


def consent_missing(order: Order, case: AfterSalesCase) -> str | None:
    """Why nothing goes out for the case before the buyer's word is recorded."""
    for offer in awaited_consents(order, case):
        said = _(
            "For case {case} {sku} was agreed on; record first whether the buyer takes it: a yes"
            " sends it, a no sends what was bought."
        )
        return said.format(case=case_called(case), sku=offer.sku)
    return None


def agreed_article_problem(
    order: Order, case: AfterSalesCase, contents: tuple[LineQuantity, ...], scanned: str | None
) -> Problem | None:
    """What the buyer takes is what goes out for the case, not what was bought."""
    meant = {part.line for part in contents}
    for offer in articles(order, case):
        due = meant & _lines_due(order, offer)
        if due and offer.sku not in scanned_skus(scanned):
            said = _(
                "For case {case} the buyer takes {sku}, not {goods}; send and scan that, or record"
                " their answer anew where they say otherwise."
            )
            names = {"case": case_called(case), "sku": offer.sku}
            return Problem("sku", said.format(goods=listed(_bought_in(order, due)), **names))
    return None


def _bought_in(order: Order, lines: Iterable[int]) -> Iterator[str]:
    return (one.sku or one.name for one in order.lines if one.line in lines)
