"""Explaining (说明) a discrepancy: what the platform says and what was done here, in one sentence.

Each says both sides with their numbers, and what can be done.
"""

from collections.abc import Callable

from store.models.axes import Source
from store.models.discrepancy import Discrepancy, DiscrepancyKind
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.cases.case_names import case_called
from store.rules.order.cases_shown import hides_a_case
from store.rules.order.goods import goods_of
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.leaving_there import reissue_numbers, reissues_it_may_be
from store.rules.parcels.traces import all_called, called
from store.rules.platform.cases.answers import REJECT
from store.rules.platform.cases.case_back import case_back_said
from store.rules.platform.cases.case_shown import case_shown_said
from store.rules.platform.discrepancies.amount_unknown import amount_unknown_said
from store.rules.platform.discrepancies.contradictions import goods_sent, left_untold, refunded_here
from store.rules.platform.discrepancies.found_said import found_said
from store.rules.platform.discrepancies.goods_said import goods_said
from store.rules.platform.discrepancies.intercept_doubts import in_doubt_said
from store.rules.platform.discrepancies.money_said import case_money_said, money_said
from store.rules.platform.discrepancies.not_brought import not_brought_said
from store.rules.platform.discrepancies.not_ours import not_ours_said
from store.rules.platform.discrepancies.refund_not_shown import refund_not_shown_said
from store.rules.platform.discrepancies.sent_again_said import sent_again_said
from store.rules.platform.discrepancies.sent_there_said import sent_there_said
from store.rules.platform.freed import freed_said
from store.rules.platform.shared_parcels import shared_parcel_said
from store.words import _
from store.words.labels import label
from store.words.times import day_text


def explain(order: Order, discrepancy: Discrepancy) -> str:
    """Both sides, with their numbers; and that it was settled as something else, or had ended."""
    said = EXPLAINED[discrepancy.kind](order, discrepancy)
    before = [
        one for one in order.discrepancies if one.lapsed_at and one.matter == discrepancy.matter
    ]
    if not before or discrepancy.resolved_at:
        return said
    return _("{contradiction} It was settled on {day} as it stood then ({reason}).").format(
        contradiction=said,
        day=day_text(before[-1].resolved_at or discrepancy.opened_at),
        reason=before[-1].reason,
    )


def _cancelled_said(order: Order, discrepancy: Discrepancy) -> str:
    given = order.cancellation
    ledger = next(one for one in line_ledgers(order) if one.number == discrepancy.line)
    return _(
        "{goods} was cancelled here on {day}, but the platform shows it shipped ({shipped} of"
        " {ordered}); have the parcel intercepted, and refund what does not reach the buyer."
    ).format(
        goods=goods_of(order, ledger.number),
        day=day_text(given.at if given else discrepancy.opened_at),
        shipped=ledger.shipped,
        ordered=ledger.line.ordered,
    )


def _stock_out_said(order: Order, discrepancy: Discrepancy) -> str:
    given = order.stock_out_named(discrepancy.about)
    if given and given.source is Source.PLATFORM and given.state == "approved":
        return _(
            "Out-of-stock was approved on the platform ({day}), but the goods left here"
            " ({numbers}), and no number is taken there any more: have the parcel stopped, or"
            " settle with the buyer whether they keep it or get the money back."
        ).format(
            day=day_text(given.ruled_at or given.applied_at), numbers=all_called(left_untold(order))
        )
    if given and given.source is Source.PLATFORM:
        return _(
            "The platform shows this order as applied for as out of stock since {day}, but its"
            " goods left here ({numbers}), and no number is taken there until that ends: have the"
            " application withdrawn there, or the parcel stopped."
        ).format(day=day_text(given.applied_at), numbers=all_called(left_untold(order)))
    if given and given.state == "approved":
        return _(
            "Out-of-stock was approved on {day}, but the platform shows the goods shipped; settle"
            " with the buyer whether they keep them or get the money back."
        ).format(day=day_text(given.ruled_at or given.applied_at))
    return _(
        "Out-of-stock was applied for here on {day}, but the platform shows the goods shipped;"
        " record how the application ended."
    ).format(day=day_text(given.applied_at if given else discrepancy.opened_at))


def _verdict_said(order: Order, discrepancy: Discrepancy) -> str:
    ruled = order.stock_out_named(discrepancy.about)
    return _(
        "The application for out-of-stock ended here on {day} ({verdict}), but the platform still"
        " says that it is applied for."
    ).format(
        day=day_text(ruled.ruled_at if ruled and ruled.ruled_at else discrepancy.opened_at),
        verdict=label(ruled.state) if ruled else "-",
    )


def _case_open_said(order: Order, discrepancy: Discrepancy) -> str:
    return _("Case {case} was closed here, but the platform shows it open.").format(
        case=case_called(order.case_named(discrepancy.about))
    )


