"""RejectCase (拒绝售后): we say no, with a reason and what proves it.

The buyer may then change the case, withdraw it or call the platform in; goods that came back and
are not in order can be the reason too (二次拒绝).
"""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase, Rejection
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase, Names, Text
from store.rules.action.record_action import RecordAction
from store.rules.action.telling import answer_case
from store.rules.cases.case_decision import told
from store.rules.cases.case_machine import (
    ANSWER,
    ANSWERED,
    EVERY,
    RECEIVE,
    REFUSED,
    SENT_BACK,
    UNCLEAR,
    Move,
    moved,
)
from store.rules.cases.case_progress import open_refund
from store.rules.cases.evidence import too_many
from store.rules.cases.rejections import needs_evidence, risks
from store.words import N_, _

SAY_NO = answer_case("拒绝", ANSWERED)


class RejectCase(RecordAction[AfterSalesCase]):
    """Say no to what the buyer asks for."""

    title = N_("Reject a case")
    place = 690
    moves = (
        Move(EVERY, (ANSWER, UNCLEAR), ANSWERED),
        Move((*SENT_BACK, REFUSED), (RECEIVE,), ANSWERED),
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
        default=(), title=N_("Evidence"), description=N_("ids of attached files, such as a1,b2")
    )

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        refused = super().refusal(order, case, context)
        refund = open_refund(order, case)
        if refused is None and refund:
            return _(
                "A refund of {amount} for case {case} is open ({refund}); settle it before the case"
                " is rejected."
            ).format(amount=yuan_text(refund.amount_fen), case=case.id, refund=refund.id)
        return refused

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        known = {one.id for one in subject.evidence}
        unknown = [one for one in self.evidence if one not in known]
        if unknown:
            yield Problem(
                "evidence",
                _("This order has no evidence {unknown}; there is: {known}.").format(
                    unknown=", ".join(unknown), known=", ".join(sorted(known)) or _("none")
                ),
            )
        given = tuple(one for one in subject.evidence if one.id in self.evidence)
        yield from too_many(subject, given, "evidence", context)

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return risks(subject, context)

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        said_no = Rejection(
            at=context.now,
            reason=self.reason,
            text=self.text or "",
            evidence=self.evidence,
            by=str(context.actor),
        )
        rejected = moved(case, self.moves, context, rejections=(*case.rejections, said_no))
        changed = told(subject, rejected, context, self.text or self.reason, SAY_NO)
        return Outcome((changed,), (SAY_NO.said(case=case.id), *self._unproven(), _next_turn()))

    def _unproven(self) -> Iterator[str]:
        """The pictures may have been given on the platform's page alone: said, not refused."""
        if needs_evidence(self.reason) and not self.evidence:
            yield _(
                "With “{reason}” the platform's page asks for pictures; attach them here too"
                " (attach-evidence)."
            ).format(reason=self.reason)


def _next_turn() -> str:
    return _(
        "It is the buyer's turn: they may change the case, withdraw it or call the platform in."
    )
