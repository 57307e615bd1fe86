"""CaseAction: what every action on one after-sales case of an order shares."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.rules.base import Action
from store.rules.case_machine import refusal
from store.rules.context import Context
from store.rules.fields import Reference
from store.rules.references import Choice, case_choice
from store.words import N_, _


class CaseAction(Action[Order]):
    """An action that the table of moves allows or refuses, case by case.

    Where exactly one case of the order fits, `case` may be left out.
    """

    case: Annotated[str, Reference("case")] = Field(title=N_("Case"))

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        """Why this may not be done on this case; a subclass adds what the table cannot say.

        Without a context only what the case itself says is judged.
        """
        return refusal(case, cls.name, _(cls.title))

    @classmethod
    def cases(cls, order: Order, context: Context | None = None) -> tuple[AfterSalesCase, ...]:
        """The cases on which it may be done."""
        return tuple(one for one in order.cases if cls.refusal(order, one, context) is None)

    @classmethod
    def fitting(cls, subject: Order, refers: Reference) -> tuple[Choice, ...]:
        if refers.to != "case":
            return super().fitting(subject, refers)
        return tuple(case_choice(one) for one in cls.cases(subject))

    @classmethod
    def knows(cls, subject: Order, refers: Reference, value: str) -> bool:
        if refers.to != "case":
            return super().knows(subject, refers, value)
        return subject.case_named(value) is not None

    @classmethod
    def why_not_with(
        cls, subject: Order, values: Mapping[str, str], context: Context
    ) -> str | None:
        """Of a case that was named, what is said is about that case."""
        refused = cls.why_not(subject, context)
        named = subject.case_named(values.get("case", "").strip())
        if refused is None or named is None:
            return refused
        return cls.refusal(subject, named, context) or refused

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if not subject.cases:
            return _("This order has no after-sales case.")
        if cls.cases(subject, context):
            return None
        about = subject.open_cases or subject.cases
        return cls.refusal(subject, about[-1], context)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = self.refusal(subject, self.the_case(subject), context)
        if refused:
            yield Problem("case", refused)

    def the_case(self, order: Order) -> AfterSalesCase:
        """The case that was named, or the only one that fits."""
        found = order.case_named(self.case)
        if found is None:
            raise LookupError(self.case)  # pragma: no cover - `read` lets no such case pass
        return found
