"""Goods and money: the same units are sent again or paid back, not both."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from store.models.after_sales_case import CaseKind, ReturnedUnits
from store.models.order import Order
from store.models.refund import RefundLine
from store.models.reissue import Loss
from store.rules.action.base import Action
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.agree_supplementary import AgreeSupplementary
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.discrepancies.explaining import explain
from store.rules.platform.judging import judged
from store.words.labels import label
from tests.build import (
    HOUR,
    NOW,
    OIL,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    exported_case,
    goods_return,
    line,
    parcel,
    refund,
    refunded_case,
    return_case,
    sentences,
    shipped,
    units,
)

LOST = {"origin": "lost_parcel", "reason": "丢件"}
REFUSED = case(kind="refused_delivery", lines=units((1, 2)))
ASKED = shipped(cases=(REFUSED,))
AGREED = changed(AgreeRefund, ASKED)
CREATED = changed(CreateReissue, shipped(), None, **LOST)
SENT = changed(ShipReissue, CREATED, tracking_no=OTHER_NO)
ANSWERED_BY_GOODS = changed(
    ShipReissue,
    changed(CreateReissue, ASKED, origin="damaged_refused", reason="破损"),
    tracking_no=OTHER_NO,
)
"""The buyer refused the parcel, asked for the money, and others left instead."""
PAID_FOR = (
    "Case A1 gives the money of RICE-10 x2 back, so that the buyer would get goods and money; they"
    " may be sent again once the case has ended without it."
)
LEFT = (
    "Reissue 1 left with SF1234567890123 (RICE-10 x2). The buyer gets goods and money unless it is"
    " intercepted."
)
TO_LEAVE = (
    "Reissue 1 is to send RICE-10 x2 again. The buyer gets goods and money unless it is cancelled."
)


TO_LEAVE_MAYBE = (
    "Reissue 1 is to send RICE-10 x2 again. If the money is for the same units, the buyer gets"
    " goods and money. Answer yes where the buyer is to have both."
)
AGREED_ONE = case(state="seller_to_refund", requested_fen=2500, agreed_fen=2500)
"""It names no units, and is to give the price of one of the two bags."""
IF_SAME = (
    "If case A1 is about the same units, the buyer gets goods and money. Answer yes where the buyer"
    " is to have both."
)
OF_THE_CASE = f"Reissue 1 is to send RICE-10 x2 again. {IF_SAME}"
AGREED_TOO = f"Case A1 is to give 25.00. {IF_SAME}"
ONE_IS_BACK = (
    "25.00 of 50.00 went back already or is on its way, so that the buyer would get goods ("
    "RICE-10 x2) and money. Answer yes where the buyer is to have both."
)


def seen(given: Order, state: str) -> Order:
    """The order whose reissue was scanned so."""
    return changed(RecordTrace, given, state=state, parcel=given.reissues[0].parcel or "")


def sent_back(given: Order, good: int) -> Order:
    """The order whose buyer asked for the money before it was sent again, and sent this back."""
    asked = return_case(state="seller_to_receive", applied_at=NOW - HOUR)
    there = given.model_copy(update={"cases": (asked,)})
    return changed(ReceiveReturn, there, good=f"1:{good}")


ONE_OF_THREE = changed(
    CreateReissue, shipped(line(ordered=3, amount_fen=7500), OIL), None, **LOST | {"lines": "1:1"}
)
"""One of three bags is to be sent again."""
LOST_TOO = ONE_OF_THREE.model_copy(
    update={"losses": (*ONE_OF_THREE.losses, Loss(line=1, quantity=1, kind="lost", at=NOW))}
)
"""Another of them is lost, and nothing is done about it."""
ONE_MAYBE = TO_LEAVE_MAYBE.replace("x2", "x1")
ASKED_LATER = case(state="seller_to_refund", applied_at=NOW + HOUR)
SENT_AND_HAD = seen(SENT, "delivered")
MOST_IS_BACK = changed(Refund, shipped(), amount="40", reason="x")
ASKS = f"{LEFT} Answer yes where the buyer is to have both."


@pytest.mark.parametrize(
    ("action", "given", "values", "problems"),
    [
        pytest.param(
            CreateReissue,
            AGREED,
            {"origin": "damaged_refused", "reason": "破损"},
            [("lines", PAID_FOR)],
            id="sent again though the money was agreed to",
        ),
        pytest.param(
            CreateReissue,
            changed(AgreeRefund, shipped(cases=(case(requested_fen=500),))),
            LOST,
            [],
            id="sent again beside a compensation that was agreed to",
        ),
        pytest.param(
            CreateReissue,
            changed(AgreeRefund, shipped(cases=(case(lines=units((1, 1)), requested_fen=2500),))),
            LOST | {"lines": "1:1"},
            [],
            id="the other unit is sent again",
        ),
        pytest.param(
            ShipReissue,
            CREATED.model_copy(update={"cases": AGREED.cases}),
            {"tracking_no": OTHER_NO},
            [("reissue", PAID_FOR)],
            id="it leaves though the money was agreed to since",
        ),
        pytest.param(
            AgreeRefund,
            CREATED.model_copy(update={"cases": (case(),)}),
            {"case": "A1"},
            [
                (
                    "case",
                    (
                        "Reissue 1 sends RICE-10 x2 again, so that the buyer would get goods and"
                        " money; cancel it before the money is agreed to."
                    ),
                )
            ],
            id="agreed to though they are sent again",
        ),
        pytest.param(
            AgreeRefund,
            CREATED.model_copy(update={"cases": (case(),)}),
            {"case": "A1", "amount": "5"},
            [],
            id="a compensation is agreed to though they are sent again",
        ),
        pytest.param(
            Refund, SENT, {"amount": "50", "reason": "x"}, [("both", ASKS)], id="all the money"
        ),
        pytest.param(
            Refund,
            SENT,
            {"amount": "49.99", "reason": "x"},
            [("both", ASKS)],
            id="nearly all the money, as money only",
        ),
        pytest.param(
            Refund,
            SENT,
            {"lines": "1:1", "reason": "x"},
            [("both", ASKS.replace("x2", "x1"))],
            id="the money of a unit that was sent again",
        ),
        pytest.param(Refund, SENT, {"amount": "5", "reason": "x"}, [], id="a compensation"),
        pytest.param(
            Refund,
            CREATED,
            {"amount": "40", "reason": "x"},
            [("both", f"{TO_LEAVE} Answer yes where the buyer is to have both.")],
            id="nearly all the money of what is to be sent again",
        ),
        pytest.param(
            Refund,
            CREATED,
            {"amount": "12.50", "reason": "x"},
            [],
            id="half of the price of a bag is a compensation",
        ),
        pytest.param(
            Refund,
            CREATED,
            {"amount": "25", "reason": "x"},
            [("both", TO_LEAVE_MAYBE)],
            id="the price of one of the bags that are to be sent again",
        ),
        pytest.param(
            Refund,
            changed(CreateReissue, shipped(), None, **LOST, lines="1:1"),
            {"amount": "25", "reason": "x"},
            [("both", TO_LEAVE_MAYBE.replace("x2", "x1"))],
            id="the price of a bag, and one of the two is to be sent again",
        ),
        pytest.param(
            Refund,
            changed(CreateReissue, shipped(line(), OIL), None, **LOST, lines="1:2"),
            {"amount": "25", "reason": "x"},
            [],
            id="money that may as well be of the other line",
        ),
        pytest.param(
            Refund,
            CREATED.model_copy(update={"cases": (AGREED_ONE,)}),
            {"case": "A1", "reason": "x"},
            [("both", OF_THE_CASE)],
            id="the money of a case that may be for one of the bags",
        ),
        pytest.param(
            Refund,
            CREATED.model_copy(update={"cases": (AGREED_ONE,)}),
            {"case": "A1", "reason": "x", "both": "yes"},
            [],
            id="the money of that case all the same",
        ),
        pytest.param(
            CreateReissue,
            shipped(cases=(AGREED_ONE,)),
            LOST,
            [("both", AGREED_TOO)],
            id="sent again though a case is to give the price of one",
        ),
        pytest.param(
            CreateReissue,
            shipped(cases=(AGREED_ONE,)),
            LOST | {"lines": "1:1"},
            [("both", AGREED_TOO)],
            id="one is sent again though a case is to give the price of one",
        ),
        pytest.param(
            CreateReissue,
            changed(Refund, shipped(cases=(AGREED_ONE,)), case="A1", reason="x"),
            LOST,
            [("both", ONE_IS_BACK)],
            id="sent again though the price of one went back for a case",
        ),
        pytest.param(
            CreateReissue,
            changed(Refund, shipped(), amount="25", reason="x"),
            LOST,
            [("both", ONE_IS_BACK)],
            id="sent again though the price of one went back for no case",
        ),
        pytest.param(
            CreateReissue,
            changed(Refund, shipped(), amount="12.50", reason="x"),
            LOST,
            [],
            id="sent again beside a compensation that went for no case",
        ),
        pytest.param(
            ShipReissue,
            CREATED.model_copy(update={"cases": (AGREED_ONE,)}),
            {"tracking_no": OTHER_NO},
            [("both", AGREED_TOO)],
            id="it leaves though the price of one was agreed to since",
        ),
        pytest.param(
            ShipReissue,
            changed(
                Refund,
                CREATED.model_copy(update={"cases": (AGREED_ONE,)}),
                case="A1",
                reason="x",
                both="yes",
            ),
            {"tracking_no": OTHER_NO},
            [],
            id="it leaves without being asked again of that case",
        ),
        pytest.param(
            Refund,
            CREATED,
            {"amount": "50", "reason": "x"},
            [],
            id="all the money, which cancels the reissue",
        ),
        pytest.param(
            Refund,
            ONE_OF_THREE,
            {"lines": "1:1", "reason": "x"},
            [("both", ONE_MAYBE)],
            id="one that is named, while another is sent again",
        ),
        pytest.param(
            Refund,
            ONE_OF_THREE.model_copy(update={"parcels": (parcel(lines=units((1, 2))),)}),
            {"lines": "1:1", "reason": "x"},
            [],
            id="one that has not left",
        ),
        pytest.param(
            Refund,
            LOST_TOO,
            {"lines": "1:1", "reason": "x"},
            [],
            id="one that is lost too, and not sent again",
        ),
        pytest.param(
            Refund,
            LOST_TOO,
            {"lines": "1:2", "reason": "x"},
            [("both", ONE_MAYBE)],
            id="and another beside it",
        ),
        pytest.param(
            Refund,
            ONE_OF_THREE,
            {"lines": "2:1", "reason": "x"},
            [],
            id="one of another line",
        ),
        pytest.param(
            CreateReissue,
            MOST_IS_BACK,
            LOST,
            [
                (
                    "both",
                    (
                        "40.00 of 50.00 went back already or is on its way, so that the buyer would"
                        " get goods (RICE-10 x2) and money. Answer yes where the buyer is to have"
                        " both."
                    ),
                )
            ],
            id="sent again though most of the money is back",
        ),
        pytest.param(
            CreateReissue, MOST_IS_BACK, LOST | {"both": "yes"}, [], id="sent again all the same"
        ),
        pytest.param(
            CreateReissue,
            changed(Refund, shipped(), lines="1:1", reason="x"),
            LOST | {"lines": "1:1"},
            [],
            id="one unit is paid back and the other sent again",
        ),
        pytest.param(
            ShipReissue,
            changed(Refund, CREATED, amount="40", reason="x", both="yes"),
            {"tracking_no": OTHER_NO},
            [],
            id="it leaves without being asked again",
        ),
        pytest.param(
            Refund, SENT, {"amount": "50", "reason": "x", "both": "yes"}, [], id="both are meant"
        ),
        pytest.param(
            Refund,
            changed(RecordTrace, SENT, state="returned", parcel=SENT.reissues[0].parcel or ""),
            {"amount": "50", "reason": "x"},
            [],
            id="the reissue came back",
        ),
        pytest.param(
            Refund,
            seen(SENT, "abnormal"),
            {"amount": "50", "reason": "x"},
            [],
            id="the carrier has lost the reissue",
        ),
        pytest.param(
            Refund,
            seen(seen(SENT, "abnormal"), "in_transit"),
            {"amount": "50", "reason": "x"},
            [("both", ASKS)],
            id="the reissue goes its way again",
        ),
        pytest.param(
            Refund,
            sent_back(SENT_AND_HAD, 2),
            {"case": "A1", "reason": "x"},
            [],
            id="the buyer had the reissue and sent it back",
        ),
        pytest.param(
            Refund,
            sent_back(SENT_AND_HAD, 1),
            {"amount": "50", "case": "none", "reason": "x"},
            [("both", ASKS.replace("x2", "x1"))],
            id="the buyer sent a unit of the reissue back and wants the money of both",
        ),
        pytest.param(
            Refund,
            sent_back(SENT, 2),
            {"case": "A1", "reason": "x"},
            [("both", ASKS)],
            id="what the buyer sent back cannot be the reissue, which is under way",
        ),
        pytest.param(
            Refund,
            SENT.model_copy(update={"cases": (ASKED_LATER,)}),
            {"case": "A1", "reason": "x"},
            [("both", ASKS)],
            id="the buyer asks while they are under way",
        ),
        pytest.param(
            Refund,
            SENT_AND_HAD.model_copy(update={"cases": (ASKED_LATER,)}),
            {"case": "A1", "reason": "x"},
            [],
            id="the buyer asks after he has got them",
        ),
    ],
)
def test_goods_and_money_exclude_each_other(
    action: type[Action[Order]],
    given: Order,
    values: Mapping[str, str],
    problems: list[tuple[str, str]],
) -> None:
    assert sentences(action, given, values) == problems


def test_what_the_buyer_sent_back_of_a_reissue_is_due_to_him() -> None:
    asked = return_case(state="seller_to_receive", applied_at=NOW - HOUR)
    there = SENT_AND_HAD.model_copy(update={"cases": (asked,)})

    said = do(ReceiveReturn, there, good="1:2").said

    assert said == ("50.00 is due to the buyer for what came back: refund it.",)


@pytest.mark.parametrize(
    ("amount", "warned"),
    [
        pytest.param("15", False, id="a compensation"),
        pytest.param("26", True, id="most of the money"),
        pytest.param("50", True, id="all of it"),
    ],
)
def test_who_agrees_to_money_for_what_has_left_is_told(amount: str, *, warned: bool) -> None:
    asked = SENT.model_copy(update={"cases": (case(applied_at=NOW - HOUR),)})

    assert (LEFT in do(AgreeRefund, asked, amount=amount).said) is warned


def test_what_comes_back_for_a_case_is_not_owed_once_others_left_for_it() -> None:
    agreed = changed(AgreeRefund, ANSWERED_BY_GOODS)
    back = changed(ReceiveReturn, agreed, damaged="1:2")

    assert do(AgreeRefund, ANSWERED_BY_GOODS).said[-1] == LEFT
    assert do(ReceiveReturn, agreed, damaged="1:2").said == (LEFT,)
    assert sentences(Refund, back, {"case": "A1", "reason": "x"}) == [("both", ASKS)]


PAID_THERE = (
    "Reissue 1 is to be sent here, but the platform gave the money for its goods back; cancel it,"
    " or settle it with the buyer that both go."
)
SENT_AND_PAID_THERE = (
    "Reissue 1 left with SF1234567890123, but the platform gave the money for its goods back; have"
    " it intercepted, or settle it with the buyer."
)


MAYBE = (
    "The platform gave {} back and names no units, so that it may be their money; ask the buyer"
    " what it was for, and {}, or settle that both go."
)
LEFT_MAYBE = (
    "Reissue 1 left with SF1234567890123 (RICE-10 x2)."
    f" {MAYBE.format('25.00', 'have the goods intercepted')}"
)


def to_leave_maybe(bags: int, amount: str) -> str:
    return f"Reissue 1 is to send RICE-10 x{bags} again. {MAYBE.format(amount, 'drop the goods')}"


def refunded_there(given: Order, fen: int = 5000, case: str = "A1", at: datetime = NOW) -> Order:
    ended = refunded_case(id=case, closed_at=at, as_of=at, requested_fen=fen, refunded_fen=fen)
    waiting = exported_case(given, ended)
    fresh = context(beside=given)
    return judged(merge_case(given, waiting, fresh), fresh, "import")


def paid_back(given: Order, amount: str = "") -> Order:
    """The order with this money of it, or what its case gives, paid back here for certain."""
    values = {"amount": amount, "case": "none"} if amount else {"case": "A1"}
    asked = [one for one, _said in sentences(Refund, given, {**values, "reason": "x"})]
    values |= dict.fromkeys(asked, "yes")
    going = changed(Refund, given, None, reason="x", **values)
    return judged(changed(SettleRefund, going, outcome="done"), context(), "li")


def with_freight(given: Order) -> Order:
    """The order with 5.00 of freight beside what its goods cost."""
    paid = given.money.model_copy(update={"paid_fen": 5500, "freight_fen": 500})
    return given.model_copy(update={"money": paid})


def test_a_reissue_is_not_to_be_created_there_once_all_the_money_is_back() -> None:
    given = refunded_there(CREATED)

    assert [(one.kind, one.moot) for one in given.tasks] == [("create-reissue", True)]
    assert [one.kind for one in obligations(given, context().policy)] == ["drop-reissue"]
    dropped = changed(CancelReissue, given, reason="已退款")
    assert dropped.open_tasks == ()
    assert list(obligations(dropped, context().policy)) == []


@pytest.mark.parametrize(
    ("given", "tasks"),
    [
        pytest.param(paid_back(SENT, "50"), [], id="it is under way, and both go"),
        pytest.param(refunded_there(SENT), [], id="it is under way, and the platform paid"),
        pytest.param(paid_back(seen(SENT, "returned"), "50"), [], id="it came back"),
        pytest.param(paid_back(seen(SENT, "abnormal"), "50"), [], id="the carrier has lost it"),
        pytest.param(paid_back(sent_back(SENT_AND_HAD, 2)), [], id="the buyer sent it back"),
        pytest.param(refunded_there(with_freight(SENT)), [], id="only the freight has stayed"),
        pytest.param(paid_back(SENT, "49"), ["create-reissue"], id="some of the money has stayed"),
        pytest.param(
            changed(Refund, SENT, amount="50", reason="x", both="yes"),
            ["create-reissue"],
            id="the money may still fail to go",
        ),
    ],
)
def test_a_reissue_that_has_left_is_not_to_be_created_there_once_the_money_is_back(
    given: Order, tasks: list[str]
) -> None:
    assert [one.kind for one in given.open_tasks if one.kind == "create-reissue"] == tasks


@pytest.mark.parametrize(
    ("given", "fen", "said"),
    [
        pytest.param(CREATED, 1250, (), id="to leave, half of the price of a bag"),
        pytest.param(
            CREATED, 1251, (to_leave_maybe(2, "12.51"),), id="to leave, more than half of it"
        ),
        pytest.param(
            CREATED,
            2500,
            (to_leave_maybe(2, "25.00"),),
            id="to leave, the price of one of the bags",
        ),
        pytest.param(CREATED, 4999, (PAID_THERE,), id="to leave, nearly all"),
        pytest.param(CREATED, 5000, (), id="to leave, all, so that it is to be cancelled"),
        pytest.param(SENT, 1250, (), id="under way, half of the price of a bag"),
        pytest.param(
            SENT,
            2500,
            (LEFT_MAYBE,),
            id="under way, the price of one bag",
        ),
        pytest.param(SENT, 4999, (SENT_AND_PAID_THERE,), id="under way, nearly all"),
        pytest.param(SENT, 5000, (SENT_AND_PAID_THERE,), id="under way, all"),
        pytest.param(
            changed(Refund, SENT, amount="40", reason="x", both="yes"),
            4000,
            (),
            id="under way, what was answered here",
        ),
        pytest.param(
            changed(
                Refund,
                changed(Refund, SENT, amount="12", reason="x"),
                amount="12.50",
                reason="x",
            ),
            1240,
            (SENT_AND_PAID_THERE,),
            id="under way, a compensation here and another there",
        ),
        pytest.param(
            changed(CreateReissue, shipped(), None, **LOST, lines="1:1"),
            1250,
            (),
            id="half of the money of the one unit that is sent again",
        ),
        pytest.param(
            changed(CreateReissue, shipped(), None, **LOST, lines="1:1"),
            1251,
            (to_leave_maybe(1, "12.51"),),
            id="more than half of it, though the other unit is worth as much",
        ),
    ],
)
def test_the_platforms_money_for_what_is_sent_again_is_a_contradiction(
    given: Order, fen: int, said: tuple[str, ...]
) -> None:
    there = refunded_there(given, fen)

    assert tuple(explain(there, one) for one in there.open_discrepancies) == said


def test_what_the_buyer_was_to_have_beside_the_goods_is_none_of_the_money_in_question() -> None:
    """The first 12.50 was answered for when the reissue was made."""
    known = changed(CreateReissue, refunded_there(shipped(), 1250), None, **LOST, both="yes")

    there = refunded_there(known, 2000, case="A2", at=NOW + HOUR)

    assert [explain(there, one) for one in there.open_discrepancies] == [to_leave_maybe(2, "20.00")]


def test_nothing_leaves_until_it_is_settled_that_both_go() -> None:
    there = refunded_there(CREATED, 4000)
    settled = judged(changed(ResolveDiscrepancy, there, reason="平台赔付"), context(), "li")
    dropped = judged(changed(CancelReissue, there, reason="已退款"), context(), "li")

    assert ShipReissue.why_not(there, context()) is not None
    assert ShipReissue.why_not(settled, context()) is None
    assert (settled.open_discrepancies, dropped.open_discrepancies) == ((), ())


ONE = line(ordered=1, amount_fen=5000)
BESIDE = {"case": "none", "lines": "1:1", "reason": "x"}


@pytest.mark.parametrize("kind", ["supplementary", "exchange", "repair"])
@pytest.mark.parametrize(
    "state", ["seller_to_answer", "buyer_to_return", "seller_to_receive", "platform_to_rule"]
)
def test_money_beside_a_case_that_asks_for_the_goods_of_its_units_is_asked(
    kind: str, state: str
) -> None:
    asked = case(kind=kind, state=state, requested_fen=0, lines=units((1, 1)))

    ((field, said),) = sentences(Refund, shipped(ONE, cases=(asked,)), BESIDE)

    assert field == "both"
    assert said == (
        f"Case A1 asks for goods of the same units ({label(CaseKind(kind))}, RICE-10 x1): the"
        " buyer gets goods and money unless it is rejected or withdrawn. Answer yes where the buyer"
        " is to have both."
    )
    given = shipped(ONE, cases=(asked,))
    assert sentences(Refund, given, BESIDE | {"both": "yes"}) == []
    assert sentences(Refund, shipped(cases=(asked,)), BESIDE) == []
    assert sentences(Refund, given, {"case": "none", "amount": "5", "reason": "x"}) == []
    no = case(kind=kind, state="buyer_to_answer", requested_fen=0, lines=units((1, 1)))
    assert sentences(Refund, shipped(ONE, cases=(no,)), BESIDE) == []


def test_a_case_about_goods_names_no_money_by_itself() -> None:
    asked = case(kind="supplementary", state="seller_to_send", requested_fen=0, lines=units((1, 1)))
    given = shipped(cases=(asked,))
    said = "Case A1 asks for goods and names no money; give an amount or lines."

    assert sentences(Refund, given, {"case": "A1", "reason": "x"}) == [("amount", said)]
    assert sentences(Refund, given, {"case": "A1", "reason": "x", "lines": "1:1"}) == []
    ruled = asked.model_copy(update={"agreed_fen": 1000})
    paid = changed(Refund, shipped(cases=(ruled,)), case="A1", reason="x")
    assert [one.amount_fen for one in paid.refunds] == [1000]


def test_what_a_case_names_is_not_due_by_itself_while_its_goods_are_missing() -> None:
    back = goods_return(units=(ReturnedUnits(line=1, good=0, missing=2),))
    given = shipped(cases=(return_case(back),))
    said = (
        "Of the 50.00 that case A1 still gives nothing is due by itself, because its goods have not"
        " come back; give an amount or lines."
    )

    assert sentences(Refund, given, {"case": "A1", "reason": "x"}) == [("amount", said)]


def test_what_a_case_of_money_alone_names_is_due_though_its_units_are_sent_again() -> None:
    given = CREATED.model_copy(update={"cases": (AGREED_ONE,)})
    paid = changed(Refund, given, case="A1", reason="x", both="yes")

    assert [one.amount_fen for one in paid.refunds] == [2500]


@pytest.mark.parametrize(("agreed", "kinds"), [(True, []), (False, ["sent_again"])])
def test_money_that_was_agreed_to_when_both_were_said_to_go_contradicts_no_reissue(
    agreed: bool, kinds: list[str]
) -> None:
    agreed_at = NOW if agreed else NOW + HOUR
    asked = shipped(cases=(AGREED_ONE.model_copy(update={"agreed_at": agreed_at}),))
    sent = changed(CreateReissue, asked, None, **LOST, both="yes")
    gone = refund(amount_fen=2500, state="done", source="platform", settled_at=NOW + 2 * HOUR)
    there = sent.model_copy(update={"refunds": (gone.model_copy(update={"case": "A1"}),)})

    given = judged(there, context(), "import")

    assert [one.kind for one in given.open_discrepancies] == kinds


@pytest.mark.parametrize("agreed", [True, False])
def test_that_both_go_is_answered_once_for_a_reissue_and_the_money_of_a_case(agreed: bool) -> None:
    agreed_at = NOW if agreed else NOW + HOUR
    promised = AGREED_ONE.model_copy(update={"agreed_at": agreed_at})
    created = changed(CreateReissue, shipped(cases=(promised,)), None, **LOST, both="yes")
    of_case = {"case": "A1", "reason": "x"}

    assert bool(sentences(Refund, created, of_case)) is not agreed
    # Money that nobody had agreed to by then is another question.
    assert sentences(Refund, created, {"case": "none", "amount": "25", "reason": "x"}) != []
    paid = changed(Refund, created, None, **of_case, both="yes")
    assert sentences(ShipReissue, paid, {"tracking_no": OTHER_NO}) == []


def test_the_form_of_a_refund_says_what_is_sent_again() -> None:
    assert Refund.background(SENT, context())[1:] == (
        "Reissue 1 left with SF1234567890123 (RICE-10 x2).",
    )
    assert Refund.background(CREATED, context())[1:] == ("Reissue 1 is to send RICE-10 x2 again.",)


OF_A_BAG = RefundLine(line=1, quantity=1, amount_fen=2500)


@pytest.mark.parametrize(
    ("given", "is_asked"),
    [
        pytest.param({}, True, id="for no case: it may have answered this one"),
        pytest.param({"both": True}, False, id="it goes beside the goods"),
        pytest.param(
            {"lines": (OF_A_BAG.model_copy(update={"line": 2}),)}, False, id="of another line"
        ),
        pytest.param(
            {"amount_fen": 750, "lines": (OF_A_BAG.model_copy(update={"amount_fen": 750}),)},
            False,
            id="a compensation for one of them",
        ),
    ],
)
def test_a_supplement_is_asked_about_beside_the_money_of_units_of_its_line(
    given: dict[str, Any], *, is_asked: bool
) -> None:
    paid = refund(**({"amount_fen": 2500, "lines": (OF_A_BAG,), "state": "done"} | given))
    missing = case(kind="supplementary", requested_fen=0, lines=units((1, 1)))
    asked = shipped(line(), OIL, cases=(missing,), refunds=(paid,))

    agreed = changed(AgreeSupplementary, asked)
    found = sentences(ShipSupplementary, agreed, {"tracking_no": OTHER_NO, "lines": "1:1"})

    assert [field for field, _said in found] == ["both"] * is_asked
