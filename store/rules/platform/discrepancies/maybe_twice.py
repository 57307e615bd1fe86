"""Maybe twice (疑似重复): a sum entered without units, beside money that the platform gave.

Both count as gone, and where nothing is left then for what is to ship, it stays behind without
anybody being told to do anything; so whether they are the same money is asked.
"""

from store.models.axes import Source
from store.models.discrepancy import Discrepancy
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.refund import Refund
from store.rules.order.goods import goods_in
from store.rules.order.ledger import lines_left, spent
from store.rules.platform.discrepancies.amount_unknown import is_unpaid_by
from store.rules.platform.refunds.sums_named import without_units
from store.words import _
from store.words.times import minute_text


def maybe_twice(order: Order) -> Refund | None:
    """The sum without which what is to ship would be paid for, and beside the platform's money is
    not.
    """
    sums = without_units(order) if given_by_platform(order) else []
    return next((one for one in sums if is_unpaid_by(order, one)), None)


def given_by_platform(order: Order) -> Fen:
    """What the platform gave by itself, or is taken to have given."""
    return sum(one.amount_fen for one in spent(order) if one.source is Source.PLATFORM)


def maybe_twice_said(order: Order, refund: Refund, discrepancy: Discrepancy) -> str:
    """Both sums, what waits for it, and what to do where they are the same."""
    said = _(
        "{entered} was entered here without goods ({time}), and the platform gave {there} beside"
        " it; if both have gone, {goods} is not paid for any more. Import the after-sales export,"
        " or a later order export with all of its sub-orders; where it is the same money, reopen"
        " the refund and settle it as failed, else refund these goods too."
    )
    if refund.open:
        said = _(
            "{entered} was entered here without goods ({time}), and the platform gave {there}"
            " beside it; if both have gone, {goods} is not paid for any more. Import the"
            " after-sales export; where it is the same money, settle the refund as failed, else"
            " refund these goods too."
        )
    return said.format(
        entered=yuan_text(refund.amount_fen),
        time=minute_text(refund.requested_at or discrepancy.opened_at),
        there=yuan_text(given_by_platform(order)),
        goods=goods_in(order, lines_left(order)),
    )
