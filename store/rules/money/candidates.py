"""Candidates (候选订单): which orders a row of funds that names none may be about.

A payment by its amount; a refund by the amount of the order, or of a part of it that went back or
is asked back; a charge for late goods by what the rules say that it costs. All of orders that were
paid before. A person chooses among them, also where one alone fits.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from store.models.case_state import CaseOutcome
from store.models.order import Order
from store.models.payment import Payments
from store.rules.action.context import Lookup, PaidAs
from store.rules.money.funds_sums import CHARGES, OF_AN_ORDER
from store.rules.order.candidate import candidate_said
from store.rules.order.lateness import computed_penalties
from store.rules.order.ledger import spent
from store.rules.timing.policy import Policy
from store.words import _

PAID_WITHIN = timedelta(days=90)
"""So long before the money moved the order was paid at most."""
CHARGED_WITHIN = timedelta(days=30)
"""So long after the goods were late a platform charges for it at most."""
NEAR_FEN = 200
"""A charge and what the rules say may differ by so much: shops match them by hand within 2 yuan."""


def candidates(of: Payments, lookup: Lookup, policy: Policy) -> tuple[Order, ...]:
    """The orders that a row may be about which names none; those nearest in time first."""
    if of.order_no or of.moved_to or not any(one.kind in OF_AN_ORDER for one in of.payments):
        return ()
    first = of.payments[0]
    if first.kind in ("appeal_return", "small_payment"):
        return ()  # what it is of, a penalty or an offer, has another day or amount
    fen = abs(sum(one.in_fen - one.out_fen for one in of.payments))
    if first.kind in CHARGES:
        since = first.at - CHARGED_WITHIN
        found = lookup.orders_deducted(of.platform, of.shop, since, first.at)
        fitting: Iterable[Order] = (one for one in found if _costs(one, fen, policy))
    else:
        wanted = PaidAs(of.platform, of.shop, fen, first.at - PAID_WITHIN, first.at)
        fitting = lookup.orders_paid(wanted)
        if first.kind == "refund":
            parts = (one for one in lookup.orders_refunded(wanted) if _gives_back(one, wanted))
            fitting = {one.key: one for one in (*fitting, *parts)}.values()
    return tuple(sorted(fitting, key=lambda one: (one.paid_at or first.at, one.key), reverse=True))


def _gives_back(order: Order, wanted: PaidAs) -> bool:
    """Did so much of an order go back, or is it asked back by a case that did not end otherwise?"""
    if any(one.amount_fen == wanted.amount_fen for one in spent(order)):
        return True
    return any(
        wanted.amount_fen in (one.requested_fen, one.agreed_fen, one.refunded_fen)
        and one.outcome in (None, CaseOutcome.REFUNDED)
        and (one.applied_at is None or one.applied_at < wanted.last)
        for one in order.cases
    )


def last_known(order: Order) -> datetime | None:
    """When anything last happened to an order: money, goods or a case; None where nothing did."""
    known = (
        *(order.ordered_at, order.deal_at, order.paid_at, order.ship_by_deadline),
        *(order.shipped_at, order.received_at, order.receipt_confirmed_at),
        *(one.shipped_at for one in order.parcels),
        *(at for one in order.refunds for at in (one.requested_at, one.settled_at)),
        *(at for one in order.cases for at in (one.applied_at, one.closed_at)),
        *(one.at for one in order.penalties),
    )
    return max(filter(None, known), default=None)


def _costs(order: Order, fen: int, policy: Policy) -> bool:
    computed = computed_penalties(order, policy)
    return any(abs(one.costs.fen - fen) <= NEAR_FEN for one in computed)


def candidates_said(found: Iterable[Order]) -> tuple[str, ...]:
    """A line for each order, the buyer hidden."""
    return tuple(map(candidate_said, found)) or (
        _("No order here fits by amount and day; look the row up at the platform."),
    )
