"""Already paid (已退、正在退): money that may be what somebody gives once more.

What went before may be the money of a case (`given_before`), of goods that lie here for one that
has ended (`paid_goods`), or of units out of stock whose refund is owed. Money of just the price of
these names them by itself (`money_of_stock_outs`); of another amount, where the platform itself is
paying a case of them, or has just given as much (`given_there`), whoever gives money has to say.
"""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities
from store.models.refund import Refund
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView
from store.rules.money.money_of_stock_outs import (
    about_the_price,
    is_most_of,
    may_be_for,
    naming_units,
    priced_at,
)
from store.rules.money.refund_names import refunds_listed
from store.rules.order.goods import goods_in
from store.rules.order.ledger import spent
from store.rules.paid.given_before import (
    as_beside,
    given_before,
    given_problem,
    typed_beside,
    went_fen,
)
from store.rules.paid.given_there import PaidByPlatform, given_there
from store.rules.paid.paid_goods import PaidOfGoods, paid_goods
from store.rules.paid.paid_there import paying_for
from store.rules.paid.went_before import with_its_money
from store.rules.stock.stock_out import goods_out_of_stock, is_since
from store.words import _, listed


class PaidOfCase(Struct, frozen=True):
    """What went already, and may be the money of a case."""

    order: Order
    case: AfterSalesCase
    amount: Fen
    """What is to be given for it now."""

    def problems(self, answer: str | None, *, is_typed: bool) -> Iterator[Problem]:
        """Whether that is the same money has to be answered (went)."""
        return given_problem(self.order, self.case, answer, self.amount, is_typed=is_typed)

    def as_the_same(self, context: Context) -> Outcome:
        """The order in which what went is the money of the case."""
        return with_its_money(self.order, self._given, self.case, context)

    def as_other_money(self) -> Order:
        """The order in which what went is said to be other money than that of the case."""
        return as_beside(self.order, self._given)

    def beside_it(self, refund: Refund) -> Refund:
        """The refund that is given all the same: the money of the case."""
        return refund

    @property
    def _given(self) -> tuple[Refund, ...]:
        return given_before(self.order, self.case, self.amount)


class PaidOfUnits(Struct, frozen=True):
    """What went, or goes, already, and may be the money of units out of stock."""

    order: Order
    amount: Fen
    """What is to be given for them now."""
    units: tuple[LineQuantity, ...]
    """Those that it is given for, or that what went is the price of."""
    given: tuple[Refund, ...]
    """What went without units, and may be for these."""
    paying: tuple[CaseView, ...]
    """The cases that the platform is paying, and that may be of these."""

    def problems(self, answer: str | None, *, is_typed: bool) -> Iterator[Problem]:
        """Whether that is the same money has to be answered (went)."""
        goods = goods_in(self.order, self.units)
        if self.paying and answer != "no":
            said = _(
                "The platform itself is paying {amount} (case {cases}), which may be for what is"
                " out of stock ({goods}); see there how it ends. Answer no where this goes beside"
                " it."
            )
            fen = yuan_text(sum(view.left_to_pay for view in self.paying))
            cases = listed(case_called(view.case) for view in self.paying)
            yield Problem("went", said.format(amount=fen, cases=cases, goods=goods))
        elif self.given and answer is None:
            said = _(
                "{refunds} went back without goods, and may be the money of what is out of stock"
                " ({goods}). Answer yes where it is, no where this goes beside it."
            )
            yield Problem("went", said.format(refunds=refunds_listed(self.given), goods=goods))
        elif self.given and answer == "yes" and is_typed:
            yield from typed_beside(self.given, self.amount)
        elif not (self.paying or self.given):
            yield from given_problem(self.order, None, answer, self.amount, is_typed=is_typed)

    def as_the_same(self, context: Context) -> Outcome:
        """The order in which what went is the money of these units."""
        said = _("{refunds} is the money of {goods}; nothing goes back a second time.")
        goods = goods_in(self.order, self.units)
        after = naming_units(self.order, self.given, self.units, said_at=context.now)
        return Outcome((after,), (said.format(refunds=refunds_listed(self.given), goods=goods),))

    def as_other_money(self) -> Order:
        """The order as it is: what names no units is of none."""
        return self.order

    def beside_it(self, refund: Refund) -> Refund:
        """The refund that is given all the same: where the platform itself is paying a case, it is
        money beside the cases.
        """
        return refund.model_copy(update={"beside": True}) if self.paying else refund


AlreadyPaid = PaidOfCase | PaidOfGoods | PaidOfUnits | PaidByPlatform


def already_paid(
    order: Order,
    case: CaseView | None,
    lines: tuple[LineQuantity, ...],
    amount: Fen,
    now: datetime | None,
) -> AlreadyPaid:
    """What may have gone, or be going, for what this amount is given for: a case, else these lines,
    where they lie here for one that has ended or are out of stock, or all that is out of stock
    where it is the price of that, else what the platform gave by `now`; None where it goes beside
    that.
    """
    if case:
        return PaidOfCase(order, case.case, amount)
    if goods := paid_goods(order, lines, amount):
        return goods
    out = goods_out_of_stock(order)
    units = _named_of(out, lines) if lines else priced_at(order, out, amount)
    given, paying = _given(order, units), paying_for(order, units)
    if went_fen(given) not in about_the_price(order, units):
        units = priced_at(order, out, went_fen(given)) or units
    there = given_there(order, lines, amount, now) if now else ()
    if there and not (given or paying):
        return PaidByPlatform(order, there)
    return PaidOfUnits(order, amount, units, given, paying)


def _named_of(
    units: tuple[LineQuantity, ...], lines: tuple[LineQuantity, ...]
) -> tuple[LineQuantity, ...]:
    """Those of the units that these lines name."""
    named = {part.line: part.quantity for part in lines}
    return line_quantities((p.line, min(p.quantity, named.get(p.line, 0))) for p in units)


def _given(order: Order, units: tuple[LineQuantity, ...]) -> tuple[Refund, ...]:
    """What went without units, and comes to the money of these or is the price of a part of them:
    since they were applied for, else with what had gone before.
    """
    given = tuple(one for one in spent(order) if may_be_for(order, one, units))
    since = tuple(one for one in given if any(is_since(one, it) for it in order.stock_outs))
    return next((some for some in (since, given) if _is_for_any(order, units, went_fen(some))), ())


def _is_for_any(order: Order, units: tuple[LineQuantity, ...], fen: Fen) -> bool:
    return is_most_of(order, units, fen) or bool(priced_at(order, units, fen))
