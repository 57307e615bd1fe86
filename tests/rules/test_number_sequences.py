"""Mistyped numbers through any sequence of parcels, exports and reissues.

Each parcel that really leaves has one true number, which the platform's exports show; what was
typed for it here may be another. Once every number is right, here is just what really left.
"""

from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput, Refused
from store.models.order import Order
from store.models.product import Product
from store.rules.action.base import Action
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.correct_tracking import CorrectTracking
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.parcels.joining import one_with
from store.rules.platform.judging import judged
from store.rules.platform.two_sources import merge_order
from store.rules.stock.left_there import moves_of
from tests.build import NOW, SHOP, context, do, gone, known, line, line_facts, order
from tests.examples import examples
from tests.rules.shelf import brought_in

ORDERED, ON_HAND = 4, 100


class Left(NamedTuple):
    """A parcel that really left: what was typed for it, its true number, and how many units."""

    typed: str
    true: str
    units: int
    again: bool


class Shop:
    """One order of four bags, what really left of it, and what the platform has shown."""

    def __init__(self) -> None:
        self.order = order(line(ordered=ORDERED, amount_fen=8000))
        self.rice = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=ON_HAND)
        self.left: list[Left] = []
        self._exports = 0

    def act(self, action: type[Action[Order]], **values: str) -> bool:
        """Was it done? What is refused changes nothing."""
        asked = context(products=(self.rice,), beside=self.order)
        refused = action.why_not(self.order, asked)
        if refused:
            return False
        try:
            outcome = do(action, self.order, asked, **values)
        except (Refused, BadInput):
            return False
        for one in outcome.documents:
            if isinstance(one, Order):
                self.order = one
            elif isinstance(one, Product):
                self.rice = one
        self.check()
        return True

    def ship(self, units: int, mistyped: bool) -> None:
        self._leave(Ship, units, mistyped=mistyped, again=False, lines=f"1:{units}")

    def send_again(self, units: int, mistyped: bool) -> None:
        if self.act(CreateReissue, origin="lost_parcel", reason="丢件", lines=f"1:{units}"):
            reissue = self.order.reissues[-1]
            self._leave(ShipReissue, units, mistyped=mistyped, again=True, reissue=reissue.id)

    def _leave(
        self, action: type[Action[Order]], units: int, *, mistyped: bool, again: bool, **values: str
    ) -> None:
        number = len(self.left)
        true, typed = f"YT{1000000000000 + number}", f"YT{2000000000000 + number}"
        typed = typed if mistyped else true
        if self.act(action, tracking_no=typed, **values):
            self.left.append(Left(typed, true, units, again))

    def see(self, number: int, state: str) -> None:
        """A scan of one of the numbers that stand here."""
        if self.order.parcels:
            parcel = self.order.parcels[number % len(self.order.parcels)]
            self.act(RecordTrace, parcel=parcel.id, state=state)

    def show(self, number: int) -> None:
        """A newer export shows the first so many that left, under their true numbers."""
        shown = [one.true for one in self.left][: number + 1]
        if not shown:
            return
        self._exports += 1
        said = gone(
            *shown,
            lines=(line_facts(ordered=ORDERED, amount_fen=8000),),
            knowledge=known(NOW, 3),
        )
        before, beside = self.order, context(beside=self.order)
        self.order = judged(merge_order(before, said, SHOP, beside).order, beside, "import")
        moved = sum(moves_of(before, self.order).values())
        self.rice = self.rice.model_copy(update={"on_hand": (self.rice.on_hand or 0) + moved})
        self.check()

    def correct(self, number: int) -> None:
        """Where the export shows another parcel for one that left here, its number is corrected."""
        if self.left:
            one = self.left[number % len(self.left)]
            wrong = next((x for x in self.order.parcels if x.tracking_no == one.typed), None)
            if wrong and one_with(self.order, wrong, one.true):
                done = self.act(CorrectTracking, parcel=wrong.id, tracking_no=one.true)
                assert done or not self.is_about_numbers

    @property
    def is_about_numbers(self) -> bool:
        """Is all that contradicts there because of mistyped numbers?"""
        kinds = {one.kind for one in self.order.open_discrepancies}
        return kinds <= {"goods", "reissue_there"}

    def check(self) -> None:
        """What holds after every step: too many units are told of, none is sent again twice."""
        told = {(each.kind, each.line) for each in self.order.open_discrepancies}
        (ledger,) = line_ledgers(self.order)
        assert ledger.to_ship >= 0 or ("goods", 1) in told
        # What was sent again, and is found, has gone twice.
        assert ledger.reissuable >= 0 or "found" in {one.kind for one in self.order.discrepancies}

    def check_all_right(self) -> None:
        """Once every number is right, here is what really left, once, and nothing contradicts."""
        for _again in range(2):
            self.show(len(self.left))
            for number in range(len(self.left)):
                self.correct(number)
        # What was sent again of goods that never left stays contradicted.
        if not self.is_about_numbers or (self.order.reissues and self.order.open_discrepancies):
            return
        assert not self.order.open_discrepancies
        here = sorted((one.tracking_no, one.kind == "reissue") for one in self.order.parcels)
        assert here == sorted((one.true, one.again) for one in self.left)
        (ledger,) = line_ledgers(self.order)
        assert ledger.shipped == sum(one.units for one in self.left if not one.again)
        gone_out = sum(one.units for one in self.left)
        assert self.rice.on_hand == ON_HAND - gone_out + brought_in(self.order)["RICE-10"]
        before = self.order
        self.show(len(self.left))
        assert self.order == before


UNITS, WHICH = st.integers(1, ORDERED), st.integers(0, 5)
STATES = st.sampled_from(["picked_up", "abnormal", "returned", "delivered"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ship"), UNITS, st.booleans()),
        st.tuples(st.just("send_again"), UNITS, st.booleans()),
        st.tuples(st.just("see"), WHICH, STATES),
        st.tuples(st.just("show"), WHICH),
        st.tuples(st.just("correct"), WHICH),
    ),
    max_size=9,
)


@settings(max_examples=examples(1500))
@given(STEPS)
def test_right_numbers_leave_what_really_left(steps: list[tuple[Any, ...]]) -> None:
    shop = Shop()
    for name, *about in steps:
        getattr(shop, name)(*about)
    shop.check_all_right()
