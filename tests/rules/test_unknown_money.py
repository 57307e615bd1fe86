"""Unknown money: what the bill shows as gone is told to whoever ships, refunds or settles."""

from typing import Any

import pytest

from store.models.after_sales_case import CaseKind
from store.models.case_state import CaseState
from store.models.order import Order
from store.models.payment import Payment, Payments
from store.rules.action.context import Context
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.set_payment_aside import SetPaymentAside
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.money.matching import differences
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.hand_over import HandOver
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from tests.build import (
    DAY,
    HOUR,
    NOW,
    ORDER_NO,
    OTHER_NO,
    TRACKING_NO,
    case,
    changed,
    context,
    do,
    order,
    refund,
    sentences,
    shipped,
    units,
)
from tests.rules.payments import bill, income, taken

EARLIER = NOW - 3 * DAY
SHIP = {"tracking_no": TRACKING_NO}
SMALL = {"amount": "5", "reason": "少件"}
SHOWN = (
    "The platform's funds show a refund that is not known here: 5.00 (2026-11-19 09:00). Answer"
    " yes where it is this one, no where this one goes beside it."
)


def gone(fen: int = 500, **given: Any) -> Payment:
    """The bill has it three days ago."""
    return taken("refund", fen, at=EARLIER, **given)


def beside(of: Order, *rows: Payment, bill_of: Payments | None = None) -> Context:
    """What the rules know, the funds of the order among it."""
    return context(of, payments=(bill_of or bill(income(), *rows, of=of),), beside=of)


@pytest.mark.parametrize(
    ("of", "rows", "sentence"),
    [
        pytest.param(
            order(),
            (gone(5000),),
            "The platform's funds show a refund that is not known here: 50.00 (2026-11-19 09:00)."
            " What is to be sent costs 50.00, of which 0.00 would still be paid. Import the"
            " after-sales export, enter the refund here, or set the payment"
            f" bill-{ORDER_NO} aside where it is none.",
            id="all of the money",
        ),
        pytest.param(
            order(refunds=(refund(amount_fen=2000, state="done", requested_at=EARLIER),)),
            (gone(2000), gone(600)),
            "The platform's funds show a refund that is not known here: 6.00 (2026-11-19 09:00)."
            " What is to be sent costs 50.00, of which 24.00 would still be paid. Import the"
            " after-sales export, enter the refund here, or set the payment"
            f" bill-{ORDER_NO} aside where it is none.",
            id="with what is known here more than half of it",
        ),
        pytest.param(order(), (gone(2500),), None, id="half of it stays"),
        pytest.param(order(), (), None, id="the bill has no refund"),
        pytest.param(
            order(refunds=(refund(amount_fen=2000, state="done", requested_at=EARLIER),)),
            (gone(2000),),
            None,
            id="the refund is known here",
        ),
    ],
)
def test_nothing_ships_whose_money_the_bill_shows_as_gone(
    of: Order, rows: tuple[Payment, ...], sentence: str | None
) -> None:
    assert Ship.why_not(of, beside(of, *rows)) == sentence
    assert HandOver.why_not(of, beside(of, *rows)) == sentence


AGAIN = {"state": CaseState.SELLER_TO_SEND, "requested_fen": 0, "lines": units((1, 1))}
"""A case that sends one of two bags."""


@pytest.mark.parametrize(
    ("action", "of", "field"),
    [
        pytest.param(
            ShipReissue,
            changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件", lines="1:1"),
            "reissue",
            id="a reissue",
        ),
        pytest.param(
            ShipSupplementary,
            shipped(cases=(case(kind=CaseKind.SUPPLEMENTARY, **AGAIN),)),
            "lines",
            id="a supplementary shipment",
        ),
        pytest.param(
            ShipReplacement,
            shipped(cases=(case(kind=CaseKind.EXCHANGE, **AGAIN | {"goods_due": False}),)),
            "lines",
            id="a replacement",
        ),
    ],
)
def test_nothing_is_sent_again_whose_money_the_bill_shows_as_gone(
    action: type[Any], of: Order, field: str
) -> None:
    sentence = (
        "The platform's funds show a refund that is not known here: {gone} (2026-11-19 09:00)."
        " What is to be sent costs 25.00, of which {kept} would still be paid. Import the"
        f" after-sales export, enter the refund here, or set the payment bill-{ORDER_NO} aside"
        " where it is none."
    )
    values = {"tracking_no": OTHER_NO}

    all_of_it = sentences(action, of, values, beside(of, gone(5000)))
    assert (field, sentence.format(gone="50.00", kept="0.00")) in all_of_it
    assert sentences(action, of, values, beside(of, gone(1000))) == []


