"""Origins (补发原因): why goods are sent again has to be true of the parcel, or the case, it names.

Lost is what the carrier lost, or else what nobody saw arrive; intercepted what came back, damaged
and refused what the buyer did not take; a case was withdrawn where it ended and goods of it lie
here for which neither money nor others went.
"""

from collections import Counter
from collections.abc import Container, Iterator
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel, ParcelKind, units_by_line, units_in_parcels
from store.models.reissue import LOSS_OF_ORIGIN, Loss, Reissue, ReissueOrigin
from store.rules.action.fields import ANSWER_YES
from store.rules.cases.case_ledger import SENT_FOR_CASE
from store.rules.cases.case_view import CaseView, case_of
from store.rules.order.ledger import LineLedger, line_ledgers, reissuable_units
from store.rules.paid.other_money_said import (
    maybe_paid_by_other_money,
    paid_by_other_money,
    to_say_it_is,
)
from store.rules.parcels import origin_sentences
from store.rules.parcels.losses import not_made_good
from store.rules.parcels.sent_again import left_beside, reaching
from store.rules.parcels.watch import is_known_lost
from store.rules.parcels.whereabouts import (
    Place,
    arrived_after_all,
    awaited_back,
    place,
    standing_losses,
    under_way,
)
from store.words import _, sentences

PLACES: dict[ReissueOrigin, tuple[Place, ...]] = {
    "lost_parcel": ("under_way", "lost"),
    "damaged_refused": ("under_way", "lost"),
    "missing_goods": ("under_way", "lost", "buyer"),
}
"""Where a parcel is whose goods such an origin records as lost; what came back is recorded."""
SENDS_WHAT_CAME_BACK: tuple[ReissueOrigin, ...] = (
    "withdrawn_case",
    "intercepted",
    "damaged_refused",
)
"""Origins of which what came back may be sent again."""
MAY_BE_LOST: tuple[ParcelKind, ...] = ("shipment", "reissue", *SENT_FOR_CASE)
"""Whichever way sent it, a parcel may be lost; what was bought is looked at first."""


def likely(order: Order) -> "Source":
    """What is most likely to be sent again: what was in parcels known to be lost, else all."""
    lost = any(is_known_lost(order, one) for one in order.parcels)
    return Source(order, "lost_parcel" if lost else None)


def arrived_said(order: Order, lines: Container[int] | None = None) -> str | None:
    """Why nothing is owed for what came back of goods that were sent again (of these lines, or of
    any): those in whose place they went are with the buyer; None where none of them is.
    """
    found = arrived_after_all(order)
    arrived = {one.id: one for one, loss in found if lines is None or loss.line in lines}
    return origin_sentences.arrived_instead(arrived.values()) if arrived else None


class _Where(NamedTuple):
    """The case, or the parcel, that goods are known from, by its id, as a loss has it."""

    case: str = ""
    parcel: str = ""


