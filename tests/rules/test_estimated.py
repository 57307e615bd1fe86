"""What had gone by the word "refunded" alone, beside the money of cases that come later."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Fulfilment
from store.models.first_import import FirstImport
from store.models.order import Order
from store.rules.order.ledger import units_to_ship
from tests.build import DAY, HOUR, NOW, known, money_back, order, refunded_case, shipped
from tests.rules.met_exports import after_case, after_import

APPLIED_AT, PAID_AT = NOW + 2 * HOUR, NOW + 4 * HOUR
BEFORE, SINCE = APPLIED_AT - HOUR, APPLIED_AT + HOUR
BESIDE, ITS = [(3000, True), (2000, False)], [(2000, False)]
"""No more than is left beside the 20.00 of the case; or it was that, and never more."""


def estimated(given: Order, fulfilment: Fulfilment, **told: Any) -> Order:
    """All of 50.00 went back, by an order export that was made or came then."""
    knowledge = known(NOW - HOUR, 5).model_copy(update=told)
    return after_import(given, money_back(fulfilment, knowledge=knowledge))


def gave(fen: int, **changes: Any) -> AfterSalesCase:
    """A case that was applied for then, and gave so much."""
    times = {"applied_at": APPLIED_AT, "closed_at": PAID_AT, "as_of": PAID_AT}
    return refunded_case(refunded_fen=fen, **(times | changes))


def money(given: Order) -> list[tuple[int, bool]]:
    return [(one.amount_fen, one.estimated) for one in given.refunds]


@pytest.mark.parametrize(
    ("told", "gone"),
    [
        pytest.param({"exported_at": BEFORE}, BESIDE, id="made before the buyer applied"),
        pytest.param({"imported": FirstImport(number=3, at=BEFORE)}, BESIDE, id="here by then"),
        pytest.param({"exported_at": SINCE}, ITS, id="made since"),
        pytest.param({"imported": FirstImport(number=3, at=SINCE)}, ITS, id="it came since"),
        pytest.param(
            {"exported_at": BEFORE, "imported": FirstImport(number=3, at=SINCE)},
            BESIDE,
            id="made before, and here since",
        ),
        pytest.param({}, ITS, id="nobody knows when"),
    ],
)
@pytest.mark.parametrize("fulfilment", [Fulfilment.TO_SHIP, Fulfilment.SHIPPED])
def test_what_had_gone_before_the_buyer_applied_is_none_of_what_the_case_gives(
    told: dict[str, Any], gone: list[tuple[int, bool]], fulfilment: Fulfilment
) -> None:
    given = order() if fulfilment is Fulfilment.TO_SHIP else shipped()
    paid = gave(2000)

    there = after_case(estimated(given, fulfilment, **told), paid)

    assert money(there) == gone
    assert units_to_ship(there) == 0
    assert not there.open_discrepancies
    assert after_case(there, paid) == there


def test_the_case_of_what_had_gone_takes_its_place_whenever_it_comes() -> None:
    given = estimated(shipped(), Fulfilment.SHIPPED, exported_at=BEFORE)
    first = refunded_case(refunded_fen=1500, applied_at=BEFORE - DAY, closed_at=BEFORE - HOUR)

    there = after_case(given, gave(2000, id="A2"), first)

    assert sorted(money(there)) == [(1500, False), (2000, False)]


def test_nothing_stays_estimated_where_the_case_gave_all_that_was_left() -> None:
    given = estimated(shipped(), Fulfilment.SHIPPED, exported_at=BEFORE)

    there = after_case(given, gave(5000))

    assert money(there) == [(5000, False)]
