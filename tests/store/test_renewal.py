"""Rows of an earlier version: made anew once, when the store is opened."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.documents.kinds import KINDS
from store.documents.rows import ROWS, rows_of
from store.engines.protocol import ListRows
from store.models.after_sales_case import WaitingCase
from store.models.base import Document
from store.models.coverage import Coverage, Span
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.payment import Payments
from store.models.product import Product
from store.models.row import FORM, ObligationRow, OrderRow
from store.repository import Repository
from store.search.lists import LISTS, OBLIGATIONS, WITHOUT_LIST
from store.upkeep.verifying import verify
from tests.build import HOUR, NOW, ORDER_NO, SHOP, case, keep, order, refund_of_unshipped, stock_out
from tests.rules.inquiries import inquiry
from tests.rules.payments import bill, income, taken
from tui.cli import main

NUMBERS = tuple(f"261120-00000000000000{number}" for number in range(1, 4))


@pytest.fixture
def earlier(repository: Repository) -> Repository:
    """A store whose only order has rows that say nothing of what is owed."""
    keep(repository, order())
    row = replace(kept(repository, 0), due_at=None, form=FORM - 1)
    with repository.db.writing():
        repository.engine.put_rows(
            "orders", 1, [ListRows("orders", [row]), ListRows("obligations", [])]
        )
    return repository


def owed(repository: Repository) -> list[ObligationRow]:
    return repository.rows_of(OBLIGATIONS, "orders", 1)


def test_a_row_of_an_earlier_form_is_made_anew_once(earlier: Repository) -> None:
    fresh = earlier.acting(earlier.actor, lambda: earlier.now)
    before = fresh.order(order().key)
    assert owed(fresh) == []

    assert fresh.renew_rows() == 1
    assert [row.kind for row in owed(fresh)] == ["ship"]
    assert fresh.order(order().key) == before
    assert fresh.renew_rows() == 0
    verify(fresh)


OWN = """
[[rule]]
name = "ship_by"
valid_from = 2020-01-01
value = 24
source = "we promise a day"
"""


def kept(repository: Repository, number: int) -> OrderRow:
    row = repository.row(f"pinduoduo:米铺:{NUMBERS[number]}")
    assert row
    return row


OWED_FOR: dict[type[Document], Document] = {
    Order: order(),
    Product: Product(shop=SHOP, sku="RICE-10", name="东北大米"),
    WaitingCase: WaitingCase(platform="pinduoduo", shop=SHOP, order_no=ORDER_NO, case=case()),
    Inquiry: inquiry(),
    Payments: bill(income(), taken("late_shipment", 300), of=order()),
    Coverage: Coverage(
        platform="pinduoduo",
        shop=SHOP,
        kind="orders",
        spans=(Span(first=date(2026, 11, 1), last=date(2026, 11, 3)),),
    ),
}
"""A document of every kind that has rows."""
BY_RULES = (Order, Inquiry, Payments)
"""The kinds of which a platform's rules have a say in what is owed."""


def test_what_a_list_shows_of_every_kind_is_known() -> None:
    assert OWED_FOR.keys() == ROWS.keys()
    assert {KINDS[kind] for kind in ROWS} == {*WITHOUT_LIST} | {
        table.name for table in LISTS.values() if table.parent is None
    }


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        *((kind, {"form": FORM - 1}) for kind in OWED_FOR),
        *((kind, {"policy": 1}) for kind in BY_RULES),
    ],
)
def test_rows_of_every_kind_are_made_anew(
    repository: Repository, kind: type[Document], change: dict[str, int]
) -> None:
    given, name = OWED_FOR[kind], KINDS[kind]
    keep(repository, given)
    made = rows_of(given, repository.policy)
    earlier = [
        ListRows(list_name, [replace(row, **change) for row in rows])
        for list_name, rows in made.items()
    ]
    with repository.db.writing():
        repository.engine.put_rows(name, 1, earlier)

    assert verify(repository, full=True).stale == 1
    assert repository.renew_rows() == 1
    assert {one: tuple(repository.rows_of(LISTS[one], name, 1)) for one in made} == made
    assert repository.renew_rows() == verify(repository, full=True).stale == 0


def test_rows_of_other_rules_are_made_anew_where_something_is_owed(
    repository: Repository, store: Path
) -> None:
    given = {"ship_by_deadline": None, "deal_at": NOW}
    keep(
        repository,
        order(order_no=NUMBERS[0], **given),
        order(order_no=NUMBERS[1], refunds=(refund_of_unshipped(state="done"),)),
    )
    assert kept(repository, 0).due_at == int((NOW + 48 * HOUR).timestamp())
    (store / "policy.toml").write_text(OWN, "utf-8")

    assert repository.renew_rows() == 1
    assert kept(repository, 0).due_at == int((NOW + 24 * HOUR).timestamp())
    assert repository.order(kept(repository, 1).key).version == 1
    assert repository.renew_rows() == 0


def test_a_deadline_in_a_year_whose_holidays_are_announced_since_is_worked_out_anew(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.rules.timing.calendar.published", lambda _year: False)
    keep(repository, order(stock_outs=(stock_out(),)))
    assert ("verdict_unpublished", "2026") in [row.zero for row in owed(repository)]
    monkeypatch.undo()
    assert verify(repository, full=True).stale == 1

    assert repository.renew_rows() == 1
    assert ("verdict",) in [row.zero for row in owed(repository)]
    assert repository.renew_rows() == verify(repository, full=True).stale == 0


def test_many_rows_are_made_anew_in_several_commits(
    repository: Repository, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.upkeep.renewal.AT_ONCE", 2)
    keep(repository, *(order(order_no=one) for one in NUMBERS))
    before = repository.engine.commits()
    (store / "policy.toml").write_text(OWN, "utf-8")

    assert repository.renew_rows() == 3
    assert repository.engine.commits() == before + 2
    assert verify(repository, full=True).stale == 0


def test_whoever_opens_the_store_sees_what_is_owed(
    earlier: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier.close()

    assert main(["--lang", "en", "--store", str(store), "due"]) == 0
    assert ORDER_NO in capsys.readouterr().out
