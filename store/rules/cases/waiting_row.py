"""The rows of a case whose order no file has brought: to import the export that has it is owed."""

from store import kinds
from store.models.after_sales_case import AfterSalesCase, WaitingCase
from store.models.axes import Party
from store.models.row import Row
from store.rules.cases.case_row import case_row
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
        "cases": (case_row(of, of.key, waiting.case, owed if waiting.case.open else None),),
    }


def _owed(case: AfterSalesCase) -> Obligation:
    """Only with its order can a case be answered; until when, the case itself may say."""
    due_at = case.platform_deadline if case.open else None
    return Obligation(
        "import-order", Party.US, due_at, zero=("order_missing", case.id), about=case.id
    )
