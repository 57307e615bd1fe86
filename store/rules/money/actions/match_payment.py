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
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Word
from store.rules.money.candidates import candidates, candidates_said
from store.rules.money.matching import differences, side_of
from store.words import N_, _
from store.words.times import minute_text


class MatchPayment(Action[Payments]):
    """Say which order a payment without a number is about."""

    title = N_("Match with an order")
    place = 1110
    settles = frozenset({"payment"})
    subject_type = Payments

    order: Word = Field(title=N_("Order no."))

    @classmethod
    def why_not(cls, subject: Payments, context: Context) -> str | None:
        if subject.moved_to:
            said = _("{name} is matched with order {order} already.")
            return said.format(name=subject.name, order=subject.moved_to)
        if subject.order_no:
            said = _("{name} names its order itself, {order}; only what names none is matched.")
            return said.format(name=subject.name, order=subject.order_no)
        if not differences(subject):
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
            said = _("Order {order} of this shop is not here; import its export first.")
            yield Problem("order", said.format(order=self.order))
        elif found.paid_at and subject.payments and found.paid_at > subject.payments[0].at:
            said = _("Order {order} was paid at {time}, after the platform took this.")
            time = minute_text(found.paid_at)
            yield Problem("order", said.format(order=self.order, time=time))

    def apply(self, subject: Payments, context: Context) -> Outcome:
        found = self._meant(subject, context)
        assert found is not None
        name = f"{BILL}{self.order}"
        known = context.lookup.payments(payments_key(subject.platform, subject.shop, name))
        if known is None:
            known = Payments(
                platform=subject.platform,
                shop=subject.shop,
                name=name,
                order_no=self.order,
                told=subject.told,
            )
        # Of rows that are alike each is one of its own, so that all of it is added.
        payments = tuple(sorted((*known.payments, *subject.payments), key=lambda one: one.at))
        theirs = known.model_copy(update={"payments": payments, "beside": side_of(found)})
        moved = subject.model_copy(update={"moved_to": self.order})
        return Outcome((moved, theirs))

    def _meant(self, subject: Payments, context: Context) -> Order | None:
        return context.lookup.order(order_key(subject.platform, subject.shop, self.order))
