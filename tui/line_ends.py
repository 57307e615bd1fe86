"""Line ends (折行): a text in lines of so many cells, nothing torn that belongs together."""

from functools import lru_cache, partial

from rich.cells import cell_len, set_cell_size

from store.words import short_words, spoken
from tui.text import pattern, safe_lines

LONGEST = 6
"""Characters of a Chinese word that is kept together."""
SCRAP = 4
"""Cells of a text that stand apart from the rest of it as if they were none of it."""
AHEAD = 8
"""Characters for a cell: more than those that take none ever need."""
_COUNT = r"(?<![!-~])[0-9][0-9.,]*$"
"""A number that ends a text; the end of a masked phone is none."""
_AMOUNT = r"[0-9][0-9,]*\.[0-9]{2}"
_FEW = r"[0-9]{1,4}(?:\.[0-9]+)?"
_ENDING_IN_AMOUNT = rf"(?<![^\s(])(?:{_AMOUNT}|{_FEW})$"
_AMOUNT_ENDING = rf"(?:{_AMOUNT}|{_FEW})(?=[,.;:)](?![0-9])|[，。；：、）]| [-+=]|$)"
_DAY, _CLOCK = r"(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}$", r"[0-9]{2}:[0-9]{2}"
_HAN = r"[\u3400-\u9fff]+"
_LAST_WORD = r"[^\s，。；：、]+$"
_CLOSING = frozenset("，。、；：！？）】》〉」』”’～…—·％℃")
_OPENING = frozenset("（【《〈「『“‘")
_STOPS = frozenset(",.;:!?)]}~%")
_WORD = r"(?:[!-~\xa5’]|[^\W\u1100-\U0010ffff])+"
"""Letters of any script that parts its words by blanks, and what stands among them."""


def folded(text: str, width: int, indent: str = "    ") -> list[str]:
    """This text, made safe, in lines of at most so many cells; what follows hangs under the first,
    what stands behind a line end of its own too.

    Each line is as full as it can be: broken between any two characters, as Chinese is, but never
    inside a number or a word of letters that has room on a line, a name of an act, a state or a
    button (the short words of the catalogue; in English any short Chinese word), nor between a
    number and its unit, an amount and its word or a day and its time, nor before a sign that closes
    or behind one that opens (避头尾).
    """
    first, *more = safe_lines(text).split("\n")
    return [
        *_folded(first, width, indent),
        *(part for line in more for part in _folded(indent + line, width, indent)),
    ]


def _folded(line: str, width: int, indent: str) -> list[str]:
    lines: list[str] = []
    rest = line
    while cell_len(rest) > max(width, 1):
        keep = _line_end(rest, width, width - cell_len(indent))
        if not keep:
            break  # nothing fits beside the indent: for ever
        lines.append(rest[:keep].rstrip())
        rest = indent + rest[keep:].lstrip()
    return [*lines, rest]


@lru_cache(4096)
def line_starts(text: str, width: int) -> tuple[int, ...]:
    """Where the lines after the first begin if a text that is being typed is folded into so many
    cells: as `folded`, but every blank stays, at the end of its line as far as that and the caret
    have room.
    """
    found, start = list[int](), 0
    while True:
        # A line is made of what may stand in it and a little more, however long the text is.
        rest = text[start : start + AHEAD * max(width, 1)]
        if cell_len(rest) <= max(width, 1):
            return tuple(found)
        keep = _line_end(rest, width, width) or max(1, len(set_cell_size(rest, width)) - 1)
        while rest[keep : keep + 1] == " " and cell_len(rest[:keep]) <= width:
            keep += 1
        start += keep
        if start == len(text):
            return tuple(found)
        found.append(start)


def _line_end(text: str, width: int, room: int) -> int:
    """How much of a text stands in a line of so many cells, where the next has `room`; 0 for
    nothing.
    """
    begin = len(text) - len(text.lstrip())
    edge = len(set_cell_size(text, width).rstrip())
    whole = _between_words(text, _before_part(text, edge), room)
    together = _before_number(text, whole) or _before_pair(text, whole)
    told = _between_words(text, together, room) if together else 0
    return next((end for end in (told, whole, edge) if end > begin), 0)


