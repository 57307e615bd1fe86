"""What a module loads: a rule loads no database, the command line no terminal, a list no model."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from store.repository import Repository
from store.rules.action.catalogue import all_actions
from tests.build import ORDER_NO, keep, order
from tests.terminal.pty_driver import Desk
from tui.cli import main

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
HEAVY = ("tinydb", "textual", "rich", "xlsxwriter", "babel", "holidays")
LOADED = "import sys, importlib; [*map(importlib.import_module, sys.argv[1:])]; print(*sys.modules)"
RULES = (
    *("store", "store.rules.parcels.actions.ship", "store.rules.obligations"),
    *("store.rules.platform.two_sources", "store.models.order"),
)


def loaded_modules(*program: str) -> set[str]:
    done = subprocess.run([sys.executable, *program], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def loaded_by(*program: str) -> set[str]:
    return {name.split(".")[0] for name in loaded_modules(*program)}


def test_rules_and_models_load_neither_database_nor_terminal_nor_workbook() -> None:
    assert loaded_by("-c", LOADED, *RULES).isdisjoint(HEAVY)


def test_the_repository_and_its_import_load_neither_terminal_nor_workbook() -> None:
    loaded = loaded_by("-c", LOADED, "store.repository", "store.importing")

    assert loaded.isdisjoint(set(HEAVY) - {"tinydb"})


def test_the_command_line_loads_no_terminal() -> None:
    loaded = loaded_by("-c", LOADED, "tui.cli")

    assert loaded.isdisjoint({"textual", "tinydb", "xlsxwriter"})


COMMAND = """
import atexit, sys
from tui.cli import main
atexit.register(lambda: print(*sys.modules))
main(sys.argv[1:])
"""
MODELS = ("pydantic", "tinydb", "textual", "xlsxwriter", "holidays", "dateutil")


def test_a_list_counts_no_working_days(tmp_path: Path) -> None:
    loaded = loaded_by("-c", COMMAND, "--store", str(tmp_path / "store"), "due")

    assert "msgspec" in loaded
    assert loaded.isdisjoint({"holidays", "dateutil", "textual", "xlsxwriter"})


WORKING_DAY = """
import sys
from store.rules.timing.calendar import published
assert published(2026)
print(*sys.modules)
"""


def test_a_working_day_loads_the_calendar_of_no_other_country() -> None:
    loaded = loaded_modules("-c", WORKING_DAY)

    assert "holidays" in loaded
    assert not [name for name in loaded if name.startswith("holidays.countries")]


def test_the_list_of_orders_loads_no_model(repository: Repository, store: Path) -> None:
    keep(repository, order())

    loaded = loaded_modules("-c", COMMAND, "--store", str(store), "list", "--limit", "20")

    assert "msgspec" in loaded
    assert loaded.isdisjoint({*MODELS, "tomllib", "platformdirs", "logging", "shutil", "json"})
    assert loaded.isdisjoint({"store.search.language", "store.engines.sqlite.copying"})


def test_what_only_shows_an_order_makes_no_row_and_no_change(
    repository: Repository, store: Path
) -> None:
    keep(repository, order())

    loaded = loaded_modules("-c", COMMAND, "--store", str(store), "show", ORDER_NO)

    assert "store.reading.order_view" in loaded
    assert loaded.isdisjoint({"store.documents.rows", "store.documents.rematching", "store.change"})
    assert loaded.isdisjoint({"store.policy.own_rules", "store.reading.inquiry_view"})


LOOKS = """
import atexit, gc, sys
looked = []
# Said last: after what is registered by the program.
atexit.register(lambda: print(len(looked), gc.get_freeze_count() > 0))
import tui
gc.callbacks.append(lambda phase, info: looked.append(phase))
from tui.cli import main
main(sys.argv[1:])
"""


def test_a_command_ends_before_it_looks_for_cycles(repository: Repository, store: Path) -> None:
    keep(repository, order())

    program = ["-c", LOOKS, "--store", str(store), "show", ORDER_NO, "--json"]
    done = subprocess.run([sys.executable, *program], check=True, capture_output=True, text=True)

    said, looks = done.stdout.splitlines()
    assert ORDER_NO in said
    assert looks == "0 True"


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (("show", ORDER_NO), {"note"}),
        (("do", "note", ORDER_NO, "text=已催"), {"note", "withdraw_note"}),
    ],
)
def test_of_the_actions_a_command_loads_what_it_shows_or_does(
    repository: Repository, store: Path, words: tuple[str, ...], files: set[str]
) -> None:
    keep(repository, order())
    repository.run(all_actions()["note"], repository.find(ORDER_NO), {"text": "电话打不通"})

    loaded = loaded_modules("-c", COMMAND, "--store", str(store), *words)

    assert "pydantic" in loaded
    assert loaded.isdisjoint({"platformdirs", "logging", "shutil", "zipfile"})
    assert {name.rpartition(".")[2] for name in loaded if ".actions." in name} == files


def test_an_export_to_csv_loads_no_workbook(
    repository: Repository, store: Path, tmp_path: Path
) -> None:
    keep(repository, order())
    words = ["--store", str(store), "export", "--to", str(tmp_path / "orders.csv")]

    loaded = loaded_modules("-c", COMMAND, *words)

    assert "store.exchange.outgoing.export" in loaded
    assert loaded.isdisjoint({"xlsxwriter", "textual", "holidays"})


def test_the_reader_of_a_workbook_loads_nothing_but_itself() -> None:
    loaded = loaded_modules("-c", LOADED, "store.exchange.incoming.workbook_child")

    assert {name.split(".")[0] for name in loaded}.isdisjoint({*HEAVY, "pydantic"})
    assert {name for name in loaded if name.startswith(("store", "tui"))} == {
        "store",
        "store.exchange",
        "store.exchange.incoming",
        "store.exchange.incoming.workbook_cells",
        "store.exchange.incoming.workbook_child",
        "store.exchange.incoming.workbook_messages",
        "store.exchange.incoming.workbook_parts",
        "store.exchange.incoming.workbook_sheet",
        "store.exchange.incoming.workbook_xml",
    }


def test_help_loads_neither_model_nor_list() -> None:
    loaded = loaded_by("-c", COMMAND, "--help")

    assert "tui" in loaded
    assert loaded.isdisjoint({*MODELS, "msgspec", "sqlite3"})


def test_the_version_is_told_and_no_model_is_loaded_for_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"{project['name']} {project['version']}\n"
    assert loaded_by("-c", COMMAND, "--version").isdisjoint({*MODELS, "msgspec", "sqlite3"})


FIRST_PAINT = """
import os, sys
from pathlib import Path
import tui.app
from tui.cli import main

