"""Tracking (运单号): what has to hold for the number a parcel carries, and what is said of it."""

import re
from collections.abc import Iterable, Iterator, Mapping

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.receiver import Receiver
from store.rules.action.context import Context
from store.rules.action.fields import plain_tracking_no
from store.rules.parcels.carriers import (
    CARRIERS,
    Carrier,
    as_typed,
    carrier_named,
    code_of,
    guess_carrier,
)
from store.words import _, listed, sentences
from store.words.labels import label
from store.words.masks import is_masked

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SIX_DIGITS = re.compile(r"[0-9]{6}")
"""Alone they are a postcode; no carrier's name holds as many."""
_NAMED = 4
"""So many carriers stand as examples in a sentence; its field offers all."""


def _signs(number: str) -> str:
    """A number without the blanks and hyphens by which it is parted in print."""
    return "".join(filter(str.isalnum, plain_tracking_no(number)))


def _given(carrier: str | None, tracking_no: str) -> str:
    """A carrier as it was typed; nothing where the parcel's own number was scanned there first."""
    typed = as_typed(carrier)
    return "" if _signs(typed) == _signs(tracking_no) else typed


def carrier_code(carrier: str | None, tracking_no: str) -> str | None:
    """The carrier's code as given, or as the number tells it; a name that the desk does not know
    stays as it was typed.
    """
    if typed := _given(carrier, tracking_no):
        return code_of(typed)
    guessed = guess_carrier(tracking_no)
    return guessed.code if guessed else None


def carrier_problem(carrier: str | None, tracking_no: str, answer: str | None) -> Iterator[Problem]:
    """The carrier cannot be told from the number; a number was scanned in its place; or nobody
    knows the one that is given while the number tells another, and whether it is meant has to be
    answered.
    """
    typed = _given(carrier, tracking_no)
    if misplaced := number_as_carrier(carrier, tracking_no):
        yield misplaced
    elif not carrier_code(carrier, tracking_no):
        known = listed(label(one.code) for one in CARRIERS[:_NAMED])
        said = _("The carrier cannot be told from {number}; give it, such as {known}, or its name.")
        yield Problem("carrier", said.format(number=tracking_no, known=known))
    elif typed.isdecimal():
        said = _("{carrier} is the name of no carrier; the rest of the number stands in its field.")
        yield Problem("carrier", said.format(carrier=typed))
    elif answer != "yes" and (told := _told_besides(typed, tracking_no)):
        said = _(
            "{number} looks like a number of {told}, and {carrier} is no carrier the desk knows:"
            " choose the carrier, or answer yes where {carrier} is meant."
        )
        said = said.format(number=tracking_no, told=told.name, carrier=typed)
        yield Problem("unknown_carrier", said)


def number_as_carrier(carrier: str | None, tracking_no: str) -> Problem | None:
    """A number was scanned where the carrier is asked for, as the cursor stands there behind one
    that was refused; it is the number's problem, so that the next scan goes where that stands.
    """
    typed = _given(carrier, tracking_no)
    if not _SIX_DIGITS.search(_signs(typed)):
        return None
    said = _(
        "{carrier} was scanned as the carrier: scan it here where it is this parcel's number, in"
        " place of {number}; else give the carrier there."
    )
    return Problem("tracking_no", said.format(carrier=typed, number=tracking_no))


def _told_besides(typed: str, tracking_no: str) -> Carrier | None:
    """The carrier that the number tells beside one that the desk does not know."""
    return guess_carrier(tracking_no) if typed and not carrier_named(typed) else None


def carrier_echo(values: Mapping[str, str]) -> dict[str, str]:
    """The carrier that a number tells, or what is to be said of the one that is given, shown while
    it is typed.
    """
    tracking_no = plain_tracking_no(values.get("tracking_no", ""))
    if typed := _given(values.get("carrier"), tracking_no):
        if typed.isdecimal() or number_as_carrier(typed, tracking_no):
            return {}  # refused
        said = sentences(*_carrier_remark(typed, tracking_no))
        return {"carrier": said} if said else {}
    guessed = guess_carrier(tracking_no)
    if guessed is None:
        return {}
    said = _("{carrier} ({code}), told from the number")
    return {"carrier": said.format(carrier=guessed.name, code=guessed.code)}


def number_problem(
    order: Order, tracking_no: str, context: Context, same: Parcel | None = None
) -> Iterator[Problem]:
    """The number is in use already: in this order, by a parcel that is not the `same`, or for
    another receiver.

    Douyin judges a number used for an order with a different address as 物流轨迹异常
    (aHzmeN9E9dBF); merged parcels to one address are fine there and here. Or it is no tracking
    number at all.
    """
    if said := _no_tracking_no(order, tracking_no, context):
        yield Problem("tracking_no", said)
        return
    for parcel in order.parcels:
        if parcel.tracking_no == tracking_no and parcel is not same:
            yield Problem(
                "tracking_no",
                _("{number} is already the number of a parcel of this order.").format(
                    number=tracking_no
                ),
            )
            return
    for other in others_in(order, tracking_no, context):
        if _same_receiver(order, other, tracking_no) is False:
            yield Problem(
                "tracking_no",
                _(
                    "{number} already belongs to a parcel of order {order}, which goes to another"
                    " receiver."
                ).format(number=tracking_no, order=other.order_no),
            )
            return


