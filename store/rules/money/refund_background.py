"""What is worth seeing of an order while its refund is typed."""

from store.models.money import yuan_text
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.cases.case_view import case_of
from store.rules.money.counter_offer import not_taken
from store.rules.money.refund_sentences import (
    case_due,
    estimated,
    freight_sentence,
    money_sum,
    platform_sentence,
    undecided,
)
from store.rules.money.refunding import cases_to_pay
from store.rules.money.unknown_money import unknown_said
from store.rules.order.ledger import money_ledger
from store.rules.parcels.goods_and_money import said_of_goods
from store.words import _


def seen_of_refund(order: Order, context: Context) -> tuple[str, ...]:
    """How much there is to refund, where that goes by itself, and which cases wait for it."""
    money = money_ledger(order)
    left = _("At most {left} may be refunded: {sum}.")
    beside = (platform_sentence(order), estimated(order), freight_sentence(order))
    to_pay = tuple(case_of(order, case) for case in cases_to_pay(order))
    return (
        left.format(left=yuan_text(money.refundable), sum=money_sum(money)),
        *filter(None, beside),
        *unknown_said(order, context.lookup, context.policy),
        *undecided(order),
        *map(case_due, to_pay),
        *filter(None, (not_taken(order, one.case) for one in to_pay)),
        *said_of_goods(order, to_pay),
    )
