"""Hostile input made from a seed: files of platforms that somebody broke, and queries."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

from store.search.lists import ORDERS

SAMPLES = Path(__file__).parents[1] / "exchange" / "files"
_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
_CELLS = (
    *("", "-", "--", "null", "nan", "#N/A", "1970-01-01 08:00:00", "0000-00-00", "1e309", "-1"),
    *("9" * 400, "1,2,3", "１２．５", "6.95E+18", "261120-1.0", "=1+1", "'=1", '="x"', "退款成功"),
    *("2026-02-30 25:61:61", "99999", "\ufffd", "\x00", "\u202e", "\ud83d\ude00", "a" * 40_000),
)
_BYTES = (
    b"\xff",
    b"\xe9\x98",
    b'"',
    b'""',
    b"\r",
    b"\n",
    b"\t",
    b",",
    b";",
    b"\0",
    b"\xef\xbb\xbf",
)
_FORMS = ("{w}", "{w}", "{f}:{w}", "{f}>{w}", "-{f}:{w}", '"{w}', "{f}:{w}..{w}", "{f}")
_QUERY_SIGNS = tuple("()-\"':,;<>=!.*?~|&%_ \\/@#…：，！＞１九\u202e\u200d\ud800")
_QUERY_WORDS = (
    *("to-ship", "late", "not", "or", "today", "2026-11-20", "2026-13-45", "18:00", "24h", "-1h"),
    *(
        "1e9",
        "9" * 30,
        "0.001",
        "12.5..30",
        "..",
        "米",
        "圆通",
        "261120-123456789012345",
        "a" * 3000,
    ),
)


def file_of(random: Random) -> bytes:
    """A sample of an export, broken in some places."""
    # What is in a zip is there as it is, too.
    path = random.choice(sorted(one for one in SAMPLES.iterdir() if one.suffix != ".zip"))
    data = path.read_bytes()
    if path.suffix == ".xlsx":
        return _broken_workbook(data, random)
    lines = _text(data).splitlines()[: random.randint(1, 12)]
    for _ in range(random.choice((0, 1, 1, 2, 5))):
        random.choice(_EDITS)(lines, random)
    data = "\n".join(lines).encode(random.choice(_ENCODINGS), "replace")
    return _broken(data, random) if random.random() < 0.5 else data


def query_of(random: Random) -> str:
    """Words, fields and signs of queries in no good order."""
    parts = []
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 12, 120))):
        field = random.choice((*ORDERS.fields, "field"))
        word = random.choice((*_QUERY_WORDS, *_QUERY_SIGNS))
        form = random.choice(_FORMS)
        parts.append(form.format(f=field, w=word))
    return random.choice((" ", "", ",")).join(parts).lstrip("-")


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError


def _broken(data: bytes, random: Random) -> bytes:
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(data) + 1)
        end = at + random.choice((0, 0, 1, 3, 200))
        data = data[:at] + random.choice(_BYTES) + data[end:]
    return data


def _broken_workbook(data: bytes, random: Random) -> bytes:
    """Its archive broken, or one of the parts in it."""
    if random.random() < 0.3:
        return _broken(data, random)
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(packed, "w") as after:
        names = before.namelist()
        spoilt = random.choice(names)
        for name in names:
            part = before.read(name)
            after.writestr(name, _broken(part, random) if name == spoilt else part)
    return packed.getvalue()


def _put_cell(lines: list[str], random: Random) -> None:
    at = random.randrange(len(lines))
    cells = lines[at].split(",")
    cells[random.randrange(len(cells))] = random.choice(_CELLS)
    lines[at] = ",".join(cells)


def _drop_cell(lines: list[str], random: Random) -> None:
    at = random.randrange(len(lines))
    cells = lines[at].split(",")
    del cells[random.randrange(len(cells))]
    lines[at] = ",".join(cells)


def _repeat_row(lines: list[str], random: Random) -> None:
    lines.insert(random.randrange(len(lines) + 1), random.choice(lines))


def _other_delimiter(lines: list[str], random: Random) -> None:
    lines[:] = [line.replace(",", random.choice("\t;,，")) for line in lines]


def _stray_quotes(lines: list[str], random: Random) -> None:
    at = random.randrange(len(lines))
    lines[at] = lines[at].replace(",", ',"', random.randint(1, 3))


_EDITS: tuple[Callable[[list[str], Random], None], ...] = (
    *(_put_cell,) * 6,
    _drop_cell,
    _repeat_row,
    _other_delimiter,
    _stray_quotes,
)
