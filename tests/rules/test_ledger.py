"""The ledgers: what of an order may still be shipped, refunded or sent again."""

import pytest

from store.models.order import Money, Order
from store.models.refund import RefundLine
from store.models.reissue import Loss, Reissue
from store.rules.order.ledger import line_ledgers, money_ledger, units_to_ship
from tests.build import (
    NOW,
    goods_return,
    line,
    order,
    parcel,
    refund,
    refund_of_unshipped,
    return_case,
    shipped,
    units,
)

LOST = Loss(line=1, quantity=1, kind="lost", at=NOW, reissue="x1")
BACK = Loss(line=1, quantity=2, kind="come_back", at=NOW, parcel="p1")
TWICE = shipped(parcels=(parcel(), parcel("SF1234567890123", id="p2")))
REISSUE = Reissue(
    id="x1",
    number=1,
    origin="lost_parcel",
    reason="丢件",
    lines=units((1, 1)),
    created_at=NOW,
)
SENT_AGAIN = REISSUE.model_copy(update={"state": "shipped"})
CANCELLED = REISSUE.model_copy(update={"state": "cancelled"})
REFUNDED_SHIPPED = refund(
    amount_fen=2500, lines=(RefundLine(line=1, quantity=1, amount_fen=2500),), state="done"
)
REFUNDED_LOST = refund(
    amount_fen=2500, lines=(RefundLine(line=1, quantity=1, lost=1, amount_fen=2500),)
)


@pytest.mark.parametrize(
    ("given", "to_ship", "with_buyer", "reissuable", "refundable"),
    [
        pytest.param(order(), 2, 0, 0, 2, id="new"),
        pytest.param(order(line(cancelled=1)), 1, 0, 0, 1, id="one cancelled"),
        pytest.param(shipped(), 0, 2, 0, 2, id="shipped"),
        pytest.param(order(refunds=(refund_of_unshipped(),)), 0, 0, 0, 0, id="refund pending"),
        pytest.param(
            order(refunds=(refund_of_unshipped(state="failed"),)), 2, 0, 0, 2, id="refund failed"
        ),
        pytest.param(shipped(refunds=(REFUNDED_SHIPPED,)), 0, 1, 0, 1, id="one refunded after"),
        pytest.param(shipped(losses=(LOST,)), 0, 1, 1, 2, id="one lost"),
        pytest.param(shipped(losses=(LOST,), reissues=(REISSUE,)), 0, 1, 0, 1, id="to go again"),
        pytest.param(shipped(losses=(LOST,), reissues=(SENT_AGAIN,)), 0, 2, 0, 2, id="gone again"),
        pytest.param(
            shipped(losses=(LOST,), reissues=(CANCELLED,)), 0, 1, 1, 2, id="reissue cancelled"
        ),
        pytest.param(
            shipped(losses=(LOST,), refunds=(REFUNDED_LOST,)),
            0,
            1,
            0,
            1,
            id="the lost one refunded",
        ),
        pytest.param(
            shipped(refunds=(refund_of_unshipped(),)),
            -2,
            2,
            0,
            0,
            id="refunded there, shipped here",
        ),
        pytest.param(
            shipped(refunds=(refund_of_unshipped(),), losses=(BACK,)),
            0,
            0,
            0,
            0,
            id="refunded there, shipped here, and back",
        ),
        pytest.param(
            shipped(line(cancelled=1), losses=(BACK,)), 0, 0, 1, 1, id="one too many, both back"
        ),
        pytest.param(
            TWICE.model_copy(update={"losses": (BACK,)}),
            -2,
            2,
            2,
            2,
            id="twice, maybe one parcel with two numbers, one of them back",
        ),
        pytest.param(
            shipped(line(cancelled=2), losses=(BACK.model_copy(update={"kind": "damaged"}),)),
            -2,
            0,
            2,
            0,
            id="cancelled there, and damaged at the buyer's",
        ),
    ],
)
def test_the_units_of_a_line(
    given: Order, to_ship: int, with_buyer: int, reissuable: int, refundable: int
) -> None:
    (ledger,) = line_ledgers(given)

    assert ledger.to_ship == to_ship
    assert ledger.with_buyer == with_buyer
    assert ledger.reissuable == reissuable
    assert ledger.refundable_units == refundable