def test_no_reissue_is_created_whose_money_the_bill_shows_as_gone() -> None:
    values = {"origin": "lost_parcel", "reason": "丢件", "lines": "1:1"}
    ((field, said),) = sentences(CreateReissue, shipped(), values, beside(shipped(), gone(5000)))

    assert field == "lines"
    assert said.startswith(
        "The platform's funds show a refund that is not known here: 50.00 (2026-11-19 09:00). What"
        " is to be sent costs 25.00, of which 0.00 would still be paid."
    )
    assert sentences(CreateReissue, shipped(), values, beside(shipped(), gone(1000))) == []


ONE_AGAIN = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件", lines="1:1")
ONE_LEFT = changed(ShipReissue, ONE_AGAIN, tracking_no=OTHER_NO)
SUPPLEMENT = case(id="S1", kind=CaseKind.SUPPLEMENTARY, **AGAIN)
BOTH_DUE = shipped(cases=(SUPPLEMENT, case(kind=CaseKind.EXCHANGE, **AGAIN | {"goods_due": False})))
ONE_SUPPLEMENTED = changed(ShipSupplementary, BOTH_DUE, case="S1", tracking_no=OTHER_NO)
SECOND = {"origin": "lost_parcel", "reason": "丢件", "lines": "1:1"}
LAST = {"tracking_no": "SF1234567890124"}


@pytest.mark.parametrize(
    ("action", "of", "values"),
    [
        pytest.param(CreateReissue, ONE_AGAIN, SECOND, id="a reissue is to be sent"),
        pytest.param(CreateReissue, ONE_LEFT, SECOND, id="a reissue has left"),
        pytest.param(
            ShipReissue,
            changed(CreateReissue, ONE_LEFT, None, **SECOND),
            LAST,
            id="one of two reissues has left",
        ),
        pytest.param(
            ShipReplacement, BOTH_DUE, LAST | {"case": "A1"}, id="a supplement is to be sent"
        ),
        pytest.param(
            ShipReplacement, ONE_SUPPLEMENTED, LAST | {"case": "A1"}, id="a supplement has left"
        ),
    ],
)
def test_what_is_sent_again_besides_has_to_be_paid_for_too(
    action: type[Any], of: Order, values: dict[str, str]
) -> None:
    ((_field, said),) = sentences(action, of, values, beside(of, gone(4000)))

    assert (
        "What is to be sent and what is sent again besides cost 50.00, of which 10.00 would still"
        " be paid."
    ) in said
    assert sentences(action, of, values, beside(of, gone(2500))) == []


def test_a_line_that_no_order_has_is_refused_with_such_a_bill_too() -> None:
    values = {"tracking_no": TRACKING_NO, "lines": "7:1"}

    assert ("lines", "There is no line 7; there is: 1 (RICE-10).") in sentences(
        Ship, order(), values, beside(order(), gone(5000))
    )


def test_without_a_bill_nothing_is_said() -> None:
    assert Ship.background(order(), context(order())) == ()
    assert sentences(Refund, order(), SMALL) == []


def test_what_is_a_compensation_is_said_while_shipping() -> None:
    said = "The platform's funds show a refund that is not known here: 5.00 (2026-11-19 09:00)."
    known = beside(order(), gone())

    assert Ship.background(order(), known) == (said,)
    assert said in do(Ship, order(), known, **SHIP).said
    assert HandOver.background(order(), known) == (said,)
    handed = do(HandOver, order(), known, way="pick_up", reason="自提")
    assert handed.said[-1] == said


