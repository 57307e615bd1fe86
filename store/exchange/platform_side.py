"""What of an order is the platform's word, line by line: the part of it that an import may bring.

An order keeps one word for all its lines and, beside it, what was done at the desk. The desk's own
file has to give back what the platform said and nothing else: a shipment that the platform has not
shown yet would, imported again, confirm itself and close its own platform task.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from store.exchange.incoming.douyin import words as douyin_words
from store.exchange.incoming.pinduoduo import words as pinduoduo_words
from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales, Fulfilment, Payment, Platform, Source
from store.models.order import Line, Order
from store.models.owners import Owner, owned
from store.models.parcel import Parcel
from store.models.refund import Refund


def platform_parcels(order: Order) -> tuple[Parcel, ...]:
    """The parcels that the platform named or confirmed."""
    return tuple(one for one in order.parcels if one.source is Source.PLATFORM or one.confirmed)


def parcel_data(order: Order) -> list[dict[str, Any]]:
    """Those of them with a number, as ParcelFacts has them, by the number that stands there; of
    several also what is in which, where the platform has numbers for its lines.
    """
    known = platform_parcels(order)
    numbers = {line.line: line.line_no for line in order.lines}
    found = []
    for parcel in known:
        shown = parcel.corrections[0] if parcel.corrections and not parcel.confirmed else parcel
        held = {part.line for part in parcel.lines} | {*(parcel.rows or ())}
        line_nos = [numbers.get(line, "") for line in sorted(held)]
        if shown.tracking_no:
            data: dict[str, Any] = {"tracking_no": shown.tracking_no, "carrier": shown.carrier}
            is_told = len(known) > 1 and any(line_nos) and all(line_nos)
            found.append(data | {"line_nos": line_nos} if is_told else data)
    return found


def case_data(order: Order) -> list[dict[str, Any]]:
    """The cases that the platform named, with the reasons that it knows, as AfterSalesCase."""
    if not order.cases:
        return []
    here = set(owned(AfterSalesCase, Owner.DESK))
    return [
        case.model_copy(
            update={"reasons": tuple(one for one in case.reasons if one.source is Source.PLATFORM)}
        ).model_dump(mode="json", exclude_defaults=True, exclude=here)
        for case in order.cases
        if case.source is Source.PLATFORM
    ]


def case_data_shown(order: Order, shown: Order) -> list[dict[str, Any]]:
    """The same of an order as it may be `shown`: a value in which something had to be hidden is
    left out, and of reasons and columns of the platform only those; the case itself comes back.
    """
    if not order.cases:
        return []
    return [
        dict(_left_as_they_were(whole, told))
        for whole, told in zip(case_data(order), case_data(shown), strict=True)
    ]


def _left_as_they_were(
    whole: Mapping[str, Any], told: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for name, value in told.items():
        before = whole.get(name)
        if value == before:
            yield name, value
        elif isinstance(value, list) and isinstance(before, list):
            yield name, [one for one in value if one in before]


def stock_out_applied(order: Order) -> bool | None:
    """Does the platform show an application whose verdict is still out? Never a plain no: of an
    age with it, that would end an application made after the file was written.
    """
    application = order.open_stock_out
    return True if application and application.source is Source.PLATFORM else None


def paid_word(order: Order) -> Payment:
    """UNPAID, DEPOSIT or PAID: refunds are told by the lines."""
    unpaid = order.platform_payment in (Payment.UNPAID, Payment.DEPOSIT)
    return order.platform_payment if unpaid else Payment.PAID


def fulfilment_of(order: Order, line: Line) -> Fulfilment | None:
    """TO_SHIP, SHIPPED, RECEIVED or CANCELLED for one line; none where the platform did not say."""
    whole = order.platform_fulfilment
    if line.cancelled and line.cancelled >= line.ordered:
        return Fulfilment.CANCELLED
    if whole in (Fulfilment.TO_SHIP, Fulfilment.PART_SHIPPED):
        # The order's word is that of the line that is behind.
        return Fulfilment.SHIPPED if _sent(order, line) else Fulfilment.TO_SHIP
    if whole is Fulfilment.WAITING:
        return None
    kept_back = not _sent(order, line) and _refunded_unshipped(order, line)
    return Fulfilment.TO_SHIP if kept_back else whole


def refunded_by_word(order: Order, line: Line) -> bool:
    """Does the platform say that the line's money went back?"""
    if not line.cancelled and _word_of_refund(order):
        return True
    return any(
        any(part.line == line.line for part in refund.lines)
        if refund.lines
        else refund.case is None
        for refund in _platform_refunds(order)
    )


def _word_of_refund(order: Order) -> bool:
    """The order's own words; a refund made here settles them without one of the platform's."""
    words = order.platform_status
    if order.platform is Platform.PINDUODUO:
        status = pinduoduo_words.STATUSES.get(pinduoduo_words.plain_word(words.get("订单状态", "")))
        said = pinduoduo_words.AFTER_SALES.get(
            pinduoduo_words.plain_word(words.get("售后状态", ""))
        )
        return (status is not None and status.refunded) or _is_refunded(order, said)
    status = douyin_words.STATUSES.get(words.get("订单状态", ""))
    if status and status.fulfilment is Fulfilment.TO_SHIP:
        return False
    # Words of several lines that differ stand joined together and are none of these.
    return _is_refunded(order, douyin_words.AFTER_SALES.get(words.get("售后状态", "")))


def _is_refunded(order: Order, said: AfterSales | None) -> bool:
    return said is AfterSales.REFUNDED and paid_word(order) is Payment.PAID


def _platform_refunds(order: Order) -> Iterator[Refund]:
    return (
        one
        for one in order.refunds
        if one.source is Source.PLATFORM and one.state == "done" and not one.held_back
    )


def _sent(order: Order, line: Line) -> bool:
    return any(part.line == line.line for one in platform_parcels(order) for part in one.lines)


def _refunded_unshipped(order: Order, line: Line) -> bool:
    refunded = sum(
        part.unshipped
        for refund in _platform_refunds(order)
        for part in refund.lines
        if part.line == line.line
    )
    return bool(line.ordered) and refunded >= line.ordered - line.cancelled
