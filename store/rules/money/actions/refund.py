"""Refund (退款): money goes back to the buyer, by lines and units or as an amount; needs no case.

`amount` alone is money only, unless it is all that the goods can still be refunded: then all units
go with it, and those that have not left leave `to_ship`. `lines` alone is the money of those units;
the last unit of a line takes the remainder of the division, so that the shares add up. For a case,
amount and units start from what the case still asks for, and never go beyond it.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.axes import Source
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.refund import Refund as StoredRefund
from store.rules.action.base import Action, OneOf, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import (
    ANSWER_YES,
    BOTH_FIELD,
    Amount,
    Lines,
    Text,
    YesNoIfAsked,
    amount_typed,
)
from store.rules.action.markers import NONE
from store.rules.action.references import Choice
from store.rules.action.telling import CLOSE_THERE, WITHDRAWN_THERE
from store.rules.cases.advancing import advance_case
from store.rules.cases.case_machine import CONFIRM, EVERY, MONEY, PAY, RECEIVE, SEND, Move, refusal
from store.rules.cases.case_view import CaseView, case_of
from store.rules.money.goods_too import goods_too
from store.rules.money.refund_background import seen_of_refund
from store.rules.money.refund_limits import (
    case_refused,
    no_amount,
    none_to_give,
    too_many_units,
    too_much,
    units_to_refund,
    whose_is_it,
)
from store.rules.money.refund_sentences import goods_with, settle_it_next, twins, whose_money
from store.rules.money.refunding import (
    FOR_CASE,
    beside_only,
    cases_to_choose,
    cost_of,
    due_by_itself,
    is_all_of_goods,
    nothing_went,
    only_to_pay,
    refundable_beside,
    shares,
    suggested_fen,
    suggested_for_none,
    units_with,
    waits_for_just,
    without_reissues,
)
from store.rules.money.unknown_money import (
    THERE_FIELD,
    as_shown_for,
    gone_by,
    gone_there,
    gone_there_problem,
)
from store.rules.paid.already_paid import AlreadyPaid, already_paid
from store.rules.paid.given_before import WENT_FIELD, as_said
from store.rules.parcels.goods_and_money import goods_beside
from store.rules.parcels.leaving_there import CANCEL_THERE
from store.rules.parcels.shared import not_arriving_at_any
from store.rules.stock import cancelling
from store.rules.stock.causes import OFFERED, Cause
from store.words import N_, _


class Refund(Action[Order]):
    """Give money back to the buyer."""

    title = N_("Refund")
    place = 410
    key = "r"
    settles = frozenset({"refund", "make-good", "send-back", "give-offer", "refund-case"})
    moves = tuple(Move(EVERY, (one,), one) for one in (RECEIVE, PAY, SEND, CONFIRM))
    one_of = OneOf(("amount", "lines", "case"), N_("An amount or lines are needed."))
    typed_again = "amount"
    tells = (CANCEL_THERE, CLOSE_THERE, WITHDRAWN_THERE)

    amount: Amount | None = Field(
        default=None,
        title=N_("Amount (yuan)"),
        description=N_("left out, the price of the lines, or what is due for the case"),
    )
    lines: Lines | None = Field(
        default=None,
        title=N_("Lines"),
        description=N_("left out, the money only; with all of it the goods go too"),
    )
    reason: Text = Field(title=N_("Reason"))
    case: Annotated[str | None, FOR_CASE] = Field(
        default=None,
        title=N_("Case"),
        description=N_(
            "left out, the only one with money due, unless the amount is another; or: for no case"
        ),
    )
    cause: Annotated[Cause | None, OFFERED] = Field(
        default=None,
        title=N_("Cause"),
        description=N_("ours to say; “out of stock” opens the steps of a cancellation"),
    )
    both: YesNoIfAsked = BOTH_FIELD
    there: YesNoIfAsked = THERE_FIELD
    went: YesNoIfAsked = WENT_FIELD

    def gives(self, field: str) -> bool:
        return super().gives(field) and not (field == "case" and self.case == NONE)

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return none_to_give(subject)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        subject = as_said(subject, self.case, self.went)
        case = self._case(subject)
        alone = None if self.case or self.lines else self.amount
        if refused := self._case_refused(subject, case) if case else whose_is_it(subject, alone):
            yield Problem("case", refused)
            return
        wrong_lines = tuple(too_many_units(subject, case, self.lines or ()))
        amount = 0 if wrong_lines else self.money_back(subject)
        paid = self._already_paid(subject, self._meant(subject, case, amount), amount, context)
        went = tuple(paid.problems(self.went, is_typed=self.amount is not None))
        yield from went
        if self.went == "yes" or (went and not amount):
            return
        yield from wrong_lines
        if self.amount is not None and not went:
            lines = () if wrong_lines else self.lines or ()
            yield from too_much(subject, case, lines, self.amount)
        elif not wrong_lines and amount <= 0:
            yield Problem("amount", no_amount(case if self.lines is None else None))
        if not wrong_lines:
            yield from self._goods_too(subject, case, context)
            yield from gone_there_problem(subject, self.there, amount, context)

    @classmethod
    def _case_refused(cls, order: Order, case: CaseView) -> str | None:
        return case_refused(order, case, refusal(case.case, cls.moves, _(cls.title)))

    def _goods_too(
        self, order: Order, case: CaseView | None, context: Context
    ) -> Iterator[Problem]:
        """The goods are sent again: whether their money goes back too has to be answered."""
        amount = self.money_back(order)
        lines = self.goods_back(order, amount)
        left, _ended = without_reissues(order, amount, self.reason, context)
        is_all = is_all_of_goods(order, amount)
        if (sent := goods_too(left, case, lines, amount, is_all=is_all)) and self.both != "yes":
            yield Problem("both", _(ANSWER_YES).format(said=sent))

    @classmethod
    def echo(cls, values: Mapping[str, str]) -> dict[str, str]:
        return {} if values.get("lines") else {"lines": goods_with(None, ())}

    @classmethod
    def echo_of(cls, subject: Order, values: Mapping[str, str]) -> dict[str, str]:
        """Which goods go with it though no line is ticked."""
        case, typed = values.get("case") or None, values.get("amount", "").strip()
        if values.get("lines") or not (typed or case):
            return cls.echo(values)
        amount = amount_typed(typed)
        if typed and amount is None:
            return {}
        meant = cls.model_construct(amount=amount, reason="", case=case)
        fen = meant.money_back(subject)
        units, is_all = meant.goods_back(subject, fen), is_all_of_goods(subject, fen)
        return {"lines": goods_with(subject, units, is_all=is_all)}

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        return cls.suggest_for(subject, "", context)

    @classmethod
    def suggest_for(cls, subject: Order, record: str, context: Context) -> dict[str, str]:
        """What is due for a case; of one that is not decided, the money that it asks for."""
        named = subject.case_named(record)
        case = named if named and named.open else only_to_pay(subject)
        if case is None:
            return suggested_for_none(subject, named)
        view = case_of(subject, case)
        refused = cls._case_refused(subject, view)
        is_asked = case.kind in MONEY and not view.platform_pays
        due = (view.left_to_pay if is_asked else 0) if refused else view.due_now
        amount = {"amount": yuan_text(due)} if due else {}
        reason = {"reason": case.first_reason} if case.reasons else {}
        return amount | reason | ({} if refused else {"case": case.id})

    @classmethod
    def offers(cls, subject: Order, context: Context) -> Mapping[str, tuple[Choice, ...]]:
        return {"case": cases_to_choose(subject)}

    @classmethod
    def asked_for(cls, subject: Order, values: Mapping[str, str]) -> str:
        if case := only_to_pay(subject):
            return yuan_text(due) if (due := case_of(subject, case).due_now) else ""
        # The cancellation was confirmed already, and this is all the money of it.
        return yuan_text(suggested_fen(subject)) if nothing_went(subject) else ""

    @classmethod
    def units(cls, subject: Order) -> dict[int, int]:
        return units_to_refund(subject, None)

    @classmethod
    def units_for(cls, subject: Order, values: Mapping[str, str]) -> dict[int, int]:
        case = subject.case_named(values.get("case", ""))
        return units_to_refund(subject, case_of(subject, case) if case else None)

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return seen_of_refund(subject, context)

    def apply(self, subject: Order, context: Context) -> Outcome:
        subject = as_said(subject, self.case, self.went)
        case = self._case(subject)
        amount = self.money_back(subject)
        meant = self._meant(subject, case, amount)
        paid = self._already_paid(subject, meant, amount, context)
        if self.went == "yes":
            return paid.as_the_same(context)
        subject = paid.as_other_money() if self.went == "no" else subject
        gone = gone_by(subject, amount, context) if self.there == "yes" else ()
        subject, ended = without_reissues(subject, amount, self.reason, context)
        refund = StoredRefund(
            id=context.new_id(),
            amount_fen=amount,
            lines=shares(subject, self.goods_back(subject, amount), amount, meant),
            reason=self.reason,
            state="pending",
            source=Source.DESK,
            requested_at=context.now,
            cause=self.cause or "",
            both=self.both == "yes",
            beside=self.case == NONE,
            beside_only=beside_only(subject, self.case),
            anew=self.there == "no",
            not_arriving=not_arriving_at_any(subject, context),
            case=meant.id if meant else None,
        )
        refund = paid.beside_it(refund) if self.went == "no" else refund
        if gone:
            refund = as_shown_for(refund, gone, meant.case if meant else None, context.now)
        changed = subject.with_refund(refund)
        opened = cancelling.opened_by_refund(changed, refund, context)
        after = advance_case(opened, meant.id, context) if gone and meant else opened
        goods = goods_beside(subject, meant, is_all=is_all_of_goods(subject, amount))
        moved = (gone_there(gone),) if gone else settle_it_next(changed, refund)
        said = (*ended, *goods, *twins(subject, refund), *whose_money(subject, case, meant), *moved)
        if opened is not changed and (following := cancelling.next_step(after)):
            said = (*said, _("Next: {step}.").format(step=following.said))
        return Outcome((after,), said)

    def _case(self, order: Order) -> CaseView | None:
        case = order.case_named(self.case) if self.case and self.case != NONE else None
        return case_of(order, case) if case else None

    def _meant(self, order: Order, case: CaseView | None, amount: Fen) -> CaseView | None:
        """The case whose money it is, also where none is named for it."""
        return case if self.case else waits_for_just(order, amount, self.lines or ())

    def _already_paid(
        self, order: Order, meant: CaseView | None, amount: Fen, context: Context
    ) -> AlreadyPaid:
        """What may have gone for it; what goes for no case goes beside what the platform gave."""
        now = None if self.case == NONE else context.now
        return already_paid(order, meant, self.lines or (), amount, now)

    def money_back(self, subject: Order) -> Fen:
        if self.amount is not None:
            return self.amount
        case = self._case(as_said(subject, self.case, self.went))
        most = case.left_to_pay if case else refundable_beside(subject)
        if self.lines is not None:
            return min(cost_of(subject, self.lines), most)
        return due_by_itself(case) if case else most

    def goods_back(self, subject: Order, amount: Fen) -> tuple[LineQuantity, ...]:
        """The units that go with an amount: those that are named, or that it pays for."""
        if self.lines is not None:
            return self.lines
        case = self._case(subject)
        meant = self._meant(subject, case, amount)
        units = meant.units_with(amount) if meant else ()
        return units if units or case else units_with(subject, amount)
