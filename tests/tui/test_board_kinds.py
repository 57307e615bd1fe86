"""Rows of the board that are about no order: an inquiry, payments, goods, a case, missing files."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from store.models.after_sales_case import WaitingCase
from store.models.axes import Platform
from store.models.base import Document
from store.models.coverage import Coverage, Span
from store.models.inquiry import Inquiry
from store.models.payment import Payment, Payments, ToldSpan
from store.models.platform_task import PlatformTask
from store.models.product import Product
from store.models.subject import Subject
from store.repository import Repository
from tests.build import DAY, NOW, SHOP, case, keep
from tests.rules.reviews import improvement
from tests.tui.driver import Desk, desk_on
from tui.places.board import BoardPlace

ASKED = "261120-000000000000009"
INQUIRY = Inquiry(
    number="Q-20261122-1",
    shop=SHOP,
    opened_at=NOW,
    opened_by="li",
    buyer="张三丰",
    phone="13812345600",
    goods="东北大米",
)
BILL = Payments(
    platform=Platform.PINDUODUO,
    shop=SHOP,
    name="bill-7f3a",
    payments=(Payment(at=NOW - DAY, kind="penalty", out_fen=300, text="延迟发货"),),
    told=(ToldSpan(begin=NOW - 9 * DAY, end=NOW),),
)
GOODS = Product(
    shop=SHOP,
    sku="RICE-10",
    name="东北大米",
    on_hand=4,
    tasks=(
        PlatformTask(
            id="t1",
            kind="delist",
            copy_text="Take RICE-10 off sale there.",
            created_at=NOW,
        ),
    ),
)
WAITING = WaitingCase(platform="pinduoduo", shop=SHOP, order_no=ASKED, case=case())
MISSING = Coverage(
    platform="pinduoduo",
    shop=SHOP,
    kind="orders",
    spans=(
        Span(first=date(2026, 11, 1), last=date(2026, 11, 5)),
        Span(first=date(2026, 11, 9), last=date(2026, 11, 21)),
    ),
)


class Row(NamedTuple):
    """A row of the board, and what the desk says about it."""

    document: Document
    query: str
    kind: str
    copied: str
    previewed: tuple[str, ...]
    shipping: str
    """What the key that ships says here."""


ROWS = {
    "an inquiry": Row(
        INQUIRY,
        "kind:inquiry",
        "inquiries",
        "东北大米 *5600",
        ("inquiry 张**", "goods: 东北大米", "Owed", "Possible now"),
        "That is for orders, not for inquiries.",
    ),
    "payments": Row(
        BILL,
        "kind:payment",
        "payments",
        "bill-7f3a",
        ("bill-7f3a", "延迟发货", "Owed", "Possible now"),
        "That is for orders, not for payments.",
    ),
    "goods": Row(
        GOODS,
        "kind:platform-task",
        "products",
        "RICE-10",
        ("RICE-10", "东北大米", "4 on hand, on sale", "Take RICE-10 off sale there.", "Owed"),
        "That is for orders, not for the shop's goods.",
    ),
    "an improvement": Row(
        improvement(),
        "kind:improvement",
        "improvements",
        "大米改用双层袋",
        ("大米改用双层袋", "Owed", "Possible now"),
        "That is for orders, not for improvements.",
    ),
    "a case without its order": Row(
        WAITING,
        "kind:import-order",
        "waiting_cases",
        ASKED,
        (ASKED, "The order is not here: import the export that has it.", "Owed"),
        "That is for orders, not for cases without their order.",
    ),
    "missing files": Row(
        MISSING,
        "kind:coverage",
        "coverage",
        SHOP,
        ("Pinduoduo 米铺 · orders", "missing: 2026-11-06 – 2026-11-08", "Owed"),
        "That is for orders, not for missing files.",
    ),
}


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """It has a row of each kind."""
    keep(repository, *(row.document for row in ROWS.values()))
    return repository


def board(desk: Desk) -> BoardPlace:
    place = desk.app.screen_stack[0]
    assert isinstance(place, BoardPlace)
    return place


async def test_a_row_of_any_kind_is_what_the_keys_are_about(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        for row in ROWS.values():
            await desk.search(row.query)

            assert board(desk).subject == Subject(row.kind, row.document.key)
            await desk.press("copy")
            assert desk.app.clipboard == row.copied
            assert desk.said()[-1] == f"{row.copied} is copied."


async def test_the_preview_says_what_a_row_of_any_kind_is(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        for row in ROWS.values():
            await desk.search("nothing")
            await desk.until(lambda: not board(desk).preview.lines, "no preview")
            await desk.search(row.query)
            await desk.until(lambda: board(desk).preview.lines, "the preview")
            said = " ".join(board(desk).preview.text.split())

            assert [part for part in row.previewed if " ".join(part.split()) not in said] == []
            assert "13812345600" not in said
            assert row.document.key not in said or row.document.key == row.copied


async def test_a_key_that_means_an_order_says_so(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        for row in ROWS.values():
            await desk.search(row.query)
            await desk.press("ship")
            assert desk.said()[-1] == f"Ship\n{row.shipping}"
            await desk.press("products")

            assert desk.said()[-1] == "That is for orders, and this is none."
        assert desk.screen is board(desk)


async def test_the_menu_of_an_inquiry_has_what_may_be_done_with_it(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, INQUIRY)
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("menu")
        assert "Actions on inquiry 张**" in desk.text()
        await desk.keys(*"resolve", "enter")
        await desk.fill(outcome="never_paid", text="付款失败")
        await desk.save()

        kept = repository.document(Subject("inquiries", INQUIRY.key))
        assert isinstance(kept, Inquiry)
        assert kept.state == "resolved"


@pytest.mark.parametrize("given", [WAITING, MISSING], ids=["a case", "files"])
async def test_what_a_file_settles_asks_for_the_file(
    given: Document, repository: Repository, drafts: Path
) -> None:
    keep(repository, given)
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("settle")

        assert desk.form.query_one("#field-file")


async def test_enter_on_an_inquiry_offers_to_resolve_it_or_to_answer(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, INQUIRY)
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("settle")

        assert [line[3:].split("  ")[-1].strip() for line in desk.menu[:2]] == [
            "Log a contact",
            "Resolve the inquiry",
        ]


async def test_what_has_no_action_of_its_own_says_so(repository: Repository, drafts: Path) -> None:
    keep(repository, WAITING)
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("menu")

        assert desk.said() == [f"Nothing can be done with {ASKED} itself."]


async def test_something_new_is_started_from_the_commands(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, WAITING)
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("palette")
        await desk.keys(*"open an inquiry", "enter")
        await desk.fill(phone="13812345600", goods="东北大米")
        await desk.save()

        (inquiry,) = repository.all(Inquiry)
        assert inquiry.goods == "东北大米"
