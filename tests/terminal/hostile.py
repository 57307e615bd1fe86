"""Texts that attack a terminal or a markup parser, and the search for what got through.

The corpus is `docs`' own (reliability.md §4.1 and §4.2). Its sequences are written as no widget
ever writes them (colour before attribute, leading zeros), so that a leak can be told from drawing.
"""

import re
import unicodedata

from tui.terminal import SAMPLE

CONTROL = {
    "colour": "A\x1b[31;5mB",
    "title": "A\x1b]0;PWNED-TITLE\x07B",
    "title, other end": "A\x1b]2;PWNED-TITLE\x1b\\B",
    "clipboard": "A\x1b]52;c;cm0gLXJmIH4=\x1b\\B",
    "link": "A\x1b]8;;https://evil.example/\x1b\\B\x1b]8;;\x1b\\",
    "asks where the cursor is": "A\x1b[6nB",
    "reset": "A\x1bcB",
    "cursor to the top": "A\x1b[01;01HFAKE: REFUND APPROVED",
    "clear": "A\x1b[2JB",
    "leave the alternate screen": "A\x1b[?47lB",
    "mouse on": "A\x1b[?1000hB",
    "device control": "A\x1bP$qm\x1b\\B",
    "C1 colour": "A\x9b31mB",
    "C1 title": "A\x9d0;PWNED-TITLE\x9cB",
    "NUL": "A\x00B",
    "DEL": "A\x7fB",
    "shift out": "A\x0eB\x0f",
    "bell and backspaces": "A\x07\x08\x08B",
    "line ends": "A\r\n\v\fB\tC",
    "bidi override": "A\u202edevorppa\u202cB",
    "bidi isolate": "A\u2066B\u2069\u200fC",
    "zero width": "A\u200b\u200c\u200d\u2060\ufeffB\u00ad",
    "line separators": "A\u2028B\u2029C\x85D",
    "tags": "A\U000e0001\U000e0041\U000e007fB",
    "piled marks": "A" + "\u0301\u0489" * 40 + "B",
    "lone surrogate and fillers": "A\ud800\udfffB\u3164\u115f\uffa0",
}
MARKUP = {
    "size in brackets": "尺码[/XL]",
    "closing nothing": "[/]",
    "unclosed closing": "M5[/bold",
    "unclosed": "[b",
    "bold": "[bold]x[/bold]",
    "link": "[link=https://evil.example/]x[/link]",
    "action": "[@click=app.quit]x[/]",
    "background": "[on red]y",
    "attribute": "[a=b]",
    "harmless": "[红色/XL] [0] [-5,20]",
    "inner": "a]b[",
    "escaped": "\\[/\\\\[b]$primary {x}",
}

_COLOUR = r"(?:(?:38|48);(?:2;\d+;\d+;\d+|5;\d+)|[349][0-79]|10[0-7])"
_ATTRIBUTES = r"(?:[1-9]|2[1-9]|5[123])"
# What the desk writes when it shows harmless data (`test_allow_list` derives it again).
LISTED = re.compile(
    rf"""\x1b\[(?:
        0?m | ;?{_ATTRIBUTES}(?:;{_ATTRIBUTES})*(?:;{_COLOUR}){{0,2}}m | ;?{_COLOUR}(?:;{_COLOUR})?m
        | (?:[2-9]|[1-9]\d+)[CDX] | [CD]
        | [1-9]\d*;[1-9]\d*H | \?(?:7|25|1004|1049|2004|2026|2048)[hl] | \?(?:2026|2048)\$p
    )|\x1b\]2;(?:(?:\d+\ late\ -\ )?shouhou|)\x07""",
    re.VERBOSE,
)
ASKED = f"\x1b[G{SAMPLE}\x1b[6n\x1b[G\x1b[K".encode()
"""What the desk itself asks of the terminal before anything else."""
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)"
)
_JOINER = re.compile("(?<=[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f])\u200d(?=[\u2190-\U0001faff])")
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{3,}")
_FILLERS = "\u034f\u115f\u1160\u3164\uffa0"


def unlisted_sequences(raw: bytes) -> list[bytes]:
    """Every control sequence or invisible character in an output that no harmless data causes."""
    raw = raw.removeprefix(ASKED)
    # A C1 control may come as one byte or in UTF-8: the first decodes to a surrogate here.
    text = re.sub("[\udc80-\udc9f]", lambda byte: chr(ord(byte[0]) - 0xDC00), _decoded(raw))
    found = [match[0] for match in _SEQUENCE.finditer(text) if not LISTED.fullmatch(match[0])]
    shown = _JOINER.sub("", _SEQUENCE.sub("", text))
    found += [char for char in shown if char in _FILLERS or _is_hidden(char)]
    found += _MARKS.findall(shown)
    return [one.encode("utf-8", "surrogateescape") for one in found]


def listed_sequences(raw: bytes) -> set[str]:
    """The control sequences of an output, numbers taken out: what an allow-list is made of.

    Which colours follow each other, and how far the cursor goes, depends on what stands there.
    """
    found = (match[0] for match in _SEQUENCE.finditer(_decoded(raw)))
    return {re.sub(r"(?<=\[)[N;]*(?=[mCDX]$)", "", re.sub(r"\d+", "N", one)) for one in found}


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in {"Cf", "Cs", "Zl", "Zp"}
