"""Shipping (发货): what has to hold before goods may go out, whichever action sends them."""

from collections.abc import Iterable, Iterator, Mapping

from store.errors import Problem
from store.models.axes import Fulfilment
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities, units_by_line
from store.models.stock_out import StockOutApplication
from store.rules.action.context import Context
from store.rules.cases.case_view import case_of
from store.rules.cases.refund_agreed import asked_back, is_agreed, refund_it
from store.rules.order.axes import was_paid
from store.rules.order.cases_shown import hides_a_case
from store.rules.order.goods import TO_SHIP, Holder, account, goods_in, goods_of
from store.rules.order.ledger import line_ledgers, lines_left, money_ledger, price_of, spent
from store.rules.paid.paid_for import gone_back, line_of
from store.rules.stock.stock_out import lock_sentence, locked_lines
from store.words import _, listed, noted
from store.words.labels import label
from store.words.times import day_text, minute_text, when_text


def not_released(order: Order) -> str | None:
    """Why the order is not to be shipped yet: it is not paid, or nobody knows where it stands."""
    if order.known_from == "buyer":
        return _(
            "This order is known from the buyer alone; it may go out once an export of the platform"
            " shows it."
        )
    if not was_paid(order):
        return _("This order is not paid yet.")
    if order.platform_fulfilment is Fulfilment.WAITING:
        return _(
            "The platform says {words}, which the desk does not know; it may go out once an import"
            " shows that it is to be shipped."
        ).format(words=listed(order.platform_status.values()) or "-")
    return None


def blocked(order: Order) -> str | None:
    """Why no goods of this order may go out at all now, whatever is left of them."""
    if order.stops_shipping:
        return _(
            "What is known of this order contradicts itself; nothing of it may be shipped until"
            " that is settled and resolved here."
        )
    if order.under_review:
        return _(
            "The platform is reviewing this order; it may go out once an import shows that the"
            " review has ended."
        )
    return None


def held(order: Order, context: Context) -> str | None:
    """Somebody holds the goods back; the hold lapses by itself."""
    hold = order.hold
    if hold is None or not hold.holds(context.now):
        return None
    return _(
        "This order is held back until {until} ({reason}); release the hold to ship it before."
    ).format(until=minute_text(hold.until), reason=hold.reason)


def cancelled(order: Order) -> str | None:
    """The order was cancelled as far as it has not left: its money goes back, not its goods out."""
    if order.cancellation is None or not order.cancellation.stops_shipping:
        return None
    if not lines_left(order):
        return None
    return _(
        "This order was cancelled on {day} ({reason}); refund what is left of it, nothing more of"
        " it may be shipped."
    ).format(day=day_text(order.cancellation.at), reason=label(order.cancellation.reason))


def open_refund_of_unshipped(order: Order) -> str | None:
    """A refund of goods that have not left is open: shipping them now would lose both."""
    for refund in spent(order):
        if refund.open and refund.of_unshipped:
            return _(
                "A refund of {amount} for unshipped goods is open ({time}); settle it before"
                " anything is shipped."
            ).format(amount=yuan_text(refund.amount_fen), time=when_text(refund.requested_at))
    for case in order.open_cases:
        if is_agreed(case) and case_of(order, case).to_ship:
            return refund_it(order, case)
        if case.unshipped and case_of(order, case).to_ship:
            return asked_back(case)
    if hides_a_case(order):
        return _(
            "The platform shows an open after-sales case that the desk does not know; import the"
            " after-sales export before anything is shipped."
        )
    return None


def nothing_left(order: Order) -> str | None:
    """Nothing is left to ship, with the count that says so."""
    if lines_left(order):
        return None
    ledgers = line_ledgers(order)
    return _(
        "Nothing is left to ship: {ordered} ordered, {cancelled} cancelled, {shipped} shipped,"
        " {refunded} refunded before shipping."
    ).format(
        ordered=sum(ledger.line.ordered for ledger in ledgers),
        cancelled=sum(ledger.line.cancelled for ledger in ledgers),
        shipped=sum(ledger.shipped for ledger in ledgers),
        refunded=sum(ledger.refunded_unshipped for ledger in ledgers),
    )


def open_lines(order: Order) -> tuple[LineQuantity, ...]:
    """Everything that is left to ship and that no application for out-of-stock locks."""
    locked = {line: one.units for line, one in locked_lines(order).items()}
    return line_quantities(
        (part.line, part.quantity - locked.get(part.line, 0)) for part in lines_left(order)
    )


def locks(order: Order, lines: Iterable[LineQuantity]) -> tuple[StockOutApplication, ...]:
    """The applications for out-of-stock that lock any of these units, each once."""
    locked, may_go = locked_lines(order), units_by_line(open_lines(order))
    applications = (
        locked[part.line].application
        for part in lines
        if part.line in locked and part.quantity > may_go[part.line]
    )
    return tuple({one.id: one for one in applications}.values())


def all_locked(order: Order, context: Context) -> str | None:
    """Every line that is left to ship waits for a verdict on stock-out."""
    if open_lines(order):
        return None
    found = locks(order, lines_left(order))
    return lock_sentence(order, found[0], context) if found else None


