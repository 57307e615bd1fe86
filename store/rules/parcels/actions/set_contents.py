"""SetContents (登记包裹内容): what is in a parcel that came without goods, or beside one that did.

Of several numbers of one order an export names no goods, so that all count as in the first. Whoever
opened one, or packed them, says what is in it; what it does not hold is in the others, so that
stock, ledgers and losses are of what really is where. Of one that the carrier brought back for no
case, it is said here, too, what of it is damaged, or not there any more.
"""

from collections import Counter
from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import Parcel, line_quantities, units_by_line, units_in_parcels
from store.models.product import Product
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Lines, NamedParcel, YesNoIfAsked, lines_text
from store.rules.action.found_fields import FoundUnits
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.cases.case_ledger import units_named
from store.rules.cases.case_machine import REFUSED
from store.rules.cases.case_names import case_called
from store.rules.cases.returning import stock_now
from store.rules.order.goods import TO_SHIP, goods_in, goods_of
from store.rules.order.ledger import LineLedger, line_ledgers
from store.rules.parcels.grading import not_graded
from store.rules.parcels.set_apart import is_packed_here, may_hold, set_apart
from store.rules.parcels.shipping import lines_problem, no_such_line
from store.rules.parcels.traces import called
from store.rules.parcels.unknown_contents import (
    SET_CONTENTS,
    are_shared,
    is_of_the_goods,
    is_unknown,
)
from store.rules.parcels.whereabouts import came_back
from store.rules.platform.discrepancies.explaining import explain
from store.rules.stock.coming_back import brought_since
from store.rules.stock.stock import moved_stock, parcel_units, sent_off
from store.words import N_, _

GRADES = ("damaged", "missing")
"""The fields of what is not as it left."""


class SetContents(RecordAction[Parcel]):
    """Say what is in a parcel."""

    title = SET_CONTENTS
    place = 325
    settles = frozenset({"count-parcel"})

    parcel: NamedParcel
    lines: Lines | None = Field(
        default=None,
        title=N_("Lines"),
        description=N_("what was in it; left out, what counts as in it stays"),
    )
    empty: YesNoIfAsked = Field(
        default=None,
        title=N_("Nothing in it"),
        description=N_(
            "yes: nothing that was bought was in it; asked only where no lines are given"
        ),
    )
    damaged: FoundUnits | None = Field(
        default=None,
        title=N_("Damaged"),
        description=N_("of a parcel that came back without a case; left out, all of it is good"),
    )
    missing: FoundUnits | None = Field(
        default=None,
        title=N_("Missing"),
        description=N_("the same: had been in it, and is not there any more"),
    )

    @classmethod
    def refusal(cls, order: Order, parcel: Parcel, context: Context | None) -> str | None:
        known, not_here = _are_known(order, parcel), not_graded(order, parcel)
        return (not_here if came_back(parcel) else known) if known and not_here else None

    @classmethod
    def units(cls, subject: Order) -> dict[int, int]:
        return {one.number: one.shipped + max(0, one.to_ship) for one in line_ledgers(subject)}

    @classmethod
    def suggest_for(cls, subject: Order, record: str, context: Context) -> dict[str, str]:
        """What is known of the one that is meant."""
        fit = fitting_records(cls, subject, context)
        parcel = next((one for one in fit if len(fit) == 1 or one.id == record), None)
        if parcel is None or not _are_known(subject, parcel):
            return {}
        return {name: lines_text(getattr(parcel, name)) for name in ("lines", *GRADES)}

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return tuple(_holds(subject, one) for one in subject.parcels if is_of_the_goods(one))

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused
        if refused:
            return
        parcel = self.record_of(subject)
        wrong = (*self._says_too_little(subject, parcel), *self._wrong_grades(subject, parcel))
        yield from wrong
        if wrong or not self._sets_contents(subject, parcel):
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

    def _sets_contents(self, order: Order, parcel: Parcel) -> bool:
        """Does it say more of what was in it than is known?"""
        if self.empty == "yes":
            return True
        is_as_known = units_by_line(self.lines or ()) == units_by_line(parcel.lines)
        return bool(self.lines) and not (is_as_known and _are_known(order, parcel))

    def _says_too_little(self, order: Order, parcel: Parcel) -> Iterator[Problem]:
        """It is known what is in it, or it is not said."""
        known, sets = _are_known(order, parcel), self._sets_contents(order, parcel)
        if known and sets:
            yield Problem("lines" if self.lines else "empty", known)
        is_graded = self.damaged or self.missing or parcel.damaged or parcel.missing
        if sets or (is_graded and parcel.lines):
            return
        if known:
            said = _("{known} Say what of it is damaged or missing.")
            yield Problem("damaged", said.format(known=known))
            return
        said = _("Was nothing that was bought in parcel {number}? Answer yes, or give the lines.")
        yield Problem("empty", said.format(number=called(parcel)))

    def _wrong_grades(self, order: Order, parcel: Parcel) -> Iterator[Problem]:
        """It is not back, a case receives it, or more is said than it holds."""
        grades = {name: getattr(self, name) or () for name in GRADES}
        field = next((name for name, parts in grades.items() if parts), None)
        if field is None:
            return
        if refused := not_graded(order, parcel):
            yield Problem(field, refused)
            return
        sets = self._sets_contents(order, parcel)
        held = units_by_line((self.lines or ()) if sets else parcel.lines)
        found = units_by_line(part for parts in grades.values() for part in parts)
        for line, units in found.items():
            if order.line_named(line) is None:
                yield Problem(field, no_such_line(order, line))
            elif units > held[line]:
                said = _("Of {goods} {held} are in parcel {number}, not {found}.")
                about = {"goods": goods_of(order, line), "number": called(parcel)}
                yield Problem(field, said.format(held=held[line], found=units, **about))

    def apply(self, subject: Order, context: Context) -> Outcome:
        changed = self._set(subject, context)
        said = (
            _holds(changed, one)
            for one in changed.parcels
            if is_of_the_goods(one) and one is not subject.parcel_named(one.id)
        )
        stock = _stock_moved(subject, changed, context)
        graded = _graded_said(changed, self.record_of(changed), stock)
        return Outcome((changed, *stock), (*said, *_left_said(subject, changed), *graded))

    def _set(self, order: Order, context: Context) -> Order:
        parcel = self.record_of(order)
        if self._sets_contents(order, parcel):
            order = set_apart(order, parcel, self.lines or (), context.now)
        found = {name: getattr(self, name) or () for name in GRADES}
        return order.with_parcel(self.record_of(order).model_copy(update=found))


