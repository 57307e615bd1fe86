"""Paid tasks (账上已付): what the funds show as paid is not to be paid, or looked after, again.

That is a compensation whose task is open, a part of the money that the buyer took as an offer, and
a refund of which nobody has said how it ended; nor is a refund missing that they show.
Nothing else of an order is changed by a funds file.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from store.acting import Store
from store.importing.making import ACTION
from store.models.keys import order_key
from store.models.order import Order
from store.models.payment import Payments
from store.models.platform_task import PlatformTask
from store.models.refund import Refund
from store.rules.action.context import Context
from store.rules.cases.advancing import advance_case
from store.rules.money.actions.refund import Refund as RefundAction
from store.rules.money.beside import rematched
from store.rules.money.matching import money_met
from store.rules.money.money_met import UnknownRow
from store.rules.money.refunding import waits_for_just
from store.rules.money.unknown_money import as_shown, fen_of, gone_by, seen_gone
from store.rules.obligations.offers import offers
from store.rules.platform.discrepancies.refund_not_shown import with_shown_by_funds
from store.rules.platform.judging import judged
from store.words.labels import label


def complete_paid(store: Store, bills: Mapping[str, str]) -> None:
    """Complete the open tasks to pay a compensation, settle the refunds, and enter those that were
    offered and taken, that these bills show as paid.

    They are given by their keys, each with the file that said so last.
    """
    for key, file in bills.items():
        order, after = _paid(store, key)
        if order != after:
            with store.writing() as commit:
                order, after = _paid(store, key)
                if order is None or after is None or order == after:
                    continue
                commit.event(order, ACTION, {"file": file})
                commit.save((judged(after, store.context(), ACTION),))


def _paid(store: Store, key: str) -> tuple[Order | None, Order | None]:
    """The order of a bill as it is, and with what the bill shows as paid."""
    bill = store.get(Payments, key)
    order = store.get(Order, order_key(bill.platform, bill.shop, bill.order_no)) if bill else None
    if bill is None or order is None:
        return None, None
    context = store.context()
    meant = partial(_is_of, money_met(rematched(bill, order)).paid_tasks)
    after = order.with_tasks_done(meant, context.now, ACTION)
    for refund, rows in tuple(_shown_refunds(order, context)):
        after = _with_settled(after, refund, rows, context)
    return order, with_shown_by_funds(_with_offered(after, context), context)


def _is_of(paid: tuple[str, ...], task: PlatformTask) -> bool:
    return task.id in paid


def _shown_refunds(
    order: Order, context: Context
) -> Iterator[tuple[Refund, tuple[UnknownRow, ...]]]:
    """The refunds that the bill shows to the fen, and each of them as the only one it can be."""
    waiting = [one for one in order.refunds if one.open]
    amounts = [one.amount_fen for one in waiting]
    for refund in waiting:
        rows = seen_gone(order, refund, context.lookup, context.policy)
        if fen_of(rows) == refund.amount_fen and amounts.count(refund.amount_fen) == 1:
            yield refund, rows


def _with_settled(
    order: Order, refund: Refund, rows: tuple[UnknownRow, ...], context: Context
) -> Order:
    """The order with the refund as gone when the bill shows it, and its case moved on by that."""
    update = {**as_shown(rows), "requested_at": refund.requested_at}
    settled = refund.model_copy(update=update)
    refunds = tuple(settled if one.id == refund.id else one for one in order.refunds)
    after = order.model_copy(update={"refunds": refunds})
    return advance_case(after, refund.case, context) if refund.case else after


def _with_offered(order: Order, context: Context) -> Order:
    """The order with the part of the money that the buyer took and that is owed still, where the
    bill shows just that since, nothing else can be meant, and nobody has to be asked anything.
    """
    owed = {one.about for one in offers(order, context.policy) if one.kind == "give-offer"}
    taken = [one for one in order.offers if one.id in owed]
    if len(taken) != 1 or taken[0].solution != "partial_refund":
        return order
    offer, amount = taken[0], taken[0].amount_fen or 0
    rows, asking = gone_by(order, amount, context), waits_for_just(order, amount)
    is_of_before = any(one.at < offer.at for one in rows)
    is_of_another = asking and offer.case not in (None, asking.id)
    if not rows or is_of_before or is_of_another:
        return order
    given = RefundAction(amount=amount, reason=label(offer.solution), there="yes")
    if any(given.problems(order, context)):
        return order
    after = given.apply(order, context).documents[0]
    return after if isinstance(after, Order) else order
