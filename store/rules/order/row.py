"""The rows of an order (订单行): among the orders, what is owed for it, and its cases."""

from typing import Any

from store import kinds
from store.models.axes import Party
from store.models.next_duty import NextDuty
from store.models.order import Order
from store.models.row import FORM, OrderRow, Row, seconds
from store.rules.cases.case_row import case_rows
from store.rules.cases.refund_agreed import units_agreed
from store.rules.obligations import Obligation, obligations, ship_by
from store.rules.obligations.obligation import first_owed
from store.rules.obligations.row import OwedOf, next_duty, obligation_rows
from store.rules.obligations.snoozing import begins_at
from store.rules.order.axes import after_sales, fulfilment, payment, units_waiting
from store.rules.order.compensations import taken_compensations
from store.rules.order.lateness import Deduction, judged_by_rules, penalties_by_rules
from store.rules.order.ledger import MoneyLedger, money_ledger, units_shipped
from store.rules.order.meant import amount_of, goods_about, which_briefly
from store.rules.order.veil import veil_of
from store.rules.parcels.watch import moved_at
from store.rules.review.counted import (
    agreers,
    carriers,
    causes,
    lacked,
    leaving,
    region,
    sent_again,
    signed_at,
)
from store.rules.stock.wanted import units_bought, units_text, units_wanted
from store.rules.timing.clocks import Clock
from store.rules.timing.policy import Policy
from store.words.masks import mask_name, phone_tail

Owed = tuple[Obligation, ...]


def order_rows(order: Order, policy: Policy) -> dict[str, tuple[Row, ...]]:
    """The rows of an order by the list they stand in.

    Only what is owed for an order, what its lateness costs, and by which word of the shop's list
    its causes are counted depends on the policy; an order that left in time and that nothing is
    owed for needs no new rows when a rule changes.
    """
    owed, deadline = tuple(obligations(order, policy)), ship_by(order, policy)
    row = _order_row(order, owed, deadline, policy)
    of = OwedOf(
        kind=kinds.ORDERS,
        key=row.key,
        called=row.order_no,
        platform=row.platform,
        shop=row.shop,
        goods=row.goods,
        which={one.about: which_briefly(order, one.about) for one in owed if one.about},
        goods_of={one.about: goods_about(order, one.about) for one in owed if one.about},
        claim=order.claim,
        snoozes=order.snoozes,
        held_until=order.hold.until if order.hold else None,
    )
    return {
        kinds.ORDERS: (row,),
        "obligations": tuple(obligation_rows(of, owed, row.policy)),
        "cases": case_rows(of, order, owed, row.policy),
    }


def _next_duty(order: Order, duty: Obligation | None) -> NextDuty:
    """What is next; a platform task about one of several cases or refunds with its amount."""
    return next_duty(duty, amount_of(order, duty.about) if duty else "")


def _order_row(order: Order, owed: Owed, deadline: Clock | None, policy: Policy) -> OrderRow:
    money, is_judged = money_ledger(order), judged_by_rules(order, policy)
    computed = penalties_by_rules(order, policy) if is_judged else ()
    by_rules = bool(owed or deadline or is_judged)
    counted = _counted(order, policy, by_rules=by_rules)
    flagged, note, *tags = _typed(order)
    return OrderRow(
        key=order.key,
        order_no=order.order_no,
        platform=str(order.platform),
        shop=order.shop,
        buyer=mask_name(order.receiver.name),
        phone_tail=phone_tail(order.receiver.phone),
        goods=goods(order),
        skus=tuple(dict.fromkeys(line.sku for line in order.lines if line.sku)),
        units=sum(line.ordered for line in order.lines),
        to_ship=units_waiting(order),
        amount_fen=order.money.paid_fen,
        payment=str(payment(order)),
        fulfilment=str(fulfilment(order)),
        after_sales=str(after_sales(order)),
        stock_out=str(order.stock_out),
        review=order.under_review,
        tracking_nos=tuple(one.tracking_no for one in order.parcels if one.tracking_no),
        cases=tuple(one.id for one in order.cases),
        ordered_at=seconds(order.placed_at),
        paid_at=seconds(order.paid_at),
        shipped_at=seconds(
            min((one.shipped_at for one in order.parcels if one.shipped_at), default=None)
        ),
        moved_at=seconds(moved_at(order)),
        ship_by=seconds(deadline.at) if deadline else None,
        ship_by_estimated=bool(deadline and deadline.estimated),
        open_tasks=len(order.open_tasks),
        open_cases=len(order.open_cases),
        open_discrepancies=len(order.open_discrepancies),
        reissues=len(order.reissues),
        flag=order.flag.colour if order.flag else "",
        tag=flagged,
        seller_note=note,
        owner=str(order.claim.owner) if order.claim else "",
        login=order.claim.owner.user if order.claim else "",
        tags=tuple(tags),
        penalties=len(order.penalties),
        won_back_fen=sum(one.returned_fen for one in order.refunds),
        penalty_fen=sum(one.cost_fen for one in order.penalties),
        **_refunds(money),
        given_fen=sum(one.amount_fen or 0 for one in taken_compensations(order)),
        **_deducted(computed),
        shipped=units_shipped(order),
        not_sent=units_agreed(order).total(),
        held_until=seconds(order.hold.until) if order.hold else None,
        unconfirmed=order.known_from == "buyer",
        **_next(order, owed),
        until_then=_until_then(order, owed),
        **counted,
        form=FORM,
        policy=policy.digest(order.platform) if by_rules or counted["causes"] else 0,
    )


