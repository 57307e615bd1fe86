"""The row of a case (售后行): what the list of cases shows of it."""

from collections.abc import Sequence

from msgspec.structs import replace

from store.models.after_sales_case import AfterSalesCase
from store.models.case_row import CaseRow
from store.models.case_state import CaseOutcome
from store.models.order import Order
from store.models.row import FORM, seconds
from store.rules.cases.case_machine import WAITS_FOR
from store.rules.cases.steps import steps_of
from store.rules.obligations.obligation import Obligation, first_owed
from store.rules.obligations.row import OwedOf, next_duty
from store.rules.obligations.turns import TURN_KINDS, about_case
from store.rules.order.meant import goods_of_case
from store.rules.platform.cases.case_back import asked_where
from store.rules.review.counted import agreed_by


def case_row(of: OwedOf, key: str, case: AfterSalesCase, turn: Obligation | None) -> CaseRow:
    """The row of a case of a document, as far as the case itself and what is next for it say."""
    waits_for = turn.who if turn else case.waits_for or WAITS_FOR.get(case.state)
    steps, duty = steps_of(case), next_duty(turn)
    return CaseRow(
        key=key,
        of_kind=of.kind,
        of_key=of.key,
        order_no=of.called,
        platform=of.platform,
        shop=of.shop,
        goods=of.goods,
        case=case.id,
        kind=str(case.kind),
        state=str(case.state),
        outcome=str(case.outcome or ""),
        waits_for=str(waits_for) if waits_for and case.open else "",
        due_at=seconds(turn.due_at) if turn else None,
        due_estimated=bool(turn and turn.estimated),
        requested_fen=case.requested_fen,
        agreed_fen=case.agreed_fen,
        refunded_fen=case.refunded_fen or 0,
        first_reason=case.first_reason,
        cause="",
        agreed_by=agreed_by(case),
        agent=str(of.claim.owner) if of.claim else "",
        applied_at=seconds(case.applied_at),
        agreed_at=seconds(case.agreed_at),
        closed_at=seconds(case.closed_at),
        unshipped=case.unshipped,
        received_at=seconds(max(case.returns_received_at, default=None)),
        refunded_at=seconds(case.closed_at) if case.outcome is CaseOutcome.REFUNDED else None,
        steps=steps.whole,
        done=steps.done,
        next_kind=duty.kind,
        next_task=duty.task,
        then=turn.then if turn else "",
        form=FORM,
    )


def case_rows(
    of: OwedOf, order: Order, owed: Sequence[Obligation], policy: int
) -> tuple[CaseRow, ...]:
    """The rows of the cases of an order, from what is owed for it; `policy` as in its own row."""
    return tuple(
        replace(
            case_row(of, f"{of.key}#{case.id}", case, _turn(order, case, owed)),
            policy=policy,
            goods=goods_of_case(order, case),
            cause=_cause(order, case),
            **_given_back(order, case),
        )
        for case in order.cases
    )


def _turn(order: Order, case: AfterSalesCase, owed: Sequence[Obligation]) -> Obligation | None:
    """What is next for a case: where it stands, while that is asked; what we owe for it, be it only
    to tell the platform or to hear the buyer, before what others do; else how its refund ended.
    """
    if asked := asked_where(order, case):
        return next((one for one in owed if one.about == asked.id), None)
    about = about_case(order, case, owed)
    turn = (*TURN_KINDS, "platform-task", "record-consent") if case.open else TURN_KINDS
    turns = [one for one in about if one.kind in turn]
    if not turns and case.open:
        turns = [one for one in about if one.kind == "settle-refund"]
    return first_owed(turns)


def _cause(order: Order, case: AfterSalesCase) -> str:
    """What was found out to be the cause; one that names no case was found for the whole order."""
    causes = [one for one in order.causes if one.case in (case.id, None)]
    cause = max(causes, key=lambda one: (one.case is not None, one.at), default=None)
    return cause.cause if cause else ""


def _given_back(order: Order, case: AfterSalesCase) -> dict[str, int | None]:
    """What went back for a case, and when, as was recorded here: where the platform names the
    amount, that stands, and where no refund says when, that the case ended so.
    """
    done = [one for one in order.refunds if one.case == case.id and one.state == "done"]
    at = max((one.settled_at for one in done if one.settled_at), default=None)
    said: dict[str, int | None] = {"refunded_at": seconds(at)} if at else {}
    if case.refunded_fen is None:
        said["refunded_fen"] = sum(one.amount_fen for one in done)
    return said
