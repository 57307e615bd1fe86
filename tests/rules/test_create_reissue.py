"""CreateReissue: goods that did not reach the buyer in good order are sent again."""

import pytest
from msgspec.structs import replace

from store.models.after_sales_case import AfterSalesCase, ReturnedUnits
from store.models.axes import Platform
from store.models.order import Order
from store.models.parcel import Trace
from store.models.reissue import Loss, ReissueOrigin
from store.models.shown import Shown
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
    BACK_NO,
    FIRST_BAG,
    NOW,
    OIL,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    goods_return,
    line,
    order,
    parcel,
    return_case,
    sentences,
    shipped,
    units,
)
from tests.rules.owing import owed

THIRD_NO = "JT1234567890123"
LOST = {"origin": "lost_parcel", "reason": "丢件"}


def reissued(times: int, given: Order) -> Order:
    """So many reissues of one unit each, none of which has left."""
    for _time in range(times):
        given = changed(CreateReissue, given, None, lines="1:1", **LOST)
    return given


REJECTED = {"state": "closed", "outcome": "rejected", "closed_at": NOW}
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
            "Nothing is left to send again: of 2 shipped, 0 are refunded, 2 are already in a"
            " reissue and 0 lie here for a case.",
            id="all of it is in a reissue",
        ),
        pytest.param(
            REFUNDED,
            "Nothing is left to send again: of 2 shipped, 2 are refunded, 0 are already in a"
            " reissue and 0 lie here for a case.",
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
            [("lines", "Of RICE-10 at most 2 can be sent again, not 3: 2 ordered.")],
            id="more than was shipped",
        ),
        pytest.param(
            "2:1",
            [
                (
                    "lines",
                    "Of OIL-5 at most 0 can be sent again, not 1: 1 ordered, 1 not shipped yet.",
                )
            ],
            id="not shipped",
        ),
        pytest.param(
            "3:1",
            [("lines", "There is no line 3; there is: 1 (RICE-10), 2 (OIL-5).")],
            id="no such line",
        ),
    ],
)
def test_how_much_may_be_sent_again(lines: str, problems: list[tuple[str, str]]) -> None:
    given = order(line(), OIL, parcels=(parcel(),))

    values = {"origin": "missing_goods", "reason": "少件", "lines": lines, "sure": "yes"}

    assert sentences(CreateReissue, given, values) == problems


@pytest.mark.parametrize(
    ("origin", "kind"),
    [
        ("damaged_refused", "damaged"),
        ("missing_goods", "missing"),
        ("lost_parcel", "lost"),
    ],
)
def test_the_act_records_what_became_of_the_goods(origin: ReissueOrigin, kind: str) -> None:
    sent = shipped(parcels=(DELIVERED,) if kind == "missing" else (parcel(),))

    after = changed(CreateReissue, sent, origin=origin, reason="丢件", lines="1:1")

    (lost,) = after.losses
    assert (lost.kind, lost.line, lost.quantity, lost.at) == (kind, 1, 1, NOW)
    assert lost.parcel == "p1"
    (reissue,) = after.reissues
    assert (reissue.id, reissue.number, reissue.state) == ("new1", 1, "open")
    assert (reissue.origin, reissue.reason, reissue.lines) == (origin, "丢件", units((1, 1)))


@pytest.mark.parametrize(
    ("platform", "said"),
    [
        (
            Platform.PINDUODUO,
            (
                "Create it on the platform too: 仓配管理 > 仓配订单 > 补发订单 > 创建补发单, with"
                " order number 261120-000000000000001."
            ),
        ),
        (
            Platform.DOUYIN,
            "Create it on the platform too, with order number 261120-000000000000001.",
        ),
    ],
)
def test_the_platform_has_to_be_told_with_the_original_number(
    platform: Platform, said: str
) -> None:
    given = shipped(platform=platform)

    outcome = do(CreateReissue, given, origin="lost_parcel", reason="丢件")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (task,) = after.open_tasks
    assert (task.kind, task.reissue, task.copy_text) == ("create-reissue", "new1", after.order_no)
    assert outcome.said == (said,)


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

    second = changed(CreateReissue, first, origin="missing_goods", reason="少件")

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
    values = LOST | {"lines": "1:1", "parcel": sent.parcels[1].id, "sure": "yes"}
    again = changed(CreateReissue, sent, None, **values)
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
                    "Case A1 asks for the same units (refund only, RICE-10 x1); answer it knowing"
                    " that they are sent again, or the buyer gets both."
                ),
            ),
            id="of the same line",
        ),
        pytest.param(
            case(kind="supplementary"),
            "1:2,2:1",
            (
                (
                    "Case A1 asks for the same units (supplementary shipment, RICE-10 x2, "
                    "OIL-5 x1); answer it knowing that they are sent again, or the buyer gets both."
                ),
            ),
            id="of the whole order",
        ),
        pytest.param(
            case(requested_fen=2500),
            "1:2",
            (
                (
                    "Case A1 asks for 25.00 (refund only), maybe for the same units (RICE-10 x2"
                    " are sent again); answer it knowing that, or the buyer gets both."
                ),
            ),
            id="it asks for the money of one, and says of which none",
        ),
        pytest.param(
            case(kind="exchange", state="buyer_to_confirm", requested_fen=0),
            "1:1",
            (),
            id="it has sent what it was to send",
        ),
    ],
)
def test_a_case_about_the_same_goods_is_said(
    claim: AfterSalesCase, lines: str, said: tuple[str, ...]
) -> None:
    sent = parcel(BACK_NO, id="p9", kind="replacement", case="A1", lines=units((2, 1)))
    parcels = (parcel(lines=units((1, 2), (2, 1))), *([sent] if claim.kind == "exchange" else []))
    given = shipped(line(), OIL, cases=(claim,), parcels=parcels)

    outcome = do(CreateReissue, given, None, lines=lines, **LOST)

    assert outcome.said[1:] == said


