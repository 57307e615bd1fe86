"""What the three agreements under which goods come back have in common, for their tests."""

from typing import Any

from store.models.after_sales_case import CaseState, GoodsReturn, ReturnedUnits
from store.models.axes import Party
from store.models.order import Order
from store.rules.action.base import Action
from tests.build import NOW, case, changed, context, do, shipped

ADDRESS = "杭州市西湖区文三路 77 号"
COMING = GoodsReturn(id="g1", tracking_no="SF0000000000001", shipped_at=NOW)
BACK = GoodsReturn(id="g1", received_at=NOW, units=(ReturnedUnits(line=1, good=2),))


def asked(kind: str, **changes: Any) -> Order:
    """An order whose buyer asks for this."""
    return shipped(cases=(case(kind=kind, **changes),))


def state_after(action: type[Action[Order]], given: Order) -> CaseState:
    """Where the case stands once it is agreed."""
    return changed(action, given, return_address=ADDRESS).cases[0].state


def check_the_buyer_sends_it_to_our_address(
    action: type[Action[Order]], kind: str, press: str
) -> None:
    outcome = do(action, asked(kind), return_address=ADDRESS)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (agreed,) = after.cases
    assert (agreed.state, agreed.waits_for) == (CaseState.BUYER_TO_RETURN, Party.BUYER)
    assert (agreed.return_address, agreed.agreed_at) == (ADDRESS, NOW)
    (task,) = after.open_tasks
    assert (task.kind, task.case, task.press, task.copy_text) == (
        "answer-case",
        "A1",
        press,
        ADDRESS,
    )
    assert outcome.said == (f"Tell the platform too: open case A1 there and press {press}.",)


def check_goods_on_their_way_are_not_waited_for_twice(
    action: type[Action[Order]], kind: str, last: CaseState
) -> None:
    known_by_number = asked(kind, return_tracking_no="SF0000000000001")

    assert state_after(action, asked(kind, returns=(COMING,))) is CaseState.SELLER_TO_RECEIVE
    assert state_after(action, known_by_number) is CaseState.SELLER_TO_RECEIVE
    assert state_after(action, asked(kind, state="buyer_to_answer", returns=(BACK,))) is last


def check_the_last_address_is_suggested(action: type[Action[Order]], kind: str) -> None:
    given = shipped(cases=(case(kind=kind), case(id="A2", return_address=ADDRESS)))

    assert action.suggest(given, context()) == {"return_address": ADDRESS}
    assert action.suggest(asked(kind), context()) == {}
