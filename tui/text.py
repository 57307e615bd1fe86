"""The one way of data to the screen, and how the desk writes money, times and time left.

Textual and Rich hand control characters of the data to the terminal and parse markup in it
(measured, `reliability.md` §4): a buyer's note may then set the clipboard, forge a line or end the
program. So data passes `safe_text` and is wrapped by `content`, whatever widget shows it.
"""

import re
import unicodedata
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len, set_cell_size

from store.models.money import yuan_text
from store.words import N_, _, how_many, spoken
from store.words.times import SHOP_TIME
from tui.glyphs import glyphs

if TYPE_CHECKING:
    from textual.content import Content

LINE_LIMIT = 2_000
TEXT_LIMIT = 20_000
MARKS = 2
TWO_DOTS = 6
"""Cells of which two for the sign that something was cut are not too much."""
BLANKS = frozenset("\t\n\r")
"""What divides words and lines: where all stands in one line, a blank does."""
HIDDEN = "\u25cc"  # a dotted circle: something invisible was here

# What Chinese and Latin shops write nearly always: needs no second look.
_ODD = (
    "[^\x20-\x7e\xa0-\xac\xae-\xff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u27ff"
    "\u3000-\u3029\u3030-\u303f\u3041-\u3096\u309b-\u30ff\u3105-\u312f\u4e00-\u9fff"
    "\uff01-\uff9f\uffe0-\uffe6]"
)
_EMOJI = (
    "[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u25cb\u25cd-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff][\U0001f3fb-\U0001f3ff]?"
)
# An emoji that has its selector or is joined; chains of more than four joins are no real emoji.
_JOINED = rf"\u200d{_EMOJI}\ufe0f?"
_CLUSTER = rf"{_EMOJI}(?:\ufe0f(?:{_JOINED}){{0,4}}|(?:{_JOINED}){{1,4}})|[0-9#*]\ufe0f\u20e3"
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe0f\uffa0")


@cache
def pattern(text: str) -> re.Pattern[str]:
    """Compiled by the first text that needs it: that takes as long as ten modules to load."""
    return re.compile(text)


@lru_cache(4096)
def _shown(char: str) -> str | None:
    """What stands for this character; None for a mark that sits on the one before it."""
    code = ord(char)
    if char in BLANKS:
        return " "
    if code < 0x20 or code == 0x7F:  # noqa: PLR2004 - C0 and DEL
        return chr(0x2400 + code) if code < 0x20 else "\u2421"  # noqa: PLR2004
    if 0x80 <= code <= 0x9F or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - C1, surrogates
        return "\ufffd"
    # Tags and variants show nothing, nor do signs that no script has (yet).
    is_unseen = 0xE0000 <= code <= 0xE0FFF or 0xFE00 <= code <= 0xFE0E  # noqa: PLR2004
    if is_unseen or char in _FILLERS or unicodedata.category(char) in {"Cf", "Cn", "Zl", "Zp"}:
        return HIDDEN
    # Jamo vowels and tails are letters, yet they too pile up on the cell before them.
    is_jamo = 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FF  # noqa: PLR2004
    return None if is_jamo or unicodedata.category(char) in {"Mn", "Me"} else char


def _visible(text: str) -> str:
    """Every character of a piece without whole emoji, made visible."""
    out: list[str] = []
    marks = 0
    for char in text:
        shown = _shown(char)
        if shown is not None:
            out.append(shown)
            marks = 0
            continue
        marks += 1
        if not out:  # nothing to sit on: it would change the frame or the neighbour's text
            out.append(HIDDEN)
        if marks <= MARKS:
            out.append(char)
    return "".join(out)


def _cleaned(text: str) -> str:
    out, position = [], 0
    for cluster in pattern(_CLUSTER).finditer(text):
        out += [_visible(text[position : cluster.start()]), cluster.group()]
        position = cluster.end()
    return "".join(out) + _visible(text[position:])


def _cut(clean: str, limit: int) -> str:
    # Cleaned again: the cut may have parted an emoji from what it was joined to.
    mark = glyphs().cut
    lines = clean[: max(limit - len(mark), 0)].split("\n")
    return "\n".join(_cleaned(line) for line in lines) + mark[:limit]


def safe_text(text: str, limit: int = LINE_LIMIT) -> str:
    """This text as one line that only shows: no control, no direction, nothing invisible.

    Line ends and tabs become blanks, other control characters their pictures (U+2400), unreadable
    ones U+FFFD, invisible ones a dotted circle; marks on one character cut to two, the length to
    `limit`.
    Doing it twice changes nothing.
    """
    is_short = len(text) <= limit
    if is_short and ((text.isascii() and text.isprintable()) or not pattern(_ODD).search(text)):
        return text
    clean = _cleaned(text[:limit])
    if is_short and len(clean) <= limit:
        return clean
    return _cut(clean, limit)


