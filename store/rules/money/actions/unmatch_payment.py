"""UnmatchPayment (取消对账): the order that a payment was matched with is another one after all.

What was recorded as a penalty because of it goes too: it was never this order's.
"""

from collections.abc import Iterator

from store.models.keys import BILL, order_key, payments_key
from store.models.money import yuan_text
from store.models.order import Order
from store.models.payment import Payment, Payments
from store.rules.action.base import Action, Outcome, Undo
from store.rules.action.context import Context
from store.rules.money.alike_rows import identity
from store.rules.money.beside import side_of
from store.words import N_, _


class UnmatchPayment(Action[Payments]):
    """Take back that the payment is about the order it was matched with."""

    title = N_("Take the match back")
    place = 1115
    subject_type = Payments

    @classmethod
    def why_not(cls, subject: Payments, context: Context) -> str | None:
        if subject.moved_to:
            return None
        if subject.order_no:
            said = _("{name} names its order itself, {order}; nobody matched it.")
            return said.format(name=subject.name, order=subject.order_no)
        return _("{name} is matched with no order.").format(name=subject.name)

    def undone_by(self, before: Payments, after: Payments) -> Undo:
        return Undo("match-payment", {"order": before.moved_to, "sure": "yes"})

    def apply(self, subject: Payments, context: Context) -> Outcome:
        free = subject.model_copy(update={"moved_to": ""})
        place = (subject.platform, subject.shop)
        theirs = context.lookup.payments(payments_key(*place, f"{BILL}{subject.moved_to}"))
        order = context.lookup.order(order_key(*place, subject.moved_to))
        if theirs is None:
            return Outcome((free,))
        kept, taken = _parted(theirs.payments, subject.payments)
        without = _without_penalties(order, taken) if order else None
        side = side_of(without) if without else theirs.beside
        theirs = theirs.model_copy(update={"payments": kept, "beside": side})
        if order is None or without is None or without is order:
            return Outcome((free, theirs))
        return Outcome((free, theirs, without), tuple(_gone(order, without)), also=(order,))


def _parted(
    theirs: tuple[Payment, ...], ours: tuple[Payment, ...]
) -> tuple[tuple[Payment, ...], tuple[Payment, ...]]:
    """The rows that stay with the order, and those that were matched: of alike rows as many."""
    left = list(map(identity, ours))
    kept: list[Payment] = []
    taken: list[Payment] = []
    # One from which a penalty was recorded is the one that a person has matched.
    for one in sorted(theirs, key=lambda one: not one.penalty):
        if identity(one) in left:
            left.remove(identity(one))
            taken.append(one)
        else:
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.at)), tuple(taken)


def _without_penalties(order: Order, taken: tuple[Payment, ...]) -> Order:
    """The order without what was recorded from these rows; itself where nothing was."""
    gone = {one.penalty for one in taken if one.penalty}
    if not gone:
        return order
    left = tuple(
        one.model_copy(
            update={"returns": tuple(back for back in one.returns if back.id not in gone)}
        )
        if any(back.id in gone for back in one.returns)
        else one
        for one in order.penalties
        if one.id not in gone
    )
    return order if left == order.penalties else order.model_copy(update={"penalties": left})


def _gone(before: Order, after: Order) -> Iterator[str]:
    left = {one.id: one for one in after.penalties}
    for one in before.penalties:
        if one.id not in left:
            said = _("The penalty of {amount} yuan that was recorded from it is gone, too.")
            yield said.format(amount=yuan_text(one.amount_fen))
        elif left[one.id].returned_fen < one.returned_fen:
            said = _("The penalty costs {amount} yuan again.")
            yield said.format(amount=yuan_text(left[one.id].cost_fen))
