"""ReceiveReturn: what came back of a case, unit by unit; it may be corrected once."""

import pytest

from store.errors import BadInput
from store.models.after_sales_case import AfterSalesCase, CaseKind, ReturnedUnits
from store.models.base import Document
from store.models.case_state import CaseState
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.product import Product
from store.rules.action.frame import read_values
from store.rules.action.line_offers import lines_offered
from store.rules.cases.actions.close_case import CloseCase
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.obligations import obligations
from tests.build import (
    FIRST_BAG,
    HOUR,
    NOW,
    OIL,
    SHOP,
    case,
    changed,
    context,
    do,
    goods_return,
    line,
    refund,
    return_case,
    sentences,
    shipped,
    units,
)

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)
COMING = goods_return(received_at=None, units=())
COMING_TOO = COMING.model_copy(update={"id": "g2", "tracking_no": "JT1234567890124"})
UNDER_WAY = return_case(COMING, state=CaseState.SELLER_TO_RECEIVE)
ONE_CAME = return_case(goods_return({1: 1}))


def order_with(*cases: object) -> Order:
    return shipped(cases=cases)


def after(given: Order, *stock: Product, **values: str) -> tuple[tuple[Document, ...], list[str]]:
    outcome = do(ReceiveReturn, given, context(products=stock, beside=given), **values)
    return outcome.documents, list(outcome.said)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order_with(UNDER_WAY), None, id="on its way"),
        pytest.param(order_with(return_case()), None, id="a parcel nobody announced"),
        pytest.param(
            order_with(case(kind=CaseKind.REFUSED_DELIVERY, state=CaseState.PARCEL_TO_COME_BACK)),
            None,
            id="refused at the door",
        ),
        pytest.param(
            order_with(case(kind=CaseKind.SUPPLEMENTARY, state=CaseState.SELLER_TO_SEND)),
            "Nothing is to come back for case A1 (supplementary shipment).",
            id="nothing comes back",
        ),
    ],
)
def test_when_a_return_may_be_received(given: Order, sentence: str | None) -> None:
    assert ReceiveReturn.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(order_with(UNDER_WAY), {"good": "1:2"}, [], id="all of it"),
        pytest.param(
            order_with(UNDER_WAY),
            {"good": "1:1", "damaged": "1:1", "missing": "1:1"},
            [("good", "Of RICE-10 2 can still come back for case A1, not 3: 2 claimed.")],
            id="more than was claimed",
        ),
        pytest.param(
            order_with(ONE_CAME),
            {"wrong": "1:2"},
            [
                (
                    "wrong",
                    (
                        "Of RICE-10 1 can still come back for case A1, not 2: 2 claimed, 1 came"
                        " back (JT1234567890123)."
                    ),
                )
            ],
            id="an earlier parcel counts",
        ),
        pytest.param(
            order_with(UNDER_WAY),
            {"good": "7:1"},
            [("good", "There is no line 7; there is: 1 (RICE-10).")],
            id="no such line",
        ),
        pytest.param(
            shipped(line(), OIL, cases=(UNDER_WAY,)),
            {"good": "2:1"},
            [
                (
                    "good",
                    "Of OIL-5 0 can still come back for case A1, not 1: 0 claimed.",
                )
            ],
            id="a line the case is not about",
        ),
        pytest.param(
            shipped(
                parcels=(FIRST_BAG,),
                cases=(return_case(COMING, lines=(), state=CaseState.SELLER_TO_RECEIVE),),
            ),
            {"good": "1:2"},
            [
                (
                    "good",
                    (
                        "Of RICE-10 1 can still come back for case A1, not 2: 2 claimed, 1 not"
                        " shipped yet."
                    ),
                )
            ],
            id="more than was sent",
        ),
        pytest.param(
            order_with(return_case(COMING, COMING_TOO, state=CaseState.SELLER_TO_RECEIVE)),
            {"good": "1:1"},
            [
                (
                    "goods_return",
                    ("Say which return of case A1 is meant: JT1234567890123, JT1234567890124."),
                )
            ],
            id="two are on their way",
        ),
        pytest.param(
            order_with(UNDER_WAY, ONE_CAME.model_copy(update={"id": "A2", "returns": ()})),
            {"case": "A2", "goods_return": "g1", "good": "1:1"},
            [("goods_return", "Return JT1234567890123 is of another case than A2.")],
            id="the parcel of another case",
        ),
        pytest.param(
            order_with(ONE_CAME),
            {"goods_return": "g1", "good": "1:2"},
            [
                (
                    "regrade",
                    (
                        "Return JT1234567890123 was received at 2026-11-22 08:00; say that it is"
                        " graded again, to correct what was found in it."
                    ),
                )
            ],
            id="received already",
        ),
        pytest.param(order_with(ONE_CAME), {"good": "1:2", "regrade": "yes"}, [], id="corrected"),
        pytest.param(
            order_with(UNDER_WAY),
            {"good": "1:2", "regrade": "yes"},
            [
                (
                    "goods_return",
                    "No return of case A1 was received yet; there is nothing to correct.",
                )
            ],
            id="nothing to correct",
        ),
        pytest.param(
            order_with(UNDER_WAY),
            {"goods_return": "g1", "good": "1:2", "regrade": "yes"},
            [
                (
                    "regrade",
                    "Return JT1234567890123 was not received yet; there is nothing to correct.",
                )
            ],
            id="the named one is still on its way",
        ),
        pytest.param(
            order_with(return_case(goods_return(regraded_at=NOW))),
            {"good": "1:2", "regrade": "yes"},
            [
                (
                    "regrade",
                    (
                        "What was found in return JT1234567890123 was corrected at 2026-11-22"
                        " 09:00; it can be corrected once."
                    ),
                )
            ],
            id="corrected before",
        ),
        pytest.param(
            order_with(UNDER_WAY, case(id="A2")),
            {"case": "A2", "good": "1:1"},
            [
                ("case", "Nothing is to come back for case A2 (refund only)."),
            ],
            id="a case of another kind",
        ),
    ],
)
def test_problems_of_a_return(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(ReceiveReturn, given, values) == problems


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param(
            {},
            "Say what was found: good, damaged, missing or wrong units.",
            id="nothing was found",
        ),
        pytest.param(
            {"good": "2"}, "2 is not LINE:QUANTITY, such as 1:2 or 1:2,2:1.", id="of which line?"
        ),
        pytest.param(
            {"good": "1:1,2"},
            "2 is not LINE:QUANTITY, such as 1:2 or 1:2,2:1.",
            id="one of two without its line",
        ),
        pytest.param(
            {"good": "1:1", "goods_return": "g9"},
            "g9 does not exist; there is: JT1234567890123.",
            id="unknown",
        ),
    ],
)
def test_values_that_cannot_be_read(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(ReceiveReturn, values, order_with(UNDER_WAY))

    assert caught.value.sentence == sentence


def test_what_came_back_is_kept_and_paid_for_and_the_good_is_in_stock() -> None:
    (order, stock), said = after(order_with(UNDER_WAY), RICE, good="１：１", damaged="1:1")

    assert isinstance(order, Order)
    (now,) = order.cases
    assert (now.state, now.returns[0].received_at) == (CaseState.SELLER_TO_REFUND, NOW)
    assert now.returns[0].units == (ReturnedUnits(line=1, good=1, damaged=1),)
    assert stock == RICE.model_copy(update={"on_hand": 11})
    assert said == [
        "50.00 is due to the buyer for what came back: refund it.",
        (
            "If the buyer damaged it, reject case A1 with evidence before anything is given or told"
            " there."
        ),
        "RICE-10: 11 on hand now.",
    ]


@pytest.mark.parametrize("kind", ["return_and_refund", "exchange"])
def test_what_was_looked_at_may_be_refused_as_long_as_nothing_is_given_or_told(kind: str) -> None:
    given = order_with(return_case(COMING, state=CaseState.SELLER_TO_RECEIVE, kind=kind))
    found = changed(ReceiveReturn, given, damaged="1:2")
    no = changed(RejectCase, found, reason="人为损坏")
    told = found.with_case(found.cases[0].model_copy(update={"since": NOW + HOUR}))
    paid = found.model_copy(update={"refunds": (refund(amount_fen=100, state="done", case="A1"),)})

    assert no.cases[0].state is CaseState.BUYER_TO_ANSWER
    begun = (
        "Case A1 stands at: {}, and that is told or begun; what came back can be refused only"
        " before that."
    ).format("ours to refund" if kind == "return_and_refund" else "ours to send")
    assert [RejectCase.why_not(one, context()) for one in (told, paid)] == [begun, begun]


def test_what_comes_while_the_platform_rules_is_recorded_and_it_goes_on_ruling() -> None:
    given = order_with(return_case(COMING, state=CaseState.PLATFORM_TO_RULE))

    found = changed(ReceiveReturn, given, damaged="1:2")
    assert found.cases[0].state is CaseState.PLATFORM_TO_RULE
    assert found.cases[0].returns[0].units == (ReturnedUnits(line=1, damaged=2),)

    again = changed(ReceiveReturn, found, good="1:2", regrade="yes")
    assert again.cases[0].returns[0].units == (ReturnedUnits(line=1, good=2),)


def test_a_part_is_paid_for_by_its_units() -> None:
    _documents, said = after(order_with(UNDER_WAY), good="1:1", missing="1:1")

    assert said == ["25.00 is due to the buyer for what came back: refund it."]


def test_money_on_its_way_is_not_due_again() -> None:
    given = shipped(cases=(UNDER_WAY,), refunds=(refund(amount_fen=5000, case="A1"),))

    assert after(given, good="1:2")[1] == []


@pytest.mark.parametrize("stock", [(), (RICE.model_copy(update={"on_hand": None}),)])
def test_stock_that_nobody_counted_is_left_alone(stock: tuple[Product, ...]) -> None:
    documents, _said = after(order_with(UNDER_WAY), *stock, good="1:2")

    assert len(documents) == 1


def test_wrong_and_missing_units_are_not_here() -> None:
    (order, *stock), said = after(order_with(UNDER_WAY), RICE, missing="1:1", wrong="1:1")

    assert isinstance(order, Order)
    assert (order.cases[0].state, stock) == (CaseState.SELLER_TO_RECEIVE, [])
    assert said == [
        (
            "Nothing of ours was in it: reject case A1, call the platform in, or refund it all the"
            " same."
        )
    ]


def test_a_refused_parcel_that_comes_back_empty_is_paid_for_all_the_same() -> None:
    refused = case(kind=CaseKind.REFUSED_DELIVERY, state=CaseState.PARCEL_TO_COME_BACK)

    (order,), _said = after(order_with(refused), missing="1:2")

    assert isinstance(order, Order)
    assert order.cases[0].state is CaseState.SELLER_TO_REFUND


def test_goods_of_a_rejected_case_are_received_and_it_stays_rejected() -> None:
    rejected = return_case(COMING, state=CaseState.BUYER_TO_ANSWER)

    given = changed(ReceiveReturn, order_with(rejected), good="1:2")

    (one,) = given.cases
    assert (one.state, one.returns[0].received_at) == ("buyer_to_answer", NOW)
    assert after(order_with(rejected), RICE, good="1:2")[1] == ["RICE-10: 12 on hand now."]
    ended = changed(CloseCase, given, reason="买家认可")
    owed = [each.kind for each in obligations(ended, context().policy)]
    assert "send-back" in owed


def test_a_parcel_nobody_announced_is_one_of_its_own() -> None:
    given = order_with(return_case(return_tracking_no="JT1234567890129"))

    (order,), _said = after(given, damaged="1:2")

    assert isinstance(order, Order)
    (came,) = order.cases[0].returns
    assert (came.id, came.tracking_no, came.received_at) == ("new1", "JT1234567890129", NOW)


def test_a_correction_moves_the_stock_by_the_difference() -> None:
    (order, stock), said = after(order_with(ONE_CAME), RICE, damaged="1:1", regrade="yes")

    assert isinstance(order, Order)
    assert (order.cases[0].state, order.cases[0].returns[0].regraded_at) == (
        CaseState.SELLER_TO_REFUND,
        NOW,
    )
    assert stock == RICE.model_copy(update={"on_hand": 9})
    assert said[-1] == "RICE-10: 9 on hand now."


def test_a_correction_never_takes_the_stock_below_zero() -> None:
    empty = RICE.model_copy(update={"on_hand": 0})

    (_order, *stock), _said = after(order_with(ONE_CAME), empty, damaged="1:1", regrade="yes")

    assert stock == [empty]


def test_a_correction_that_leaves_nothing_here_leaves_the_case_where_it_is() -> None:
    waiting = return_case(goods_return({1: 1}), state=CaseState.BUYER_TO_RETURN)

    (order,), _said = after(order_with(waiting), wrong="1:1", regrade="yes")

    assert isinstance(order, Order)
    assert order.cases[0].state is CaseState.BUYER_TO_RETURN


def test_goods_of_an_exchange_are_ours_to_send() -> None:
    given = order_with(return_case(kind=CaseKind.EXCHANGE))

    (order,), said = after(given, good="1:2")

    assert isinstance(order, Order)
    assert (order.cases[0].state, said) == (CaseState.SELLER_TO_SEND, [])


@pytest.mark.parametrize(
    ("claimed", "offered"),
    [
        pytest.param(units((2, 1)), {2: 1}, id="one unit of one line"),
        pytest.param((), {1: 2, 2: 1}, id="the whole order"),
    ],
)
def test_only_what_the_cases_claim_is_offered_to_be_received(
    claimed: tuple[LineQuantity, ...], offered: dict[int, int]
) -> None:
    asked = return_case(COMING, state=CaseState.SELLER_TO_RECEIVE, lines=claimed)

    found = lines_offered(ReceiveReturn, shipped(line(), OIL, cases=(asked,)))

    assert {one.line: one.most for one in found} == offered


def test_another_case_for_which_the_unit_came_back_is_named() -> None:
    one = line(ordered=1, amount_fen=5000)
    came = return_case(goods_return({1: 1}), kind=CaseKind.EXCHANGE, lines=units((1, 1)))
    asked = return_case(id="A2", lines=units((1, 1)))
    given = shipped(one, cases=(came, asked))

    assert sentences(ReceiveReturn, given, {"case": "A2", "good": "1:1"}) == [
        (
            "good",
            (
                "Of RICE-10 0 can still come back for case A2, not 1: 1 claimed, 1 came back for"
                " case A1 (JT1234567890123)."
            ),
        )
    ]


@pytest.mark.parametrize("found", ["missing", "wrong"])
def test_money_of_what_was_found_not_to_be_there_is_not_due(found: str) -> None:
    given = order_with(return_case(goods_return({1: 2})))
    going = changed(Refund, given, reason="退货")
    (after_all,), said = after(going, regrade="yes", **{found: "1:2"})

    assert isinstance(after_all, Order)
    assert (after_all.cases[0].state, said[-1]) == (
        CaseState.SELLER_TO_RECEIVE,
        (
            "50.00 is on its way for it and not due any more: stop it while that is possible, and"
            " see how it ended."
        ),
    )
    owed = {one.kind: one.zero for one in obligations(after_all, context().policy)}
    assert owed["settle-refund"] == ("settle_not_due",)
    failed = changed(SettleRefund, after_all, outcome="failed")
    assert "refund-case" not in [one.kind for one in obligations(failed, context().policy)]
    assert changed(RejectCase, failed, reason="消费者退回的商品有问题").cases[0].state == (
        CaseState.BUYER_TO_ANSWER
    )
    assert changed(SettleRefund, after_all, outcome="done").cases[0].outcome == "refunded"


@pytest.mark.parametrize(
    ("given", "is_offered"),
    [
        pytest.param(return_case(), False, id="nothing came"),
        pytest.param(return_case(goods_return({1: 1})), True, id="something was found"),
    ],
)
def test_a_finding_is_corrected_only_where_something_was_found(
    given: AfterSalesCase, is_offered: bool
) -> None:
    offered = ReceiveReturn.offers(shipped(cases=(given,)), context())["regrade"]

    assert bool(offered) is is_offered
