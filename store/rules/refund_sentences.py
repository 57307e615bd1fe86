"""What is said about a refund: its arithmetic, the freight, a twin, and what comes next."""

from collections.abc import Iterator

from store.models.after_sales_case import AfterSalesCase
from store.models.base import Fen
from store.models.order import Order
from store.models.refund import Refund
from store.rules.case_progress import agreed_fen, spent_for
from store.rules.fields import minute_text, yuan_text
from store.rules.ledger import MoneyLedger, spent
from store.rules.refunding import anything_shipped, freight_left
from store.words import _


def twins(order: Order, refund: Refund) -> Iterator[str]:
    """Another refund of the same amount is open: perhaps somebody entered it twice."""
    for one in spent(order):
        if one.state == "pending" and one.amount_fen == refund.amount_fen and one.requested_at:
            yield _(
                "Another refund of {amount} was entered at {time} ({refund}); if it is the same"
                " one, settle one of them as failed."
            ).format(
                amount=yuan_text(one.amount_fen),
                time=minute_text(one.requested_at),
                refund=one.id,
            )


def next_step(amount: Fen) -> str:
    """No money has moved by what was entered here."""
    return _(
        "{amount} is pending here; no money has moved yet: refund it on the platform, then settle"
        " it here."
    ).format(amount=yuan_text(amount))


def money_sum(money: MoneyLedger) -> str:
    """What may still be refunded, as a sum."""
    return _("{paid} paid - {done} done - {pending} pending - {unknown} unknown").format(
        paid=yuan_text(money.paid),
        done=yuan_text(money.done),
        pending=yuan_text(money.pending),
        unknown=yuan_text(money.unknown),
    )


def case_sum(order: Order, case: AfterSalesCase) -> str:
    """What a case still gives, as a sum."""
    return _("{agreed} agreed - {spent} refunded or on its way").format(
        agreed=yuan_text(agreed_fen(order, case)), spent=yuan_text(spent_for(order, case))
    )


def freight_sentence(order: Order) -> str | None:
    """Whether the freight is in what is suggested, where there is any."""
    freight = freight_left(order)
    if not freight:
        return None
    if anything_shipped(order):
        said = _(
            "The freight of {freight} is not in the suggestion, because goods were shipped; add it"
            " where it is owed too."
        )
    else:
        said = _("The freight of {freight} is in the suggestion, because nothing was shipped.")
    return said.format(freight=yuan_text(freight))
