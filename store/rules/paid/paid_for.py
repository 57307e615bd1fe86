"""Paid for (已付): does enough of the money stay for goods that go out, or are with the buyer?

What went back and leaves half of their price, or more, is a compensation beside the goods; where
less stays, it was money for them. No source gives a limit: half is the desk's own. What is refunded
of one sub-order is taken from no other (docs/imports.md): money of which the line is known is of
that line alone, and the rest is taken from the other goods as long as they cost as much.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from msgspec import Struct

from store.models.after_sales_case import AfterSalesCase
from store.models.money import Fen
from store.models.order import Line, Order
from store.models.parcel import LineQuantity, OfLine, line_quantities, units_by_line
from store.models.refund import Refund
from store.rules.order.ledger import LineLedger, line_ledgers, price_of, spent
from store.rules.paid.paid_units import LEAST_PAID, is_money_of

Part = tuple[int | None, Fen]
"""Money, and the line that it is of; None where nobody knows the line, or it is freight."""


class MoneyBack(Struct, frozen=True):
    """Money that went, or is going, back, in fen; which goods it is, or may be, the money of."""

    lines: tuple[LineLedger, ...]
    """The ledger of each line of its order; the order itself, which remembers this, would never be
    given up.
    """
    for_goods_fen: Fen
    """What was paid for goods; the freight belongs to none."""
    of_lines: Mapping[int, Fen]
    """What is known to be of one line, by its number; never more than the line cost."""
    of_any: Fen
    """The rest."""
    without_units: Mapping[int | None, Fen]
    """That of which nobody said for how many units, by line, or None where nobody knows it."""

    @property
    def fen(self) -> Fen:
        """All of it."""
        return sum(self.of_lines.values()) + self.of_any

    def left_of(self, goods: Iterable[Line | OfLine]) -> Fen:
        """What of the money of their lines is not known to have gone back, with units or not."""
        numbers = {one.line for one in goods}
        cost = sum(one.line.amount_fen for one in self.lines if one.number in numbers)
        return cost - sum(fen for line, fen in self.of_lines.items() if line in numbers)

    def costs_of(self, goods: Iterable[LineQuantity]) -> list[Fen]:
        """What each of these costs, as far as the money of its line has not gone back."""
        ledgers = {one.number: one for one in self.lines}
        return [
            min(ledgers[part.line].price(part.quantity), self.left_of((part,))) for part in goods
        ]

    def kept_for(self, goods: Iterable[LineQuantity]) -> Fen:
        """What of the money for these goods may still stay: all that is left of their lines, and no
        more than is left of the order.
        """
        wanted = tuple(goods)
        left = self.for_goods_fen - self.fen
        is_known = any(self.of_lines.get(part.line) for part in wanted)
        return min(left, self.left_of(wanted)) if is_known else left

    def is_for(
        self, goods: Iterable[LineQuantity], *, besides: Iterable[LineQuantity] = ()
    ) -> bool:
        """Is it the money of any of these goods, rather than a compensation beside them? What is
        sent `besides` has to stay paid for out of the same money.
        """
        wanted = tuple(goods)
        every = line_quantities(units_by_line((*wanted, *besides)).items())
        lines = {part.line for part in wanted}
        alone = ((part,) for part in every if part.line in lines)
        return any(self._is_short(some) for some in (*alone, every))

    def may_be_for(self, goods: Iterable[LineQuantity]) -> bool:
        """May what of it names no units be the money of any unit of these goods, though as much is
        left for others of their line? Units have no names, so that one of several may be paid.
        """
        units = (LineQuantity(line=line, quantity=1) for line in {part.line for part in goods})
        return any(self._is_of_one(unit) for unit in units)

    def _is_of_one(self, unit: LineQuantity) -> bool:
        given = self.without_units.get(unit.line, 0)
        return given > 0 and is_money_of(sold_for((one.line for one in self.lines), (unit,)), given)

    def _is_short(self, goods: tuple[LineQuantity, ...]) -> bool:
        return self.kept_for(goods) < LEAST_PAID * price_of(self.lines, goods)


def gone_back(
    order: Order, refunds: Iterable[Refund] | None = None, more: Iterable[Part] = ()
) -> MoneyBack:
    """What these refunds gave, or all that count as spent, and `more`, which names no units."""
    known, beside = tuple(spent(order) if refunds is None else refunds), tuple(more)
    cost = {line.line: line.amount_fen for line in order.lines}
    found, unnamed = Counter[int | None](), Counter[int | None]()
    for line, fen in (*(part for one in known for part in _parts(order, one)), *beside):
        found[line] += fen
    nameless = ((line_of(order, one), one.amount_fen) for one in known if not one.lines)
    for line, fen in (*nameless, *beside):
        # Of the only line freight may be in it too.
        unnamed[only_line(order) or line] += fen
    of_lines = {line: min(fen, cost[line]) for line, fen in found.items() if line in cost}
    for_goods = order.money.paid_fen - order.money.freight_fen
    of_any = found.total() - sum(of_lines.values())
    return MoneyBack(line_ledgers(order), for_goods, of_lines, of_any, unnamed)


def more_than_paid(order: Order) -> Iterator[tuple[Line, tuple[Fen, ...]]]:
    """The lines of which more went, or is going, back than they and the freight cost, and what did,
    refund by refund. An estimate is no more than was left, and of the only line the whole order
    speaks.
    """
    found: dict[int, list[Fen]] = {}
    for one in spent(order) if len(order.lines) > 1 else ():
        of_lines = Counter[int]()
        for number, fen in _parts(order, one):
            if number is not None:
                of_lines[number] += fen
        if len(of_lines) == 1:
            # What is more than its units cost is of that line too, or its freight.
            of_lines = Counter(dict.fromkeys(of_lines, one.amount_fen))
        for number, fen in () if one.estimated else of_lines.items():
            found.setdefault(number, []).append(fen)
    for line in order.lines:
        back = tuple(found.get(line.line, ()))
        if sum(back) > line.amount_fen + order.money.freight_fen:
            yield line, back


def divided(amount: Fen, costs: Sequence[Fen]) -> list[Fen]:
    """A sum, divided by what each costs so that the shares add up to the fen; none of them gets
    more than it costs, and what is beyond all of them is of none.
    """
    within, total = min(amount, sum(costs)), sum(costs)
    bounds = [within * upto // total if total else 0 for upto in accumulate(costs, initial=0)]
    return [upto - before for before, upto in pairwise(bounds)]


def line_of(order: Order, refund: Refund) -> int | None:
    """The one line that money without units is of, as its case says; None where nobody knows."""
    return line_meant(order.case_named(refund.case), ())


def line_paid(order: Order, refund: Refund) -> int | None:
    """The same, or the only line that there is; freight may be in the money of that."""
    return only_line(order) or line_of(order, refund)


def only_line(order: Order) -> int | None:
    """The only line that there is."""
    return order.lines[0].line if len(order.lines) == 1 else None


def line_meant(case: AfterSalesCase | None, goods: Iterable[OfLine]) -> int | None:
    """The one line that money is of: as its goods say, else as its case does; None where they are
    of several, or nobody knows.
    """
    lines = {part.line for part in tuple(goods) or (case.lines if case else ())}
    if not lines:
        return case.line if case else None
    return lines.pop() if len(lines) == 1 else None


def sold_for(lines: Iterable[Line], goods: Iterable[OfLine]) -> Fen:
    """What the buyer paid for these goods of such lines, whatever of it has gone back."""
    known = {line.line: line for line in lines}
    each = ((known[part.line], part.quantity) for part in goods if part.line in known)
    return sum(line.amount_fen * units // line.ordered for line, units in each)


def _parts(order: Order, refund: Refund) -> Iterator[Part]:
    """What a refund gives by line: as its units say, else as its case does."""
    if refund.lines:
        yield from ((part.line, part.amount_fen) for part in refund.lines)
        yield None, refund.amount_fen - sum(part.amount_fen for part in refund.lines)
    else:
        yield line_of(order, refund), refund.amount_fen
