"""Money of losses: what is lost or back, and whose money has gone, is owed no more."""

from collections.abc import Callable
from typing import Any

import pytest

from store.models.order import Order
from store.rules.action.base import Action
from store.rules.cases.actions.agree_exchange import AgreeExchange
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.judging import judged
from tests.build import (
    BACK_NO,
    FIRST_BAG,
    HOUR,
    NOW,
    OTHER_NO,
    SECOND_BAG,
    TRACKING_NO,
    case,
    changed,
    context,
    exported_case,
    parcel,
    refunded_case,
    sentences,
    shipped,
    units,
)

MISSING: dict[str, Any] = {
    "origin": "missing_goods",
    "reason": "少件",
    "lines": "1:1",
    "sure": "yes",
}
SINCE: dict[str, Any] = {"applied_at": NOW, "closed_at": NOW + HOUR, "as_of": NOW + HOUR}
Step = Callable[[Order], Order]


def does(action: type[Action[Order]], hours: int = 0, **values: str) -> Step:
    """Somebody does this, so many hours later."""

    def step(given: Order) -> Order:
        asked = context(now=NOW + hours * HOUR, beside=given)
        return judged(changed(action, given, asked, **values), asked, "li")

    return step


def paid_there(fen: int = 2500, **about: Any) -> Step:
    """The platform shows so much of the 50.00 for both bags as gone for a case without units."""
    ended = refunded_case(requested_fen=fen, refunded_fen=fen, **(SINCE | about))

    def step(given: Order) -> Order:
        waiting = exported_case(given, ended)
        merged = merge_case(given, waiting, context(beside=given))
        return judged(merged, context(beside=merged), "import")

    return step


def after(given: Order, *steps: Step) -> Order:
    for step in steps:
        given = step(given)
    return given


TWO = shipped(
    parcels=(FIRST_BAG, SECOND_BAG),
)
CREATE = does(CreateReissue, **MISSING)
CANCEL = does(CancelReissue, reason="已退款")
TO_STOP = does(InterceptParcel, parcel="p2")
BACK = does(RecordIntercept, parcel="p2", outcome="returned")
BACK_SINCE = does(RecordIntercept, hours=2, parcel="p2", outcome="returned")
BACK_BY_ITSELF = does(RecordTrace, parcel="p2", state="returned")
ASKED = TWO.model_copy(update={"cases": (case(requested_fen=2500),)})
BEFORE = paid_there(applied_at=NOW - 9 * HOUR, closed_at=NOW - 8 * HOUR)
STOP_BOTH = does(InterceptParcel, parcel="p1")
BOTH_BACK = does(RecordIntercept, hours=2, parcel="p1", outcome="returned")
PAY_ONE = does(Refund, lines="1:1", reason="x")
PAY = (does(AgreeRefund), does(Refund, case="A1", reason="x"), does(SettleRefund, outcome="done"))


