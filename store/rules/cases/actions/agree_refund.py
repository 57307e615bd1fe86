"""AgreeRefund (同意退款): the buyer gets money back, and nothing has to be sent back for it.

A refused delivery is agreed to in the same way (同意拒收后退款): the carrier brings the parcel
back, and the money follows. Agreeing to a refund ends the right of appeal
(`商家同意售后退款，无法申诉`, domain.md §3.1), and a refund of unshipped goods after the
promised time still counts as late (domain.md §0, fact 7). The platform's button pays what the case
asks for, so that less is a counter-offer there (domain.md §3).
"""

from collections.abc import Iterator, Mapping

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.refund import Refund
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Amount, NamedCase, YesNoIfAsked
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.telling import CLOSE_THERE, answer_case
from store.rules.cases.case_decision import tell_platform, where_goods_are
from store.rules.cases.case_machine import (
    AWAITS_GOODS,
    CAN_AGREE,
    COMING,
    HERE,
    OTHER,
    PAY,
    REFUND_ONLY,
    REFUSED,
    Move,
    case_after,
)
from store.rules.cases.case_names import case_called, case_there, search_text
from store.rules.cases.case_view import case_of
from store.rules.money.counter_offer import (
    AGREE_TO_LESS,
    as_agreed,
    by_button,
    falls_short,
    offer_text,
)
from store.rules.money.unknown_money import unknown_said
from store.rules.obligations import ship_by
from store.rules.paid.given_before import (
    WENT_FIELD,
    as_beside,
    given_before,
    given_problem,
    most_asked,
    most_to_give,
    nothing_to_give,
)
from store.rules.paid.went_before import as_answered
from store.rules.parcels.goods_and_money import open_reissue_of, sent_or_may_be
from store.rules.platform.cases.answers import REFUND, REFUND_REFUSED
from store.rules.platform.discrepancies.intercept_doubts import money_in_doubt
from store.words import N_, _
from store.words.times import minute_text

# Agreed to there against the goods, it waits for them first.
AGREE_TO_REFUND = answer_case(REFUND, *AWAITS_GOODS, PAY)
AGREE_TO_REFUSED = answer_case(REFUND_REFUSED, *AWAITS_GOODS, PAY)


