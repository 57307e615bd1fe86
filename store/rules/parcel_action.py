"""ParcelAction: what every action on one parcel of an order shares."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.base import Action
from store.rules.context import Context
from store.rules.fields import Reference
from store.rules.references import Choice
from store.words import N_, _


class ParcelAction(Action[Order]):
    """An action on a parcel; where exactly one of the order fits, `parcel` may be left out."""

    parcel: Annotated[str, Reference("parcel")] = Field(title=N_("Parcel"))

    @classmethod
    def refusal(cls, order: Order, parcel: Parcel, context: Context | None) -> str | None:
        """Why this may not be done with this parcel.

        Without a context only what the order itself says is judged.
        """
        return None

    @classmethod
    def fitting(cls, subject: Order, refers: Reference) -> tuple[Choice, ...]:
        every = super().fitting(subject, refers)
        if refers.to != "parcel":
            return every
        fit = {one.id for one in subject.parcels if cls.refusal(subject, one, None) is None}
        return tuple(choice for choice in every if choice.value in fit)

    @classmethod
    def knows(cls, subject: Order, refers: Reference, value: str) -> bool:
        if refers.to != "parcel":
            return super().knows(subject, refers, value)
        return subject.parcel_named(value) is not None

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if not subject.parcels:
            return _("Nothing of this order has been shipped yet.")
        refusals = [cls.refusal(subject, one, context) for one in subject.parcels]
        return refusals[-1] if all(refusals) else None

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = self.refusal(subject, self.the_parcel(subject), context)
        if refused:
            yield Problem("parcel", refused)

    def the_parcel(self, order: Order) -> Parcel:
        """The parcel that was named, or the only one that fits."""
        found = order.parcel_named(self.parcel)
        if found is None:
            raise LookupError(self.parcel)  # pragma: no cover - `read` lets no such parcel pass
        return found
