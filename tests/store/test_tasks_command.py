"""`shouhou tasks`: what the platform still has to be told, of orders and of SKUs."""

import json
from pathlib import Path

import pytest

from store.models.event import Actor
from store.models.product import Product
from store.repository import open_store
from tests.build import NOW, SHOP, keep
from tui.cli import main


def test_a_sku_that_no_order_waits_for_is_a_task_until_it_is_off_sale_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "store")
    rice = Product(shop=SHOP, sku="RICE-10", name="东北大米", product_id="582")
    keep(open_store(folder, Actor(user="li"), lambda: NOW), rice)
    command = ("--store", folder, "--lang", "en", "--now", "2026-11-22T09:00")

    def said(*words: str) -> str:
        assert main([*command, *words]) == 0
        return capsys.readouterr().out

    said("do", "delist-product", "RICE-10")

    task = json.loads(said("tasks", "--json"))
    assert (task["order_no"], task["key"], task["sku"], task["kind"], task["copy_text"]) == (
        None,
        "米铺:RICE-10",
        "RICE-10",
        "delist-product",
        "582 RICE-10",
    )
    assert "take off sale on the platform  582 RICE-10  -" in said("tasks")
    assert "RICE-10" in said("due", "kind:platform-task")
    assert said("tasks", "order:2611", "--json") == ""

    said("do", "confirm-delisting", "RICE-10")

    assert said("tasks", "--json") == said("due", "--json") == ""
