"""Interventions (平台介入): what the platform rules on now, and until when one may still speak."""

from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Party
from store.models.case_state import CaseOutcome
from store.models.intervention import Intervention
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.cases.case_machine import GOODS, PAY, closed
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.platform.cases.answers import agrees_to_refund, gives, last_answer
from store.rules.timing.clocks import Clock, clock
from store.rules.timing.policy import Policy
from store.words import _
from store.words.labels import label
from store.words.times import day_text, minute_text


def known_intervention(case: AfterSalesCase) -> Intervention | None:
    """What the platform rules on now, in the first place or on appeal, as far as it is recorded."""
    last = case.last_intervention
    return last if last and (last.ruled_at is None or last.appeal) else None


def current_intervention(case: AfterSalesCase, context: Context) -> Intervention:
    """What the platform rules on; one that only an export shows gets its record now."""
    due = case.platform_deadline if case.open else None
    known = known_intervention(case)
    return known or Intervention(id=context.new_id(), evidence_deadline=due)


def called_in_said(intervention: Intervention) -> str:
    """Who called the platform in and when, as far as that is known."""
    if intervention.asked_by is None or intervention.requested_at is None:
        return _("the platform was called in; nobody here knows when, nor by whom")
    return _("the platform was called in by the {party} at {time}").format(
        party=label(intervention.asked_by), time=minute_text(intervention.requested_at)
    )


def with_intervention(case: AfterSalesCase, intervention: Intervention) -> tuple[Intervention, ...]:
    """The interventions of the case with this one in place of its older self, or after them."""
    return (*(known for known in case.interventions if known.id != intervention.id), intervention)


def evidence_due(order: Order, case: AfterSalesCase, policy: Policy) -> Clock:
    """Until when the seller's evidence counts: as the platform said, else as is usual there.

    Douyin gives the time it notifies, generally 24 hours (aJkboynit5yb, domain.md §4.1); none where
    neither is known.
    """
    known = known_intervention(case)
    given = case.platform_deadline or (known.evidence_deadline if known else None)
    since = (known and known.requested_at) or case.since or case.as_of
    return Clock(given) if given else clock(order, policy, since, "evidence_hours")


def last_ruling(case: AfterSalesCase) -> Intervention | None:
    """The intervention with the ruling that stands; None where nothing is ruled, or once more."""
    last = case.last_intervention
    if last is None or last.ruled_at is None:
        return None
    return None if last.appeal and last.appeal.at > last.ruled_at else last


def goes_there(case: AfterSalesCase) -> bool:
    """Has the platform carried the case out with money, or is it paying, without an action here?"""
    if case.open:
        return case.state is PAY and case.waits_for is Party.PLATFORM
    return case.outcome is CaseOutcome.REFUNDED and not case.closed_here


def ruling_said(intervention: Intervention) -> str:
    """What was ruled, and whether somebody recorded it."""
    amount = "" if intervention.amount_fen is None else yuan_text(intervention.amount_fen)
    said = _("ruling: {ruling} {amount}")
    told = said.format(ruling=label(intervention.ruling or "-"), amount=amount).rstrip()
    if not intervention.read:
        return told
    return _("{ruling}, as the platform's file shows it").format(ruling=told)


def our_agreement(order: Order, case: AfterSalesCase) -> datetime | None:
    """When we agreed to the refund last, as far as it is known to be us: done here, or by a person
    whom the export names (同意退款人). Of a time without a name it may be the system, or whoever
    carried a ruling out.
    """
    answer = last_answer(order, case)
    here = answer.created_at if answer and agrees_to_refund(answer) else None
    there = case.agreed_at if case.agreed_for is Party.US else None
    return max(filter(None, (here, there)), default=None)


def refunded_against_ruling(order: Order, case: AfterSalesCase) -> bool:
    """Is it recorded that the platform ruled for us, and did it give the money back all the same?

    Whoever agrees to a refund of their own accord afterwards contradicts nobody, be it that the
    platform paid before it was told.
    """
    ruled, answer = last_ruling(case), last_answer(order, case)
    here = answer.created_at if answer and gives(answer) else None
    agreed_at = max(filter(None, (here, our_agreement(order, case))), default=None)
    return (
        ruled is not None
        and ruled.ruling == "for_seller"
        and not case.open
        and goes_there(case)
        and not (agreed_at and ruled.ruled_at and agreed_at >= ruled.ruled_at)
    )


def appeal_due(order: Order, ruled_at: datetime, policy: Policy) -> Clock:
    """Until when a ruling may be appealed against: 7 natural days (Douyin 101706, 113278)."""
    return clock(order, policy, ruled_at, "appeal_days")


def appeal_refused(order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
    """Why the last ruling on a case may not be appealed against; None when it may.

    Who agreed to the refund has no appeal (商家同意售后退款，无法申诉: domain.md §3.1).
    """
    last = case.last_intervention
    if last is None or last.ruled_at is None:
        return _("The platform has not ruled on case {case}.").format(case=case_called(case))
    day = day_text(last.ruled_at)
    if last.ruling == "for_seller":
        return _("The platform ruled for us on {day} in case {case}.").format(
            day=day, case=case_called(case)
        )
    if last.appeal:
        return _("Case {case} was appealed on {day}; that is possible once.").format(
            case=case_called(case), day=day_text(last.appeal.at)
        )
    agreed_at = our_agreement(order, case)
    if agreed_at and case.kind not in GOODS:
        return _(
            "We agreed to the refund of case {case} on {day}; the platform takes no appeal after"
            " that (商家同意售后退款，无法申诉)."
        ).format(case=case_called(case), day=day_text(agreed_at))
    view = case_of(order, case)
    if not case.open and case.gave_nothing and not (view.spent_fen or view.sent):
        said = _("{fact} The buyer got nothing by it, so that there is nothing to appeal against.")
        return said.format(fact=closed(case))
    due = context and appeal_due(order, last.ruled_at, context.policy)
    if context and due and due.at and context.now >= due.at:
        return _(
            "The ruling on case {case} is of {day}; it could be appealed against until {time}."
        ).format(case=case_called(case), day=day, time=minute_text(due.at))
    return None
