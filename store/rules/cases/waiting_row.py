"""The rows of a case whose order no file has brought: to import the export that has it is owed."""

from store import kinds
from store.models.after_sales_case import AfterSalesCase, WaitingCase
from store.models.axes import Party
from store.models.case_row import CaseRow
from store.models.row import FORM, Row, seconds
from store.rules.cases.steps import steps_of
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.row import OwedOf, obligation_rows
from store.rules.timing.policy import Policy


def waiting_rows(waiting: WaitingCase, _policy: Policy) -> dict[str, tuple[Row, ...]]:
    """The rows of a waiting case by the list they stand in; of an order that came there is none."""
    of = OwedOf(
        kind=kinds.WAITING_CASES,
        key=waiting.key,
        called=waiting.order_no,
        platform=waiting.platform,
        shop=waiting.shop,
    )
    if waiting.has_order:
        return {"obligations": (), "cases": ()}
    owed = _owed(waiting.case)
    return {
        "obligations": tuple(obligation_rows(of, (owed,))),
        "cases": (_case_row(waiting, owed),),
    }


def _case_row(waiting: WaitingCase, owed: Obligation) -> CaseRow:
    """The case among the others, as far as it is known without its order."""
    case = waiting.case
    steps = steps_of(case)
    return CaseRow(
        key=waiting.key,
        of_kind=kinds.WAITING_CASES,
        of_key=waiting.key,
        order_no=waiting.order_no,
        platform=waiting.platform,
        shop=waiting.shop,
        goods="",
        case=case.id,
        kind=str(case.kind),
        state=str(case.state),
        outcome=str(case.outcome or ""),
        waits_for=str(Party.US) if case.open else "",
        due_at=seconds(owed.due_at),
        due_estimated=False,
        requested_fen=case.requested_fen,
        agreed_fen=case.agreed_fen,
        refunded_fen=case.refunded_fen or 0,
        first_reason=case.first_reason,
        cause="",
        agreed_by=case.agreed_by,
        agent="",
        applied_at=seconds(case.applied_at),
        agreed_at=seconds(case.agreed_at),
        closed_at=seconds(case.closed_at),
        unshipped=case.unshipped,
        steps=steps.whole,
        done=steps.done,
        next_kind=owed.kind if case.open else "",
        form=FORM,
    )


def _owed(case: AfterSalesCase) -> Obligation:
    """Only with its order can a case be answered; until when, the case itself may say."""
    due_at = case.platform_deadline if case.open else None
    return Obligation(
        "import-order", Party.US, due_at, zero=("order_missing", case.id), about=case.id
    )
