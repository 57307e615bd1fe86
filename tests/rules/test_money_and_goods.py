"""Money that went twice, and goods that leave though the money is gone."""

import pytest

from store.models.axes import AfterSales, Fulfilment, Platform
from store.models.facts import LineFacts, OrderFacts
from store.models.order import Money, Order
from store.models.product import Product
from store.rules.cases.actions.agree_exchange import AgreeExchange
from store.rules.cases.actions.open_case import OpenCase
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.cases.actions.ship_replacement import ShipReplacement
from store.rules.money.actions.refund import Refund
from store.rules.order.actions.log_contact import LogContact
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from store.rules.order.ledger import line_ledgers, money_ledger, units_to_ship
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.platform.cases.platform_cases import merge_case
from store.rules.platform.discrepancies.noted import reconcile
from store.rules.platform.two_sources import merge_order
from tests.build import (
    BACK_NO,
    HOUR,
    NOW,
    OTHER_NO,
    SHOP,
    changed,
    context,
    do,
    exported_case,
    facts,
    gone,
    known,
    line_facts,
    order,
    refund,
    refunded_case,
    sentences,
    shipped,
    units,
)

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)
SMALL = Product(shop=SHOP, sku="RICE-5", name="东北大米", on_hand=10)


def merged(given: Order | None, *said: OrderFacts) -> Order:
    asked = context(beside=given)
    for one in said:
        given = merge_order(given, one, SHOP, asked).order
    assert given is not None
    return given


A = line_facts(line_no="A", amount_fen=3000)
B = line_facts(line_no="B", sku="OIL-5", name="菜籽油", amount_fen=2000)


C = line_facts(line_no="C", sku="SALT-1", name="食盐", ordered=1, amount_fen=1000)
WITH_FREIGHT = C.model_copy(update={"freight_fen": 300})


def said(line: LineFacts, **changes: object) -> LineFacts:
    return line.model_copy(update=changes)


def suborders(*lines: LineFacts, freight: int = 0) -> OrderFacts:
    goods = sum(one.amount_fen for one in lines)
    freight += sum(one.freight_fen for one in lines)
    money = Money(goods_fen=goods, freight_fen=freight, paid_fen=goods + freight)
    return facts(*lines, platform=Platform.DOUYIN, money=money, knowledge=known(NOW - HOUR))


@pytest.mark.parametrize(
    ("exports", "paid"),
    [
        pytest.param([suborders(A, B)], 5000, id="whole"),
        pytest.param([suborders(A, B), suborders(B)], 5000, id="then one of two"),
        pytest.param([suborders(A), suborders(B)], 5000, id="one, then the other"),
        pytest.param([suborders(A), suborders(A, B)], 5000, id="one, then both"),
        pytest.param([suborders(A, B, freight=500), suborders(A)], 5500, id="with freight"),
        pytest.param([suborders(A, freight=500), suborders(B)], 5500, id="freight of the first"),
        pytest.param(
            [suborders(A, B), suborders(B, WITH_FREIGHT)], 6300, id="a new one with its freight"
        ),
    ],
)
def test_an_export_of_some_suborders_does_not_lower_what_was_paid(
    exports: list[OrderFacts], paid: int
) -> None:
    given = merged(None, *exports)

    assert given.money.paid_fen == paid
    assert sum(line.amount_fen for line in given.lines) == paid - given.money.freight_fen


def test_an_export_of_one_suborder_says_nothing_of_the_others() -> None:
    both = merged(None, suborders(A, B))

    left = merged(both, suborders(said(A, fulfilment=Fulfilment.SHIPPED)))
    back = merged(both, suborders(said(A, refunded=True)))

    assert [one.lines for one in left.parcels] == [units((1, 2))]
    assert [one.amount_fen for one in back.refunds] == [3000]
    assert units_to_ship(back) == 2


PART = said(A, partly_refunded=True)
HERE = {"reason": "补偿", "amount": "5"}


@pytest.mark.parametrize(
    ("here", "back", "state", "to_ship"),
    [
        pytest.param([], 3000, "done", 2, id="nobody knows of it: nothing of the line leaves"),
        pytest.param([HERE], 500, "pending", 4, id="a compensation that was given here"),
        pytest.param([HERE | {"lines": "1:1"}], 500, "done", 3, id="units refunded here"),
    ],
)
def test_money_back_of_a_line_that_is_still_to_ship_is_counted_once(
    here: list[dict[str, str]], back: int, state: str, to_ship: int
) -> None:
    given = merged(None, suborders(A, B))
    for values in here:
        given = changed(Refund, given, context(beside=given), **values)

    for _again in range(2):
        given = merged(given, suborders(PART, B))

    assert [(one.amount_fen, one.state) for one in given.refunds] == [(back, state)]
    assert units_to_ship(given) == to_ship


