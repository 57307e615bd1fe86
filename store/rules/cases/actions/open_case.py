"""OpenCase (登记售后): the buyer wants something, and the desk keeps it before an import shows it.

A supplementary shipment (补寄) is asked for by the buyer through the platform, or through the
official service where the app shows no entry (source article 001): `opened_by` says which.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, field_validator

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase, BuyerReason, CaseKind
from store.models.axes import Party, Source
from store.models.case_state import CaseState
from store.models.contact import Contact
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import line_quantities
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import AllLines, Amount, Text, Word, lines_text, unread
from store.rules.action.offered import OnlyWith
from store.rules.action.time_fields import When
from store.rules.cases.case_machine import EXCHANGE
from store.rules.cases.case_names import case_called
from store.rules.cases.case_request import (
    OFFERED_KINDS,
    AskedKind,
    Request,
    claimable,
    nothing_to_claim,
    unclaimed_sent,
)
from store.rules.cases.other_article import OtherSku, sku_problems, with_article
from store.rules.obligations import ship_by
from store.rules.order.axes import was_paid
from store.words import N_, _
from store.words.labels import label
from store.words.times import minute_text


class OpenCase(Action[Order]):
    """Record what the buyer asks for."""

    title = N_("Open a case")
    place = 610
    key = "N"
    put_right_by = "change-case"
    settles = frozenset(OFFERED_KINDS)

    kind: AskedKind = Field(title=N_("Kind"))
    reason: Text = Field(
        title=N_("The buyer's reason"),
        description=N_("in the buyer's own words; the first one stated stays the first"),
    )
    opened_by: Literal["buyer", "seller", "service"] = Field(title=N_("Opened by"))
    lines: AllLines | None = Field(
        default=None,
        title=N_("Lines"),
        description=N_("left out, everything that can be claimed"),
    )
    sku: Annotated[OtherSku, OnlyWith("kind", (EXCHANGE,))] = Field(
        default=None,
        title=N_("SKU wanted instead"),
        description=N_("of an exchange: another SKU than was bought; left out, the same again"),
    )
    amount: Amount | None = Field(
        default=None,
        title=N_("Amount asked for (yuan)"),
        description=N_("left out, the price of the lines"),
    )
    explanation: Text | None = Field(default=None, title=N_("Explanation"))
    address: Text | None = Field(
        default=None,
        title=N_("Address"),
        description=N_("where goods are to be sent; left out, the order's"),
    )
    platform_deadline: When | None = Field(
        default=None,
        title=N_("The platform's deadline"),
        description=N_("as the platform's page shows it, such as +2h, tomorrow 9 or +3d"),
    )
    number: Word | None = Field(
        default=None,
        title=N_("The platform's number"),
        description=N_("售后编号, where the platform has the case already"),
    )

    @field_validator("number")
    @classmethod
    def _is_a_number(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[0-9A-Za-z-]{1,40}", value):
            raise unread(_("{text} is no number of an after-sales case."), value)
        return value

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        return {"opened_by": "buyer"} | _all_lines(subject)

    @classmethod
    def to_settle(cls, kind: str) -> dict[str, str]:
        return OFFERED_KINDS.get(kind, {})

    @classmethod
    def units(cls, subject: Order) -> dict[int, int]:
        return claimable(subject)

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        if not was_paid(subject):
            return _("This order is not paid yet.")
        return nothing_to_claim(subject)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        request = self._request(subject)
        yield from request.problems()
        if self.sku and request.kind is not EXCHANGE:
            said = _("Only in an exchange another article is wanted; leave it out ({kind}).")
            yield Problem("sku", said.format(kind=label(request.kind)))
        elif self.sku:
            yield from sku_problems(subject, self.sku, request.units, context)
        if self.number:
            yield from self._number_taken(subject, self.number, context)

    @staticmethod
    def _number_taken(order: Order, number: str, context: Context) -> Iterator[Problem]:
        """The platform gives a number once."""
        known = order.case_named(number)
        if known:
            said = _("Case {case} of this order is here already: {kind}, {state}.")
            about = {"kind": label(known.kind), "state": label(known.state)}
            yield Problem("number", said.format(case=case_called(known), **about))
            return
        for other in context.lookup.orders_with_case(order.platform, number):
            if other != order.order_no:
                said = _("Case {case} is of order {order}; look it up on the platform.")
                yield Problem("number", said.format(case=number, order=other))
                return

    def apply(self, subject: Order, context: Context) -> Outcome:
        request = self._request(subject)
        case = AfterSalesCase(
            id=self.number or str(len(subject.cases) + 1),
            numbered=self.number is not None,
            kind=request.kind,
            state=CaseState.SELLER_TO_ANSWER,
            waits_for=Party.US,
            reasons=(self._reason(context),),
            unshipped=request.unshipped,
            lines=request.units,
            opened_by=self.opened_by,
            explanation=self.explanation or "",
            address=self.address or "",
            requested_fen=request.requested,
            applied_at=context.now,
            platform_deadline=self.platform_deadline,
            since=context.now,
            source=Source.DESK,
            as_of=context.now,
        )
        opened, consent = subject.with_case(case), tuple[str, ...]()
        if self.sku:
            opened, consent = self._wanted(opened, case, self.sku, context)
        return Outcome((opened,), (*_next_step(subject, case, context), *consent))

    def _wanted(
        self, order: Order, case: AfterSalesCase, sku: str, context: Context
    ) -> tuple[Order, tuple[str, ...]]:
        """What the buyer said is kept as their message: it is the consent to the other article."""
        heard = None
        if self.opened_by != "seller":
            heard = Contact(
                id=context.new_id(),
                at=context.now,
                channel="platform_chat",
                direction="in",
                text=f"{self.reason} ({sku})",
                by=str(context.actor),
            )
            order = order.model_copy(update={"contacts": (*order.contacts, heard)})
        return with_article(order, sku, case, context, heard)

    def _reason(self, context: Context) -> BuyerReason:
        by = str(context.actor)
        return BuyerReason(text=self.reason, at=context.now, source=Source.DESK, by=by)

    def _request(self, order: Order) -> Request:
        return Request(order, CaseKind(self.kind), self.lines, self.amount)


def _all_lines(order: Order) -> dict[str, str]:
    """Everything that can be claimed, where that is the same for money and for goods."""
    free, sent = claimable(order), unclaimed_sent(order)
    if any(sent.values()) and sent != free:
        return {}
    return {"lines": lines_text(line_quantities(free.items()))}


def _next_step(order: Order, case: AfterSalesCase, context: Context) -> tuple[str, ...]:
    sentence = _("Case {case} is open: {kind}, {amount}; it is ours to answer.").format(
        case=case_called(case), kind=label(case.kind), amount=yuan_text(case.requested_fen)
    )
    deadline = ship_by(order, context.policy)
    if not case.unshipped or deadline is None or deadline.at is None:
        return (sentence,)
    late = _(
        "Nothing is shipped while it is open; the time to ship still ends at {time}, and a refund"
        " that goes through later counts as shipped late."
    ).format(time=minute_text(deadline.at))
    return (sentence, late)
