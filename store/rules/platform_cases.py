"""What the platform says about an after-sales case, met with the cases of the order."""

from store.models.after_sales_case import AfterSalesCase, BuyerReason, CaseState, WaitingCase
from store.models.facts import ParcelFacts
from store.models.order import Line, Order
from store.rules.context import Context
from store.rules.platform_goods import Gone, merge_parcel
from store.rules.platform_money import merge_case_refund

LASTING = ("line", "requested_fen", "applied_at", "return_tracking_no", "platform_kind")
"""What a later state of the case does not change; the rest goes with the state."""


def merge_case(order: Order, given: WaitingCase, context: Context) -> Order:
    """The order with a case that an after-sales export shows."""
    line = _line_of(order, given)
    fresh = given.case.model_copy(update={"line": line.line if line else None})
    known = next((one for one in order.cases if one.id == fresh.id), None)
    if known:
        merged = newest_case(known, fresh)
        cases = tuple(merged if one is known else one for one in order.cases)
    else:
        merged = fresh
        cases = (*order.cases, fresh)
    order = order.model_copy(update={"cases": cases})
    lines = (line,) if line else order.lines
    if given.tracking_no:
        order = merge_parcel(
            order,
            ParcelFacts(tracking_no=given.tracking_no),
            Gone(lines if given.shipped else ()),
            context,
            newer=bool(given.shipped),
        )
    return merge_case_refund(order, merged, lines, context)


def _line_of(order: Order, given: WaitingCase) -> Line | None:
    if not given.line_no:
        return None
    return next((one for one in order.lines if one.line_no == given.line_no), None)


def newest_case(known: AfterSalesCase, fresh: AfterSalesCase) -> AfterSalesCase:
    """The newer knowledge of a case, with what only the older one says.

    The buyer's reasons only grow; the first one stays first. A closed case is not opened again by
    knowledge of the same age: PDD's export gives no time but that of the application.
    """
    reopens = known.state is CaseState.CLOSED and fresh.state is not CaseState.CLOSED
    newer = (
        fresh.as_of is None
        or known.as_of is None
        or fresh.as_of > known.as_of
        or (fresh.as_of == known.as_of and not reopens)
    )
    base, other = (fresh, known) if newer else (known, fresh)
    kept = {name: getattr(base, name) or getattr(other, name) for name in LASTING}
    return base.model_copy(update=kept | {"reasons": _reasons(known.reasons, fresh.reasons)})


def _reasons(
    known: tuple[BuyerReason, ...], fresh: tuple[BuyerReason, ...]
) -> tuple[BuyerReason, ...]:
    texts = {reason.text for reason in known}
    return (*known, *(reason for reason in fresh if reason.text not in texts))
