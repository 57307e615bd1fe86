"""The after-sales cases of an order: what is wanted, whose turn it is, and what proves what."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from store.models.after_sales_case import AfterSalesCase, CaseKind, GoodsReturn
from store.models.axes import Party
from store.models.case_state import CaseState
from store.models.money import yuan_text
from store.models.people import name_alone
from store.reading.order_view import OrderView
from store.rules.action.catalogue import shown_of
from store.words import N_, _, counts, listed, named
from store.words.labels import label
from store.words.marks import mark_meaning
from store.words.times import minute_text
from store.words.what_owed import what_owed
from tui.order_text.contradicted import contradicted
from tui.order_text.goods import insurance
from tui.order_text.parcels import contents
from tui.order_text.steps import Step, steps_line, urgency_for_us
from tui.said import Kind, Line, Row, Said, plain
from tui.text import left_said, local_time

if TYPE_CHECKING:
    from store.reading.owed import Obligation

_SENT_BACK = (CaseKind.RETURN_AND_REFUND, CaseKind.EXCHANGE)
ASKED = N_("asked for")
STEPS: dict[CaseState, str] = {
    CaseState.SELLER_TO_ANSWER: N_("our answer"),
    CaseState.BUYER_TO_ANSWER: N_("the buyer's word"),
    CaseState.BUYER_TO_RETURN: N_("sent back"),
    CaseState.PARCEL_TO_COME_BACK: N_("brought back"),
    CaseState.SELLER_TO_RECEIVE: N_("received here"),
    CaseState.SELLER_TO_REFUND: N_("refunded"),
    CaseState.SELLER_TO_SEND: N_("sent"),
    CaseState.BUYER_TO_CONFIRM: N_("confirmed"),
    CaseState.PLATFORM_TO_RULE: N_("the ruling"),
    CaseState.OPEN: N_("unclear"),
}
"""What has happened once a state is left."""


def cases(view: OrderView) -> Iterator[Row]:
    """Each case with its steps and its history, then causes and the files that are kept."""
    order, owed = view.order, view.owed_by_case
    for case in order.cases:
        yield _case(view, case, next(iter(owed[case.id]), None))
        yield from contradicted(view, case)
    for cause in order.causes:
        kind = label(cause.cause)
        said = _("verified cause: {cause}  ({who})")
        told = named(kind, cause.text) if cause.text else kind
        yield plain(said.format(cause=told, who=name_alone(cause.by)))
    for kept in order.evidence:
        said = _("evidence: {name}, {size}  {note}")
        told = said.format(
            name=kept.file.name, size=counts.file_size(kept.file.size), note=kept.note
        )
        yield plain(told.rstrip(), "quiet")


def _case(view: OrderView, case: AfterSalesCase, duty: "Obligation | None") -> Row:
    ended = None if case.outcome == "withdrawn" else case.outcome
    kind = case.platform_kind if case.kind == "other" else label(case.kind)
    reason = case.first_reason
    head = (
        Said(kind, "title"),
        Said(f"  {label(ended or case.state)}", "" if case.open else "quiet"),
        Said(f"  {reason}" if reason else "", "quiet"),
    )
    under: list[Line] = []
    if case.open:
        urgency = urgency_for_us(duty, view.now)
        under += [_steps(view, case, urgency), *_turn(case, duty, view.now)]
    about = [*_about(view, case)]
    if case.open and case.kind in _SENT_BACK:
        about += insurance(view)
    under += [(Said(text, "quiet"),) for text in about]
    return Row(
        head,
        (Said(f" {yuan_text(case.requested_fen)}"),),
        tuple(under),
        tuple(_behind(case, duty)),
        case.id,
    )


def _steps(view: OrderView, case: AfterSalesCase, urgency: Kind) -> Line:
    steps = [Step(_(STEPS[state]), reached) for state, reached in view.steps_of(case)]
    return steps_line([Step(_(ASKED), "done"), *steps, Step(_("ended"), "to_do")], urgency)


def _turn(case: AfterSalesCase, duty: "Obligation | None", now: datetime) -> Iterator[Line]:
    """Whose turn it is, for how long, and what zero brings."""
    if duty is None:
        yield (Said(_whose(case.waits_for), "quiet"),)
        return
    kind = urgency_for_us(duty, now) if duty.counts else "quiet"
    said = named(_whose(duty.who), what_owed(duty.kind, duty.zero))
    if duty.due_at:
        clock = left_said(duty.due_at, now, estimated=duty.estimated)
        more = _(", {clock} left") if now < duty.due_at else _(", {clock} late")
        said += more.format(clock=clock.replace("-", "", 1))
    yield (Said(said, kind or "now"),)
    if duty.at_zero:
        yield (Said(_("at zero: {what}").format(what=duty.at_zero), "quiet"),)


def _whose(who: Party | None) -> str:
    turns = {
        Party.US: _("our turn"),
        Party.BUYER: _("the buyer's turn"),
        Party.PLATFORM: _("the platform's turn"),
        Party.CARRIER: _("the carrier's turn"),
    }
    return turns[who] if who else _("nobody's turn")


def _behind(case: AfterSalesCase, duty: "Obligation | None") -> Iterator[str]:
    if case.platform_no:
        yield _("number on the platform: {number}").format(number=case.platform_no)
    if case.applied_at:
        yield _("asked for {time}").format(time=minute_text(case.applied_at))
    if case.open and case.platform_deadline:
        yield _("deadline of the platform: {time}").format(time=minute_text(case.platform_deadline))
    if duty and duty.source:
        yield _("by: {source}").format(source=duty.source)
    yield from map(mark_meaning, duty.marks if duty else ())
    yield from (named(name, text) for name, text in case.platform_status if text)


def _about(view: OrderView, case: AfterSalesCase) -> Iterator[str]:
    now = view.now
    yield from goods_meant(view, case)
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
        yield _return(view, case, back, now)
    yield from shown_of("case", case)


def goods_meant(view: OrderView, case: AfterSalesCase) -> Iterator[str]:
    """How much of it came and went, what it is about, and what goes out instead."""
    if case.open and (done := view.so_far(case)):
        yield done
    if goods := view.goods_of(case):
        yield contents(view.order, goods)
    yield from exchanged_for(view, case)


def exchanged_for(view: OrderView, case: AfterSalesCase) -> Iterator[str]:
    """What goes out for it instead of what was bought, and whether the buyer takes that."""
    for article in view.articles_of(case):
        said = {
            None: _("for {sku} x{count}, not answered"),
            True: _("for {sku} x{count}"),
            False: _("the buyer does not take {sku} x{count}"),
        }[article.accepted]
        yield said.format(sku=article.sku, count=article.units)


def _return(view: OrderView, case: AfterSalesCase, back: GoodsReturn, now: datetime) -> str:
    number = f"{label(back.carrier) if back.carrier else ''} {back.tracking_no}".strip()
    if back.received_at is None:
        return _("return on its way: {number}").format(number=number)
    found = listed(
        f"{_came(view, case, back, part.line)} {count} {label(grade)}"
        for part in back.units
        for grade in ("good", "damaged", "missing", "wrong")
        if (count := getattr(part, grade))
    )
    return _("return received {time}: {found}  {number}").format(
        time=local_time(back.received_at, now), found=found, number=number
    )


def _came(view: OrderView, case: AfterSalesCase, back: GoodsReturn, number: int) -> str:
    line = view.order.line_named(number)
    return view.article_back(case, back, number) or (line.name if line else "")
