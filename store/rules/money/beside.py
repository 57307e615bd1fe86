"""Beside (订单侧): what of an order its payments are compared with."""

from store.models.made import made
from store.models.order import Order
from store.models.payment import OrderSide, Payments, ToBuyer
from store.models.refund import Refund
from store.models.row import OrderRow
from store.models.solution_offer import SolutionOffer
from store.rules.money.charges import charged_for
from store.rules.money.funds_sums import Sums
from store.rules.money.money_met import ENTERED_BY, SHOWN_BY
from store.rules.order.compensations import taken_compensations
from store.rules.order.ledger import spent


def side_of(order: Order) -> OrderSide:
    """What of an order its payments are compared with."""
    charged = charged_for(order.penalties)
    return OrderSide(
        paid_fen=order.money.paid_fen,
        subsidy_fen=order.money.platform_discount_fen,
        refunds=tuple(_known(order, one) for one in spent(order)),
        compensations=tuple(_taken(order, one) for one in taken_compensations(order)),
        penalty_fen=sum(one.cost_fen for one in charged),
        penalised_at=max((one.at for one in charged), default=None),
        returned_fen=sum(one.returned_fen for one in charged),
        returned_at=max((back.at for one in charged for back in one.returns), default=None),
        won_back_fen=sum(one.returned_fen for one in order.refunds),
        lines=max(1, len(order.lines)),
        paid_at=order.counts_as_paid_at,
        received_at=order.received_at or order.receipt_confirmed_at,
    )


def _known(order: Order, refund: Refund) -> ToBuyer:
    """A refund, and the time of the rows that may be it.

    What an export says had gone before it was asked for here went then.
    """
    case = order.case_named(refund.case)
    asked_at, done_at = refund.requested_at, refund.settled_at
    since = min(filter(None, (asked_at, done_at)), default=None)
    if since and not refund.anew:
        since -= ENTERED_BY
    return ToBuyer(
        amount_fen=refund.amount_fen,
        case=case.platform_no if case else "",
        at=done_at or asked_at,
        since=since,
        until=done_at + SHOWN_BY if done_at and refund.state == "done" else None,
        estimated=refund.estimated,
    )


def _taken(order: Order, offer: SolutionOffer) -> ToBuyer:
    """A compensation that the buyer took, and the time of the rows that may be it.

    One that was paid before it was written down here has no task.
    """
    task = next((one for one in order.tasks if one.offer == offer.id), None)
    told_at = task.done_at if task else offer.answered_at or offer.at
    return ToBuyer(
        amount_fen=offer.amount_fen or 0,
        at=told_at,
        since=offer.at - ENTERED_BY,
        until=told_at + SHOWN_BY if told_at else None,
        task=task.id if task and task.open else "",
    )


def side_of_row(row: OrderRow, found: Sums) -> OrderSide | None:
    """What these sums are compared with, of an order whose row alone says all of it.

    None where the order itself has to be asked: for the platform's part of what was paid, for when
    money went back, for what its penalties are, for when the buyer had it, for what they took as
    compensations.
    """
    whole = row.amount_fen in (found.income, found.income + found.coupons)
    back = row.refunded_fen or row.going_back_fen
    beside = row.penalties or row.given_fen
    if not found.has_income or not whole or back or beside:
        return None
    return made(OrderSide, paid_fen=row.amount_fen)


def rematched(of: Payments, order: Order | None) -> Payments:
    """The same beside the order as it is now."""
    side = side_of(order) if order else None
    return of if side == of.beside else of.model_copy(update={"beside": side})
