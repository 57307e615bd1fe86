"""What followed from a ruling (裁决之后): until something did, what was recorded is corrected."""

from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Party, Source
from store.models.intervention import Intervention
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.cases.case_decision import while_refund_is_open
from store.rules.cases.case_machine import stands_now
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.cases.interventions import goes_there, last_ruling, refunded_against_ruling
from store.rules.cases.ruling import ruled_from
from store.rules.parcels.traces import called
from store.words import _
from store.words.times import day_text, when_text


def what_followed(order: Order, case: AfterSalesCase) -> str | None:
    """Why the ruling that is recorded cannot be corrected any more; None while it can."""
    ruled = last_ruling(case)
    if ruled is None or ruled.ruled_at is None:
        last = case.last_intervention
        if last is None or last.appeal is None:
            return _("The platform has not ruled on case {case}.").format(case=case_called(case))
        said = _("Case {case} was appealed on {day}; the ruling on that is to be recorded.")
        return said.format(case=case_called(case), day=day_text(last.appeal.at))
    return _sent_or_paid(order, case, ruled, ruled.ruled_at) or _gone_on(order, case, ruled)


def _sent_or_paid(
    order: Order, case: AfterSalesCase, ruled: Intervention, since: datetime
) -> str | None:
    """What was given by it; money alone is no obstacle where the platform gave another amount."""
    view = case_of(order, case)
    waits = while_refund_is_open(
        view,
        _(
            "A refund of {amount} for case {case} is open ({time}); where it did not go, settle it"
            " as failed before the ruling is corrected."
        ),
    )
    if waits:
        return waits
    by_it = not _pays_another(order, case, ruled)
    for refund in view.refunds:
        if by_it and refund.spent and refund.requested_at and refund.requested_at >= since:
            said = _(
                "A refund of {amount} went by the ruling on case {case} ({time}), so that it"
                " stands; what was wrong is settled by another refund, or on appeal."
            )
            about = {"amount": yuan_text(refund.amount_fen), "case": case_called(case)}
            return said.format(time=when_text(refund.requested_at), **about)
        if any(back.at >= since for back in refund.returns):
            said = _("Money of case {case} came back by the ruling, so that it stands.")
            return said.format(case=case_called(case))
    for parcel in view.parcels:
        if parcel.shipped_at and parcel.shipped_at >= since:
            said = _("Goods left by the ruling on case {case} with {number}, so that it stands.")
            return said.format(case=case_called(case), number=called(parcel))
    return None


def _gone_on(order: Order, case: AfterSalesCase, ruled: Intervention) -> str | None:
    """The platform's word, or an action, has led the case on; against the ruling, that is wrong,
    and where the ruling was read from it, it is no more than that.
    """
    if ruled.read or refunded_against_ruling(order, case) or _pays_another(order, case, ruled):
        return None
    by_platform = case.closed_by not in (None, Source.DESK) or case.waits_for is Party.PLATFORM
    led_to = {move.after for move in ruled_from() if move.variant == (ruled.ruling or "split")}
    if case.state in led_to and not by_platform:
        return None
    said = _("Case {case} has gone on since the ruling of {day}.")
    day = day_text(ruled.ruled_at) if ruled.ruled_at else "-"
    return _("{fact} {so}").format(
        fact=said.format(case=case_called(case), day=day), so=stands_now(case)
    )


def _pays_another(order: Order, case: AfterSalesCase, ruled: Intervention) -> bool:
    """Did the platform end the case with another amount than is recorded as ruled? Of a ruling
    without one, than went here: it gave what the platform gave.
    """
    there = case.refunded_fen if goes_there(case) and not case.open else None
    here = (one for one in case_of(order, case).refunds if one.source is Source.DESK)
    ours = ruled.amount_fen or sum(one.amount_fen for one in here if one.spent)
    return there not in (None, ours)
