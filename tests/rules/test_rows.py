"""Rows: of which documents there are any, and when they are made anew."""

from datetime import datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from store.documents.rows import is_stale, rows_of
from store.models.adopted_policy import AdoptedPolicy
from store.models.after_sales_case import WaitingCase
from store.models.axes import Platform
from store.models.case_row import CaseRow
from store.models.order import Order
from store.models.product import Product
from store.models.row import FORM, ObligationRow, OrderRow, ProductRow
from store.rules.cases.case_ledger import CaseLedger, case_ledgers
from store.rules.obligations import obligations
from store.rules.order import ledger
from store.rules.timing.policy import Policy
from tests.build import (
    HOUR,
    NOW,
    OIL,
    ORDER_NO,
    SHOP,
    case,
    line,
    order,
    refunded_case,
    shipped,
    stock_out,
    units,
)
from tests.rules.row_facts import MINE, POLICY, PROMISED, at, obligation_rows, told

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", product_id="77")


@pytest.mark.parametrize(
    ("given", "row"),
    [
        pytest.param(
            RICE,
            {"key": f"{SHOP}:RICE-10", "shop": SHOP, "sku": "RICE-10", "name": "东北大米"}
            | {"product_id": "77", "on_hand": None, "per_day_made": None, "per_day_shipped": None}
            | {"on_sale": True, "delisted_at": None, "form": FORM},
            id="nobody has counted yet",
        ),
        pytest.param(
            RICE.model_copy(update={"on_hand": 0, "per_day_made": 30, "per_day_shipped": 20}),
            {"on_hand": 0, "per_day_made": 30, "per_day_shipped": 20},
            id="counted",
        ),
        pytest.param(
            RICE.model_copy(update={"delisted_at": NOW, "delisted_by": "li"}),
            {"on_sale": False, "delisted_at": at(NOW)},
            id="off sale",
        ),
    ],
)
def test_what_the_list_of_products_says(given: Product, row: dict[str, Any]) -> None:
    (found,) = rows_of(given, POLICY)["products"]

    assert told(found, *row) == row


def test_what_no_list_shows_has_no_rows() -> None:
    adopted = AdoptedPolicy()

    assert rows_of(adopted, POLICY) == {}


@pytest.mark.parametrize(
    ("state", "due_at"),
    [
        pytest.param("seller_to_answer", NOW + HOUR, id="until the case's own deadline"),
        pytest.param("closed", None, id="of a closed case at no known time"),
    ],
)
def test_the_order_that_a_case_waits_for_is_owed(state: str, due_at: datetime | None) -> None:
    asked = case(state=state, platform_deadline=NOW + HOUR)
    waiting = WaitingCase(platform="pinduoduo", shop=SHOP, order_no=ORDER_NO, case=asked)

    (row,) = rows_of(waiting, POLICY)["obligations"]

    assert told(row, "of_kind", "of_key", "order_no", "kind", "who", "zero") == {
        "of_kind": "waiting_cases",
        "of_key": waiting.key,
        "order_no": ORDER_NO,
        "kind": "import-order",
        "who": "us",
        "zero": ("order_missing", "A1"),
    }
    assert isinstance(row, ObligationRow)
    assert row.due_at == (due_at and at(due_at))
    came = waiting.model_copy(update={"has_order": True})
    assert rows_of(came, POLICY) == {"obligations": (), "cases": ()}


FULL = shipped(
    cases=(case(), refunded_case(id="A2")),
    stock_outs=(stock_out(),),
    contacts=(PROMISED,),
    claim=MINE,
    tags=("急",),
)


def test_every_row_is_the_same_when_it_is_read_back() -> None:
    lists = {"orders": OrderRow, "obligations": ObligationRow, "cases": CaseRow}
    for name, rows in (rows_of(RICE, POLICY) | rows_of(FULL, POLICY)).items():
        assert rows
        for row in rows:
            shape = lists.get(name, ProductRow)
            assert msgspec.json.decode(msgspec.json.encode(row), type=shape) == row


def test_what_is_owed_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(given: Order, policy: Policy) -> Any:
        asked.append(given)
        return obligations(given, policy)

    monkeypatch.setattr("store.rules.order.row.obligations", counted)
    rows_of(FULL, POLICY)

    assert asked == [FULL]


def test_ledgers_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(given: Order) -> tuple[CaseLedger, ...]:
        asked.append(given)
        return case_ledgers(given)

    monkeypatch.setattr(ledger, "case_ledgers", counted)
    given = order(line(), OIL, cases=(case(lines=units((1, 1))),))
    rows_of(given, POLICY)

    assert asked == [given]


OTHER = replace(POLICY, files={**POLICY.files, Platform.PINDUODUO: 0})


@pytest.mark.parametrize(
    ("given", "policy", "stale"),
    [
        pytest.param(order(), POLICY, False, id="nothing changed"),
        pytest.param(order(), OTHER, True, id="a rule changed"),
        pytest.param(shipped(platform_fulfilment="received"), OTHER, False, id="no rule had a say"),
        pytest.param(
            order(platform=Platform.DOUYIN), OTHER, False, id="a rule of the other platform changed"
        ),
    ],
)
def test_rows_of_other_rules_are_stale(given: Order, policy: Policy, *, stale: bool) -> None:
    rows = [row for rows in rows_of(given, POLICY).values() for row in rows]

    assert {is_stale(row, policy) for row in rows} == {stale}


def test_all_rows_of_one_order_are_stale_together() -> None:
    rows = [row for rows in rows_of(FULL, POLICY).values() for row in rows]

    assert len(rows) > 3
    assert all(is_stale(row, OTHER) for row in rows)


def test_rows_of_an_earlier_form_are_stale() -> None:
    every = rows_of(FULL, POLICY) | rows_of(RICE, POLICY)
    for rows in every.values():
        assert not any(is_stale(row, POLICY) for row in rows)
        assert all(is_stale(msgspec.structs.replace(row, form=FORM - 1), POLICY) for row in rows)


def test_a_deadline_in_a_year_that_was_not_announced_is_stale_when_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("store.rules.timing.calendar.published", lambda _year: False)
    rows = obligation_rows(order(stock_outs=(stock_out(),)))
    assert {row.unannounced for row in rows} == {None, 2026}

    assert [row.kind for row in rows if is_stale(row, POLICY)] == ["stock-out-verdict"]
    monkeypatch.setattr("store.documents.rows.published", lambda _year: False)
    assert not any(is_stale(row, POLICY) for row in rows)


def test_announced_years_are_not_asked_about() -> None:
    rows = obligation_rows(order(stock_outs=(stock_out(),)))
    assert {row.unannounced for row in rows} == {None}
