"""SetContents (登记包裹内容): what is in a parcel that came without goods, or beside one that did.

Of several numbers of one order an export names no goods, so that all count as in the first. Whoever
opened one, or packed them, says what is in it; what it does not hold is in the others, so that
stock, ledgers and losses are of what really is where.
"""

from collections import Counter
from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.product import Product
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Lines, NamedParcel, YesNoIfAsked
from store.rules.action.record_action import RecordAction
from store.rules.cases.case_machine import REFUSED
from store.rules.cases.case_names import case_called
from store.rules.order.goods import TO_SHIP, goods_in, goods_of
from store.rules.order.ledger import LineLedger, line_ledgers
from store.rules.parcels.set_apart import is_packed_here, may_hold, set_apart
from store.rules.parcels.shipping import lines_problem
from store.rules.parcels.traces import called
from store.rules.parcels.unknown_contents import (
    SET_CONTENTS,
    are_shared,
    is_of_the_goods,
    is_unknown,
)
from store.rules.parcels.whereabouts import came_back
from store.rules.platform.explaining import explain
from store.rules.stock.coming_back import brought_since
from store.rules.stock.stock import moved_stock, parcel_units
from store.words import N_, _


class SetContents(RecordAction[Parcel]):
    """Say what is in a parcel."""

    title = SET_CONTENTS
    place = 325
    settles = frozenset({"count-parcel"})

    parcel: NamedParcel
    lines: Lines | None = Field(
        default=None,
        title=N_("Lines"),
        description=N_("what was in it; left out, nothing that was bought"),
    )
    empty: YesNoIfAsked = Field(
        default=None,
        title=N_("Nothing in it"),
        description=N_(
            "yes: nothing that was bought was in it; asked only where no lines are given"
        ),
    )

    @classmethod
    def refusal(cls, order: Order, parcel: Parcel, context: Context | None) -> str | None:
        if not is_of_the_goods(parcel):
            return _(
                "What is in parcel {number} is known by what it was sent for ({lines})."
            ).format(number=called(parcel), lines=goods_in(order, parcel.lines))
        asked = next((one for one in order.open_discrepancies if one.kind == "reissue_there"), None)
        if asked:
            return _("{contradiction} Resolve that first, then say what is in which.").format(
                contradiction=explain(order, asked)
            )
        others = (one for one in order.parcels if one is not parcel and is_of_the_goods(one))
        if are_shared(order) and any(others):
            return None
        return _("What is in parcel {number} is known: {lines}.").format(
            number=called(parcel), lines=_counted(order, parcel)
        )

    @classmethod
    def units(cls, subject: Order) -> dict[int, int]:
        return {one.line.line: one.shipped + max(0, one.to_ship) for one in line_ledgers(subject)}

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return tuple(_holds(subject, one) for one in subject.parcels if is_of_the_goods(one))

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused
        if refused:
            return
        parcel = self.record_of(subject)
        if not self.lines and self.empty != "yes":
            said = _(
                "Was nothing that was bought in parcel {number}? Answer yes, or give the lines."
            )
            yield Problem("empty", said.format(number=called(parcel)))
            return
        lines = self.lines or ()
        said = _("Of {goods} at most {left} can be in it, not {quantity}: {account}.")
        if any(is_packed_here(one, lines) for one in subject.parcels if one is not parcel):
            said = _(
                "Of {goods} at most {left} can be in it, not {quantity}: {account}. Where that was"
                " not in the parcel that was packed here, set the contents of that one first."
            )
        too_many = tuple(lines_problem(subject, lines, may_hold(subject, parcel), said, TO_SHIP))
        yield from too_many
        if not too_many:
            after = self._set(subject, context)
            yield from _against_a_case(subject, after)
            yield from _made_good(subject, after)

    def apply(self, subject: Order, context: Context) -> Outcome:
        changed = self._set(subject, context)
        said = (
            _holds(changed, one)
            for one in changed.parcels
            if is_of_the_goods(one) and one is not subject.parcel_named(one.id)
        )
        left = _left_said(subject, changed)
        return Outcome((changed, *_stock_moved(subject, changed, context)), (*said, *left))

    def _set(self, order: Order, context: Context) -> Order:
        return set_apart(order, self.record_of(order), self.lines or (), context.now)


def _holds(order: Order, parcel: Parcel) -> str:
    said = _("In parcel {number}: {lines}.")
    if is_unknown(order, parcel):
        said = _("In parcel {number}: contents unknown.")
        if parcel.lines:
            said = _("In parcel {number}: {lines}, and maybe more.")
    return said.format(number=called(parcel), lines=_counted(order, parcel))


def _made_good(before: Order, after: Order) -> Iterator[Problem]:
    """What was sent again or refunded would be shipped besides."""
    for ledger, _units in _left_here(before, after):
        if ledger.reissuable < 0 or ledger.gone < 0:
            said = _(
                "{goods} would be in no parcel, and was sent again or refunded: say first what is"
                " in the parcel that was packed here."
            )
            yield Problem("lines", said.format(goods=goods_of(after, ledger.line.line)))


def _left_here(before: Order, after: Order) -> Iterator[tuple[LineLedger, int]]:
    """What is in no parcel by this word, since the others were packed here without it; by line, and
    how many units.
    """
    waited = {one.line.line: max(0, one.to_ship) for one in line_ledgers(before)}
    for ledger in line_ledgers(after):
        units = max(0, ledger.to_ship) - waited[ledger.line.line]
        if units > 0:
            yield ledger, units


def _left_said(before: Order, after: Order) -> Iterator[str]:
    for ledger, units in _left_here(before, after):
        said = _("In no parcel: {goods} x{units}; it is still to be shipped.")
        yield said.format(units=units, goods=goods_of(after, ledger.line.line))


def _counted(order: Order, parcel: Parcel) -> str:
    """What counts as in it."""
    return goods_in(order, parcel.lines) or _("nothing that was bought")


def _against_a_case(before: Order, after: Order) -> Iterator[Problem]:
    """Of what was found in refused parcels, not all could have been in those that are back."""
    held, holds = _back(before), _back(after)
    for case in before.cases:
        found = Counter[int]()
        for part in (part for one in case.returns for part in one.units):
            found[part.line] += part.came_back + part.missing + part.wrong
        for line, units in found.items() if case.kind is REFUSED else ():
            if holds[line] < units <= held[line]:
                said = _(
                    "For case {case} {units} of {goods} were received out of what the carrier"
                    " brought back, and only {left} would have been in it; correct what was found"
                    " there first."
                )
                about = {"case": case_called(case), "goods": goods_of(before, line)}
                yield Problem("lines", said.format(units=units, left=holds[line], **about))


def _back(order: Order) -> Counter[int]:
    """The units by line in the parcels that are back."""
    units = Counter[int]()
    for parcel in order.parcels:
        if is_of_the_goods(parcel) and came_back(parcel):
            units.update({part.line: part.quantity for part in parcel.lines})
    return units


def _stock_moved(before: Order, after: Order, context: Context) -> tuple[Product, ...]:
    """The products of which other units have left than was believed, or are back."""
    units = brought_since(before, after)
    units.update(_sent(before))
    units.subtract(_sent(after))
    return moved_stock(after, units, context)


def _sent(order: Order) -> Counter[str]:
    """The units by SKU that left as they were bought, or instead of that."""
    units = Counter[str]()
    for parcel in order.parcels:
        if is_of_the_goods(parcel):
            units.update(parcel_units(order, parcel))
    return units