def _case_closed_said(order: Order, discrepancy: Discrepancy) -> str:
    case = order.case_named(discrepancy.about)
    if case and not refunded_here(order, case):
        return _(
            "For case {case} goods left here ({numbers}), but the platform closed it without"
            " anything ({outcome}); have them intercepted, or settle it with the buyer."
        ).format(
            case=case_called(case),
            numbers=all_called(goods_sent(order, case)),
            outcome=label(case.outcome) if case.outcome else "-",
        )
    return _(
        "For case {case} {amount} went back here, or is on its way, but the platform closed it"
        " without money ({outcome})."
    ).format(
        case=case_called(case),
        amount=yuan_text(refunded_here(order, case) if case else 0),
        outcome=label(case.outcome) if case and case.outcome else "-",
    )


def _case_answer_said(order: Order, discrepancy: Discrepancy) -> str:
    task = order.task_named(discrepancy.about)
    case = order.case_named(task.case) if task else None
    said = _(
        "Case {case} was agreed to here on {day} ({press}), but the platform shows: {state}; find"
        " out who answered it there, and answer it again or settle it with the buyer."
    )
    if task and task.press == REJECT:
        said = _(
            "Case {case} was rejected here on {day} ({press}), but the platform shows: {state};"
            " find out who answered it there, and carry it out or settle it with the platform."
        )
    if case and case.outcome:
        said = _(
            "Case {case} was answered here on {day} ({press}), but the platform ended it the other"
            " way: {state}; find out who answered it there, and settle it with the platform or the"
            " buyer."
        )
    return said.format(
        case=case_called(case),
        day=day_text(task.created_at if task else discrepancy.opened_at),
        press=task.press if task else "-",
        state=label(case.outcome or case.state) if case else "-",
    )


def _ruling_said(order: Order, discrepancy: Discrepancy) -> str:
    case = order.case_named(discrepancy.about)
    ruled = case.last_intervention if case else None
    return _(
        "The platform ruled for us in case {case} on {day}, as it is recorded here, and gave"
        " {amount} back all the same: correct the ruling where it was another one, and appeal"
        " while that is possible; else ask the platform for the money."
    ).format(
        case=case_called(case),
        day=day_text((ruled and ruled.ruled_at) or discrepancy.opened_at),
        amount=yuan_text(case.refunded_fen or 0 if case else 0),
    )


def _sent_before_said(_order: Order, discrepancy: Discrepancy) -> str:
    return _(
        "The desk that exported this order had sent its goods with {numbers}, which the platform"
        " had not shown; make sure that they are not sent again, or restore that desk's backup."
    ).format(numbers=discrepancy.about)


def _reissue_there_said(order: Order, discrepancy: Discrepancy) -> str:
    parcel = order.parcel_named(discrepancy.about)
    waiting = reissues_it_may_be(order, parcel) if parcel else ()
    said = _(
        "The platform shows another parcel ({tracking_no}), while reissue {number} is still to be"
        " sent here: if that is the reissue, its goods would go twice."
    )
    if len(waiting) > 1:
        said = _(
            "The platform shows another parcel ({tracking_no}), which may be reissue {number}: if"
            " it is one of them, its goods would go twice."
        )
    elif waiting and waiting[0].state == "cancelled":
        said = _(
            "The platform shows another parcel ({tracking_no}), and reissue {number} may have been"
            " created there before it was cancelled here: if that is the reissue, its goods go all"
            " the same."
        )
    return said.format(
        tracking_no=called(parcel) if parcel else "-",
        number=reissue_numbers(waiting) or "-",
    )


def _intercept_said(order: Order, discrepancy: Discrepancy) -> str:
    return in_doubt_said(order, order.case_named(discrepancy.about))


EXPLAINED: dict[DiscrepancyKind, Callable[[Order, Discrepancy], str]] = {
    "goods": goods_said,
    "money": money_said,
    "cancelled": _cancelled_said,
    "stock_out": _stock_out_said,
    "verdict": _verdict_said,
    "case_open": _case_open_said,
    "case_shown": case_shown_said,
    "case_closed": _case_closed_said,
    "case_money": case_money_said,
    "refund_not_shown": refund_not_shown_said,
    "amount_unknown": amount_unknown_said,
    "case_answer": _case_answer_said,
    "case_sent": sent_there_said,
    "case_back": case_back_said,
    "ruling": _ruling_said,
    "not_ours": not_ours_said,
    "found": found_said,
    "sent_again": sent_again_said,
    "not_brought": not_brought_said,
    "sent_before": _sent_before_said,
    "freed": freed_said,
    "reissue_there": _reissue_there_said,
    "shared_parcel": shared_parcel_said,
    "shared_back": shared_parcel_said,
    "shared_found": shared_parcel_said,
    "intercept": _intercept_said,
}


def case_not_here(order: Order) -> str | None:
    """Said where the platform shows a case of an order that no export has brought here yet."""
    if not hides_a_case(order):
        return None
    return _(
        "The platform shows an after-sales case of this order that is not here: import the"
        " after-sales export."
    )
