"""Documents go through TinyDB's `Table` and no other way: without it nothing can be done."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.worker import WorkerFailed

from store.models.base import Document
from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.payment import Payments
from store.models.product import Product
from store.models.review import Review
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from store.search.conditions import Query
from store.search.lists import LISTS
from store.shopdb import ShopTable
from store.upkeep.verifying import verify
from tests.build import NOW, ORDER_NO, SHOP, content, export, facts, keep, order
from tests.rules.payments import nameless, taken
from tests.rules.reviews import improvement, review
from tests.said_by_files import import_file
from tests.tui import driver
from tests.tui.driver import desk_on

READS = ("get_key", "get_keys", "get_under", "get_id", "kept", "_read_table")
WRITES = ("put", "put_many", "put_head", "put_rows", "_update_table")
ACTIONS = {name: one for name, one in all_actions().items() if not one.starts}
"""What starts a document reads none; that it is written is asked of the others."""
SUBJECTS: dict[type[Document], Document] = {
    Order: order(),
    Product: Product(shop=SHOP, sku="RICE-10", name="东北大米"),
    Inquiry: Inquiry(number="Q-20261122-1", shop=SHOP, opened_at=NOW, opened_by="li"),
    Payments: nameless(taken("transfer", 100)),
    Review: review(),
    Improvement: improvement(),
}


class AskedTinyDB(Exception):
    """TinyDB's table was asked, which cannot answer here."""


@pytest.fixture
def filled(repository: Repository) -> Repository:
    """A store with one document of each kind that something is done about."""
    keep(repository, *SUBJECTS.values())
    return repository


def refuse(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Have these methods of the table raise."""

    def broken(*_given: Any, **_named: Any) -> Any:
        raise AskedTinyDB

    for name in names:
        assert name in ShopTable.__dict__
        monkeypatch.setattr(ShopTable, name, broken)


def test_no_action_works_without_its_reads(
    filled: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, *READS)
    assert len(ACTIONS) > 40
    for action in ACTIONS.values():
        with pytest.raises(AskedTinyDB):
            filled.run(action, SUBJECTS[action.subject_type], {})


@pytest.mark.parametrize(
    ("name", "values"),
    [("note", {"text": "一"}), ("claim", {}), ("ship", {"tracking_no": "YT1234567890123"})],
)
def test_no_action_works_without_its_writes(
    filled: Repository, name: str, values: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(filled.engine.folder)
    with monkeypatch.context() as patch:
        refuse(patch, *WRITES)
        with pytest.raises(AskedTinyDB):
            filled.run(ACTIONS[name], SUBJECTS[Order], values)
    assert content(filled.engine.folder) == before


@pytest.mark.parametrize("names", [READS, WRITES], ids=["reads", "writes"])
def test_no_import_works_without_them(
    filled: Repository, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(filled.engine.folder)
    said = export(facts(), facts(order_no="261120-000000000000002"))
    with monkeypatch.context() as patch:
        refuse(patch, *names)
        with pytest.raises(AskedTinyDB):
            import_file(filled, said, SHOP)
    assert content(filled.engine.folder) == before


NEEDING: dict[str, Callable[[Repository], object]] = {
    "order": lambda repository: repository.order(SUBJECTS[Order].key),
    "find": lambda repository: repository.find(ORDER_NO),
    "product": lambda repository: repository.product(SHOP, "RICE-10"),
    "all": lambda repository: list(repository.all(Order)),
    "verify": verify,
}


@pytest.mark.parametrize("act", NEEDING.values(), ids=NEEDING)
def test_no_document_is_read_without_its_reads(
    filled: Repository, act: Callable[[Repository], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, *READS)
    with pytest.raises(AskedTinyDB):
        act(filled)


async def test_no_order_screen_opens_without_its_reads(
    filled: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look() -> None:
        async with desk_on(filled, tmp_path / "drafts.json") as desk:
            assert [row for row in desk.rows if row == ORDER_NO]
            refuse(monkeypatch, *READS)
            monkeypatch.setattr(driver, "PATIENCE_SECONDS", 0.3)
            await desk.open(ORDER_NO)

    with pytest.raises(WorkerFailed) as caught:
        await look()
    assert isinstance(caught.value.error, AskedTinyDB)


def test_lists_do_without_it(filled: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, *READS, *WRITES)
    # An order, an inquiry and an improvement owe one thing each.
    rows = {name: list(filled.select(table, Query())) for name, table in LISTS.items()}
    assert {name: len(found) for name, found in rows.items()} == {
        **dict.fromkeys(LISTS, 1),
        "cases": 0,
        "obligations": 3,
    }
    shops = {getattr(row, "shop", SHOP) or SHOP for found in rows.values() for row in found}
    assert shops == {SHOP}
    assert [row.order_no for row in filled.search("东北")] == [ORDER_NO]
    assert filled.counts(["", "late"]) == (1, 0)
    assert filled.clocks().day == 1
    assert filled.order_count() == 1
    assert filled.shops() == [("pinduoduo", SHOP)]
    assert filled.renew_rows() == 0
