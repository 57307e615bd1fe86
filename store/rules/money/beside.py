"""Beside (订单侧): what of an order its payments are compared with."""

from store.models.made import made
from store.models.order import Order
from store.models.payment import OrderSide, Payments
from store.models.row import OrderRow
from store.rules.money.matching import CHARGES, Sums
from store.rules.order.ledger import spent

CHARGED = frozenset(kind for kind in CHARGES.values() if kind) | {"trace_late", "refusal"}
"""The penalties that a platform takes out of the funds."""


def side_of(order: Order) -> OrderSide:
    """What of an order its payments are compared with."""
    back = tuple(spent(order))
    charged = [one for one in order.penalties if one.kind in CHARGED and one.amount_fen]
    known = [at for one in back if (at := one.settled_at or one.requested_at)]
    return OrderSide(
        paid_fen=order.money.paid_fen,
        subsidy_fen=order.money.platform_discount_fen,
        refunded_fen=sum(one.amount_fen for one in back),
        refunded_at=max(known, default=None),
        refund_estimated=any(one.estimated for one in back),
        penalty_fen=sum(one.cost_fen for one in charged),
        penalised_at=max((one.at for one in charged), default=None),
        returned_fen=sum(one.returned_fen for one in charged),
        returned_at=max((back.at for one in charged for back in one.returns), default=None),
        lines=max(1, len(order.lines)),
        paid_at=order.paid_at or order.ordered_at or order.deal_at,
        received_at=order.received_at or order.receipt_confirmed_at,
    )


def side_of_row(row: OrderRow, found: Sums) -> OrderSide | None:
    """The same of an order whose row alone says all that these sums are compared with.

    None where the order itself has to be asked: for the platform's part of what was paid, for when
    money went back that they do not show, for what its penalties are, for when the buyer had it.
    """
    whole = row.amount_fen in (found.income, found.income + found.coupons)
    back = row.refunded_fen in (0, found.refunded) and not row.going_back_fen
    if not found.has_income or not whole or not back or row.penalties:
        return None
    return made(OrderSide, paid_fen=row.amount_fen, refunded_fen=row.refunded_fen)


def rematched(of: Payments, order: Order | None) -> Payments:
    """The same beside the order as it is now."""
    side = side_of(order) if order else None
    return of if side == of.beside else of.model_copy(update={"beside": side})
