"""What an inquiry is called by: what a person knows of it, and never its number."""

from typing import Any

import pytest

from store.models.inquiry import TiedInquiry
from store.rules.inquiries.called import known_by, known_by_tied
from tests.build import NOW, ORDER_NO
from tests.rules.inquiries import heard, inquiry

NOBODY = {"buyer": "", "phone": "", "amount_fen": None, "goods": ""}


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({}, "周** 50.00"),
        ({"order_no": ORDER_NO, "amount_fen": None}, f"周** {ORDER_NO}"),
        ({"buyer": ""}, "5600 50.00"),
        ({**NOBODY, "contacts": (heard(),)}, "“钱付了，没有订单”"),
        (
            {**NOBODY, "contacts": (heard("13900005600 的钱付了两天了，怎么还没有订单"),)},
            "“139******00 的钱付…”",
        ),
        ({**NOBODY, "goods": "东北大米"}, "“东北大米”"),
        (NOBODY, "2026-11-22 08:00"),
    ],
)
def test_it_is_called_by_who_asked_and_how_much_else_by_the_first_words_else_by_when(
    changes: dict[str, Any], known: str
) -> None:
    assert known_by(inquiry(**changes)) == known


def test_of_one_that_is_tied_its_order_knows_who_asked_or_when() -> None:
    assert known_by_tied(TiedInquiry(number="Q-1", at=NOW, name="周晓明")) == "周**"
    assert known_by_tied(TiedInquiry(number="Q-1", at=NOW)) == "2026-11-22 09:00"
