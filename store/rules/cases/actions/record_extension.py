"""RecordExtension (延期结果): whether we were given more time on a case, and until when.

What was granted counts like the platform's own deadline: a newer word of the platform replaces it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Self

from pydantic import Field, model_validator

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase, Text, YesNo, wrong
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.time_fields import When
from store.rules.cases.actions.extend_deadline import ExtendDeadline, asked_done, sooner_problem
from store.rules.cases.case_machine import RULE
from store.rules.cases.case_names import case_called
from store.rules.cases.interventions import known_intervention, with_intervention
from store.rules.obligations.turns import turn_clock
from store.words import N_, _
from store.words.times import minute_text


class RecordExtension(RecordAction[AfterSalesCase]):
    """Record the answer to a request for more time."""

    title = N_("Record the answer about more time")
    place = 800

    case: NamedCase
    granted: YesNo = Field(title=N_("Granted"))
    until: When | None = Field(
        default=None,
        title=N_("Until when"),
        description=N_("as it was granted, such as tomorrow 18:00; nothing if it was refused"),
    )
    reason: Text | None = Field(
        default=None, title=N_("Reason"), description=N_("needed if it was refused")
    )

    @model_validator(mode="after")
    def _says_what_came_of_it(self) -> Self:
        if self.granted == "yes" and self.until is None:
            raise wrong(_("Say until when the time was granted."), "until")
        if self.granted == "no" and self.until:
            raise wrong(_("A refusal moves no deadline; leave the time out."), "until")
        if self.granted == "no" and self.reason is None:
            raise wrong(_("Say why it was refused."), "reason")
        return self

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        refused = super().refusal(order, case, context)
        if refused or case.waiting_extension:
            return refused
        return _("No request for more time on case {case} waits for an answer.").format(
            case=case_called(case)
        )

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        cases = fitting_records(cls, subject, context)
        return tuple(line for case in cases for line in ExtendDeadline.shown(case))

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        case = self.record_of(subject)
        sooner = self.until and sooner_problem(subject, case, self.until, context)
        if sooner:
            yield sooner

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        answer = {
            "granted": self.granted == "yes",
            "answered_at": context.now,
            "granted_until": self.until,
            "refusal": (self.reason or "") if self.granted == "no" else "",
        }
        *earlier, waiting = case.extensions
        answered = (*earlier, waiting.model_copy(update=answer))
        update: dict[str, Any] = {"extensions": answered}
        if self.until:
            update |= _with_deadline(case, self.until) | {"as_of": context.now}
        after = subject.with_case(case.model_copy(update=update))
        changed = asked_done(after, case, context)
        deadline = self.until or turn_clock(subject, case, context.policy).at
        if deadline is None:
            return Outcome((changed,))
        said = _("The deadline of case {case} is {time}.")
        return Outcome(
            (changed,), (said.format(case=case_called(case), time=minute_text(deadline)),)
        )


def _with_deadline(case: AfterSalesCase, at: datetime) -> dict[str, Any]:
    """Another deadline of the turn; while the platform rules it is the one of our evidence."""
    known = known_intervention(case) if case.state is RULE else None
    if known is None:
        return {"platform_deadline": at}
    later = known.model_copy(update={"evidence_deadline": at})
    return {"platform_deadline": at, "interventions": with_intervention(case, later)}
