"""What is owed because the buyer took an offer: money, goods or a case, until it is there.

A coupon or a compensation is given on the platform: its task is owed. A substitute leaves instead
of what was bought: that shipment is owed. Of another article that was agreed on for an exchange the
buyer's word is owed before.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Party, Source
from store.models.case_state import CaseOutcome, CaseState
from store.models.money import Fen
from store.models.order import Order
from store.models.refund import Refund
from store.models.reissue import Reissue
from store.models.solution_offer import Solution, SolutionOffer
from store.rules.cases.case_machine import ANSWERED, AWAITS_GOODS, MONEY, SEND
from store.rules.cases.case_names import case_called
from store.rules.cases.consents import awaited_consents
from store.rules.obligations.at_zero import Ending
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.turns import turn_clock
from store.rules.order.ledger import line_ledgers, money_ledger, spent
from store.rules.paid.paid_for import line_meant
from store.rules.stock.cancelling import owed_as_cancelled
from store.rules.timing.clocks import clock
from store.rules.timing.policy import Policy
from store.words import _
from store.words.labels import label
from store.words.times import day_text

REFUNDS = ("full_refund", "partial_refund")
"""Offers that a refund carries out."""
ALL_MONEY = ("full_refund", "return_and_refund")
"""Offers of the money of the goods, and not of a part beside them."""
GOODS_AGAIN = ("reship", "exchange")
"""Offers of the goods, or of others instead."""


class Carried(NamedTuple):
    """What is owed for an offer of goods, by which clock, and whether it is carried out."""

    kind: str
    rule: str
    is_there: Callable[[Order, datetime], bool]
    """Was it there when it was offered, or later? The offer may be written down after the deed."""


def _is_sent_again(order: Order, offered_at: datetime) -> bool:
    """By a reissue, or a supplementary shipment that the buyer asked the platform for."""
    is_reissued = any(_lasted(_ended_at(order, one), offered_at) for one in order.reissues)
    return is_reissued or _has_case(CaseKind.SUPPLEMENTARY)(order, offered_at)


def _ended_at(order: Order, reissue: Reissue) -> datetime | None:
    """When it left or was cancelled; what is still to be made good then is owed by itself."""
    parcel = order.parcel_named(reissue.parcel)
    return reissue.cancelled_at or (parcel.shipped_at if parcel else None)


def _has_case(kind: CaseKind) -> Callable[[Order, datetime], bool]:
    def is_there(order: Order, offered_at: datetime) -> bool:
        # What was rejected was not carried out; what the buyer let go, he does not want any more.
        cases = (
            one
            for one in order.cases
            if one.kind is kind and one.outcome is not CaseOutcome.REJECTED
        )
        ends = (None if one.open else _ended(one) for one in cases)
        return any(_lasted(end, offered_at) for end in ends)

    return is_there


def _ended(case: AfterSalesCase) -> datetime | None:
    """When it ended; where no file says so, when the first one showed it."""
    return case.closed_at or case.since or case.as_of


def _lasted(ended_at: datetime | None, offered_at: datetime) -> bool:
    return ended_at is None or ended_at >= offered_at


CARRIED_OUT: Mapping[Solution, Carried] = {
    "reship": Carried("offered-reissue", "ship_reissue", _is_sent_again),
    "exchange": Carried("offered-exchange", "platform_task", _has_case(CaseKind.EXCHANGE)),
    "return_and_refund": Carried(
        "offered-return", "platform_task", _has_case(CaseKind.RETURN_AND_REFUND)
    ),
}
"""Offers after which goods move; what follows is owed for the reissue, or for the case."""


def offers(order: Order, policy: Policy) -> Iterator[Obligation]:
    """What the buyer was offered and took, until it is carried out or nothing is left to give."""
    accepted = sorted((one for one in order.offers if one.stands), key=lambda one: one.at)
    if not accepted:
        return
    money = money_ledger(order)
    if money.is_all_back:
        return
    if money.refundable > 0:
        yield from _money(order, [one for one in accepted if one.solution in REFUNDS], policy)
    yield from _goods(order, accepted, policy)


def consents(order: Order, policy: Policy) -> Iterator[Obligation]:
    """The buyer's word on each other article that was agreed on for an exchange: by when they send
    the goods back, since they may ask for others until then, and by when those have to leave once
    it is ours to send.
    """
    if not order.offers:
        return
    for case in order.open_cases:
        if case.state in (*AWAITS_GOODS, SEND):
            due = turn_clock(order, case, policy)
            for offer in awaited_consents(order, case):
                ending = Ending(("no_consent",))
                yield Obligation.by("record-consent", Party.US, due, ending, offer.id)


def carried_by(order: Order, case: AfterSalesCase, policy: Policy) -> tuple[SolutionOffer, ...]:
    """What the buyer took and this case is to carry out: goods that were owed without it, or all
    the money. A part of it may be what he is to ask for once we have said no.
    """
    rejected = {"state": CaseState.CLOSED, "outcome": CaseOutcome.REJECTED}
    without = order.with_case(case.model_copy(update=rejected))
    owed, then = ({one.about for one in offers(given, policy)} for given in (order, without))
    gives_all = case.kind in MONEY
    return tuple(
        one
        for one in order.offers
        if one.id in then and (one.id not in owed or (gives_all and one.solution == "full_refund"))
    )


def said_of_taken(
    before: Order, case: AfterSalesCase, after: Order, ended: AfterSalesCase, policy: Policy
) -> Iterator[str]:
    """What the buyer had taken of us when a case ended: what stays owed, and what they let go with
    one that gave them nothing. `case` is as it was `before`, `ended` as it is `after`.
    """
    if not case.open or ended.open:
        return
    tasks = {one.offer for one in after.open_tasks}
    owed = {one.about for one in offers(after, policy)} | tasks
    carried = {one.id for one in carried_by(before, case, policy)}
    for offer in after.offers:
        said = ""
        if offer.stands and offer.id in owed and _ended_last(after, offer, ended):
            said = _(
                "Case {case} ended ({outcome}), but what the buyer took of us on {day} ({solution})"
                " stays owed until it is done."
            )
            if ended.gave_nothing:
                said = _(
                    "Case {case} ended without anything ({outcome}), but what the buyer took of us"
                    " on {day} ({solution}) stays owed until it is done."
                )
        elif ended.gave_nothing and offer.id in carried and offer.id not in owed:
            said = _(
                "With case {case} the buyer let go what they took of us on {day} ({solution}); it"
                " is not owed any more. Offer it anew where they want it all the same."
            )
        if said:
            yield said.format(
                case=case_called(ended),
                outcome=label(ended.outcome) if ended.outcome else "-",
                day=day_text(offer.answered_at or offer.at),
                solution=label(offer.solution),
            )


def _ended_last(order: Order, offer: SolutionOffer, case: AfterSalesCase) -> bool:
    """Is it the last to end of the cases that the offer is about: the one that it names, else those
    that stood open when it was made, else the first that was asked for since?
    """
    if offer.case:
        return offer.case == case.id
    asked_at = {one.id: one.applied_at or one.known_at or one.since for one in order.cases}
    known = sorted((at, number) for number, at in asked_at.items() if at)
    over = {one.id for one in order.cases if one.closed_at and one.closed_at < offer.at}
    about = [number for at, number in known if at <= offer.at and number not in over]
    about = about or [number for at, number in known if at > offer.at][:1]
    others = (one for one in order.open_cases if one.id != case.id)
    return case.id in about and not any(one.id in about for one in others)


def clashing(order: Order, taken: SolutionOffer, policy: Policy) -> tuple[SolutionOffer, ...]:
    """What the buyer took and has not got, and would get in goods and in money with this offer."""
    pairs = ((ALL_MONEY, GOODS_AGAIN), (GOODS_AGAIN, ALL_MONEY))
    others = next((other for mine, other in pairs if taken.solution in mine), ())
    owed = {one.about for one in offers(order, policy)} if others else set[str]()
    return tuple(one for one in order.offers if one.id in owed and one.solution in others)


def _money(order: Order, taken: Sequence[SolutionOffer], policy: Policy) -> Iterator[Obligation]:
    """Each refund, until so much money is on its way; that of all goods not where it is owed as
    cancelled.
    """
    promised_fen, owed = 0, owed_as_cancelled(order)
    is_owed = all(owed[one.line] >= one.ordered for one in order.lines)
    for offer in taken:
        promised_fen += offer.amount_fen or 0
        is_whole = offer.solution == "full_refund" and offer.amount_fen is None
        if is_whole and is_owed:
            continue
        if is_whole or _given_for(order, taken) < promised_fen:
            yield _owed("give-offer", offer, order, policy, "refund_case")


def _goods(order: Order, accepted: Iterable[SolutionOffer], policy: Policy) -> Iterator[Obligation]:
    """Each reissue or case, until there is one, of goods that had left and are not paid back."""
    if not any(one.paid_for > 0 for one in line_ledgers(order)):
        return
    for offer in accepted:
        carried = CARRIED_OUT.get(offer.solution)
        if carried and _had_left(order, offer) and not carried.is_there(order, offer.at):
            yield _owed(carried.kind, offer, order, policy, carried.rule)


def _had_left(order: Order, offer: SolutionOffer) -> bool:
    """Was it about goods that had left? What was still to be shipped then is owed by itself."""
    at = offer.answered_at or offer.at
    return any(one.shipped_at is None or one.shipped_at <= at for one in order.shipments)


def _owed(kind: str, offer: SolutionOffer, order: Order, policy: Policy, rule: str) -> Obligation:
    due = clock(order, policy, offer.answered_at, rule)
    return Obligation.by(kind, Party.US, due, Ending(("not_given",)), offer.id)


def _given_for(order: Order, taken: Sequence[SolutionOffer]) -> Fen:
    """The money that went, or is going, back since the first of these was offered.

    Where each names its case, not that of another sub-order, nor of another one of before; nor of a
    later one, while theirs may still give it. Once we rejected theirs, the buyer asks anew for what
    they took.
    """
    begin, named = taken[0].at, {one.case for one in taken}
    theirs = [order.case_named(number) for number in named]
    may_give = any(one and one.open and one.state is not ANSWERED for one in theirs)
    about = {line_meant(one, ()) for one in theirs}

    def is_for_them(refund: Refund, at: datetime) -> bool:
        case = order.case_named(refund.case)
        is_other = case is not None and None not in named and refund.case not in named
        is_of_before = bool(case and case.applied_at and case.applied_at < begin)
        line = line_meant(case, refund.lines)
        is_elsewhere = None not in (line, *about) and line not in about
        is_none = is_elsewhere or (is_other and (is_of_before or may_give))
        return at >= begin and not is_none

    going = ((refund, _gives_at(order, refund)) for refund in spent(order))
    return sum(one.amount_fen for one, at in going if at and is_for_them(one, at))


def _gives_at(order: Order, refund: Refund) -> datetime | None:
    """When it was entered here; what nobody entered, when it went, else when a file showed it."""
    if refund.source is Source.DESK:
        return refund.requested_at
    case = order.case_named(refund.case)
    return refund.settled_at or (_ended(case) if case else None)