@pytest.mark.parametrize(
    ("given", "steps", "owed", "left"),
    [
        pytest.param(shipped(), (CREATE, CANCEL), 1, 5000, id="nothing was paid"),
        pytest.param(shipped(), (CREATE, paid_there(), CANCEL), 0, 2500, id="paid, then cancelled"),
        pytest.param(shipped(), (CREATE, CANCEL, paid_there()), 0, 2500, id="cancelled, then paid"),
        pytest.param(
            shipped(), (CREATE, BEFORE, CANCEL), 0, 2500, id="paid before, and known since"
        ),
        pytest.param(
            shipped(),
            (CREATE, CANCEL, BEFORE),
            0,
            2500,
            id="paid before, and known since it was cancelled",
        ),
        pytest.param(
            shipped(),
            (BEFORE, does(CreateReissue, **MISSING, both="yes"), CANCEL),
            1,
            2500,
            id="paid before for another unit, as somebody said",
        ),
        pytest.param(
            shipped(), (CREATE, paid_there(), CANCEL, paid_there()), 0, 2500, id="told of twice"
        ),
        pytest.param(shipped(), (CREATE, paid_there(2400), CANCEL), 0, 2600, id="most of it"),
        pytest.param(
            shipped(), (CREATE, CANCEL, paid_there(2400)), 1, 2600, id="most of it, and unasked"
        ),
        pytest.param(
            shipped(),
            (CREATE, paid_there(), does(ResolveDiscrepancy, reason="都给"), CANCEL),
            1,
            2500,
            id="both were to go",
        ),
        pytest.param(
            shipped(), (CREATE, paid_there(1250), CANCEL), 1, 3750, id="half is a compensation"
        ),
        pytest.param(
            shipped(),
            (CREATE, does(Refund, lines="1:1", reason="坏了", both="yes"), CANCEL),
            1,
            2500,
            id="the other unit was paid for",
        ),
        pytest.param(
            shipped(cases=(case(requested_fen=2500, lines=units((1, 1))),)),
            (CREATE, *PAY, CANCEL),
            0,
            2500,
            id="paid here for its case, then cancelled",
        ),
        pytest.param(TWO, (TO_STOP, BACK), 1, 5000, id="back, and not paid"),
        pytest.param(TWO, (TO_STOP, BACK, paid_there()), 0, 2500, id="back, then paid there"),
        pytest.param(TWO, (TO_STOP, paid_there(), BACK_SINCE), 0, 2500, id="paid there, then back"),
        pytest.param(
            TWO,
            (TO_STOP, paid_there(applied_at=NOW - HOUR, closed_at=NOW + HOUR), BACK_SINCE),
            0,
            2500,
            id="asked for before it was to be stopped, paid since",
        ),
        pytest.param(
            TWO,
            (BACK_BY_ITSELF, paid_there(kind="refused_delivery", closed_at=NOW - HOUR)),
            0,
            2500,
            id="refused, back and paid",
        ),
        pytest.param(
            TWO,
            (paid_there(kind="refused_delivery", closed_at=NOW - HOUR), BACK_BY_ITSELF),
            0,
            2500,
            id="refused, paid and back",
        ),
        pytest.param(ASKED, (TO_STOP, *PAY, BACK_SINCE), 0, 2500, id="paid here, then back"),
        pytest.param(ASKED, (TO_STOP, BACK, *PAY), 0, 2500, id="back, then paid here"),
        pytest.param(
            TWO,
            (TO_STOP, paid_there(applied_at=NOW - 9 * HOUR, closed_at=NOW - 8 * HOUR), BACK_SINCE),
            1,
            2500,
            id="paid before anybody stopped it",
        ),
        pytest.param(
            shipped(), (STOP_BOTH, PAY_ONE, BOTH_BACK), 1, 2500, id="one of both in a parcel"
        ),
        pytest.param(
            shipped(platform="douyin"),
            (STOP_BOTH, PAY_ONE, BOTH_BACK),
            1,
            2500,
            id="one of both in a parcel, on Douyin",
        ),
        pytest.param(shipped(), (STOP_BOTH, BOTH_BACK, PAY_ONE), 1, 2500, id="one, since it is"),
        pytest.param(
            shipped(), (STOP_BOTH, PAY_ONE, PAY_ONE, BOTH_BACK), 0, 0, id="one after the other"
        ),
        pytest.param(TWO, (TO_STOP, PAY_ONE, BACK_SINCE), 0, 2500, id="the one that was stopped"),
        pytest.param(
            TWO,
            (TO_STOP, does(Refund, case="none", amount="25", reason="赔付"), BACK),
            1,
            2500,
            id="money beside the goods",
        ),
    ],
)
def test_what_was_lost_and_paid_for_is_owed_no_more(
    given: Order, steps: tuple[Step, ...], owed: int, left: int
) -> None:
    then = after(given, *steps)

    assert sum(max(0, one.reissuable) for one in line_ledgers(then)) == owed
    kinds = {one.kind for one in obligations(then, context().policy)}
    assert ("make-good" in kinds) is bool(owed)
    assert then.money.paid_fen - sum(one.amount_fen for one in then.refunds) == left


def replaced(claimed: int = 1) -> Order:
    """So many of both bags came back to be exchanged, and one other has left for that."""
    asked = case(id="G1", kind="exchange", requested_fen=0, lines=units((1, claimed)))
    return after(
        shipped(cases=(asked,)),
        does(AgreeExchange, return_address="仓库"),
        does(ReceiveReturn, good=f"1:{claimed}"),
        does(ShipReplacement, lines="1:1", tracking_no=OTHER_NO),
    )