def first_painted(desk):
    Path(sys.argv[1]).write_text("\\n".join(sys.modules))
    desk.leave(0)

tui.app.DeskApp.first_painted = first_painted
main(sys.argv[2:])
"""
LATER = (
    *("pydantic", "tinydb", "xlsxwriter", "holidays"),
    *("store.models.base", "store.repository", "store.documents.kinds", "store.policy"),
    *("tui.screens.acting", "tui.screens.files", "tui.screens.form", "tui.screens.menu"),
    *("tui.screens.order", "tui.screens.help", "tui.order_text"),
)


def test_until_its_first_rows_the_desk_loads_no_model_and_no_rule(
    repository: Repository, store: Path, tmp_path: Path
) -> None:
    keep(repository, order())
    file = tmp_path / "modules"
    program = [sys.executable, "-c", FIRST_PAINT, str(file), "--store", str(store)]

    with Desk(program, cwd=Path(__file__).parent.parent) as desk:
        desk.wait_for(ORDER_NO)
        assert desk.exit_status() == 0

    loaded = set(file.read_text("utf-8").split("\n"))
    assert {"store.reading.shop_lists", "store.models.row", "tui.places.board"} < loaded
    assert loaded.isdisjoint(LATER)
    assert not [name for name in loaded if name.startswith("store.rules")]
