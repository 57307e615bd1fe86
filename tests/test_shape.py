"""The shape of the code: small files, classes and functions, and a test for each action."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.rules.actions import all_actions

ROOT = Path(__file__).parent.parent
MODULES = sorted(file for top in ("store", "tui") for file in (ROOT / top).rglob("*.py"))
LONGEST_FILE, LONGEST_CLASS, LONGEST_FUNCTION = 300, 250, 60
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc"}


Function = ast.FunctionDef | ast.AsyncFunctionDef


def length(node: ast.ClassDef | Function) -> int:
    assert node.end_lineno
    return node.end_lineno - node.lineno + 1


def too_long(file: Path) -> Iterator[str]:
    text = file.read_text("utf-8")
    if text.count("\n") > LONGEST_FILE:
        yield f"{text.count(chr(10))} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef) and length(node) > LONGEST_CLASS:
            yield f"class {node.name}: {length(node)} lines"
        if isinstance(node, Function) and length(node) > LONGEST_FUNCTION:
            yield f"{node.name}: {length(node)} lines"


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_is_too_long_to_be_read_at_once(file: Path) -> None:
    assert list(too_long(file)) == []


def test_no_module_is_called_by_what_it_is_not() -> None:
    assert [file for file in MODULES if FORBIDDEN & {file.stem, *file.parent.parts}] == []


def test_every_action_has_a_rule_file_and_a_test_file_of_its_name() -> None:
    for name, action in all_actions().items():
        module = action.__module__.rpartition(".")[2]

        assert module == name.replace("-", "_")
        assert (ROOT / "tests" / "rules" / f"test_{module}.py").exists()


def test_every_action_and_every_field_has_a_title() -> None:
    for action in all_actions().values():
        assert action.title
        assert action.__doc__
        assert all(field.title for field in action.model_fields.values())


def test_every_module_says_what_it_is() -> None:
    assert [
        file for file in MODULES if not ast.get_docstring(ast.parse(file.read_text("utf-8")))
    ] == []