def test_a_row_that_somebody_set_aside_stops_nothing() -> None:
    given = bill(income(), gone(5000), of=order())
    assert Ship.why_not(order(), beside(order(), bill_of=given)) is not None

    (aside,) = do(SetPaymentAside, given, context(order()), reason="不是退款").documents
    assert isinstance(aside, Payments)

    known = beside(order(), bill_of=aside)
    assert Ship.why_not(order(), known) is None
    assert sentences(Refund, order(), SMALL, known) == []


@pytest.mark.parametrize(
    ("rows", "values", "problems"),
    [
        pytest.param((gone(),), {}, [("there", SHOWN)], id="it has to be answered"),
        pytest.param((gone(),), {"there": "yes"}, [], id="it is the row"),
        pytest.param((gone(),), {"there": "no"}, [], id="it goes beside it"),
        pytest.param(
            (gone(),),
            {"there": "yes", "amount": "6"},
            [
                (
                    "there",
                    (
                        "The funds show 5.00 (2026-11-19 09:00), not 6.00; enter the amount that"
                        " they show."
                    ),
                )
            ],
            id="of another amount",
        ),
        pytest.param(
            (gone(200), gone(300)), {"there": "yes"}, [], id="two rows that come to it together"
        ),
        pytest.param((gone(300), gone()), {"there": "yes"}, [], id="one of two rows"),
        pytest.param((), {}, [], id="the bill has none"),
        pytest.param(
            (),
            {"there": "yes"},
            [
                (
                    "there",
                    "The platform's funds show no refund that is not known here; leave it out.",
                )
            ],
            id="said, and the bill has none",
        ),
    ],
)
def test_whether_a_refund_is_what_the_bill_shows_is_asked(
    rows: tuple[Payment, ...], values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    given = shipped()

    assert sentences(Refund, given, SMALL | values, beside(given, *rows)) == problems


def entered(of: Order, there: str, **values: str) -> Order:
    return changed(Refund, of, beside(of, gone()), **(SMALL | {"there": there} | values))


def test_what_the_bill_shows_is_entered_as_gone_then() -> None:
    given = shipped()
    outcome = do(Refund, given, beside(given, gone()), **SMALL, there="yes")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (one,) = after.refunds
    assert (one.state, one.requested_at, one.settled_at) == ("done", EARLIER, EARLIER)
    assert outcome.said == (
        "It went back there already: 5.00 (2026-11-19 09:00); nothing is left to settle.",
    )
    assert differences(bill(income(), gone(), of=after), context().policy) == ()


def test_a_refund_beside_what_the_bill_shows_leaves_it_open() -> None:
    after = entered(shipped(), "no")

    assert [(one.state, one.requested_at) for one in after.refunds] == [("pending", NOW)]
    found = differences(bill(income(), gone(), of=after), context().policy)
    assert [one.kind for one in found] == ["refund_there", "refund_here"]


def test_what_the_bill_shows_for_a_case_ends_it() -> None:
    given = shipped(cases=(case(state="seller_to_refund", requested_fen=500, agreed_fen=500),))

    (ended,) = entered(given, "yes", case="A1").cases

    assert (ended.state, ended.outcome, ended.refunded_fen) == ("closed", "refunded", 500)


PENDING = shipped(refunds=(refund(requested_at=EARLIER - HOUR),))
FAILED = {"outcome": "failed"}
GONE = "The platform's funds show the refund of 5.00 as gone: 5.00 (2026-11-19 09:00)."


@pytest.mark.parametrize(
    ("of", "rows", "values", "problems"),
    [
        pytest.param(
            PENDING,
            (gone(),),
            FAILED,
            [("sure", f"{GONE} Answer yes where it has failed all the same.")],
            id="the bill shows it as gone",
        ),
        pytest.param(PENDING, (gone(),), FAILED | {"sure": "yes"}, [], id="failed all the same"),
        pytest.param(PENDING, (gone(),), {"outcome": "done"}, [], id="done"),
        pytest.param(PENDING, (gone(),), {"outcome": "unknown"}, [], id="nobody knows"),
        pytest.param(PENDING, (), FAILED, [], id="the bill shows nothing"),
        pytest.param(
            shipped(refunds=(refund(requested_at=NOW - HOUR),)),
            (gone(),),
            FAILED,
            [],
            id="the row is of days before",
        ),
        pytest.param(
            PENDING,
            (gone(700),),
            FAILED,
            [
                (
                    "sure",
                    (
                        "The platform's funds show the refund of 5.00 as gone: 7.00 (2026-11-19"
                        " 09:00). Answer yes where it has failed all the same."
                    ),
                )
            ],
            id="a part of a row",
        ),
    ],
)
def test_a_refund_that_the_bill_shows_as_gone_has_hardly_failed(
    of: Order, rows: tuple[Payment, ...], values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(SettleRefund, of, values, beside(of, *rows)) == problems


def test_a_second_refund_after_one_that_failed_all_the_same_is_asked_about() -> None:
    known = beside(PENDING, gone())
    assert SettleRefund.background(PENDING, known) == (GONE,)

    failed = changed(SettleRefund, PENDING, known, outcome="failed", sure="yes")

    assert sentences(Refund, failed, SMALL, beside(failed, gone())) == [("there", SHOWN)]


def test_who_agrees_is_told_what_the_bill_shows() -> None:
    given = shipped(cases=(case(),))
    said = "The platform's funds show a refund that is not known here: 5.00 (2026-11-19 09:00)."

    assert said in AgreeRefund.background(given, beside(given, gone()))
    assert said in do(AgreeRefund, given, beside(given, gone())).said


TEN = {"solution": "compensation", "amount": "10"}


PAY_IT = f"Open order {ORDER_NO} there and pay the buyer: 小额打款."


@pytest.mark.parametrize(
    ("rows", "tasks", "said"),
    [
        pytest.param(
            (taken("small_payment", 1000, at=NOW - HOUR),),
            [],
            ["The platform's funds show it as paid: 10.00 (2026-11-22 08:00); nothing is to do."],
            id="paid an hour ago",
        ),
        pytest.param(
            (
                taken("small_payment", 400, at=NOW - 2 * HOUR),
                taken("small_payment", 600, at=NOW - HOUR),
            ),
            [],
            [
                (
                    "The platform's funds show it as paid: 4.00 (2026-11-22 07:00), 6.00"
                    " (2026-11-22 08:00); nothing is to do."
                )
            ],
            id="paid in two parts",
        ),
        pytest.param(
            (taken("small_payment", 1000, at=EARLIER),),
            ["pay-compensation"],
            [PAY_IT],
            id="paid three days ago",
        ),
        pytest.param(
            (taken("small_payment", 900, at=NOW - HOUR),),
            ["pay-compensation"],
            [
                PAY_IT,
                (
                    "The platform's funds show 9.00 (2026-11-22 08:00) paid to the buyer meanwhile;"
                    " see first whether that is a part of it."
                ),
            ],
            id="another amount",
        ),
        pytest.param(
            (taken("compensation", 1000, at=NOW - HOUR),),
            ["pay-compensation"],
            [PAY_IT],
            id="what the platform makes us compensate",
        ),
    ],
)
def test_a_compensation_that_was_paid_before_it_is_written_down_is_not_to_be_paid(
    rows: tuple[Payment, ...], tasks: list[str], said: list[str]
) -> None:
    offered = changed(OfferSolution, shipped(), None, **TEN)

    outcome = do(RecordOfferAnswer, offered, beside(offered, *rows), accepted="yes")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert [one.kind for one in after.open_tasks] == tasks
    assert list(outcome.said) == said
    kinds = [one.kind for one in differences(bill(income(), *rows, of=after), context().policy)]
    unknown = {"compensation_there", "compensation_differs"} & {*kinds}
    assert bool(unknown) == bool(tasks and rows[0].kind == "small_payment")
