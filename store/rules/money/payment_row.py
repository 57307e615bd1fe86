"""The row of payments in their list (账务行), and what is owed for them."""

from collections.abc import Iterator
from datetime import datetime

from store import kinds
from store.models.axes import Party
from store.models.money import yuan_text
from store.models.payment import Payments
from store.models.payment_row import Differing, PaymentRow
from store.models.row import FORM, Row, seconds
from store.rules.money.funds_sums import CHARGES, sums_of
from store.rules.money.matching import (
    Difference,
    awaited_until,
    differences,
    state,
    still_open,
)
from store.rules.obligations.at_zero import Zero
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.row import OwedOf, obligation_rows
from store.rules.timing.policy import Policy
from store.words.times import shop_day


def payment_rows(of: Payments, policy: Policy) -> dict[str, tuple[Row, ...]]:
    """The rows of payments by the list they stand in; none of an order's that say nothing."""
    every = differences(of, policy)
    if of.order_no and not (of.payments or every):
        return {kinds.PAYMENTS: (), "obligations": ()}
    found = still_open(of, every)
    owed = [_obligation(of, one, policy) for one in found]
    awaited = awaited_until(of, policy)
    by_rules = awaited or any(one.rule or one.about == "no_payment" for one in owed)
    digest = policy.digest(of.platform) if by_rules else 0
    told = sums_of(of)
    row = PaymentRow(
        key=of.key,
        name=of.name,
        order_no=of.moved_to or of.order_no,
        platform=str(of.platform),
        shop=of.shop,
        kinds=tuple(dict.fromkeys([one.kind for one in of.payments])),
        text=_text(of),
        at=seconds(max([one.at for one in of.payments], default=_paid_at(of))) or 0,
        # What was matched counts among the payments of its order, so that a sum has it once.
        in_fen=0 if of.moved_to else told.in_fen,
        out_fen=0 if of.moved_to else told.out_fen,
        states=tuple(one.kind for one in found) or (state(of, every),),
        differing=tuple(Differing(one.kind, one.ours_fen, one.theirs_fen) for one in found),
        open=bool(found),
        awaited=seconds(awaited),
        form=FORM,
        policy=digest,
    )
    rows: dict[str, tuple[Row, ...]] = {kinds.PAYMENTS: (row,), "obligations": ()}
    if owed:
        about = OwedOf(kinds.PAYMENTS, of.key, of.name, row.platform, of.shop, goods="")
        rows["obligations"] = tuple(obligation_rows(about, owed, digest))
    return rows


def _paid_at(of: Payments) -> datetime | None:
    """Of an order that no file names there is nothing later."""
    return of.beside.paid_at if of.beside else None


def _text(of: Payments) -> str:
    """What the platform calls them."""
    return "; ".join(filter(None, dict.fromkeys([one.text for one in of.payments])))


def _obligation(of: Payments, difference: Difference, policy: Policy) -> Obligation:
    """A charge can be appealed against for some days; for the rest no time is known."""
    code = f"payment_{difference.kind}"
    if difference.kind == "unclear" and difference.theirs_fen < 0:
        code = "payment_unclear_in"
    ours, theirs = difference.ours_fen, difference.theirs_fen
    zero: Zero = (code, yuan_text(ours), yuan_text(abs(theirs)))
    if difference.kind == "unclear":
        zero = (*zero, _text(of) or of.name)
    if difference.kind == "no_order":
        told = [one for one in of.payments if not one.settled]
        paid, taken = (sum(one.in_fen for one in told), sum(one.out_fen for one in told))
        zero = (code, yuan_text(paid), yuan_text(taken))
    charged = max(_charged_at(of), default=None) if difference.kind == "penalty_there" else None
    if charged is None:
        return Obligation("payment", Party.US, zero=zero, about=difference.kind)
    rule = policy.rule(of.platform, "appeal_days", shop_day(charged))
    return Obligation(
        "payment",
        Party.US,
        due_at=charged + rule.span if rule else None,
        estimated=rule is not None,
        zero=zero,
        rule=rule,
        about=difference.kind,
        cost_fen=difference.theirs_fen - difference.ours_fen,
    )


def _charged_at(of: Payments) -> Iterator[datetime]:
    return (one.at for one in of.payments if one.kind in CHARGES and not one.penalty)