def lock_problem(
    order: Order, lines: tuple[LineQuantity, ...], context: Context, *, field: str = "lines"
) -> Iterator[Problem]:
    """Lines that an application for out-of-stock locks, said once for each application."""
    for application in locks(order, lines):
        yield Problem(field, lock_sentence(order, application, context))


def all_money_back(order: Order) -> str | None:
    """All the money has gone, or is going, back: nothing that it paid for goes out."""
    money = money_ledger(order)
    if money.is_all_back:
        return _(
            "All that was paid for this order is refunded ({amount}); nothing more may be shipped."
        ).format(amount=yuan_text(money.back))
    return None


def paid_back(order: Order, lines: Iterable[LineQuantity]) -> Fen:
    """Money that went, or is going, back without any units, so that all of them are still to go;
    not what is known to be of other lines than these.
    """
    numbers = {None, *(part.line for part in lines)}
    return sum(
        one.amount_fen - sum(part.amount_fen for part in one.lines)
        for one in spent(order)
        if not any(part.quantity for part in one.lines) and line_of(order, one) in numbers
    )


def lines_paid_for(order: Order) -> tuple[LineQuantity, ...]:
    """Everything that is left to ship and whose money did not go back without it."""
    if not order.refunds:
        return lines_left(order)
    back = gone_back(order)
    return tuple(
        part
        for part in lines_left(order)
        if not paid_back(order, (part,)) or not back.is_for((part,))
    )


def lines_to_send(order: Order) -> tuple[LineQuantity, ...]:
    """Everything that may go out now: open, and still paid for."""
    paid = {part.line for part in lines_paid_for(order)}
    return tuple(part for part in open_lines(order) if part.line in paid)


def _lines_unpaid(order: Order) -> tuple[LineQuantity, ...]:
    """Everything that is open and stays here, because its money went back without it."""
    sent = lines_to_send(order)
    return tuple(part for part in open_lines(order) if part not in sent)


def mostly_paid_back(order: Order) -> str | None:
    """What went back without its goods is their money, and no mere compensation: of all that could
    go out, or of all that is left together.
    """
    if not lines_to_send(order):
        return _paid_back_said(order, _lines_unpaid(order))
    paid = lines_paid_for(order)
    if not paid_back(order, paid) or not gone_back(order).is_for(paid):
        return None
    return _paid_back_said(order, paid)


def paid_back_problem(order: Order, lines: tuple[LineQuantity, ...]) -> Iterator[Problem]:
    """Lines that are named and whose money went back without them."""
    paid = {part.line for part in lines_paid_for(order)}
    left = {part.line for part in lines_left(order)}
    unpaid = tuple(part for part in lines if part.line in left - paid)
    if unpaid:
        yield Problem("lines", _paid_back_said(order, unpaid))


def _paid_back_said(order: Order, lines: tuple[LineQuantity, ...]) -> str:
    return _(
        "{back} of this order went back without its goods; what is left to ship costs {cost}, of"
        " which {kept} is still paid. Refund the units too ({lines}), or settle the"
        " refund as failed."
    ).format(
        back=yuan_text(paid_back(order, lines)),
        cost=yuan_text(price_of(line_ledgers(order), lines)),
        kept=yuan_text(max(0, gone_back(order).kept_for(lines))),
        lines=goods_in(order, lines),
    )


def partly_paid_back(order: Order, lines: Iterable[LineQuantity]) -> Iterator[str]:
    """A compensation that went back beside these goods, which go out all the same, and what stays
    behind because its money went back.
    """
    back = paid_back(order, lines)
    if back:
        said = _("{back} of this order went back already, without its goods; they go out now.")
        yield said.format(back=yuan_text(back))
    if unpaid := _lines_unpaid(order):
        yield _paid_back_said(order, unpaid)


def to_ship_problem(order: Order, lines: tuple[LineQuantity, ...]) -> Iterator[Problem]:
    """Each line exists and has that many units left to ship."""
    left = {ledger.number: ledger.to_ship for ledger in line_ledgers(order)}
    said = _("Of {goods} {left} are left to ship, not {quantity}: {account}.")
    return lines_problem(order, lines, left, said, TO_SHIP)


def lines_problem(
    order: Order,
    lines: tuple[LineQuantity, ...],
    left: Mapping[int, int],
    sentence: str,
    holders: Iterable[Holder],
) -> Iterator[Problem]:
    """Each line exists and has that many units left; `sentence` names the goods, how many are left
    and wanted, and by the account what holds the others.
    """
    for part in lines:
        if order.line_named(part.line) is None:
            yield Problem("lines", no_such_line(order, part.line))
        elif part.quantity > max(0, left[part.line]):
            said = sentence.format(
                goods=goods_of(order, part.line),
                left=max(0, left[part.line]),
                quantity=part.quantity,
                account=account(order, part.line, holders),
            )
            yield Problem("lines", said)


def no_such_line(order: Order, number: int) -> str:
    """The lines by their numbers, which are what is typed, with their goods."""
    known = listed(noted(line.line, line.sku or line.name) for line in order.lines)
    return _("There is no line {line}; there is: {known}.").format(line=number, known=known)
