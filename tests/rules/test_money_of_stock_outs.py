"""Money of stock-outs: money without units that is just the price of what is out of stock."""

from datetime import datetime

import pytest

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Source
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.refund import Refund, RefundLine
from store.rules.money.money_of_stock_outs import with_stock_out_units
from store.rules.order.ledger import line_ledgers
from store.rules.stock.stock_out import units_out_of_stock
from tests.build import (
    DAY,
    FIRST_BAG,
    NOW,
    OIL,
    case,
    line,
    order,
    parcel,
    refund,
    refunded_case,
    stock_out,
    units,
)

BAGS = line(ordered=4, amount_fen=10000)
"""Four bags of rice for 25.00 each."""
BEFORE = NOW - 2 * DAY


def out_of_stock(
    *refunds: Refund,
    goods: tuple[LineQuantity, ...] = units((1, 2)),
    cases: tuple[AfterSalesCase, ...] = (),
    has_left: bool = True,
    **changes: object,
) -> Order:
    """Of the bags two are out of stock by verdict, and one has left."""
    ruled = stock_out(**({"state": "approved", "ruled_at": NOW, "lines": goods} | changes))
    left = (FIRST_BAG,) if has_left else ()
    return order(BAGS, OIL, stock_outs=(ruled,), parcels=left, refunds=refunds, cases=cases)


def paid(fen: int, number: str = "r1", **changes: object) -> Refund:
    return refund(**({"id": number, "amount_fen": fen, "state": "done"} | changes))


IN_PARTS = (paid(1500), paid(3500, "r2"))
ITS = refunded_case(refunded_fen=5000)
PAID_FOR_IT = paid(5000, case="A1", source=Source.PLATFORM, settled_at=NOW)


@pytest.mark.parametrize(
    ("given", "out"),
    [
        pytest.param(out_of_stock(), 2, id="no money went"),
        pytest.param(out_of_stock(paid(5000)), 0, id="entered here for no case"),
        pytest.param(out_of_stock(paid(5000, state="pending")), 0, id="it has not gone yet"),
        pytest.param(out_of_stock(paid(5000, state="failed")), 2, id="it failed"),
        pytest.param(out_of_stock(paid(5000, beside=True)), 0, id="beside every case"),
        pytest.param(out_of_stock(paid(5000, case="A1"), cases=(case(),)), 0, id="given by a case"),
        pytest.param(out_of_stock(PAID_FOR_IT, cases=(ITS,)), 0, id="given there"),
        pytest.param(out_of_stock(paid(2500)), 1, id="the price of one of two"),
        pytest.param(out_of_stock(paid(2500), paid(2500, "r2")), 0, id="in two sums"),
        pytest.param(out_of_stock(*IN_PARTS, has_left=False), 0, id="in parts"),
        pytest.param(out_of_stock(*IN_PARTS), 2, id="each beside what left"),
        pytest.param(
            out_of_stock(paid(1500), paid(3500, "r2", state="pending"), has_left=False),
            2,
            id="a part is under way",
        ),
        pytest.param(
            out_of_stock(paid(1500), paid(3500, "r2", state="failed"), has_left=False),
            2,
            id="a part failed",
        ),
        pytest.param(
            out_of_stock(paid(2500), paid(2500, "r2", state="pending")),
            0,
            id="a unit each, under way",
        ),
        pytest.param(out_of_stock(paid(3000)), 2, id="another amount: a compensation"),
        pytest.param(out_of_stock(paid(5000, requested_at=BEFORE)), 2, id="from before"),
        pytest.param(
            out_of_stock(PAID_FOR_IT.model_copy(update={"settled_at": BEFORE}), cases=(ITS,)),
            2,
            id="it went there before",
        ),
        pytest.param(
            out_of_stock(
                paid(5000, lines=(RefundLine(line=1, quantity=2, amount_fen=5000),)),
            ),
            2,
            id="it names others",
        ),
        pytest.param(out_of_stock(paid(5000, both=True)), 2, id="beside goods, as was said"),
        pytest.param(out_of_stock(paid(5000, estimated=True)), 2, id="nobody knows how much"),
        pytest.param(
            out_of_stock(paid(5000, case="A1"), cases=(case(kind=CaseKind.RETURN_AND_REFUND),)),
            2,
            id="of goods that come back",
        ),
        pytest.param(
            out_of_stock(paid(5000, case="A1"), cases=(case(line=2),)), 2, id="of another sub-order"
        ),
    ],
)
def test_money_since_the_application_that_is_just_their_price_has_these_units(
    given: Order, out: int
) -> None:
    after = with_stock_out_units(given)

    assert units_out_of_stock(after).get(1, 0) == out
    assert with_stock_out_units(after) == after


@pytest.mark.parametrize(
    ("refunds", "named"),
    [
        pytest.param((paid(2500), paid(2500, "r2")), [{1: 1}, {1: 1}], id="a unit each"),
        pytest.param((paid(1500), paid(3500, "r2")), [{}, {1: 2}], id="with what completes it"),
        pytest.param((paid(3500), paid(1500, "r2")), [{1: 1}, {1: 1}], id="one whole, one more"),
    ],
)
def test_each_part_names_the_units_that_it_pays_for(
    refunds: tuple[Refund, ...], named: list[dict[int, int]]
) -> None:
    after = with_stock_out_units(out_of_stock(*refunds, has_left=False))

    assert [{part.line: part.unshipped for part in one.lines} for one in after.refunds] == named
    assert line_ledgers(after)[0].to_ship == 2