def _are_known(order: Order, parcel: Parcel) -> str | None:
    """Why nobody has to say what is in it, or may not yet."""
    if not is_of_the_goods(parcel):
        said = _("What is in parcel {number} is known by what it was sent for ({lines}).")
        return said.format(number=called(parcel), lines=goods_in(order, parcel.lines))
    asked = next((one for one in order.open_discrepancies if one.kind == "reissue_there"), None)
    if asked:
        said = _("{contradiction} Resolve that first, then say what is in which.")
        return said.format(contradiction=explain(order, asked))
    others = (one for one in order.parcels if one is not parcel and is_of_the_goods(one))
    if are_shared(order) and any(others):
        return None
    said = _("What is in parcel {number} is known: {lines}.")
    return said.format(number=called(parcel), lines=_counted(order, parcel))


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
            yield Problem("lines", said.format(goods=goods_of(after, ledger.number)))


def _graded_said(order: Order, parcel: Parcel, stock: tuple[Product, ...]) -> Iterator[str]:
    """What of a parcel is not on the shelf, and what is there now."""
    found = units_by_line((*parcel.damaged, *parcel.missing))
    if found:
        said = _("Damaged or missing of parcel {number}: {lines}.")
        lines = goods_in(order, line_quantities(found.items()))
        yield said.format(number=called(parcel), lines=lines)
        yield from stock_now(stock)


def _left_here(before: Order, after: Order) -> Iterator[tuple[LineLedger, int]]:
    """What is in no parcel by this word, since the others were packed here without it; by line, and
    how many units.
    """
    waited = {one.number: max(0, one.to_ship) for one in line_ledgers(before)}
    for ledger in line_ledgers(after):
        units = max(0, ledger.to_ship) - waited[ledger.number]
        if units > 0:
            yield ledger, units


def _left_said(before: Order, after: Order) -> Iterator[str]:
    for ledger, units in _left_here(before, after):
        said = _("In no parcel: {goods} x{units}; it is still to be shipped.")
        yield said.format(units=units, goods=goods_of(after, ledger.number))


def _counted(order: Order, parcel: Parcel) -> str:
    """What counts as in it."""
    return goods_in(order, parcel.lines) or _("nothing that was bought")


def _against_a_case(before: Order, after: Order) -> Iterator[Problem]:
    """Of what was found in refused parcels, not all could have been in those that are back."""
    held, holds = _back(before), _back(after)
    for case in before.cases:
        for line, units in units_named(case.returns).items() if case.kind is REFUSED else ():
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
    return units_in_parcels(one for one in order.parcels if is_of_the_goods(one) and came_back(one))


def _stock_moved(before: Order, after: Order, context: Context) -> tuple[Product, ...]:
    """The products of which other units have left than was believed, or are back."""
    moves = brought_since(before, after)
    moves.subtract(sent_off(_sent(before)))
    moves.update(sent_off(_sent(after)))
    return moved_stock(after, moves, context)


def _sent(order: Order) -> Counter[str]:
    """The units by SKU that left as they were bought, or instead of that."""
    units = Counter[str]()
    for parcel in order.parcels:
        if is_of_the_goods(parcel):
            units.update(parcel_units(order, parcel))
    return units
