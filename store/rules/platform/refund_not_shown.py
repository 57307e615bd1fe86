"""Refund not shown (退款未见): goods that had not left are paid back here, and there still to ship.

Whoever settled the refund may have taken it for another one, and the goods are late then. Only an
export that says when it was made shows that: one without a time of its own may be of before.
"""

from store.models.axes import AfterSales, Fulfilment
from store.models.discrepancy import Discrepancy
from store.models.facts import LineFacts, OrderFacts
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import line_quantities
from store.models.refund import Refund
from store.rules.action.context import Context
from store.rules.order.goods import goods_in
from store.rules.platform.contradictions import Contradiction
from store.rules.platform.discrepancies import agreed_again, opened
from store.rules.platform.lines_meant import lines_said
from store.rules.platform.shown_gone import is_shown_gone
from store.words import _
from store.words.times import day_text, minute_text


def with_refunds_not_shown(order: Order, facts: OrderFacts, context: Context) -> Order:
    """The order that says which refunds of goods that had not left the export of later does not
    show, and no more of those that it does.
    """
    waiting = {one.line for one in lines_said(order.lines, facts, _is_untouched)}
    named = {one.line for one in lines_said(order.lines, facts, lambda _line: True)}
    made_at, is_asked = facts.knowledge.exported_at, facts.after_sales is AfterSales.OPEN
    for refund in order.refunds:
        lines = {part.line for part in refund.lines if part.unshipped}
        if not lines or not lines <= named or not _is_gone_here(order, refund):
            continue
        if not lines <= waiting:
            order = agreed_again(order, "refund_not_shown", context, about=refund.id)
        elif made_at and refund.settled_at and refund.settled_at < made_at and not is_asked:
            order = opened(order, Contradiction("refund_not_shown", about=refund.id), context)
    return order


def _is_untouched(line: LineFacts) -> bool:
    is_refunded = line.refunded or line.partly_refunded
    return line.fulfilment is Fulfilment.TO_SHIP and not is_refunded


def _is_gone_here(order: Order, refund: Refund) -> bool:
    """Is it gone by what was entered here alone?"""
    return refund.state == "done" and not is_shown_gone(order, refund)


def refund_not_shown_said(order: Order, discrepancy: Discrepancy) -> str:
    """What was settled as gone, and that its goods are still to ship there."""
    refund = order.refund_named(discrepancy.about)
    parts = refund.lines if refund else ()
    return _(
        "{amount} for goods that had not left ({goods}) is settled here as gone on {day}, but the"
        " platform's export of {time} shows them as still to be shipped, and no after-sales: if"
        " the money has not gone they are to ship; else find out how it went."
    ).format(
        amount=yuan_text(refund.amount_fen if refund else 0),
        goods=goods_in(order, line_quantities((one.line, one.unshipped) for one in parts)),
        day=day_text((refund and refund.settled_at) or discrepancy.opened_at),
        time=minute_text(order.knowledge.exported_at or discrepancy.opened_at),
    )
