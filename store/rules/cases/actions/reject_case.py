"""RejectCase (拒绝售后): we say no, with a reason and what proves it.

The buyer may then change the case, withdraw it or call the platform in; goods that came back and
are not in order can be the reason too (二次拒绝). The reasons are those of Pinduoduo's merchant
page in April 2026 (domain.md §3.1); one that is not among them is kept as it is, because the lists
differ by platform and by shop.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase, Rejection
from store.models.axes import Platform
from store.models.evidence import Evidence
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase, Names, Text, YesNoIfAsked
from store.rules.action.record_action import RecordAction
from store.rules.action.telling import answer_case
from store.rules.cases.case_decision import tell_platform, while_refund_is_open
from store.rules.cases.case_machine import (
    ANSWER,
    ANSWERED,
    EVERY,
    GOODS_FOR_GOODS,
    PAY,
    RECEIVE,
    RETURN,
    RULE,
    SEND,
    TO_COME_BACK,
    UNCLEAR,
    Move,
    case_after,
)
from store.rules.cases.case_names import case_called, case_there
from store.rules.cases.case_view import case_of
from store.rules.cases.evidence import numbered, told_evidence, too_many
from store.rules.cases.returning import may_be_refused_back
from store.rules.money.costs import cost
from store.rules.obligations.offers import carried_by
from store.rules.platform.cases.answers import REJECT
from store.rules.platform.moot import OUT_OF_OUR_HANDS
from store.words import N_, _, listed
from store.words.labels import label
from store.words.times import day_text

SAY_NO = answer_case(REJECT, ANSWERED, RULE, moot=OUT_OF_OUR_HANDS)


class RejectReason(NamedTuple):
    """One reason of the page."""

    text: str
    needs_evidence: bool = False
    """The page asks for pictures with it."""


REASONS = (
    RejectReason("与消费者协商售后方案"),
    RejectReason("退款金额未达成一致"),
    RejectReason("消费者提供的凭证不足", needs_evidence=True),
    RejectReason("因商品在途，与消费者协商"),
    RejectReason("已与消费者协商达成一致"),
    RejectReason("消费者物流已签收但未拿到货"),
    RejectReason("消费者退货物流在途"),
    RejectReason("消费者退回的商品有问题"),
)
"""拒绝原因; with 消费者提供的凭证不足 go pictures of the shipped goods or of their details."""


class RejectCase(RecordAction[AfterSalesCase]):
    """Say no to what the buyer asks for."""

    title = N_("Reject a case")
    place = 690
    settles = frozenset({"answer-case"})
    moves = (
        Move(EVERY, (ANSWER, UNCLEAR), ANSWERED),
        Move(TO_COME_BACK, (RECEIVE,), ANSWERED),
        # What came back was looked at, and nobody was told anything since.
        Move((RETURN,), (PAY,), ANSWERED),
        Move(GOODS_FOR_GOODS, (SEND,), ANSWERED),
    )
    tells = (SAY_NO,)

    case: NamedCase
    reason: Text = Field(
        title=N_("Reason for the rejection"), description=N_("as the platform's page lists it")
    )
    text: Text | None = Field(
        default=None,
        title=N_("Text for the buyer"),
        description=N_("to paste on the platform's page; left out, the reason"),
    )
    evidence: Names = Field(
        default=(), title=N_("Evidence"), description=N_("numbers of attached files, such as 1,2")
    )

    taken: YesNoIfAsked = Field(
        default=None,
        title=N_("Although it was offered"),
        description=N_(
            "yes: what the buyer took does not stand any more; asked only where he took what this"
            " case is to carry out"
        ),
    )

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        refused = super().refusal(order, case, context) or while_refund_is_open(
            case_of(order, case),
            _(
                "A refund of {amount} for case {case} is open ({time}); settle it before the case"
                " is rejected."
            ),
        )
        if refused or case.state not in (PAY, SEND) or may_be_refused_back(order, case):
            return refused
        said = _(
            "Case {case} stands at: {state}, and that is told or begun; what came back can be"
            " refused only before that."
        )
        return said.format(case=case_called(case), state=label(case.state))

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        known = numbered(subject)
        unknown = [name for name in self.evidence if name not in known]
        if unknown:
            yield Problem(
                "evidence",
                _("This order has no evidence {unknown}; there is: {known}.").format(
                    unknown=listed(unknown), known=listed(known) or _("none")
                ),
            )
        yield from too_many(subject, self._given(subject), context)
        if self.taken != "yes":
            yield from self._was_taken(subject, context)

    def _was_taken(self, order: Order, context: Context) -> Iterator[Problem]:
        """What the buyer took is owed until it is done."""
        case = self.record_of(order)
        for offer in carried_by(order, case, context.policy):
            said = _(
                "The buyer took what we offered on {day} ({solution}), and case {case} is to carry"
                " it out. Answer yes where it does not stand any more."
            )
            about = {"day": day_text(offer.at), "solution": label(offer.solution)}
            yield Problem("taken", said.format(case=case_called(case), **about))

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return (*told_evidence(subject), *_risks(subject, context))

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        said_no = Rejection(
            at=context.now,
            reason=self.reason,
            text=self.text or "",
            evidence=tuple(piece.id for piece in self._given(subject)),
            by=str(context.actor),
        )
        rejected = case_after(case, self.moves, context, rejections=(*case.rejections, said_no))
        withdrawn = carried_by(subject, case, context.policy)
        offers = tuple(
            one.model_copy(update={"withdrawn_at": context.now}) if one in withdrawn else one
            for one in subject.offers
        )
        changed = subject.model_copy(update={"offers": offers})
        changed = tell_platform(changed, rejected, context, self.text or self.reason, SAY_NO)
        return Outcome(
            (changed,),
            (SAY_NO.said(case=case_there(subject, case)), *self._unproven(), _next_turn()),
        )

    def _given(self, order: Order) -> tuple[Evidence, ...]:
        pieces = numbered(order)
        return tuple(pieces[name] for name in self.evidence if name in pieces)

    def _unproven(self) -> Iterator[str]:
        """The pictures may have been given on the platform's page alone: said, not refused."""
        if _needs_evidence(self.reason) and not self.evidence:
            yield _(
                "With “{reason}” the platform's page asks for pictures; attach them here too."
            ).format(reason=self.reason)


