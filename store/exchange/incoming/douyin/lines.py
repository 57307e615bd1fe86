"""Sub-orders (子订单) of Douyin Shop: a row is one of them, or several joined with `;`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from store.exchange.incoming import cells
from store.exchange.incoming.douyin.words import AFTER_SALES, status_of, unknown_of
from store.exchange.incoming.row_view import RowView
from store.exchange.incoming.status import Status
from store.models.facts import LineFacts
from store.models.made import made
from store.models.order import Money
from store.words import _

_JOIN = re.compile("[;；]")
_PLATFORM_DISCOUNTS = ("platform_discount", "author_discount", "payment_discount", "coupon")
_DISCOUNTS = ("shop_discount", *_PLATFORM_DISCOUNTS)


@dataclass(frozen=True, slots=True)
class SubOrder:
    """One line of the order, and what the platform's words say about it."""

    facts: LineFacts
    """Its amount is what was paid, with the freight; `without_freight` takes that off."""
    status: Status
    unknown_words: tuple[str, ...] = ()


def without_freight(lines: Sequence[SubOrder]) -> tuple[LineFacts, ...]:
    """The lines of one order without its freight, which is part of what was paid and belongs to
    none of them. Where more freight stands beside one than was paid for it, it was paid with the
    others.
    """
    left = [max(0, one.facts.amount_fen - one.facts.freight_fen) for one in lines]
    over = sum(max(0, one.facts.freight_fen - one.facts.amount_fen) for one in lines)
    for place, amount in enumerate(left):
        taken = min(amount, over)
        left[place], over = amount - taken, over - taken
    return tuple(
        one.facts
        if amount == one.facts.amount_fen
        else one.facts.model_copy(update={"amount_fen": amount})
        for one, amount in zip(lines, left, strict=True)
    )


def sub_orders(row: RowView) -> Iterator[SubOrder]:
    """The lines of one row. A cell joined to the same count is shared out, any other is for all."""
    numbers = _parts(row, "line_no")
    count = len(numbers)
    amounts = _for_each(_amounts(row, "paid") or [money(row).paid_fen], count)
    freights = _for_each(_amounts(row, "freight"), count)
    texts = {name: shared(row, name, count) for name in _TEXTS}
    for place, (number, ordered) in enumerate(zip(numbers, _ordered(row, count), strict=True)):
        word = {name: text[place] for name, text in texts.items()}
        status = status_of(row, word["status"], word["after_sales"])
        facts = made(
            LineFacts,
            line_no=number,
            sku=cells.plain(word["sku"]),
            product_id=cells.plain(word["product_id"]),
            name=word["name"],
            spec=word["spec"],
            ordered=ordered,
            amount_fen=amounts[place],
            freight_fen=freights[place],
            fulfilment=status.fulfilment,
            refunded=status.refunded,
            partly_refunded=status.partly_refunded,
            after_sales=AFTER_SALES.get(word["after_sales"]) if row.has("after_sales") else None,
        )
        yield SubOrder(facts, status, unknown_of(word["status"], word["after_sales"]))


_TEXTS = ("sku", "product_id", "name", "spec", "status", "after_sales")


def money(row: RowView) -> Money:
    """What the row's sub-orders cost; what no column says follows from the others."""
    freight = sum(_amounts(row, "freight"))
    shop_discount = sum(_amounts(row, "shop_discount"))
    platform_discount = sum(sum(_amounts(row, name)) for name in _PLATFORM_DISCOUNTS)
    discounts = shop_discount + platform_discount
    paid = _amounts(row, "paid")
    goods = _goods(row, sum(paid) - freight + discounts if paid else None)
    if goods is None and not paid:
        row.fail("paid", _("an amount was expected, nothing was found"))
    paid_fen = sum(paid) if paid else (goods or 0) + freight - discounts
    return made(
        Money,
        goods_fen=paid_fen - freight + discounts if goods is None else goods,
        freight_fen=freight,
        shop_discount_fen=shop_discount,
        platform_discount_fen=platform_discount,
        paid_fen=paid_fen,
    )


def _goods(row: RowView, expected: int | None) -> int | None:
    """商品金额, or 商品单价 × 商品数量. Some files have the price of one unit under 商品金额; it is
    taken for that where only so the row comes to what is `expected` by what was paid.
    """
    total = _amounts(row, "goods")
    by_price = _times_ordered(row, total or _amounts(row, "unit_price"))
    if total and (sum(total) == expected or by_price != expected):
        return sum(total)
    return by_price or None


def _times_ordered(row: RowView, prices: list[int]) -> int:
    ordered = _ordered(row, len(prices))
    return sum(price * units for price, units in zip(prices, ordered, strict=True))


def _ordered(row: RowView, count: int) -> list[int]:
    """The units of each sub-order; of a total alone, each has one and the first the rest."""
    parts = _parts(row, "ordered")
    units = [row.read("ordered", cells.quantity, part) for part in parts if part]
    known = [one for one in units if one is not None]
    if not known:
        row.fail("ordered", _("a whole number of at least 1 was expected, nothing was found"))
    if len(known) == count:
        return known
    return [max(1, sum(known) - count + 1), *[1] * (count - 1)][:count]


def _amounts(row: RowView, field: str) -> list[int]:
    meaning = cells.signed_money if field in _DISCOUNTS else cells.money
    parts = (row.read(field, meaning, part) for part in _parts(row, field) if part)
    return [fen for fen in parts if fen is not None]


def _for_each(amounts: list[int], count: int) -> list[int]:
    """The amount of each sub-order; of a total alone, the first has it."""
    return amounts if len(amounts) == count else [sum(amounts), *[0] * (count - 1)]


def shared(row: RowView, field: str, count: int) -> list[str]:
    """What a cell says of each of so many sub-orders of the row: one part each where it is joined
    to as many, else all of it.
    """
    parts = _parts(row, field)
    return parts if len(parts) == count else [row.text(field)] * count


def _parts(row: RowView, field: str) -> list[str]:
    text = row.text(field)
    if ";" not in text and "；" not in text:
        return [text]
    return [part.strip() for part in _JOIN.split(text)]
