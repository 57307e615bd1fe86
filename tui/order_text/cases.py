"""The after-sales cases of an order: what is wanted, whose turn it is, and what proves what."""

from collections.abc import Iterator
from datetime import datetime

from store.models.after_sales_case import AfterSalesCase, CaseKind, GoodsReturn
from store.models.money import yuan_text
from store.models.order import Order
from store.reading.order_view import OrderView
from store.rules.action.catalogue import shown_of
from store.words import _, listed
from store.words.labels import label
from store.words.times import minute_text
from tui.order_text.goods import insurance
from tui.order_text.parcels import contents
from tui.text import left, local_time

_SENT_BACK = (CaseKind.RETURN_AND_REFUND, CaseKind.EXCHANGE)


def cases(view: OrderView) -> Iterator[str]:
    """Each case, its history under it, then the files that are kept."""
    order, now = view.order, view.now
    for case in order.cases:
        yield _headline(case, now)
        yield from (f"  {line}" for line in _about(order, case, now))
        if case.open and case.kind in _SENT_BACK:
            yield from (f"  {line}" for line in insurance(view))
    for one in order.causes:
        cause = f"{label(one.cause)}: {one.text}" if one.text else label(one.cause)
        yield _("verified cause: {cause}  ({who})").format(cause=cause, who=one.by)
    for kept in order.evidence:
        yield (
            _("evidence {id}: {name}, {size} bytes  {note}")
            .format(id=kept.id, name=kept.file.name, size=kept.file.size, note=kept.note)
            .rstrip()
        )


def _headline(case: AfterSalesCase, now: datetime) -> str:
    ended = None if case.outcome == "withdrawn" else case.outcome
    kind = case.platform_kind if case.kind == "other" else label(case.kind)
    reason = case.reasons[0].text if case.reasons else ""
    clock = left(case.platform_deadline if case.open else None, now)
    amount = yuan_text(case.requested_fen)
    return f"{case.id}  {kind}  {label(ended or case.state)}  {amount}  {reason}  {clock}".rstrip()


def _about(order: Order, case: AfterSalesCase, now: datetime) -> Iterator[str]:
    if case.lines:
        yield contents(order, case.lines)
    if case.explanation:
        yield _("explanation: {text}").format(text=case.explanation)
    for later in case.reasons[1:]:
        at = minute_text(later.at) if later.at else ""
        yield _("reason changed: {text}  {time}").format(text=later.text, time=at).rstrip()
    if case.agreed_fen is not None:
        yield _("agreed: {amount}").format(amount=yuan_text(case.agreed_fen))
    if case.agreed_by:
        yield _("agreed there by: {who}").format(who=case.agreed_by)
    for no in case.rejections:
        yield (
            _("rejected {time}: {reason}  {text}")
            .format(time=local_time(no.at, now), reason=label(no.reason), text=no.text)
            .rstrip()
        )
    if case.return_tracking_no and not case.returns:
        # The platform names the number, and nobody has recorded that parcel here yet.
        yield _("return on its way: {number}").format(number=case.return_tracking_no)
    for back in case.returns:
        yield _return(order, back, now)
    yield from shown_of("case", case)


def _goods(order: Order, number: int) -> str:
    line = order.line_named(number)
    return (line.sku or line.name) if line else str(number)


def _return(order: Order, back: GoodsReturn, now: datetime) -> str:
    number = f"{label(back.carrier)} {back.tracking_no}".strip()
    if back.received_at is None:
        return _("return on its way: {number}").format(number=number)
    found = listed(
        f"{_goods(order, part.line)}: {count} {label(grade)}"
        for part in back.units
        for grade in ("good", "damaged", "missing", "wrong")
        if (count := getattr(part, grade))
    )
    return _("return received {time}: {found}  {number}").format(
        time=local_time(back.received_at, now), found=found, number=number
    )
