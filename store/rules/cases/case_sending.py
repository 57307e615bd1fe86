"""SendForCase: what every action shares that sends goods because of an after-sales case.

What is sent stands for units that the case claims: never more than it claims, less what was
refunded and what was sent for it before.
"""

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.parcel import LineQuantity, ParcelKind
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Lines, NamedCase, lines_text
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.telling import Tells
from store.rules.cases.case_ledger import refunded_for, sent_for
from store.rules.cases.case_machine import CONFIRM
from store.rules.cases.case_progress import advanced, outstanding, standing, units_due
from store.rules.cases.case_units import claimed
from store.rules.parcels.sending import SendingAction
from store.rules.parcels.shipping import all_money_back, blocked, held, lines_problem
from store.words import N_, _

SEND_FOR_CASE = Tells(
    "send-for-case",
    N_("send for the case"),
    N_("Open case {case} there and enter the tracking number."),
    shown_at=(CONFIRM,),
    moot_when_closed=True,
)


class SendForCase(SendingAction, RecordAction[AfterSalesCase]):
    """Send goods that an after-sales case asks for."""

    tells = (SEND_FOR_CASE,)
    parcel_kind: ClassVar[ParcelKind]

    case: NamedCase
    lines: Lines | None = Field(
        default=None,
        title=N_("Lines"),
        description=N_("line:quantity, such as 1:2,2:1; left out, what is due for the case"),
    )

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        refused = super().refusal(order, case, context)
        if refused or any(outstanding(order, case).values()):
            return refused
        return _(
            "Nothing is left to send for case {case}: {claimed} claimed - {refunded} refunded -"
            " {sent} sent."
        ).format(
            case=case.id,
            claimed=sum(claimed(order, case).values()),
            refunded=sum(refunded_for(order, case).values()),
            sent=sum(sent_for(order, case).values()),
        )

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return (
            super().why_not(subject, context)
            or blocked(subject)
            or held(subject, context)
            or all_money_back(subject)
        )

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        yield from lines_problem(
            subject,
            self.lines or (),
            outstanding(subject, self.record_of(subject)),
            _("Of line {line} {left} can be sent for this case, not {quantity}."),
        )

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        cases = fitting_records(cls, subject, context)
        return {"lines": lines_text(units_due(subject, cases[0]))} if len(cases) == 1 else {}

    def contents(self, order: Order) -> tuple[LineQuantity, ...]:
        return self.lines or units_due(order, self.record_of(order))

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        parcel = self.parcel(subject, context, self.parcel_kind, case=case.id)
        told = SEND_FOR_CASE.task(
            context,
            f"{case.platform_no or subject.order_no} {parcel.tracking_no}",
            parcel=parcel.id,
            case=case.id,
        )
        changed = advanced(subject.with_parcel(parcel).with_tasks(told), case.id, context)
        now = changed.case_named(case.id) or case
        # What was repaired is the buyer's own, and was never in our stock.
        stock = () if parcel.kind == "repaired" else self.taken_out(subject, parcel, context)
        return Outcome((changed, *stock), (*self.said(subject, context), standing(now)))
