"""CloseCase (售后关闭): nothing is to be done about a case any more, as the platform shows.

How it ended follows from where it stood: the buyer let a time pass, did not come back after our no,
or has what they asked for.
"""

from collections.abc import Iterator
from datetime import datetime

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Party, Source
from store.models.case_state import CaseOutcome, CaseState
from store.models.money import yuan_text
from store.models.order import Order
from store.models.refund import Refund
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase, Text, YesNoIfAsked
from store.rules.action.record_action import RecordAction
from store.rules.action.telling import CLOSE_THERE, WITHDRAWN_THERE
from store.rules.cases.case_decision import to_close_there, while_refund_is_open
from store.rules.cases.case_machine import (
    ANSWERED,
    AWAITS_GOODS,
    AWAY,
    CLOSED,
    COMING,
    CONFIRM,
    EVERY,
    GOODS,
    GOODS_BESIDE,
    MONEY_BESIDE,
    NOTHING_BACK,
    PAY,
    RECEIVE,
    SEND,
    TO_COME_BACK,
    UNCLEAR,
    Move,
    case_after,
)
from store.rules.cases.case_names import case_called, case_there
from store.rules.cases.case_sending import over_unsent
from store.rules.cases.case_view import CaseView, case_of
from store.rules.cases.goods_coming import (
    brought_by,
    goods_elsewhere,
    is_settled_by_another,
    lost_on_its_way_back,
)
from store.rules.money.counter_offer import waits_for_buyer
from store.rules.money.guessed_away import guessed_away
from store.rules.money.refunding import shares
from store.rules.obligations.cases import owed_for_case
from store.rules.paid.given_before import WENT_FIELD, as_beside, given_before, given_problem
from store.rules.paid.paid_before import paid_before
from store.rules.paid.went_before import with_its_money
from store.rules.parcels.sent_again import SentAgain, not_of, reaching
from store.rules.platform.cases.answers import REJECT, untold_answer, untold_no
from store.words import N_, _
from store.words.labels import label
from store.words.times import minute_text

WITH_SOMETHING = (CaseOutcome.REFUNDED, CaseOutcome.FULFILLED)
"""Ends at which the buyer has something."""


class CloseCase(RecordAction[AfterSalesCase]):
    """Record that a case has ended."""

    title = N_("Close a case")
    place = 770
    settles = frozenset({"close-case", "ask-platform"})
    moves = (
        Move(EVERY, (ANSWERED,), CLOSED, CaseOutcome.REJECTED),
        Move(EVERY, (AWAY, COMING), CLOSED, CaseOutcome.EXPIRED),
        Move(EVERY, (CONFIRM,), CLOSED, CaseOutcome.FULFILLED),
        Move(EVERY, (UNCLEAR,), CLOSED, CaseOutcome.WITHDRAWN),
        Move(NOTHING_BACK, (RECEIVE,), CLOSED, CaseOutcome.EXPIRED),
        Move(EVERY, (PAY,), CLOSED, CaseOutcome.REFUNDED),
        Move(EVERY, (SEND,), CLOSED, CaseOutcome.FULFILLED),
        Move(EVERY, (CONFIRM, SEND), CLOSED, CaseOutcome.REFUNDED, MONEY_BESIDE),
        # What it waited for came for another case.
        Move(TO_COME_BACK, AWAITS_GOODS, CLOSED, CaseOutcome.REFUNDED, MONEY_BESIDE),
        Move(TO_COME_BACK, AWAITS_GOODS, CLOSED, CaseOutcome.FULFILLED, GOODS_BESIDE),
    )

    tells = (CLOSE_THERE, WITHDRAWN_THERE)

    case: NamedCase
    reason: Text | None = Field(default=None, title=N_("Reason"))
    went: YesNoIfAsked = WENT_FIELD

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        refused = super().refusal(order, case, context)
        refused = refused or _untold(order, case)
        if not _given(order, case):  # else that is asked first
            refused = refused or _still_owed(order, case)
        until = _others_until(order, case, context)
        if refused or until is None or not case.unshipped:
            return refused
        return _(
            "The buyer has until {time} to answer in case {case}, and until then the goods may not"
            " go out; it can be withdrawn before, or an import closes it."
        ).format(case=case_called(case), time=minute_text(until))

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused
        if refused:
            return
        case = self.record_of(subject)
        meant = case if _given(subject, case) else None
        yield from given_problem(subject, meant, self.went, 0, is_typed=False)
        if self.went == "yes":
            return
        if self.went == "no" and (owed := _still_owed(self._beside(subject), case)):
            yield Problem("case", owed)
        guess = guessed_away(subject, case)
        if guess and self.reason is None:
            yield Problem(
                "reason",
                _(
                    "Only because up to {amount} may have gone back by 退款成功 is nothing left for"
                    " case {case}: say what the platform shows of its money, or import the"
                    " after-sales export with all cases."
                ).format(amount=yuan_text(guess.amount_fen), case=case_called(case)),
            )
        until = _others_until(self._beside(subject), case, context)
        if until and self.reason is None and not guess:
            yield Problem(
                "reason",
                _("Their time runs until {time}; say why the case ends before.").format(
                    time=minute_text(until)
                ),
            )

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        if self.went == "yes":
            return with_its_money(subject, _given(subject, case), case, context)
        subject = self._beside(subject)
        view = case_of(subject, case)
        back = view.spent_fen or case.refunded_fen
        variant = _beside(subject, view)
        closed = case_after(case, self.moves, context, variant=variant, refunded_fen=back)
        sentence = _("Case {case} is closed: {outcome}.").format(
            case=case_called(case), outcome=label(closed.outcome or closed.state)
        )
        went = _went_beside(subject, view) if closed.outcome in WITH_SOMETHING else ()
        changed = subject.with_case(closed)
        if closed.outcome is CaseOutcome.REFUNDED and view.costs_nothing:
            changed = _with_nothing_paid(changed, view, context)
        answer = untold_answer(subject, case)
        if answer is None or view.spent_fen or view.parcels:
            return Outcome((changed,), (sentence, *went))
        changed = changed.with_tasks(to_close_there(subject, case, context))
        there = CLOSE_THERE.said(case=case_there(subject, case))
        return Outcome((changed,), (sentence, *went, there))

    def _beside(self, order: Order) -> Order:
        """The order by our word that what had gone is beside the case."""
        given = _given(order, self.record_of(order)) if self.went == "no" else ()
        return as_beside(order, given)