class AgreeRefund(RecordAction[AfterSalesCase]):
    """Agree to give money back."""

    title = N_("Agree to a refund")
    place = 640
    settles = frozenset({"answer-case"})
    moves = (
        Move((REFUND_ONLY, OTHER), CAN_AGREE, PAY),
        Move((REFUSED,), CAN_AGREE, COMING),
        Move((REFUSED,), CAN_AGREE, PAY, variant=HERE),
    )
    tells = (AGREE_TO_REFUND, AGREE_TO_REFUSED, AGREE_TO_LESS, CLOSE_THERE)
    typed_again = "amount"

    case: NamedCase
    amount: Amount | None = Field(
        default=None,
        title=N_("Agreed amount (yuan)"),
        description=N_("left out, what the case asks for"),
    )
    went: YesNoIfAsked = WENT_FIELD

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        return super().refusal(order, case, context) or nothing_to_give(order, case)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused
        case = self.record_of(subject)
        if not refused:
            given = self._given(subject, case)
            # Beside what went for the case itself it is all that it gives.
            is_typed = self.amount is not None and not all(one.case for one in given)
            missing = self._missing(subject, case)
            yield from given_problem(subject, case, self.went, missing, is_typed=is_typed)
        if self.went == "yes":
            return
        if self.went == "no":
            subject = as_beside(subject, self._given(subject, case))
        view = case_of(subject, as_agreed(subject, case, self.amount))
        again = open_reissue_of(subject, view) or money_in_doubt(
            subject, view.units_with(view.left_to_pay), view.left_to_pay
        )
        if not refused and again:
            yield Problem("case", again)
        if refused or self.amount is None:
            return
        if case.requested_fen and self.amount > case.requested_fen:
            yield Problem(
                "amount",
                _("{amount} is more than the {requested} that case {case} asks for.").format(
                    amount=yuan_text(self.amount),
                    requested=yuan_text(case.requested_fen),
                    case=case_called(case),
                ),
            )
        elif self.amount > most_to_give(subject, case):
            yield Problem(
                "amount",
                _(
                    "{amount} is more than the {left} that this order can still be refunded for"
                    " case {case}."
                ).format(
                    amount=yuan_text(self.amount),
                    left=yuan_text(most_to_give(subject, case)),
                    case=case_called(case),
                ),
            )

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        return cls.suggest_for(subject, "", context)

    @classmethod
    def suggest_for(cls, subject: Order, record: str, context: Context) -> dict[str, str]:
        asked = cls.asked_for(subject, {"case": record})
        return {"amount": asked} if asked else {}

    @classmethod
    def asked_for(cls, subject: Order, values: Mapping[str, str]) -> str:
        fitting = fitting_records(cls, subject)
        meant = [one for one in fitting if one.id == values.get("case")] or fitting
        return yuan_text(most_asked(subject, meant[0])) if len(meant) == 1 else ""

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        ends = _(
            "Agreeing to a refund ends the right of appeal on the platform"
            " (商家同意售后退款，无法申诉)."
        )
        late = (
            _late(subject, case, context)
            for case in fitting_records(cls, subject, context)
            if case.unshipped
        )
        sent = (
            sent_or_may_be(subject, case_of(subject, case))
            for case in fitting_records(cls, subject, context)
        )
        there = unknown_said(subject, context.lookup, context.policy)
        return (ends, *filter(None, late), *filter(None, sent), *there)

    def money_back(self, subject: Order) -> Fen:
        if self.went == "yes":
            return 0
        return by_button(subject, as_agreed(subject, self.record_of(subject), self.amount))

    def falls_short(self, subject: Order) -> str | None:
        if self.went == "yes":
            return None
        case = self.record_of(subject)
        if self.went == "no":
            subject = as_beside(subject, self._given(subject, case))
        return falls_short(subject, as_agreed(subject, case, self.amount))

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        given = self._given(subject, case)
        beside = as_beside(subject, given) if self.went == "no" else subject
        agreed = case_after(
            case,
            self.moves,
            context,
            variant=where_goods_are(case, self.moves),
            agreed_fen=as_agreed(beside, case, self.amount).agreed_fen,
            agreed_at=context.now,
        )
        subject, agreed, ended, told = as_answered(subject, given, agreed, self.went, context)
        if ended:
            return ended
        text, less = search_text(subject, agreed), falls_short(subject, agreed)
        if less:
            answer, text = AGREE_TO_LESS, offer_text(subject, agreed)
        elif case.kind is CaseKind.REFUSED_DELIVERY:
            answer = AGREE_TO_REFUSED
        else:
            answer = AGREE_TO_REFUND
        changed = tell_platform(subject, agreed, context, text, answer)
        late = _late(subject, case, context) if case.unshipped else None
        sent = sent_or_may_be(subject, case_of(subject, as_agreed(subject, case, self.amount)))
        there = unknown_said(subject, context.lookup, context.policy)
        sentences = (*told, less, answer.said(case=case_there(subject, case)), late, sent, *there)
        return Outcome((changed,), tuple(sentence for sentence in sentences if sentence))

    def _given(self, order: Order, case: AfterSalesCase) -> tuple[Refund, ...]:
        return given_before(order, case, self._missing(order, case))

    def _missing(self, order: Order, case: AfterSalesCase) -> Fen:
        """What of the money that is agreed to has not gone for the case."""
        return (self.amount or most_asked(order, case)) - case_of(order, case).met_fen


def _late(order: Order, case: AfterSalesCase, context: Context) -> str | None:
    """A refund after the promised time does not help (`依然会被判定为延迟发货`)."""
    deadline = ship_by(order, context.policy)
    if deadline is None or deadline.at is None:
        return None
    if deadline.at <= context.now:
        sentence = _(
            "Case {case} is about goods that had to be shipped by {time}: the order counts as"
            " shipped late, also when the money goes back now."
        )
    else:
        sentence = _(
            "Case {case} is about unshipped goods: a refund that goes through after {time} still"
            " counts as shipped late."
        )
    return sentence.format(case=case_called(case), time=minute_text(deadline.at))
