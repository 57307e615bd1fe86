"""Sentences of rules: the desk and the command line say the same, so none is about typing."""

import ast
import re
from pathlib import Path

import pytest

RULES = Path(__file__).parent.parent.parent / "store" / "rules"
TYPED = re.compile(r"`|\b[a-z_]+=|\bshouhou\b|--[a-z]")
"""A command, an option or a field as a command line has it."""


def sentences(module: Path) -> list[str]:
    calls = [
        node
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "N_"}
    ]
    texts = [part.value for call in calls for part in call.args if isinstance(part, ast.Constant)]
    return [text for text in texts if isinstance(text, str)]


def test_no_sentence_of_a_rule_names_what_is_typed_on_a_command_line() -> None:
    assert {
        text for module in RULES.glob("**/*.py") for text in sentences(module) if TYPED.search(text)
    } == set()


@pytest.mark.parametrize("text", ["use scope=sku", "run `shouhou tasks`", "give --shop"])
def test_what_is_typed_is_found(text: str) -> None:
    assert TYPED.search(text)
