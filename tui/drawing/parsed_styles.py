"""ParsedStyles: what Textual 8.2.8 parses anew for every kind of screen, parsed once.

There a screen that is opened for the first time has every stylesheet of the desk parsed again, and
so has a theme that is chosen; that is most of what the first order takes to open. And of texts that
were parsed before every rule is gone through: is one of them wrong, and what widgets may they mean?
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet


def mend() -> None:
    """Have Textual remember the rules of a text, for each set of colours, and of texts together."""
    if not hasattr(Stylesheet.parse, "__wrapped__"):
        Stylesheet._parse_rules = _remembered(Stylesheet._parse_rules)  # type: ignore[method-assign] # noqa: SLF001 - no other way in
        Stylesheet.parse = _together(Stylesheet.parse)  # type: ignore[method-assign,assignment]


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


def _together(given: Callable[[Stylesheet], None]) -> Callable[[Stylesheet], None]:
    known: dict[object, tuple[list[RuleSet], dict[str, list[RuleSet]]]] = {}

    @wraps(given)
    def parse(sheet: Stylesheet) -> None:
        wrong = frozenset(sheet._invalid_css)  # noqa: SLF001 - these are left out
        key = (*sheet.source.items(), wrong, frozenset(sheet._variables.items()))  # noqa: SLF001
        if key not in known:
            given(sheet)
            known[key] = (sheet.rules, sheet.rules_map)
        sheet._rules, sheet._rules_map = known[key]  # noqa: SLF001
        sheet._require_parse = False  # noqa: SLF001

    return parse
