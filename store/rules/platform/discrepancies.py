"""Discrepancies (不一致): what an import brought that a ledger cannot hold; both sides stay."""

from store.models.money import yuan_text
from store.models.order import Discrepancy, Order
from store.rules.action.context import Context
from store.rules.order.ledger import line_ledgers, money_ledger
from store.words import _


def reconcile(order: Order, context: Context) -> Order:
    """Open what does not add up after an import, and close what adds up again."""
    broken: set[tuple[str, int | None]] = {
        ("goods", ledger.line.line) for ledger in line_ledgers(order) if ledger.to_ship < 0
    }
    if money_ledger(order).refundable < 0:
        broken.add(("money", None))
    kept = tuple(
        one
        if one.resolved_at or (one.kind, one.line) in broken
        else one.model_copy(update={"resolved_at": context.now})
        for one in order.discrepancies
    )
    # What somebody has settled stays settled, though the numbers still do not add up.
    known = {(one.kind, one.line) for one in kept if one.resolved_at is None or one.resolved_by}
    opened = tuple(
        Discrepancy(
            id=context.new_id(),
            kind="goods" if line is not None else "money",
            line=line,
            opened_at=context.now,
        )
        for kind, line in sorted(broken - known, key=str)
    )
    # The same order where nothing changed, so that what was worked out of it is still known.
    if (*kept, *opened) == order.discrepancies:
        return order
    return order.model_copy(update={"discrepancies": (*kept, *opened)})


def explain(order: Order, discrepancy: Discrepancy) -> str:
    """Both sides, with their numbers."""
    if discrepancy.kind == "money":
        money = money_ledger(order)
        return _("{refunded} were refunded together, but only {paid} was paid.").format(
            refunded=yuan_text(money.done + money.pending + money.unknown),
            paid=yuan_text(money.paid),
        )
    ledger = next(one for one in line_ledgers(order) if one.line.line == discrepancy.line)
    return _(
        "Line {line}: {ordered} ordered, but {cancelled} cancelled, {shipped} shipped and"
        " {refunded} refunded before shipping."
    ).format(
        line=ledger.line.line,
        ordered=ledger.line.ordered,
        cancelled=ledger.line.cancelled,
        shipped=ledger.shipped,
        refunded=ledger.refunded_unshipped,
    )
