"""Paid tasks (账上已付): a compensation that the funds show as paid is not to be paid again.

Nothing else of an order is changed by a funds file.
"""

from collections.abc import Mapping
from functools import partial

from store.acting import Store
from store.importing.telling import ACTION
from store.models.keys import order_key
from store.models.order import Order
from store.models.payment import Payments
from store.models.platform_task import PlatformTask
from store.rules.money.beside import rematched
from store.rules.money.matching import money_met
from store.rules.platform.judging import judged


def complete_paid(store: Store, bills: Mapping[str, str]) -> None:
    """Complete the open tasks to pay a compensation that these bills show as paid.

    They are given by their keys, each with the file that said so last.
    """
    for key, file in bills.items():
        if _paid(store, key)[1]:
            with store.writing() as commit:
                order, paid = _paid(store, key)
                if order is None or not paid:
                    continue
                context = store.context()
                meant = partial(_is_of, paid)
                after = order.with_tasks_done(meant, context.now, ACTION)
                commit.event(order, ACTION, {"file": file})
                commit.save((judged(after, context, ACTION),))


def _paid(store: Store, key: str) -> tuple[Order | None, tuple[str, ...]]:
    """The order of a bill, and the tasks of it that the bill shows as done."""
    bill = store.get(Payments, key)
    order = store.get(Order, order_key(bill.platform, bill.shop, bill.order_no)) if bill else None
    if bill is None or order is None:
        return None, ()
    return order, money_met(rematched(bill, order)).paid_tasks


def _is_of(paid: tuple[str, ...], task: PlatformTask) -> bool:
    return task.id in paid
