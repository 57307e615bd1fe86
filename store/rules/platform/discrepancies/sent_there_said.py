"""Sent there (平台已发), said: the platform says that goods went for a case, and none left here."""

from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.order.goods import goods_in
from store.rules.parcels.reissues import in_question
from store.rules.parcels.sent_again import sent_there
from store.words import _, listed


def sent_there_said(order: Order, discrepancy: Discrepancy) -> str:
    """What it says, what a reissue is to send besides, and what can be done."""
    case = order.case_named(discrepancy.about)
    asked = in_question(order)
    reissues = listed(str(one.number) for one in order.reissues if one.id in asked)
    said = _(
        "Case {case} was fulfilled on the platform, but nothing left here for it ({lines}): ask who"
        " sent it and record its parcel, or settle with the buyer what they have."
    )
    if reissues:
        said = _(
            "Case {case} was fulfilled on the platform, but nothing left here for it ({lines}), and"
            " reissue {reissues} is to send the same goods: ask who sent it and record its parcel,"
            " and cancel the reissue, or the buyer may get them twice."
        )
    if case and case_of(order, case).names_nothing:
        said = _(
            "Case {case} was fulfilled on the platform, but nothing left here for it, and it does"
            " not say what was to be sent: ask who sent it and record its parcel, or settle with"
            " the buyer what they have."
        )
    return said.format(
        case=case_called(case),
        lines=goods_in(order, sent_there(order, case)) if case else "-",
        reissues=reissues,
    )
