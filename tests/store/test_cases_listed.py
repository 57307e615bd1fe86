"""The list of cases: after-sales cases, those whose order is not here yet, and inquiries."""

import pytest

from store.models.after_sales_case import WaitingCase
from store.models.case_row import CaseRow
from store.repository import Repository
from store.search.lists import CASES
from tests.build import (
    HOUR,
    NOW,
    ORDER_NO,
    OTHER_NO,
    SHOP,
    case,
    keep,
    refunded_case,
    return_case,
    shipped,
)
from tests.rules.inquiries import NUMBER, ended, heard, inquiry

BACK = return_case(id="B7", state="seller_to_receive", platform_deadline=NOW + 2 * HOUR)
WAITING = WaitingCase(
    platform="pinduoduo",
    shop=SHOP,
    order_no=OTHER_NO,
    case=case(id="W9", platform_deadline=NOW + HOUR),
)


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """A case that is ours, a return, one that ended, one without its order, and an inquiry."""
    keep(
        repository,
        shipped(cases=(case(platform_deadline=NOW - HOUR), BACK, refunded_case(id="A2"))),
        WAITING,
        inquiry(contacts=(heard(promise_due=NOW + 3 * HOUR),)),
    )
    return repository


def found(shop: Repository, text: str, sort: str = "due") -> list[CaseRow]:
    return list(shop.select(CASES, shop.parsed(text, CASES), sort))


def numbers(shop: Repository, text: str) -> list[str]:
    return [row.case for row in found(shop, text)]


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("", ["A1", "W9", "B7", NUMBER, "A2"]),
        ("open turn:us", ["A1", "W9", "B7", NUMBER]),
        ("closed", ["A2"]),
        ("kind:inquiry", [NUMBER]),
        ("!kind:inquiry open", ["A1", "W9", "B7"]),
        ("late", ["A1"]),
        ("sku:RICE-10", ["A1", "B7", "A2"]),
        ("没有订单", [NUMBER]),
        ("退款", ["A1", "W9", "B7", "A2"]),
        ("refund", ["A1", "W9", "B7", "A2"]),
        ("退货", ["B7"]),
        ("refund_only", ["A1", "W9", "A2"]),
        ("换货", []),
        ("!退款", [NUMBER]),
        ("退货|inquiry", ["B7", NUMBER]),
        (NUMBER, [NUMBER]),
        ("东北大米", ["A1", "B7", NUMBER, "A2"]),
        ("w9", ["W9"]),
        ("少件", ["A1", "W9", "B7", "A2"]),
    ],
)
def test_cases_with_and_without_their_order_and_inquiries_stand_in_one_list(
    shop: Repository, text: str, cases: list[str]
) -> None:
    assert numbers(shop, text) == cases


def test_each_says_of_which_document_it_is_and_how_far(shop: Repository) -> None:
    said = {row.case: (row.of_kind, row.order_no, row.done, row.steps) for row in found(shop, "")}

    assert said == {
        "A1": ("orders", ORDER_NO, 1, 4),
        "B7": ("orders", ORDER_NO, 3, 6),
        "A2": ("orders", ORDER_NO, 4, 4),
        "W9": ("waiting_cases", OTHER_NO, 1, 4),
        NUMBER: ("inquiries", "", 1, 3),
    }


def test_an_inquiry_that_ended_is_closed_and_nobody_s_turn(repository: Repository) -> None:
    keep(repository, inquiry(resolved=ended()))

    (row,) = found(repository, "")

    assert (row.state, row.outcome, row.waits_for, row.due_at) == ("closed", "never_paid", "", None)


def test_what_the_buyer_wrote_first_is_the_reason_without_the_buyer(repository: Repository) -> None:
    wrote = heard("我是周晓明 13900005600，钱付了没有订单")
    keep(repository, inquiry(contacts=(wrote,)))

    (row,) = found(repository, "")

    assert row.first_reason.endswith("钱付了没有订单")
    assert "13900005600" not in row.first_reason
    assert "周晓明" not in row.first_reason


@pytest.mark.parametrize(
    "text",
    [
        "buyer:周晓明",
        "周晓明",
        "phone:5600 kind:inquiry",
        "5600 kind:inquiry",
        "13900005600",
        "goods:大米 kind:inquiry",
        "东北 kind:inquiry",
        "buyer:周晓明|buyer:nobody",
        f"{NUMBER}",
    ],
)
def test_an_inquiry_is_found_by_who_asked_and_what_about(shop: Repository, text: str) -> None:
    assert numbers(shop, text) == [NUMBER]
    turned = " ".join(word if word.startswith("kind:") else f"!{word}" for word in text.split())
    assert NUMBER not in numbers(shop, turned)
    assert shop.select(CASES, shop.parsed(text, CASES), "due").counted() == 1


@pytest.mark.parametrize(
    "text", ["buyer:晓明", "周晓", "phone:9999", "goods:石榴", "!buyer:周晓明"]
)
def test_an_inquiry_is_found_by_no_part_of_a_name_nor_by_another_s(
    shop: Repository, text: str
) -> None:
    assert NUMBER not in numbers(shop, text)


def test_an_inquiry_without_a_word_is_about_its_goods(repository: Repository) -> None:
    keep(repository, inquiry())

    assert [row.first_reason for row in found(repository, "")] == ["东北大米"]


def test_a_case_whose_order_came_stands_there_once(repository: Repository) -> None:
    keep(repository, WAITING.model_copy(update={"has_order": True}))

    assert found(repository, "") == []
