"""Cases done in part: one unit of three came back and went out, and the others come after it."""

from typing import Any

import pytest

from store.errors import Refused
from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.case_state import CaseOutcome, CaseState
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel
from store.models.solution_offer import SolutionOffer
from store.policy import load_policy
from store.rules.action.base import Action
from store.rules.action.record_action import fitting_records
from store.rules.cases.actions.close_case import CloseCase
from store.rules.cases.actions.confirm_case_receipt import ConfirmCaseReceipt
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.record_return_shipped import RecordReturnShipped
from store.rules.cases.actions.ship_repaired import ShipRepaired
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from store.rules.cases.case_view import case_of
from store.rules.cases.part_done import so_far
from store.rules.money.actions.refund import Refund
from store.rules.obligations import obligations
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from store.rules.parcels.actions.create_reissue import CreateReissue
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    changed,
    context,
    do,
    goods_return,
    line,
    parcel,
    return_case,
    shipped,
    units,
)

POLICY = load_policy()
AT_CONFIRM = CaseState.BUYER_TO_CONFIRM
ONE_BACK = goods_return({1: 1}, received_at=NOW - DAY)
TWO_BACK = goods_return({1: 2}, id="g2", tracking_no="JT1234567890124")
COMING = TWO_BACK.model_copy(update={"received_at": None, "units": ()})
SENT_NO, NEXT_NO = "SF1234567890124", "SF1234567890125"


def exchange(*returns: Any, **changes: Any) -> AfterSalesCase:
    """One about three bags, as the export says it: without how many are meant."""
    given = {
        "kind": CaseKind.EXCHANGE,
        "state": AT_CONFIRM,
        "lines": (),
        "line": 1,
        "requested_fen": 0,
        "since": NOW - DAY,
    }
    return return_case(*returns, **(given | changes))


def replaced(many: int, **changes: Any) -> Parcel:
    given = {"id": "p2", "kind": "replacement", "lines": units((1, many)), "case": "A1"}
    return parcel(SENT_NO, **(given | {"shipped_at": NOW - 2 * HOUR} | changes))


def three(one: AfterSalesCase, *sent: Parcel, **changes: Any) -> Order:
    bags = line(ordered=3, amount_fen=7500)
    first = parcel(lines=units((1, 3)), shipped_at=NOW - 9 * DAY)
    return shipped(bags, cases=(one,), parcels=(first, *sent), **changes)


def owed(order: Order) -> list[str]:
    return [one.kind for one in obligations(order, POLICY) if one.about == "A1"]


ONE_OF_THREE = three(exchange(ONE_BACK), replaced(1))
REST_HERE = three(exchange(ONE_BACK, TWO_BACK), replaced(1))
REPAIR = CaseKind.REPAIR
REST_TO_REPAIR = three(exchange(ONE_BACK, TWO_BACK, kind=REPAIR), replaced(1, kind="repaired"))


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        pytest.param(ONE_OF_THREE, ["confirm-receipt"], id="the others are with the buyer"),
        pytest.param(REST_HERE, ["send-for-case"], id="the others lie here"),
        pytest.param(REST_TO_REPAIR, ["send-for-case"], id="they lie here to be repaired"),
        pytest.param(
            three(exchange(ONE_BACK, COMING), replaced(1)),
            ["receive-return"],
            id="the others are coming",
        ),
        pytest.param(
            three(exchange(ONE_BACK, TWO_BACK), replaced(3)),
            ["confirm-receipt"],
            id="all went before they came",
        ),
        pytest.param(
            three(exchange(ONE_BACK, TWO_BACK)),
            ["confirm-receipt"],
            id="only the platform says that something went",
        ),
    ],
)
def test_what_is_owed_while_the_buyer_is_to_confirm_a_part(given: Order, kinds: list[str]) -> None:
    assert owed(given) == kinds


FULFILLED = {"state": CaseState.CLOSED, "outcome": CaseOutcome.FULFILLED, "closed_at": NOW}
REST_LEFT = three(exchange(ONE_BACK, TWO_BACK, **FULFILLED), replaced(1))
REST_COMING = three(exchange(ONE_BACK, COMING, **FULFILLED), replaced(1))


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        pytest.param(REST_LEFT, ["send-back"], id="the others lie here"),
        pytest.param(REST_COMING, ["receive-return"], id="the others are coming"),
        pytest.param(
            three(exchange(ONE_BACK, TWO_BACK, **FULFILLED, lines=units((1, 3))), replaced(1)),
            ["send-back"],
            id="the others lie here, of a case that names its units",
        ),
        pytest.param(
            three(
                exchange(ONE_BACK, TWO_BACK, kind=REPAIR, **FULFILLED),
                replaced(1, kind="repaired"),
            ),
            ["send-back"],
            id="they lie here to be repaired",
        ),
        pytest.param(
            three(exchange(ONE_BACK, TWO_BACK, **FULFILLED), replaced(3)), [], id="all went"
        ),
        pytest.param(
            three(exchange(ONE_BACK, **FULFILLED), replaced(3)), [], id="more went than came"
        ),
        pytest.param(
            three(exchange(ONE_BACK, TWO_BACK, **FULFILLED)), [], id="nothing went from here"
        ),
    ],
)
def test_what_is_owed_once_the_platform_says_that_a_part_is_all(
    given: Order, kinds: list[str]
) -> None:
    assert owed(given) == kinds


