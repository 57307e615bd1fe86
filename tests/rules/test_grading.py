"""Grading: what of a parcel that the carrier brought back for no case is not as it left."""

from typing import Any

import pytest

from store.models.after_sales_case import CaseKind
from store.models.order import Order
from store.models.product import Product
from store.models.reissue import Loss, Reissue
from store.reading.differences import differences
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.correct_tracking import CorrectTracking
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.set_contents import SetContents
from tests.build import (
    DAY,
    NOW,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    case,
    changed,
    context,
    do,
    goods_return,
    parcel,
    refunded_case,
    sentences,
    shipped,
    units,
)
from tests.rules.row_facts import POLICY
from tests.rules.shelf import brought_in

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)
AT = "2026-11-22T08:00+08:00"


def back(given: Order | None = None, state: str = "returned") -> Order:
    """Both bags, as the carrier brought them back."""
    known = given or shipped(parcels=(parcel(),))
    return changed(RecordTrace, known, parcel=known.parcels[0].id, state=state, at=AT)


BACK = back()


def on_the_shelf(given: Order) -> int:
    return brought_in(given)["RICE-10"]


@pytest.mark.parametrize(
    ("found", "good"),
    [
        pytest.param({"damaged": "1:1"}, 1, id="one damaged"),
        pytest.param({"missing": "1:2"}, 0, id="both are not there"),
        pytest.param({"damaged": "1:1", "missing": "1:1"}, 0, id="one of each"),
    ],
)
def test_what_is_not_good_is_not_on_the_shelf_and_is_owed_all_the_same(
    found: dict[str, str], good: int
) -> None:
    graded = changed(SetContents, BACK, context(), **found)

    assert (on_the_shelf(BACK), on_the_shelf(graded)) == (2, good)
    assert [one.reissuable for one in line_ledgers(graded)] == [2]


def test_the_stock_goes_down_by_what_is_found_and_that_is_said() -> None:
    beside = context(beside=BACK, products=(RICE,))

    done = do(SetContents, BACK, beside, damaged="1:1")

    (product,) = (one for one in done.documents if isinstance(one, Product))
    assert product.on_hand == 9
    assert done.said == (
        f"In parcel {TRACKING_NO}: RICE-10 x2.",
        f"Damaged or missing of parcel {TRACKING_NO}: RICE-10 x1.",
        "RICE-10: 9 on hand now.",
    )


def test_the_last_word_of_what_was_found_counts() -> None:
    graded = changed(SetContents, BACK, damaged="1:2")

    assert on_the_shelf(changed(SetContents, graded, damaged="1:1")) == 1
    assert on_the_shelf(changed(SetContents, graded)) == 2


def test_what_is_known_of_a_parcel_is_what_its_form_starts_from_and_says_nothing_new() -> None:
    graded = changed(SetContents, BACK, damaged="1:1")
    started = SetContents.suggest_for(graded, "p1", context())

    again = changed(SetContents, graded, None, **started)

    assert started == {"lines": "1:2", "damaged": "1:1", "missing": ""}
    assert again.parcels == graded.parcels


@pytest.mark.parametrize(
    ("given", "values", "said"),
    [
        pytest.param(
            BACK,
            {"damaged": "1:1"},
            f"damaged or missing of parcel {TRACKING_NO}: RICE-10 x1",
            id="one damaged",
        ),
        pytest.param(
            changed(SetContents, BACK, missing="1:1"),
            {},
            f"all of parcel {TRACKING_NO} is good",
            id="good after all",
        ),
    ],
)
def test_a_form_says_what_of_a_parcel_is_not_good_afterwards(
    given: Order, values: dict[str, str], said: str
) -> None:
    assert differences(given, changed(SetContents, given, None, **values), POLICY) == said


def test_what_was_delivered_after_all_is_not_here_whatever_was_found() -> None:
    graded = changed(SetContents, BACK, damaged="1:1")

    there = changed(
        RecordTrace, graded, parcel="p1", state="delivered", at="2026-11-22T08:30+08:00"
    )

    assert on_the_shelf(there) == 0


def test_what_was_found_under_a_wrong_number_is_not_of_this_parcel() -> None:
    graded = changed(SetContents, BACK, damaged="1:1")

    other = changed(CorrectTracking, graded, parcel="p1", tracking_no=OTHER_NO)

    assert other.parcels[0].damaged == ()


