"""Unknown money (账上已付、此处未记): what the bill shows as gone and nobody knows here.

A funds file changes no order, so that whoever ships or refunds is told of its rows, and stopped
where the money of the goods is gone, until a person says what the row is: by entering it as a
refund, by an after-sales export, or by setting the payment aside.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.keys import BILL, payments_key
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.payment import Payments
from store.models.refund import Refund
from store.models.solution_offer import SolutionOffer
from store.rules.action.context import Context, Lookup
from store.rules.money.beside import rematched
from store.rules.money.matching import money_met, open_differences
from store.rules.money.money_met import ENTERED_BY, NOTHING_MET, UnknownRow
from store.rules.order.ledger import line_ledgers, price_of
from store.rules.paid.paid_for import gone_back
from store.rules.timing.policy import Policy
from store.words import N_, _, listed
from store.words.times import minute_text

THERE_FIELD = Field(
    default=None,
    title=N_("It is what the funds show"),
    description=N_(
        "yes: it went already; no: it goes beside that; asked only where the platform's funds"
        " show a refund that is not known here"
    ),
)


def unknown_refunds(order: Order, lookup: Lookup, policy: Policy) -> tuple[UnknownRow, ...]:
    """The rows of its bill by which money went back that no refund of the order is.

    None once somebody has set them aside.
    """
    bill = _bill(order, lookup)
    is_open = bill and any(one.kind == "refund_there" for one in open_differences(bill, policy))
    return money_met(bill).refunds_there if bill and is_open else ()


def paid_since(order: Order, offer: SolutionOffer, lookup: Lookup) -> tuple[UnknownRow, ...]:
    """The small payments that may be a compensation which the buyer takes now: the one of just its
    amount, else all of its time that nobody knows here.
    """
    bill = _bill(order, lookup)
    met = money_met(bill) if bill else NOTHING_MET
    since = offer.at - ENTERED_BY
    found = (*met.compensations_there, *met.other_amounts)
    unknown = tuple(one for one in found if one.at >= since)
    alone = next(((one,) for one in unknown if one.fen == offer.amount_fen), None)
    return alone or unknown


def _bill(order: Order, lookup: Lookup) -> Payments | None:
    """What the platform's funds say of the order as it is now."""
    name = f"{BILL}{order.order_no}"
    known = lookup.payments(payments_key(order.platform, order.shop, name))
    return rematched(known, order) if known else None


def seen_gone(
    order: Order, refund: Refund, lookup: Lookup, policy: Policy
) -> tuple[UnknownRow, ...]:
    """The rows that are this refund of the order: without it nobody would know what they are."""
    without = tuple(one for one in order.refunds if one is not refund)
    return _unknown_by(order, order.model_copy(update={"refunds": without}), lookup, policy)


def _unknown_by(
    order: Order, after: Order, lookup: Lookup, policy: Policy
) -> tuple[UnknownRow, ...]:
    """The rows of which nobody would know what they are, were the order so."""
    before = unknown_refunds(order, lookup, policy)
    return tuple(one for one in unknown_refunds(after, lookup, policy) if one not in before)


def shown_by_funds(order: Order, refund: Refund, context: Context) -> Iterator[str]:
    """What of the refund the platform's funds show as gone."""
    rows = seen_gone(order, refund, context.lookup, context.policy)
    if rows:
        said = _("The platform's funds show the refund of {amount} as gone: {rows}.")
        yield said.format(amount=yuan_text(refund.amount_fen), rows=rows_said(rows))


def taken_back_though_shown(order: Order, after: Order, context: Context) -> Iterator[str]:
    """What the order so would take back, though the platform's funds show it as gone."""
    rows = _unknown_by(order, after, context.lookup, context.policy)
    if rows:
        said = _("The platform's funds show that this money has gone: {rows}.")
        yield said.format(rows=rows_said(rows))


def fen_of(rows: Iterable[UnknownRow]) -> Fen:
    """What of them nobody knows here."""
    return sum(one.fen for one in rows)


def rows_said(rows: Iterable[UnknownRow]) -> str:
    """`30.00 (2026-11-20 08:30)`, each row by its amount and time."""
    row, part = _("{amount} ({time})"), _("{left} of {amount} ({time})")
    return listed(
        (row if one.fen == one.row_fen else part).format(
            amount=yuan_text(one.row_fen), left=yuan_text(one.fen), time=minute_text(one.at)
        )
        for one in rows
    )