def test_the_rest_that_is_received_after_the_end_is_said_and_goes_to_the_buyer() -> None:
    outcome = do(ReceiveReturn, REST_COMING, good="1:2")
    (here,) = outcome.documents
    assert isinstance(here, Order)
    assert "(fulfilled), and the buyer has neither the money nor the goods" in outcome.said[0]
    assert owed(here) == ["send-back"]

    sent = changed(CreateReissue, here, origin="withdrawn_case", reason="补发余下的")
    assert [one.lines for one in sent.reissues] == [units((1, 2))]
    assert owed(sent) == []
    paid = changed(Refund, here, lines="1:2", reason="协商退款", both="yes")
    assert owed(paid) == []


@pytest.mark.parametrize(
    ("action", "given", "possible"),
    [
        pytest.param(ReceiveReturn, ONE_OF_THREE, True, id="more may come"),
        pytest.param(ReceiveReturn, REST_HERE, False, id="all has come"),
        pytest.param(RecordReturnShipped, ONE_OF_THREE, True, id="more may be on its way"),
        pytest.param(RecordReturnShipped, REST_HERE, False, id="nothing more may be"),
        pytest.param(ShipReplacement, ONE_OF_THREE, False, id="nothing lies here"),
        pytest.param(ShipReplacement, REST_HERE, True, id="the rest goes out"),
        pytest.param(ShipRepaired, REST_TO_REPAIR, True, id="the rest goes back"),
        pytest.param(ConfirmCaseReceipt, ONE_OF_THREE, True, id="it may be all that was meant"),
        pytest.param(ConfirmCaseReceipt, REST_HERE, False, id="the rest is owed"),
        pytest.param(CloseCase, REST_HERE, False, id="it does not end over the rest"),
    ],
)
def test_what_may_be_done_while_the_buyer_is_to_confirm_a_part(
    action: type[Action[Order]], given: Order, possible: bool
) -> None:
    assert (action.why_not(given, context()) is None) is possible


SUPPLEMENT, AT_SEND = CaseKind.SUPPLEMENTARY, CaseState.SELLER_TO_SEND


def unsent(kind: CaseKind, *returns: Any, **changes: Any) -> Order:
    return three(exchange(*returns, **({"kind": kind, "state": AT_SEND} | changes)))


@pytest.mark.parametrize("lines", [pytest.param((), id="imported"), units((1, 3))])
@pytest.mark.parametrize(
    ("action", "given", "sent", "stands"),
    [
        pytest.param(
            ShipSupplementary,
            unsent(SUPPLEMENT),
            "1:1",
            (AT_SEND, "send-for-case"),
            id="a part of a supplement: the rest is to be sent",
        ),
        pytest.param(
            ShipSupplementary,
            unsent(SUPPLEMENT),
            "",
            (AT_CONFIRM, "confirm-receipt"),
            id="all of a supplement",
        ),
        pytest.param(
            ShipRepaired,
            unsent(REPAIR, TWO_BACK),
            "",
            (CaseState.BUYER_TO_RETURN, "return-goods"),
            id="what came in of a repair: the rest is with the buyer",
        ),
        pytest.param(
            ShipRepaired,
            unsent(REPAIR, TWO_BACK),
            "1:1",
            (AT_SEND, "send-for-case"),
            id="a part of what came in: the other lies here",
        ),
        pytest.param(
            ShipReplacement,
            unsent(CaseKind.EXCHANGE, TWO_BACK),
            "",
            (CaseState.BUYER_TO_RETURN, "return-goods"),
            id="what came back of an exchange",
        ),
    ],
)
def test_what_has_not_gone_stays_owed_also_where_nobody_says_how_many_are_meant(
    action: type[Action[Order]],
    given: Order,
    sent: str,
    stands: tuple[CaseState, str],
    lines: tuple[LineQuantity, ...],
) -> None:
    (case,) = given.cases
    told = given.with_case(case.model_copy(update={"lines": lines}))

    after = changed(action, told, tracking_no=SENT_NO, lines=sent)

    assert [(after.cases[0].state, one) for one in owed(after)] == [stands]


@pytest.mark.parametrize(
    ("given", "lines", "said"),
    [
        pytest.param(unsent(REPAIR, TWO_BACK), "1:2", None, id="what came in"),
        pytest.param(
            unsent(REPAIR, TWO_BACK),
            "1:3",
            "Of RICE-10 2 can be sent for this case, not 3: 3 claimed, 2 came back"
            " (JT1234567890124).",
            id="more than came in",
        ),
        pytest.param(unsent(REPAIR), "1:3", None, id="nobody recorded what came in"),
        pytest.param(
            unsent(CaseKind.EXCHANGE, TWO_BACK), "1:3", None, id="an exchange goes out of the stock"
        ),
    ],
)
def test_of_a_repair_goes_back_what_came_in(given: Order, lines: str, said: str | None) -> None:
    action = ShipReplacement if given.cases[0].kind is CaseKind.EXCHANGE else ShipRepaired

    if said is None:
        assert changed(action, given, tracking_no=NEXT_NO, lines=lines).parcels[-1].lines
        return
    with pytest.raises(Refused) as refused:
        do(action, given, tracking_no=NEXT_NO, lines=lines)

    assert str(refused.value) == said


