"""What is owed for the rest of a case whose first units went out (余下换货): it comes or lies here.

The buyer has those to confirm, by the platform's clock of the case. What came after them is ours to
send, by a clock of its own.
"""

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Party
from store.models.case_state import CaseState
from store.models.order import Order
from store.rules.cases.case_machine import CONFIRM
from store.rules.cases.case_view import case_of
from store.rules.cases.goods_coming import on_its_way
from store.rules.obligations.at_zero import Ending
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.turns import TURNS
from store.rules.parcels.sent_again import still_to_send
from store.rules.timing.clocks import clock
from store.rules.timing.policy import Policy


def owed_for_rest(order: Order, case: AfterSalesCase, policy: Policy) -> Obligation | None:
    """To send what came after the first units had gone out, else to receive what is coming."""
    if case.state is not CONFIRM:
        return None
    if still_to_send(order, case_of(order, case)):
        turn = TURNS[CaseState.SELLER_TO_SEND, Party.US]
        since = max(case.returns_received_at, default=None)
    elif on_its_way(case) and case.returns:
        turn = TURNS[CaseState.SELLER_TO_RECEIVE, Party.US]
        sent = (one.shipped_at for one in case.returns if one.received_at is None)
        since = max(filter(None, sent), default=None)
    else:
        return None
    due = clock(order, policy, since, turn.rule)
    return Obligation.by(turn.kind, Party.US, due, Ending(turn.zero), case.id)
