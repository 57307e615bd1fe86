"""A text of styles is parsed once, however many kinds of screen are opened."""

import pytest
from textual.color import Color
from textual.css.parse import parse
from textual.css.stylesheet import Stylesheet, StylesheetParseError

import tui.base_app  # noqa: F401 - mends it

GREEN = Color.parse("green")


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that Textual parses from now on."""
    texts: list[str] = []

    def noted(scope: str, css: str, *where: object, **more: object) -> object:
        texts.append(css)
        return parse(scope, css, *where, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("textual.css.stylesheet.parse", noted)
    return texts


def with_ground(colour: str, css: str) -> Stylesheet:
    sheet = Stylesheet(variables={"ground": colour})
    sheet.add_source(css)
    sheet.parse()
    return sheet


def test_what_is_parsed_anew_with_other_colours_has_them(parsed: list[str]) -> None:
    css = "Panel { background: $ground; }"
    sheet = with_ground("red", css)
    sheet.add_source("Input { width: 3; }")
    sheet.reparse()
    again = with_ground("red", css)
    assert again.rules[0] is sheet.rules[0]
    assert parsed == [css, "Input { width: 3; }"]

    sheet.set_variables({"ground": "green"})
    sheet.reparse()

    assert sheet.rules[0].styles.background == GREEN
    assert again.rules[0].styles.background != GREEN


def test_what_was_parsed_together_has_the_same_rules_at_once() -> None:
    css = "Panel { background: $ground; } .few Label { width: 3; }"
    sheet, again = with_ground("red", css), with_ground("red", css)
    plain = Stylesheet(variables={"ground": "red"})
    plain.add_source(css)
    Stylesheet.parse.__wrapped__(plain)  # type: ignore[attr-defined] # as Textual has it

    assert (again.rules, again.rules_map) == (plain.rules, plain.rules_map)
    assert again.rules is sheet.rules
    assert again.rules_map is sheet.rules_map

    with pytest.raises(StylesheetParseError):
        with_ground("red", "Panel { width: many; }")
    with pytest.raises(StylesheetParseError):
        with_ground("red", "Panel { width: many; }")


def test_textual_still_needs_it(parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """When this fails, Textual has mended it: `tui/drawing/parsed_styles.py` goes."""
    for mended in ("_parse_rules", "parse"):
        monkeypatch.setattr(Stylesheet, mended, getattr(Stylesheet, mended).__wrapped__)
    sheet = with_ground("red", "Label { background: $ground; }")
    sheet.reparse()

    assert len(parsed) == 2
