"""Cancelling (取消订单) for lack of stock: the six steps of source article 004, none kept.

1 tell the buyer, 2 offer a solution, 3 cancel with a reason, 4 confirm the refunded amount,
5 follow up with the buyer, 6 analyse the cause (MISSION 18). Each is read from what was recorded
anyway: contacts, offers, the cancellation, refunds and causes.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from store.models.cancellation import Cancellation
from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.models.parcel import units_by_line
from store.models.refund import Refund
from store.rules.action.context import Context
from store.rules.order.ledger import goods_left, line_ledgers, money_ledger, spent, units_to_ship
from store.rules.paid.paid_for import gone_back
from store.rules.stock.causes import OUT_OF_STOCK
from store.words import N_, _, phrases

TELL, OFFER, CANCEL, CONFIRM_REFUND, FOLLOW_UP, FIND_CAUSE = range(1, 7)


class _Kind(NamedTuple):
    """One of the six steps: what it is, and the action that takes it."""

    title: str
    action: str


_KINDS = {
    TELL: _Kind(N_("tell the buyer"), "log-contact"),
    OFFER: _Kind(N_("offer a solution"), "offer-solution"),
    CANCEL: _Kind(N_("cancel the order"), "cancel-order"),
    CONFIRM_REFUND: _Kind(N_("see the refund through"), "refund, settle-refund"),
    FOLLOW_UP: _Kind(N_("follow up with the buyer"), "log-contact purpose=follow_up"),
    FIND_CAUSE: _Kind(N_("record the verified cause"), "set-verified-cause"),
}


class CancelStep(Struct, frozen=True):
    """One step, and how far it is."""

    number: int
    done_at: datetime | None
    needed: bool = True
    """Has it to be done, the way this order is cancelled?"""

    @property
    def title(self) -> str:
        """What there is to do, in the language spoken."""
        return _(_KINDS[self.number].title)

    @property
    def action(self) -> str:
        """The command that does it."""
        return _KINDS[self.number].action

    @property
    def missing(self) -> bool:
        """Is it still to be done?"""
        return self.needed and self.done_at is None

    @property
    def said(self) -> str:
        """The step as a sentence names it."""
        return _("step {number}, {title}").format(number=self.number, title=self.title)


def cancellation(order: Order) -> Cancellation | None:
    """The cancellation that is under way or done.

    One that a refund opened stands and falls with that refund: if it fails, nothing was cancelled.
    Nor was it where all of it left nevertheless, and somebody settled that the buyer pays for it.
    """
    given = order.cancellation
    if given is None or (given.opened_by == "refund" and not _for_lack_of_stock(order)):
        return None
    return None if _was_sold_after_all(order, given) else given


def left_nevertheless(order: Order) -> Discrepancy | None:
    """What was cancelled here and shipped there, until it is settled that the buyer keeps and pays
    it, or the money of the goods is back: the freight of what left is for shop and buyer to agree
    on.
    """
    if order.cancellation is None or goods_left(order) <= 0:
        return None
    stands = (one for one in order.discrepancies if one.kind == "cancelled" and one.stands)
    return next((one for one in stands if one.right != "platform"), None)


def owed_as_cancelled(order: Order) -> Counter[int]:
    """The units of each line whose money is owed for that: nothing else is owed for them."""
    given = order.cancellation
    return units_by_line(given.lines) if given and left_nevertheless(order) else Counter()


def steps(order: Order) -> tuple[CancelStep, ...]:
    """The six steps; until the order is cancelled, as they are for lack of stock.

    A refund for lack of stock is itself what was offered; that the buyer is told stays. Any other
    reason than lack of stock needs neither a word nor an offer before.
    """
    given = cancellation(order)
    by_refund = given is not None and given.opened_by == "refund"
    no_stock = given is None or given.reason == OUT_OF_STOCK
    told = min((one.at for one in order.contacts if one.to_buyer), default=None)
    offered = min((one.at for one in order.offers), default=None)
    refunded = _refunded_at(order, given) if given else None
    followed = _first(refunded, (one.at for one in order.contacts if one.follows_up))
    found = _first(followed, (one.at for one in order.causes if one.case is None))
    return (
        CancelStep(TELL, told, no_stock),
        CancelStep(OFFER, offered, no_stock and not by_refund),
        CancelStep(CANCEL, given.at if given and not by_refund else None, not by_refund),
        CancelStep(CONFIRM_REFUND, refunded),
        CancelStep(FOLLOW_UP, followed),
        CancelStep(FIND_CAUSE, found),
    )


def next_step(order: Order) -> CancelStep | None:
    """What is to be done next for an order that is cancelled; none when all of it is done."""
    if cancellation(order) is None:
        return None
    return next((one for one in steps(order) if one.missing), None)


def comes_after(order: Order, number: int) -> str | None:
    """Which steps before this one are missing, as a sentence; none when it is its turn."""
    missing = missing_before(order, number)
    if not missing:
        return None
    return _(
        "Step {number} of cancelling, {title}, comes after what is missing: {missing}."
    ).format(
        number=number,
        title=steps(order)[number - 1].title,
        missing=phrases(one.said for one in missing),
    )


def missing_before(order: Order, number: int) -> tuple[CancelStep, ...]:
    """The steps before this one that are still to be done, of an order not yet cancelled those that
    lack of stock asks for.
    """
    return tuple(one for one in steps(order) if one.missing and one.number < number)


def too_early(order: Order, number: int) -> str | None:
    """Why a step may not be taken yet while a cancellation is under way; none when it may.

    Without a cancellation the same acts mean something else, and nothing keeps them back.
    """
    return comes_after(order, number) if cancellation(order) else None


def opened_by_refund(order: Order, refund: Refund, context: Context) -> Order:
    """The order after a refund: for lack of stock, of goods not shipped, it opens steps 4 to 6."""
    if cancellation(order) or not _lacks_stock(refund):
        return order
    opened = Cancellation(
        id=context.new_id(),
        reason=OUT_OF_STOCK,
        at=context.now,
        by=str(context.actor),
        opened_by="refund",
    )
    return order.model_copy(update={"cancellation": opened})


def _was_sold_after_all(order: Order, given: Cancellation) -> bool:
    """Did somebody settle that the buyer keeps all of it and pays, and is its money here still?"""
    settled = {
        one.line
        for one in order.discrepancies
        if one.kind == "cancelled" and one.is_settled and one.right == "platform"
    }
    if not given.lines or any(part.line not in settled for part in given.lines):
        return False
    refunded = {one.number: one.refunded for one in line_ledgers(order)}
    with_money = any(refunded[part.line] for part in given.lines)
    return not with_money and not gone_back(order).is_for(given.lines)


def _lacks_stock(refund: Refund) -> bool:
    return refund.cause == OUT_OF_STOCK and refund.of_unshipped


def _for_lack_of_stock(order: Order) -> tuple[Refund, ...]:
    return tuple(one for one in spent(order) if _lacks_stock(one))


def _refunded_at(order: Order, given: Cancellation) -> datetime | None:
    """Since when the money of everything that was cancelled is known to have gone back."""
    if given.opened_by == "refund":
        refunds = _for_lack_of_stock(order)
    else:
        lines = {part.line for part in given.lines}
        refunds = tuple(
            one
            for one in spent(order)
            if any(part.unshipped or part.line in lines for part in one.lines)
        )
        if left_nevertheless(order) or not _all_back(order):
            return None
    if any(one.state != "done" for one in refunds):
        return None
    return max((one.settled_at or given.at for one in refunds), default=given.at)


def _all_back(order: Order) -> bool:
    """Is nothing left to ship, and is what the platform closed of it paid back too?"""
    money = money_ledger(order)
    if money.done >= money.paid:
        return True
    closed = sum(line.amount_fen * line.cancelled // max(1, line.ordered) for line in order.lines)
    return not units_to_ship(order) and money.done >= closed


def _first(after: datetime | None, moments: Iterable[datetime]) -> datetime | None:
    """The first of these that is not before the step it comes after."""
    if after is None:
        return None
    return min((moment for moment in moments if moment >= after), default=None)
