"""Unknown refunds (账上已退、此处未记): money that the bill shows as gone and that nobody knows here.

A funds file changes no order, so that whoever ships or refunds is told of its rows, and stopped
where the money of the goods is gone, until a person says what the row is: by entering it as a
refund, by an after-sales export, or by setting the payment aside.
"""

from collections.abc import Iterable, Iterator

from store.models.keys import BILL, payments_key
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.refund import Refund
from store.rules.action.context import Lookup
from store.rules.money.beside import rematched
from store.rules.money.matching import open_differences, refunds_met
from store.rules.money.refunds_met import RefundThere
from store.rules.order.ledger import line_ledgers, price_of
from store.rules.order.paid_for import back_fen, is_money_for, kept_for_goods
from store.rules.parcels.shipping import lines_left
from store.rules.timing.policy import Policy
from store.words import _, listed
from store.words.times import minute_text


def unknown_refunds(order: Order, lookup: Lookup, policy: Policy) -> tuple[RefundThere, ...]:
    """The rows of its bill by which money went back that no refund of the order is.

    None once somebody has set them aside.
    """
    name = f"{BILL}{order.order_no}"
    known = lookup.payments(payments_key(order.platform, order.shop, name))
    if known is None:
        return ()
    bill = rematched(known, order)
    is_open = any(one.kind == "refund_there" for one in open_differences(bill, policy))
    return refunds_met(bill).there if is_open else ()


def seen_gone(
    order: Order, refund: Refund, lookup: Lookup, policy: Policy
) -> tuple[RefundThere, ...]:
    """The rows that are this refund of the order: without it nobody would know what they are."""
    without = tuple(one for one in order.refunds if one is not refund)
    before = unknown_refunds(order, lookup, policy)
    after = unknown_refunds(order.model_copy(update={"refunds": without}), lookup, policy)
    return tuple(one for one in after if one not in before)


def fen_of(rows: Iterable[RefundThere]) -> Fen:
    """What of them nobody knows here."""
    return sum(one.fen for one in rows)


def rows_said(rows: Iterable[RefundThere]) -> str:
    """`30.00 (2026-11-20 08:30)`, each row by its amount and time."""
    row, part = _("{amount} ({time})"), _("{left} of {amount} ({time})")
    return listed(
        (row if one.fen == one.row_fen else part).format(
            amount=yuan_text(one.row_fen), left=yuan_text(one.fen), time=minute_text(one.at)
        )
        for one in rows
    )


def unknown_said(order: Order, lookup: Lookup, policy: Policy) -> Iterator[str]:
    """What the bill shows and nobody knows here, where it shows such a thing."""
    rows = unknown_refunds(order, lookup, policy)
    if rows:
        said = _("The platform's funds show a refund that is not known here: {rows}.")
        yield said.format(rows=rows_said(rows))


def gone_there(rows: Iterable[RefundThere]) -> str:
    """What was entered went already: nothing is left to do on the platform."""
    return _("It went back there already: {rows}; nothing is left to settle.").format(
        rows=rows_said(rows)
    )


def money_gone_there(order: Order, lookup: Lookup, policy: Policy) -> str | None:
    """Why nothing is shipped: by the bill what is left to ship is not paid for any more."""
    rows = unknown_refunds(order, lookup, policy)
    left, back = lines_left(order), back_fen(order) + fen_of(rows)
    if not rows or not is_money_for(order, left, back):
        return None
    return _(
        "The platform's funds show a refund that is not known here: {rows}. What is left to ship"
        " costs {cost}, of which {kept} would still be paid. Import the after-sales export, enter"
        " the refund here, or set the payment {bill} aside where it is none."
    ).format(
        rows=rows_said(rows),
        cost=yuan_text(price_of(line_ledgers(order), left)),
        kept=yuan_text(max(0, kept_for_goods(order, back))),
        bill=f"{BILL}{order.order_no}",
    )
