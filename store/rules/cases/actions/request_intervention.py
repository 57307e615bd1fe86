"""RequestIntervention (申请平台介入): we, or the buyer, call the platform in; it will rule."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.intervention import Intervention
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase, Text
from store.rules.action.record_action import RecordAction
from store.rules.action.telling import IN_THE_CASE, Tells
from store.rules.action.time_fields import PastTime, When
from store.rules.cases.case_machine import (
    AWAY,
    COMING,
    CONFIRM,
    EVERY,
    PAY,
    RECEIVE,
    RULE,
    SEND,
    SUPPLEMENTARY,
    UNCLEAR,
    UNDECIDED,
    Move,
    case_after,
)
from store.rules.cases.case_names import case_called, case_there
from store.rules.cases.interventions import called_in_said, evidence_due, ruling_said
from store.rules.platform.moot import DECIDED
from store.words import N_, _, counts
from store.words.times import day_text, minute_text

CALL_IN = Tells(
    "request-intervention",
    N_("call the platform in, on its page"),
    IN_THE_CASE,
    press="申请平台介入",
    shown_at=(RULE,),
    moot=DECIDED,
)


class RequestIntervention(RecordAction[AfterSalesCase]):
    """Record that the platform is called in."""

    title = N_("Call the platform in")
    place = 830
    moves = (
        Move(
            tuple(kind for kind in EVERY if kind is not SUPPLEMENTARY),
            (*UNDECIDED, AWAY, COMING, RECEIVE, PAY, SEND, CONFIRM, UNCLEAR),
            RULE,
        ),
        Move((SUPPLEMENTARY,), (*UNDECIDED, UNCLEAR), RULE),
    )
    tells = (CALL_IN,)

    case: NamedCase
    by: Literal["seller", "buyer"] = Field(title=N_("Who calls it in"))
    text: Text = Field(title=N_("What is said to the platform"))
    at: PastTime | None = Field(
        default=None,
        title=N_("Called in at"),
        description=N_("where the buyer did, such as -2h or yesterday 9; left out, now"),
    )
    evidence_deadline: When | None = Field(
        default=None,
        title=N_("Evidence counts until"),
        description=N_("as the platform says; left out, as many hours as it generally gives"),
    )

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        last = case.last_intervention
        if last and last.ruled_at and case.state in (PAY, SEND):
            return _(
                "The platform ruled on case {case} on {day}; against a ruling there is an appeal."
            ).format(case=case_called(case), day=day_text(last.ruled_at))
        return super().refusal(order, case, context)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        opened = self.record_of(subject).applied_at
        yield from self._wrong_time(opened)
        deadline = self.evidence_deadline
        if self.by == "seller" and deadline and deadline <= context.now:
            said = _("{time} is over; evidence is for later.")
            yield Problem("evidence_deadline", said.format(time=minute_text(deadline)))
        elif deadline and self.at and deadline <= self.at:
            said = _("{time} is before the platform was asked to rule ({asked}).")
            said = said.format(time=minute_text(deadline), asked=minute_text(self.at))
            yield Problem("evidence_deadline", said)
        elif deadline and opened and deadline <= opened:
            yield Problem("evidence_deadline", _before_case(deadline, opened))

    def _wrong_time(self, opened: datetime | None) -> Iterator[Problem]:
        """The time at which the platform was called in cannot be."""
        if self.at is None:
            return
        if self.by == "seller":
            said = _("We call it in now, and the platform is told after that: leave the time out.")
            yield Problem("at", said)
        elif opened and self.at < opened:
            yield Problem("at", _before_case(self.at, opened))

    @classmethod
    def shown(cls, record: AfterSalesCase) -> Iterator[str]:
        for intervention in record.interventions:
            yield from _lines(intervention)

    def apply(self, subject: Order, context: Context) -> Outcome:
        case, at = self.record_of(subject), self.at or context.now
        asked = Intervention(
            id=context.new_id(),
            asked_by=self.by,
            text=self.text,
            requested_at=at,
            evidence_deadline=self.evidence_deadline,
        )
        asked_of = (*case.interventions, asked)
        ruled = case_after(case, self.moves, context, interventions=asked_of, since=at)
        changed = subject.with_case(ruled)
        sentences = [_evidence_said(subject, ruled, context)]
        if self.by == "seller":
            changed = changed.with_tasks(CALL_IN.task(context, self.text, case=case.id))
            sentences.insert(0, CALL_IN.said(case=case_there(subject, case)))
        return Outcome((changed,), tuple(sentences))


def _before_case(time: datetime, opened: datetime) -> str:
    said = _("{time} is before the case was opened ({opened}).")
    return said.format(time=minute_text(time), opened=minute_text(opened))


def _lines(asked: Intervention) -> Iterator[str]:
    yield called_in_said(asked)
    if asked.submitted_at:
        yield _("evidence handed in {time}: {files}").format(
            time=minute_text(asked.submitted_at), files=counts.files(len(asked.submitted))
        )
    elif asked.evidence_deadline and not asked.ruling:
        yield _("evidence counts until {time}").format(time=minute_text(asked.evidence_deadline))
    if asked.agreed_before_fen is not None:
        said = _("agreed here before the ruling: {amount}")
        yield said.format(amount=yuan_text(asked.agreed_before_fen))
    if asked.ruling:
        yield ruling_said(asked)
    if asked.appeal:
        yield _("appealed {time}: {text}").format(
            time=minute_text(asked.appeal.at), text=asked.appeal.text
        )


def _evidence_said(order: Order, case: AfterSalesCase, context: Context) -> str:
    due = evidence_due(order, case, context.policy).at
    if due is None:
        return _("Hand the evidence in before the time the platform names; it is taken once.")
    said = _("Hand the evidence in before {time}; it is taken once.")
    if due <= context.now:
        said = _("Evidence counted until {time}; ask the platform whether it still takes any.")
    return said.format(time=minute_text(due))
