"""Paid goods (来货已退款): money that may be of goods which lie here for a case that has ended.

It went for no case, or for another one, and names no units (`paid.paid_by_others`), so that it may
come to their price with the freight, less a deduction, or in parts. Whoever refunds these goods
says whether it is their money: then it names them, and nothing goes a second time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from store.errors import Problem
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities, units_by_line
from store.models.refund import Refund
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.cases.case_view import CaseView, case_views
from store.rules.cases.returning import to_go_back
from store.rules.money.money_of_stock_outs import naming_units
from store.rules.money.refund_names import refunds_listed
from store.rules.order.goods import goods_in
from store.rules.paid.given_before import went_fen
from store.rules.paid.other_money_said import maybe_paid_by_other_money
from store.rules.platform.refunds.refunds_of_case import coming_to
from store.words import _


class PaidOfGoods(Struct, frozen=True):
    """What went without units, and may be the money of goods that lie here and are owed."""

    order: Order
    amount: Fen
    """What is to be given for them now; beside a yes, how much of what went is theirs."""
    units: tuple[LineQuantity, ...]
    """Those of them that are to be refunded."""
    views: tuple[CaseView, ...]
    """The cases for which they came."""

    def problems(self, answer: str | None, *, is_typed: bool) -> Iterator[Problem]:
        """Whether that is the same money has to be answered (went), and of several sums which."""
        listed = refunds_listed(self._maybe)
        if answer is None:
            said = _(
                "{known} Answer yes where it is: nothing goes a second time then. Answer no where"
                " this goes beside it."
            )
            known = maybe_paid_by_other_money(self.order, self.views)
            yield Problem("went", said.format(known=known))
        elif answer == "yes" and not is_typed and len(self._maybe) > 1:
            said = _(
                "Several went ({refunds}): give the amount of the one, or of those together, that"
                " went for {goods}."
            )
            goods = goods_in(self.order, self.units)
            yield Problem("amount", said.format(refunds=listed, goods=goods))
        elif answer == "yes" and is_typed and not self._of_amount:
            said = _("What went is {refunds}: neither one nor several together are {amount}.")
            amount = yuan_text(self.amount)
            yield Problem("amount", said.format(refunds=listed, amount=amount))

    def as_the_same(self, context: Context) -> Outcome:
        """The order in which what went names these units, and those that it paid for already."""
        said = _("{refunds} is the money of {goods}; nothing goes back a second time.")
        given = self._of_amount or self._maybe
        units = line_quantities((units_by_line(self.units) + self._paid_by(given)).items())
        after = naming_units(self.order, given, units, said_at=context.now, case=self.views[0])
        goods = goods_in(self.order, units)
        return Outcome((after,), (said.format(refunds=refunds_listed(given), goods=goods),))

    def as_other_money(self) -> Order:
        """The order as it is: what names no units is of none."""
        return self.order

    def beside_it(self, refund: Refund) -> Refund:
        """The refund that is given all the same."""
        return refund

    @property
    def _maybe(self) -> tuple[Refund, ...]:
        ids = {one.id for view in self.views for one in view.maybe_paid_by}
        return tuple(one for one in self.order.refunds if one.id in ids)

    @property
    def _of_amount(self) -> tuple[Refund, ...]:
        """Those of them that are just so much, alone or together."""
        if went_fen(self._maybe) == self.amount:
            return self._maybe
        return tuple(coming_to(list(self._maybe), self.amount))

    def _paid_by(self, given: Iterable[Refund]) -> Counter[int]:
        """The units that these stand for as the price of, and that none has named."""
        ids, paid = {one.id for one in given}, Counter[int]()
        for view in case_views(self.order):
            if view.money_of_others and ids.issuperset(one.id for one in view.money_of_others):
                paid += view.paid_by_others
        return paid


def paid_goods(
    order: Order, lines: tuple[LineQuantity, ...], amount: Fen = 0
) -> PaidOfGoods | None:
    """What may have gone for those of these units that lie here for cases which have ended."""
    wanted, here = units_by_line(lines), Counter[int]()
    views = list[CaseView]()
    for view, owed in maybe_paid(order):
        if wanted & owed:
            here += owed
            views.append(view)
    units = line_quantities((wanted & here).items())
    return PaidOfGoods(order, amount, units, tuple(views)) if units else None


def maybe_paid(order: Order) -> Iterator[tuple[CaseView, Counter[int]]]:
    """The cases for which goods lie here that are owed and may be paid for, with these by line."""
    for view in case_views(order):
        if view.maybe_paid_by and (owed := to_go_back(order, view.case)):
            yield view, units_by_line(owed)
