"""退款成功 without an amount, of goods that are to ship still: the desk asks how much it was."""

import pytest

from store.models.axes import AfterSales
from store.models.order import Order
from store.rules.obligations.desk import discrepancies
from store.rules.order.ledger import units_to_ship
from store.rules.parcels.actions.ship import Ship
from store.rules.platform.actions.resolve_discrepancy import ResolveDiscrepancy
from store.rules.platform.discrepancies.explaining import explain
from tests.build import DAY, NOW, changed, context, facts, order, refund, refunded_case, shipped
from tests.rules.met_exports import after_case, after_import
from tests.rules.sub_orders import BAG, BOTTLE, after_word, opened

WORD = facts(after_sales=AfterSales.REFUNDED, ship_by_deadline=NOW + DAY)
"""待发货 beside 售后状态 退款成功: both bags are to ship, and some of their money went."""
PARTLY = after_word(order(BAG, BOTTLE), partly="B")
"""The same of one of two sub-orders."""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(
            after_import(order(), WORD),
            "The platform says 退款成功 without an amount, so that up to 50.00 have gone back, and"
            " RICE-10 x2 waits for how much it was. Import the after-sales export, which says it;"
            " where it is all of their money, resolve this, and they stay here.",
            id="the whole order",
        ),
        pytest.param(
            PARTLY,
            "The platform says 退款成功 without an amount, so that up to 30.00 have gone back, and"
            " OIL-5 x1 waits for how much it was. Import the after-sales export, which says it;"
            " where it is all of their money, resolve this, and they stay here.",
            id="one sub-order",
        ),
    ],
)
def test_goods_that_wait_for_an_amount_alone_are_asked_about_by_the_time_they_have_to_leave(
    given: Order, said: str
) -> None:
    (asked,) = given.open_discrepancies
    (owed,) = discrepancies(given, context().policy)

    assert explain(given, asked) == said
    assert (owed.due_at, owed.at_zero) == (
        given.ship_by_deadline,
        "if only a part of the money has gone, its goods are late",
    )


def test_other_sub_orders_ship_meanwhile() -> None:
    assert Ship.why_not(PARTLY, context()) is None
    assert units_to_ship(PARTLY) == 1


@pytest.mark.parametrize(
    ("fen", "left"), [pytest.param(2000, 2, id="a part"), pytest.param(5000, 0, id="all of it")]
)
def test_the_case_says_how_much_it_was_and_nothing_is_asked_any_more(fen: int, left: int) -> None:
    given = after_import(order(), WORD)

    after = after_case(given, refunded_case(refunded_fen=fen, unshipped=True))

    assert (opened(after), units_to_ship(after)) == ([], left)


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(after_import(shipped(), WORD), id="the goods had left"),
        pytest.param(after_import(order(refunds=(refund(),)), WORD), id="an amount is known"),
        pytest.param(after_word(order(BAG, BOTTLE), "B"), id="closed, so that nothing waits"),
        pytest.param(
            changed(
                ResolveDiscrepancy,
                after_import(order(), WORD),
                discrepancy=after_import(order(), WORD).open_discrepancies[0].id,
                reason="全部退款",
            ),
            id="somebody says that it was all",
        ),
    ],
)
def test_nothing_is_asked_where_no_goods_wait_for_it(given: Order) -> None:
    assert opened(given) == []
