"""Judging (核对): what has to hold of an order whoever changed it, be it an action or an import.

What contradicts each other is open, what agrees again is closed, money names what it was given
for, no platform task stays that has nothing left to tell, nor is one forgotten that has something
to tell after all.
"""

from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.rules.action.catalogue import told_by
from store.rules.action.context import Context
from store.rules.money.money_of_stock_outs import with_stock_out_units
from store.rules.parcels.money_of_losses import with_lost_units
from store.rules.parcels.traces import with_all_back
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.discrepancies.noted import reconcile
from store.rules.platform.moot import Moot


def judged(order: Order, context: Context, by: str) -> Order:
    """The order as it has to stand after any change; the same one where nothing follows.

    `by` is who is noted as having ended the tasks that are moot.
    """
    order = with_stock_out_units(with_lost_units(with_all_back(order)))
    order = reconcile(order, context)
    order = order.with_tasks_open_again(lambda task: _is_to_be_told(order, task), context.now)
    return order.with_tasks_done(lambda task: _is_moot(order, task), context.now, by, moot=True)


def contradicted_since(before: Order | None, order: Order) -> tuple[str, ...]:
    """What this change of the order has opened, each in a sentence."""
    opened = order.open_discrepancies
    if not opened:
        return ()
    known = {one.id for one in before.open_discrepancies} if before else set[str]()
    return tuple(explain(order, one) for one in opened if one.id not in known)


def _is_moot(order: Order, task: PlatformTask) -> bool:
    reason = _reason(task)
    return reason is not None and reason.holds(order, task)


def _is_to_be_told(order: Order, task: PlatformTask) -> bool:
    """Was it moot for a reason that has passed?"""
    reason = _reason(task) if task.moot else None
    return reason is not None and reason.passes and not reason.holds(order, task)


def _reason(task: PlatformTask) -> Moot | None:
    told = told_by(task)
    return told.moot if told else None
