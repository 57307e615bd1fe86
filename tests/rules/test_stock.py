"""Stock: what leaves here is taken out, what comes back unharmed is put back, once each."""

import pytest

from store.models.order import Order
from store.models.product import Product
from store.rules.action.base import Action, Outcome
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from tests.build import OTHER_NO, SHOP, TRACKING_NO, changed, context, do, order, shipped

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)


def on_hand(outcome: Outcome) -> list[int | None]:
    """The stock after an action, where it moved."""
    return [one.on_hand for one in outcome.documents if isinstance(one, Product)]


def act(action: type[Action[Order]], given: Order, rice: Product = RICE, **values: str) -> Outcome:
    return do(action, given, context(products=(rice,), beside=given), **values)


def test_a_parcel_takes_its_units_out() -> None:
    assert on_hand(act(Ship, order(), tracking_no=TRACKING_NO)) == [8]
    assert on_hand(act(Ship, order(), tracking_no=TRACKING_NO, lines="1:1")) == [9]


@pytest.mark.parametrize(
    ("counted", "left"),
    [
        pytest.param(None, [], id="nobody has counted"),
        pytest.param(1, [0], id="counted too few"),
    ],
)
def test_stock_is_never_guessed_and_never_below_zero(
    counted: int | None, left: list[int | None]
) -> None:
    rice = RICE.model_copy(update={"on_hand": counted})

    assert on_hand(act(Ship, order(), rice, tracking_no=TRACKING_NO)) == left


def test_what_the_carrier_brings_back_is_put_back_once() -> None:
    stopped = changed(InterceptParcel, shipped())
    back = act(RecordIntercept, stopped, outcome="returned")
    (after,) = (one for one in back.documents if isinstance(one, Order))

    assert on_hand(back) == [12]
    assert on_hand(act(RecordIntercept, stopped, outcome="failed")) == []
    assert on_hand(act(RecordTrace, shipped(), state="returned")) == [12]
    again = act(CreateReissue, after, origin="intercepted", reason="重发")
    assert on_hand(again) == []
    (reissued,) = (one for one in again.documents if isinstance(one, Order))
    assert on_hand(act(ShipReissue, reissued, tracking_no=OTHER_NO)) == [8]


def test_lost_goods_are_not_put_back() -> None:
    assert on_hand(act(CreateReissue, shipped(), origin="lost_parcel", reason="丢件")) == []
