"""Not brought (未退回): a reissue sends what a case was found afterwards not to have brought."""

from collections import Counter
from collections.abc import Iterable

from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities, units_by_line
from store.models.reissue import Loss, Reissue
from store.rules.order.goods import goods_in
from store.rules.parcels.traces import called
from store.rules.parcels.whereabouts import standing_losses
from store.words import _


def not_brought(order: Order, reissue: Reissue) -> tuple[LineQuantity, ...]:
    """The units that it sends in place of what lay here for a case, and that never did."""
    units = _sent_for_cases(order.losses, reissue)
    units -= _sent_for_cases(standing_losses(order), reissue)
    return () if reissue.state == "cancelled" else line_quantities(units.items())


def _sent_for_cases(losses: Iterable[Loss], reissue: Reissue) -> Counter[int]:
    """The units by line of these losses that lay here for a case, and that it sends."""
    return units_by_line(one for one in losses if one.case and one.reissue == reissue.id)


def not_brought_said(order: Order, discrepancy: Discrepancy) -> str:
    """Which reissue, of which goods, and what can be done."""
    reissue = order.reissue_named(discrepancy.about)
    parcel = order.parcel_named(reissue.parcel) if reissue else None
    said = _(
        "Reissue {number} is to send {lines} that the buyer was found not to have sent back:"
        " cancel it, or settle with the buyer that they get them."
    )
    if parcel:
        said = _(
            "Reissue {number} left with {tracking_no}, but the buyer was found not to have sent its"
            " goods back ({lines}): have it intercepted, or settle with the buyer that they keep"
            " both."
        )
    return said.format(
        number=reissue.number if reissue else "-",
        lines=goods_in(order, not_brought(order, reissue)) if reissue else "-",
        tracking_no=called(parcel) if parcel else "-",
    )
