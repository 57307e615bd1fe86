"""CreateReissue: goods that did not reach the buyer in good order are sent again."""

from dataclasses import replace

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales
from store.models.order import Order
from store.models.reissue import Loss, ReissueOrigin
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.settle_refund import SettleRefund
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.cancel_reissue import CancelReissue
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.timing.policy import Policy
from tests.build import (
    NOW,
    OIL,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    line,
    order,
    parcel,
    sentences,
    shipped,
    units,
)

THIRD_NO = "JT1234567890123"
LOST = {"origin": "lost_parcel", "reason": "丢件"}


def reissued(times: int, given: Order) -> Order:
    """So many reissues of one unit each, none of which has left."""
    for _time in range(times):
        given = changed(CreateReissue, given, None, lines="1:1", **LOST)
    return given


FOUR_BAGS = shipped(line(ordered=4, amount_fen=10000))
REISSUED = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件")
REFUNDED = changed(Refund, shipped(), lines="1:2", reason="少件")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(shipped(), None, id="shipped goods may be sent again"),
        pytest.param(
            order(), "Nothing of this order has been shipped yet.", id="nothing was shipped"
        ),
        pytest.param(
            REISSUED,
            "Nothing is left to send again: of 2 shipped, 0 are refunded and 2 are already in a"
            " reissue.",
            id="all of it is in a reissue",
        ),
        pytest.param(
            REFUNDED,
            "Nothing is left to send again: of 2 shipped, 2 are refunded and 0 are already in a"
            " reissue.",
            id="all of it is refunded",
        ),
        pytest.param(
            changed(SettleRefund, REFUNDED, outcome="failed"), None, id="the refund failed"
        ),
        pytest.param(
            changed(ShipReissue, REISSUED, tracking_no=OTHER_NO),
            None,
            id="what was sent again may get lost again",
        ),
    ],
)
def test_when_goods_may_be_sent_again(given: Order, sentence: str | None) -> None:
    assert CreateReissue.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        pytest.param("1:1", [], id="a part"),
        pytest.param(
            "1:3",
            [("lines", "Of line 1 at most 2 can be sent again, not 3.")],
            id="more than was shipped",
        ),
        pytest.param(
            "2:1", [("lines", "Of line 2 at most 0 can be sent again, not 1.")], id="not shipped"
        ),
        pytest.param("3:1", [("lines", "There is no line 3; there is: 1, 2.")], id="no such line"),
    ],
)
def test_how_much_may_be_sent_again(lines: str, problems: list[tuple[str, str]]) -> None:
    given = order(line(), OIL, parcels=(parcel(),))

    values = {"origin": "missing_goods", "reason": "少件", "lines": lines}

    assert sentences(CreateReissue, given, values) == problems


@pytest.mark.parametrize(
    ("origin", "kind"),
    [
        ("withdrawn_case", "come_back"),
        ("intercepted", "come_back"),
        ("damaged_refused", "damaged"),
        ("missing_goods", "missing"),
        ("lost_parcel", "lost"),
    ],
)
def test_the_act_records_what_became_of_the_goods(origin: ReissueOrigin, kind: str) -> None:
    after = changed(CreateReissue, shipped(), origin=origin, reason="丢件", lines="1:1")

    (lost,) = after.losses
    assert (lost.kind, lost.line, lost.quantity, lost.at) == (kind, 1, 1, NOW)
    (reissue,) = after.reissues
    assert (reissue.id, reissue.number, reissue.state) == ("new1", 1, "open")
    assert (reissue.origin, reissue.reason, reissue.lines) == (origin, "丢件", units((1, 1)))


def test_the_platform_has_to_be_told_with_the_original_number() -> None:
    outcome = do(CreateReissue, shipped(), origin="lost_parcel", reason="丢件")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (task,) = after.open_tasks
    assert (task.kind, task.reissue, task.copy_text) == ("create-reissue", "new1", after.order_no)
    assert outcome.said == (
        (
            "Create it on the platform too: 仓配管理 > 仓配订单 > 补发订单 > 创建补发单, with order"
            " number 261120-000000000000001."
        ),
    )


def test_units_recorded_as_lost_already_are_not_recorded_again() -> None:
    lost = Loss(line=1, quantity=1, kind="lost", at=NOW, reissue="")

    after = changed(CreateReissue, shipped(losses=(lost,)), origin="lost_parcel", reason="丢件")

    assert [one.quantity for one in after.losses] == [1, 1]
    assert after.reissues[0].lines == units((1, 2))


def test_what_is_recorded_as_lost_already_is_enough() -> None:
    lost = Loss(line=1, quantity=1, kind="damaged", at=NOW, reissue="")
    given = shipped(losses=(lost,))

    after = changed(CreateReissue, given, origin="lost_parcel", reason="丢件", lines="1:1")

    assert after.losses == (lost,)


def test_everything_that_can_be_sent_again_is_suggested() -> None:
    assert CreateReissue.suggest(shipped(line(), OIL), context()) == {"lines": "1:2,2:1"}