def _between_words(text: str, at: int, room: int) -> int:
    """Where a line ends at this place at the latest, so that no word that has `room` is torn, it
    does not end with a sign that opens, and the next does not begin with one that closes.
    """
    end = -1
    while end != at:
        end = at
        whole = partial(_before_word, room=room), partial(_before_name, room=room)
        for step_back in (_before_closing, *whole, _before_opening):
            at = step_back(text, at)
    return at


def _before_part(text: str, at: int) -> int:
    """Where a line ends so that what a blank parts from the rest is not torn: two blanks, and one
    between two Chinese characters, part names; beside a Latin word one only sets that apart.
    """
    blank = text.rfind(" ", 0, at)
    if blank <= 0 or text[at : at + 1].isspace():
        return at
    beside = text[blank - 1], text[blank + 1]
    parts_names = beside[0] == " " or not (beside[0].isascii() or beside[1].isascii())
    torn = cell_len(text[blank:at].strip())
    most = cell_len(text[:at]) // 2 if parts_names else SCRAP
    return len(text[:blank].rstrip()) if torn <= most else at


def _before_word(text: str, at: int, room: int) -> int:
    """Where a line ends so that the word at this place is whole, as far as a line has room."""
    start = at
    while start and pattern(_WORD).match(text[start - 1]):
        start -= 1
    word = pattern(_WORD).match(text, start)
    if not word or not start < at < word.end() or cell_len(word[0]) > room:
        return at
    return len(text[:start].rstrip())


def _before_name(text: str, at: int, room: int) -> int:
    """Where a line ends so that a Chinese word of the desk's at this place is whole; among words of
    another language, all that is as short: a button, a carrier, a name.
    """
    if room < 2 * LONGEST or not 0 < at < len(text):
        return at
    if spoken() != "zh":
        return _before_chinese(text, at)
    words = short_words(LONGEST)
    for start in range(max(0, at - LONGEST + 1), at):
        if any(text[start:end] in words for end in range(at + 1, start + LONGEST + 1)):
            return len(text[:start].rstrip())
    return at


def _before_chinese(text: str, at: int) -> int:
    """Where a line ends so that a short Chinese word among those of Latin script is whole."""
    words = pattern(_HAN).finditer(text, max(0, at - LONGEST))
    word = next((one for one in words if one.end() > at), None)
    if word is None or word.start() >= at or len(word[0]) > LONGEST:
        return at
    head = text[: word.start()].rstrip("“‘")
    beside = head[-1:] + text[word.end() :].lstrip("”’")[:1]
    return len(head.rstrip()) or at if beside.isascii() else at


def _before_closing(text: str, at: int) -> int:
    """Where a line ends so that the next begins with no sign that closes."""
    while at and (text[at:].lstrip()[:1] in _CLOSING or _is_stop(text, at)):
        at -= 1
    return at


def _is_stop(text: str, at: int) -> bool:
    """Does a stop of Latin script stand here, behind a Chinese character?"""
    return text[at : at + 1] in _STOPS and not (text[at - 1].isascii() or text[at - 1].isspace())


def _before_opening(text: str, at: int) -> int:
    """Where a line ends so that it does not end with a sign that opens."""
    while text[:at].rstrip()[-1:] in _OPENING:
        at = len(text[:at].rstrip()) - 1
    return at


def _before_number(text: str, at: int) -> int:
    """Where a line ends so that a number stays with the Chinese unit behind it; 0 where it does."""
    head = text[:at].rstrip()
    unit = text[len(head) :].removeprefix(" ")[:1]
    number = pattern(_COUNT).search(head)
    if number is None or unit.isascii() or unit.isspace():
        return 0
    return len(head[: number.start()].rstrip())


def _before_pair(text: str, at: int) -> int:
    """Where a line ends so that an amount or a count stays with its word: with the one behind it,
    or before it where it ends what is said; a time with its day. 0 where it does.
    """
    head = text[:at].rstrip()
    rest = text[len(head) :].lstrip()
    together = None
    if pattern(_AMOUNT_ENDING).match(rest):
        together = pattern(_LAST_WORD).search(head)
    elif pattern(_CLOCK).match(rest):
        together = pattern(_DAY).search(head)
    elif rest[:1].isalnum():
        together = pattern(_ENDING_IN_AMOUNT).search(head)
    return len(head[: together.start()].rstrip()) if together else 0
