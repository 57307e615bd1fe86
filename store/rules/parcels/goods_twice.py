"""Goods twice (重复补货): the same units are sent again in two ways, unless somebody says both go.

Units have no names, so that it is counted: more of a line than were bought would go. A reissue of
what the buyer did not get, and a supplement (补寄) that the buyer asked for, answer one complaint
by two ways, so that beside each other they are asked about whatever the numbers say.
"""

from collections.abc import Callable, Iterable

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities, units_by_line
from store.models.reissue import Reissue, ReissueOrigin
from store.rules.cases.case_view import CaseView
from store.rules.parcels.losses import lines_beyond_losses
from store.rules.parcels.sent_again import SentAgain, left_beside, not_of, reaching
from store.words import _

NOT_THERE: tuple[ReissueOrigin, ...] = ("missing_goods", "lost_parcel")
"""Origins of goods that the buyer did not get, and may ask for by a case as well."""


def sent_twice(order: Order, lines: Iterable[LineQuantity], view: CaseView) -> str | None:
    """What sends these units of a case besides; None where so many more may go."""
    is_supplement = view.case.kind is CaseKind.SUPPLEMENTARY
    return _twice(
        order,
        lines,
        not_of(view, reaching(order)),
        lambda way: is_supplement and _is_not_there(way.record),
    )


def left_besides(
    order: Order,
    lines: Iterable[LineQuantity],
    besides: Iterable[SentAgain],
    origin: ReissueOrigin,
) -> str | None:
    """What has left of the units that a reissue of this origin is to send beside: for a case, or by
    a reissue there, of which nobody here was asked; None where so many more may go.

    What a case is still to send, a reissue may go in place of; then the case asks.
    """
    too_many = lines_beyond_losses(order)
    return _twice(
        order,
        lines,
        (one for one in besides if one.has_left and (one.case or one.left_there)),
        lambda way: (
            (way.left_there and any(part.line in too_many for part in way.lines))
            or (origin in NOT_THERE and _is_supplement(way.record))
        ),
    )


def may_have_left(
    order: Order, lines: Iterable[LineQuantity], besides: Iterable[SentAgain]
) -> str | None:
    """Which parcel there may hold goods that are to be sent again beside it, until somebody has
    settled that.
    """
    wanted = units_by_line(lines)
    for way in besides:
        same = line_quantities(
            (part.line, min(part.quantity, wanted[part.line])) for part in way.lines
        )
        if way.maybe and same:
            settle = _("Settle whether it is that parcel before its goods are sent again.")
            return way.said_so(order, same, settle)
    return None


def _is_not_there(record: Reissue | AfterSalesCase) -> bool:
    return isinstance(record, Reissue) and record.origin in NOT_THERE


def _is_supplement(record: Reissue | AfterSalesCase) -> bool:
    return isinstance(record, AfterSalesCase) and record.kind is CaseKind.SUPPLEMENTARY


def _twice(
    order: Order,
    lines: Iterable[LineQuantity],
    given: Iterable[SentAgain],
    is_the_same: Callable[[SentAgain], bool],
) -> str | None:
    """What goes twice beside these ways; `is_the_same` says of which the numbers do not matter."""
    wanted, ways = tuple(lines), tuple(given)
    free = left_beside(order, ways)
    for way in ways:
        units = {one.line: one.quantity for one in way.lines}
        same = line_quantities(
            (part.line, min(part.quantity, units.get(part.line, 0))) for part in wanted
        )
        twice = line_quantities(
            (part.line, min(part.quantity, units[part.line], part.quantity - free[part.line]))
            for part in wanted
            if part.line in free and part.line in units
        )
        if twice:
            return way.said_so(order, twice, _("The buyer gets the same goods twice."))
        if same and is_the_same(way):
            said = _("If it is for the same units, the buyer gets them twice.")
            return way.said_so(order, same, said)
    return None
