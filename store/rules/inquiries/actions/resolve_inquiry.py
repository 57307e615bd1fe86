"""ResolveInquiry (结案): what became of it, so that nothing more is owed to the buyer."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.inquiry import Inquiry, InquiryOutcome, Resolution
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.action.markers import Spellings
from store.rules.inquiries.called import known_by
from store.rules.inquiries.sentences import resolved
from store.rules.inquiries.tying import order_of
from store.words import N_, _
from store.words.labels import label

OUTCOMES = Spellings(
    {
        "order_found": "found",
        "refunded": "refunded_by_platform",
        "unpaid": "never_paid",
        "another_shop": "other_shop",
    }
)
WITHOUT_ORDER = ("never_paid", "other_shop")


class ResolveInquiry(Action[Inquiry]):
    """Say how the inquiry ended."""

    title = N_("Resolve the inquiry")
    place = 1330
    settles = frozenset({"inquiry"})
    subject_type = Inquiry

    outcome: Annotated[InquiryOutcome, OUTCOMES] = Field(title=N_("Outcome"))
    text: Text | None = Field(
        default=None, title=N_("What was found out"), description=N_("needed for: other")
    )

    @classmethod
    def why_not(cls, subject: Inquiry, context: Context) -> str | None:
        return resolved(subject)

    @classmethod
    def suggest(cls, subject: Inquiry, context: Context) -> dict[str, str]:
        return {"outcome": "found"} if subject.tied else {}

    def problems(self, subject: Inquiry, context: Context) -> Iterator[Problem]:
        if self.outcome == "found" and subject.tied is None:
            said = _("No order is tied to inquiry {inquiry} yet; tie it first.")
            yield Problem("outcome", said.format(inquiry=known_by(subject)))
        if self.outcome in WITHOUT_ORDER and subject.tied:
            said = _("Inquiry {inquiry} is tied to order {order}: “{outcome}” cannot be.")
            told = {"order": subject.tied.order_no, "outcome": label(self.outcome)}
            yield Problem("outcome", said.format(inquiry=known_by(subject), **told))
        if self.outcome == "other" and not self.text:
            yield Problem("text", _("Say what was found out."))

    def apply(self, subject: Inquiry, context: Context) -> Outcome:
        resolution = Resolution(
            outcome=self.outcome, text=self.text or "", at=context.now, by=str(context.actor)
        )
        order = order_of(subject, context)
        changed = subject.model_copy(update={"resolved": resolution, "proposed": None})
        return Outcome((changed,), also=(order,) if order else ())
