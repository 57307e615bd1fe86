"""ChangeBuyerReason (买家更改原因): the buyer has given another reason, and said so in writing.

The history only grows: the first reason stated stays the first, and it is the one that counts
(`取用户首次申请售后原因`, Douyin rule 103956). Only the buyer's own words prove a later one.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase, BuyerReason
from store.models.axes import Source
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase, Text
from store.rules.action.markers import Reference
from store.rules.action.record_action import RecordAction
from store.rules.cases.case_names import case_called
from store.words import N_, _
from store.words.times import minute_text


def _contacts(order: Order) -> Iterator[str]:
    return (contact.id for contact in order.contacts)


class ChangeBuyerReason(RecordAction[AfterSalesCase]):
    """Record a later reason of the buyer, beside the first."""

    title = N_("Record a later reason of the buyer")
    place = 780

    case: NamedCase
    reason: Text = Field(
        title=N_("The buyer's reason"),
        description=N_("in the buyer's own words; the first one stated stays the first"),
    )
    contact: Annotated[str, Reference("heard", known=_contacts)] = Field(
        title=N_("Said in"), description=N_("the communication in which the buyer said so")
    )

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        if not case.open:
            return _("Case {case} is closed; its reasons stay as they are.").format(
                case=case_called(case)
            )
        return None

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        refused = super().why_not(subject, context)
        if refused is None and not any(contact.direction == "in" for contact in subject.contacts):
            return _("No communication from the buyer is recorded on this order; log it first.")
        return refused

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        contact = subject.contact_named(self.contact)
        if contact and not contact.from_buyer:
            yield Problem(
                "contact",
                _("What was said at {time} is ours; only the buyer's own words prove it.").format(
                    time=minute_text(contact.at)
                ),
            )
        reasons = self.record_of(subject).reasons
        if reasons and reasons[-1].text == self.reason:
            yield Problem(
                "reason",
                _("“{reason}” is the latest reason already.").format(reason=self.reason),
            )

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        contact = subject.contact_named(self.contact)
        later = BuyerReason(
            text=self.reason,
            at=contact.at if contact else context.now,
            source=Source.DESK,
            contact=self.contact,
            by=str(context.actor),
        )
        changed = case.model_copy(update={"reasons": (*case.reasons, later)})
        sentence = _("The first reason stated stays “{reason}”.").format(
            reason=changed.first_reason
        )
        return Outcome((subject.with_case(changed),), (sentence,))
