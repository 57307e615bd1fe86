"""SendingAction: what every action that sends a parcel to the buyer shares."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from store.errors import Problem
from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel, ParcelKind
from store.models.product import Product
from store.rules.action.base import Action
from store.rules.action.context import Context
from store.rules.action.fields import (
    CARRIER_FIELD,
    SAME_RECEIVER_FIELD,
    SKU_FIELD,
    TRACKING_FIELD,
    UNKNOWN_CARRIER_FIELD,
    Scan,
    TrackingNo,
    Word,
    YesNoIfAsked,
)
from store.rules.action.offered import Offered
from store.rules.action.references import Choice
from store.rules.money.unknown_money import money_gone_there
from store.rules.parcels.contents import scan_problem, substitute_in
from store.rules.parcels.sent_again import sent_besides, together
from store.rules.parcels.shipping import lock_problem
from store.rules.parcels.tracking import (
    carrier_code,
    carrier_echo,
    carrier_problem,
    number_problem,
    receiver_problem,
    remarks,
)
from store.rules.stock.stock import moved_stock, parcel_units, sent_off
from store.rules.timing.policy import Policy
from store.words import _


def _sent_instead(
    order: Order | None, _policy: Policy, context: Context | None
) -> Iterator[Choice]:
    """What was bought, and what the buyer took instead of it."""
    if order is None or context is None:
        return
    names = {one.sku: f"{one.sku}  {one.full_name}" for one in order.lines}
    taken = {one.sku: one.sku for one in order.offers if one.stands}
    yield from (Choice(sku, text.strip()) for sku, text in (taken | names).items() if sku)


class SendingAction(Action[Order]):
    """An action that sends goods out under a tracking number.

    A subclass says what is in the parcel (`contents`), when it may go (`why_not`), and takes the
    finished `parcel` into the order. Beside another base class it stands first, so that the
    problems of both are said: `class SendForCase(SendingAction, RecordAction[AfterSalesCase])`.
    """

    asked_first = ("case", "reissue", "tracking_no", "lines", "carrier", "unknown_carrier", "sku")
    chosen_by: ClassVar[str] = "lines"
    """The field that decides what is in the parcel; what is wrong with that is said there."""

    tracking_no: TrackingNo = TRACKING_FIELD
    carrier: Word | None = CARRIER_FIELD
    unknown_carrier: YesNoIfAsked = UNKNOWN_CARRIER_FIELD
    sku: Annotated[Scan | None, Offered(_sent_instead)] = SKU_FIELD
    same_receiver: YesNoIfAsked = SAME_RECEIVER_FIELD

    def contents(self, order: Order) -> tuple[LineQuantity, ...]:
        """The units that go into the parcel."""
        raise NotImplementedError

    def sent_by(self, order: Order) -> str:
        """The id of the reissue or the case that sends them; none where they go for the first
        time.
        """
        return ""

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        yield from carrier_problem(self.carrier, self.tracking_no, self.unknown_carrier)
        yield from number_problem(subject, self.tracking_no, context)
        yield from receiver_problem(subject, self.tracking_no, self.same_receiver, context)
        contents = self.contents(subject)
        if not contents:
            yield Problem(self.chosen_by, _("Nothing would be in this parcel; it is not sent."))
        yield from lock_problem(subject, contents, context, field=self.chosen_by)
        besides = sent_besides(subject, of=self.sent_by(subject))
        gone = money_gone_there(
            subject, contents, context.lookup, context.policy, besides=together(besides)
        )
        if gone:
            yield Problem(self.chosen_by, gone)
        yield from self.scan_problems(subject, contents)

    def scan_problems(self, order: Order, contents: tuple[LineQuantity, ...]) -> Iterator[Problem]:
        """What was scanned is not what may be in the parcel."""
        yield from scan_problem(order, contents, self.sku, self.sent_by(order))

    @classmethod
    def echo(cls, values: Mapping[str, str]) -> dict[str, str]:
        return carrier_echo(values)

    def parcel(
        self, order: Order, context: Context, kind: ParcelKind = "shipment", **about: Any
    ) -> Parcel:
        """The parcel as it leaves now; `about` names what it was sent for."""
        contents = self.contents(order)
        return Parcel(
            id=context.new_id(),
            kind=kind,
            tracking_no=self.tracking_no,
            carrier=carrier_code(self.carrier, self.tracking_no) or "",
            lines=contents,
            shipped_at=context.now,
            source=Source.DESK,
            substitute=substitute_in(order, contents, self.sku),
            **about,
        )

    def taken_out(self, order: Order, parcel: Parcel, context: Context) -> tuple[Product, ...]:
        """The products whose stock the parcel takes from."""
        return moved_stock(order, sent_off(parcel_units(order, parcel)), context)

    def said(self, order: Order, context: Context) -> tuple[str, ...]:
        """What there is to say about the number although it is taken."""
        return remarks(order, self.carrier, self.tracking_no, context)
