"""MatchPayment (人工对账): a row of the platform's funds that names no order is this order's.

A shop's charges for late goods name none; whoever looks at the amount and the day decides.
"""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.keys import BILL, order_key, payments_key
from store.models.money import yuan_text
from store.models.order import Order
from store.models.payment import Payments
from store.rules.action.base import Action, Outcome, Undo
from store.rules.action.context import Context
from store.rules.action.fields import Word, YesNoIfAsked
from store.rules.money.beside import side_of
from store.rules.money.candidates import PAID_WITHIN, candidates, candidates_said, last_known
from store.rules.money.charges_met import meet_charges
from store.rules.money.funds_sums import sums_of
from store.rules.money.matching import differences
from store.words import N_, _
from store.words.labels import label
from store.words.times import day_text, minute_text


class MatchPayment(Action[Payments]):
    """Say which order a payment without a number is about."""

    title = N_("Match with an order")
    place = 1110
    settles = frozenset({"payment"})
    subject_type = Payments

    order: Word = Field(title=N_("Order no."))
    sure: YesNoIfAsked = Field(
        default=None,
        title=N_("About this order all the same"),
        description=N_("yes, where the order ended long before, or less was charged for it"),
    )

    @classmethod
    def why_not(cls, subject: Payments, context: Context) -> str | None:
        if subject.moved_to:
            said = _("{name} is matched with order {order} already.")
            return said.format(name=subject.name, order=subject.moved_to)
        if subject.order_no:
            said = _("{name} names its order itself, {order}; only what names none is matched.")
            return said.format(name=subject.name, order=subject.order_no)
        if not differences(subject, context.policy):
            return _("{name} is no order's: a transfer, a deposit or a fee.").format(
                name=subject.name
            )
        return None

    @classmethod
    def background(cls, subject: Payments, context: Context) -> tuple[str, ...]:
        moved = tuple(
            _("{text}: {amount} yuan at {time}").format(
                text=one.text, amount=yuan_text(one.in_fen - one.out_fen), time=minute_text(one.at)
            )
            for one in subject.payments
        )
        found = candidates(subject, context.lookup, context.policy)
        return (*moved, *candidates_said(found))

    @classmethod
    def suggest(cls, subject: Payments, context: Context) -> dict[str, str]:
        found = candidates(subject, context.lookup, context.policy)
        return {"order": found[0].order_no} if len(found) == 1 else {}

    def problems(self, subject: Payments, context: Context) -> Iterator[Problem]:
        found = self._meant(subject, context)
        if found is None:
            yield Problem("order", self._not_here(subject, context))
        elif found.paid_at and subject.payments and found.paid_at > subject.payments[0].at:
            said = _("Order {order} was paid at {time}, after the platform took this.")
            time = minute_text(found.paid_at)
            yield Problem("order", said.format(order=self.order, time=time))
        elif self.sure != "yes":
            odd = _ended_before(found, subject) or self._given_back_beyond(found, subject, context)
            if odd:
                said = _("{odd}; say yes if it is about this order all the same.")
                yield Problem("sure", said.format(odd=odd))

    def _given_back_beyond(self, order: Order, subject: Payments, context: Context) -> str:
        """Said where more would have come back for the order than was charged; else empty."""
        before, after = (
            meet_charges(side_of(order), sums_of(bill))
            for bill in (self._bill(order, subject, context), self._with(order, subject, context))
        )
        if after.beyond <= before.beyond:
            return ""
        said = _("{charged} yuan were charged for order {order}, and {back} would have come back")
        back = yuan_text(after.back + after.beyond)
        charged = yuan_text(after.charged)
        return said.format(charged=charged, order=order.order_no, back=back)

    def _not_here(self, subject: Payments, context: Context) -> str:
        """Why there is no such order for it: another shop's is none."""
        other = next(iter(context.lookup.orders_numbered(self.order)), None)
        if other is None:
            said = _("Order {order} of this shop is not here; import its export first.")
            return said.format(order=self.order)
        return _(
            "Order {order} is of {shop} ({platform}), and this payment is of {own_shop}"
            " ({own_platform}); name an order of that shop."
        ).format(
            order=self.order,
            shop=other.shop,
            platform=label(other.platform),
            own_shop=subject.shop,
            own_platform=label(subject.platform),
        )

    def undone_by(self, before: Payments, after: Payments) -> Undo:
        return Undo("unmatch-payment", {})

    def apply(self, subject: Payments, context: Context) -> Outcome:
        found = self._meant(subject, context)
        assert found is not None
        theirs = self._with(found, subject, context)
        moved = subject.model_copy(update={"moved_to": self.order})
        counts = _("{name} counts among the payments of order {order}, {bill}.")
        said = [counts.format(name=subject.name, order=self.order, bill=theirs.name)]
        if ended := _ended_before(found, subject):
            said.append(f"{ended}.")
        return Outcome((moved, theirs), tuple(said))

    def _with(self, order: Order, subject: Payments, context: Context) -> Payments:
        """The payments of the order with this one among them."""
        known = self._bill(order, subject, context)
        # Of rows that are alike each is one of its own, so that all of it is added.
        payments = tuple(sorted((*known.payments, *subject.payments), key=lambda one: one.at))
        return known.model_copy(update={"payments": payments, "beside": side_of(order)})

    def _bill(self, order: Order, subject: Payments, context: Context) -> Payments:
        """The payments of the order; none of them may be here yet."""
        name = f"{BILL}{order.order_no}"
        known = context.lookup.payments(payments_key(subject.platform, subject.shop, name))
        return known or Payments(
            platform=subject.platform,
            shop=subject.shop,
            name=name,
            order_no=order.order_no,
            told=subject.told,
        )

    def _meant(self, subject: Payments, context: Context) -> Order | None:
        return context.lookup.order(order_key(subject.platform, subject.shop, self.order))


def _ended_before(order: Order, subject: Payments) -> str:
    """Said where nothing is known of the order from near the time of the payment; else empty."""
    last, taken = last_known(order), subject.payments[0].at if subject.payments else None
    if last is None or taken is None or taken - last <= PAID_WITHIN:
        return ""
    said = _("The last that is known of order {order} is of {day}, {count} days before this")
    return said.format(order=order.order_no, day=day_text(last), count=(taken - last).days)
