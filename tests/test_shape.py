"""The shape of the code: small files, classes and functions."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(file for top in ("store", "tui") for file in (ROOT / top).rglob("*.py"))
LONGEST_FILE, LONGEST_CLASS, LONGEST_FUNCTION = 300, 250, 60
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc"}


Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def length(node: ast.ClassDef | Function) -> int:
    assert node.end_lineno
    return node.end_lineno - node.lineno + 1


def too_long(file: Path) -> Iterator[str]:
    name, lines = file.relative_to(ROOT), file.read_text("utf-8").count("\n")
    if lines > LONGEST_FILE:
        yield f"{name}: {lines} lines"
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.ClassDef) and length(node) > LONGEST_CLASS:
            yield f"{name}: class {node.name}: {length(node)} lines"
        if isinstance(node, Function) and length(node) > LONGEST_FUNCTION:
            yield f"{name}: {node.name}: {length(node)} lines"


def test_nothing_is_too_long_to_be_read_at_once() -> None:
    assert [found for file in MODULES for found in too_long(file)] == []


def test_no_module_is_called_by_what_it_is_not() -> None:
    assert [file for file in MODULES if FORBIDDEN & {file.stem, *file.parent.parts}] == []


def test_every_module_says_what_it_is() -> None:
    assert [file for file in MODULES if not ast.get_docstring(parsed(file))] == []


Imports = dict[str, set[str]]


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(top: str) -> Imports:
    """What each module imports of the same tree, inside functions and for types only too."""
    trees = {
        name_of(file): parsed(file) for file in MODULES if file.relative_to(ROOT).parts[0] == top
    }
    return {
        name: {wanted for node in ast.walk(tree) for wanted in named_by(node)}
        & trees.keys() - {name}
        for name, tree in trees.items()
    }


def named_by(node: ast.AST) -> Iterator[str]:
    """The modules that a statement may import; `from store import words` names both."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reached_from(start: str, imports: Imports) -> set[str]:
    """Every module that a module leads to."""
    found: set[str] = set()
    coming = [start]
    while coming:
        fresh = imports[coming.pop()] - found
        found |= fresh
        coming += fresh
    return found


def circles(imports: Imports) -> set[str]:
    """The modules that lead to each other, each circle as their sorted names."""
    reached = {name: reached_from(name, imports) for name in imports}
    return {
        " ".join(sorted(other for other in reached[name] if name in reached[other]))
        for name in imports
        if name in reached[name]
    }


@pytest.mark.parametrize("top", ["store", "tui"])
def test_no_module_is_needed_to_read_one_that_it_needs(top: str) -> None:
    assert circles(imports_of(top)) == set()


def test_a_circle_is_found_wherever_it_is_imported() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == {"b c"}


BENEATH_THE_DOOR = {"writing", "db", "shop_policy"}
"""What the methods of the repository that write are made of."""


def test_the_terminal_writes_by_methods_of_the_repository_alone() -> None:
    reached = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in MODULES
        if file.is_relative_to(ROOT / "tui")
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Attribute) and node.attr in BENEATH_THE_DOOR
    ]
    assert reached == []
