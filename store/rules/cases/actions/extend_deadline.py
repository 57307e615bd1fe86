"""ExtendDeadline (申请延期): we ask the platform, or the buyer, for more time on a case.

The deadline stays as it is until the answer is recorded (`record-extension`).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.extension import Extension
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase, Text
from store.rules.action.record_action import RecordAction
from store.rules.action.telling import Tells
from store.rules.action.time_fields import When
from store.rules.cases.case_names import case_called, case_there
from store.rules.obligations.turns import turn_clock
from store.rules.platform.moot import NOT_ASKED_ANY_MORE
from store.words import N_, _
from store.words.labels import label
from store.words.times import minute_text, when_text

ASK_PLATFORM = Tells(
    "ask-platform-for-time",
    N_("ask for more time on the platform"),
    N_("Ask the platform for more time: open case {case} there and press {press}."),
    press="申请延期",
    moot=NOT_ASKED_ANY_MORE,
)
ASK_BUYER = Tells(
    "ask-buyer-for-time",
    N_("ask the buyer for more time on the platform"),
    N_("Ask the buyer for more time: open case {case} there and press {press}."),
    press="联系买家",
    moot=NOT_ASKED_ANY_MORE,
)


def asked_done(order: Order, case: AfterSalesCase, context: Context) -> Order:
    """The order once somebody was asked for more time on this case, and answered."""
    kinds = (ASK_PLATFORM.kind, ASK_BUYER.kind)
    return order.with_tasks_done(
        lambda task: task.kind in kinds and task.case == case.id,
        context.now,
        str(context.actor),
    )


def sooner_problem(
    order: Order, case: AfterSalesCase, until: datetime, context: Context
) -> Problem | None:
    """A time that is asked for, or was granted, is no later than the deadline as it is."""
    deadline = turn_clock(order, case, context.policy).at
    if deadline is None or until > deadline:
        return None
    said = _("{until} is not after the deadline of case {case}, {time}.")
    times = {"until": minute_text(until), "time": minute_text(deadline)}
    return Problem("until", said.format(case=case_called(case), **times))


class ExtendDeadline(RecordAction[AfterSalesCase]):
    """Ask for more time on a case."""

    title = N_("Ask for more time")
    place = 790
    tells = (ASK_PLATFORM, ASK_BUYER)

    case: NamedCase
    asked: Literal["platform", "buyer"] = Field(title=N_("Who is asked"))
    until: When = Field(
        title=N_("Until when"),
        description=N_("such as +2h, tomorrow 9 or +3d; after the deadline"),
    )
    reason: Text = Field(title=N_("Reason"), description=N_("why the time is not enough"))

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        refused = super().refusal(order, case, context)
        waiting = case.waiting_extension
        if refused or waiting is None:
            return refused
        return _(
            "On {day} the {party} was asked for more time on case {case}; record the answer first."
        ).format(
            day=minute_text(waiting.asked_at), party=label(waiting.asked), case=case_called(case)
        )

    @classmethod
    def shown(cls, record: AfterSalesCase) -> Iterator[str]:
        for extension in record.extensions:
            yield from _lines(extension, is_waiting=extension is record.waiting_extension)

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        said = _("The deadline of case {case} is {time}.")
        clocks = ((case, turn_clock(subject, case, context.policy)) for case in subject.open_cases)
        return tuple(
            said.format(case=case_called(case), time=minute_text(due.at))
            for case, due in clocks
            if due.at
        )

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        sooner = sooner_problem(subject, self.record_of(subject), self.until, context)
        if sooner:
            yield sooner
        elif self.until <= context.now:
            said = _("{time} is over; ask for a time that is still to come.")
            yield Problem("until", said.format(time=minute_text(self.until)))

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        deadline = turn_clock(subject, case, context.policy)
        request = Extension(
            asked=self.asked,
            asked_at=context.now,
            by=str(context.actor),
            reason=self.reason,
            before=deadline.at,
            until=self.until,
        )
        waiting = case.model_copy(update={"extensions": (*case.extensions, request)})
        tells = ASK_PLATFORM if self.asked == "platform" else ASK_BUYER
        copy_text = f"{minute_text(self.until)} {self.reason}"
        todo = tells.task(context, copy_text, due=deadline, case=case.id)
        changed = subject.with_case(waiting).with_tasks(todo)
        return Outcome((changed,), (tells.said(case=case_there(subject, case)),))


def _lines(extension: Extension, *, is_waiting: bool) -> Iterator[str]:
    yield _("more time was asked of the {party} at {time}, until {until}: {reason}").format(
        party=label(extension.asked),
        time=minute_text(extension.asked_at),
        until=minute_text(extension.until),
        reason=extension.reason,
    )
    if extension.granted_until:
        yield _("granted until {until}; the deadline was {before}").format(
            until=minute_text(extension.granted_until), before=when_text(extension.before)
        )
    elif extension.granted is False:
        yield _("no more time was given: {reason}").format(reason=extension.refusal)
    elif is_waiting:
        yield _("the answer is still to come")
    else:
        yield _("the turn was over before an answer")
