"""UntieInquiry (取消关联): the order that the inquiry was tied to is another buyer's after all."""

from pydantic import Field

from store.models.inquiry import Inquiry
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.inquiries.called import known_by
from store.rules.inquiries.fitting import possible_orders
from store.rules.inquiries.sentences import possible_said, proposed_said, resolved
from store.rules.inquiries.tying import met, order_of, untied
from store.words import N_, _


class UntieInquiry(Action[Inquiry]):
    """Take back that the inquiry is about this order; both histories tell it."""

    title = N_("Untie the inquiry from its order")
    place = 1325
    subject_type = Inquiry

    reason: Text = Field(title=N_("Reason"), description=N_("how it is known that it is not"))

    @classmethod
    def why_not(cls, subject: Inquiry, context: Context) -> str | None:
        if ended := resolved(subject):
            return ended
        if subject.tied:
            return None
        return _("Inquiry {inquiry} is tied to no order.").format(inquiry=known_by(subject))

    def apply(self, subject: Inquiry, context: Context) -> Outcome:
        free, order = untied(subject, order_of(subject, context))
        inquiry, _order = met(free, context)
        found = (
            proposed_said(inquiry),
            possible_said(inquiry, possible_orders(inquiry, context.lookup)),
        )
        documents = (inquiry, order) if order else (inquiry,)
        return Outcome(documents, tuple(filter(None, found)), also=(order,) if order else ())
