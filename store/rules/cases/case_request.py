"""Request (售后申请): what a buyer asks for in a case, and whether the goods allow it.

Only money may be asked for goods that have not left; everything else is about goods that have.
A unit that another open case claims, or that was refunded or sent again, cannot be asked for.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from store.errors import Problem
from store.models.after_sales_case import CaseKind
from store.models.axes import Fulfilment
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities
from store.rules.cases.case_account import SENT_TO_CLAIM, TO_CLAIM
from store.rules.cases.case_machine import (
    EXCHANGE,
    MONEY,
    REFUND_ONLY,
    REFUSED,
    REPAIR,
    RETURN,
    SUPPLEMENTARY,
)
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_views
from store.rules.order.goods import accounts
from store.rules.order.ledger import line_ledgers, money_ledger, price_of
from store.rules.parcels.shipping import lines_problem
from store.words import _, listed
from store.words.labels import label

AskedKind = Literal[
    "refund_only", "return_and_refund", "exchange", "supplementary", "repair", "refused_delivery"
]
"""The kinds a person may ask for; `other` is only a platform's unknown word."""
OFFERED_KINDS: dict[str, dict[str, str]] = {
    "offered-exchange": {"kind": str(EXCHANGE)},
    "offered-return": {"kind": str(RETURN)},
}
"""The case that an offer of ours leads to, by what is owed for the offer."""
OF_SENT_GOODS = (RETURN, EXCHANGE, SUPPLEMENTARY, REPAIR, REFUSED)


def claimable(order: Order) -> dict[int, int]:
    """The units by line that no open case claims and that were neither refunded nor sent again."""
    taken = _claimed_by_open_cases(order)
    return {
        ledger.number: max(0, ledger.untouched - taken[ledger.number])
        for ledger in line_ledgers(order)
    }


def unclaimed_sent(order: Order) -> dict[int, int]:
    """Of the claimable units by line, the ones that have left and were not recorded as lost."""
    free = claimable(order)
    taken = _claimed_by_open_cases(order, unshipped=False)
    return {
        ledger.number: max(
            0,
            min(
                free[ledger.number],
                ledger.with_buyer,
                ledger.shipped - ledger.refunded_shipped - ledger.reissued - taken[ledger.number],
            ),
        )
        for ledger in line_ledgers(order)
    }


def unclaimed_unsent(order: Order) -> dict[int, int]:
    """Of the claimable units by line, the ones that have not left."""
    free = claimable(order)
    taken = _claimed_by_open_cases(order, unshipped=True)
    return {
        ledger.number: max(0, min(free[ledger.number], ledger.to_ship - taken[ledger.number]))
        for ledger in line_ledgers(order)
    }


def _claimed_by_open_cases(order: Order, *, unshipped: bool | None = None) -> Counter[int]:
    """What open cases claim besides the units that were refunded for them already."""
    units: Counter[int] = Counter()
    for view in case_views(order):
        if view.case.open and unshipped in (None, view.case.unshipped):
            refunded = view.refunded
            for line, wanted in view.with_gifts.items():
                units[line] += max(0, wanted - refunded[line])
    return units


