"""SetStock: what is really there of a SKU, as somebody counted it."""

import pytest

from store.errors import BadInput
from store.models.product import Product
from store.rules.actions.set_stock import SetStock
from tests.build import SHOP, context, do

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米")
COUNTED = RICE.model_copy(update={"on_hand": 12})


def test_stock_may_always_be_counted() -> None:
    assert SetStock.why_not(RICE, context()) is None


@pytest.mark.parametrize(("text", "units"), [("0", 0), ("1,200", 1200), ("３６", 36)])
def test_the_count_is_what_is_there(text: str, units: int) -> None:
    assert do(SetStock, COUNTED, on_hand=text).documents == (
        RICE.model_copy(update={"on_hand": units}),
    )


def test_the_last_count_is_suggested() -> None:
    assert SetStock.suggest(COUNTED, context()) == {"on_hand": "12"}
    assert SetStock.suggest(RICE, context()) == {}


@pytest.mark.parametrize("text", ["-1", "3.5", "12,5", "many", "1234567890"])
def test_a_count_that_cannot_be(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        SetStock.read({"on_hand": text}, RICE)

    assert caught.value.sentence == f"{text} is no count; a whole number from 0 is expected."