def paid_for_exchange(fen: int = 2500) -> Step:
    """The platform shows so much as gone for that very exchange."""

    def step(given: Order) -> Order:
        (asked,) = given.cases
        about = {"id": "G1", "kind": "exchange", "lines": asked.lines, "returns": asked.returns}
        return paid_there(fen, **about)(given)

    return step


def back(given: Order) -> Order:
    """What was sent last is back."""
    sent = given.parcels[-1].id
    return does(RecordTrace, 3, parcel=sent, state="returned")(given)


SETTLED = does(ResolveDiscrepancy, reason="都给")
CONTRADICTED = (
    CREATE,
    does(ShipReissue, tracking_no=OTHER_NO),
    paid_there(1500),
    paid_there(500),
)
"""Money that stood against a reissue which has left, until the platform named less."""


def another(given: Order) -> Order:
    """The buyer asks for the price of one, once it is back."""
    return given.with_case(case(id="B1", requested_fen=2500, applied_at=NOW + 3 * HOUR))


def pay_here(hours: int, **values: str) -> Step:
    """Its money is agreed to, and entered here."""

    def step(given: Order) -> Order:
        agreed = does(AgreeRefund, hours, case="B1", **values)(given)
        return does(Refund, hours, case="B1", reason="x", **values)(agreed)

    return step


def replaced_both() -> Order:
    """Both bags came back to be exchanged, and two others have left for that."""
    asked = case(id="G1", kind="exchange", requested_fen=0, lines=units((1, 2)))
    return after(
        shipped(cases=(asked,)),
        does(AgreeExchange, return_address="仓库"),
        does(ReceiveReturn, good="1:2"),
        does(ShipReplacement, lines="1:2", tracking_no=OTHER_NO),
    )


@pytest.mark.parametrize(
    ("given", "steps", "owed"),
    [
        pytest.param(replaced(), (paid_for_exchange(), back), 0, id="paid, then back"),
        pytest.param(replaced(), (back, paid_for_exchange()), 0, id="back, then paid"),
        pytest.param(replaced(), (back,), 1, id="not paid"),
        pytest.param(replaced(), (paid_for_exchange(1400), back), 0, id="most of its price"),
        pytest.param(replaced(), (paid_for_exchange(1000), back), 1, id="a compensation"),
        pytest.param(replaced(2), (paid_for_exchange(2500), back), 1, id="the money of the other"),
        pytest.param(replaced(), (paid_for_exchange(), SETTLED, back), 1, id="both were to go"),
        pytest.param(
            shipped(),
            (CREATE, does(ShipReissue, tracking_no=OTHER_NO), paid_there(), back),
            0,
            id="a reissue against which money of a case stood",
        ),
        pytest.param(
            shipped(),
            (CREATE, does(ShipReissue, tracking_no=OTHER_NO), paid_there(1000), back),
            1,
            id="a reissue, and a compensation",
        ),
        pytest.param(
            shipped(),
            (*CONTRADICTED, back, another, pay_here(4)),
            0,
            id="entered here once it was back, for another case",
        ),
        pytest.param(
            shipped(),
            (*CONTRADICTED, back, another, pay_here(4, amount="15")),
            1,
            id="entered here, and less than a unit cost",
        ),
        pytest.param(
            replaced(),
            (back, does(Refund, 4, amount="25", reason="x"), paid_for_exchange()),
            0,
            id="entered here for no case, and shown as of the exchange",
        ),
        pytest.param(
            replaced_both(),
            (paid_for_exchange(), back, paid_for_exchange(3900)),
            0,
            id="paid for one, back, and then paid for both",
        ),
    ],
)
def test_what_was_sent_again_and_is_back_is_not_owed_beside_its_money(
    given: Order, steps: tuple[Step, ...], owed: int
) -> None:
    then = after(given, *steps)

    assert sum(max(0, one.reissuable) for one in line_ledgers(then)) == owed
    assert ("make-good" in {one.kind for one in obligations(then, context().policy)}) is bool(owed)


TO_LEAVE = (
    "Reissue 1 is to send RICE-10 x1 again. The platform gave 25.00 back and names no units, so"
    " that it may be their money; ask the buyer what it was for, and drop the goods, or settle that"
    " both go."
)
SEND = {"tracking_no": BACK_NO}


