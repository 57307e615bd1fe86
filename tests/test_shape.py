"""The shape of the code: small files, classes and functions."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

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


def test_every_module_says_what_it_is() -> None:
    assert [
        file for file in MODULES if not ast.get_docstring(ast.parse(file.read_text("utf-8")))
    ] == []