@pytest.mark.parametrize(
    ("amount", "to_ship"),
    [
        pytest.param(500, 4, id="a part: all of it leaves"),
        pytest.param(3000, 2, id="the whole line: none of it leaves"),
    ],
)
def test_goods_that_were_held_back_leave_once_it_was_a_part_of_their_money(
    amount: int, to_ship: int
) -> None:
    held = merged(None, suborders(PART, B))
    case = refunded_case(refunded_fen=amount, unshipped=True)
    known_now = merge_case(held, exported_case(held, case, line_no="A"), context(beside=held))
    after = merged(known_now, suborders(PART, B))

    assert [(one.amount_fen, one.estimated) for one in after.refunds] == [(amount, False)]
    assert units_to_ship(after) == to_ship


def test_goods_that_were_held_back_and_left_there_contradict_nothing() -> None:
    held = merged(None, suborders(PART, B))
    left = said(A, refunded=True, fulfilment=Fulfilment.SHIPPED)

    after = reconcile(merged(held, suborders(left, B)), context(beside=held))

    assert after.open_discrepancies == ()
    assert units_to_ship(after) == 2


def told_of(given: Order, *amounts: int) -> Order:
    """The order after a case that it was refunded for before anything left named these amounts."""
    for at, fen in enumerate(amounts):
        ended = refunded_case(refunded_fen=fen, unshipped=True, as_of=NOW + at * HOUR)
        given = merge_case(given, exported_case(given, ended), context(beside=given))
    return given


WHOLE = facts(line_facts(refunded=True), knowledge=known(NOW - HOUR, 5))


@pytest.mark.parametrize(
    ("given", "amounts", "to_ship"),
    [
        pytest.param(order(), (5000,), 0, id="all of it"),
        pytest.param(order(), (5000, 3000), 2, id="no more than a part: they are bought again"),
        pytest.param(order(), (3000, 5000), 0, id="all of it after all"),
        pytest.param(merged(order(), WHOLE), (3000,), 0, id="closed there, whatever it was"),
        pytest.param(merged(order(), WHOLE), (3000, 2000), 0, id="closed there, and less"),
        pytest.param(merged(told_of(order(), 5000), WHOLE), (3000,), 0, id="closed there since"),
    ],
)
def test_units_go_with_the_money_that_the_platform_names_last(
    given: Order, amounts: tuple[int, ...], to_ship: int
) -> None:
    assert units_to_ship(told_of(given, *amounts)) == to_ship


@pytest.mark.parametrize(
    ("first_fen", "left"),
    [(1000, 2), (3000, 0), (4000, 0)],
    ids=["another gave less", "as before", "another gave more"],
)
def test_units_stay_with_the_rest_of_the_money_as_long_as_it_is_the_rest(
    first_fen: int, left: int
) -> None:
    """Both cases together gave all of it, until the first is told anew."""
    given = shipped()
    for fen, number in ((3000, "A1"), (2000, "A2"), (first_fen, "A1")):
        ended = refunded_case(id=number, refunded_fen=fen)
        given = merge_case(given, exported_case(given, ended), context(beside=given))
    (line,) = line_ledgers(given)

    assert line.paid_for == left


def test_a_refund_word_without_an_amount_counts_as_all_that_can_have_gone() -> None:
    given = merged(
        shipped(),
        gone("YT1234567890123", after_sales=AfterSales.REFUNDED, knowledge=known(NOW - HOUR, 4)),
    )

    assert money_ledger(given).refundable == 0
    assert Refund.why_not(given, context()) == (
        "Nothing is left to refund: 50.00 paid - 50.00 refunded. The"
        " platform says 退款成功 without an amount, so that up to 50.00 have gone back; import the"
        " after-sales export, which says how much."
    )


def test_a_refund_word_about_money_that_is_known_adds_nothing() -> None:
    given = shipped(refunds=(refund(state="done"),))

    said = gone("YT1234567890123", after_sales=AfterSales.REFUNDED)
    assert merged(given, said).refunds == given.refunds


