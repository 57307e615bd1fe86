"""The open case that asks for just what is refunded, where none is named."""

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.parcel import LineQuantity
from store.rules.money.refunding import waits_for_just
from tests.build import OIL, case, line, refunded_case, shipped, units

TWO_OF_ONE_PRICE = (line(amount_fen=3000), OIL)
OF_THE_BAGS = case(line=1, requested_fen=3000)
OF_THE_OIL = case(id="A2", line=2, requested_fen=3000)
OF_ANY = case(requested_fen=3000)
WRITTEN_HERE = case(lines=units((1, 2)), requested_fen=3000)


@pytest.mark.parametrize(
    ("cases", "named", "meant"),
    [
        pytest.param((OF_THE_BAGS,), (), "A1", id="no units: its amount says it"),
        pytest.param((OF_THE_BAGS,), units((1, 2)), "A1", id="units of its sub-order"),
        pytest.param((OF_THE_BAGS,), units((2, 1)), None, id="units of another sub-order"),
        pytest.param((WRITTEN_HERE,), units((2, 1)), None, id="of another line than it names"),
        pytest.param((OF_ANY,), units((2, 1)), "A1", id="nobody says of which line it is"),
        pytest.param((OF_THE_BAGS, OF_THE_OIL), (), None, id="two ask for so much"),
        pytest.param((OF_THE_BAGS, OF_THE_OIL), units((2, 1)), "A2", id="one of them is of these"),
        pytest.param((refunded_case(line=1, refunded_fen=3000),), (), None, id="none is open"),
        pytest.param((case(line=1, requested_fen=2000),), (), None, id="another amount"),
    ],
)
def test_whose_money_a_refund_without_a_case_is(
    cases: tuple[AfterSalesCase, ...], named: tuple[LineQuantity, ...], meant: str | None
) -> None:
    given = shipped(*TWO_OF_ONE_PRICE, cases=cases)

    found = waits_for_just(given, 3000, named)

    assert (found.id if found else None) == meant
