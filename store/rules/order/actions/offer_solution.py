"""OfferSolution (解决方案): what the shop offers the buyer, until when, and for which case.

Another article than the one bought is only ever sent as a substitute that was offered here and
that the buyer agreed to (source article 002).
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from store.errors import Problem
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities
from store.models.solution_offer import Solution, SolutionOffer
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Amount, Lines, Text, wrong
from store.rules.action.markers import Reference, Spellings
from store.rules.action.offered import OnlyWith
from store.rules.action.time_fields import When
from store.rules.cases.consents import taken_already
from store.rules.cases.other_article import (
    OtherSku,
    consent_said,
    sku_problems,
    units_of,
)
from store.rules.order.axes import was_paid
from store.rules.order.goods import TO_EXCHANGE
from store.rules.order.ledger import line_ledgers, lines_left, money_ledger
from store.rules.parcels.articles_sent import INSTEAD
from store.rules.parcels.articles_taken import FIRST, SentBy
from store.rules.parcels.shipping import (
    lines_problem,
    nothing_left,
    to_ship_problem,
)
from store.words import N_, _
from store.words.times import minute_text

SOLUTIONS = Spellings(
    {
        "refund": "full_refund",
        "replacement": "substitute",
        "resend": "reship",
        "voucher": "coupon",
    }
)
NAMES_GOODS = OnlyWith("solution", INSTEAD)
MONEY_BACK = ("full_refund", "partial_refund", "return_and_refund")
"""Solutions whose amount comes out of what the buyer paid."""


class OfferSolution(Action[Order]):
    """Offer the buyer a solution."""

    title = N_("Offer a solution")
    place = 460
    key = "F"

    solution: Annotated[Solution, SOLUTIONS] = Field(title=N_("Solution"))
    amount: Amount | None = Field(default=None, title=N_("Amount (yuan)"))
    valid_until: When | None = Field(
        default=None,
        title=N_("Valid until"),
        description=N_("such as +2h, tomorrow 9 or +3d; left out, until it is answered"),
    )
    text: Text | None = Field(default=None, title=N_("What was offered"))
    case: Annotated[str | None, Reference("case")] = Field(default=None, title=N_("Case"))
    sku: Annotated[OtherSku, NAMES_GOODS] = Field(
        default=None,
        title=N_("Substitute"),
        description=N_("of a substitute or an exchange: the SKU that would be sent instead"),
    )
    lines: Annotated[Lines | None, NAMES_GOODS] = Field(
        default=None,
        title=N_("Lines"),
        description=N_(
            "what it is sent for; left out, of a substitute everything to ship, of an exchange what"
            " its case is about"
        ),
    )

    @model_validator(mode="after")
    def _names_the_substitute(self) -> Self:
        if self.solution == "substitute" and self.sku is None:
            raise wrong(_("A substitute needs the SKU that would be sent instead."), "sku")
        if self.solution not in INSTEAD and (self.sku or self.lines):
            said = _("Only a substitute or an exchange names a SKU and lines.")
            raise wrong(said, "sku" if self.sku else "lines")
        return self

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return None if was_paid(subject) else _("This order is not paid yet.")

    @classmethod
    def echo(cls, values: Mapping[str, str]) -> dict[str, str]:
        """What an offer that names no line stands for (`_stands_for`)."""
        if values.get("lines") or not values.get("sku"):
            return {}
        instead = {
            "substitute": _("no line is ticked: everything that is to ship"),
            "exchange": _("no line is ticked: everything that the buyer has"),
        }
        if values.get("case"):
            instead["exchange"] = _("no line is ticked: what the case is about")
        said = instead.get(values.get("solution", ""), "")
        return {"lines": said} if said else {}

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        if self.valid_until and self.valid_until <= context.now:
            yield Problem(
                "valid_until",
                _("{time} is over; an offer is for later.").format(
                    time=minute_text(self.valid_until)
                ),
            )
        left = money_ledger(subject).refundable
        if self.solution in MONEY_BACK and (self.amount or 0) > left:
            yield Problem(
                "amount",
                _("{amount} is more than the {left} that can still be refunded.").format(
                    amount=yuan_text(self.amount or 0), left=yuan_text(max(0, left))
                ),
            )
        if self.sku:
            yield from self._cannot_stand_in(subject, self.sku, context)

    def _cannot_stand_in(self, order: Order, sku: str, context: Context) -> Iterator[Problem]:
        """The substitute is a SKU of the shop, another one than was bought, for goods to ship, or,
        in an exchange, for what the buyer has or sent back.
        """
        ledgers = line_ledgers(order)
        nothing = nothing_left(order)
        left = {ledger.number: ledger.to_ship for ledger in ledgers}
        if self.solution == "exchange":
            left = {ledger.number: ledger.gone for ledger in ledgers}
            nothing = None if any(left.values()) else _("Nothing of this order is with the buyer.")
        if nothing:
            yield Problem("solution", nothing)
            return
        if self.solution == "exchange":
            said = _("Of {goods} {left} can be exchanged, not {quantity}: {account}.")
            yield from lines_problem(order, self.lines or (), left, said, TO_EXCHANGE)
        else:
            yield from to_ship_problem(order, self.lines or ())
        units = self._stands_for(order)
        yield from sku_problems(order, sku, units, context, again=False)
        taken = taken_already(order, sku, units, self._sender)
        if taken:
            yield Problem("sku", taken)

    @property
    def _sender(self) -> SentBy:
        """What would send it."""
        return FIRST if self.solution == "substitute" else self.case

    def _stands_for(self, order: Order) -> tuple[LineQuantity, ...]:
        """The lines that the other article is sent for: of an exchange those of its case."""
        if self.lines or self.solution != "exchange":
            return self.lines or lines_left(order)
        case = order.case_named(self.case)
        if case:
            return units_of(order, case)
        units = ((one.number, one.gone) for one in line_ledgers(order))
        return line_quantities(units)

    def apply(self, subject: Order, context: Context) -> Outcome:
        offer = SolutionOffer(
            id=context.new_id(),
            solution=self.solution,
            at=context.now,
            by=str(context.actor),
            amount_fen=self.amount,
            valid_until=self.valid_until,
            text=self.text or "",
            case=self.case,
            sku=self.sku or "",
            lines=self._stands_for(subject) if self.sku else (),
        )
        said = _("Record what the buyer answers.")
        if self.sku:
            said = consent_said(self.sku)
        return Outcome((subject.model_copy(update={"offers": (*subject.offers, offer)}),), (said,))
