"""Refund: money goes back to the buyer, by lines and units or as an amount."""

import pytest

from store.errors import BadInput
from store.models.axes import Payment, Source
from store.models.order import Money, Order
from store.models.reissue import Loss
from store.rules.actions.create_reissue import CreateReissue
from store.rules.actions.refund import Refund
from store.rules.ledger import units_to_ship
from tests.build import (
    NOW,
    OIL,
    changed,
    context,
    line,
    order,
    parcel,
    refund,
    sentences,
    shipped,
    units,
)

BOTH = (line(), OIL)
GIFT = line(2, sku="GIFT", name="赠品", ordered=1, amount_fen=0)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="before it leaves"),
        pytest.param(shipped(), None, id="after it left, without a case"),
        pytest.param(
            order(platform_payment=Payment.UNPAID), "This order is not paid yet.", id="unpaid"
        ),
        pytest.param(
            order(refunds=(refund(state="unknown"),)),
            "Nobody knows yet whether the refund of 5.00 (r1) has gone through; find out and"
            " settle it before another one.",
            id="another try while one is unknown",
        ),
        pytest.param(
            order(
                refunds=(
                    refund(state="done", amount_fen=3000),
                    refund(id="r2", amount_fen=2000),
                    refund(id="r3", state="failed"),
                )
            ),
            "Nothing is left to refund: 50.00 paid - 30.00 done - 20.00 pending - 0.00 unknown.",
            id="all of it has gone or is going",
        ),
    ],
)
def test_when_money_may_go_back(given: Order, sentence: str | None) -> None:
    assert Refund.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(order(), {"amount": "50"}, [], id="all of it"),
        pytest.param(
            order(refunds=(refund(),)),
            {"amount": "45.01"},
            [
                (
                    "amount",
                    (
                        "45.01 is more than the 45.00 that is left: 50.00 paid - 0.00 done - 5.00"
                        " pending - 0.00 unknown."
                    ),
                )
            ],
            id="one fen too much",
        ),
        pytest.param(
            order(),
            {"lines": "1:3"},
            [("lines", "Of line 1 2 can be refunded, not 3.")],
            id="more units than were bought",
        ),
        pytest.param(
            order(), {"lines": "4"}, [("lines", "There is no line 4; there is: 1.")], id="no line"
        ),
        pytest.param(
            order(*BOTH),
            {"amount": "30.01", "lines": "2"},
            [("amount", "30.01 is more than the 30.00 that is left of these lines.")],
            id="more than the lines cost",
        ),
        pytest.param(
            order(line(), GIFT),
            {"lines": "2"},
            [("amount", "The lines cost nothing; give an amount.")],
            id="a gift",
        ),
    ],
)
def test_problems_of_a_refund(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(Refund, given, {"reason": "少件"} | values) == problems


def test_an_amount_or_lines_are_needed() -> None:
    with pytest.raises(BadInput, match=r"^An amount or lines are needed\.$"):
        Refund.read({"reason": "少件"}, order())


def test_all_that_is_left_is_suggested() -> None:
    assert Refund.suggest(order(refunds=(refund(),)), context()) == {"amount": "45.00"}


def test_the_form_shows_the_arithmetic() -> None:
    assert Refund.background(order(refunds=(refund(),))) == (
        "At most 45.00 may be refunded: 50.00 paid - 0.00 done - 5.00 pending - 0.00 unknown.",
    )


def test_a_refund_starts_on_its_way() -> None:
    after = changed(Refund, order(), amount="5", reason="少件")

    assert after.refunds == (refund(id="new1", requested_at=NOW),)
    assert units_to_ship(after) == 2


def test_refunding_all_of_an_unshipped_order_leaves_nothing_to_ship() -> None:
    after = changed(Refund, order(*BOTH), amount="80", reason="不要了")

    assert units_to_ship(after) == 0
    assert [(p.line, p.quantity, p.unshipped, p.amount_fen) for p in after.refunds[0].lines] == [
        (1, 2, 2, 5000),
        (2, 1, 1, 3000),
    ]


def test_refunding_the_rest_takes_the_units_too() -> None:
    after = changed(Refund, order(refunds=(refund(),)), amount="45", reason="不要了")

    assert units_to_ship(after) == 0


def test_the_last_unit_of_a_line_takes_the_rest_of_the_division() -> None:
    given = order(line(ordered=3, amount_fen=1000))

    first = changed(Refund, given, lines="1:1", reason="少件")
    second = changed(Refund, first, lines="1:1", reason="少件")
    third = changed(Refund, second, lines="1:1", reason="少件")

    assert [one.amount_fen for one in third.refunds] == [333, 333, 334]


def test_an_amount_is_shared_over_the_lines_by_their_price() -> None:
    after = changed(Refund, order(*BOTH), amount="10.01", lines="1:2,2:1", reason="少件")

    assert after.refunds[0].amount_fen == 1001
    assert [part.amount_fen for part in after.refunds[0].lines] == [625, 376]


def test_freight_goes_back_with_everything_but_belongs_to_no_line() -> None:
    given = order(money=Money(goods_fen=5000, freight_fen=800, paid_fen=5800))

    after = changed(Refund, given, amount="58", reason="不要了")

    assert after.refunds[0].amount_fen == 5800
    assert [part.amount_fen for part in after.refunds[0].lines] == [5000]


def test_what_still_lies_here_is_refunded_before_what_left() -> None:
    given = order(line(ordered=3), parcels=(parcel(lines=units((1, 1))),))

    after = changed(Refund, given, lines="1:3", reason="不要了")

    assert after.refunds[0].lines[0].unshipped == 2
    assert units_to_ship(after) == 0


def test_units_recorded_as_lost_are_the_ones_refunded() -> None:
    lost = Loss(line=1, quantity=1, kind="lost", at=NOW, reissue="")

    after = changed(Refund, shipped(losses=(lost,)), lines="1:1", reason="丢件")

    assert (after.refunds[0].lines[0].lost, after.refunds[0].lines[0].unshipped) == (1, 0)


def test_units_that_an_open_reissue_sends_again_are_not_refunded() -> None:
    given = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件", lines="1:1")

    assert sentences(Refund, given, {"lines": "1:2", "reason": "丢件"}) == [
        ("lines", "Of line 1 1 can be refunded, not 2.")
    ]


def test_the_desk_says_that_it_was_its_own_refund() -> None:
    assert changed(Refund, order(), amount="5", reason="少件").refunds[0].source is Source.DESK