def test_a_return_that_tells_of_the_same_units_stands_in_place_of_it() -> None:
    graded = changed(SetContents, BACK, damaged="1:1")
    received = goods_return(units=({"line": 1, "good": 1},))
    told = refunded_case(lines=units((1, 1)), returns=(received,), kind=CaseKind.REFUSED_DELIVERY)

    assert on_the_shelf(graded.model_copy(update={"cases": (told,)})) == 2


ONLY: dict[str, Any] = {"requested_fen": 5000, "applied_at": NOW - DAY}
FOR_CASE = f"What came back in parcel {TRACKING_NO} is received for case A1 (“Receive a return”)."


@pytest.mark.parametrize(
    ("given", "values", "said"),
    [
        pytest.param(
            back(state="returning"),
            {"damaged": "1:1"},
            f"What is in parcel {TRACKING_NO} is known: RICE-10 x2.",
            id="not back",
        ),
        pytest.param(
            BACK,
            {"damaged": "1:2", "missing": "1:1"},
            f"Of RICE-10 2 are in parcel {TRACKING_NO}, not 3.",
            id="more than it held",
        ),
        pytest.param(
            BACK, {"damaged": "2:1"}, "There is no line 2; there is: 1 (RICE-10).", id="no line"
        ),
        pytest.param(
            BACK,
            {},
            (
                f"What is in parcel {TRACKING_NO} is known: RICE-10 x2. Say what of it is damaged"
                " or missing."
            ),
            id="nothing said",
        ),
        pytest.param(
            BACK,
            {"lines": "1:1"},
            f"What is in parcel {TRACKING_NO} is known: RICE-10 x2.",
            id="what it held is known",
        ),
        pytest.param(
            BACK.with_case(case(**ONLY)), {"damaged": "1:1"}, FOR_CASE, id="a case takes it"
        ),
    ],
)
def test_what_cannot_have_been_found(given: Order, values: dict[str, str], said: str) -> None:
    given_values = {"parcel": "p1"} | values
    assert [one for _field, one in sentences(SetContents, given, given_values)] == [said]


def shared(*states: str) -> Order:
    """Two parcels of which nobody knows what is in which; the first has come back."""
    two = shipped(
        parcels=(
            parcel(source="platform"),
            parcel(OTHER_NO, id="p2", lines=(), source="platform"),
        )
    )
    return back(two)


def test_what_a_parcel_held_and_what_of_it_is_damaged_is_said_at_once() -> None:
    graded = changed(SetContents, shared(), parcel="p1", lines="1:1", damaged="1:1")

    assert [one.lines for one in graded.parcels] == [units((1, 1)), units((1, 1))]
    assert on_the_shelf(graded) == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(
            shared(),
            f"Parcel {OTHER_NO} is not back; what it holds is looked at once it is here.",
            id="the other one",
        ),
        pytest.param(
            shared().with_case(case(**ONLY)),
            FOR_CASE,
            id="of a case",
        ),
    ],
)
def test_what_is_of_no_case_and_back_is_looked_at(given: Order, said: str) -> None:
    number = "p1" if given.cases else "p2"
    values = {"parcel": number, "lines": "1:1", "damaged": "1:1"}

    assert sentences(SetContents, given, values) == [("damaged", said)]


def test_a_reissue_that_came_back_is_looked_at_too() -> None:
    one = units((1, 1))
    sent = parcel(OTHER_NO, id="p2", kind="reissue", reissue="n1", lines=one)
    about = {"id": "n1", "number": 1, "origin": "missing_goods", "reason": "少件"}
    reissue = Reissue(**about, lines=one, created_at=NOW - DAY, state="shipped", parcel="p2")
    missing = Loss(line=1, quantity=1, kind="missing", at=NOW - DAY, reissue="n1", parcel="p1")
    given = shipped(parcels=(parcel(), sent), reissues=(reissue,), losses=(missing,))
    here = changed(RecordTrace, given, parcel="p2", state="returned", at=AT)

    graded = changed(SetContents, here, parcel="p2", damaged="1:1")

    assert (on_the_shelf(here), on_the_shelf(graded)) == (1, 0)


def test_who_looks_for_a_case_is_told_where_it_is_said() -> None:
    assert ReceiveReturn.why_not(BACK, context()) == (
        "This order has no after-sales case. What the carrier brought back is looked at with “Set"
        " the contents of a parcel”."
    )
    assert ReceiveReturn.why_not(shipped(), context()) == "This order has no after-sales case."
