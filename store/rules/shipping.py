"""Shipping (发货): what has to hold before goods may go out, whichever action sends them."""

import re
from collections.abc import Iterator, Mapping

from store.errors import Problem
from store.labels import label
from store.models.axes import Fulfilment
from store.models.order import Line, Order
from store.models.parcel import LineQuantity
from store.models.platform_task import PlatformTask, TaskKind
from store.models.receiver import Receiver
from store.rules.axes import after_sales, was_paid
from store.rules.carriers import CARRIERS, carrier_named, guess_carrier
from store.rules.context import Context
from store.rules.fields import day_text, yuan_text
from store.rules.ledger import line_ledgers, money_ledger, spent
from store.words import _


def not_released(order: Order) -> str | None:
    """Why the order is not to be shipped yet: it is not paid, or nobody knows where it stands."""
    if not was_paid(order):
        return _("This order is not paid yet.")
    if order.platform_fulfilment is Fulfilment.WAITING:
        return _(
            "The platform says {words}, which the desk does not know; it may go out once an import"
            " shows that it is to be shipped."
        ).format(words=", ".join(order.platform_status.values()) or "-")
    return None


def blocked(order: Order) -> str | None:
    """Why no goods of this order may go out at all now, whatever is left of them."""
    if order.under_review:
        return _(
            "The platform is reviewing this order; it may go out once an import shows that the"
            " review has ended."
        )
    application = order.open_stock_out
    if application:
        return _(
            "An application for out-of-stock is under review since {day}; until the verdict"
            " nothing may be shipped and no tracking number uploaded."
        ).format(day=day_text(application.applied_at))
    if order.open_discrepancies:
        return _(
            "The platform and the desk contradict each other about this order; nothing may be"
            " shipped until that is settled with the platform and resolved here."
        )
    return None


def open_refund_of_unshipped(order: Order) -> str | None:
    """A refund of goods that have not left is open: shipping them now would lose both."""
    for refund in spent(order):
        if refund.state in ("pending", "unknown") and any(part.unshipped for part in refund.lines):
            return _(
                "A refund of {amount} for unshipped goods is open ({refund}); settle it before"
                " anything is shipped."
            ).format(amount=yuan_text(refund.amount_fen), refund=refund.id)
    for case in order.open_cases:
        if case.unshipped:
            return _(
                "The buyer asks for a refund of the unshipped goods (case {case}, {amount}); answer"
                " it before anything is shipped."
            ).format(case=case.id, amount=yuan_text(case.requested_fen))
    if after_sales(order) == "open" and not order.open_cases:
        return _(
            "The platform shows an open after-sales case that the desk does not know; import the"
            " after-sales export before anything is shipped."
        )
    return None


def nothing_left(order: Order) -> str | None:
    """Nothing is left to ship, with the count that says so."""
    ledgers = line_ledgers(order)
    if any(ledger.to_ship > 0 for ledger in ledgers):
        return None
    return _(
        "Nothing is left to ship: {ordered} ordered, {cancelled} cancelled, {shipped} shipped,"
        " {refunded} refunded before shipping."
    ).format(
        ordered=sum(ledger.line.ordered for ledger in ledgers),
        cancelled=sum(ledger.line.cancelled for ledger in ledgers),
        shipped=sum(ledger.shipped for ledger in ledgers),
        refunded=sum(ledger.refunded_unshipped for ledger in ledgers),
    )


def all_money_back(order: Order) -> str | None:
    """All the money has gone, or is going, back: nothing that it paid for goes out."""
    money = money_ledger(order)
    back = money.paid - money.refundable
    if back > 0 and money.refundable <= 0:
        return _(
            "All that was paid for this order is refunded ({amount}); nothing more may be shipped."
        ).format(amount=yuan_text(back))
    return None


def carrier_code(carrier: str | None, tracking_no: str) -> str | None:
    """The carrier's code as given, or as the number tells it."""
    if carrier:
        known = carrier_named(carrier)
        return known.code if known else None
    guessed = guess_carrier(tracking_no)
    return guessed.code if guessed else None


def carrier_problem(carrier: str | None, tracking_no: str) -> Iterator[Problem]:
    """The carrier is unknown, or cannot be told from the number."""
    if carrier_code(carrier, tracking_no):
        return
    known = ", ".join(label(one.code) for one in CARRIERS)
    if carrier:
        sentence = _("{carrier} is no carrier the desk knows; it knows {known}.")
    else:
        sentence = _("The carrier cannot be told from {number}; give one of {known}.")
    yield Problem("carrier", sentence.format(carrier=carrier, number=tracking_no, known=known))


