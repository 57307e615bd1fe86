"""ParsedStyles: what Textual 8.2.8 parses anew for every kind of screen, parsed once.

There a screen that is opened for the first time has every stylesheet of the desk parsed again, and
so has a theme that is chosen; that is most of what the first order takes to open.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


def mend() -> None:
    """Have Textual remember the rules of a text, for each set of colours."""
    if not hasattr(Stylesheet._parse_rules, "__wrapped__"):  # noqa: SLF001 - no other way in
        Stylesheet._parse_rules = _remembered(Stylesheet._parse_rules)  # type: ignore[method-assign] # noqa: SLF001


def _remembered(given: Callable[..., list[RuleSet]]) -> Callable[..., list[RuleSet]]:
    known: dict[object, list[RuleSet]] = {}

    @wraps(given)
    def parse_rules(sheet: Stylesheet, css: str, *where: Any, **more: Any) -> list[RuleSet]:
        variables = frozenset(sheet._variables.items())  # noqa: SLF001 - what the rules depend on
        key = (css, where, *more.items(), variables)
        if key not in known:
            known[key] = given(sheet, css, *where, **more)
        return known[key]

    return parse_rules
