"""Freed (放行): an order that the platform held back, and that a file shows as to be shipped again.

A review that passed, and an application that was refused, leave no time in the file. So one that
tells of nothing later than the import that knew of the stop may be of before it, and what must not
go would go: nothing ships until a later file or a person says so.
"""

from datetime import datetime

from store.models.axes import AfterSales, Source
from store.models.discrepancy import Discrepancy
from store.models.facts import OrderFacts
from store.models.order import Order
from store.models.stock_out import StockOutApplication
from store.rules.action.context import Context
from store.rules.order.axes import hides_a_case
from store.rules.order.ledger import line_ledgers
from store.rules.platform.contradictions import Contradiction
from store.rules.platform.discrepancies import agreed_again, opened
from store.rules.platform.newer_order import happened_later
from store.words import N_, _, listed
from store.words.times import minute_text

STOPS = {
    "review": N_("under review"),
    "stock_out": N_("applied for as out of stock"),
    "after_sales": N_("in after-sales"),
}
"""By what the platform holds an order back."""


def asking_whether_free(known: Order, order: Order, facts: OrderFacts, context: Context) -> Order:
    """The order that asks whether the platform lets it go, if nothing shows that this is news."""
    if is_held_back(order):
        return agreed_again(order, "freed", context)
    is_asked = is_asked_whether_free(order)
    if not (is_held_back(known) or is_asked):
        return order
    if _is_news(known, facts):
        return agreed_again(order, "freed", context)
    came = facts.knowledge.imported
    return _asking(order, known, came.at if came else context.now, context)


def asking_whether_held(order: Order, shown: Order, context: Context) -> Order:
    """The order that asks whether the platform stops it once more, if a file of before shows it so
    (`shown`), and only somebody's word that another one was new (`--as-new`) let it go.
    """
    last = order.knowledge.imported
    if last is None or not last.as_new or is_held_back(order) or not is_held_back(shown):
        return order
    return _asking(order, shown, last.at, context)


def _asking(order: Order, held: Order, came_at: datetime, context: Context) -> Order:
    """The order that asks whether it is still held as this one is, though a file that came then
    shows it free. Whoever saw there that it is said so of that file: of a later one it is asked
    anew.
    """
    if not any(one.to_ship > 0 for one in line_ledgers(order)):
        return order
    at_issue = (came_at.isoformat(), *held_by(held))
    settled = (one for one in order.discrepancies if one.kind == "freed" and one.is_settled)
    seen = next((one for one in settled if one.at_issue == at_issue and one.right == "us"), None)
    if seen:
        return held_again(order, seen)
    return opened(order, Contradiction("freed", at_issue=at_issue), context)


def is_asked_whether_free(order: Order) -> bool:
    """May the file by which it is free be of before?"""
    return bool(order.contradicted("freed"))


def is_held_back(order: Order) -> bool:
    """Does the platform let nothing of it go?"""
    return any(held_by(order))


def held_by(order: Order) -> tuple[str, ...]:
    """By what the platform holds it back: 审核中, 已申请缺货, 售后处理中 without a case."""
    waiting = order.open_stock_out
    is_applied = waiting is not None and waiting.source is Source.PLATFORM
    stops = (
        ("review", order.under_review),
        ("stock_out", is_applied),
        ("after_sales", hides_a_case(order)),
    )
    return tuple(stop for stop, stops_it in stops if stops_it)


def held_again(order: Order, discrepancy: Discrepancy) -> Order:
    """The order as the platform held it: whoever looked there saw that it still does."""
    stops, applied = discrepancy.at_issue[1:], order.stock_outs
    update: dict[str, object] = {}
    if "review" in stops:
        update["under_review"] = True
    if "after_sales" in stops:
        update["platform_after_sales"] = AfterSales.OPEN
    order = order.model_copy(update=update)
    if "stock_out" not in stops:
        return order
    last = next((one for one in reversed(applied) if one.source is Source.PLATFORM), None)
    waiting = last or StockOutApplication(
        id=discrepancy.id, state="applied", applied_at=discrepancy.opened_at, source=Source.PLATFORM
    )
    return order.with_stock_out(waiting.model_copy(update={"state": "applied", "ruled_at": None}))


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
    """What to look for, and the file that may be of before."""
    came_at, *_stops = map(str, discrepancy.at_issue)
    return _(
        "Look there, before it ships, whether the platform still holds this order back ({stops}):"
        " a file that came on {time} shows it as to be shipped, but does not say when it was made"
        " and tells of nothing later, so that it may be of before."
    ).format(stops=_stops_said(discrepancy), time=minute_text(datetime.fromisoformat(came_at)))


def whether_held(_order: Order, discrepancy: Discrepancy) -> tuple[str, str]:
    """What is so by the platform's word, the file's, and by ours, what was known."""
    held = _("still held there: {stops}").format(stops=_stops_said(discrepancy))
    return _("free there: it may ship"), held


def _stops_said(discrepancy: Discrepancy) -> str:
    return listed(_(STOPS[str(one)]) for one in discrepancy.at_issue[1:])
