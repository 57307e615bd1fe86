"""Consents (买家同意): what was agreed on for an exchange goes out once the buyer has taken it.

Another article than was bought goes out only with the buyer's word (source article 002): as long as
that is not recorded nothing goes out for the case, as nobody knows which of the two. Until
the goods leave they may say otherwise; their last answer counts (`parcels.articles_taken`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.solution_offer import SolutionOffer
from store.rules.cases.case_machine import CONFIRM
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.cases.part_done import due_to_go
from store.rules.order.goods import goods_of
from store.rules.parcels.articles_sent import scanned_skus, sku_bought
from store.rules.parcels.articles_taken import (
    SentBy,
    articles_answered,
    articles_gone,
    articles_taken,
    offers_for,
    senders_of,
    taken_by_offer,
    units_left,
    units_of_articles,
)
from store.words import _, listed, sentences
from store.words.times import when_text


class OtherArticle(NamedTuple):
    """Another article than was bought that was offered for a case, and how the buyer answered."""

    sku: str
    units: int
    accepted: bool | None
    """None while they have not."""


def articles_of(order: Order, case: AfterSalesCase) -> list[OtherArticle]:
    """The other articles that the buyer takes for this case, or was sent, and has not answered;
    where there are none, the last one that they refused.
    """
    offered, gone = offers_for(order, case.id), articles_gone(order, case.id)
    taken = articles_answered(order, case.id)
    counts = {
        sku: (taken.get(sku, Counter()) | gone.get(sku, Counter())).total()
        for sku in (gone | taken)
    }
    found = [OtherArticle(sku, units, accepted=True) for sku, units in counts.items() if units]
    waiting = [one.id for one in awaited_consents(order, case)]
    told = [(one, units.total()) for one, units in offered]
    found += [OtherArticle(one.sku, units, None) for one, units in told if one.id in waiting]
    refused = [OtherArticle(one.sku, units, False) for one, units in told if one.accepted is False]
    return found or refused[-1:]


def awaited_consents(order: Order, case: AfterSalesCase) -> Iterator[SolutionOffer]:
    """What was agreed on for the case, and the buyer has not answered, nor taken otherwise, nor
    another article that was offered later, for all its units.
    """
    offered = offers_for(order, case.id)
    waiting = [one for one in offered if one.offer.accepted is None]
    if not waiting:
        return
    held, left = taken_by_offer(order, case.id), units_left(order, case.id)
    room = units_of_articles(order, case.id)
    for offer, units in waiting:
        settled = Counter[int]()
        for other in offered:
            if _is_answer_to(other.offer, offer, order):
                settled += other.units
            elif other.offer.sku == offer.sku or _is_later(other.offer, offer, order):
                settled += held.get(other.offer.id, Counter())
        if any(left[line] and room[line] > settled[line] for line in units):
            yield offer


def _is_answer_to(other: SolutionOffer, offer: SolutionOffer, order: Order) -> bool:
    """Was the same article answered, be it with no, since this one was offered?"""
    if other.accepted is None or other.sku != offer.sku:
        return False
    answered_at = other.answered_at or other.at
    return _is_later(other, offer, order) or answered_at > offer.at


def _is_later(other: SolutionOffer, offer: SolutionOffer, order: Order) -> bool:
    return order.offers.index(other) > order.offers.index(offer)


def may_be_answered_anew(order: Order, offer: SolutionOffer) -> bool:
    """May the buyer still say otherwise: is something left to go for it, is it the last answered
    offer of this article for these goods, and does none made later wait for its answer?
    """
    is_of_goods = bool(offer.sku and offer.lines)
    if offer.accepted is None or not is_of_goods or offer.withdrawn_at:
        return False
    return any(_may_change(order, offer, sender) for sender in senders_of(order, offer))


def _may_change(order: Order, offer: SolutionOffer, sender: SentBy) -> bool:
    case = order.case_named(sender)
    if case and not case.open:
        return False
    if case and case.state is CONFIRM and not due_to_go(case_of(order, case)):
        return False
    mine = next(one for one in offers_for(order, sender) if one.offer == offer)
    of_same = [one.offer for one in offers_for(order, sender) if one.units & mine.units]
    later = of_same[of_same.index(offer) + 1 :]
    waits = any(map(_is_awaited, later))
    is_last = not any(one.sku == offer.sku and one.accepted is not None for one in later)
    return is_last and not waits and bool(units_left(order, sender) & mine.units)


def with_answer(order: Order, answered: SolutionOffer) -> Order:
    """The order in which the buyer answered an offer so, and what they thereby said of others: a
    no is one to the same article in each of them, a yes takes the place of another article.
    """
    offers = tuple(answered if one.id == answered.id else one for one in order.offers)
    after = order.model_copy(update={"offers": offers})
    if not answered.sku:
        return after
    given_up = {
        offer for sender in senders_of(order, answered) for offer in _given_up(order, after, sender)
    }
    return after.model_copy(
        update={
            "offers": tuple(
                _said_otherwise(one, answered) if one.id in given_up - {answered.id} else one
                for one in offers
            )
        }
    )


def _given_up(before: Order, after: Order, sender: SentBy) -> Iterator[str]:
    """The offers by which the buyer took something before, and takes nothing since."""
    since = taken_by_offer(after, sender)
    for offer, units in taken_by_offer(before, sender).items():
        if units and not since.get(offer):
            yield offer


def _said_otherwise(offer: SolutionOffer, answered: SolutionOffer) -> SolutionOffer:
    if answered.accepted:
        return offer.model_copy(update={"replaced_at": answered.answered_at})
    return offer.answered_with(
        accepted=False, at=answered.answered_at or answered.at, contact=answered.contact
    )


def taken_already(
    order: Order, sku: str, lines: Iterable[LineQuantity], sender: SentBy
) -> str | None:
    """Why an article is not offered for so many units that the buyer takes as that already."""
    taken, left = articles_taken(order, sender).get(sku, Counter()), units_left(order, sender)
    for part in lines:
        line = order.line_named(part.line)
        if line and taken[part.line] and left[part.line] - taken[part.line] < part.quantity:
            said = _(
                "The buyer takes {sku} for {goods} x{units} already; where they say otherwise,"
                " record their answer to that offer anew."
            )
            later = (one.offer for one in offers_for(order, sender) if part.line in one.units)
            if waiting := listed(one.sku for one in later if _is_awaited(one)):
                said = _(
                    "The buyer takes {sku} for {goods} x{units} already, and has not answered"
                    " {waiting}: record that answer first, and then the one to {sku} anew where"
                    " they say otherwise."
                )
            goods = line.sku or line.name
            return said.format(sku=sku, goods=goods, units=taken[part.line], waiting=waiting)
    return None


def _is_awaited(offer: SolutionOffer) -> bool:
    """Does it keep an earlier one for the same goods from being answered anew?"""
    return offer.accepted is None and offer.valid_until is None


def consent_missing(order: Order, case: AfterSalesCase) -> str | None:
    """Why nothing goes out for the case before the buyer's word is recorded."""
    taken = articles_taken(order, case.id)
    for offer in awaited_consents(order, case):
        said = _(
            "For case {case} {sku} was agreed on; record first whether the buyer takes it: a yes"
            " sends it, a no sends what was bought."
        )
        if any(offer.line_numbers & units.keys() for units in taken.values()):
            said = _(
                "For case {case} {sku} was offered too; record first whether the buyer takes it: a"
                " yes sends it, a no sends what they take already."
            )
        if offer.valid_until:
            said = _(
                "For case {case} {sku} was offered, good until {time}; record first whether the"
                " buyer takes it, or offer it anew once that is over."
            )
        time = when_text(offer.valid_until)
        return said.format(case=case_called(case), sku=offer.sku, time=time)
    return None