def unknown_said(order: Order, lookup: Lookup, policy: Policy) -> Iterator[str]:
    """What the bill shows and nobody knows here, where it shows such a thing."""
    rows = unknown_refunds(order, lookup, policy)
    if rows:
        said = _("The platform's funds show a refund that is not known here: {rows}.")
        yield said.format(rows=rows_said(rows))


def gone_there_problem(
    order: Order, answer: str | None, amount: Fen, context: Context
) -> Iterator[Problem]:
    """Whether a refund is what the funds show and nobody knows here has to be answered (there)."""
    rows = unknown_refunds(order, context.lookup, context.policy)
    if not rows and answer == "yes":
        said = _("The platform's funds show no refund that is not known here; leave it out.")
        yield Problem("there", said)
    elif rows and answer is None:
        said = _(
            "The platform's funds show a refund that is not known here: {rows}. Answer yes where it"
            " is this one, no where this one goes beside it."
        )
        yield Problem("there", said.format(rows=rows_said(rows)))
    elif rows and answer == "yes" and not _of_amount(rows, amount):
        said = _("The funds show {rows}, not {amount}; enter the amount that they show.")
        yield Problem("there", said.format(rows=rows_said(rows), amount=yuan_text(amount)))


def gone_by(order: Order, amount: Fen, context: Context) -> tuple[UnknownRow, ...]:
    """The rows that are a refund of this amount, as somebody says."""
    return _of_amount(unknown_refunds(order, context.lookup, context.policy), amount)


def _of_amount(rows: tuple[UnknownRow, ...], amount: Fen) -> tuple[UnknownRow, ...]:
    """The first that comes to it alone, else all of them together where they do."""
    alone = next(((one,) for one in rows if one.fen == amount), ())
    return alone or (rows if fen_of(rows) == amount else ())


def as_shown(rows: tuple[UnknownRow, ...]) -> dict[str, object]:
    """What is known of a refund that went by these rows, before anybody entered it here."""
    return {
        "state": "done",
        "requested_at": min(one.at for one in rows),
        "settled_at": max(one.at for one in rows),
        "shown_by": "funds",
    }


def as_shown_for(
    refund: Refund, rows: tuple[UnknownRow, ...], case: AfterSalesCase | None, now: datetime
) -> Refund:
    """A refund that is entered now, and went by these rows: that it is a case's is said now, where
    it went before the buyer applied for that.
    """
    shown = refund.model_copy(update=as_shown(rows))
    at, applied_at = shown.requested_at, case.applied_at if case else None
    is_before = at is not None and applied_at is not None and at < applied_at
    return shown.model_copy(update={"ahead_at": now}) if is_before else shown


def gone_there(rows: Iterable[UnknownRow]) -> str:
    """What was entered went already: nothing is left to do on the platform."""
    return _("It went back there already: {rows}; nothing is left to settle.").format(
        rows=rows_said(rows)
    )


def money_gone_there(
    order: Order,
    goods: Iterable[LineQuantity],
    lookup: Lookup,
    policy: Policy,
    *,
    besides: Iterable[LineQuantity] = (),
) -> str | None:
    """Why these goods are not sent, with what is sent again `besides`: by the bill they are not
    paid for any more.
    """
    rows = unknown_refunds(order, lookup, policy)
    # A line that no order has is refused by itself.
    others = tuple(besides)
    wanted = tuple(one for one in goods if order.line_named(one.line))
    back = gone_back(order, more=((None, fen_of(rows)),))
    if not rows or not back.is_for(wanted, besides=others):
        return None
    costs = _("What is to be sent costs {cost}, of which {kept} would still be paid.")
    if others:
        costs = _(
            "What is to be sent and what is sent again besides cost {cost}, of which {kept} would"
            " still be paid."
        )
    return _(
        "The platform's funds show a refund that is not known here: {rows}. {costs} Import the"
        " after-sales export, enter the refund here, or set the payment {bill} aside where it is"
        " none."
    ).format(
        rows=rows_said(rows),
        costs=costs.format(
            cost=yuan_text(price_of(line_ledgers(order), (*others, *wanted))),
            kept=yuan_text(max(0, back.kept_for((*others, *wanted)))),
        ),
        bill=f"{BILL}{order.order_no}",
    )