def safe_lines(text: str, limit: int = TEXT_LIMIT) -> str:
    """As `safe_text`, for a text of several lines: its line ends stay, a tab is four spaces."""
    lines = text[: limit + 1].replace("\r\n", "\n").replace("\t", "    ").split("\n")
    clean = "\n".join(safe_text(line, limit) for line in lines)
    if len(text) <= limit and len(clean) <= limit:
        return clean
    return _cut(clean, limit)


def content(text: str, style: str = "", *, lines: bool = False) -> "Content":
    """This text for a widget: safe, and never read as markup."""
    from textual.content import Content

    shown = safe_lines(text) if lines else safe_text(text)
    return Content.styled(shown, style) if style else Content(shown)


def width_of(text: str) -> int:
    """How many cells this text takes, as Textual itself counts."""
    return cell_len(text)


def fit(text: str, width: int, align: Literal["left", "right"] = "left", mark: str = "") -> str:
    """This text, made safe, in exactly so many cells: padded, or cut with `…` (in ASCII `..`, `~`
    if narrow), or with this `mark`.
    """
    if width <= 0:
        return ""
    text = safe_text(text)
    if cell_len(text) > width:
        mark = mark or glyphs().cut
        if len(mark) > 1 and width < TWO_DOTS:
            mark = "~"
        text = set_cell_size(text, width - len(mark)).rstrip() + mark
    padding = " " * (width - cell_len(text))
    return padding + text if align == "right" else text + padding


def fit_end(text: str, width: int) -> str:
    """This text, made safe, in at most so many cells, cut at its beginning."""
    text = safe_text(text)
    if cell_len(text) <= width:
        return text
    mark = glyphs().cut
    while text and cell_len(mark + text) > width:
        text = text[1:]
    return mark + text


def priced(fen: int) -> str:
    """An amount in yuan with its sign: a bare number beside a key or a time reads as seconds."""
    return f"{glyphs().money}{yuan_text(fen)}"


def local_time(instant: datetime, now: datetime) -> str:
    """When, on the clock of the shop: `09:14` today, else `11-20 09:14`; the year if another."""
    there, today = instant.astimezone(SHOP_TIME), now.astimezone(SHOP_TIME)
    if there.date() == today.date():
        return f"{there:%H:%M}"
    return f"{there:%m-%d %H:%M}" if there.year == today.year else f"{there:%Y-%m-%d %H:%M}"


_WRITTEN = re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d\b")


def in_short(sentence: str, now: datetime) -> str:
    """The sentence of a rule, its times in full, with each as `local_time` writes it."""

    def short(found: re.Match[str]) -> str:
        try:
            written = datetime.strptime(found[0], "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the shop's
        except ValueError:
            return found[0]  # somebody typed it
        return local_time(written.replace(tzinfo=SHOP_TIME), now)

    return _WRITTEN.sub(short, sentence)


def time_or_day(instant: datetime, now: datetime) -> str:
    """The same in few cells: the time today, else the day."""
    return local_time(instant, now).split(" ")[0]


def time_left(due: datetime, now: datetime, *, estimated: bool = False) -> str:
    """How long until then: `0h38`, `1h05`, `26h`, `3d`; late `-5h12`, `-26h`; estimated `~1h05`.

    Minutes under two hours (late: under ten), hours under two days, else days, rounded towards
    zero: the desk never promises more time than there is. At the deadline itself it is late.
    """
    late = now >= due
    minutes = abs(due - now) // timedelta(minutes=1)
    hours = minutes // 60
    if hours < (10 if late else 2):
        size = f"{hours}h{minutes % 60:02}"
    else:
        size = f"{hours}h" if hours < 48 else f"{hours // 24}d"  # noqa: PLR2004 - two days
    return f"{'~' if estimated else ''}{'-' if late else ''}{size}"


def left_said(due: datetime | None, now: datetime, *, estimated: bool = False) -> str:
    """As `left`, for a sentence or a chip: in Chinese with the units of that, `3天`, `22分`."""
    text = left(due, now, estimated=estimated)
    if spoken() != "zh":
        return text
    text = re.sub(r"(\d+)h0?(\d+)", r"\1小时\2分", text).replace("h", "小时").replace("d", "天")
    return re.sub(r"(?<!\d)0小时", "", text)


def further(sign: str, count: int) -> str:
    """That so many lines are not seen, where there are any; the sign says on which side."""
    return _("{sign} {count} more").format(sign=sign, count=count) if count > 0 else ""


def keys_waiting(count: int) -> str:
    """How many keys wait for what is being done."""
    return how_many(count, N_("1 key waits"), N_("{count} keys wait"))


def left(due: datetime | None, now: datetime, *, estimated: bool = False) -> str:
    """As `time_left`; nothing where there is no deadline."""
    return "" if due is None else time_left(due, now, estimated=estimated)