@pytest.mark.parametrize(
    ("amount_fen", "sentence"),
    [
        pytest.param(500, None, id="a compensation"),
        pytest.param(
            4999,
            "49.99 of this order went back without its goods; what is left to ship costs 50.00, of"
            " which 0.01 is still paid. Refund the units too (RICE-10 x2), or settle the"
            " refund as failed.",
            id="nearly all of it",
        ),
        pytest.param(
            5000,
            "All that was paid for this order is refunded (50.00); nothing more may be shipped.",
            id="all of it",
        ),
    ],
)
def test_goods_do_not_leave_for_almost_nothing(amount_fen: int, sentence: str | None) -> None:
    given = order(refunds=(refund(amount_fen=amount_fen, state="done"),))

    assert Ship.why_not(given, context()) == sentence


def test_what_went_back_is_said_when_goods_leave_all_the_same() -> None:
    given = order(refunds=(refund(state="done"),))

    assert do(Ship, given, tracking_no=OTHER_NO).said == (
        "5.00 of this order went back already, without its goods; they go out now.",
    )


def test_all_the_money_takes_an_open_reissue_back() -> None:
    reissued = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件")

    outcome = do(Refund, reissued, amount="50", reason="x")
    (after,) = outcome.documents

    assert isinstance(after, Order)
    assert outcome.said[0] == "Reissue 1 is cancelled, because all the money goes back."
    assert (after.reissues[0].state, after.open_tasks) == ("cancelled", ())
    assert after.refunds[0].lines[0].quantity == 2


def test_a_part_of_the_money_leaves_a_reissue_as_it_is() -> None:
    reissued = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件")

    assert changed(Refund, reissued, amount="5", reason="x").reissues == reissued.reissues


def test_a_reissue_that_an_export_shows_is_created_there() -> None:
    reissued = changed(CreateReissue, shipped(), origin="lost_parcel", reason="丢件")
    sent = changed(ShipReissue, reissued, tracking_no=OTHER_NO)

    assert merged(sent, gone("YT1234567890123", OTHER_NO)).open_tasks == ()


def test_what_is_refunded_and_comes_back_is_in_the_stock_once() -> None:
    stopped = changed(InterceptParcel, shipped())
    refunded = changed(Refund, stopped, amount="50", reason="x")
    asked = context(products=[RICE], beside=refunded)

    outcome = do(RecordIntercept, refunded, asked, outcome="returned")

    assert [one.on_hand for one in outcome.documents if isinstance(one, Product)] == [12]
    assert outcome.said == (
        "The refund of what came back is under way; nothing more is owed for it.",
    )


TALKED = changed(
    LogContact,
    changed(OfferSolution, order(), context(products=[SMALL]), solution="substitute", sku="RICE-5"),
    text="可以",
    direction="in",
)
AGREED = changed(RecordOfferAnswer, TALKED, accepted="yes", contact=TALKED.contacts[-1].id)


def test_what_goes_out_has_to_be_said_once_the_buyer_takes_another_article() -> None:
    assert sentences(Ship, AGREED, {"tracking_no": OTHER_NO}) == [
        ("sku", "The buyer takes RICE-5 for RICE-10; say which goes out.")
    ]
    assert sentences(Ship, AGREED, {"tracking_no": OTHER_NO, "sku": "RICE-5"}) == []


def test_an_exchange_may_be_for_another_specification_that_the_buyer_agreed_to() -> None:
    asked = context(products=[RICE, SMALL])
    wanted = {"kind": "exchange", "reason": "拍错规格", "opened_by": "buyer"}
    opened = changed(OpenCase, shipped(), asked, **wanted)
    heard = changed(LogContact, opened, context(), text="换5斤", direction="in")
    offered = changed(OfferSolution, heard, asked, solution="exchange", sku="RICE-5")
    agreed = changed(AgreeExchange, offered, asked, return_address="杭州")
    unsaid = changed(ReceiveReturn, agreed, context(), good="1:2")
    assert ShipReplacement.why_not(unsaid, asked) == (
        "For case exchange (2026-11-22 09:00) RICE-5 was agreed on; record first whether the buyer"
        " takes it: a yes sends it, a no sends what was bought."
    )
    here = changed(RecordOfferAnswer, unsaid, asked, accepted="yes", words="好的，换5斤")
    assert ShipReplacement.suggest(here, asked) == {"lines": "1:2", "sku": "RICE-5"}
    assert ShipReplacement.background(here, asked) == (
        "RICE-5 goes out for RICE-10, as the buyer agreed.",
    )
    outcome = do(ShipReplacement, here, asked, tracking_no=BACK_NO, sku="RICE-5")

    assert [one.on_hand for one in outcome.documents if isinstance(one, Product)] == [8]
    (sent,) = (one for one in outcome.documents if isinstance(one, Order))
    assert sent.parcels[-1].substitute == "RICE-5"
    assert sent.parcels[-1].lines == units((1, 2))
