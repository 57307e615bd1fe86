"""Uploading (上传运单号): the orders whose numbers the platform is not told now, and why.

Until the verdict on 缺货 no number is uploaded (source article 002), and none of what is refunded,
cancelled, under review or contradicted: it would count as 虚假发货, or ship what nobody pays for.
"""

from store.models.order import Order
from store.rules.order.ledger import line_ledgers, money_ledger
from store.words import _


def not_to_upload(order: Order) -> str | None:
    """Why no number of this order is uploaded now; None when it may be."""
    number = order.order_no
    if order.known_from == "buyer":
        said = _("{order} is left out: it is known from the buyer alone.")
        return said.format(order=number)
    if order.open_stock_out:
        return _(
            "{order} is left out: an application for out-of-stock waits for its verdict."
        ).format(order=number)
    if order.under_review:
        return _("{order} is left out: the platform is reviewing it.").format(order=number)
    money = money_ledger(order)
    if money.paid and money.refundable <= 0:
        return _("{order} is left out: all that was paid for it is refunded.").format(order=number)
    if all(one.line.cancelled >= one.line.ordered for one in line_ledgers(order)):
        return _("{order} is left out: the platform closed it.").format(order=number)
    if order.open_discrepancies:
        return _(
            "{order} is left out: the platform and the desk contradict each other about it."
        ).format(order=number)
    return None
