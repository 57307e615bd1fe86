"""The list of stock: each product beside what orders ask of it, searched and sorted."""

import pytest

from store.models.axes import Payment
from store.models.product import Product
from store.reading.stock import Stock, StockRow, waiting_for
from store.repository import Repository
from store.rules.stock.products import plan
from store.search.stock_list import STOCK
from tests.build import DAY, NOW, OIL, SHOP, keep, line, order, parcel, shipped, stock_out, units

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=3)
OIL_HERE = Product(shop=SHOP, sku="OIL-5", name="菜籽油", on_hand=12)
TEA = Product(shop=SHOP, sku="TEA", name="普洱茶", on_hand=90, delisted_at=NOW, delisted_by="li")
PEARS = Product(shop=SHOP, sku="PEARS 5 kg", name="梨")


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Seven bags of rice and a bottle of oil have to leave, of three bags and twelve bottles."""
    keep(
        repository,
        *(RICE, OIL_HERE, TEA, PEARS),
        order(order_no=number(1), ordered_at=NOW - DAY),
        order(line(ordered=4), OIL, order_no=number(2), ordered_at=NOW - DAY),
        order(
            line(ordered=3),
            order_no=number(3),
            ordered_at=NOW - 2 * DAY,
            parcels=(parcel(lines=units((1, 2))),),
        ),
        order(line(ordered=9), order_no=number(4), platform_payment=Payment.UNPAID),
        shipped(line(sku="TEA", ordered=14), order_no=number(5), ordered_at=NOW - 6 * DAY),
        shipped(line(sku="TEA", ordered=30), order_no=number(6), ordered_at=NOW - 20 * DAY),
    )
    return repository


def number(place: int) -> str:
    return f"261120-{place:015}"


def stock_of(shop: Repository, sku: str) -> StockRow:
    return next(row for row in Stock(shop).rows if row.product.sku == sku)


def found(shop: Repository, text: str, sort: str = "lasts") -> list[str]:
    return [row.product.sku for row in Stock(shop).find(shop.parsed(text, STOCK), sort)]


def test_units_are_counted_that_were_paid_for_and_have_not_left(shop: Repository) -> None:
    rice, oil, tea = (stock_of(shop, sku) for sku in ("RICE-10", "OIL-5", "TEA"))

    assert (rice.owed, rice.orders, rice.missing) == (7, 3, 4)
    assert (oil.owed, oil.orders, oil.missing, oil.sellable) == (1, 1, 0, 11)
    assert (tea.owed, tea.orders) == (0, 0)


def test_the_pace_is_that_of_a_week(shop: Repository) -> None:
    assert stock_of(shop, "TEA").pace == 2
    assert stock_of(shop, "RICE-10").pace * 7 == 2 + 4 + 3


def test_the_pace_of_a_shop_of_two_days_is_that_of_two_days(repository: Repository) -> None:
    keep(repository, RICE, order(ordered_at=NOW - 2 * DAY))

    assert stock_of(repository, "RICE-10").pace == 1


def test_what_is_approved_as_out_of_stock_waits_no_more(repository: Repository) -> None:
    approved = stock_out(state="approved", ruled_at=NOW)
    keep(repository, RICE, order(stock_outs=(approved,)))

    assert stock_of(repository, "RICE-10").owed == 0


def test_what_nobody_has_counted_has_no_outlook(shop: Repository) -> None:
    pears = stock_of(shop, "PEARS 5 kg")

    assert (pears.outlook, pears.sellable, pears.missing) == (None, None, 0)


def test_blanks_in_a_sku_make_no_difference(repository: Repository) -> None:
    keep(repository, PEARS, order(line(sku="PEARS  5 kg")))

    assert stock_of(repository, "PEARS 5 kg").owed == 2


def test_it_says_the_same_as_the_form_that_sets_the_stock(shop: Repository) -> None:
    context = shop.context()
    for row in Stock(shop).rows:
        product = shop.product(SHOP, row.product.sku)
        assert product
        assert (row.outlook.plan if row.outlook else None) == plan(product, context)


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ("", ["RICE-10", "TEA", "OIL-5", "PEARS 5 kg"]),
        ("short", ["RICE-10"]),
        ("!short", ["TEA", "OIL-5", "PEARS 5 kg"]),
        ("to-ship", ["RICE-10", "OIL-5"]),
        ("to-ship !short", ["OIL-5"]),
        ("unshipped:>1", ["RICE-10"]),
        ("sold:>=2", ["TEA"]),
        ("sellable:>10", ["TEA", "OIL-5"]),
        ("onsale:no", ["TEA"]),
        ("菜籽油", ["OIL-5"]),
        ("stock:>5 to-ship", ["OIL-5"]),
        ("restock", ["RICE-10"]),
    ],
)
def test_it_is_searched_by_what_is_counted_and_by_what_a_product_says(
    shop: Repository, text: str, skus: list[str]
) -> None:
    stock = Stock(shop)

    assert found(shop, text) == skus
    assert stock.counts([shop.parsed(text, STOCK)]) == (len(skus),)


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("lasts", "RICE-10"),
        ("-lasts", "OIL-5"),
        ("-unshipped", "RICE-10"),
        ("-sold", "TEA"),
        ("stock", "RICE-10"),
        ("-stock", "TEA"),
        ("sku", "OIL-5"),
    ],
)
def test_it_is_sorted(shop: Repository, sort: str, first: str) -> None:
    assert found(shop, "", sort)[0] == first
    assert "lasts" not in sort or found(shop, "", sort)[-1] == "PEARS 5 kg"


def test_what_is_short_stands_first_then_what_waits_and_nobody_has_counted(
    shop: Repository,
) -> None:
    none_left = Product(shop=SHOP, sku="EMPTY", name="糯米", on_hand=0)
    wanted = order(line(sku="EMPTY", ordered=24), order_no=number(7), ordered_at=NOW - DAY)
    pears = order(line(sku="PEARS 5 kg", ordered=9), order_no=number(8), ordered_at=NOW - DAY)
    keep(shop, none_left, wanted, pears)

    assert found(shop, "") == ["EMPTY", "RICE-10", "PEARS 5 kg", "TEA", "OIL-5"]
    assert found(shop, "short") == ["EMPTY", "RICE-10"]


def test_what_has_still_to_be_made_stands_behind_what_is_short(shop: Repository) -> None:
    made = Product(shop=SHOP, sku="CAKE", name="鲜花饼", on_hand=0, per_day_made=30)
    wanted = order(line(sku="CAKE", ordered=24), order_no=number(7), ordered_at=NOW - DAY)
    keep(shop, made, wanted)

    row = stock_of(shop, "CAKE")
    assert row.outlook
    assert (row.missing, row.outlook.to_make) == (0, 24)
    assert next(row.outlook.sentences(())) == (
        "24 that orders wait for are not there; made in time at 30 a day."
    )
    assert found(shop, "") == ["RICE-10", "CAKE", "TEA", "OIL-5", "PEARS 5 kg"]


def test_what_was_found_is_there_as_a_list_asks_for_it(shop: Repository) -> None:
    rows = Stock(shop).find(shop.parsed("to-ship", STOCK), "lasts")

    assert (len(rows), rows.count, rows.loaded, rows.counted(), rows.total) == (2, 2, 2, 2, 4)
    assert [row.product.sku for row in rows.window(1, 9)] == ["OIL-5"]
    assert rows.position(f"{SHOP}:OIL-5") == 1
    assert rows.position(f"{SHOP}:TEA") is None


def test_the_orders_that_wait_for_a_sku_are_those_from_which_it_has_not_left(
    repository: Repository,
) -> None:
    oil_left = parcel(lines=units((2, 1)))
    keep(
        repository,
        order(line(), OIL, order_no=number(1)),
        order(line(), OIL, order_no=number(2), parcels=(oil_left,)),
    )

    found = waiting_for(repository, repository, "waits:OIL-5", "OIL-5")
    assert [one.key.rpartition(":")[2] for one in found] == [number(1)]
    assert len(repository.search("sku:OIL-5 to-ship")) == 2
    assert len(repository.search("waits:OIL-5")) == 1


def test_its_query_finds_exactly_the_orders_that_are_counted(repository: Repository) -> None:
    keep(
        repository,
        *(RICE, OIL_HERE, PEARS.model_copy(update={"sku": "RICE 10|A"})),
        order(line(), OIL, order_no=number(1), parcels=(parcel(lines=units((2, 1))),)),
        order(line(), OIL, order_no=number(2)),
        order(order_no=number(3), stock_outs=(stock_out(state="approved", ruled_at=NOW),)),
        order(order_no=number(4), stock_outs=(stock_out(),)),
        order(order_no=number(5), platform_payment=Payment.DEPOSIT),
        order(order_no=number(6), platform_payment=Payment.UNPAID),
        order(line(sku="RICE 10|A"), order_no=number(7)),
    )

    stock = Stock(repository)
    found = {
        row.product.sku: {one.order_no for one in repository.search(stock.query_of(row))}
        for row in stock.rows
    }
    assert found == {
        "RICE-10": {*map(number, (1, 2, 4, 5))},
        "OIL-5": {number(2)},
        "RICE 10|A": {number(7)},
    }
    assert {row.product.sku: row.orders for row in stock.rows} == {
        "RICE-10": 4,
        "OIL-5": 1,
        "RICE 10|A": 1,
    }


def test_what_is_under_review_is_that_of_the_sku_alone(repository: Repository) -> None:
    reviewed = stock_out(lines=units((2, 1)))
    keep(repository, order(line(ordered=4), OIL, stock_outs=(reviewed,)))

    def waits(sku: str) -> list[tuple[int, int]]:
        found = waiting_for(repository, repository, f"waits:{sku}", sku)
        return [(one.units, one.under_review) for one in found]

    assert waits("OIL-5") == [(1, 1)]
    assert waits("RICE-10") == [(4, 0)]


def test_what_the_shop_sells_under_a_name_is_found_in_every_specification(
    repository: Repository,
) -> None:
    keep(
        repository,
        Product(shop=SHOP, sku="RICE-5", name="东北大米", spec="5kg"),
        Product(shop=SHOP, sku="RICE", name="东北大米"),
        Product(shop=SHOP, sku="NOODLE", name="东北大米线", spec="1kg"),
        Product(shop=SHOP, sku="SCOOP", name="东北大米 量杯"),
        Product(shop=SHOP, sku="SACK", name="", spec="东北大米"),
        Product(shop="茶铺", sku="RICE-2", name="东北大米", spec="2kg"),
    )
    named = repository.context().lookup.products_named

    assert {one.sku for one in named(SHOP, {"东北大米", ""})} == {"RICE-5", "RICE"}
    assert not [*named(SHOP, {""})]


def test_a_price_difference_is_no_goods_and_waits_for_nothing(repository: Repository) -> None:
    paid = line(sku="DIFF-1", name="补差价专拍 ¥1", ordered=36)
    keep(repository, Product(shop=SHOP, sku="DIFF-1", name="补差价专拍 ¥1"), order(paid))

    (row,) = Stock(repository).rows
    assert (row.is_goods, row.owed, row.orders, row.outlook) == (False, 0, 1, None)


def test_whose_a_sku_is_is_said_where_the_products_are_of_several_shops(
    repository: Repository,
) -> None:
    keep(repository, RICE)
    assert [row.shop for row in Stock(repository).rows] == [""]

    keep(repository, RICE.model_copy(update={"shop": "油坊"}))
    assert {row.shop for row in Stock(repository).rows} == {SHOP, "油坊"}