def test_the_money_of_a_missing_unit_there_contradicts_its_reissue() -> None:
    given = after(shipped(), CREATE, paid_there())
    settled = after(given, does(ResolveDiscrepancy, reason="另一袋坏了"))

    assert [explain(given, one) for one in given.open_discrepancies] == [TO_LEAVE]
    assert ShipReissue.why_not(given, context()) is not None
    assert sentences(ShipReissue, settled, SEND) == []
    assert after(given, CANCEL).open_discrepancies == ()


def test_the_money_of_a_missing_unit_here_is_asked_before_its_reissue_leaves() -> None:
    given = after(shipped(cases=(case(requested_fen=2500, lines=units((1, 1))),)), CREATE, *PAY[:2])
    said = (
        "25.00 went back for case A1 or is on its way, so that the buyer would get goods ("
        "RICE-10 x1) and money. Answer yes where the buyer is to have both."
    )

    assert sentences(ShipReissue, given, SEND) == [("both", said)]
    assert sentences(ShipReissue, given, SEND | {"both": "yes"}) == []


def test_a_reissue_of_a_unit_whose_money_may_be_back_is_asked_once() -> None:
    paid = paid_there(closed_at=NOW - HOUR, applied_at=NOW - 2 * HOUR)(shipped())
    said = (
        "25.00 of 50.00 went back already or is on its way, so that the buyer would get goods ("
        "RICE-10 x1) and money. Answer yes where the buyer is to have both."
    )
    both = after(paid, does(CreateReissue, **MISSING, both="yes"))

    assert sentences(CreateReissue, paid, MISSING) == [("both", said)]
    assert both.open_discrepancies == ()
    assert sentences(ShipReissue, both, SEND) == []


@pytest.mark.parametrize(
    ("given", "values", "asked"),
    [
        pytest.param(after(shipped(), CREATE, paid_there(), CANCEL), MISSING, True, id="the same"),
        pytest.param(
            after(TWO, TO_STOP, BACK, paid_there(), does(InterceptParcel, parcel="p1")),
            {"origin": "lost_parcel", "reason": "丢件", "parcel": "p1"},
            True,
            id="the other one, as somebody says",
        ),
        pytest.param(
            after(
                TWO,
                TO_STOP,
                paid_there(),
                BACK,
                does(InterceptParcel, parcel="p1"),
                does(RecordIntercept, parcel="p1", outcome="returned"),
            ),
            {"origin": "intercepted", "reason": "退回"},
            False,
            id="the other one, which is back too",
        ),
    ],
)
def test_what_was_paid_as_lost_and_is_to_be_sent_again_is_asked(
    given: Order, values: dict[str, str], *, asked: bool
) -> None:
    said = (
        "25.00 of 50.00 went back already or is on its way, so that the buyer would get goods ("
        "RICE-10 x1) and money. Answer yes where the buyer is to have both."
    )

    assert sentences(CreateReissue, given, values) == ([("both", said)] if asked else [])


@pytest.mark.parametrize(
    ("named", "lost"),
    [
        pytest.param(TRACKING_NO, [], id="the one that the buyer has: its money is of that"),
        pytest.param(OTHER_NO, [1], id="the one that is back"),
        pytest.param("", [1], id="none"),
    ],
)
def test_money_of_a_case_about_another_parcel_is_not_that_of_what_is_back(
    named: str, lost: list[int]
) -> None:
    there = parcel(TRACKING_NO, lines=units((1, 1)))
    astray = SECOND_BAG
    given = shipped(parcels=(there, astray), cases=(case(requested_fen=2500, tracking_no=named),))
    given = does(RecordTrace, parcel="p1", state="delivered")(given)
    given = does(RecordTrace, parcel="p2", state="returned")(given)

    for action, values in (
        (AgreeRefund, {}),
        (Refund, {"case": "A1", "reason": "x"}),
        (SettleRefund, {"outcome": "done"}),
    ):
        given = does(action, 1, **values)(given)

    assert [part.lost for one in given.refunds for part in one.lines] == lost
    owed = [one.kind for one in obligations(given, context().policy)]
    assert ("make-good" in owed) is not bool(lost)
    again = {"origin": "intercepted", "reason": "x", "lines": "1:1"}
    assert lost or [name for name, _said in sentences(CreateReissue, given, again)] == ["both"]
