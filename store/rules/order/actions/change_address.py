"""ChangeAddress (修改收货地址): the order goes to somebody or somewhere else from now on.

From then on the receiver is the desk's word: no import writes it (docs/imports.md). A parcel that
was made out before it goes to the old address, and is marked until the carrier redirects it or the
order goes there again.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, StringConstraints

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.receiver import PLACE, AddressChange, Receiver
from store.rules.action.base import Action, OneOf, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import PhoneNumber
from store.rules.action.markers import OneLine
from store.rules.action.telling import Tells
from store.rules.order.ledger import line_ledgers
from store.rules.order.pasted_address import taken_apart
from store.rules.parcels.traces import called
from store.rules.parcels.tracking import goes_to
from store.rules.parcels.whereabouts import under_way
from store.rules.platform.moot import NOTHING_GOES_THERE
from store.words import N_, _, listed
from store.words.masks import is_masked, may_hide

AddressPart = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), OneLine()
]

CHANGE_THERE = Tells(
    "change-address",
    N_("change the address on the platform"),
    N_("Open order {order} there and change its address."),
    moot=NOTHING_GOES_THERE,
)


class ChangeAddress(Action[Order]):
    """Send the order to another person or place."""

    title = N_("Change the address")
    place = 310
    one_of = OneOf(
        ("receiver", "phone", "province", "city", "district", "street", "detail"),
        N_("A name, a phone or a part of the address is needed."),
    )
    tells = (CHANGE_THERE,)

    by: Literal["buyer", "seller"] = Field(title=N_("Asked by"))
    receiver: AddressPart | None = Field(
        default=None,
        title=N_("Receiver"),
        # `name` itself is what an action is called by.
        validation_alias=AliasChoices("receiver", "name"),
    )
    phone: PhoneNumber | None = Field(default=None, title=N_("Phone"))
    province: AddressPart | None = Field(default=None, title=N_("Province"))
    city: AddressPart | None = Field(default=None, title=N_("City"))
    district: AddressPart | None = Field(default=None, title=N_("District"))
    street: AddressPart | None = Field(default=None, title=N_("Street"))
    detail: AddressPart | None = Field(
        default=None,
        title=N_("House and room"),
        description=N_("what is left out stays, unless a larger part of the address changes"),
    )

    @classmethod
    def taken_apart(cls, text: str) -> dict[str, str]:
        found = taken_apart(text)
        return {"receiver" if part == "name" else part: said for part, said in found.items()}

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if _something_goes_there(subject):
            return None
        return _(
            "Nothing of this order is on its way or still to go out; there is nothing to send to"
            " another address."
        )

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        changed = self._changed(subject.receiver)
        if all(getattr(subject.receiver, part) == text for part, text in changed.items()):
            first = next(iter(self._given())).replace("name", "receiver")
            yield Problem(first, _("The order goes there already; nothing changes."))

    def apply(self, subject: Order, context: Context) -> Outcome:
        change = AddressChange(
            at=context.now, asked_by=self.by, before=subject.receiver, by=str(context.actor)
        )
        to = subject.receiver.model_copy(update=self._changed(subject.receiver))
        away = [
            _on_its_way_to(subject, one, to, context.now)
            for one in subject.parcels
            if under_way(subject, one)
        ]
        stale = [one for one in away if one.old_address]
        changed = subject.model_copy(
            update={"receiver": to, "address_changes": (*subject.address_changes, change)}
        )
        for parcel in away:
            changed = changed.with_parcel(parcel)
        told = any(one.kind == CHANGE_THERE.kind for one in subject.open_tasks)
        if (self.by == "seller" or stale) and not told:
            # The address itself is the buyer's and is not put into a list of tasks.
            changed = changed.with_tasks(CHANGE_THERE.task(context, subject.order_no))
        said = _(
            "Parcel {number} goes to the old address; have the carrier redirect it, or stop it."
        )
        stopped = (said.format(number=called(one)) for one in stale)
        return Outcome((changed,), (*_hidden_said(subject.receiver, to), *stopped))

    def _changed(self, receiver: Receiver) -> dict[str, str]:
        """What was typed; of another province, city … the smaller parts known before are not.

        A page of the platform hides a part: what may hide what is known says nothing new, but of
        another phone the name is somebody else's.
        """
        given = self._given()
        hidden = {part for part, text in given.items() if may_hide(text, getattr(receiver, part))}
        if given.get("phone", receiver.phone) != receiver.phone and "phone" not in hidden:
            hidden.discard("name")
        said = {part: text for part, text in given.items() if part not in hidden}
        moved = [part for part in PLACE if said.get(part, "") not in ("", getattr(receiver, part))]
        smaller = PLACE[PLACE.index(moved[0]) + 1 :] if moved else ()
        return {part: given.get(part, "") for part in smaller} | said

    def _given(self) -> dict[str, str]:
        """The parts of the receiver that were typed."""
        parts = {part: getattr(self, part, None) for part in Receiver.model_fields}
        parts["name"] = self.receiver
        return {part: text for part, text in parts.items() if text is not None}


def _hidden_said(before: Receiver, to: Receiver) -> Iterator[str]:
    """What of the new place nobody here knows in full: by that alone no parcel arrives."""
    hidden = [
        text
        for part in PLACE
        if is_masked(text := getattr(to, part)) and text != getattr(before, part)
    ]
    if hidden:
        said = _(
            "A part of the new address is hidden ({parts}): ask the buyer for it, or see to it that"
            " the label is printed by the platform."
        )
        yield said.format(parts=listed(hidden))


def _on_its_way_to(order: Order, parcel: Parcel, to: Receiver, now: datetime) -> Parcel:
    """The parcel, marked if it was made out to another receiver than the order goes to now."""
    since = parcel.old_address_since
    marked = None if goes_to(order, parcel) == to else since or now
    return parcel.model_copy(update={"old_address_since": marked})


def _something_goes_there(order: Order) -> bool:
    """Is there a parcel under way, something to ship or send again, or a case that may need it?"""
    owed = any(one.to_ship > 0 or one.reissuable > 0 for one in line_ledgers(order))
    again = any(one.state == "open" for one in order.reissues)
    away = any(under_way(order, one) for one in order.parcels)
    return owed or again or away or bool(order.open_cases)
