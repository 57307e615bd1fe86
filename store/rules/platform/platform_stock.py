"""What the platform says of stock-out (已申请缺货), met with what was applied for at the desk."""

from store.models.axes import Fulfilment, Source
from store.models.facts import OrderFacts
from store.models.order import Order
from store.models.stock_out import StockOutApplication
from store.rules.action.context import Context
from store.rules.platform.discrepancies.contradictions import Contradiction
from store.rules.platform.discrepancies.noted import agreed_again, opened


def merge_stock_out(order: Order, facts: OrderFacts, context: Context, *, again: bool) -> Order:
    """已申请缺货 opens an application of the platform's; another status ends it.

    The same word `again`, or for the first time after a verdict was recorded here, opens none: it
    is the same application, and the two contradict, as long as nobody has settled that.
    """
    waiting = order.open_stock_out
    if facts.stock_out_applied is False:
        order = agreed_again(told_there(order, "withdraw-stock-out", context), "verdict", context)
    if facts.stock_out_applied and waiting:
        return _confirmed(told_there(order, "apply-stock-out", context), waiting)
    last = order.stock_outs[-1] if order.stock_outs else None
    if facts.stock_out_applied and last and (again or _is_unseen(last) or _is_against(order, last)):
        known = _confirmed(order, last)
        return opened(known, Contradiction("verdict", about=last.id), context)
    if facts.stock_out_applied:
        seen = StockOutApplication(
            id=context.new_id(), state="applied", applied_at=context.now, source=Source.PLATFORM
        )
        return order.with_stock_out(seen)
    if facts.stock_out_applied is False and waiting and waiting.source is Source.PLATFORM:
        verdict = "approved" if all_closed(facts) else "rejected"
        ruled = waiting.model_copy(update={"state": verdict, "ruled_at": context.now})
        return order.with_stock_out(ruled)
    return order


def _is_unseen(application: StockOutApplication) -> bool:
    return application.source is Source.DESK and not application.confirmed


def _is_against(order: Order, application: StockOutApplication) -> bool:
    """Does the platform's word contradict the verdict on it already?"""
    return application.id in order.contradicted("verdict")


def _confirmed(order: Order, application: StockOutApplication) -> Order:
    """The order with this application as the platform's word has shown it."""
    if not _is_unseen(application):
        return order
    return order.with_stock_out(application.model_copy(update={"confirmed": True}))


def all_closed(facts: OrderFacts) -> bool:
    """Is every line refunded or closed?"""
    return all(line.refunded or line.fulfilment == Fulfilment.CANCELLED for line in facts.lines)


def told_there(order: Order, kind: str, context: Context) -> Order:
    """The export shows that the platform knows: its tasks of this kind are done."""
    return order.with_tasks_done(lambda one: one.kind == kind, context.now, "import")
