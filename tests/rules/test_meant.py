"""Meant: which record of several something is owed about, and for which goods."""

import pytest

from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.models.solution_offer import SolutionOffer
from store.rules.action.references import RECORDS, every_choice
from store.rules.order.meant import goods_about, which_of
from tests.build import NOW, OIL, OTHER_NO, TRACKING_NO, case, line, order, parcel, shipped, units
from tests.rules.row_facts import case_row, obligation_rows, order_row

REJECT, AGREE = "拒绝 > 与消费者协商售后方案", "同意退款"


def answer(number: str, press: str) -> PlatformTask:
    """The platform is to be told the answer to this case."""
    return PlatformTask(
        id=f"t{number}",
        kind="answer-case",
        created_at=NOW,
        copy_text=number,
        case=number,
        press=press,
    )


TWO_CASES = shipped(
    line(),
    OIL,
    cases=(
        case(requested_fen=3250, state="buyer_to_answer", lines=units((1, 1))),
        case(id="A2", requested_fen=975, state="buyer_to_answer", lines=units((2, 1))),
    ),
    tasks=(answer("A1", REJECT), answer("A2", AGREE)),
)
TWO_PARCELS = order(
    parcels=(
        parcel(lines=units((1, 1))),
        parcel(OTHER_NO, id="p2", lines=units((1, 1)), carrier="SF"),
    )
)


@pytest.mark.parametrize(
    ("given", "about", "which", "goods"),
    [
        pytest.param(TWO_CASES, "A1", "refund only 32.50", "东北大米 x1", id="a case"),
        pytest.param(TWO_CASES, "tA2", "refund only 9.75", "菜籽油 x1", id="a task of a case"),
        pytest.param(TWO_PARCELS, "p1", f"YTO {TRACKING_NO}", "东北大米 x1", id="a parcel"),
        pytest.param(order(cases=(case(),)), "A1", "", "东北大米 x2", id="the only case"),
        pytest.param(TWO_CASES, "", "", "", id="the order"),
    ],
)
def test_what_is_owed_about_one_of_several_says_which_and_its_goods(
    given: Order, about: str, which: str, goods: str
) -> None:
    assert (which_of(given, about), goods_about(given, about)) == (which, goods)


def test_cases_that_ask_for_the_same_are_told_apart_by_their_numbers() -> None:
    alike = order(cases=(case(), case(id="A2")))

    assert which_of(alike, "A2") == "refund only 50.00 A2"


def test_the_choices_of_tasks_begin_with_what_differs() -> None:
    choices = every_choice(TWO_CASES, "task", RECORDS["task"].every(TWO_CASES))

    assert [one.text for one in choices] == [
        f"refund only 32.50: press {REJECT} on the platform",
        f"refund only 9.75: press {AGREE} on the platform",
    ]


def test_rows_name_the_amount_of_one_of_several_cases() -> None:
    shown = {one.about: (one.which, one.goods) for one in obligation_rows(TWO_CASES)}

    assert shown["tA1"] == ("32.50", "东北大米 x1")
    assert shown["tA2"] == ("9.75", "菜籽油 x1")
    assert order_row(TWO_CASES).next_task[-1] in ("32.50", "9.75")


def test_the_row_of_a_case_has_its_goods_and_what_they_become() -> None:
    given = {"id": "o1", "solution": "exchange", "at": NOW, "by": "li", "case": "A1"}
    taken = SolutionOffer.model_validate({**given, "sku": "OIL-5", "accepted": True})

    row = case_row(case(kind="exchange", lines=units((1, 1))), offers=(taken,))
    assert row.goods == "东北大米 x1 → OIL-5"