def _given(order: Order, case: AfterSalesCase) -> tuple[Refund, ...]:
    """What had gone, and may be the money of a case that was agreed to."""
    return given_before(order, case) if case.state in (*AWAITS_GOODS, PAY) else ()


def _with_nothing_paid(order: Order, view: CaseView, context: Context) -> Order:
    """The order with a refund of nothing: its units are settled, though none of them cost money."""
    refund = Refund(
        id=context.new_id(),
        amount_fen=0,
        lines=shares(order, view.units_to_pay, 0, view),
        reason=view.case.first_reason,
        state="done",
        source=Source.DESK,
        requested_at=context.now,
        settled_at=context.now,
        case=view.id,
    )
    return order.with_refund(refund)


def _goods_out(order: Order, view: CaseView) -> Iterator[SentAgain]:
    """What has left, or a reissue sends, of the lines that the case is about."""
    for way in reaching(order):
        if way.is_sure and any(view.with_gifts.get(part.line) for part in way.lines):
            yield way


def _beside(order: Order, view: CaseView) -> str:
    """The variant of its end, where the buyer got what the case claims in another way."""
    goods = any(_goods_out(order, view))
    if is_settled_by_another(order, view.case):
        return GOODS_BESIDE if goods else MONEY_BESIDE
    if view.case.state is COMING and not any(view.outstanding.values()):
        return MONEY_BESIDE
    if view.case.state not in (CONFIRM, SEND) or goods:
        return ""
    back = any(one.refunded and view.with_gifts.get(one.number) for one in view.lines)
    return MONEY_BESIDE if back else ""


def _went_beside(order: Order, view: CaseView) -> Iterator[str]:
    """What the buyer got beside the case, where nothing went by it."""
    if view.spent_fen or view.parcels:
        return
    goods = tuple(not_of(view, _goods_out(order, view))) if view.case.kind in GOODS else ()
    yield from (way.said(order, way.lines) for way in goods)
    if not goods and view.money.back:
        said = _("Its money went back beside it: {back} of this order.")
        yield said.format(back=yuan_text(view.money.back))


def _others_until(order: Order, case: AfterSalesCase, context: Context | None) -> datetime | None:
    """Until when the buyer or the carrier may still act; None when their time is over."""
    if context is None:
        return None
    turns = (
        owed.due_at
        for owed in owed_for_case(order, case, context.policy)
        if owed.who in (Party.BUYER, Party.CARRIER)
    )
    return next((until for until in turns if until and context.now < until), None)


def _untold(order: Order, case: AfterSalesCase) -> str | None:
    """A no that nobody told the platform ends nothing there."""
    if untold_no(order, case) is None:
        return None
    return _(
        "Nobody has told the platform the rejection of case {case}: open it there and press"
        " {press}, complete that task, and close the case then; an import that shows how it ended"
        " closes it too."
    ).format(case=case_called(case), press=REJECT)


def _still_owed(order: Order, case: AfterSalesCase) -> str | None:
    """What was agreed has to be carried out; a case cannot be closed over it."""
    view = case_of(order, case)
    waits = while_refund_is_open(
        view,
        _(
            "A refund of {amount} for case {case} is open ({time}); settle it, and the case"
            " follows."
        ),
    )
    if waits:
        return waits
    to_pay = view.left_to_pay and not paid_before(order, view)
    if case.state is CaseState.SELLER_TO_REFUND and to_pay:
        return waits_for_buyer(order, case) or _(
            "Case {case} still has to be refunded with {amount}; refund it, and the case follows."
        ).format(case=case_called(case), amount=yuan_text(view.left_to_pay))
    if case.state in AWAITS_GOODS and case.kind not in NOTHING_BACK:
        return _still_to_come(order, case)
    return over_unsent(order, case)


def _still_to_come(order: Order, case: AfterSalesCase) -> str | None:
    """Why a case that waits for goods goes on; one whose time the buyer may let pass does not."""
    if is_settled_by_another(order, case):
        return None
    elsewhere = goods_elsewhere(order, case)
    if elsewhere and any(one.open for one in brought_by(order, case)):
        return elsewhere
    if case.state is not RECEIVE:
        return lost_on_its_way_back(order, case)
    return _(
        "Case {case} waits for goods that are on their way; receive them, or reject it, and the"
        " case follows."
    ).format(case=case_called(case))