def test_the_next_reissue_is_number_two() -> None:
    first = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件", lines="1:1")

    second = changed(CreateReissue, first, origin="intercepted", reason="拦截")

    assert [(one.number, one.lines) for one in second.reissues] == [
        (1, units((1, 1))),
        (2, units((1, 1))),
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(reissued(2, FOUR_BAGS), None, id="below the limit"),
        pytest.param(
            reissued(3, FOUR_BAGS),
            "This order has 3 reissues and at most 3 are allowed; refund the buyer instead, or"
            " cancel a reissue that has not left yet.",
            id="at the limit, some of them still here",
        ),
        pytest.param(
            reissued(3, FOUR_BAGS).model_copy(
                update={
                    "reissues": tuple(
                        one.model_copy(update={"state": "shipped"})
                        for one in reissued(3, FOUR_BAGS).reissues
                    )
                }
            ),
            "This order has 3 reissues and at most 3 are allowed; refund the buyer instead.",
            id="at the limit, all of them gone",
        ),
        pytest.param(
            changed(CancelReissue, reissued(3, FOUR_BAGS), reissue="new1", reason="找到了"),
            None,
            id="a cancelled one does not count",
        ),
    ],
)
def test_how_often_goods_of_an_order_may_be_sent_again(given: Order, sentence: str | None) -> None:
    assert CreateReissue.why_not(given, context()) == sentence


def test_without_a_limit_in_the_policy_there_is_none() -> None:
    assert (
        CreateReissue.why_not(reissued(3, FOUR_BAGS), replace(context(), policy=Policy())) is None
    )


def test_reissued_goods_that_are_lost_are_sent_again_and_counted() -> None:
    sent = changed(ShipReissue, REISSUED, tracking_no=OTHER_NO)
    again = changed(CreateReissue, sent, None, lines="1:1", **LOST)
    (ledger,) = line_ledgers(again)

    assert [(one.number, one.lines, one.state) for one in again.reissues] == [
        (1, units((1, 2)), "shipped"),
        (2, units((1, 1)), "open"),
    ]
    assert [one.quantity for one in again.losses] == [2, 1]
    assert (ledger.recorded_lost, ledger.reissued, ledger.reissuable, ledger.with_buyer) == (
        3,
        3,
        0,
        1,
    )
    after = changed(ShipReissue, again, tracking_no=THIRD_NO)
    assert line_ledgers(after)[0].with_buyer == 2


@pytest.mark.parametrize(
    ("claim", "lines", "said"),
    [
        pytest.param(case(lines=units((2, 1))), "1:1", (), id="of another line"),
        pytest.param(case(state="closed", outcome="withdrawn"), "1:1", (), id="it is closed"),
        pytest.param(
            case(lines=units((1, 2))),
            "1:1",
            (
                (
                    "Case A1 asks for the same units (refund only, 1:1); answer it knowing that"
                    " they are sent again, or the buyer gets both."
                ),
            ),
            id="of the same line",
        ),
        pytest.param(
            case(kind="supplementary"),
            "1:2,2:1",
            (
                (
                    "Case A1 asks for the same units (supplementary shipment, 1:2,2:1); answer it"
                    " knowing that they are sent again, or the buyer gets both."
                ),
            ),
            id="of the whole order",
        ),
    ],
)
def test_a_case_about_the_same_goods_is_said(
    claim: AfterSalesCase, lines: str, said: tuple[str, ...]
) -> None:
    given = shipped(line(), OIL, cases=(claim,))

    outcome = do(CreateReissue, given, None, lines=lines, **LOST)

    assert outcome.said[1:] == said


def test_a_case_about_the_same_goods_is_said_before() -> None:
    given = shipped(cases=(case(),))

    assert CreateReissue.background(given, context()) == (
        (
            "Case A1 asks for the same units (refund only, 1:2); answer it knowing that they are"
            " sent again, or the buyer gets both."
        ),
    )


def test_a_withdrawn_case_of_unshipped_goods_returns_the_order_to_shipping() -> None:
    asked = order(cases=(case(unshipped=True),), platform_after_sales=AfterSales.OPEN)
    withdrawn = asked.with_case(
        case(unshipped=True, state="closed", outcome="withdrawn", closed_at=NOW, as_of=NOW)
    )

    assert Ship.why_not(asked, context()) == (
        "The buyer asks for a refund of the unshipped goods (case A1, 50.00); answer it before"
        " anything is shipped."
    )
    assert Ship.why_not(withdrawn, context()) is None
    assert CreateReissue.why_not(withdrawn, context()) == (
        "Nothing of this order has been shipped yet."
    )


@pytest.mark.parametrize(
    ("outcome", "problems"),
    [
        pytest.param(
            "failed",
            [
                (
                    "origin",
                    "Parcel YT1234567890123 was not stopped (failed); it did not come back.",
                )
            ],
            id="the carrier could not stop it",
        ),
        pytest.param("returned", [], id="it came back"),
    ],
)
def test_what_was_not_stopped_did_not_come_back(
    outcome: str, problems: list[tuple[str, str]]
) -> None:
    asked = changed(InterceptParcel, shipped())
    given = changed(RecordIntercept, asked, outcome=outcome)

    values = {"origin": "intercepted", "reason": "重发"}
    assert sentences(CreateReissue, given, values) == problems
