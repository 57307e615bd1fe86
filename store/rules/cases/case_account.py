"""The account of a case (售后账目): what holds the units that it claims, by line."""

from collections.abc import Iterator

from store.models.order import Order
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView, case_views
from store.rules.cases.part_done import sends_what_came
from store.rules.order.goods import (
    Holder,
    cancelled_units,
    lost,
    ordered,
    refunded,
    refunded_for,
    sent_anew,
    unshipped,
)
from store.rules.parcels.traces import called
from store.words import _


def claimed_in_cases(order: Order, line: int) -> Iterator[str]:
    """What open cases ask for and has not been paid back for them, by case."""
    for view in case_views(order):
        units = view.with_gifts.get(line, 0) - view.refunded[line]
        if view.case.open and units > 0:
            yield _("{units} claimed by case {case}").format(
                units=units, case=case_called(view.case)
            )


TO_CLAIM: tuple[Holder, ...] = (ordered, cancelled_units, refunded, sent_anew, claimed_in_cases)
"""What holds the units that no case may ask for."""
SENT_TO_CLAIM: tuple[Holder, ...] = (
    ordered,
    cancelled_units,
    unshipped,
    refunded,
    sent_anew,
    lost,
    claimed_in_cases,
)
"""The same of units that must have left."""


def of_case(view: CaseView) -> tuple[Holder, ...]:
    """What one case claims, and what has gone for it or beside it."""

    def asked(_order: Order, line: int) -> Iterator[str]:
        yield _("{units} claimed").format(units=view.with_gifts.get(line, 0))

    def sent(_order: Order, line: int) -> Iterator[str]:
        for parcel in view.parcels:
            units = sum(part.quantity for part in parcel.lines if part.line == line)
            if units:
                yield _("{units} sent ({number})").format(units=units, number=called(parcel))

    return asked, cancelled_units, refunded_for(view.id), sent


def to_send(view: CaseView) -> tuple[Holder, ...]:
    """The same, and what came in for a repair: that alone goes back."""
    holders = of_case(view)
    return (*holders, _came_back(view)) if sends_what_came(view) else holders


def coming_back(view: CaseView) -> tuple[Holder, ...]:
    """What one case claims, or what there is of a gift, and what has come back for it, or for
    others.
    """

    def there(order: Order, line: int) -> Iterator[str]:
        yield from (ordered if line in view.gifts else of_case(view)[0])(order, line)

    return there, unshipped, _came_back(view)


def _came_back(view: CaseView) -> Holder:
    def came_back(order: Order, line: int) -> Iterator[str]:
        for case in order.cases:
            said = _("{units} came back ({number})")
            if case.id != view.id:
                said = _("{units} came back for case {case} ({number})")
            for parcel in case.returns:
                units = sum(part.came_back for part in parcel.units if part.line == line)
                if units:
                    yield said.format(units=units, case=case_called(case), number=called(parcel))

    return came_back