def _next_turn() -> str:
    return _(
        "It is the buyer's turn: they may change the case, withdraw it or call the platform in."
    )


def _needs_evidence(reason: str) -> bool:
    """Does the page ask for evidence with this reason?"""
    return any(known.needs_evidence for known in REASONS if known.text == reason.strip())


def _risks(order: Order, context: Context) -> tuple[str, ...]:
    """What to know before saying no."""
    sentences = (
        *_offered(order),
        _(
            "After a rejection the buyer can call the platform in; if the seller is found"
            " responsible, the rate of disputed refunds (纠纷退款率) suffers, and false evidence is"
            " judged against the seller."
        ),
    )
    costs = _refusal_cost(order, context)
    return (*sentences, costs) if costs else sentences


def _offered(order: Order) -> Iterator[str]:
    """The reasons of the page, where they are known: Doudian serves them shop by shop."""
    if order.platform is not Platform.PINDUODUO:
        return
    yield _("The platform's page offers these reasons: {reasons}.").format(
        reasons=" / ".join(known.text for known in REASONS)
    )
    yield _("With {reasons} it asks for evidence; attach it first.").format(
        reasons=" / ".join(known.text for known in REASONS if known.needs_evidence)
    )


def _refusal_cost(order: Order, context: Context) -> str | None:
    """无故拒绝售后: what a platform deducts from the order for it (Douyin, 113278 消极服务)."""
    deducted = cost(order, "refusal", context.now, context.policy)
    if deducted is None:
        return None
    return _(
        "Refusing without cause or without a word in the chat (无故拒绝售后) costs {amount} for"
        " this order: {source}."
    ).format(amount=yuan_text(deducted.fen), source=deducted.rule.said)
