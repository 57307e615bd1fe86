"""Refund not shown (退款未见): goods that had not left are paid back here, and there still to ship.

Whoever settled the refund may have taken it for another one, and the goods are late then. Only an
export that says when it was made shows that: one without a time of its own may be of before. Its
units do not ship meanwhile, because their money counts as gone; whatever else is paid for does.
It is said by line: Doudian refunds each sub-order by itself, so that one may fail of several.
"""

from datetime import datetime, timedelta

from store.models.axes import AfterSales, Fulfilment
from store.models.discrepancy import Discrepancy
from store.models.facts import LineFacts, OrderFacts
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import line_quantities
from store.models.refund import Refund
from store.rules.action.context import Context
from store.rules.order.goods import goods_in
from store.rules.platform.discrepancies.contradictions import Contradiction
from store.rules.platform.discrepancies.noted import agreed_again, opened
from store.rules.platform.discrepancies.shown_gone import (
    is_settled_there,
    is_shown_gone,
    is_shown_whole,
)
from store.rules.platform.lines_meant import lines_said
from store.words import _
from store.words.times import day_text, minute_text

SHOWN_WITHIN = timedelta(days=1)
"""The desk's own measure: until when an export shows a refund that went. A platform takes its time
for it, and within two days, as most goods are promised, somebody can still ship.
"""


def with_refunds_not_shown(order: Order, facts: OrderFacts, context: Context) -> Order:
    """The order that says which refunds of goods that had not left the export of later does not
    show, and no more of those that it does.
    """
    waiting = {one.line for one in lines_said(order.lines, facts, _is_untouched)}
    shown = {one.line for one in lines_said(order.lines, facts, _is_paid_back)}
    made_at, is_asked = facts.knowledge.exported_at, facts.after_sales is AfterSales.OPEN
    for refund in order.refunds:
        lines = {part.line for part in refund.lines if part.unshipped}
        # The word "refunded" means the lines that say so, where any does.
        is_shown = is_settled_there(order, refund) if shown else is_shown_gone(order, refund)
        untold = lines - shown if refund.state == "done" and not is_shown else set[int]()
        noted = {one.line for one in order.open_discrepancies if one.about == refund.id}
        for line in (noted | lines) - untold:
            order = agreed_again(order, "refund_not_shown", context, about=refund.id, line=line)
        late = untold & waiting if _is_late(refund, made_at) and not is_asked else set[int]()
        for line in sorted(late):
            order = opened(order, Contradiction("refund_not_shown", line, refund.id), context)
    return order


def with_shown_by_funds(order: Order, context: Context) -> Order:
    """The order that says no more of a refund that it is not shown, once the funds show it: no
    export opens that again.
    """
    for one in order.open_discrepancies:
        refund = order.refund_named(one.about) if one.kind == "refund_not_shown" else None
        if refund and is_shown_whole(order, refund, context):
            order = agreed_again(order, "refund_not_shown", context, about=refund.id)
            order = order.with_refund(refund.model_copy(update={"shown_by": "funds"}))
    return order


def _is_untouched(line: LineFacts) -> bool:
    return line.fulfilment is Fulfilment.TO_SHIP and not _is_paid_back(line)


def _is_paid_back(line: LineFacts) -> bool:
    return line.refunded or line.partly_refunded


def _is_late(refund: Refund, made_at: datetime | None) -> bool:
    """Had the platform time to show it in an export that was made then?"""
    gone_at = refund.settled_at
    return made_at is not None and gone_at is not None and gone_at + SHOWN_WITHIN <= made_at


def refund_not_shown_said(order: Order, discrepancy: Discrepancy) -> str:
    """What was settled as gone, and that its goods are still to ship there."""
    refund = order.refund_named(discrepancy.about)
    parts = [one for one in refund.lines if one.line == discrepancy.line] if refund else []
    return _(
        "{amount} for goods that had not left ({goods}) is settled here as gone on {day}, but the"
        " platform's export of {time} shows them as still to be shipped, and no after-sales: if"
        " the money has not gone they are to ship; else find out how it went."
    ).format(
        amount=yuan_text(sum(one.amount_fen for one in parts)),
        goods=goods_in(order, line_quantities((one.line, one.unshipped) for one in parts)),
        day=day_text((refund and refund.settled_at) or discrepancy.opened_at),
        time=minute_text(order.knowledge.exported_at or discrepancy.opened_at),
    )
