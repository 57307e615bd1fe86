"""Noted (不一致): the contradictions of an order that are noted in it.

Both sides stay, nothing ships, and what was owed stays owed, until somebody has settled it with the
platform or an import makes both agree again (docs/imports.md, rule 4). A settlement counts for what
was known then: it lapses once both agree, and where something else stands against each other by
now.
"""

from collections.abc import Callable

from store.models.discrepancy import AtIssue, Discrepancy, DiscrepancyKind, Matter, Right
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.platform.discrepancies.contradictions import Contradiction, contradictions, still

Change = Callable[[Discrepancy], Discrepancy]


def reconcile(order: Order, context: Context) -> Order:
    """Open what does not add up, and close what adds up again."""
    broken = contradictions(order)
    # The same order where nothing changed, so that what was worked out of it is still known.
    order = _changed(order, lambda one: _as_of_now(order, one, broken, context))
    for matter in sorted(broken, key=str):
        order = opened(order, Contradiction(*matter, broken[matter]), context)
    return order


def opened(order: Order, given: Contradiction, context: Context) -> Order:
    """The order with this contradiction noted.

    The same order where it is open already, or somebody has settled just that.
    """
    known = [one for one in order.discrepancies if one.stands and one.matter == given.matter]
    if any(one.resolved_at is None or one.at_issue == given.at_issue for one in known):
        return order
    order = _changed(order, lambda one: _ended(one, context) if one in known else one)
    noted = Discrepancy(
        id=context.new_id(),
        kind=given.kind,
        line=given.line,
        about=given.about,
        at_issue=given.at_issue,
        imported=given.imported,
        opened_at=context.now,
    )
    return order.model_copy(update={"discrepancies": (*order.discrepancies, noted)})


def settled(
    order: Order, discrepancy: str, reason: str, right: Right | None, context: Context
) -> Order:
    """The order in which somebody has settled what stands against each other by now."""
    broken = contradictions(order)
    update = {
        "resolved_at": context.now,
        "resolved_by": str(context.actor),
        "reason": reason,
        "right": right,
    }

    def change(one: Discrepancy) -> Discrepancy:
        if one.id != discrepancy:
            return one
        now = {"at_issue": broken.get(one.matter, one.at_issue)}
        return one.model_copy(update=update | now)

    return _changed(order, change)


def agreed_again(
    order: Order,
    kind: DiscrepancyKind,
    context: Context,
    *,
    about: str | None = None,
    line: int | None = None,
) -> Order:
    """The order once it is known that both say the same of such a matter, or of what it is about,
    or of one line of that.

    The same order where nothing of it is open or settled.
    """

    def change(one: Discrepancy) -> Discrepancy:
        is_meant = one.kind == kind and about in (None, one.about) and line in (None, one.line)
        return _ended(one, context) if is_meant and one.stands else one

    return _changed(order, change)


def lapsed(order: Order, is_meant: Callable[[Discrepancy], bool], context: Context) -> Order:
    """The order in which these settlements count no more: what they settled is open as a new one,
    and closes at once where nothing contradicts.
    """
    meant = [one for one in order.discrepancies if one.is_settled and is_meant(one)]
    order = _changed(order, lambda one: _ended(one, context) if one in meant else one)
    for one in meant:
        order = opened(order, Contradiction(*one.matter, one.at_issue), context)
    return order


def _as_of_now(
    order: Order, one: Discrepancy, broken: dict[Matter, AtIssue], context: Context
) -> Discrepancy:
    """The same with what is at issue by now; ended where that is nothing any more.

    What was at issue when it was settled stays.
    """
    now = broken.get(one.matter)
    if not one.stands or now == one.at_issue:
        return one
    if now is None:
        return one if still(order, one) else _ended(one, context)
    return one if one.resolved_at else one.model_copy(update={"at_issue": now})


def _ended(one: Discrepancy, context: Context) -> Discrepancy:
    """The same once both agree again, or something else is at issue than was settled."""
    field = "lapsed_at" if one.resolved_at else "resolved_at"
    return one.model_copy(update={field: context.now})


def _changed(order: Order, change: Change) -> Order:
    kept = tuple(map(change, order.discrepancies))
    return (
        order if kept == order.discrepancies else order.model_copy(update={"discrepancies": kept})
    )
