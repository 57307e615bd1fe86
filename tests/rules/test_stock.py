"""Stock: how many of a SKU can be on sale and still go out in time."""

import pytest

from store.rules.stock import StockPlan


def stock(**changes: int | None) -> StockPlan:
    """20 on hand, 10 made and 15 shipped a day, two days, 5 owed to 3 orders."""
    given = {"on_hand": 20, "made": 10, "shipped": 15, "days": 2, "owed": 5, "orders": 3}
    return StockPlan(sku="RICE-10", **(given | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "sellable", "missing"),
    [
        pytest.param(stock(), 25, 0, id="what can be shipped is less than what is there"),
        pytest.param(stock(shipped=30), 35, 0, id="what is there is less"),
        pytest.param(stock(shipped=None), 35, 0, id="nobody has said what can be shipped"),
        pytest.param(stock(made=0), 15, 0, id="nothing is made"),
        pytest.param(stock(owed=40), 0, 0, id="all of it is owed"),
        pytest.param(stock(owed=42), 0, 2, id="more is owed than will be there"),
        pytest.param(stock(on_hand=0, made=0), 0, 5, id="nothing is there"),
    ],
)
def test_what_can_be_on_sale(given: StockPlan, sellable: int, missing: int) -> None:
    assert (given.sellable, given.missing) == (sellable, missing)


def test_the_arithmetic_names_every_number() -> None:
    assert tuple(stock().sentences()) == (
        (
            "25 of RICE-10 can be on sale: 20 on hand + 10 made a day x 2 days = 40, of which 15"
            " shipped a day x 2 days = 30 can go out in time, less 5 owed to open orders (orders:"
            " 3)."
        ),
    )


def test_what_is_missing_for_waiting_orders_is_said() -> None:
    assert tuple(stock(shipped=None, owed=42).sentences()) == (
        (
            "0 of RICE-10 can be on sale: 20 on hand + 10 made a day x 2 days = 40, less 42 owed to"
            " open orders (orders: 3)."
        ),
        (
            "2 of RICE-10 are missing for orders that wait already: make more in time, or take it"
            " off sale (delist-product) and apply for out-of-stock (apply-stock-out)."
        ),
    )
