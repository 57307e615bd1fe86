"""Goods too (钱货两得): what a buyer would have beside the money that is to go back."""

from store.models.money import Fen
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.rules.cases.case_view import CaseView
from store.rules.paid.paid_before import paid_before
from store.rules.parcels.claims import goods_asked_for
from store.rules.parcels.goods_and_money import sent_beside
from store.rules.platform.discrepancies.intercept_doubts import money_unsure


def goods_too(
    order: Order,
    case: CaseView | None,
    lines: tuple[LineQuantity, ...],
    amount: Fen,
    *,
    is_all: bool,
) -> str | None:
    """What is sent again, asked for, or may reach the buyer of the goods whose money goes back, or
    that they were paid for already.

    What has not left does not leave once all the money is back.
    """
    sent = sent_beside(order, case, lines, amount, has_left=is_all)
    sent = sent or goods_asked_for(order, case, lines) or money_unsure(order, lines, amount)
    return sent or paid_before(order, case)
