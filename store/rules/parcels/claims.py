"""Claims (售后诉求): open cases about the same goods, which may end in a second remedy for them."""

from collections.abc import Iterable

from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities
from store.rules.cases.case_machine import (
    ANSWER,
    AWAITS_GOODS,
    AWAY,
    GOODS,
    MONEY,
    RECEIVE,
    RULE,
    UNCLEAR,
)
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView, case_of, case_views
from store.rules.order.goods import goods_in
from store.rules.parcels.same_units import in_both
from store.rules.parcels.sent_again import left_beside, reaching
from store.words import _
from store.words.labels import label

TO_COME = (ANSWER, AWAY, RECEIVE, RULE, UNCLEAR)
"""Where a case about goods stands that may still be to send them; what it is to, is sent again."""


def asked_for_too(order: Order, lines: tuple[LineQuantity, ...]) -> tuple[str, ...]:
    """Open cases about the same goods: they may end in a second remedy, which has to be said."""
    said = _(
        "Case {case} asks for the same units ({kind}, {lines}); answer it knowing that they are"
        " sent again, or the buyer gets both."
    )
    said_of_part = _(
        "Case {case} asks for {amount} ({kind}), maybe for the same units ({lines} are sent again);"
        " answer it knowing that, or the buyer gets both."
    )
    found = []
    for case in order.open_cases:
        view = case_of(order, case)
        if view.settled:
            continue
        claims = view.outstanding
        # Units have no names: whatever is claimed of the same line may be the same unit.
        same = tuple(
            LineQuantity(line=part.line, quantity=min(part.quantity, claims[part.line]))
            for part in lines
            if claims.get(part.line)
        )
        if same:
            part = _part_asked(view)
            about = {
                "case": case_called(case),
                "kind": label(case.kind),
                "lines": goods_in(order, same),
                "amount": yuan_text(part or 0),
            }
            found.append((said if part is None else said_of_part).format(**about))
    return tuple(found)


def _part_asked(view: CaseView) -> Fen | None:
    """The money that a case still asks for, where it names no units and asks for less than all that
    it may be about costs; None where it asks for its units.
    """
    left = view.left_to_pay
    whole = view.cost(line_quantities(view.outstanding.items()))
    is_part = view.case.kind in MONEY and not view.case.lines and left < whole
    return left if is_part else None


def _may_send(view: CaseView) -> dict[int, int]:
    """The units by line that it may still send: where goods come back for it, not more than do."""
    left = view.outstanding
    if view.case.state not in AWAITS_GOODS:
        return left
    here, to_come = view.lying_here, view.may_come_back
    return {line: min(many, here[line] + to_come[line]) for line, many in left.items()}


def goods_asked_for(
    order: Order, case: CaseView | None, paid: Iterable[LineQuantity]
) -> str | None:
    """Which other case asks for goods of the units whose money is to go back; None where by number
    both may go.
    """
    units = {one.line: one.quantity for one in paid}
    free = left_beside(order, reaching(order))
    for view in case_views(order):
        if view.case.kind not in GOODS or view.case.state not in TO_COME:
            continue
        both = in_both(_may_send(view), units, free)
        if both and not (case and case.id == view.id):
            said = _(
                "Case {case} asks for goods of the same units ({kind}, {lines}): the buyer gets"
                " goods and money unless it is rejected or withdrawn."
            )
            about = {"kind": label(view.case.kind), "lines": goods_in(order, both)}
            return said.format(case=case_called(view.case), **about)
    return None
