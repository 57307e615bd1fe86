"""Sent again (再次发出): the units of an order that leave for the buyer once more, whichever way.

A reissue (补发), and what an after-sales case sends: a supplement (补寄), a replacement (换货),
repaired goods (维修寄回). What asks whether goods and money, or the same goods twice, would go asks
here, and knows no way of its own.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Source
from store.models.base import remembered
from store.models.case_state import CaseOutcome
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel, line_quantities, units_by_line
from store.models.reissue import Reissue
from store.rules.cases.case_ledger import SENT_FOR_CASE, units_in
from store.rules.cases.case_machine import GOODS, MONEY_ALONE, SENT_BACK
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView, case_of
from store.rules.cases.part_done import due_to_go, left_to_send
from store.rules.order.goods import goods_in
from store.rules.order.ledger import line_ledgers
from store.rules.paid.paid_back_too import paid_back_too
from store.rules.parcels.leaving_there import shown_there
from store.rules.parcels.losses import brought_for
from store.rules.parcels.traces import called
from store.rules.parcels.watch import is_astray
from store.rules.parcels.whereabouts import end_of, place
from store.words import _


class SentAgain(Struct, frozen=True):
    """Goods that are to leave once more, or go their way to the buyer, or are with him."""

    record: Reissue | AfterSalesCase
    """What sends them."""
    parcel: Parcel | None
    """None while they have not left."""
    lines: tuple[LineQuantity, ...]
    """What of them the buyer has, or gets, and has not sent back."""
    since: datetime | None
    """When it was decided that they are sent."""
    arrived_at: datetime | None = None
    """Since when the buyer may have them; None while they are not with him."""
    is_astray: bool = False
    """Has the carrier trouble with them, or brings them back? They may arrive all the same."""
    maybe: Parcel | None = None
    """A parcel that the platform shows, and that may be a reissue which has not left here."""

    @property
    def id(self) -> str:
        """The id of what sends them."""
        return self.record.id

    @property
    def case(self) -> AfterSalesCase | None:
        """The case that sends them; None where a reissue does."""
        return self.record if isinstance(self.record, AfterSalesCase) else None

    @property
    def has_left(self) -> bool:
        """Has it left, from here or, as the platform says, from elsewhere?"""
        return bool(self.parcel or (self.case and not self.case.open))

    @property
    def is_sure(self) -> bool:
        """Has it left, or does a reissue send it? What a case is still to send may not go."""
        return self.has_left or not (self.case or self.was_cancelled)

    @property
    def was_cancelled(self) -> bool:
        """Was it cancelled here, so that it goes only if it has left there?"""
        return isinstance(self.record, Reissue) and self.record.state == "cancelled"

    @property
    def left_there(self) -> bool:
        """Did a reissue leave there, so that nobody was asked here about money that had gone?"""
        is_there = self.parcel is not None and self.parcel.source is Source.PLATFORM
        return is_there and self.case is None

    def is_meant(self, claim: AfterSalesCase | None) -> bool:
        """Is the claim about these very goods? Who has got them asks again because of them."""
        applied_at = claim.applied_at if claim else None
        return bool(applied_at and self.arrived_at and self.arrived_at < applied_at)

    def goes_beside_money_of(self, at: datetime | None) -> bool:
        """Did somebody say, as it was made, that the buyer is to have it beside the money that had
        gone, or was agreed to, at this time?
        """
        reissue = self.record if isinstance(self.record, Reissue) else None
        return bool(reissue and reissue.both and at and at <= reissue.created_at)

    def said(self, order: Order, lines: Iterable[LineQuantity]) -> str:
        """The sentence that these units of it have left, or are to."""
        sentence = _("Goods left for case {case} with {tracking_no} ({lines}).")
        if self.case and not self.has_left:
            sentence = _("Case {case} is to send {lines}.")
        elif self.case and self.parcel is None:
            sentence = _("Case {case} was fulfilled on the platform ({lines}).")
        elif isinstance(self.record, Reissue):
            sentence = _("Reissue {number} left with {tracking_no} ({lines}).")
            if self.maybe:
                sentence = _("Reissue {number} may have left with {tracking_no} ({lines}).")
            elif self.parcel is None:
                sentence = _("Reissue {number} is to send {lines} again.")
        parcel = self.parcel or self.maybe
        return sentence.format(
            case=case_called(self.case),
            number=self.record.number if isinstance(self.record, Reissue) else "-",
            tracking_no=called(parcel) if parcel else "-",
            lines=goods_in(order, lines),
        )

    def said_so(self, order: Order, lines: Iterable[LineQuantity], so: str) -> str:
        """The same, and what follows from it."""
        return _("{fact} {so}").format(fact=self.said(order, lines), so=so)


@remembered
def ways_again(order: Order) -> tuple[SentAgain, ...]:
    """All that is sent again of the order, and neither recorded as lost nor back here.

    What came back of several is taken off the first of them.
    """
    every = (*_reissues(order), *_left_for_cases(order), *_promised(order), *_left_there(order))
    return _still_out(order, every)


def sent_there(order: Order, case: AfterSalesCase) -> tuple[LineQuantity, ...]:
    """The units that the platform says were sent for a case, and that left here in no way; none of
    what was bought, where the case names nothing of it.
    """
    return () if case_of(order, case).names_nothing else _not_sent_here(order, case)


def is_sent_there(order: Order, case: AfterSalesCase) -> bool:
    """Does the platform say that goods, whichever, were sent for a case, and none left here?"""
    return bool(_not_sent_here(order, case))


def _not_sent_here(order: Order, case: AfterSalesCase) -> tuple[LineQuantity, ...]:
    """The units that a case may be about, which went by the platform's word and in no way here."""
    if case.kind not in GOODS or case.outcome is not CaseOutcome.FULFILLED:
        return ()
    view = case_of(order, case)
    if view.parcels or case.closed_here:
        return ()
    left = _still_out(order, (*_reissues(order), *_left_for_cases(order)))
    free = left_beside(order, (one for one in not_of(view, left) if one.parcel))
    due = ((part.line, min(part.quantity, free[part.line])) for part in view.units_due)
    return line_quantities(due) or paid_back_too(order, view)