def _typed(order: Order) -> tuple[str, ...]:
    """What somebody typed that lists show, without the buyer: the flag's words, the note, tags."""
    texts = (order.flag.tag if order.flag else "", order.seller_note, *order.tags)
    return tuple(map(veil_of(order).within, texts)) if any(texts) else texts


def _next(order: Order, owed: Owed) -> dict[str, Any]:
    """What is next and until when, and what becomes ours by others letting their time pass."""
    following = first_owed(owed)
    duty = _next_duty(order, following)
    due_at = seconds(following.due_at) if following and following.counts else None
    falls = first_owed(one for one in owed if one.then and one.due_at)
    falls_at = seconds(falls.due_at) if falls else None
    return {
        "due_at": due_at,
        "due_estimated": _estimated(owed, due_at),
        "next_kind": duty.kind,
        "next_who": duty.who,
        "next_task": duty.task,
        "falls_to_us_at": falls_at,
        "falls_estimated": _estimated(owed, falls_at),
        "falls_kind": falls.then if falls else "",
    }


def _until_then(order: Order, owed: Owed) -> tuple[tuple[int, NextDuty], ...]:
    """What is next until each instant at which somebody is to begin with more of it; where that is
    nothing before then, what begins at it.
    """
    held = order.hold.until if order.hold else None
    begins = {one: seconds(begins_at(one, order.snoozes, held)) or 0 for one in owed}
    found = []
    for until in sorted(set(filter(None, begins.values()))):
        following = first_owed(one for one in owed if begins[one] < until)
        if following:
            found.append((until, _next_duty(order, following)))
        elif beginning := first_owed(one for one in owed if begins[one] == until):
            found.append((until, _next_duty(order, beginning)._replace(until=until)))
    return tuple(found)


def _counted(order: Order, policy: Policy, *, by_rules: bool) -> dict[str, Any]:
    """What a review counts of it."""
    promised_at, left_at = leaving(order, policy, by_rules=by_rules)
    again_parcels, again_fen = sent_again(order)
    return {
        "carriers": carriers(order),
        "causes": causes(order, policy),
        "agreers": agreers(order),
        "region": region(order),
        "promised_at": seconds(promised_at),
        "left_at": seconds(left_at),
        "signed_at": seconds(signed_at(order)),
        "lacked": lacked(order),
        "again_parcels": again_parcels,
        "again_fen": again_fen,
        "bought": units_text(units_bought(order)),
        "waits": units_text(units_wanted(order)),
    }


def _refunds(money: MoneyLedger) -> dict[str, Any]:
    """What went back, what is going, and whether nobody knows how some of that ended."""
    return {
        "refunded_fen": money.done,
        "going_back_fen": money.going,
        "outcome_unknown": money.unknown > 0,
    }


def _deducted(computed: tuple[Deduction, ...]) -> dict[str, Any]:
    """What is deducted first, and how much more later, each from its instant on."""
    said: dict[str, Any] = {}
    if computed:
        said |= {"deducted_at": seconds(computed[0].at), "deducted_fen": computed[0].costs.fen}
    if len(computed) > 1:
        more = computed[1].costs.fen - computed[0].costs.fen
        said |= {"deducted_more_at": seconds(computed[1].at), "deducted_more_fen": more}
    return said


def _estimated(owed: Owed, at: int | None) -> bool:
    """Is all that is ours at an instant, or becomes ours then, computed? Something given wins."""
    ours = (one for one in owed if (one.who is Party.US or one.then) and not one.lapses)
    found = [one.estimated for one in ours if one.due_at and seconds(one.due_at) == at]
    return bool(found) and all(found)


def goods(order: Order) -> str:
    """`云南鲜花饼 混合味20枚 x3`, the lines joined by a plus."""
    return " + ".join(f"{line.full_name} x{line.ordered}" for line in order.lines)
