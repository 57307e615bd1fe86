"""What a module loads: a rule loads no database, the command line loads no terminal."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("tinydb", "textual", "rich", "openpyxl", "msgspec", "babel", "holidays")
LOADED = "import sys, importlib; importlib.import_module(sys.argv[1]); print(*sys.modules)"


def loaded_by(*program: str) -> set[str]:
    done = subprocess.run([sys.executable, *program], check=True, capture_output=True, text=True)
    return {name.split(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize(
    "module",
    [
        "store",
        "store.rules.actions.ship",
        "store.rules.obligations",
        "store.rules.two_sources",
        "store.models.order",
    ],
)
def test_a_rule_loads_neither_database_nor_terminal_nor_workbook(module: str) -> None:
    assert loaded_by("-c", LOADED, module).isdisjoint(HEAVY)


@pytest.mark.parametrize("module", ["store.repository", "store.importing"])
def test_the_repository_loads_neither_terminal_nor_workbook(module: str) -> None:
    assert loaded_by("-c", LOADED, module).isdisjoint(set(HEAVY) - {"msgspec", "tinydb"})


def test_the_command_line_loads_no_terminal() -> None:
    loaded = loaded_by("-c", LOADED, "tui.cli")

    assert loaded.isdisjoint({"textual", "tinydb", "openpyxl"})


@pytest.mark.parametrize("command", ["list", "due", "policy"])
def test_a_list_counts_no_working_days(command: str, tmp_path: Path) -> None:
    shown = (
        "import atexit, sys; from tui.cli import main;"
        f"atexit.register(lambda: print(*sys.modules)); main(['{command}', '--store', sys.argv[1]])"
    )

    loaded = loaded_by("-c", shown, str(tmp_path / "store"))

    assert "msgspec" in loaded
    assert loaded.isdisjoint({"holidays", "dateutil", "textual", "openpyxl"})


def test_help_loads_no_terminal() -> None:
    shown = (
        "import atexit, sys; from tui.cli import main;"
        "atexit.register(lambda: print(*sys.modules)); main(['--help'])"
    )

    loaded = loaded_by("-c", shown)

    assert "tui" in loaded
    assert loaded.isdisjoint({"textual", "tinydb", "openpyxl"})
