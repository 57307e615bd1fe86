"""RulingAction: what recording a ruling (平台裁决) and correcting a recorded one share."""

from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseOutcome, CaseState
from store.models.intervention import Intervention, Ruling
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Amount, NamedCase, YesNoIfAsked, wrong
from store.rules.action.record_action import RecordAction
from store.rules.action.time_fields import PastTime
from store.rules.cases.advancing import advance_case
from store.rules.cases.case_machine import (
    CLOSED,
    EVERY,
    GOODS,
    MONEY,
    PAY,
    SEND,
    Move,
    Moves,
    case_after,
)
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.cases.interventions import (
    appeal_due,
    appeal_refused,
    goes_there,
    with_intervention,
)
from store.rules.order.ledger import money_ledger
from store.rules.platform.cases.answers import ANSWER_CASE
from store.rules.platform.moot import DECIDED
from store.words import N_, _
from store.words.labels import label
from store.words.times import minute_text


def ruled_from(*before: CaseState) -> Moves:
    """Where each ruling leads a case that stands at one of these."""
    return (
        Move(EVERY, before, CLOSED, CaseOutcome.REJECTED, "for_seller"),
        Move(MONEY, before, PAY, variant="for_buyer"),
        Move(GOODS, before, SEND, variant="for_buyer"),
        Move(EVERY, before, PAY, variant="split"),
    )


class RulingAction(RecordAction[AfterSalesCase]):
    """What the platform ruled on a case."""

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
        description=N_("such as -2h or yesterday 9; left out, now, or as it is recorded"),
    )
    more: YesNoIfAsked = Field(
        default=None,
        title=N_("More than asked for"),
        description=N_(
            "yes: the platform gives more than the case asks for; asked only where the amount does"
        ),
    )

    @model_validator(mode="after")
    def _split_says_how_much(self) -> Self:
        if self.ruling == "split" and self.amount is None:
            raise wrong(
                _("A split ruling says how much the buyer gets back; give the amount."), "amount"
            )
        return self

    def intervention(self, case: AfterSalesCase, context: Context) -> Intervention:
        """What is ruled on; its `ruled_at` is the time that counts where none is given."""
        raise NotImplementedError

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused
        if refused:
            return
        case = self.record_of(subject)
        yield from self._wrong_amount(subject, case)
        asked = self.intervention(case, context)
        asked_at = asked.appeal.at if asked.appeal else asked.requested_at
        opened_at = case.applied_at
        if self.ruled_at and asked_at and self.ruled_at < asked_at:
            yield Problem(
                "ruled_at",
                _("{time} is before the platform was asked to rule ({asked}).").format(
                    time=minute_text(self.ruled_at), asked=minute_text(asked_at)
                ),
            )
        elif self.ruled_at and opened_at and self.ruled_at < opened_at:
            yield Problem(
                "ruled_at",
                _("{time} is before the case was opened ({opened}).").format(
                    time=minute_text(self.ruled_at), opened=minute_text(opened_at)
                ),
            )

    def _wrong_amount(self, order: Order, case: AfterSalesCase) -> Iterator[Problem]:
        if self.amount is None:
            return
        asked = case_of(order, case).asked_fen
        if self.ruling == "for_seller":
            yield Problem("amount", _("A ruling for the seller gives the buyer nothing back."))
        elif self.ruling == "for_buyer" and case.kind in GOODS:
            yield Problem(
                "amount",
                _(
                    "Case {case} is: {kind}; for the buyer it means goods. A ruling that gives"
                    " money is: {split}."
                ).format(case=case_called(case), kind=label(case.kind), split=label("split")),
            )
        elif self.amount > (most := _most(order, case)):
            yield Problem(
                "amount",
                _("{amount} is more than the {left} that the buyer can get back.").format(
                    amount=yuan_text(self.amount), left=yuan_text(most)
                ),
            )
        elif self.amount > asked and self.more != "yes":
            # It may order the freight, or a compensation, on top of what was asked for.
            said = _(
                "{amount} is more than the {asked} that case {case} asks for. Answer yes where the"
                " platform gives more."
            )
            about = {"asked": yuan_text(asked), "case": case_called(case)}
            yield Problem("more", said.format(amount=yuan_text(self.amount), **about))

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        asked = self.intervention(case, context)
        at = self.ruled_at or asked.ruled_at or context.now
        ruled = asked.model_copy(
            update={
                "ruling": self.ruling,
                "ruled_at": at,
                "amount_fen": self.amount,
                # What stands there after a ruling is what that gives.
                "agreed_before_fen": asked.agreed_before_fen
                if asked.ruling and not asked.read
                else case.agreed_fen,
                "read": False,
            }
        )
        said = {"interventions": with_intervention(case, ruled), "agreed_fen": self.amount}
        if goes_there(case):
            # The platform has carried it out; what it did stands, whatever was ruled.
            decided = case.model_copy(update=said)
        else:
            decided = case_after(case, self.moves, context, variant=self.ruling, **said)
        changed = advance_case(subject.with_case(decided), case.id, context)
        # An answer that nobody told the platform before it ruled agreed to nothing there.
        changed = changed.with_tasks_done(
            lambda one: one.kind == ANSWER_CASE and DECIDED.holds(changed, one),
            context.now,
            str(context.actor),
            moot=True,
        )
        against_us = self.ruling != "for_seller" and ruled.appeal is None
        return Outcome((changed,), _appeal_said(changed, decided, context) if against_us else ())


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
    return (said.format(time=time, source=due.rule.told_source, mark=label(due.rule.mark)),)