def test_the_rest_comes_back_and_goes_out() -> None:
    coming = changed(RecordReturnShipped, ONE_OF_THREE, tracking_no=OTHER_NO)
    here = changed(ReceiveReturn, coming, good="1:2")
    part = changed(ShipReplacement, here, tracking_no=OTHER_NO, lines="1:1")
    done = changed(ShipReplacement, part, tracking_no=NEXT_NO)

    steps = (coming, here, part, done)
    assert [one.cases[0].state for one in steps] == [AT_CONFIRM] * 4
    assert {one.cases[0].since for one in steps} == {NOW - DAY}
    assert ShipReplacement.suggest(here, context()) == {"lines": "1:2"}
    assert [one.lines for one in done.parcels[-2:]] == [units((1, 1)), units((1, 1))]
    assert [("send-for-case" in owed(one)) for one in steps] == [False, True, True, False]
    assert fitting_records(ConfirmCaseReceipt, done) == done.cases


def test_the_rest_goes_by_its_own_clock() -> None:
    (duty,) = (one for one in obligations(REST_HERE, POLICY) if one.about == "A1")
    (received,) = (one.received_at for one in REST_HERE.cases[0].returns if one.id == "g2")
    as_usual = three(exchange(TWO_BACK, state=CaseState.SELLER_TO_SEND, since=received))
    (usual,) = (one for one in obligations(as_usual, POLICY) if one.about == "A1")

    assert (duty.kind, duty.due_at) == (usual.kind, usual.due_at)


def test_nothing_of_ours_in_the_second_parcel_changes_nothing() -> None:
    given = three(exchange(ONE_BACK, COMING), replaced(1))

    after = changed(ReceiveReturn, given, wrong="1:2")

    assert after.cases[0].state is AT_CONFIRM
    assert owed(after) == ["confirm-receipt"]


def test_a_slip_of_the_count_is_corrected() -> None:
    after = changed(ReceiveReturn, ONE_OF_THREE, regrade="yes", good="1:3")

    assert owed(after) == ["send-for-case"]


def test_the_money_of_the_rest_goes_instead_of_it() -> None:
    after = changed(Refund, REST_HERE, case="A1", amount="50.00", lines="1:2", reason="没货")

    assert "send-for-case" not in owed(after)
    assert (ShipReplacement.why_not(after, context()) or "").startswith("Nothing is left to send")


@pytest.mark.parametrize(
    ("action", "given"),
    [
        pytest.param(ShipReplacement, ONE_OF_THREE, id="the buyer is to confirm what went"),
        pytest.param(
            ShipRepaired,
            three(exchange(ONE_BACK, kind=REPAIR, state=AT_SEND), replaced(1, kind="repaired")),
            id="the platform says that a repair is to be sent",
        ),
    ],
)
def test_what_did_not_come_back_is_not_sent(action: type[Action[Order]], given: Order) -> None:
    said = (
        "Nothing that came back for case A1 is still to be sent (RICE-10: 3 claimed, 1 sent"
        " (SF1234567890124))."
    )

    assert action.why_not(given, context()) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(ONE_OF_THREE, "1 of 3 back, 1 of 3 sent", id="a part of both"),
        pytest.param(REST_HERE, "3 of 3 back, 1 of 3 sent", id="all is back"),
        pytest.param(
            three(exchange(ONE_BACK, kind=CaseKind.RETURN_AND_REFUND)), "1 of 3 back", id="a return"
        ),
        pytest.param(three(exchange()), "", id="nothing yet"),
        pytest.param(three(exchange(ONE_BACK, TWO_BACK), replaced(3)), "", id="all"),
        pytest.param(
            three(exchange(kind=CaseKind.SUPPLEMENTARY), replaced(1, kind="supplementary")),
            "",
            id="nothing comes back",
        ),
    ],
)
def test_how_much_of_it_is_done(given: Order, said: str) -> None:
    assert so_far(case_of(given, given.cases[0])) == said


@pytest.mark.parametrize(
    ("order", "possible"),
    [
        pytest.param(ONE_OF_THREE, False, id="nothing is left to go"),
        pytest.param(REST_HERE, True, id="the rest has still to go"),
    ],
)
def test_what_the_buyer_takes_for_the_rest_may_be_answered_anew(
    order: Order, possible: bool
) -> None:
    taken = SolutionOffer(
        id="o1",
        solution="exchange",
        by="li",
        at=NOW - 3 * DAY,
        sku="RICE-20",
        lines=units((1, 3)),
        case="A1",
        accepted=True,
        answered_at=NOW - 3 * DAY,
    )
    given = order.model_copy(update={"offers": (taken,)})

    assert (RecordOfferAnswer.why_not(given, context()) is None) is possible