def test_a_case_about_the_same_goods_is_said_before() -> None:
    given = shipped(cases=(case(),))

    assert CreateReissue.background(given, context()) == (
        (
            "Case A1 asks for the same units (refund only, RICE-10 x2); answer it knowing that"
            " they are sent again, or the buyer gets both."
        ),
    )


def test_a_withdrawn_case_of_unshipped_goods_returns_the_order_to_shipping() -> None:
    asked = order(line(case_shown=Shown()), cases=(case(unshipped=True),))
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
                    (
                        "Of parcel YT1234567890123 nothing came back that is still to be sent"
                        " again; record first that it did."
                    ),
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


TWO_PARCELS = order(
    line(ordered=3, amount_fen=30000),
    parcels=(
        FIRST_BAG,
        parcel(OTHER_NO, id="p2", lines=units((1, 2))),
    ),
)
STOPPED = changed(InterceptParcel, TWO_PARCELS, parcel="p2")
BACK = changed(RecordIntercept, STOPPED, parcel="p2", outcome="returned")
DELIVERED = parcel(traces=(Trace(at=NOW, state="delivered"),))
REFUSED_HERE = return_case(
    goods_return(units=(ReturnedUnits(line=1, damaged=2),)), kind="refused_delivery"
)


@pytest.mark.parametrize(
    ("given", "origin", "sentence"),
    [
        pytest.param(
            changed(Refund, BACK, lines="1:2", reason="拦截"),
            "intercepted",
            "Of parcel YT1234567890123, SF1234567890123 nothing came back that is still to be sent"
            " again; record first that it did.",
            id="what was stopped is refunded, the other parcel is on its way",
        ),
        pytest.param(BACK, "intercepted", None, id="what was stopped is here"),
        pytest.param(
            shipped(),
            "withdrawn_case",
            "No goods of a case that ended without money or goods lie here (YT1234567890123);"
            " record first that they came back.",
            id="no case was withdrawn",
        ),
        pytest.param(
            shipped(parcels=(DELIVERED,)),
            "lost_parcel",
            "Parcel YT1234567890123 is not lost: it was delivered, its receipt was confirmed or it"
            " came back. What was not in it is: goods were missing.",
            id="delivered is not lost",
        ),
        pytest.param(
            shipped(receipt_confirmed_at=NOW),
            "damaged_refused",
            "Parcel YT1234567890123 was not refused: it was delivered or its receipt was confirmed."
            " Damaged goods that the buyer has come back by a case.",
            id="received is not refused",
        ),
        pytest.param(shipped(parcels=(DELIVERED,)), "missing_goods", None, id="something missing"),
        pytest.param(
            shipped(cases=(REFUSED_HERE,)),
            "damaged_refused",
            None,
            id="damaged, refused and here again",
        ),
        pytest.param(
            shipped(cases=(REFUSED_HERE.model_copy(update=REJECTED),)),
            "withdrawn_case",
            None,
            id="ruled for us, and the goods lie here",
        ),
    ],
)
def test_an_origin_has_to_be_true(given: Order, origin: str, sentence: str | None) -> None:
    problems = sentences(CreateReissue, given, {"origin": origin, "reason": "补发"})

    assert problems == ([("origin", sentence)] if sentence else [])


ONE_THERE_ONE_BACK = BACK.model_copy(
    update={
        "parcels": (
            parcel(lines=units((1, 1)), traces=(Trace(at=NOW, state="delivered"),)),
            *BACK.parcels[1:],
        )
    }
)
"""One unit was delivered (p1), two came back (p2)."""


