"""RecordOrder (补录订单): an order that the buyer tells of and no export has shown yet.

It is unpaid to the desk until an export confirms it: whether money came is the platform's word, and
goods that leave on a buyer's word are lost (domain.md §7.2).
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from store.errors import Problem
from store.models.axes import Payment, Platform
from store.models.order import Line, Money, Order
from store.models.receiver import Receiver
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Amount, Count, PhoneNumber, Word
from store.rules.action.time_fields import PastTime
from store.rules.inquiries.fitting import may_be
from store.rules.inquiries.order_number import LOOKS_LIKE, OrderNumber
from store.rules.inquiries.sentences import tied_said
from store.rules.inquiries.shop import PLATFORM_NAMES, shop_meant, shop_problem
from store.rules.inquiries.tying import tied_to
from store.words import N_, _


class RecordOrder(Action[Order]):
    """Record an order that is known from the buyer alone."""

    title = N_("Record an order")
    place = 1340
    starts = True

    order: OrderNumber = Field(title=N_("Order no."), description=LOOKS_LIKE)
    goods: Word = Field(title=N_("Goods"), description=N_("as the buyer names them"))
    amount: Amount = Field(title=N_("Amount"))
    quantity: Count | None = Field(
        default=None, title=N_("Quantity"), description=N_("left out, one")
    )
    paid_at: PastTime | None = Field(default=None, title=N_("Paid at"))
    buyer: Word | None = Field(default=None, title=N_("Buyer"))
    phone: PhoneNumber | None = Field(default=None, title=N_("Phone"))
    platform: Annotated[Literal["pinduoduo", "douyin"] | None, PLATFORM_NAMES] = Field(
        default=None, title=N_("Platform"), description=N_("left out, the one of the shop")
    )
    shop: Word | None = Field(
        default=None, title=N_("Shop"), description=N_("left out, the only one there is")
    )

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return None

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from shop_problem(self.shop, context)
        if self.shop is None and not context.lookup.shops():
            # Its shop is in its key, under which every import looks for it.
            said = _("No shop is known here yet; say which one, by the name its imports will have.")
            yield Problem("shop", said)
        if self._place(context) is None:
            said = _("Nobody knows on which platform it was bought; say which one.")
            yield Problem("platform", said)
        known = next(iter(context.lookup.orders_numbered(self.order)), None)
        if known:
            said = _("Order {order} is already here, in the shop {shop}.")
            yield Problem("order", said.format(order=self.order, shop=known.shop))
        if self.quantity == 0:
            yield Problem("quantity", _("At least one unit was bought."))

    def _place(self, context: Context) -> tuple[Platform, str] | None:
        """The platform and the shop; none where nobody knows on which platform it was bought."""
        named = Platform(self.platform) if self.platform else None
        shop, platform = shop_meant(self.shop, named, context)
        return (platform, shop) if platform else None

    def apply(self, subject: Order, context: Context) -> Outcome:
        place = self._place(context)
        if place is None:
            raise LookupError(self)  # pragma: no cover - `problems` has refused it
        platform, shop = place
        line = Line(
            line=1, sku="", name=self.goods, ordered=self.quantity or 1, amount_fen=self.amount
        )
        order = subject.model_copy(
            update={
                "platform": platform,
                "shop": shop,
                "order_no": self.order,
                "known_from": "buyer",
                "lines": (line,),
                "money": Money(goods_fen=self.amount, paid_fen=self.amount),
                "receiver": Receiver(name=self.buyer or "", phone=self.phone or ""),
                "ordered_at": self.paid_at,
                "platform_payment": Payment.UNPAID,
            }
        )
        return self._with_inquiries(order, context)

    def _with_inquiries(self, order: Order, context: Context) -> Outcome:
        """The order, and the inquiries that were waiting for its number, tied to it."""
        tied = []
        for inquiry in context.lookup.inquiries_about(order.order_no):
            if may_be(inquiry, order):
                changed, known = tied_to(inquiry, order, context)
                order = known or order
                tied.append((inquiry, changed))
        said = tuple(filter(None, (tied_said(changed) for _before, changed in tied)))
        documents = (order, *(changed for _before, changed in tied))
        return Outcome(documents, said, also=tuple(before for before, _changed in tied))
