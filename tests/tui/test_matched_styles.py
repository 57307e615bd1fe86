"""Which rules are of a widget is asked of the widget first, and comes to the same."""

import subprocess
import sys
from pathlib import Path

import pytest
from textual.css import stylesheet
from textual.css.scalar import Scalar
from textual.css.styles import Styles
from textual.dom import DOMNode

from store.repository import Repository
from tests.build import keep, order
from tests.tui.driver import desk_on


async def test_each_selector_finds_what_textual_finds_by_it(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    given, mended = stylesheet._check_selectors.__wrapped__, stylesheet._check_selectors  # type: ignore[attr-defined]
    async with desk_on(repository, drafts) as desk:
        await desk.press("open", "menu")
        paths = [one.css_path_nodes for one in desk.screen.walk_children(with_self=True)]
        asked = [one.selectors for rule in desk.app.stylesheet.rules for one in rule.selector_set]
        found = [[mended(selectors, path) for path in paths] for selectors in asked]

        assert found == [[given(selectors, path) for path in paths] for selectors in asked]
    assert {True, False} == {one for line in found for one in line}
    assert max(map(len, asked)) > 1


def test_what_a_rule_says_is_taken_apart_once_until_it_says_something_else() -> None:
    styles = Styles()
    styles.width = 3
    before = styles.extract_rules((0, 0, 1), False, 0)

    assert styles.extract_rules((0, 0, 1), False, 0) is before
    assert styles.extract_rules((0, 1, 0), False, 0) != before

    styles.height = 1

    assert [name for name, *_of in styles.extract_rules((0, 0, 1), False, 0)] == ["width", "height"]


def given_to(node: DOMNode, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the rules that are set on it from now on."""
    names: list[str] = []
    real = Styles.__setattr__

    def set_on(styles: Styles, name: str, value: object) -> None:
        if styles is node.styles.base and not name.startswith("_"):
            names.append(name)
        real(styles, name, value)

    monkeypatch.setattr(Styles, "__setattr__", set_on)
    return names


@pytest.mark.parametrize("animate", [False, True])
async def test_a_widget_is_given_its_rules_once_until_they_are_others(
    animate: bool, repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        node, sheet = desk.table, desk.app.stylesheet
        before = node.styles.base.get_rules()
        given = given_to(node, monkeypatch)
        sheet.apply(node, animate=animate)
        assert (given, node.styles.base.get_rules()) == ([], before)

        node.styles.base.width = 3
        sheet.apply(node, animate=animate)
        assert "width" in given[1:]
        assert node.styles.base.get_rules() == before

        given.clear()
        sheet.add_source("RowTable { width: 7; }", read_from=("test", ""))
        sheet.reparse()
        sheet.apply(node, animate=animate)
        assert "width" in given
        assert node.styles.base.width == Scalar.from_number(7)


async def test_a_widget_whose_rules_are_as_before_looks_again_at_what_is_above_it(
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        told: list[object] = []
        monkeypatch.setattr(desk.table, "notify_style_update", lambda: told.append(desk.table))
        desk.app.stylesheet.apply(desk.table)

        assert told == [desk.table]


def test_textual_still_needs_it() -> None:
    """When this fails, Textual has mended one: that goes from `tui/drawing/matched_styles.py`."""
    asked = (
        "from textual.css.match import _check_selectors as check;"
        "from textual.css.model import RuleSet, Selector as S, SelectorType as T;"
        "from textual.css.styles import Styles;"
        "from textual.dom import DOMNode as N;"
        "print(RuleSet.__hash__ is not object.__hash__);"
        "styles = Styles();"
        "print(styles.extract_rules((0, 0, 0)) is not styles.extract_rules((0, 0, 0)));"
        "looked = [];"
        "upper, below = N(), N();"
        "upper.has_pseudo_classes = lambda _names: looked.append(1) or False;"
        "check([S('', type=T.UNIVERSAL, pseudo_classes={'focus'}), S('Other')], [upper, below]);"
        "print(bool(looked));"
        "had, has = Styles(), Styles();"
        "had.width = has.width = 3;"
        "print(had != Styles(None, has.get_rules()))"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert said.stdout.split() == ["True"] * 4
