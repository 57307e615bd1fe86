"""The number of what an import makes of cells: another one where that changes."""

from pathlib import Path

import pytest

from store.importing import ImportReport, import_paths, merging, units
from store.models.order import Order
from store.repository import Repository
from store.rules.platform import two_sources
from store.rules.platform.two_sources import Merged
from tests.build import SHOP
from tests.exchange.read_files import PDD_2023, csv_file, pdd
from tests.store.imported_orders import OUTDATED, imported, is_outdated, kept


def test_what_an_import_makes_of_cells_has_a_number() -> None:
    before, now = kept(), imported()
    assert not is_outdated(before, now), OUTDATED
    assert before == now, "Write python -m tests.store.imported_orders."


def changed_merging(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if merging was mended: it keeps the seller's note in capitals."""
    real = two_sources.merge_order

    def mended(known: Order | None, facts, shop, context) -> Merged:  # type: ignore[no-untyped-def] # noqa: ANN001
        order, verdict = real(known, facts, shop, context)
        return Merged(order.model_copy(update={"seller_note": "易碎！"}), verdict)

    monkeypatch.setattr(merging, "merge_order", mended)


def test_another_merging_under_the_same_number_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    changed_merging(monkeypatch)
    now = imported()
    assert is_outdated(kept(), now)
    assert not is_outdated(kept(), now | {"form": merging.FORM + 1})


def test_a_mended_merging_reaches_orders_whose_file_comes_again(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = csv_file(tmp_path, PDD_2023, pdd())

    def again() -> tuple[ImportReport, Order]:
        (report,) = import_paths(repository, [file], SHOP)
        (order,) = repository.all(Order)
        return report, order

    again()
    changed_merging(monkeypatch)
    report, order = again()
    assert (report.counts["same"], order.seller_note) == (1, "加急")

    monkeypatch.setattr(units, "FORM", merging.FORM + 1)
    report, order = again()
    assert (report.counts["changed"], order.seller_note) == (1, "易碎！")
