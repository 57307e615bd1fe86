"""Names of the rules: what is looked up by its name is found in one place."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
RULES = sorted((ROOT / "store" / "rules").rglob("*.py"))


def public_names(file: Path) -> Iterator[str]:
    """What a module calls its functions, classes and constants."""
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (name.id for target in node.targets for name in named(target))
        elif isinstance(node, ast.AnnAssign):
            yield from (name.id for name in named(node.target))


def named(target: ast.expr) -> Iterator[ast.Name]:
    return (node for node in ast.walk(target) if isinstance(node, ast.Name))


def test_no_two_rules_have_the_same_name() -> None:
    files: defaultdict[str, list[str]] = defaultdict(list)
    for file in RULES:
        for name in public_names(file):
            if not name.startswith("_"):
                files[name].append(file.relative_to(ROOT).as_posix())
    assert {name: where for name, where in files.items() if len(where) > 1} == {}


def asks_why_not(file: Path) -> Iterator[int]:
    """The lines in which a module asks an action itself why it may not be done; what an action adds
    to its base is none of it.
    """
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        asked = node.func if isinstance(node, ast.Call) else None
        if isinstance(asked, ast.Attribute) and asked.attr in ("why_not", "why_not_with"):
            of = ast.unparse(asked.value)
            if of != "super()" and not of.endswith("repository"):
                yield asked.lineno


def test_nobody_asks_an_action_itself_but_where_the_buyer_is_hidden() -> None:
    files = (file for part in ("store", "tui") for file in (ROOT / part).rglob("*.py"))
    found = {file.relative_to(ROOT).as_posix() for file in files if [*asks_why_not(file)]}
    assert {one for one in found if not one.startswith("store/rules/action/")} == set()
    assert found, "the rules themselves do"
