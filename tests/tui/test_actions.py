"""Every action from its key to the store, or to the sentence why not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from store.models.contact import Contact, Flag, Note
from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.models.parcel import TrackingCorrection
from store.models.platform_task import PlatformTask
from store.models.product import Product
from store.models.reissue import Reissue
from store.repository import Repository
from tests.build import (
    ACTOR,
    HOUR,
    NOW,
    ORDER_NO,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    keep,
    order,
    refund,
    shipped,
    units,
)
from tests.tui.driver import Ledger, desk_on
from tui.actions import KEYS


class Done(NamedTuple):
    """An order, what is typed, and what is stored of it."""

    order: Order
    typed: dict[str, str]
    stored: Callable[[Order], object]
    is_now: object
    told: dict[str, str]
    said: str


def reissue(**changes: Any) -> Reissue:
    given = {
        "id": "b1",
        "number": 1,
        "origin": "missing_goods",
        "reason": "少一袋",
        "lines": units((1, 1)),
        "created_at": NOW - HOUR,
    }
    return Reissue.model_validate(given | changes)


def task(**changes: Any) -> PlatformTask:
    given = {"id": "t1", "kind": "batch-ship", "created_at": NOW - HOUR, "copy_text": ORDER_NO}
    return PlatformTask.model_validate(given | changes)


def discrepancy() -> Discrepancy:
    return Discrepancy(id="d1", kind="goods", line=1, opened_at=NOW - HOUR)


def parts(order: Order) -> object:
    """A parcel without its id."""
    return [(one.tracking_no, one.carrier, one.kind, one.lines) for one in order.parcels]


def last(records: tuple[Any, ...]) -> dict[str, object]:
    """The newest record without its id, which is a fresh one every time."""
    return records[-1].model_copy(update={"id": ""}).model_dump()  # type: ignore[no-any-return]


def as_stored(record: Any) -> dict[str, object]:
    return last((record,))


MENU = "仓配管理 > 仓配订单 > 补发订单 > 创建补发单"

DONE = {
    "ship": Done(
        order(),
        {"tracking_no": "yt 123 4567890123"},
        parts,
        [(TRACKING_NO, "YTO", "shipment", units((1, 2)))],
        {"tracking_no": "yt 123 4567890123", "lines": "1:2"},
        "Ship: done.",
    ),
    "correct-tracking": Done(
        shipped(),
        {"tracking_no": OTHER_NO},
        lambda order: (parts(order), order.parcels[0].corrections),
        (
            [(OTHER_NO, "SF", "shipment", units((1, 2)))],
            (TrackingCorrection(tracking_no=TRACKING_NO, carrier="YTO", corrected_at=NOW),),
        ),
        {"parcel": "p1", "tracking_no": OTHER_NO},
        "Correct a tracking number: done.",
    ),
    "log-contact": Done(
        order(),
        {"text": "明天发", "channel": "wechat", "promise_due": "2026-11-22 18:00"},
        lambda order: last(order.contacts),
        as_stored(
            Contact(
                id="",
                at=NOW,
                channel="wechat",
                direction="out",
                text="明天发",
                promise_due=NOW + 9 * HOUR,
                by="小李 (li)",
            )
        ),
        {
            "text": "明天发",
            "channel": "wechat",
            "direction": "out",
            "purpose": "other",
            "promise_due": "2026-11-22 18:00",
        },
        "Log a contact: done.",
    ),
    "note": Done(
        order(),
        {"text": "换礼盒"},
        lambda order: last(order.notes),
        as_stored(Note(id="", at=NOW, text="换礼盒", by="小李 (li)")),
        {"text": "换礼盒"},
        "Write a note: done.",
    ),
    "flag": Done(
        order(),
        {"colour": "purple", "tag": "催"},
        lambda order: order.flag,
        Flag(colour="purple", tag="催"),
        {"colour": "purple", "tag": "催"},
        "Flag: done.",
    ),
    "refund": Done(
        order(),
        {"amount": "12.5", "reason": "差价", "again": "12.5"},
        lambda order: last(order.refunds),
        as_stored(refund(amount_fen=1250, reason="差价", requested_at=NOW)),
        {"amount": "12.5", "reason": "差价"},
        "12.50 is entered here; no money has moved yet: refund it on the platform, then settle it"
        " here.\nRefund: done.",
    ),
    "settle-refund": Done(
        order(refunds=(refund(),)),
        {"outcome": "failed", "note": "余额不足"},
        lambda order: [(one.state, one.settled_at, one.settled_note) for one in order.refunds],
        [("failed", NOW, "余额不足")],
        {"refund": "r1", "outcome": "failed", "note": "余额不足"},
        "The refund of 5.00 has failed.\nSettle the refund: done.",
    ),
    "create-reissue": Done(
        shipped(receipt_confirmed_at=NOW - HOUR),
        {"origin": "missing_goods", "reason": "少一袋", "lines": "1:1"},
        lambda order: (last(order.reissues), [one.kind for one in order.tasks]),
        (as_stored(reissue(created_at=NOW)), ["create-reissue"]),
        {"origin": "missing_goods", "reason": "少一袋", "lines": "1:1"},
        f"Create it on the platform too: {MENU}, with order number {ORDER_NO}.\n"
        "Create a reissue: done.",
    ),
    "ship-reissue": Done(
        shipped(reissues=(reissue(),)),
        {"tracking_no": OTHER_NO},
        lambda order: (order.reissues[0].state, parts(order)[-1]),  # type: ignore[index]
        ("shipped", (OTHER_NO, "SF", "reissue", units((1, 1)))),
        {"reissue": "b1", "tracking_no": OTHER_NO},
        "Ship a reissue: done.",
    ),
    "complete-task": Done(
        order(tasks=(task(),)),
        {},
        lambda order: [(one.done_at, one.done_by) for one in order.tasks],
        [(NOW, "小李 (li)")],
        {"task": "t1"},
        "Complete a platform task: done.",
    ),
    "resolve-discrepancy": Done(
        order(discrepancies=(discrepancy(),)),
        {"reason": "平台已更正"},
        lambda order: [
            (one.resolved_at, one.resolved_by, one.reason) for one in order.discrepancies
        ],
        [(NOW, "小李 (li)", "平台已更正")],
        {"discrepancy": "d1", "reason": "平台已更正"},
        "Resolve a discrepancy: done.",
    ),
    "confirm-order": Done(
        order(),
        {},
        lambda order: (order.confirmed_at, order.confirmed_by),
        (NOW, "小李 (li)"),
        {},
        "Confirm the order: done.",
    ),
}


def test_every_key_of_an_action_stands_in_the_table_of_keys() -> None:
    assert set(DONE) <= {key.name for key in KEYS if key.where == "action"}


async def test_an_action_without_a_key_goes_from_the_menu_to_the_store(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        await desk.keys(*"record-pen", "enter")
        await desk.fill(kind="late_shipment", amount="3")
        await desk.save()

        (penalty,) = ledger.order(ORDER_NO).penalties
        assert (penalty.kind, penalty.amount_fen) == ("late_shipment", 300)


async def test_a_product_is_taken_off_sale_from_its_order(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    other = order(order_no="261120-000000000000002")
    keep(repository, order(), other, Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=3))
    async with desk_on(repository, drafts) as desk:
        await desk.at(ORDER_NO)
        await desk.press("menu")
        assert "On all 2 that are found" in desk.text()
        await desk.keys("escape")
        await desk.press("products")
        assert "3 on hand, on sale" in desk.text()
        await desk.keys("1")
        assert "Actions on RICE-10" in desk.text()
        assert "that are found" not in desk.text()  # those are orders
        await desk.keys(*"delist", "enter")
        await desk.save()

        product = ledger.open().product(SHOP, "RICE-10")
        assert product is not None
        assert not product.on_sale


@pytest.mark.parametrize("name", DONE)
async def test_an_action_goes_from_its_key_to_the_store(
    name: str, repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    case = DONE[name]
    keep(repository, case.order)
    async with desk_on(repository, drafts) as desk:
        await desk.press(name)
        await desk.fill(**case.typed)
        await desk.save()

        assert desk.said() == [case.said]
        stored = ledger.order(ORDER_NO)
        assert case.stored(stored) == case.is_now
        assert stored.version == case.order.version + 2
        (event,) = ledger.events(ORDER_NO)
        assert (event.action, event.values, event.actor, event.at) == (name, case.told, ACTOR, NOW)


@pytest.mark.parametrize("name", ["ship", "refund", "create-reissue", "confirm-order"])
async def test_the_same_key_does_the_same_on_the_order_s_own_screen(
    name: str, repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    case = DONE[name]
    keep(repository, case.order)
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        await desk.press(name)
        await desk.fill(**case.typed)
        await desk.save()

        assert desk.said() == [case.said]
        assert case.stored(ledger.order(ORDER_NO)) == case.is_now


async def test_what_asks_nothing_and_cannot_be_taken_back_asks_whether_it_is_meant(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("confirm-order")
        assert "ctrl+s does it; it cannot be taken back." in desk.whole_texts()
        assert desk.text().splitlines()[-1].split() == ["ctrl+s", "save", "esc", "close"]
        await desk.keys("escape")
        assert not ledger.events(ORDER_NO)
        assert desk.said() == []


async def test_a_slip_of_one_key_is_no_word_about_what_stands_on_the_platform(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    rice = Product(shop=SHOP, sku="RICE-10", name="东北大米", tasks=(task(kind="delist-product"),))
    keep(repository, order(), rice)
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("stock", "confirm-delisting")
        await desk.keys("j")
        asked = ledger.open().product(SHOP, "RICE-10")
        assert asked
        assert asked.open_tasks
        await desk.save()

        done = ledger.open().product(SHOP, "RICE-10")
        assert done
        assert not done.open_tasks
