"""Goods that another desk had sent (他处已发): a new order by that desk's export.

That desk's shipment does not travel by a spreadsheet, and closes no task of the platform's; but
what has left once is not to be sent again because nobody here knows.
"""

from store.models.facts import OrderFacts
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.order.ledger import lines_left
from store.rules.platform.discrepancies.contradictions import Contradiction
from store.rules.platform.discrepancies.noted import opened


def asking_whether_sent(order: Order, facts: OrderFacts, context: Context) -> Order:
    """The new order, held back where its goods left by the word of the desk that exported it, and
    by that of the platform are still to be sent.
    """
    if not facts.sent_numbers or not lines_left(order):
        return order
    about = ", ".join(facts.sent_numbers)
    return opened(order, Contradiction("sent_before", about=about), context)
