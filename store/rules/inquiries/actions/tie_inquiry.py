"""TieInquiry (关联订单): this is the order that the buyer asks about, or it is not."""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Word, YesNo, YesNoIfAsked
from store.rules.inquiries.fitting import may_be, possible_orders
from store.rules.inquiries.sentences import possible_said, proposed_said, resolved, tied_said
from store.rules.inquiries.tying import tied_to
from store.rules.order.candidate import candidate_said
from store.words import N_, _, listed

LEAST_DIGITS = 4
"""So many signs of the end of a number name one of the orders that are listed."""


class TieInquiry(Action[Inquiry]):
    """Tie the inquiry to its order, by its number or as it was proposed."""

    title = N_("Tie the inquiry to an order")
    place = 1320
    put_right_by = "untie-inquiry"
    settles = frozenset({"tie-inquiry"})
    subject_type = Inquiry

    order: Word | None = Field(
        default=None,
        title=N_("Order no."),
        description=N_(
            "its last four digits are enough where it is listed; left out, the one that was"
            " proposed"
        ),
    )
    is_it: YesNo = Field(
        default="yes",
        title=N_("Is it the one"),
        description=N_("whether the proposed order is of this buyer"),
    )
    other_shop: YesNoIfAsked = Field(
        default=None,
        title=N_("Although the shop is another"),
        description=N_(
            "yes: the inquiry is of the shop of that order; asked only where it was opened for"
            " another one"
        ),
    )

    @classmethod
    def why_not(cls, subject: Inquiry, context: Context) -> str | None:
        return resolved(subject) or tied_said(subject)

    @classmethod
    def suggest(cls, subject: Inquiry, context: Context) -> dict[str, str]:
        return {"order": subject.proposed.order_no} if subject.proposed else {}

    @classmethod
    def background(cls, subject: Inquiry, context: Context) -> tuple[str, ...]:
        found = possible_orders(subject, context.lookup)
        said = (proposed_said(subject), possible_said(subject, found), *map(candidate_said, found))
        return tuple(filter(None, said))

    def problems(self, subject: Inquiry, context: Context) -> Iterator[Problem]:
        proposed = subject.proposed
        if self.is_it == "no":
            if proposed is None or self.order not in (None, proposed.order_no):
                yield Problem("is_it", _("No such order is proposed; there is nothing to decline."))
        elif self.order is None and proposed is None:
            yield Problem("order", _("No order is proposed; give the number of the order."))
        else:
            yield from self._of_the_order(subject, context)

    def _of_the_order(self, subject: Inquiry, context: Context) -> Iterator[Problem]:
        found = self._orders(subject, context)
        ours = self._ours(subject, found)
        if not found:
            said = _(
                "Order {order} is not in this store; import it, or record it as the buyer tells it."
            )
            yield Problem("order", said.format(order=self.order))
        elif not ours:
            said = _(
                "Order {order} is of the shop {other}; this inquiry is of {shop}. Answer yes where"
                " it is the one all the same."
            )
            told = {"order": found[0].order_no, "other": found[0].shop, "shop": subject.shop}
            yield Problem("other_shop", said.format(**told))
        elif len(ours) > 1:
            said = _("{order} is not clear; it may be {keys}.")
            keys = listed(order.key for order in ours)
            yield Problem("order", said.format(order=self.order, keys=keys))

    def _ours(self, subject: Inquiry, found: list[Order]) -> list[Order]:
        """Those of the inquiry's shop; of another one where a person says, or was asked, so."""
        ours = [order for order in found if may_be(subject, order)]
        proposed = subject.proposed.order if subject.proposed else ""
        is_said = self.other_shop == "yes" or [order.key for order in found] == [proposed]
        return found if is_said and not ours else ours

    def _orders(self, subject: Inquiry, context: Context) -> list[Order]:
        """The orders that are meant: those of a number, or the one that was proposed.

        Of those that are listed the end of the number is enough.
        """
        if self.order is None and subject.proposed:
            found = context.lookup.orders_numbered(subject.proposed.order_no)
            return [order for order in found if order.key == subject.proposed.order]
        number = (self.order or "").rpartition(":")[2]
        found = context.lookup.orders_numbered(number)
        named = [order for order in found if self.order in (number, order.key)]
        if named or len(number) < LEAST_DIGITS:
            return named
        listed = possible_orders(subject, context.lookup)
        return [order for order in listed if order.order_no.endswith(number)]

    def apply(self, subject: Inquiry, context: Context) -> Outcome:
        if self.is_it == "no" and subject.proposed:
            declined = (*subject.declined, subject.proposed.order)
            changed = subject.model_copy(update={"declined": declined, "proposed": None})
            said = possible_said(changed, possible_orders(changed, context.lookup))
            return Outcome((changed,), (said,) if said else ())
        (order,) = self._ours(subject, self._orders(subject, context))
        inquiry, known = tied_to(subject, order, context)
        documents = (inquiry, known) if known else (inquiry,)
        said = tied_said(inquiry)
        return Outcome(documents, (said,) if said else (), also=(order,))