@pytest.mark.parametrize(
    ("origin", "named", "sentence"),
    [
        ("missing_goods", "p1", None),
        ("intercepted", "p2", None),
        ("damaged_refused", "p2", None),
        ("withdrawn_case", "p2", None),
        (
            "lost_parcel",
            "p1",
            (
                "Parcel YT1234567890123 is not lost: it was delivered, its receipt was confirmed or"
                " it came back. What was not in it is: goods were missing."
            ),
        ),
        (
            "lost_parcel",
            "p2",
            (
                "Parcel SF1234567890123 is not lost: it was delivered, its receipt was confirmed or"
                " it came back. What was not in it is: goods were missing."
            ),
        ),
        (
            "lost_parcel",
            "",
            (
                "Parcel YT1234567890123, SF1234567890123 is not lost: it was delivered, its receipt"
                " was confirmed or it came back. What was not in it is: goods were missing."
            ),
        ),
        (
            "intercepted",
            "p1",
            (
                "Of parcel YT1234567890123 nothing came back that is still to be sent again; record"
                " first that it did."
            ),
        ),
        (
            "damaged_refused",
            "p1",
            (
                "Parcel YT1234567890123 was not refused: it was delivered or its receipt was"
                " confirmed. Damaged goods that the buyer has come back by a case."
            ),
        ),
        (
            "withdrawn_case",
            "p1",
            (
                "No goods of a case that ended without money or goods lie here (YT1234567890123);"
                " record first that they came back."
            ),
        ),
        (
            "missing_goods",
            "p2",
            (
                "Parcel SF1234567890123 came back; what is to be sent again of it has the origin:"
                " the parcel was intercepted."
            ),
        ),
    ],
)
def test_an_origin_is_true_of_the_parcel_that_it_names(
    origin: str, named: str, sentence: str | None
) -> None:
    values = {"origin": origin, "reason": "补发", "parcel": named}

    problems = sentences(CreateReissue, ONE_THERE_ONE_BACK, values)

    assert problems == ([("origin", sentence)] if sentence else [])


@pytest.mark.parametrize(
    "first", [{"parcel": "p1", "lines": "1:1"}, {}], ids=["of its parcel", "of all that fit"]
)
def test_what_was_missing_takes_none_of_what_came_back(first: dict[str, str]) -> None:
    missing = {"origin": "missing_goods", "reason": "少件"} | first
    made = changed(CreateReissue, ONE_THERE_ONE_BACK, None, **missing)
    (ledger,) = line_ledgers(made)
    again = changed(CreateReissue, made, None, origin="intercepted", reason="再发")

    assert [one.lines for one in again.reissues] == [units((1, 1)), units((1, 2))]
    assert [(one.kind, one.parcel, one.quantity) for one in again.losses] == [
        ("come_back", "p2", 2),
        ("missing", "p1", 1),
    ]
    assert ledger.reissuable == 2
    assert line_ledgers(again)[0].reissuable == 0


@pytest.mark.parametrize(
    ("origin", "account"),
    [
        ("missing_goods", "at most 1 can be sent again, not 3: 3 ordered, 2 came back (SF1"),
        ("intercepted", "at most 2 can be sent again, not 3: 3 ordered, 1 with the buyer (YT1"),
    ],
)
def test_what_another_origin_is_true_of_is_in_the_account(origin: str, account: str) -> None:
    values = {"origin": origin, "reason": "补发", "lines": "1:3"}

    ((_field, said),) = sentences(CreateReissue, ONE_THERE_ONE_BACK, values)

    assert account in said


def test_what_a_cancelled_reissue_recorded_is_sent_once() -> None:
    missing = {"origin": "missing_goods", "reason": "少件", "parcel": "p1"}
    made = changed(CreateReissue, ONE_THERE_ONE_BACK, None, **missing)
    cancelled = changed(CancelReissue, made, None, reason="再核对")
    again = changed(CreateReissue, cancelled, None, **missing)

    assert again.losses == made.losses
    assert line_ledgers(again)[0].reissuable == 2


def test_which_parcel_is_meant_has_to_be_said() -> None:
    values = {"origin": "lost_parcel", "reason": "丢件", "lines": "1:1"}

    assert sentences(CreateReissue, TWO_PARCELS, values) == [
        (
            "parcel",
            "Say which parcel the goods were in: YT1234567890123, SF1234567890123.",
        )
    ]
    assert sentences(CreateReissue, TWO_PARCELS, values | {"parcel": "p2"}) == []


def test_goods_of_a_case_are_sent_again_once() -> None:
    given = shipped(cases=(REFUSED_HERE,))

    after = changed(CreateReissue, given, origin="damaged_refused", reason="破损")
    (ledger,) = line_ledgers(changed(ShipReissue, after, tracking_no=OTHER_NO))

    assert [(one.kind, one.quantity, one.case) for one in after.losses] == [("damaged", 2, "A1")]
    assert (ledger.here, ledger.with_buyer, ledger.reissuable) == (0, 2, 0)


def test_nothing_is_sent_again_once_all_the_money_is_back() -> None:
    given = changed(Refund, shipped(), amount="50", reason="x")

    assert CreateReissue.why_not(given, context())


def test_nothing_is_to_be_sent_again_while_all_the_money_is_on_its_way() -> None:
    gift = line(2, sku="ICE", name="冰袋", ordered=1, amount_fen=0)
    lost = changed(
        CreateReissue,
        shipped(line(), gift),
        None,
        origin="missing_goods",
        reason="少赠品",
        lines="2:1",
        sure="yes",
    )
    going = changed(Refund, lost, None, lines="1:2", reason="x")
    failed = changed(SettleRefund, going, outcome="failed")

    assert "make-good" not in owed(going)
    assert CreateReissue.why_not(going, context()) is not None
    assert "make-good" in owed(failed)
