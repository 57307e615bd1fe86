"""Freed (放行): an order that the platform held back, and that a file shows as to be shipped again.

A review that passed, and an application that was refused, leave no time in the file. So one that
tells of nothing later than the file that knew of the stop may be of before it, and what must not go
would go: the stop stays until a later file, a case that explains it, or a person lifts it.
"""

from collections.abc import Sequence
from datetime import datetime

from store.models.discrepancy import Discrepancy
from store.models.facts import OrderFacts
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.order.ledger import lines_left
from store.rules.platform.discrepancies.contradictions import Contradiction
from store.rules.platform.discrepancies.noted import agreed_again, opened
from store.rules.platform.held_back import held_as, held_by, is_held_back, stops_said
from store.rules.platform.made_later import happened_since
from store.rules.platform.newer_order import happened_later
from store.words import _
from store.words.times import minute_text


def asking_whether_free(known: Order, order: Order, facts: OrderFacts, context: Context) -> Order:
    """The order that is held back still, and asks whether the platform lets it go, if nothing shows
    that this is news.
    """
    stops = _lifted(known, order)
    if not stops or _is_news(known, facts):
        return agreed_again(order, "freed", context)
    came = facts.knowledge.imported
    return _asking(order, known, stops, came.at if came else context.now, context)


def asking_whether_held(order: Order, shown: Order, context: Context) -> Order:
    """The order that is held back as a file of before shows it (`shown`), and asks whether the
    platform stops it once more, if only somebody's word that another one was new (`--as-new`) let
    it go.
    """
    last, stops = order.knowledge.imported, _lifted(shown, order)
    if last is None or not last.as_new or is_held_back(order) or not stops:
        return order
    return _asking(order, shown, stops, last.at, context)


def _lifted(held: Order, free: Order) -> tuple[str, ...]:
    """What stops the one state of an order, and not the other."""
    left = held_by(free)
    return tuple(stop for stop in held_by(held) if stop not in left)


def _asking(
    order: Order, held: Order, stops: Sequence[str], came_at: datetime, context: Context
) -> Order:
    """The order held as this one is, which asks whether it is, though a file that came then shows
    it free. What somebody says of that file is not asked again; of a later one it is.
    """
    if not lines_left(order):
        return order
    order = held_as(order, held, stops)
    if "after_sales" in stops and "" in held.contradicted("case_shown"):
        # What it means is asked by itself.
        stops = [stop for stop in stops if stop != "after_sales"]
    at_issue = (came_at.isoformat(), *stops)
    return opened(order, Contradiction("freed", at_issue=at_issue), context) if stops else order


def _is_news(known: Order, facts: OrderFacts) -> bool:
    """Was the file made after the one that knew of the stop?

    It was if it says so, or tells of something later, of whatever order, than that one did. Of two
    files that say when they were made only the newer one comes here (`is_newer`).
    """
    before, given = known.knowledge, facts.knowledge
    if before.imported is None or happened_later(given, before):
        return True
    if given.exported_at and (before.exported_at or given.exported_at > before.imported.at):
        return True
    told = (before.exported_at, before.made_after)
    return happened_since(given.made_after, *(told if any(told) else (before.imported.at,)))


def freed_said(_order: Order, discrepancy: Discrepancy) -> str:
    """What to look for, and the file that may be of before."""
    came_at, *stops = map(str, discrepancy.at_issue)
    return _(
        "Look there, before it ships, whether the platform still holds this order back ({stops}):"
        " a file that came at {time} shows it as to be shipped, but does not say when it was made"
        " and tells of nothing later, so that it may be of before."
    ).format(stops=stops_said(stops), time=minute_text(datetime.fromisoformat(came_at)))


def whether_held(_order: Order, discrepancy: Discrepancy) -> tuple[str, str]:
    """What is so by the platform's word, the file's, and by ours, what was known."""
    held = _("still held there: {stops}").format(stops=stops_said(discrepancy.at_issue[1:]))
    return _("free there: it may ship"), held
