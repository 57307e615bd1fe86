"""Freed (放行): an order that the platform held back, and that a file shows as to be shipped again.

A review that passed, and an application that was refused, leave no time in the file. So one that
tells of nothing later than the import that knew of the stop may be of before it, and what must not
go would go: nothing ships until a later file or a person says so.
"""

from datetime import datetime

from store.models.axes import Source
from store.models.discrepancy import Discrepancy
from store.models.facts import OrderFacts
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.order.axes import hides_a_case
from store.rules.order.ledger import line_ledgers
from store.rules.platform.contradictions import Contradiction
from store.rules.platform.discrepancies import agreed_again, opened
from store.rules.platform.newer_order import happened_later
from store.words import _
from store.words.times import minute_text


def asking_whether_free(known: Order, order: Order, facts: OrderFacts, context: Context) -> Order:
    """The order that asks whether the platform lets it go, if nothing shows that this is news."""
    if is_held_back(order):
        return agreed_again(order, "freed", context)
    is_asked = is_asked_whether_free(order)
    if not (is_held_back(known) or is_asked):
        return order
    if _is_news(known, facts):
        return agreed_again(order, "freed", context)
    if is_asked or not _is_to_ship(order):
        return order
    return opened(order, Contradiction("freed"), context)


def asking_whether_held(order: Order, shown: Order, context: Context) -> Order:
    """The order that asks whether the platform stops it once more, if a file of before shows it so
    (`shown`), and only somebody's word that another one was new (`--as-new`) let it go.
    """
    last = order.knowledge.imported
    if last is None or not last.as_new or is_held_back(order) or not is_held_back(shown):
        return order
    if not _is_to_ship(order):
        return order
    return opened(order, Contradiction("freed", at_issue=(last.at.isoformat(),)), context)


def is_asked_whether_free(order: Order) -> bool:
    """May the file by which it is free be of before?"""
    return any(one.kind == "freed" for one in order.open_discrepancies)


def is_held_back(order: Order) -> bool:
    """Does the platform let nothing of it go: 审核中, 已申请缺货, 售后处理中 without a case?"""
    waiting = order.open_stock_out
    is_out_of_stock = waiting is not None and waiting.source is Source.PLATFORM
    return order.under_review or is_out_of_stock or hides_a_case(order)


def _is_to_ship(order: Order) -> bool:
    return any(one.to_ship > 0 for one in line_ledgers(order))


def _is_news(known: Order, facts: OrderFacts) -> bool:
    """Was the file surely made after what is known?"""
    before = known.knowledge
    if facts.knowledge.exported_at and before.exported_at:
        return True
    if happened_later(facts.knowledge, before):
        return True
    came_at, made_after = before.imported, facts.made_after
    return came_at is None or (made_after is not None and made_after > came_at.at)


def freed_said(_order: Order, discrepancy: Discrepancy) -> str:
    """What was known, and what the file shows that lets it go."""
    came_at = [datetime.fromisoformat(str(one)) for one in discrepancy.at_issue]
    return _(
        "The platform held this order back (under review, in after-sales or applied for as out of"
        " stock), but a file that came on {time}, does not say when it was made and tells of"
        " nothing later shows it as to be shipped, and may be of before: look there, before it"
        " ships."
    ).format(time=minute_text(came_at[0] if came_at else discrepancy.opened_at))
