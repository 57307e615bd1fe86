"""RecordOrder: known from the buyer alone until an export confirms it; not shipped, not owed."""

import pytest

from store.models.axes import AfterSales, Fulfilment, Payment, Platform
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.policy import load_policy
from store.rules.inquiries.actions.record_order import RecordOrder
from store.rules.obligations import obligations
from store.rules.order.actions.note import Note
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.uploading import not_to_upload
from store.rules.platform.two_sources import merge_order
from tests.build import (
    ORDER_NO,
    SHOP,
    TRACKING_NO,
    changed,
    context,
    do,
    facts,
    order,
    sentences,
)
from tests.rules.inquiries import heard, inquiry
from tests.rules.row_facts import order_row

BLANK = Order.blank("")
OTHER = "261120-000000000000009"
GIVEN = {"order": ORDER_NO, "goods": "东北大米 10kg", "amount": "50", "platform": "pinduoduo"}


def recorded(**values: str) -> Order:
    first, *_others = do(
        RecordOrder, BLANK, context(order(order_no=OTHER)), **GIVEN | values
    ).documents
    assert isinstance(first, Order)
    return first


def test_it_is_what_the_buyer_says_and_marked_so() -> None:
    found = recorded(buyer="周晓明", phone="13900005600", quantity="2")

    assert (found.key, found.known_from) == (f"pinduoduo:{SHOP}:{ORDER_NO}", "buyer")
    assert [(one.name, one.ordered, one.amount_fen) for one in found.lines] == [
        ("东北大米 10kg", 2, 5000)
    ]
    assert (found.receiver.name, found.receiver.phone) == ("周晓明", "13900005600")
    row = order_row(found)
    assert (row.unconfirmed, row.payment, row.amount_fen) == (True, "unpaid", 5000)


def test_nothing_is_owed_to_ship_and_nothing_leaves() -> None:
    found = recorded()

    assert list(obligations(found, load_policy())) == []
    assert Ship.why_not(found, context()) == (
        "This order is known from the buyer alone; it may go out once an export of the platform"
        " shows it."
    )
    assert not_to_upload(found) == f"{ORDER_NO} is left out: it is known from the buyer alone."


def test_an_export_puts_its_facts_in_their_place_and_takes_nothing_of_the_desk_s() -> None:
    found = changed(Note, recorded(phone="13900005600", goods="大米"), text="买家发来截图")
    found = changed(OfferSolution, found, solution="wait", text="等导出文件")
    export = facts(payment=Payment.PAID)
    merged, verdict = merge_order(found, export, SHOP, context())
    fresh, _new = merge_order(None, export, SHOP, context())

    assert verdict == "changed"
    assert merged.known_from == "platform"
    for name in ("lines", "money", "paid_at", "ship_by_deadline", "knowledge"):
        assert getattr(merged, name) == getattr(fresh, name), name
    assert (merged.platform_payment, merged.platform_fulfilment) == (
        Payment.PAID,
        Fulfilment.TO_SHIP,
    )
    assert merged.platform_after_sales is AfterSales.NONE
    assert [one.text for one in merged.notes] == ["买家发来截图"]
    assert [one.text for one in merged.offers] == ["等导出文件"]
    assert Ship.why_not(merged, context()) is None
    assert len(changed(Ship, merged, tracking_no=TRACKING_NO).parcels) == 1


def test_what_is_imported_once_more_is_the_same() -> None:
    export = facts(payment=Payment.PAID)
    merged, _changed = merge_order(recorded(), export, SHOP, context())

    assert merge_order(merged, export, SHOP, context()) == (merged, "same")


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        pytest.param(
            {"order": OTHER},
            ("order", f"Order {OTHER} is already here, in the shop {SHOP}."),
            id="known already",
        ),
        pytest.param(
            {"paid_at": "2026-11-22 10:00"},
            ("paid_at", "2026-11-22 10:00 is still to come."),
            id="paid in the future",
        ),
        pytest.param(
            {"quantity": "0"}, ("quantity", "At least one unit was bought."), id="no unit"
        ),
    ],
)
def test_what_is_wrong_with_it(values: dict[str, str], problem: tuple[str, str]) -> None:
    given = context(order(order_no=OTHER))
    assert sentences(RecordOrder, BLANK, GIVEN | values, given) == [problem]


def test_the_shop_has_to_be_known() -> None:
    said = "No shop is known here yet; say which one, by the name its imports will have."

    assert sentences(RecordOrder, BLANK, GIVEN, context()) == [("shop", said)]
    assert sentences(RecordOrder, BLANK, GIVEN | {"shop": SHOP}, context()) == []


def test_the_platform_has_to_be_known() -> None:
    given = {name: text for name, text in GIVEN.items() if name != "platform"} | {"shop": SHOP}

    assert sentences(RecordOrder, BLANK, given, context()) == [
        ("platform", "Nobody knows on which platform it was bought; say which one.")
    ]
    (found, *_none) = do(RecordOrder, BLANK, context(order(order_no=OTHER)), **given).documents
    assert isinstance(found, Order)
    assert found.platform is Platform.PINDUODUO


def test_the_inquiries_that_name_it_are_tied_to_it() -> None:
    waiting = inquiry(order_no=ORDER_NO, contacts=(heard(),))
    elsewhere = inquiry(order_no=ORDER_NO, number="Q-20261122-2", shop="油坊")
    given = context(order(order_no=OTHER), inquiries=[waiting, elsewhere])
    outcome = do(RecordOrder, BLANK, given, **GIVEN)

    found, tied = outcome.documents
    assert isinstance(found, Order)
    assert isinstance(tied, Inquiry)
    assert (tied.number, tied.state) == (waiting.number, "tied")
    assert [one.number for one in found.inquiries] == [waiting.number]
    assert [one.inquiry for one in found.contacts] == [waiting.number]
    assert [one.key for one in outcome.also] == [waiting.number]
