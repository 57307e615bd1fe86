"""MatchedStyles: what Textual 8.2.8 works out for every widget whenever its styles are applied.

There all that a rule says is copied for each widget, a rule is hashed in Python, and all above a
widget is gone through before the widget itself is looked at, which most rules do not mean: a third
of what applying styles takes, which is a fifth of what it takes to open an order. And what a widget
was given is given to it again, value by value, though no other rules are of it: there it is asked
whether all is as before, but the number of changes is compared too, and that is never the same.
"""

from functools import wraps
from typing import Any

from textual.css import stylesheet
from textual.css.model import RuleSet, Selector
from textual.css.styles import RulesMap, Styles
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode


def mend() -> None:
    """Have Textual look at the widget first, take apart what a rule says once, and give a widget
    only what it does not have.
    """
    if RuleSet.__hash__ is object.__hash__:
        return
    RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign] # the same: one is itself
    stylesheet._check_selectors = _widget_first(stylesheet._check_selectors)  # type: ignore[attr-defined] # noqa: SLF001 - no other way in
    Styles.extract_rules = _once(Styles.extract_rules)  # type: ignore[method-assign]
    given = Stylesheet.replace_rules.__func__  # type: ignore[attr-defined]
    Stylesheet.replace_rules = classmethod(_unless_given(given))  # type: ignore[method-assign,assignment]


def _widget_first(given: Any) -> Any:
    @wraps(given)
    def check_selectors(selectors: list[Selector], path: list[DOMNode]) -> bool:
        return selectors[-1].check(path[-1]) and (len(selectors) == 1 or given(selectors, path))

    return check_selectors


def _once(given: Any) -> Any:
    @wraps(given)
    def extract_rules(styles: Styles, *how: Any) -> Any:
        known = styles.__dict__.setdefault("_extracted", {})
        asked = (*how, styles._updates)  # noqa: SLF001 - counts what is changed
        if asked not in known:
            known[asked] = given(styles, *how)
        return known[asked]

    return extract_rules


def _unless_given(given: Any) -> Any:
    @wraps(given)
    def replace_rules(
        sheet: type[Stylesheet], node: DOMNode, rules: RulesMap, animate: bool = False
    ) -> None:
        base = node.styles.base
        known = base.__dict__
        if known.get("_given") == rules and known["_given_at"] == base._updates:  # noqa: SLF001 - counts what is changed
            node.notify_style_update()  # what is above it may have other colours
        else:
            given(sheet, node, rules, animate)
            known.update(_given=rules, _given_at=base._updates)  # noqa: SLF001

    return replace_rules
