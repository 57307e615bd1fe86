"""SetStock: what is really there of a SKU, as somebody counted it."""

import pytest
from msgspec.structs import replace

from store.errors import BadInput
from store.models.product import Product
from store.policy import load_policy
from store.rules.action.frame import read_values
from store.rules.stock.actions.set_stock import SetStock
from store.rules.stock.products import plan
from tests.build import NOW, OIL, SHOP, context, do, line, order

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米")
COUNTED = RICE.model_copy(update={"on_hand": 12})


def test_stock_may_always_be_counted() -> None:
    assert SetStock.why_not(RICE, context()) is None


@pytest.mark.parametrize(("text", "units"), [("0", 0), ("1,200", 1200), ("３６", 36)])
def test_the_count_is_what_is_there(text: str, units: int) -> None:
    assert do(SetStock, COUNTED, on_hand=text).documents == (
        RICE.model_copy(update={"on_hand": units, "counted_at": NOW}),
    )


def test_the_last_count_is_suggested() -> None:
    made = COUNTED.model_copy(update={"per_day_made": 3, "per_day_shipped": 5})

    assert SetStock.suggest(COUNTED, context()) == {"on_hand": "12"}
    assert SetStock.suggest(RICE, context()) == {}
    assert SetStock.suggest(made, context()) == {
        "on_hand": "12",
        "per_day_made": "3",
        "per_day_shipped": "5",
    }


@pytest.mark.parametrize("text", ["-1", "3.5", "12,5", "many", "1234567890"])
def test_a_count_that_cannot_be(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(SetStock, {"on_hand": text}, RICE)

    assert caught.value.sentence == f"{text} is no count; a whole number from 0 is expected."


def test_what_is_left_out_stays_as_it_is() -> None:
    (after,) = do(SetStock, COUNTED, per_day_made="3", per_day_shipped="0").documents

    assert after == COUNTED.model_copy(update={"per_day_made": 3, "per_day_shipped": 0})


def test_at_least_one_number_is_needed() -> None:
    with pytest.raises(BadInput) as caught:
        read_values(SetStock, {}, RICE)

    assert caught.value.sentence == "On hand, made a day or shipped a day is needed."


def test_what_can_be_on_sale_is_said_with_its_arithmetic() -> None:
    waiting = order(line(), OIL)
    values = {"on_hand": "20", "per_day_made": "10", "per_day_shipped": "15"}

    outcome = do(SetStock, RICE, context(waiting), **values)

    (after,) = outcome.documents
    assert isinstance(after, Product)
    assert outcome.said == SetStock.background(after, context(waiting))
    assert outcome.said == (
        (
            "28 of RICE-10 can be on sale: 20 on hand + 10 made a day x 2 days = 40, of which 15"
            " shipped a day x 2 days = 30 can go out in time, less 2 owed to open orders (orders:"
            " 1)."
        ),
    )


def test_before_anybody_has_counted_nothing_is_suggested() -> None:
    assert SetStock.background(RICE, context()) == ()
    assert do(SetStock, RICE, per_day_made="3").said == ()


@pytest.mark.parametrize(
    ("value", "unit", "days"),
    [(3, "days", 3), (72, "hours", 3), (60, "hours", 2), (12, "hours", 1)],
)
def test_a_plan_reaches_as_far_as_the_shops_own_rule(value: float, unit: str, days: int) -> None:
    own = [
        replace(one, value=value, unit=unit, own=True)
        for one in load_policy().rules
        if one.name == "ship_by"
    ]
    given = replace(context(), policy=load_policy().with_own(tuple(own)))

    found = plan(COUNTED, given)

    assert found
    assert found.days == days
