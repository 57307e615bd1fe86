"""Any module can be the first that is imported: what they import while they load has no circle.

A circle fails only where it is entered at the wrong module, so that a test which imports another
one first does not see it. To import each in a process of its own would show the same in minutes.
"""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import accumulate
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("store", "tui")


def sources() -> dict[str, str]:
    """What every module says, by its name."""
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {name_of(path): path.read_text("utf-8") for path in files}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def run_on_import(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that run while a module loads: in no function, and not for a type checker."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif not (isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) or is_of_types(child)):
            yield from run_on_import(child)


def is_of_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def named_by(statement: ast.Import | ast.ImportFrom, known: set[str]) -> set[str]:
    """The modules that it names."""
    if isinstance(statement, ast.Import):
        return {one.name for one in statement.names}
    full = {f"{statement.module}.{one.name}" for one in statement.names}
    # A name that is no module is there once its package has loaded.
    return full & known if full <= known else {statement.module or "", *full} & known


def with_packages(name: str) -> set[str]:
    """A module and the packages that it is in, which load before it."""
    return set(accumulate(name.split("."), "{}.{}".format))


def loaded_before(name: str, source: str, known: set[str]) -> set[str]:
    """The modules that have to have loaded for this one to load."""
    named = {one for it in run_on_import(ast.parse(source)) for one in named_by(it, known)}
    packages = {package for one in named for package in with_packages(one)}
    # Its own are loading already.
    return ((packages - with_packages(name)) | named) & known


def in_order(found: dict[str, str]) -> tuple[str, ...]:
    """The modules, each after all that it loads; `CycleError` where there is no such order."""
    known = set(found)
    before = {name: loaded_before(name, source, known) for name, source in found.items()}
    return tuple(TopologicalSorter(before).static_order())


def test_no_module_loads_itself_in_a_circle() -> None:
    found = sources()

    assert set(in_order(found)) == set(found)


@pytest.mark.parametrize(
    "found",
    [
        pytest.param({"a": "from b import x", "b": "import a"}, id="two modules"),
        pytest.param(
            {"p": "import p.a", "p.a": "import b", "b": "import p.c", "p.c": ""}, id="by a package"
        ),
        pytest.param({"p": "import p.a", "p.a": "from p import x"}, id="of its own package"),
        pytest.param({"a": "try:\n  import b\nexcept E:\n  x", "b": "import a"}, id="in a block"),
    ],
)
def test_a_circle_is_found(found: dict[str, str]) -> None:
    with pytest.raises(CycleError):
        in_order(found)


@pytest.mark.parametrize(
    "found",
    [
        pytest.param({"a": "def f():\n  import b", "b": "import a"}, id="in a function"),
        pytest.param({"a": "if TYPE_CHECKING:\n  import b", "b": "import a"}, id="of types"),
        pytest.param({"p": "import p.a", "p.a": "from p import b", "p.b": ""}, id="a sibling"),
    ],
)
def test_what_loads_in_turn_is_no_circle(found: dict[str, str]) -> None:
    assert len(in_order(found)) == len(found)