class Request(Struct, frozen=True):
    """What is asked for, by the fields of `open-case` and `change-case`.

    The order is the one without the case itself, so that a change may claim the same units again.
    """

    order: Order
    kind: CaseKind
    lines: tuple[LineQuantity, ...] | None = None
    """None means everything that this kind may claim."""
    amount: Fen | None = None
    """None means the price of the units, where the kind ends with money."""

    @property
    def units(self) -> tuple[LineQuantity, ...]:
        """The units it is about."""
        if self.lines is not None:
            return self.lines
        return line_quantities(self._available().items())

    @property
    def unshipped(self) -> bool:
        """Is it a refund of goods of which some have not left? Then they may not leave now."""
        unsent = unclaimed_unsent(self.order)
        return self.kind is REFUND_ONLY and any(unsent.get(part.line, 0) for part in self.units)

    @property
    def requested(self) -> Fen:
        """The money that is asked for."""
        if self.kind not in MONEY:
            return 0
        if self.amount is not None:
            return self.amount
        return max(
            0,
            min(
                price_of(line_ledgers(self.order), self.units), money_ledger(self.order).refundable
            ),
        )

    def problems(self) -> Iterator[Problem]:
        """Why the goods or the money of the order do not allow it, field by field."""
        unfit = self._unfit_kind()
        if unfit:
            yield Problem("kind", unfit)
            return
        wrong_lines = tuple(
            lines_problem(
                self.order,
                self.lines or (),
                self._available(),
                self._too_many(),
                SENT_TO_CLAIM if self.kind in OF_SENT_GOODS else TO_CLAIM,
            )
        )
        yield from wrong_lines
        if not wrong_lines:
            yield from self._amount_problem()

    def _available(self) -> dict[int, int]:
        return unclaimed_sent(self.order) if self.kind in OF_SENT_GOODS else claimable(self.order)

    def _unfit_kind(self) -> str | None:
        if self.kind is REFUSED and _received(self.order):
            return _(
                "The buyer has confirmed the receipt of this order; goods that were received come"
                " back as: {kind}."
            ).format(kind=label(RETURN))
        if self.kind not in OF_SENT_GOODS or any(self._available().values()):
            return None
        if not any(ledger.shipped for ledger in line_ledgers(self.order)):
            return _(
                "Nothing of this order has been shipped yet; {kind} is for goods that have left."
                " For goods that have not, there is: {other}."
            ).format(kind=label(self.kind), other=label(REFUND_ONLY))
        return _("Of what was shipped no unit is left for: {kind}. {accounts}.").format(
            kind=label(self.kind), accounts=accounts(self.order, SENT_TO_CLAIM)
        )

    def _too_many(self) -> str:
        if self.kind in OF_SENT_GOODS:
            return _(
                "Of {goods} {left} that were shipped can be claimed, not {quantity}: {account}."
            )
        return _("Of {goods} {left} can be claimed, not {quantity}: {account}.")

    def _costs_nothing(self) -> bool:
        """Was nothing paid for its units? Goods come back all the same; money alone is asked for
        them only where nothing was paid for the order, which is how it is called off.
        """
        free = not price_of(line_ledgers(self.order), self.units)
        return free and not (self.kind is REFUND_ONLY and self.order.money.paid_fen)

    def _most_for_lines(self) -> Fen:
        return price_of(line_ledgers(self.order), self.units) + self.order.money.freight_fen

    def _amount_problem(self) -> Iterator[Problem]:
        left = money_ledger(self.order).refundable
        if self.kind not in MONEY:
            if self.amount is not None:
                yield Problem(
                    "amount",
                    _("Goods are asked for here, not money; leave the amount out ({kind}).").format(
                        kind=label(self.kind)
                    ),
                )
        elif self.amount is not None and self.amount > left:
            yield Problem(
                "amount",
                _("{amount} is more than the {left} that this order can still be refunded.").format(
                    amount=yuan_text(self.amount), left=yuan_text(max(0, left))
                ),
            )
        elif self.amount is not None and self.lines and self.amount > self._most_for_lines():
            yield Problem(
                "amount",
                _("{amount} is more than the {cost} that these lines and the freight cost.").format(
                    amount=yuan_text(self.amount), cost=yuan_text(self._most_for_lines())
                ),
            )
        elif not (self.requested or self._costs_nothing()):
            yield Problem("amount", _("The lines cost nothing; give an amount."))


def _received(order: Order) -> bool:
    return bool(order.receipt_confirmed_at) or order.platform_fulfilment is Fulfilment.RECEIVED


def nothing_to_claim(order: Order) -> str | None:
    """Why no case can be opened for any unit of the order; None when one can."""
    if any(claimable(order).values()):
        return None
    if order.open_cases:
        sentence = _(
            "No unit of this order is left to claim: {ordered} ordered, {cancelled} cancelled,"
            " {refunded} refunded, {reissued} sent again; the rest is claimed by open cases"
            " ({cases}), which can be changed."
        )
    else:
        sentence = _(
            "No unit of this order is left to claim: {ordered} ordered, {cancelled} cancelled,"
            " {refunded} refunded, {reissued} sent again."
        )
    ledgers = line_ledgers(order)
    return sentence.format(
        ordered=sum(ledger.line.ordered for ledger in ledgers),
        cancelled=sum(ledger.line.cancelled for ledger in ledgers),
        refunded=sum(ledger.refunded for ledger in ledgers),
        reissued=sum(ledger.reissued for ledger in ledgers),
        cases=listed(map(case_called, order.open_cases)),
    )
