"""What the sample shop's files are made of: its tables, and how each platform writes a cell."""

import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

Row = dict[str, str]
Cell = Callable[[str, str], str]
HERE = Path(__file__).parent
SAMPLES = HERE / "exchange" / "files"
REFERENCE = datetime.fromisoformat("2026-11-22 09:00:00")


def table(name: str) -> list[list[str]]:
    """The cells of a table, line by line."""
    text = tomllib.loads((HERE / "make_demo_files.toml").read_text("utf-8"))[name]
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def pairs(text: str) -> Row:
    """`column=text;column=text`, with `@125` as the time in 125 minutes."""
    found = (part.split("=", 1) for part in text.split(";") if part)
    return {name: time_text(-int(cell[1:])) if cell[0] == "@" else cell for name, cell in found}


def time_text(ago: int, second: int = 0) -> str:
    """So many minutes before REFERENCE, as the platforms write it."""
    return f"{REFERENCE - timedelta(minutes=ago, seconds=-second):%Y-%m-%d %H:%M:%S}"


def header(pattern: str, encoding: str) -> list[str]:
    """The columns of the sample that is named so."""
    (sample,) = SAMPLES.glob(pattern)
    return next(csv.reader(io.StringIO(sample.read_text(encoding))))


def workbook_header(name: str) -> list[str]:
    """The columns of a sample that is a workbook."""
    sheet = load_workbook(SAMPLES / name).active
    assert isinstance(sheet, Worksheet)
    return [str(cell.value) for cell in sheet[1]]


def quoted(text: str) -> str:
    """A cell of a CSV file."""
    text_of = text.replace('"', '""')
    return f'"{text_of}"' if re.search('[,"\n\t]', text) else text


def plain(_column: str, text: str) -> str:
    """A cell as it is."""
    return quoted(text)


def as_csv(columns: Sequence[str], rows: Iterable[Row], cell: Cell) -> str:
    """The text of a CSV file, each cell as its platform writes it."""
    lines = [columns, *([cell(name, row.get(name, "")) for name in columns] for row in rows)]
    return "".join(",".join(line) + "\r\n" for line in lines)


def tab_after(_column: str, text: str) -> str:
    """As Pinduoduo wrote in 2026: a TAB ends every cell; an Excel in between wrote some times."""
    found = re.fullmatch(r"(\d{4})-0?(\d+)-0?(\d+) 0?(\d+):(\d\d):\d[37]", text)
    text = "{}/{}/{} {}:{}".format(*found.groups()) if found else text
    return quoted(text + "\t") if re.search('[,"\n]', text) else text + "\t"


TABBED = frozenset(table("tabbed")[0][0].split())


def tab_before(column: str, text: str) -> str:
    """As Doudian writes: a TAB begins every text and number that is no amount, `-` is nothing."""
    if column in TABBED:
        return quoted("\t" + (text or "-"))
    return quoted(text or ("0.00" if re.search("优惠|运费|金额（元）|改价|抵扣", column) else "-"))


def workbook(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A workbook whose bytes do not tell when it was written."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    sheet.append(list(columns))
    for row in rows:
        sheet.append([float(row[name]) if "金额" in name else row.get(name) for name in columns])
    written, again = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            part = re.sub(rb"2\d{3}-\d\d-\d\dT[\d:]+Z", b"2026-11-22T01:00:00Z", old.read(name))
            info = zipfile.ZipInfo(name, (2026, 11, 22, 9, 0, 0))
            new.writestr(info, part, zipfile.ZIP_DEFLATED)
    return again.getvalue()