def _still_out(order: Order, ways: Iterable[SentAgain]) -> tuple[SentAgain, ...]:
    """These ways with what of them the buyer has, or gets, and has not sent back."""
    counted = Counter[int]()
    found = []
    for one in ways:
        came = _sent_back(order, one) - counted
        kept = line_quantities((part.line, part.quantity - came[part.line]) for part in one.lines)
        counted += units_by_line(one.lines) & came
        parcel = one.parcel
        arrived_at = _arrived_at(order, parcel) if parcel else one.arrived_at
        astray = bool(parcel and is_astray(order, parcel))
        found.append(SentAgain(one.record, parcel, kept, one.since, arrived_at, astray, one.maybe))
    return tuple(found)


def reaching(order: Order, without: Collection[str] = ()) -> tuple[SentAgain, ...]:
    """What of it is to leave, goes its way to the buyer, or is with him.

    Not what is in the parcels of these ids, of which somebody says that they do not reach him.
    """
    return tuple(
        one
        for one in ways_again(order)
        if not (one.is_astray or (one.parcel and one.parcel.id in without))
    )


def sent_besides(
    order: Order, *, of: str = "", instead_of: Collection[str] = ()
) -> tuple[SentAgain, ...]:
    """What is sent again of the order beside what is to leave now.

    `of` is the id of what sends that, where the order knows of it already: what has left for it
    before counts. It goes `instead_of` what is in the parcels of these ids.
    """
    return tuple(one for one in reaching(order, instead_of) if one.id != of or one.parcel)