def test_a_reissue_parcel_ships_nothing_of_the_order_itself() -> None:
    again = parcel("SF1234567890123", id="p2", kind="reissue", lines=units((1, 1)), reissue="x1")
    given = shipped(losses=(LOST,), reissues=(SENT_AGAIN,))

    (ledger,) = line_ledgers(given.model_copy(update={"parcels": (*given.parcels, again)}))

    assert (ledger.shipped, ledger.reissue_shipped) == (2, 1)


def test_one_line_below_zero_takes_nothing_from_another() -> None:
    given = order(line(ordered=1), line(2), parcels=(parcel(),))

    assert units_to_ship(given) == 2


def test_only_a_failed_refund_is_not_spent() -> None:
    refunds = (
        refund(id="r1", amount_fen=100, state="done"),
        refund(id="r2", amount_fen=200, state="pending"),
        refund(id="r3", amount_fen=400, state="unknown"),
        refund(id="r4", amount_fen=800, state="failed"),
    )

    money = money_ledger(order(refunds=refunds))

    assert (money.paid, money.done, money.pending, money.unknown) == (5000, 100, 200, 400)
    assert money.refundable == 4300


def test_money_below_zero_is_shown_as_it_is() -> None:
    given = order(money=Money(paid_fen=400), refunds=(refund(),))

    assert money_ledger(given).refundable == -100


def test_the_money_of_a_line_is_what_its_refunds_left() -> None:
    (ledger,) = line_ledgers(shipped(refunds=(REFUNDED_SHIPPED,)))

    assert ledger.refundable_fen == 2500


CAME_BACK = return_case(goods_return({1: 1}))
REPLACED = parcel("SF1234567890123", id="p2", kind="replacement", lines=units((1, 1)), case="A1")
REFUNDED_FOR_CASE = REFUNDED_SHIPPED.model_copy(update={"case": "A1"})


@pytest.mark.parametrize(
    ("given", "with_buyer", "here", "refundable"),
    [
        pytest.param(shipped(cases=(return_case(),)), 2, 0, 2, id="to come back"),
        pytest.param(shipped(cases=(CAME_BACK,)), 1, 1, 2, id="one came back"),
        pytest.param(
            shipped(cases=(return_case(goods_return(), goods_return(id="g2")),)),
            0,
            2,
            2,
            id="both, in two parcels",
        ),
        pytest.param(
            shipped(cases=(CAME_BACK,), refunds=(REFUNDED_FOR_CASE,)), 1, 0, 1, id="paid for"
        ),
        pytest.param(
            shipped(cases=(return_case(),), refunds=(REFUNDED_FOR_CASE,)),
            1,
            0,
            1,
            id="paid for before it came back",
        ),
        pytest.param(
            shipped(cases=(CAME_BACK,), parcels=(parcel(), REPLACED)), 2, 0, 2, id="replaced"
        ),
        pytest.param(
            shipped(cases=(CAME_BACK,), refunds=(REFUNDED_SHIPPED,)),
            0,
            1,
            1,
            id="another unit paid for, without the case",
        ),
        pytest.param(
            shipped(cases=(CAME_BACK,), refunds=(refund_of_unshipped(), REFUNDED_SHIPPED)),
            0,
            1,
            0,
            id="the platform contradicts the desk",
        ),
        pytest.param(
            shipped(
                cases=(return_case(goods_return({1: 2})),),
                losses=(LOST.model_copy(update={"quantity": 2, "kind": "come_back"}),),
            ),
            0,
            0,
            2,
            id="recorded as come back before the case received it",
        ),
    ],
)
def test_units_that_came_back(given: Order, with_buyer: int, here: int, refundable: int) -> None:
    (ledger,) = line_ledgers(given)

    assert (ledger.with_buyer, ledger.here) == (with_buyer, here)
    assert ledger.refundable_units == refundable


def test_what_came_back_is_not_sent_again_as_a_loss() -> None:
    (ledger,) = line_ledgers(shipped(cases=(CAME_BACK,)))

    assert (ledger.returned, ledger.reissuable) == (1, 0)


def test_the_last_unit_takes_the_rest_of_the_division() -> None:
    (ledger,) = line_ledgers(order(line(ordered=3, amount_fen=1000)))

    assert [ledger.price(units) for units in (1, 2, 3)] == [333, 666, 1000]