def carrier_echo(values: Mapping[str, str]) -> dict[str, str]:
    """The carrier that a number tells, shown while it is typed."""
    guessed = guess_carrier(re.sub(r"\s+", "", values.get("tracking_no", "")).upper())
    if values.get("carrier", "").strip() or guessed is None:
        return {}
    said = _("{carrier} ({code}), told from the number")
    return {"carrier": said.format(carrier=guessed.name, code=guessed.code)}


def carrier_remark(carrier: str | None, tracking_no: str) -> Iterator[str]:
    """The number does not look like this carrier's: worth a word, never a refusal."""
    known = carrier_named(carrier or "")
    if known and known.pattern and not re.fullmatch(known.pattern, tracking_no):
        yield _("{number} does not look like a number of {carrier}; check it.").format(
            number=tracking_no, carrier=known.name
        )


def number_problem(order: Order, tracking_no: str, context: Context) -> Iterator[Problem]:
    """The number is in use already: in this order, or for another receiver.

    Douyin judges a number used for an order with a different address as 物流轨迹异常
    (aHzmeN9E9dBF); merged parcels to one address are fine there and here.
    """
    for parcel in order.parcels:
        if parcel.tracking_no == tracking_no:
            yield Problem(
                "tracking_no",
                _("{number} is already the number of a parcel of this order.").format(
                    number=tracking_no
                ),
            )
            return
    for other in context.lookup.parcels_with(tracking_no):
        if other.key != order.key and not same_receiver(order.receiver, other.receiver):
            yield Problem(
                "tracking_no",
                _(
                    "{number} already belongs to a parcel of order {order}, which goes to another"
                    " receiver."
                ).format(number=tracking_no, order=other.order_no),
            )
            return


def merged_remark(order: Order, tracking_no: str, context: Context) -> Iterator[str]:
    """One parcel for two orders of the same receiver is fine, and said."""
    others = [
        one.order_no for one in context.lookup.parcels_with(tracking_no) if one.key != order.key
    ]
    if others:
        yield _("The same parcel also carries order {orders}.").format(orders=", ".join(others))


def same_receiver(one: Receiver, other: Receiver) -> bool:
    """Do two orders provably go to the same person at the same place?

    Every part that both exports give has to agree, and together they have to name a place at least
    down to the district.
    """
    pairs = [(mine, theirs) for mine, theirs in zip(_parts(one), _parts(other), strict=True)]
    if any(mine != theirs for mine, theirs in pairs if mine and theirs):
        return False
    return bool(one.district and other.district) or bool(one.phone and other.phone)


def _parts(receiver: Receiver) -> tuple[str, ...]:
    return tuple(str(value).strip() for value in receiver.model_dump().values())


def remarks(
    order: Order, carrier: str | None, tracking_no: str, context: Context
) -> tuple[str, ...]:
    """What there is to say about a number that is taken all the same."""
    merged = merged_remark(order, tracking_no, context)
    return (*merged, *carrier_remark(carrier, tracking_no))


def lines_problem(
    order: Order, lines: tuple[LineQuantity, ...], left: dict[int, int], sentence: str
) -> Iterator[Problem]:
    """Each line exists and has that many units left; `sentence` names them."""
    for part in lines:
        if order.line_named(part.line) is None:
            known = ", ".join(str(line.line) for line in order.lines)
            yield Problem(
                "lines",
                _("There is no line {line}; there is: {known}.").format(
                    line=part.line, known=known
                ),
            )
        elif part.quantity > max(0, left[part.line]):
            yield Problem(
                "lines",
                sentence.format(
                    line=part.line, left=max(0, left[part.line]), quantity=part.quantity
                ),
            )


def scan_problem(
    order: Order, lines: tuple[LineQuantity, ...], scanned: str | None
) -> Iterator[Problem]:
    """What was scanned has to be what the lines say: a parcel holds what was bought."""
    if scanned is None:
        return
    bought = [line for part in lines if (line := order.line_named(part.line))]
    given = {one for one in re.split(r"[,;\s]+", scanned.strip()) if one}
    # A gift without a SKU has nothing that could be scanned.
    if given != {line.sku for line in bought if line.sku}:
        yield Problem(
            "sku",
            _("{given} was scanned, but what was bought is {wanted}.").format(
                given=", ".join(sorted(given)), wanted=", ".join(sorted(map(_called, bought)))
            ),
        )


def task(kind: TaskKind, context: Context, copy_text: str, **about: str) -> PlatformTask:
    """A new platform task."""
    return PlatformTask(
        id=context.new_id(), kind=kind, created_at=context.now, copy_text=copy_text, **about
    )


def _called(line: Line) -> str:
    return line.sku or line.name