def not_of(view: CaseView | None, ways: Iterable[SentAgain]) -> Iterator[SentAgain]:
    """Those that the case does not send, and that it is not about. One that asks for money alone
    sends nothing: what left for it was asked for before.
    """
    sends = view.id if view and view.case.kind not in MONEY_ALONE else ""
    for way in ways:
        if view is None or not (way.id == sends or way.is_meant(view.case)):
            yield way


def still_to_send(order: Order, view: CaseView) -> tuple[LineQuantity, ...]:
    """The units that a case claims and for which neither money nor goods have gone, by it or
    beside it.

    What a reissue is to send, is seen to by itself.
    """
    free = left_beside(order, (one for one in not_of(view, reaching(order)) if one.is_sure))
    return line_quantities(
        (line, min(units, free[line])) for line, units in left_to_send(view).items()
    )


def units_again(ways: Iterable[SentAgain]) -> Counter[int]:
    """The units by line that are sent again in these ways."""
    return units_by_line(part for way in ways for part in way.lines)


def together(ways: Iterable[SentAgain]) -> tuple[LineQuantity, ...]:
    """The same as quantities."""
    return line_quantities(units_again(ways).items())


def left_beside(order: Order, ways: Iterable[SentAgain]) -> dict[int, int]:
    """The units by line for which neither money nor goods have gone, or go in these ways.

    Below zero where more goes than was bought.
    """
    again = units_again(ways)
    return {one.number: one.paid_for - again[one.number] for one in line_ledgers(order)}


def _reissues(order: Order) -> Iterator[SentAgain]:
    there = shown_there(order)
    for reissue in order.reissues:
        parcel, maybe = order.parcel_named(reissue.parcel), there.get(reissue.id)
        if _is_out(order, parcel) if parcel else maybe or reissue.state == "open":
            yield SentAgain(reissue, parcel, reissue.lines, reissue.created_at, maybe=maybe)


def _left_for_cases(order: Order) -> Iterator[SentAgain]:
    for parcel in order.parcels:
        case = order.case_named(parcel.case)
        if case and parcel.kind in SENT_FOR_CASE and _is_out(order, parcel):
            yield SentAgain(case, parcel, parcel.lines, case.agreed_at or parcel.shipped_at)


def _promised(order: Order) -> Iterator[SentAgain]:
    """What cases about goods have been agreed to, and not sent."""
    for case in order.cases:
        if case.kind in GOODS and (due := due_to_go(case_of(order, case))):
            yield SentAgain(case, None, due, case.agreed_at or case.since)


def _left_there(order: Order) -> Iterator[SentAgain]:
    """What the platform says was sent for cases, until it is known with which parcel."""
    for about in order.contradicted("case_sent"):
        case = order.case_named(about)
        lines = sent_there(order, case) if case else ()
        if case and lines:
            ended_at = case.closed_at or case.since
            yield SentAgain(case, None, lines, case.agreed_at or ended_at, ended_at)


def _is_out(order: Order, parcel: Parcel) -> bool:
    return place(order, parcel) in ("under_way", "buyer")


def _arrived_at(order: Order, parcel: Parcel) -> datetime | None:
    if place(order, parcel) != "buyer":
        return None
    end = end_of(parcel)
    return end.at if end else parcel.shipped_at


def _sent_back(order: Order, way: SentAgain) -> Counter[int]:
    """The units by line that the buyer had of it, and sent back.

    Where he had damaged ones before, those that come may be the damaged ones.
    """
    reissue = way.record if isinstance(way.record, Reissue) else None
    if way.parcel is None or (reissue and reissue.origin == "damaged_refused"):
        return Counter()
    came = units_in(
        one
        for case in order.cases
        if case.kind in SENT_BACK and not brought_for(order, case, way.id)
        for one in case.returns
        if one.received_at and way.since and one.received_at >= way.since
    )
    if not came or place(order, way.parcel) == "buyer":
        return came
    # Nobody saw it arrive, but what came back may have been in no other parcel.
    others = Counter({one.number: max(0, one.outside) for one in line_ledgers(order)})
    return came & (units_again((way,)) - others)
