"""What is said of an inquiry: how it ended, what it is tied to, what may be its order."""

from collections.abc import Iterator
from datetime import date

from store.models.inquiry import Inquiry
from store.models.keys import parts_of_key
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.action.context import SOME
from store.rules.inquiries.called import known_by
from store.rules.inquiries.fitting import fits_by
from store.rules.order.veil import veil_of
from store.words import _, listed, noted
from store.words.labels import label
from store.words.masks import phone_tail
from store.words.times import day_text, minute_text


def resolved(inquiry: Inquiry) -> str | None:
    """How and when it was resolved; None while it is open."""
    if inquiry.resolved is None:
        return None
    return _("Inquiry {inquiry} was resolved on {day} by {who}: {outcome}.").format(
        inquiry=known_by(inquiry),
        day=day_text(inquiry.resolved.at),
        who=inquiry.resolved.by,
        outcome=label(inquiry.resolved.outcome),
    )


def tied_said(inquiry: Inquiry) -> str | None:
    """Which order it is tied to; None while it is tied to none."""
    if inquiry.tied is None:
        return None
    return _("Inquiry {inquiry} is tied to order {order}; tell the buyer, then resolve it.").format(
        inquiry=known_by(inquiry), order=inquiry.tied.order_no
    )


def proposed_said(inquiry: Inquiry) -> str | None:
    """Which order may be the one; None while none is proposed."""
    if inquiry.proposed is None:
        return None
    if inquiry.proposed.order_no == inquiry.order_no:
        said = _(
            "Order {order} has the number of inquiry {inquiry}, but is of the shop {other}, not of"
            " {shop}; confirm that it is the one, or say that it is not."
        )
        _platform, other, order_no = parts_of_key(inquiry.proposed.order)
        return said.format(
            order=order_no, inquiry=known_by(inquiry), other=other, shop=inquiry.shop or "-"
        )
    return _(
        "Order {order} alone fits inquiry {inquiry} by amount, day and phone; confirm that it is"
        " the one, or say that it is not."
    ).format(inquiry=known_by(inquiry), order=inquiry.proposed.order_no)


def possible_said(inquiry: Inquiry, orders: tuple[Order, ...]) -> str | None:
    """Which orders may be the one, where none is proposed: nobody but a person chooses."""
    if not orders or inquiry.tied or inquiry.proposed:
        return None
    by = listed(map(_, dict.fromkeys(one for order in orders for one in fits_by(inquiry, order))))
    if len(orders) == 1:
        said = _(
            "Order {order} may be the one of inquiry {inquiry}: it fits by {what}; ask the buyer"
            " before it is tied."
        )
        return said.format(order=orders[0].order_no, inquiry=known_by(inquiry), what=by)
    said = _(
        "{count} orders fit inquiry {inquiry} by {what}: {orders}; ask the buyer which one it is."
    )
    if len(orders) >= SOME:
        said = _(
            "{count} orders or more fit inquiry {inquiry} by {what}; ask the buyer for the number."
        )
    numbers = listed(order.order_no for order in orders)
    return said.format(count=len(orders), inquiry=known_by(inquiry), what=by, orders=numbers)


def alike_said(others: tuple[Inquiry, ...]) -> str | None:
    """Which open inquiries ask the same; whether the same buyer asks twice a person has to see."""
    if not others:
        return None
    return _(
        "{others} asks the same ({about}) and is open; if it is the same buyer, go on with that and"
        " resolve this one."
    ).format(
        others=listed(noted(known_by(one), minute_text(one.opened_at)) for one in others),
        about=asked_about(others[0]),
    )


def asked_about(inquiry: Inquiry) -> str:
    """What is known of the order in a sentence, without the buyer."""
    return listed(_of_its_order(inquiry, _("paid on {day}"), _("phone ending in {tail}")))


def order_asked_about(inquiry: Inquiry) -> str:
    """The same in a row, which is read in other languages than it was written in."""
    return " ".join(_of_its_order(inquiry, "{day}", "*{tail}"))


def _of_its_order(inquiry: Inquiry, on_day: str, by_tail: str) -> Iterator[str]:
    tail = phone_tail(inquiry.phone)
    parts = (
        inquiry.order_no,
        veil_of(inquiry).within(inquiry.goods),
        "" if inquiry.amount_fen is None else yuan_text(inquiry.amount_fen),
        on_day.format(day=iso_day(inquiry.day)) if inquiry.day else "",
        by_tail.format(tail=tail) if tail else "",
    )
    return filter(None, parts)


def iso_day(day: date) -> str:
    """A day as sentences write it."""
    return day.isoformat()
