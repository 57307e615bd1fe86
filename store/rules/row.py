"""The row of an order: worked out anew whenever the order is saved, by this one function."""

from datetime import datetime

from store.masks import phone_tail
from store.models.order import Order
from store.models.row import FORM, OrderRow
from store.rules.axes import after_sales, fulfilment, payment, units_waiting
from store.rules.ledger import money_ledger
from store.rules.obligations import obligations, ship_by
from store.rules.policy import Policy


def row_of(order: Order, policy: Policy) -> OrderRow:
    """What lists, filters, boards and search need of an order.

    Only what is owed for it depends on the policy, and of an order that nothing is owed for nothing
    does: it needs no new row when a rule changes.
    """
    deadline = ship_by(order, policy)
    owed = tuple(obligations(order, policy))
    ours = [one.due_at for one in owed if one.counts and one.due_at]
    passing = [one.due_at for one in owed if one.then and one.due_at]
    return OrderRow(
        key=order.key,
        order_no=order.order_no,
        platform=order.platform,
        shop=order.shop,
        buyer=order.receiver.name,
        phone_tail=phone_tail(order.receiver.phone),
        goods=goods(order),
        skus=tuple(dict.fromkeys(line.sku for line in order.lines if line.sku)),
        units=sum(line.ordered for line in order.lines),
        to_ship=units_waiting(order),
        amount_fen=order.money.paid_fen,
        refunded_fen=money_ledger(order).done,
        payment=payment(order),
        fulfilment=fulfilment(order),
        after_sales=after_sales(order),
        stock_out=order.stock_out,
        review=order.under_review,
        tracking_nos=tuple(one.tracking_no for one in order.parcels if one.tracking_no),
        cases=tuple(one.id for one in order.cases),
        ordered_at=seconds(order.ordered_at or order.deal_at or order.paid_at),
        paid_at=seconds(order.paid_at),
        shipped_at=seconds(
            min((one.shipped_at for one in order.parcels if one.shipped_at), default=None)
        ),
        ship_by=seconds(deadline.at) if deadline else None,
        ship_by_estimated=bool(deadline and deadline.estimated),
        due_at=seconds(min(ours, default=None)),
        open_tasks=len(order.open_tasks),
        open_cases=len(order.open_cases),
        open_discrepancies=len(order.open_discrepancies),
        reissues=len(order.reissues),
        flag=order.flag.colour if order.flag else "",
        tag=order.flag.tag if order.flag else "",
        seller_note=order.seller_note,
        owner=order.claim.owner if order.claim else "",
        tags=order.tags,
        penalties=len(order.penalties),
        penalty_fen=sum(one.amount_fen for one in order.penalties),
        owed=tuple(one.packed for one in owed),
        held_until=seconds(order.hold.until) if order.hold else None,
        form=FORM,
        falls_to_us_at=seconds(min(passing, default=None)),
        policy=policy.digest(order.platform) if owed or deadline else 0,
    )


def goods(order: Order) -> str:
    """`云南鲜花饼 混合味20枚 x3`, the lines joined by a plus."""
    return " + ".join(
        f"{line.name} {line.spec}".strip() + f" x{line.ordered}" for line in order.lines
    )


def seconds(moment: datetime | None) -> int | None:
    """Whole seconds since the epoch."""
    return int(moment.timestamp()) if moment else None
