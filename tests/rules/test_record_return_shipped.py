"""RecordReturnShipped: the buyer's parcel is on its way back to us."""

import pytest

from store.models.after_sales_case import CaseKind, GoodsReturn
from store.models.axes import Party
from store.models.case_state import CaseState
from store.models.order import Order
from store.rules.cases.actions.record_return_shipped import RecordReturnShipped
from tests.build import (
    BACK_NO,
    ELSEWHERE,
    NOW,
    OIL,
    OTHER_NO,
    TRACKING_NO,
    case,
    changed,
    context,
    do,
    goods_return,
    line,
    order,
    refunded_case,
    return_case,
    sentences,
    shipped,
    units,
)

AGREED = shipped(cases=(return_case(),))
OTHERS = shipped(order_no="261120-000000000000002", receiver=ELSEWHERE, tracking_no=BACK_NO)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(AGREED, None, id="the return was agreed to"),
        pytest.param(
            shipped(cases=(return_case(goods_return({1: 1})),)), None, id="a second parcel"
        ),
        pytest.param(shipped(), "This order has no after-sales case.", id="no case"),
        pytest.param(
            shipped(cases=(case(kind=CaseKind.RETURN_AND_REFUND),)),
            "Case A1 stands at: ours to answer; “Record a return on its way” is possible at: buyer"
            " to return, ours to receive, ours to refund, ours to send.",
            id="nobody has agreed yet",
        ),
        pytest.param(
            shipped(cases=(case(state=CaseState.SELLER_TO_REFUND),)),
            "Case A1 is: refund only; “Record a return on its way” is for: return and refund,"
            " exchange, repair.",
            id="nothing is to come back",
        ),
        pytest.param(
            shipped(cases=(refunded_case(kind=CaseKind.EXCHANGE),)),
            "Case A1 is closed (refunded).",
            id="closed",
        ),
        pytest.param(
            shipped(cases=(return_case(goods_return({1: 2})),)),
            "Nothing more is to come back for case A1: 2 units here.",
            id="all of it is here",
        ),
    ],
)
def test_when_a_return_may_be_on_its_way(given: Order, sentence: str | None) -> None:
    assert RecordReturnShipped.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(AGREED, {"tracking_no": BACK_NO}, [], id="a new number"),
        pytest.param(
            AGREED, {"tracking_no": BACK_NO, "carrier": "pigeon"}, [], id="a carrier of the buyer's"
        ),
        pytest.param(
            AGREED,
            {"tracking_no": BACK_NO, "carrier": OTHER_NO},
            [
                (
                    "tracking_no",
                    (
                        f"{OTHER_NO} was scanned as the carrier: scan it here where it is this"
                        f" parcel's number, in place of {BACK_NO}; else give the carrier there."
                    ),
                )
            ],
            id="another number as the carrier",
        ),
        pytest.param(
            AGREED,
            {"tracking_no": TRACKING_NO},
            [("tracking_no", "YT1234567890123 is already the number of a parcel of this order.")],
            id="the number it went out with",
        ),
        pytest.param(
            shipped(cases=(return_case(goods_return()),)),
            {"tracking_no": BACK_NO},
            [("tracking_no", "JT1234567890123 is already the number of a return of case A1.")],
            id="entered twice",
        ),
        pytest.param(
            shipped(cases=(return_case(goods_return(), source="desk"),)),
            {"tracking_no": BACK_NO},
            [
                (
                    "tracking_no",
                    (
                        "JT1234567890123 is already the number of a return of case return and"
                        " refund (2026-11-21 09:00)."
                    ),
                )
            ],
            id="entered twice for a case without a number of the platform",
        ),
        pytest.param(
            AGREED,
            {"tracking_no": BACK_NO, "at": "2026-11-22 09:01"},
            [
                (
                    "at",
                    "2026-11-22 09:01 is still to come.",
                )
            ],
            id="tomorrow's parcel",
        ),
    ],
)
def test_problems_of_a_return(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(RecordReturnShipped, given, values) == problems


def test_a_number_of_another_buyers_parcel_is_refused() -> None:
    given = context(OTHERS)

    assert sentences(RecordReturnShipped, AGREED, {"tracking_no": BACK_NO}, given) == [
        (
            "tracking_no",
            (
                "JT1234567890123 already belongs to a parcel of order 261120-000000000000002, which"
                " goes to another receiver."
            ),
        )
    ]


def test_a_return_on_its_way_is_ours_to_receive() -> None:
    (after,) = changed(RecordReturnShipped, AGREED, tracking_no=BACK_NO).cases

    assert (after.state, after.waits_for) == (CaseState.SELLER_TO_RECEIVE, Party.US)
    assert after.returns == (
        GoodsReturn(id="new1", tracking_no=BACK_NO, carrier="JTSD", shipped_at=NOW),
    )


def test_the_buyer_may_have_sent_it_before_by_a_carrier_we_do_not_know() -> None:
    (after,) = changed(
        RecordReturnShipped,
        AGREED,
        tracking_no="12345678",
        carrier="pigeon",
        at="2026-11-21 18:00",
    ).cases

    (parcel,) = after.returns
    assert (parcel.carrier, parcel.shipped_at) == ("pigeon", NOW.replace(day=21, hour=10))


def test_the_number_that_the_platform_shows_is_suggested() -> None:
    shown = shipped(cases=(return_case(return_tracking_no=OTHER_NO),))

    assert RecordReturnShipped.suggest(shown, context()) == {"tracking_no": OTHER_NO}
    assert RecordReturnShipped.suggest(AGREED, context()) == {}
    assert RecordReturnShipped.suggest(order(), context()) == {}


def test_the_carrier_is_told_while_the_number_is_typed() -> None:
    assert RecordReturnShipped.echo({"tracking_no": BACK_NO}) == {
        "carrier": "极兔速递 (JTSD), told from the number"
    }


def test_one_parcel_brings_the_goods_of_two_cases() -> None:
    """The buyer of two sub-orders packs both; each case has its return in that parcel."""
    rice = return_case(goods_return(received_at=None, units=()), state="seller_to_receive")
    oil = return_case(id="A2", requested_fen=3000, lines=units((2, 1)))
    given = shipped(line(), OIL, cases=(rice, oil))

    outcome = do(RecordReturnShipped, given, case="A2", tracking_no=BACK_NO)

    assert outcome.said == (f"{BACK_NO} brings goods of case A1 too: one parcel for both.",)
    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert [one.returns[0].tracking_no for one in after.cases] == [BACK_NO, BACK_NO]