def agreed_article_problem(
    order: Order, case: AfterSalesCase, contents: tuple[LineQuantity, ...], scanned: str | None
) -> Problem | None:
    """What the buyer takes is what goes out for the case, not what was bought, unit by unit."""
    given, every = scanned_skus(scanned), goes_out(order, case)
    for part in contents:
        goes, bought = every.get(part.line, Counter[str]()), _as_bought(order, part.line)
        others = goes.keys() - {bought}
        if not others:
            continue
        scanned_for = given & {bought, *goes} if given else {bought}
        if not scanned_for <= goes.keys() or not scanned_for:
            stray = scanned_for - goes.keys() or given - _known_skus(order) or {bought}
            return Problem("sku", _takes_another(case, others, stray))
        if sum(goes[sku] for sku in scanned_for) < part.quantity:
            return Problem("sku", _takes_so_many(case, goes))
    return None


def goes_out(order: Order, case: AfterSalesCase) -> dict[int, Counter[str]]:
    """How many units of each line go out for the case, by SKU: what the buyer takes instead, and
    the rest as it was bought.
    """
    taken, left = articles_taken(order, case.id), units_left(order, case.id)
    found = dict[int, Counter[str]]()
    for line in order.lines:
        goes = Counter({sku: units[line.line] for sku, units in taken.items()})
        goes[_as_bought(order, line.line)] += left[line.line] - goes.total()
        found[line.line] = +goes
    return found


def _as_bought(order: Order, line: int) -> str:
    return sku_bought(order, line) or goods_of(order, line)


def others_going_out(order: Order, case: AfterSalesCase) -> Iterator[str]:
    """What goes out for the case instead of what was bought, line by line."""
    every = goes_out(order, case)
    for line in order.lines:
        goes, bought = every[line.line], _as_bought(order, line.line)
        if goes.keys() - {bought}:
            said = _("{substitute} goes out for {goods}, as the buyer agreed.")
            substitute = _counted(goes) if len(goes) > 1 else next(iter(goes))
            yield said.format(substitute=substitute, goods=bought)


def _known_skus(order: Order) -> set[str]:
    return {one.sku for one in order.lines}


def _takes_another(case: AfterSalesCase, skus: Iterable[str], goods: Iterable[str]) -> str:
    said = _(
        "For case {case} the buyer takes {sku}, not {goods}; send and scan that, or record"
        " their answer anew where they say otherwise."
    )
    names = {"sku": listed(sorted(skus)), "goods": listed(sorted(goods))}
    return said.format(case=case_called(case), **names)


def _takes_so_many(case: AfterSalesCase, goes: Counter[str]) -> str:
    said = _(
        "For case {case} the buyer takes {wanted}; name in the lines what of it goes out now, and"
        " scan that."
    )
    return said.format(case=case_called(case), wanted=_counted(goes))


def _counted(goes: Counter[str]) -> str:
    return listed(f"{goods} x{units}" for goods, units in goes.items())


def goes_after_no(order: Order, offer: SolutionOffer) -> Iterator[str]:
    """What goes out for a case whose buyer does not take an article that was offered for it."""
    for sender in senders_of(order, offer):
        case = order.case_named(sender)
        if case is None or not case.open:
            continue
        missing = consent_missing(order, case)
        if missing:
            yield sentences(_("The buyer does not take {sku}.").format(sku=offer.sku), missing)
            continue
        every, goes = goes_out(order, case), Counter[str]()
        for line in sorted(offer.line_numbers):
            goes += every[line]
        said = _(
            "The buyer does not take {sku}: {goods} goes out for the case, or agree on something"
            " else with them."
        )
        yield said.format(sku=offer.sku, goods=_counted(goes))
