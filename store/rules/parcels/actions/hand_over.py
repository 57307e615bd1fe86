"""HandOver (无需物流): goods reach the buyer without a carrier, and so without a number.

Virtual goods, a delivery of the shop's own, or a buyer who picks them up; the platform has to be
told in its own way, or it goes on waiting for a number.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import HandOverWay, LineQuantity, Parcel
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import LINES_HELP, SKU_FIELD, AllLines, Scan, Text, lines_text
from store.rules.action.markers import Spellings
from store.rules.action.refusing import why_not
from store.rules.action.telling import Tells
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.contents import scan_problem, substitute_in
from store.rules.parcels.shipping import (
    lines_to_send,
    lock_problem,
    paid_back_problem,
    partly_paid_back,
    to_ship_problem,
)
from store.rules.platform.moot import NOTHING_TO_UPLOAD
from store.rules.stock.stock import moved_stock, parcel_units, sent_off
from store.words import N_

HAND_OVER_THERE = Tells(
    "hand-over",
    N_("say on the platform that it goes without a carrier"),
    N_("Open order {order} there and ship it without a carrier (无需物流)."),
    moot=NOTHING_TO_UPLOAD,
)
WAYS = Spellings(
    {
        "虚拟": "virtual",
        "自配送": "own_delivery",
        "送货上门": "own_delivery",
        "自提": "pick_up",
        "pickup": "pick_up",
    }
)


class HandOver(Action[Order]):
    """Hand goods over without a tracking number."""

    title = N_("Ship without a number")
    place = 115
    tells = (HAND_OVER_THERE,)

    way: Annotated[HandOverWay, WAYS] = Field(title=N_("How it reaches the buyer"))
    reason: Text = Field(title=N_("Reason"))
    lines: AllLines | None = Field(default=None, title=N_("Lines"), description=LINES_HELP)
    sku: Scan | None = SKU_FIELD

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return why_not(Ship, subject, context)

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return Ship.background(subject, context)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from lock_problem(subject, self._contents(subject), context)
        yield from scan_problem(subject, self._contents(subject), self.sku)
        yield from to_ship_problem(subject, self.lines or ())
        yield from paid_back_problem(subject, self.lines or ())

    @classmethod
    def units(cls, subject: Order) -> dict[int, int]:
        return Ship.units(subject)

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        return {"lines": lines_text(lines_to_send(subject))}

    def apply(self, subject: Order, context: Context) -> Outcome:
        contents = self._contents(subject)
        parcel = Parcel(
            id=context.new_id(),
            tracking_no="",
            carrier="",
            lines=contents,
            shipped_at=context.now,
            source=Source.DESK,
            handed_over=self.way,
            substitute=substitute_in(subject, contents, self.sku),
        )
        told = HAND_OVER_THERE.task(context, f"{subject.order_no} {self.reason}", parcel=parcel.id)
        stock = moved_stock(subject, sent_off(parcel_units(subject, parcel)), context)
        back = (*partly_paid_back(subject, contents), *Ship.background(subject, context))
        said = (HAND_OVER_THERE.said(order=subject.order_no), *back)
        return Outcome((subject.with_parcel(parcel).with_tasks(told), *stock), said)

    def _contents(self, order: Order) -> tuple[LineQuantity, ...]:
        return self.lines or lines_to_send(order)
