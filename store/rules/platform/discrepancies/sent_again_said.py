"""Sent again (再次发出), said: goods that leave once more, and whose money went back too."""

from store.models.axes import Source
from store.models.discrepancy import Discrepancy
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.cases.case_names import case_called
from store.rules.parcels.refunded_there import refunded_beside
from store.rules.parcels.sent_again import ways_again
from store.rules.parcels.traces import all_called, called
from store.rules.platform.discrepancies.contradictions import goods_sent
from store.words import _


def sent_again_said(order: Order, discrepancy: Discrepancy) -> str:
    """What is sent again, what went back, and what can be done."""
    way = next((one for one in ways_again(order) if one.id == discrepancy.about), None)
    beside = refunded_beside(order, way) if way else None
    if way is None or beside is None:
        return _gave_their_money_said(order, discrepancy)
    here = [one for one in beside.refunds if one.source is Source.DESK]
    if here:
        so = _(
            "{amount} went back here, which is, or may be, the money for its goods; have it"
            " intercepted, or settle it with the buyer that both go."
        )
        if not way.has_left:
            so = _(
                "{amount} went back here, which is, or may be, the money for its goods; drop them,"
                " or settle it with the buyer that both go."
            )
        amount = sum(one.amount_fen for one in here)
        return way.said_so(order, way.lines, so.format(amount=yuan_text(amount)))
    if not beside.is_sure:
        said = _(
            "The platform gave {amount} back and names no units, so that it may be their money; ask"
            " the buyer what it was for, and drop the goods, or settle that both go."
        )
        if way.has_left:
            said = _(
                "The platform gave {amount} back and names no units, so that it may be their money;"
                " ask the buyer what it was for, and have the goods intercepted, or settle that"
                " both go."
            )
        given = sum(one.amount_fen for one in beside.refunds)
        return way.said_so(order, way.lines, said.format(amount=yuan_text(given)))
    return _gave_their_money_said(order, discrepancy)


def _gave_their_money_said(order: Order, discrepancy: Discrepancy) -> str:
    reissue = order.reissue_named(discrepancy.about)
    parcel = order.parcel_named(reissue.parcel) if reissue else None
    if reissue and parcel is None:
        return _(
            "Reissue {number} is to be sent here, but the platform gave the money for its goods"
            " back; cancel it, or settle it with the buyer that both go."
        ).format(number=reissue.number)
    if reissue and parcel:
        return _(
            "Reissue {number} left with {tracking_no}, but the platform gave the money for its"
            " goods back; have it intercepted, or settle it with the buyer."
        ).format(number=reissue.number, tracking_no=called(parcel))
    case = order.case_named(discrepancy.about)
    if case and not goods_sent(order, case):
        return _(
            "Case {case} is to be sent its goods here, but the platform gave their money back;"
            " settle it with the buyer which of both goes."
        ).format(case=case_called(case))
    return _(
        "For case {case} goods left here ({numbers}), but the platform gave the money back too;"
        " have them intercepted, or settle it with the buyer."
    ).format(
        case=case_called(case),
        numbers=all_called(goods_sent(order, case)) if case else "-",
    )
