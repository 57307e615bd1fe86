"""RecordRuling (平台裁决): the platform has decided; what it gives to the buyer has to be done."""

from collections.abc import Iterator
from datetime import datetime
from typing import Self

from pydantic import Field, model_validator

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase, CaseOutcome
from store.models.intervention import Ruling
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Amount, NamedCase, wrong
from store.rules.action.record_action import RecordAction
from store.rules.action.time_fields import PastTime
from store.rules.cases.case_machine import (
    CLOSED,
    EVERY,
    GOODS,
    MONEY,
    PAY,
    RULE,
    SEND,
    Move,
    case_after,
)
from store.rules.cases.case_view import advance_case, case_of
from store.rules.cases.interventions import (
    appeal_due,
    appeal_refused,
    current_intervention,
    known_intervention,
    with_intervention,
)
from store.rules.order.ledger import money_ledger
from store.words import N_, _
from store.words.labels import label
from store.words.times import minute_text


class RecordRuling(RecordAction[AfterSalesCase]):
    """Record how the platform ruled on a case."""

    title = N_("Record the platform's ruling")
    place = 850
    settles = frozenset({"rule"})
    moves = (
        Move(EVERY, (RULE,), CLOSED, CaseOutcome.REJECTED, "for_seller"),
        Move(MONEY, (RULE,), PAY, variant="for_buyer"),
        Move(GOODS, (RULE,), SEND, variant="for_buyer"),
        Move(EVERY, (RULE,), PAY, variant="split"),
    )

    case: NamedCase
    ruling: Ruling = Field(title=N_("Ruling"))
    amount: Amount | None = Field(
        default=None,
        title=N_("Amount (yuan)"),
        description=N_("what the buyer gets back; needed where it is split"),
    )
    ruled_at: PastTime | None = Field(
        default=None,
        title=N_("Ruled at"),
        description=N_("such as 18:00 or yesterday 9; left out, now"),
    )

    @model_validator(mode="after")
    def _split_says_how_much(self) -> Self:
        if self.ruling == "split" and self.amount is None:
            raise wrong(_("A split ruling says how much the buyer gets back; give the amount."))
        return self

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        case = self.record_of(subject)
        yield from self._wrong_amount(subject, case)
        asked_at = _asked_at(case)
        if self.ruled_at and self.ruled_at > context.now:
            yield Problem(
                "ruled_at",
                _("{time} is still to come.").format(time=minute_text(self.ruled_at)),
            )
        elif self.ruled_at and asked_at and self.ruled_at < asked_at:
            yield Problem(
                "ruled_at",
                _("{time} is before the platform was asked to rule ({asked}).").format(
                    time=minute_text(self.ruled_at), asked=minute_text(asked_at)
                ),
            )

    def _wrong_amount(self, order: Order, case: AfterSalesCase) -> Iterator[Problem]:
        if self.amount is None:
            return
        if self.ruling == "for_seller":
            yield Problem("amount", _("A ruling for the seller gives the buyer nothing back."))
        elif self.ruling == "for_buyer" and case.kind in GOODS:
            yield Problem(
                "amount",
                _(
                    "Case {case} is: {kind}; for the buyer it means goods. A ruling that gives"
                    " money is: {split}."
                ).format(case=case.id, kind=label(case.kind), split=label("split")),
            )
        elif self.amount > (most := _most(order, case)):
            yield Problem(
                "amount",
                _("{amount} is more than the {left} that the buyer can get back.").format(
                    amount=yuan_text(self.amount), left=yuan_text(most)
                ),
            )

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        at = self.ruled_at or context.now
        ruled = current_intervention(case, context).model_copy(
            update={"ruling": self.ruling, "ruled_at": at, "amount_fen": self.amount}
        )
        decided = case_after(
            case,
            self.moves,
            context,
            variant=self.ruling,
            interventions=with_intervention(case, ruled),
            agreed_fen=self.amount,
        )
        changed = advance_case(subject.with_case(decided), case.id, context)
        against_us = self.ruling != "for_seller" and ruled.appeal is None
        return Outcome((changed,), _appeal_said(subject, decided, context) if against_us else ())


def _asked_at(case: AfterSalesCase) -> datetime | None:
    known = known_intervention(case)
    if known is None:
        return None
    return known.appeal.at if known.appeal else known.requested_at


def _most(order: Order, case: AfterSalesCase) -> Fen:
    """What the buyer can get back at all: what is left of the order, and what this case has had."""
    return max(0, money_ledger(order).refundable) + case_of(order, case).spent_fen


def _appeal_said(order: Order, case: AfterSalesCase, context: Context) -> tuple[str, ...]:
    """Until when the ruling may be appealed against, if at all."""
    refused = appeal_refused(order, case, context)
    if refused:
        return (refused,)
    ruled_at = case.interventions[-1].ruled_at or context.now
    due = appeal_due(order, ruled_at, context.policy)
    if due.at is None or due.rule is None:
        return ()
    said = _("An appeal is possible before {time} ({source}, {mark}).")
    time = minute_text(due.at)
    return (said.format(time=time, source=due.rule.source, mark=label(due.rule.mark)),)
