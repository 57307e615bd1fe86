"""Ship: goods leave in a parcel with a tracking number."""

import pytest

from store.models.axes import Fulfilment, Payment
from store.models.cancellation import Cancellation
from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.models.receiver import AddressChange, Receiver
from store.models.refund import RefundLine
from store.models.shown import Shown
from store.models.work import Hold
from store.rules.parcels.actions.ship import Ship
from tests.build import (
    DAY,
    ELSEWHERE,
    FIRST_BAG,
    HOME,
    HOUR,
    NOW,
    OIL,
    OTHER_NO,
    TRACKING_NO,
    case,
    changed,
    context,
    do,
    line,
    order,
    parcel,
    refund,
    refund_of_unshipped,
    sentences,
    shipped,
    stock_out,
    units,
)

STOCK_OUT = (
    "An application for out-of-stock is under review since 2026-11-21 (the whole order); the"
    " verdict is expected between 2026-11-24 and 2026-11-25 09:00; until it is recorded"
    " nothing of it may be shipped and no tracking number uploaded."
)
OF_THE_OIL = STOCK_OUT.replace("the whole order", "OIL-5")
HELD = Hold(until=NOW + 2 * HOUR, reason="等买家确认地址", at=NOW - HOUR, by="小李 (li)")
CANCELLED = Cancellation(id="k1", reason="out_of_stock", at=NOW - DAY, by="小李 (li)")
ASKED_BACK = (
    "The buyer asks for a refund of the unshipped goods (case A1, 50.00); answer it before"
    " anything is shipped."
)
OPEN_REFUND = (
    "A refund of 50.00 for unshipped goods is open (2026-11-22 08:00); settle it before anything is"
    " shipped."
)
TWO_LINES = (line(), OIL)
TOO = "would go too; scan that or leave it out."
UNTOLD = (
    "The carrier cannot be told from ABC123456; give it, such as SF, YTO, ZTO, STO, or its name."
)
MERGED = shipped(order_no="261120-000000000000002")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(order(), None, id="a paid order goes out"),
        pytest.param(order(confirmed_at=None), None, id="without having been confirmed"),
        pytest.param(
            order(platform_payment=Payment.UNPAID), "This order is not paid yet.", id="unpaid"
        ),
        pytest.param(
            order(platform_payment=Payment.DEPOSIT), "This order is not paid yet.", id="deposit"
        ),
        pytest.param(
            order(platform_fulfilment=Fulfilment.WAITING, platform_status={"订单状态": "神秘状态"}),
            "The platform says 神秘状态, which the desk does not know; it may go out once an import"
            " shows that it is to be shipped.",
            id="a word of the platform that nobody knows",
        ),
        pytest.param(
            order(under_review=True),
            "The platform is reviewing this order; it may go out once an import shows that the"
            " review has ended.",
            id="under review by the platform",
        ),
        pytest.param(order(stock_outs=(stock_out(),)), STOCK_OUT, id="stock-out applied"),
        pytest.param(
            order(stock_outs=(stock_out(state="rejected"),)), None, id="stock-out rejected"
        ),
        pytest.param(
            order(stock_outs=(stock_out(state="approved", ruled_at=NOW),)),
            "The application for out-of-stock of 2026-11-21 (the whole order) was approved on"
            " 2026-11-22; these goods are not to be shipped any more, refund the buyer ("
            "RICE-10 x2, out of stock).",
            id="stock-out approved",
        ),
        pytest.param(
            order(*TWO_LINES, stock_outs=(stock_out(lines=units((2, 1))),)),
            None,
            id="stock-out of one of two lines",
        ),
        pytest.param(
            order(
                *TWO_LINES,
                parcels=(parcel(),),
                stock_outs=(stock_out(lines=units((2, 1))),),
            ),
            OF_THE_OIL,
            id="only the line with the stock-out is left",
        ),
        pytest.param(
            order(hold=HELD),
            "This order is held back until 2026-11-22 11:00 (等买家确认地址); release the hold"
            " to ship it before.",
            id="held back",
        ),
        pytest.param(
            order(hold=HELD.model_copy(update={"until": NOW})), None, id="the hold has lapsed"
        ),
        pytest.param(
            order(cancellation=CANCELLED),
            "This order was cancelled on 2026-11-21 (out of stock); refund what is left of it,"
            " nothing more of it may be shipped.",
            id="cancelled at the desk",
        ),
        pytest.param(
            shipped(cancellation=CANCELLED),
            "Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0 refunded before"
            " shipping.",
            id="cancelled with nothing left",
        ),
        pytest.param(
            order(discrepancies=(Discrepancy(id="d", kind="goods", line=1, opened_at=NOW),)),
            "What is known of this order contradicts itself; nothing of it may be shipped until"
            " that is settled and resolved here.",
            id="an open discrepancy",
        ),
        pytest.param(
            order(
                discrepancies=(
                    Discrepancy(id="d", kind="money", opened_at=NOW - DAY, resolved_at=NOW),
                )
            ),
            None,
            id="a resolved discrepancy",
        ),
        pytest.param(order(refunds=(refund_of_unshipped(),)), OPEN_REFUND, id="refund on its way"),
        pytest.param(
            order(cases=(case(unshipped=True, state="buyer_to_answer"),)),
            "The buyer asks for a refund of the unshipped goods (case A1, 50.00; now: buyer to"
            " answer); nothing is shipped until the case has ended.",
            id="asked back, and refused",
        ),
        pytest.param(
            order(refunds=(refund_of_unshipped(state="unknown"),)), OPEN_REFUND, id="refund unknown"
        ),
        pytest.param(
            order(refunds=(refund_of_unshipped(state="failed"),)), None, id="refund failed"
        ),
        pytest.param(order(refunds=(refund(),)), None, id="only money on its way back"),
        pytest.param(order(cases=(case(unshipped=True),)), ASKED_BACK, id="buyer wants it back"),
        pytest.param(
            order(cases=(case(unshipped=True, state="closed"),)), None, id="the case is closed"
        ),
        pytest.param(
            order(line(case_shown=Shown())),
            "The platform shows an open after-sales case that the desk does not know; import the"
            " after-sales export before anything is shipped.",
            id="a case the desk does not know",
        ),
        pytest.param(
            shipped(),
            "Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0 refunded before"
            " shipping.",
            id="everything has left",
        ),
        pytest.param(
            order(line(cancelled=2)),
            "Nothing is left to ship: 2 ordered, 2 cancelled, 0 shipped, 0 refunded before"
            " shipping.",
            id="cancelled",
        ),
        pytest.param(
            order(refunds=(refund_of_unshipped(state="done"),)),
            "Nothing is left to ship: 2 ordered, 0 cancelled, 0 shipped, 2 refunded before"
            " shipping.",
            id="refunded before it left",
        ),
        pytest.param(
            order(refunds=(refund(amount_fen=5000, state="done"),)),
            "All that was paid for this order is refunded (50.00); nothing more may be shipped.",
            id="all the money went back although the goods are still here",
        ),
    ],
)
def test_what_keeps_goods_from_going_out(given: Order, sentence: str | None) -> None:
    assert Ship.why_not(given, context()) == sentence


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(order(), {}, [], id="everything, carrier told from the number"),
        pytest.param(order(), {"tracking_no": "yt 1234567890123"}, [], id="small letters, blank"),
        pytest.param(
            order(), {"carrier": "圆通速递"}, [], id="the platform's word for the carrier"
        ),
        pytest.param(
            order(),
            {"tracking_no": "ABC123456"},
            [("carrier", UNTOLD)],
            id="nobody knows the carrier",
        ),
        pytest.param(
            order(),
            {"tracking_no": "ABC123456", "carrier": "--"},
            [("carrier", UNTOLD)],
            id="a mark for nothing names no carrier",
        ),
        pytest.param(
            order(),
            {"carrier": "菜鸟速递", "tracking_no": "ABC123456"},
            [],
            id="a carrier nobody knows: a remark, no refusal",
        ),
        pytest.param(
            order(), {"carrier": "SF"}, [], id="odd for the carrier: a remark, no refusal"
        ),
        pytest.param(
            order(),
            {"lines": "1:3"},
            [("lines", "Of RICE-10 2 are left to ship, not 3: 2 ordered.")],
            id="more than is left",
        ),
        pytest.param(
            order(*TWO_LINES),
            {"lines": "1:3,2:2,7:1"},
            [
                ("lines", "Of RICE-10 2 are left to ship, not 3: 2 ordered."),
                ("lines", "Of OIL-5 1 are left to ship, not 2: 1 ordered."),
                ("lines", "There is no line 7; there is: 1 (RICE-10), 2 (OIL-5)."),
            ],
            id="every line that is wrong is said",
        ),
        pytest.param(order(), {"sku": "RICE-10"}, [], id="the scanned SKU is the line's"),
        pytest.param(
            order(*TWO_LINES), {"sku": "OIL-5, RICE-10"}, [], id="all SKUs scanned, in any order"
        ),
        pytest.param(
            order(),
            {"sku": "SALT"},
            [("sku", "SALT was scanned, but what was bought is RICE-10.")],
            id="something else was scanned",
        ),
        pytest.param(
            order(*TWO_LINES),
            {"sku": "RICE-10"},
            [("sku", f"Only RICE-10 was scanned, and OIL-5 {TOO}")],
            id="one SKU was forgotten",
        ),
        pytest.param(
            order(*(line(number, sku=f"GF-{number:02}") for number in range(1, 32))),
            {"sku": "GF-31"},
            [("sku", f"Only GF-31 was scanned, and GF-01, GF-02, GF-03 and 27 more {TOO}")],
            id="one of many was scanned",
        ),
        pytest.param(
            order(*(line(number, sku=f"GF-{number:02}") for number in range(1, 32))),
            {"sku": "GF-31,SALT"},
            [("sku", "SALT was scanned, but what was bought is GF-01, GF-02, GF-03 and 28 more.")],
            id="one of many was scanned, and something else",
        ),
        pytest.param(
            order(line(), line(2, sku="", name="赠品勺", ordered=1, amount_fen=0)),
            {"sku": "RICE-10"},
            [],
            id="a gift without SKU cannot be scanned",
        ),
        pytest.param(
            order(line(sku="")),
            {"sku": "RICE-10"},
            [("sku", "RICE-10 was scanned, but what was bought is 东北大米.")],
            id="nothing here has a SKU",
        ),
        pytest.param(
            order(*TWO_LINES, stock_outs=(stock_out(lines=units((2, 1))),)),
            {"lines": "1:2,2:1"},
            [("lines", OF_THE_OIL)],
            id="a line whose verdict on stock-out is out",
        ),
        pytest.param(
            order(*TWO_LINES, stock_outs=(stock_out(lines=units((2, 1))),)),
            {"lines": "1:2"},
            [],
            id="the other line",
        ),
        pytest.param(
            order(parcels=(FIRST_BAG,)),
            {},
            [("tracking_no", f"{TRACKING_NO} is already the number of a parcel of this order.")],
            id="the number is used in this order",
        ),
    ],
)
def test_problems_of_a_shipment(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(Ship, given, {"tracking_no": TRACKING_NO} | values) == problems


def test_a_number_of_another_receivers_parcel_is_refused() -> None:
    other = shipped(order_no="261120-000000000000002", receiver=ELSEWHERE)

    assert sentences(Ship, order(), {"tracking_no": TRACKING_NO}, context(other)) == [
        (
            "tracking_no",
            (
                f"{TRACKING_NO} already belongs to a parcel of order 261120-000000000000002, which"
                " goes to another receiver."
            ),
        )
    ]


@pytest.mark.parametrize("nothing", ["-", "--", " — ", "/", "**"])
def test_a_mark_for_nothing_is_no_carrier(nothing: str) -> None:
    outcome = do(Ship, order(), tracking_no=TRACKING_NO, carrier=nothing)
    after = changed(Ship, order(), tracking_no=TRACKING_NO, carrier=nothing)

    assert outcome.said == do(Ship, order(), tracking_no=TRACKING_NO).said
    assert [parcel.carrier for parcel in after.parcels] == ["YTO"]
    given = {"tracking_no": TRACKING_NO, "carrier": nothing}
    assert Ship.echo(given) == Ship.echo({"tracking_no": TRACKING_NO}) != {}


def test_a_carrier_that_the_desk_does_not_know_is_kept_as_it_was_typed() -> None:
    given = {"tracking_no": "ABC123456", "carrier": " 菜鸟速递 "}
    outcome = do(Ship, order(), tracking_no=given["tracking_no"], carrier=given["carrier"])

    said = "菜鸟速递 is no carrier the desk knows; it is kept as it was typed."
    assert outcome.said == (said,)
    assert Ship.echo(given) == {"carrier": said}
    assert Ship.echo({"carrier": "顺丰"}) == {}


@pytest.mark.parametrize(
    "scanned",
    [
        "SF1234567890128",
        "YT9876543210987",
        "SF 1234 5678 90128",
        "SF-1234-5678-90128",
        "ＳＦ１２３４ ５６",
    ],
)
def test_a_number_scanned_where_the_carrier_is_asked_for_is_no_carrier(scanned: str) -> None:
    given = {"tracking_no": "ABC12345678", "carrier": scanned}
    said = (
        f"{scanned} was scanned as the carrier: scan it here where it is this parcel's number, in"
        " place of ABC12345678; else give the carrier there."
    )

    assert sentences(Ship, order(), given) == [("tracking_no", said)]
    assert Ship.echo(given) == {}


@pytest.mark.parametrize("scanned", ["SF1234567890128", "sf 1234 5678 90128"])
def test_a_number_scanned_as_the_carrier_and_then_in_its_place_tells_the_carrier(
    scanned: str,
) -> None:
    given = {"tracking_no": "SF1234567890128", "carrier": scanned}

    assert [one.carrier for one in changed(Ship, order(), None, **given).parcels] == ["SF"]
    assert Ship.echo(given) == {"carrier": "顺丰快递 (SF), told from the number"}


def test_an_unknown_carrier_beside_a_number_of_a_known_one_is_asked() -> None:
    given = {"tracking_no": TRACKING_NO, "carrier": "60 普洱"}
    said = (
        f"{TRACKING_NO} looks like a number of 圆通快递, and 60 普洱 is no carrier the desk knows:"
        " choose the carrier, or answer yes where 60 普洱 is meant."
    )

    assert sentences(Ship, order(), given) == [("unknown_carrier", said)]
    after = changed(Ship, order(), None, **given, unknown_carrier="yes")
    assert [parcel.carrier for parcel in after.parcels] == ["60 普洱"]
    assert sentences(Ship, order(), given | {"carrier": "圆通"}) == []
    assert sentences(Ship, order(), given | {"tracking_no": "ABC123456"}) == []


@pytest.mark.parametrize(
    ("number", "told"), [(TRACKING_NO, "圆通快递"), ("SF0000000000001", "顺丰快递")]
)
def test_a_carrier_that_is_given_is_not_said_to_be_told_from_the_number(
    number: str, told: str
) -> None:
    given = {"tracking_no": number, "carrier": "x"}
    said = f"x is no carrier the desk knows, and {number} looks like {told}."
    assert Ship.echo(given) == {"carrier": said}
    after = changed(Ship, order(), tracking_no="ABC123456", carrier=" 菜鸟速递 ")
    assert [parcel.carrier for parcel in after.parcels] == ["菜鸟速递"]


def test_one_parcel_for_two_orders_of_the_same_receiver_is_fine_and_said() -> None:
    outcome = do(Ship, order(), context(MERGED), tracking_no=TRACKING_NO)

    assert outcome.said == ("The same parcel also carries order 261120-000000000000002.",)


NOBODY = type(HOME)()
AREA = HOME.model_copy(update={"name": "", "phone": "", "detail": ""})
HIDDEN = AREA.model_copy(update={"detail": "****"})
DOOR = AREA.model_copy(update={"detail": HOME.detail})


@pytest.mark.parametrize(
    ("mine", "theirs", "asked"),
    [
        pytest.param(HOME, HOME, False, id="the same"),
        pytest.param(NOBODY, NOBODY, True, id="no file says either"),
        pytest.param(HOME, NOBODY, True, id="no file says the other's"),
        pytest.param(NOBODY, HOME, True, id="no file says this one's"),
        pytest.param(AREA, AREA, True, id="the same street, and nobody knows whose"),
        pytest.param(HIDDEN, HIDDEN, True, id="the same street, the door hidden"),
        pytest.param(DOOR, DOOR, False, id="the same door"),
    ],
)
def test_of_two_receivers_who_are_not_both_known_the_agent_is_asked(
    mine: Receiver, theirs: Receiver, asked: bool
) -> None:
    given = order(receiver=mine)
    beside = context(MERGED.model_copy(update={"receiver": theirs}))
    question = (
        "same_receiver",
        (
            f"{TRACKING_NO} also carries order 261120-000000000000002, and no file says to whom"
            " both go: answer yes if it is the same address; another one counts as a false trace."
        ),
    )

    assert sentences(Ship, given, {"tracking_no": TRACKING_NO}, beside) == [question] * asked
    outcome = do(Ship, given, beside, tracking_no=TRACKING_NO, same_receiver="yes")
    assert outcome.said == ("The same parcel also carries order 261120-000000000000002.",)


def test_a_parcel_that_goes_to_the_old_address_takes_no_order_of_the_new_one() -> None:
    moved = AddressChange(at=NOW, asked_by="buyer", before=ELSEWHERE, by="li")
    gone = MERGED.parcels[0].model_copy(update={"old_address_since": NOW})
    other = MERGED.model_copy(update={"address_changes": (moved,), "parcels": (gone,)})

    values = {"tracking_no": TRACKING_NO, "same_receiver": "yes"}
    assert [field for field, _said in sentences(Ship, order(), values, context(other))] == [
        "tracking_no"
    ]


def test_shipping_is_suggested_for_everything_that_is_left() -> None:
    half = order(*TWO_LINES, parcels=(FIRST_BAG,))

    assert Ship.suggest(half, context()) == {"lines": "1:1,2:1"}


def test_a_line_that_waits_for_a_verdict_stays_here_when_everything_open_is_shipped() -> None:
    given = order(*TWO_LINES, stock_outs=(stock_out(lines=units((2, 1))),))

    assert Ship.suggest(given, context()) == {"lines": "1:2"}
    assert changed(Ship, given, tracking_no=TRACKING_NO).parcels[0].lines == units((1, 2))


def test_shipping_makes_a_parcel_and_a_task_to_tell_the_platform() -> None:
    after = changed(Ship, order(*TWO_LINES), tracking_no=TRACKING_NO)

    assert after.parcels == (parcel(id="new1", lines=units((1, 2), (2, 1)), shipped_at=NOW),)
    (task,) = after.open_tasks
    assert (task.kind, task.parcel, task.created_at) == ("batch-ship", "new1", NOW)
    assert task.copy_text == "261120-000000000000001 YT1234567890123"


def test_a_part_of_the_order_may_go_ahead() -> None:
    after = changed(Ship, order(*TWO_LINES), tracking_no=OTHER_NO, lines="1:1")

    assert after.parcels[0].lines == units((1, 1))
    assert after.parcels[0].carrier == "SF"
    assert Ship.suggest(after, context()) == {"lines": "1:1,2:1"}


def test_a_number_that_looks_wrong_for_the_carrier_is_said_and_taken() -> None:
    outcome = do(Ship, order(), tracking_no=TRACKING_NO, carrier="SF")

    assert outcome.said == (f"{TRACKING_NO} does not look like a number of 顺丰快递; check it.",)


def test_a_refund_of_one_unshipped_bag_leaves_the_other_to_ship() -> None:
    part = RefundLine(line=1, quantity=1, unshipped=1, amount_fen=2500)
    given = order(refunds=(refund(amount_fen=2500, lines=(part,), state="done"),))

    assert changed(Ship, given, tracking_no=TRACKING_NO).parcels[0].lines == units((1, 1))