def _no_tracking_no(order: Order, tracking_no: str, context: Context) -> str:
    """What else a number is, that stands beside it in a sheet; empty where it may be one."""
    said = ""
    if _MOBILE.fullmatch(tracking_no):
        said = _("{number} looks like a mobile phone number; give the tracking number.")
    elif _SIX_DIGITS.fullmatch(tracking_no):
        said = _("{number} looks like a postcode; give the tracking number.")
    elif order.order_no in tracking_no or any(context.lookup.orders_numbered(tracking_no)):
        said = _("{number} is or has an order number; give the tracking number alone.")
    return said.format(number=tracking_no)


def planned_problem(
    order: Order, tracking_no: str, answer: str | None, others: Iterable[Order]
) -> Problem | None:
    """The same number is meant for another order too, in one plan: none of them may have it where
    they go to different receivers, and where nobody can tell that has to be answered.
    """
    answers = {one.order_no: same_receiver(order.receiver, one.receiver) for one in others}
    apart = [number for number, same in answers.items() if same is False]
    unknown = [number for number, same in answers.items() if same is None]
    if apart:
        said = _(
            "{number} is given to order {orders} too, which goes to another receiver; look whose it"
            " is."
        )
        return Problem("tracking_no", said.format(number=tracking_no, orders=listed(apart)))
    if unknown and answer != "yes":
        said = _(
            "{number} is given to order {orders} too, and no file says to whom both go: answer yes"
            " if it is the same address."
        )
        return Problem("same_receiver", said.format(number=tracking_no, orders=listed(unknown)))
    return None


def receiver_problem(
    order: Order, tracking_no: str, answer: str | None, context: Context
) -> Iterator[Problem]:
    """Another order is in the same parcel, and whether both go to one address has to be answered
    because no file says so.
    """
    unknown = [
        one.order_no
        for one in others_in(order, tracking_no, context)
        if _same_receiver(order, one, tracking_no) is None
    ]
    if unknown and answer != "yes":
        said = _(
            "{number} also carries order {orders}, and no file says to whom both go: answer yes if"
            " it is the same address; another one counts as a false trace."
        )
        yield Problem("same_receiver", said.format(number=tracking_no, orders=listed(unknown)))


def others_in(order: Order, tracking_no: str, context: Context) -> tuple[Order, ...]:
    """The other orders with a parcel of this number."""
    found = context.lookup.parcels_with(tracking_no) if tracking_no else ()
    return tuple(one for one in found if one.key != order.key)


def _same_receiver(order: Order, other: Order, tracking_no: str) -> bool | None:
    """Does the other order's parcel of this number go where this order does?"""
    parcels = (one for one in other.parcels if one.tracking_no == tracking_no)
    answers = {same_receiver(order.receiver, goes_to(other, parcel)) for parcel in parcels}
    return next((answer for answer in (False, None) if answer in answers), True)


def goes_to(order: Order, parcel: Parcel) -> Receiver:
    """To whom a parcel goes: the receiver of the order, or the one before the address changed."""
    made_out = (one for one in order.address_changes if one.at == parcel.old_address_since)
    change = next(made_out, None)
    return change.before if change else order.receiver


def same_receiver(one: Receiver, other: Receiver) -> bool | None:
    """Do two orders go to the same person at the same place? None where nobody can tell.

    Every part that both exports give has to agree, and together they have to name a person, by the
    phone, or a door: in one street live many.
    """
    pairs = [(mine, theirs) for mine, theirs in zip(_parts(one), _parts(other), strict=True)]
    if any(mine != theirs for mine, theirs in pairs if mine and theirs):
        return False
    is_door = one.detail and other.detail and not is_masked(one.detail)
    return bool(is_door or (one.phone and other.phone)) or None


def _parts(receiver: Receiver) -> tuple[str, ...]:
    return tuple(str(value).strip() for value in receiver.model_dump().values())


def remarks(
    order: Order, carrier: str | None, tracking_no: str, context: Context
) -> tuple[str, ...]:
    """What there is to say about a number that is taken all the same."""
    merged = _merged_remark(order, tracking_no, context)
    return (*merged, *_carrier_remark(carrier, tracking_no))


def _merged_remark(order: Order, tracking_no: str, context: Context) -> Iterator[str]:
    """One parcel for two orders of the same receiver is fine, and said."""
    others = others_in(order, tracking_no, context)
    if others:
        numbers = listed(one.order_no for one in others)
        yield _("The same parcel also carries order {orders}.").format(orders=numbers)


def _carrier_remark(carrier: str | None, tracking_no: str) -> Iterator[str]:
    """The carrier is unknown, or the number does not look like its: worth a word, no refusal."""
    typed = _given(carrier, tracking_no)
    known = carrier_named(typed)
    if typed and not known:
        told = _told_besides(typed, tracking_no)
        said = _("{carrier} is no carrier the desk knows; it is kept as it was typed.")
        if told:
            said = _("{carrier} is no carrier the desk knows, and {number} looks like {told}.")
        yield said.format(carrier=typed, number=tracking_no, told=told and told.name)
    if tracking_no and known and known.pattern and not re.fullmatch(known.pattern, tracking_no):
        yield _("{number} does not look like a number of {carrier}; check it.").format(
            number=tracking_no, carrier=known.name
        )