@pytest.mark.parametrize(
    ("fen", "changes", "out"),
    [
        pytest.param(2500, {}, 2, id="the price of the one that had left"),
        pytest.param(5000, {}, 0, id="of more than had left"),
        pytest.param(2500, {"unshipped": True}, 1, id="of goods that had not"),
        pytest.param(2500, {"applied_at": BEFORE - DAY}, 1, id="applied for before it left"),
        pytest.param(2500, {"applied_at": None}, 2, id="nobody knows when"),
    ],
)
def test_money_of_a_case_may_be_that_of_what_had_left(
    fen: int, changes: dict[str, object], out: int
) -> None:
    its = refunded_case(refunded_fen=fen, **changes)
    given = out_of_stock(paid(fen, case="A1"), cases=(its,))
    left = parcel(lines=units((1, 1)), shipped_at=BEFORE)

    after = with_stock_out_units(given.model_copy(update={"parcels": (left,)}))

    assert units_out_of_stock(after).get(1, 0) == out


@pytest.mark.parametrize(
    ("given", "out"),
    [
        pytest.param((paid(5000),), 0, id="one sum for both"),
        pytest.param((paid(2500), paid(2500, "r2")), 0, id="a sum for each"),
        pytest.param((paid(2500),), 1, id="of one of them"),
        pytest.param((paid(2500, requested_at=BEFORE),), 1, id="before the second was made"),
        pytest.param((paid(5000, requested_at=BEFORE),), 2, id="both, before the second was"),
    ],
)
def test_money_of_two_applications(given: tuple[Refund, ...], out: int) -> None:
    one = out_of_stock(*given, goods=units((1, 1)), applied_at=BEFORE - DAY)
    two = stock_out(id="s2", state="approved", lines=units((1, 1)), applied_at=NOW - DAY)

    after = with_stock_out_units(one.model_copy(update={"stock_outs": (*one.stock_outs, two)}))

    assert units_out_of_stock(after).get(1, 0) == out


@pytest.mark.parametrize(
    ("fen", "out"),
    [
        pytest.param(4998, 0, id="a fen a unit less"),
        pytest.param(4997, 2, id="less than that"),
        pytest.param(5002, 0, id="a fen a unit more"),
        pytest.param(5003, 2, id="more than that, without freight"),
        pytest.param(2499, 1, id="of one of them, rounded down"),
    ],
)
def test_their_price_is_rounded_by_a_fen_a_unit(fen: int, out: int) -> None:
    after = with_stock_out_units(out_of_stock(paid(fen)))

    assert units_out_of_stock(after).get(1, 0) == out


FREIGHT = 800


@pytest.mark.parametrize(
    ("fen", "shipped_at", "out"),
    [
        pytest.param(5800, None, 0, id="all of the freight"),
        pytest.param(5400, None, 0, id="a part of it"),
        pytest.param(5803, None, 2, id="more"),
        pytest.param(5800, NOW + DAY, 0, id="before a bag left"),
        pytest.param(5800, NOW - DAY, 2, id="after one had left"),
    ],
)
def test_the_freight_may_go_with_their_price_until_goods_leave(
    fen: int, shipped_at: datetime | None, out: int
) -> None:
    given = out_of_stock(paid(fen), has_left=False)
    money = given.money.model_copy(
        update={"freight_fen": FREIGHT, "paid_fen": given.money.paid_fen + FREIGHT}
    )
    left = (parcel(lines=units((1, 1)), shipped_at=shipped_at),) if shipped_at else ()

    after = with_stock_out_units(given.model_copy(update={"money": money, "parcels": left}))

    assert units_out_of_stock(after).get(1, 0) == out


@pytest.mark.parametrize(
    ("given", "out"),
    [
        pytest.param(out_of_stock(paid(3000), goods=units((2, 1))), {2: 1}, id="of a line as dear"),
        pytest.param(
            out_of_stock(paid(3000), goods=units((1, 1), (2, 1))), {1: 1, 2: 1}, id="both are out"
        ),
        pytest.param(out_of_stock(paid(6000), goods=units((1, 1), (2, 1))), {}, id="of both"),
        pytest.param(
            out_of_stock(
                paid(3000, case="A1"),
                goods=units((2, 1)),
                cases=(case(line=2, requested_fen=3000),),
            ),
            {},
            id="its case says of which",
        ),
        pytest.param(out_of_stock(paid(3100), goods=units((2, 1))), {2: 1}, id="of neither"),
    ],
)
def test_money_of_two_lines_that_cost_as_much_has_no_units(
    given: Order, out: dict[int, int]
) -> None:
    alike = BAGS.model_copy(update={"ordered": 2, "amount_fen": 6000})
    given = given.model_copy(update={"lines": (alike, OIL)})

    assert units_out_of_stock(with_stock_out_units(given)) == out


def test_what_costs_nothing_has_no_money() -> None:
    gift = OIL.model_copy(update={"amount_fen": 0})
    given = out_of_stock(paid(1), goods=units((2, 1)))
    given = given.model_copy(update={"lines": (BAGS, gift)})

    assert with_stock_out_units(given) == given


def test_one_sum_may_be_for_several_lines() -> None:
    given = out_of_stock(paid(5500), goods=units((1, 1), (2, 1)))

    after = with_stock_out_units(given)

    assert [(one.line, one.amount_fen) for one in after.refunds[0].lines] == [(1, 2500), (2, 3000)]
