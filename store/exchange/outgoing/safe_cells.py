r"""Text on its way through a spreadsheet: no formula, no control character, and the same text back.

Two steps, each with an exact inverse.

`escape_controls` writes what a spreadsheet file cannot carry, or what a reader takes off, as
`\u` and four hexadecimal digits, as JSON does (ESC is `\u001b`): control characters except the
line feed, line separators, lone surrogates, the two non-characters, white space and apostrophes
at the edges, a `-` that stands alone, `="`. A text that looks like such an escape already has its
backslash escaped (`\u005cu001b`). OOXML's own `_x001B_` is not used: Excel turns it into the raw
character and openpyxl cuts `x005F_` out of shared strings. A text of that form is escaped as well
(`_\u0078001B_`).

`digits_kept` keeps a long number from being one: for a CSV file that only people open.

`guard` puts an apostrophe before a text that a spreadsheet would run as a formula
(OWASP ASVS 1.2.10). It is for text columns of a CSV file only: a cell of an xlsx file is typed as
text, and a number is a number.
"""

import re
from collections.abc import Collection, Sequence
from operator import itemgetter

_TRIGGERS = "=+\\-@\t\r\n\0＝＋－＠"
_TRIGGER = re.compile(rf"'*[\s\ufeff]*[{_TRIGGERS}]")

CONTROLS = "[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
"""Any one character, as a pattern, that no file of ours holds raw."""
_UNSAFE = re.compile(
    CONTROLS + r"|\\(?=u[0-9a-f]{4})"
    r"|(?<=_)x(?=[0-9A-Fa-f]{4}_)|x(?=005F_)"
    r"|\A[\s\ufeff']|[\s\ufeff]\Z|\A-\Z"
    r'|\A=(?=")'
)
_LONG_NUMBER = re.compile("[0-9]{12,}")
"""From twelve digits on a spreadsheet shows a number as 6.92E+18; after the fifteenth it rounds."""
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_FIRST, _LAST = itemgetter(slice(None, 1)), itemgetter(slice(-1, None))
_EDGES = frozenset("'=+-@＝＋－＠ ")
"""Of what is printed, what a text that is guarded or escaped may begin with."""
_ENDS = frozenset("' ")


def guard(text: str) -> str:
    """The text as a CSV cell that no spreadsheet runs: `=1+1` → `'=1+1`."""
    return "'" + text if _TRIGGER.match(text) else text


def safe_all(texts: Sequence[str], *, guarded: bool) -> Sequence[str]:
    """Every text of a column escaped, and guarded where asked for.

    Most columns hold nothing to do it to; then it is the same sequence.
    """
    if not _may_be_unsafe(set(texts)):
        return texts
    harmless = map(escape_controls, texts)
    return list(map(guard, harmless) if guarded else harmless)


def _may_be_unsafe(texts: Collection[str]) -> bool:
    """Could any text not be what it is in a file? In doubt it could."""
    together = "".join(texts)
    return (
        not together.isprintable()
        or "\\u" in together
        or "_x" in together
        or "x005F_" in together
        or not _EDGES.isdisjoint(map(_FIRST, texts))
        or not _ENDS.isdisjoint(map(_LAST, texts))
    )


def digits_kept(texts: Sequence[str]) -> Sequence[str]:
    """Of a column, numbers of many digits with a tab behind them, as platforms' own exports have.

    A spreadsheet takes such a cell for a text, and shows it whole; a reader takes the tab off.
    """
    return [f"{text}\t" if _LONG_NUMBER.fullmatch(text) else text for text in texts]


def unguard(text: str) -> str:
    """The exact inverse of `guard`: takes off one apostrophe that `guard` would have put there."""
    return text[1:] if text[:1] == "'" and _TRIGGER.match(text, 1) else text


def escape_controls(text: str) -> str:
    r"""The text without a character that a spreadsheet cannot carry: ESC → `\u001b`."""
    return _UNSAFE.sub(lambda found: escaped(found[0]), text)


def unescape_controls(text: str) -> str:
    """The exact inverse of `escape_controls`."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def escaped(character: str) -> str:
    r"""One character as `\u` and four digits."""
    return f"\\u{ord(character):04x}"


def from_cell(text: str) -> str:
    """The text that was written, whether or not a reader has already taken the apostrophe off."""
    return unescape_controls(unguard(text))
