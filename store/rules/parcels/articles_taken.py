"""Articles taken (换规格的同意): what the buyer takes instead of what was bought, for which units.

It is asked of what sends the goods: a substitute is for the first shipment alone, an exchange for
its case alone. The last answer about an article and the same units counts, whichever offer it was
given to. Units are counted: one bag may go as five kilos and the other as twenty. A yes to another
article takes the place of an earlier one as far as there are no units left for both.

What left as another article and is to go again goes as that, whatever was agreed on for others.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.case_state import CaseOutcome
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel, units_by_line
from store.models.reissue import Loss
from store.models.solution_offer import SolutionOffer
from store.rules.cases.case_view import case_of
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.articles_sent import scanned_skus, skus_instead
from store.rules.parcels.losses import not_made_good
from store.rules.parcels.sent_again import sent_there
from store.rules.parcels.whereabouts import standing_losses

SentBy = str | None
"""What sends the goods: the id of a case or of a reissue, `FIRST`, or `NO_CASE`."""
FIRST = ""
"""The first shipment."""
NO_CASE = None
"""An exchange for which no case was asked for yet."""

Articles = dict[str, Counter[int]]
"""The units by line of each SKU that goes instead of what was bought."""


class OfferFor(NamedTuple):
    """An offer of another article, and the units by line that it means of what one sender sends."""

    offer: SolutionOffer
    units: Counter[int]


class _Answer(NamedTuple):
    """What became of an offer at a time; `void`: what was answered stands no more."""

    at: datetime
    place: int
    said: Literal["yes", "no", "void"]


def articles_agreed(order: Order, sender: SentBy = FIRST) -> Articles:
    """What may go instead of what was bought: what the buyer takes, and what is sent again."""
    agreed = articles_taken(order, sender)
    for sku, units in _articles_again(order, sender).items():
        agreed[sku] = agreed.get(sku, Counter()) + units
    return agreed


def articles_taken(order: Order, sender: SentBy = FIRST) -> Articles:
    """What the buyer takes by their last answers, as far as it has not left."""
    taken = articles_answered(order, sender)
    left = articles_gone(order, sender) if taken else {}
    found = {sku: units - left.get(sku, Counter()) for sku, units in taken.items()}
    return {sku: units for sku, units in found.items() if units}


def articles_answered(order: Order, sender: SentBy) -> Articles:
    """What the buyer takes by their last answers, whether it has left or not."""
    held, taken = taken_by_offer(order, sender), dict[str, Counter[int]]()
    for offer in order.offers:
        if offer.id in held:
            taken[offer.sku] = taken.get(offer.sku, Counter()) + held[offer.id]
    return taken


def articles_gone(order: Order, sender: SentBy) -> Articles:
    """What it has sent instead of what was bought."""
    gone = dict[str, Counter[int]]()
    for parcel in _parcels_of(order, sender):
        for part in parcel.lines:
            for sku in skus_instead(order, parcel, part.line):
                gone.setdefault(sku, Counter())[part.line] += part.quantity
    return gone


def instead_for(order: Order, sender: SentBy, lines: Iterable[LineQuantity]) -> dict[int, str]:
    """The one SKU that goes for all these units of a line, by line."""
    agreed, found = articles_agreed(order, sender), dict[int, str]()
    for part in lines:
        skus = [sku for sku, units in agreed.items() if units[part.line] >= part.quantity]
        if len(skus) == 1:
            found[part.line] = skus[0]
    return found


def senders_of(order: Order, offer: SolutionOffer) -> tuple[SentBy, ...]:
    """What may send the article of an offer: mostly one."""
    if offer.solution == "substitute":
        return (FIRST,)
    if offer.case:
        return (offer.case,)
    shares = _shares(order, offer)
    return tuple(sender for sender, units in shares.items() if units)


def offers_for(order: Order, sender: SentBy) -> list[OfferFor]:
    """The other articles that were offered for what it sends, the first one first."""
    solution = "substitute" if sender == FIRST else "exchange"
    mine = (one for one in order.offers if one.sku and one.solution == solution)
    found = (OfferFor(one, _units_meant(order, one, sender)) for one in mine)
    return [one for one in found if one.units]


def _units_meant(order: Order, offer: SolutionOffer, sender: SentBy) -> Counter[int]:
    if sender == FIRST or (offer.case and offer.case == sender):
        return _units_offered(order, offer)
    return Counter() if offer.case else _shares(order, offer).get(sender, Counter())


def _units_offered(order: Order, offer: SolutionOffer) -> Counter[int]:
    """Those that it names, else all of the order."""
    return units_by_line(offer.lines) or Counter({one.line: one.ordered for one in order.lines})


def _shares(order: Order, offer: SolutionOffer) -> dict[SentBy, Counter[int]]:
    """An exchange that names no case is for those that were open then or came since, the first of
    them first, as far as they are about its units.
    """
    left, shares = _units_offered(order, offer), dict[SentBy, Counter[int]]()
    for case in order.cases:
        if case.kind is CaseKind.EXCHANGE and _may_carry(case, offer):
            shares[case.id] = left & Counter(case_of(order, case).opened_about)
            left -= shares[case.id]
    return shares | {NO_CASE: left}


def _may_carry(case: AfterSalesCase, offer: SolutionOffer) -> bool:
    """Not one that we rejected: what was offered is owed all the same. What the buyer let go with
    theirs is gone.
    """
    ended_at = None if case.open else case.closed_at or case.since or case.as_of
    is_rejected = case.outcome is CaseOutcome.REJECTED
    return not is_rejected and (ended_at is None or ended_at >= offer.at)


def taken_by_offer(order: Order, sender: SentBy) -> dict[str, Counter[int]]:
    """The units by line that the buyer takes by each offer, by its id, whether they left or not."""
    offered = offers_for(order, sender)
    if not offered:
        return {}
    held, room = dict[int, Counter[int]](), units_of_articles(order, sender)
    for answer in sorted(_answers(order, sender, offered), key=lambda one: one.at):
        offer, units = offered[answer.place]
        # What was answered last is the last to give way.
        held.pop(answer.place, None)
        alike = [one for one in held if offered[one].offer.sku == offer.sku]
        if answer.said == "yes":
            held[answer.place] = units & room
            others = [one for one in held if one != answer.place and one not in alike]
            _make_way(held, (*others, *alike), held.values(), room)
        elif answer.said == "no":
            _make_way(held, alike, [held[one] for one in alike], room - units)
    return {offered[place].offer.id: units for place, units in held.items()}


def _make_way(
    held: dict[int, Counter[int]],
    places: Iterable[int],
    counted: Iterable[Counter[int]],
    room: Counter[int],
) -> None:
    """Take from what is held at these places, in turn, what of the units counted has no room."""
    over = sum(counted, Counter[int]()) - room
    for place in places:
        given = held[place] & over
        held[place] = held[place] - given
        over -= given


def _answers(order: Order, sender: SentBy, offered: list[OfferFor]) -> Iterator[_Answer]:
    """What was answered since the buyer applied last: before that they let the case go."""
    case = order.case_named(sender)
    for place, (offer, _units) in enumerate(offered):
        given = [(one.at, one.accepted) for one in offer.answered_before]
        if offer.accepted is not None:
            given.append((offer.answered_at or offer.at, offer.accepted))
        begun_at = _applied_anew_at(case) if case and offer.case else None
        for at, accepted in given:
            if begun_at is None or at >= begun_at:
                yield _Answer(at, place, "yes" if accepted else "no")
        for at in filter(None, (offer.replaced_at, offer.withdrawn_at)):
            yield _Answer(at, place, "void")


def _applied_anew_at(case: AfterSalesCase) -> datetime | None:
    """When the buyer applied last for a case that had ended once; None for any other."""
    return case.applied_at if case.ends_named or case.stood else None


def units_of_articles(order: Order, sender: SentBy) -> Counter[int]:
    """The units by line that may go, or went, as other articles: all but those that left as what
    was bought.
    """
    units, case = Counter[int](), order.case_named(sender)
    if case:
        units.update(case_of(order, case).opened_about)
    elif sender == FIRST:
        units.update({one.line: one.ordered - one.cancelled for one in order.lines})
    elif sender is NO_CASE:
        units.update({one.number: one.gone for one in line_ledgers(order)})
    for parcel in _parcels_of(order, sender):
        for part in parcel.lines:
            if not skus_instead(order, parcel, part.line):
                units[part.line] -= part.quantity
    return +units


def units_left(order: Order, sender: SentBy) -> Counter[int]:
    """The units by line that it has still to send, or to record as sent elsewhere."""
    case = order.case_named(sender)
    if case:
        there = units_by_line(sent_there(order, case))
        return Counter(case_of(order, case).outstanding) | there
    if sender == FIRST:
        return +Counter({one.number: one.to_ship for one in line_ledgers(order)})
    return units_of_articles(order, sender)


def _parcels_of(order: Order, sender: SentBy) -> Iterator[Parcel]:
    """The parcels that it sent."""
    for one in order.parcels:
        if sender is not NO_CASE and sender == (one.case or one.reissue or FIRST):
            yield one


def _articles_again(order: Order, sender: SentBy) -> Articles:
    """What left as another article and is to go again: a reissue sends it, and a case what it had
    sent itself or no other case.
    """
    if not order.losses or sender in (FIRST, NO_CASE):
        return {}
    is_case = order.case_named(sender) is not None
    sent = [one for one in order.parcels if one.substitute]
    mine = [one for one in sent if not is_case or one.case in (None, sender)]
    skus = dict.fromkeys(sku for one in mine for sku in sorted(scanned_skus(one.substitute)))
    found = {sku: _to_go_again(order, sku, {one.id for one in mine}) for sku in skus}
    return {sku: units for sku, units in found.items() if units}


def _to_go_again(order: Order, sku: str, parcels: Container[str]) -> Counter[int]:
    """The units by line that left in these parcels as this SKU and are recorded as lost or back:
    neither paid for, nor made good with something else.
    """
    sent = {one.id for one in order.parcels if sku in scanned_skus(one.substitute)}
    others = (one for one in order.reissues if one.state == "shipped" and one.parcel not in sent)
    left = not_made_good(order.model_copy(update={"reissues": tuple(others)}))
    mine = {one for one in sent if one in parcels}
    return _lost_of(left, mine) & _lost_of(standing_losses(order), mine)


def _lost_of(losses: Iterable[Loss], parcels: Container[str | None]) -> Counter[int]:
    """The units by line of these losses that were in these parcels."""
    return units_by_line(one for one in losses if one.parcel in parcels)
