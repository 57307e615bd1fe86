"""What had gone by the word "refunded" alone, beside the money of cases that come later."""

from datetime import datetime
from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import AfterSales, Fulfilment, Source
from store.models.first_import import FirstImport
from store.models.order import Order
from store.rules.order.ledger import units_to_ship
from tests.build import (
    DAY,
    HOUR,
    NOW,
    case,
    facts,
    known,
    money_back,
    order,
    refunded_case,
    shipped,
)
from tests.rules.met_exports import after_case, after_import
from tests.rules.sub_orders import BAG, BOTTLE, row_of

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


ASKED_AT, WORD_AT = NOW - DAY, NOW - 2 * HOUR
"""The buyer asked for 45.00 of 50.00, and 退款成功 came without an amount, from a later file."""
SAID_SINCE = {"made_after": WORD_AT, "imported": FirstImport(number=3, at=WORD_AT)}


def asks(fen: int, at: datetime = ASKED_AT, **changes: Any) -> AfterSalesCase:
    """What a row shows that the buyer asks for, since when they applied."""
    times = {"applied_at": at, "as_of": at, "source": Source.PLATFORM}
    return case(requested_fen=fen, platform_fen=fen, **(times | changes))


@pytest.mark.parametrize(
    ("rows", "told", "most"),
    [
        pytest.param([asks(4500)], {}, 4500, id="what it asked for"),
        pytest.param(
            [asks(4500), asks(3000, as_of=ASKED_AT + HOUR, latest_at=ASKED_AT + HOUR)],
            {},
            4500,
            id="the most, where it asked for less since",
        ),
        pytest.param([asks(4500), asks(2000, id="A2")], {}, 5000, id="another case may be meant"),
        pytest.param([asks(0, kind="exchange")], {}, 5000, id="it named no money"),
        pytest.param([asks(4500, WORD_AT + HOUR / 2)], {}, 5000, id="it was applied for since"),
        pytest.param(
            [asks(4500, state="closed", outcome="withdrawn")], {}, 5000, id="it had ended"
        ),
        pytest.param([], {}, 5000, id="no file had told of it"),
        pytest.param(
            [asks(4500)], {"made_after": None}, 5000, id="nobody knows when the word was said"
        ),
    ],
)
@pytest.mark.parametrize("fulfilment", [Fulfilment.TO_SHIP, Fulfilment.SHIPPED])
def test_once_the_buyer_applies_anew_no_more_is_estimated_than_the_case_had_asked_for(
    rows: list[AfterSalesCase], told: dict[str, Any], most: int, fulfilment: Fulfilment
) -> None:
    given = order() if fulfilment is Fulfilment.TO_SHIP else shipped()
    given = estimated(after_case(given, *rows), fulfilment, **(SAID_SINCE | told))
    assert money(given) == [(5000, True)]

    there = after_case(given, asks(500, APPLIED_AT))

    assert money(there) == [(most, True)]
    assert units_to_ship(there) == 0
    assert money(after_case(there, asks(300, APPLIED_AT))) == [(most, True)]


@pytest.mark.parametrize(
    ("refunded", "most"),
    [
        pytest.param("A", 1500, id="of the one that it is about"),
        pytest.param("AB", 8000, id="in one sum with another"),
    ],
)
def test_of_sub_orders_it_is_so_of_what_is_estimated_for_its_own_alone(
    refunded: str, most: int
) -> None:
    given = after_case(order(BAG, BOTTLE), asks(1500), line_no="A")
    to_ship = {"fulfilment": Fulfilment.TO_SHIP}
    told = facts(
        *(row_of(one, refunded=one.line_no in refunded, **to_ship) for one in given.lines),
        money=given.money,
        after_sales=AfterSales.REFUNDED,
        knowledge=known(NOW - HOUR, 5).model_copy(update=SAID_SINCE),
    )

    there = after_case(after_import(given, told), asks(500, APPLIED_AT), line_no="A")

    assert money(there) == [(most, True)]
