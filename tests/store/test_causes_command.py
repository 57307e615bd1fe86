"""`shouhou causes`: what it says, and what it says to scripts; `do ACTION -` names what starts."""

import json
from pathlib import Path

import pytest

from store.repository import Repository, open_store
from tests.build import ACTOR, NOW, case, keep, order, shipped
from tests.store.test_causes import QUALITY, cause
from tui.cli import main

AT = NOW.isoformat()


@pytest.fixture
def store(tmp_path: Path) -> str:
    repository: Repository = open_store(str(tmp_path / "store"), ACTOR, lambda: NOW)
    asked = shipped(order_no="A1", causes=(cause("quality"),), cases=(case(reasons=(QUALITY,)),))
    keep(repository, asked, order(order_no="A2"))
    repository.close()
    return str(tmp_path / "store")


def test_few_orders_are_told_as_so_many_of_so_many(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["causes", "--store", store, "--lang", "en", "--now", AT]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split()[:5] == ["-", "1", "0", "of", "0"]
    assert "1 of 1" in lines[2]
    assert lines[4] == (
        "Of fewer than 30 orders no rate is said. An order in several groups counts in each;"
        " quality goes by the reason stated first."
    )


def test_scripts_read_the_share_with_what_it_is_of(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["causes", "--json", "--store", store, "--now", AT]) == 0

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    of_cause = {one["cause"]: one["quality"] for one in told if "cause" in one}
    assert of_cause == {
        "": {"count": 0, "of": 1, "percent": None},
        "quality": {"count": 1, "of": 1, "percent": None},
    }
    assert [one["total"]["orders"] for one in told if "total" in one] == [2]


def test_no_order_is_said_in_a_sentence(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["causes", "order:none", "--store", store, "--lang", "en", "--now", AT]) == 0

    assert capsys.readouterr().out == "No order is found.\n"


def test_an_action_on_what_is_there_starts_nothing(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["do", "ship", "-", "--store", store, "--lang", "en"]) == 2

    assert "ship starts nothing new" in capsys.readouterr().err