class Source(Struct, frozen=True):
    """What an origin can send again of an order: recorded losses, goods here, goods in parcels."""

    order: Order
    origin: ReissueOrigin | None = None
    """None stands for whichever fits."""
    parcel: str | None = None
    both: bool = False
    """Is the buyer to have goods as well that other money paid for, without naming their units?"""

    def most(self) -> dict[int, int]:
        """The units by line that may be sent again."""
        fresh, recorded = self._fresh(), self._recorded()
        return {
            ledger.number: recorded[ledger.number]
            + min(
                max(0, ledger.gone),
                self._lying(ledger) + min(max(0, ledger.with_buyer), fresh[ledger.number]),
            )
            for ledger in line_ledgers(self.order)
        }

    def _fresh(self) -> Counter[int]:
        """The units by line that are in parcels and not recorded as lost yet.

        What a case sent stands for units of other parcels: no more of it than goes in no other way.
        """
        parcels = self._parcels()
        for_cases = [one for one in parcels if one.kind in SENT_FOR_CASE]
        others = reaching(self.order, {one.id for one in for_cases})
        free, sent = left_beside(self.order, others), self._units_in(for_cases)
        return self._units_in([one for one in parcels if one.kind not in SENT_FOR_CASE]) + Counter(
            {line: min(units, max(0, free[line])) for line, units in sent.items()}
        )

    def everything(self) -> tuple[LineQuantity, ...]:
        """All of them as the contents of a parcel."""
        most = self.most().items()
        return tuple(LineQuantity(line=line, quantity=units) for line, units in most if units)

    def problems(self, lines: tuple[LineQuantity, ...]) -> Iterator[Problem]:
        """The origin is not true of anything, or nobody can tell which parcel is meant."""
        if not any(self.most().values()):
            yield self._untrue()
            return
        parcels, wanted = self._parcels(), self._wanted(lines)
        if (wanted - self._units_in(parcels)) & self._units_in(self._not_known_lost()):
            yield Problem("parcel", origin_sentences.only_these_lost(parcels))
            return
        first = [one for one in parcels if one.kind == "shipment"]
        if not wanted - self._units_in(first):
            parcels = first
        inside = self._units_in(parcels)
        holding = [one for one in parcels if any(wanted[part.line] for part in one.lines)]
        if len(holding) > 1 and any(0 < wanted[line] < units for line, units in inside.items()):
            yield Problem("parcel", origin_sentences.which_parcel(holding))

    def maybe_paid(self, lines: tuple[LineQuantity, ...]) -> str | None:
        """What other money may be of these goods where they lie here for a case; None if none."""
        ids = {where.case for _part, where in self._taken(lines)}
        views = [self._view(one) for one in self._cases() if one.id in ids]
        asked = [one for one in views if one.maybe_paid_by]
        if not asked:
            return None
        said = maybe_paid_by_other_money(self.order, asked)
        return sentences(said, to_say_it_is())

    def losses(self, reissue: Reissue) -> Iterator[Loss]:
        """What the reissue records: the units that are not recorded as lost already."""
        kind = LOSS_OF_ORIGIN[reissue.origin]
        for part, where in self._taken(reissue.lines):
            yield Loss(
                line=part.line,
                quantity=part.quantity,
                kind=kind,
                at=reissue.created_at,
                reissue=reissue.id,
                case=where.case,
                parcel=where.parcel,
            )

    def parcels_of(self, lines: tuple[LineQuantity, ...]) -> frozenset[str]:
        """The ids of the parcels that these goods go instead of."""
        return frozenset(where.parcel for _part, where in self._taken(lines) if where.parcel)

    def _taken(self, lines: tuple[LineQuantity, ...]) -> Iterator[tuple[LineQuantity, _Where]]:
        """Of what is not recorded as lost yet, so much from each place, as long as it lasts."""
        wanted = self._wanted(lines)
        for units, where in self._places():
            for line, there in units.items():
                taken = min(wanted[line], there)
                if taken > 0:
                    wanted[line] -= taken
                    yield LineQuantity(line=line, quantity=taken), where

    def _places(self) -> Iterator[tuple[Counter[int], _Where]]:
        """Where such goods are, and their units by line."""
        for case in self._cases():
            yield self._lies_for(case), _Where(case=case.id)
        for parcel in self._parcels():
            yield self._units_in([parcel]), _Where(parcel=parcel.id)

    def _wanted(self, lines: tuple[LineQuantity, ...]) -> Counter[int]:
        """The units by line that nobody has recorded as lost yet."""
        recorded = self._recorded()
        return Counter({part.line: part.quantity - recorded[part.line] for part in lines})

    def _recorded(self) -> Counter[int]:
        """The units by line that are recorded as lost, not made good, and of which it is true."""
        found = units_by_line(one for one in not_made_good(self.order) if self._is_true_of(one))
        return found & reissuable_units(line_ledgers(self.order))

    def _is_true_of(self, loss: Loss) -> bool:
        """Is the origin true of where these units are, and are they in the parcel that is named?"""
        parcel = self.order.parcel_named(loss.parcel)
        if self.parcel not in (None, loss.parcel):
            return False
        came_back = self.origin is None or self.origin in SENDS_WHAT_CAME_BACK
        if parcel is None:
            return came_back or not loss.case
        where = place(self.order, parcel)
        return came_back if where == "back" else where in self._places_of_losses()

    def _parcels(self) -> list[Parcel]:
        """The parcels of whose goods the origin may be true, what was bought first."""
        places = self._places_of_losses()
        fitting = (
            one
            for one in self._meant()
            if place(self.order, one) in places and not self._is_stopped(one)
        )
        return sorted(fitting, key=lambda one: MAY_BE_LOST.index(one.kind))

    def _is_stopped(self, parcel: Parcel) -> bool:
        """Is it known that the buyer has it not, where he would have to, to miss any of it?"""
        return self.origin == "missing_goods" and awaited_back(self.order, parcel)

    def _places_of_losses(self) -> tuple[Place, ...]:
        return PLACES.get(self.origin, ()) if self.origin else PLACES["missing_goods"]

    def _meant(self) -> list[Parcel]:
        """The parcel that is named; without one those known to be lost, or else every one."""
        named = [one for one in self.order.parcels if self.parcel in (None, one.id)]
        return self._known_lost() or named

    def _known_lost(self) -> list[Parcel]:
        """The parcels that are meant as lost where none is named: not those that may yet arrive."""
        if self.parcel or self.origin != "lost_parcel":
            return []
        return [one for one in self.order.parcels if is_known_lost(self.order, one)]

    def _not_known_lost(self) -> list[Parcel]:
        """Beside those that are known to be, the ones that nobody saw arrive."""
        lost = self._known_lost()
        unseen = (one for one in self.order.parcels if under_way(self.order, one))
        return [one for one in unseen if one not in lost] if lost else []

    def _units_in(self, parcels: list[Parcel]) -> Counter[int]:
        """Units in these parcels that are not recorded as lost from them."""
        known = {one.id for one in parcels}
        lost = (one for one in standing_losses(self.order) if one.parcel in known)
        return units_in_parcels(parcels) - units_by_line(lost)

    def _cases(self) -> Iterator[AfterSalesCase]:
        """The cases whose returned goods may be sent again instead of paid for."""
        if self.parcel or self.origin in ("lost_parcel", "missing_goods", "intercepted"):
            return
        for case in self.order.cases:
            if case.outcome or self.origin in (None, "damaged_refused"):
                yield case

    def _view(self, case: AfterSalesCase) -> CaseView:
        return case_of(self.order, case)

    def _lying(self, ledger: LineLedger) -> int:
        units = sum(self._lies_for(case)[ledger.number] for case in self._cases())
        # A unit that money names is bought back, and did not go for the line.
        not_named = ledger.gone - ledger.outside if self.both else 0
        return min(units, max(ledger.here, not_named))

    def _lies_for(self, case: AfterSalesCase) -> Counter[int]:
        """Units by line that came for it, and may be sent again."""
        view = self._view(case)
        return view.lying_here + view.paid_by_others if self.both else view.lying_here

    def _untrue(self) -> Problem:
        """Why the origin is true of nothing in this order, unless both are to go."""
        parcels = self._meant()
        if again := self._sent_again(parcels):
            return Problem("origin", origin_sentences.reissued_already(parcels, again))
        if paid := [one for one in map(self._view, self._cases()) if one.paid_by_others]:
            said = paid_by_other_money(self.order, paid)
            if any(replace(self, both=True).most().values()):
                return Problem("both", _(ANSWER_YES).format(said=said))
            return Problem("origin", said)
        if self.origin == "intercepted" and (arrived := arrived_said(self.order)):
            return Problem("origin", arrived)
        if stopped := [one for one in parcels if self._is_stopped(one)]:
            return Problem("origin", origin_sentences.stopped_under_way(stopped))
        return Problem(
            "origin", origin_sentences.untrue_of(self.origin or "missing_goods", parcels)
        )

    def _sent_again(self, parcels: list[Parcel]) -> list[Reissue]:
        """The reissues that stand for what was in these parcels."""
        places = PLACES.get(self.origin, ()) if self.origin else ()
        lost = {one.id for one in parcels if place(self.order, one) in places}
        ids = {loss.reissue for loss in self.order.losses if loss.parcel in lost}
        return [one for one in self.order.reissues if one.id in ids]
