"""A ruling (裁决) that only the platform's file shows: a case ends while the platform rules on it.

No export has a column for a ruling, or for who called the platform in (docs/imports.md). What is
read so is recorded like any other, so that its time to appeal runs; `record-ruling` says it better.
"""

from datetime import datetime

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Party
from store.models.case_state import CaseOutcome
from store.models.intervention import Intervention, Ruling
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.cases.case_machine import GOODS, RULE
from store.rules.cases.interventions import (
    current_intervention,
    goes_there,
    last_ruling,
    our_agreement,
    with_intervention,
)
from store.rules.platform.cases.case_back import asked_where


def with_ruling_read(
    order: Order, known: AfterSalesCase | None, case: AfterSalesCase, context: Context
) -> AfterSalesCase:
    """The case with the ruling that its end shows; the same one where it shows none.

    An end that was before the platform was called in here is no ruling on that.
    """
    ruling = _ruling(known, case)
    ruled = _asked(order, known, case, context)
    if ruling is None or ruled is None:
        return case
    at = ruled.ruled_at if ruled.read and ruled.ruled_at else _ruled_at(case, context)
    if ruled.requested_at and at < ruled.requested_at:
        return case
    amount = case.refunded_fen if ruling == "split" else None
    said = {"ruling": ruling, "ruled_at": at, "amount_fen": amount, "read": True}
    interventions = with_intervention(case, ruled.model_copy(update=said))
    return case.model_copy(update={"interventions": interventions})


def _asked(
    order: Order, known: AfterSalesCase | None, case: AfterSalesCase, context: Context
) -> Intervention | None:
    """What was ruled on; None where the platform was not in, or one of us agreed to the refund."""
    if case.agreed_for is Party.US or case.closed_here:
        return None
    if known and known.state is RULE:
        if asked_where(order, known) and case.agreed_for is not Party.PLATFORM:
            # It may have been ours to answer by then, and nobody ruled.
            return None
        return current_intervention(known, context)
    ruled = last_ruling(case)
    if ruled:
        # It was read while the money was on its way, and now that has gone.
        return ruled if ruled.read and known and known.open else None
    is_theirs = case.agreed_for is Party.PLATFORM and our_agreement(order, known or case) is None
    return current_intervention(case, context) if is_theirs else None


def _ruling(known: AfterSalesCase | None, case: AfterSalesCase) -> Ruling | None:
    """What was ruled by how it ended; None where it has not, or where the buyer may have withdrawn
    it: that gives nobody anything to appeal against.
    """
    if case.outcome is CaseOutcome.REJECTED:
        return "for_seller"
    if case.outcome is CaseOutcome.FULFILLED:
        return "for_buyer"
    if not goes_there(case):
        return None
    before = last_ruling(known) if known else None
    asked_fen = known.requested_fen if known else case.requested_fen
    is_part = case.refunded_fen is not None and case.refunded_fen < asked_fen
    was_part = before is not None and before.read and before.ruling == "split"
    return "split" if is_part or was_part or case.kind in GOODS else "for_buyer"


def _ruled_at(case: AfterSalesCase, context: Context) -> datetime:
    """When it was ruled, as far as the file says; else by when it was."""
    agreed_at = case.agreed_at if case.agreed_for is Party.PLATFORM else None
    return agreed_at or case.closed_at or case.since or context.now
