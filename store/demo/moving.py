"""Moving the sample shop's files in time: every time, day and export's name in them goes along.

The files say what is true at REFERENCE. What is moved is their text, so that they come in through
the same door as a platform's own.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from importlib import resources
from pathlib import Path

from store.words.times import SHOP_TIME, to_the_minute

REFERENCE = datetime(2026, 11, 22, 9, 0, tzinfo=SHOP_TIME)

_TIME = re.compile(r"(?<!\d)(\d{4})([-/])(\d\d?)\2(\d\d?) (\d\d?):(\d\d)(:\d\d)?(?!\d)")
_ORDER_NO = re.compile(r"(?<!\d)(\d{6})-(\d{15})(?!\d)")
"""Pinduoduo's, which begins with a day."""
_EXPORTED = re.compile(r"(?<=_)1\d{9}(?=_)")
"""The Unix time in the name of a file of Doudian's."""
_ENCODINGS = ("utf-8", "gb18030")

Days = dict[str, timedelta]
"""How many days the day at the beginning of an order number moves."""


def shift_to(now: datetime) -> timedelta:
    """How far everything moves, in whole minutes."""
    return to_the_minute(now) - REFERENCE


def file_names() -> frozenset[str]:
    """The names of the packaged files, without the time that a name may hold."""
    return frozenset(nameless(file.name) for file in _folder().iterdir())


def nameless(name: str) -> str:
    """A file's name without the time of its export: the same however far it was moved."""
    return _EXPORTED.sub("", name)


def move_files(to: Path, shift: timedelta) -> dict[str, Path]:
    """Write the files, moved, into a folder; each by its name without the time of its export."""
    packaged = {file.name: file.read_bytes() for file in _folder().iterdir()}
    days = _days(map(_text_of, (data for data in packaged.values() if not _is_zip(data))), shift)
    move = partial(_moved, shift=shift, days=days)
    found: dict[str, Path] = {}
    for name, data in packaged.items():
        path = to / _EXPORTED.sub(lambda match: _later(match[0], shift), name)
        path.write_bytes(_in_zip(data, move) if _is_zip(data) else _in_text(data, move))
        found[nameless(name)] = path
    return found


def _folder() -> resources.abc.Traversable:
    return resources.files(__package__).joinpath("files")


def _is_zip(data: bytes) -> bool:
    return data.startswith(b"PK")


def _later(seconds: str, shift: timedelta) -> str:
    return str(int(seconds) + int(shift.total_seconds()))


def _decoded(data: bytes) -> tuple[str, str]:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise AssertionError(data[:40])  # pragma: no cover - the files are ours


def _text_of(data: bytes) -> str:
    return _decoded(data)[0]


def _in_text(data: bytes, move: Callable[[str], str]) -> bytes:
    text, encoding = _decoded(data)
    return move(text).encode(encoding)


def _in_zip(data: bytes, move: Callable[[str], str]) -> bytes:
    """A workbook is XML in a zip archive, and its times are texts."""
    moved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(moved, "w") as new:
        for part in old.infolist():
            new.writestr(part, _in_text(old.read(part), move))
    return moved.getvalue()


def _moved(text: str, shift: timedelta, days: Days) -> str:
    def order_no(match: re.Match[str]) -> str:
        day = datetime.strptime(match[1], "%y%m%d").replace(tzinfo=SHOP_TIME)
        moved = day + days.get(match[0], _whole_days(REFERENCE, shift))
        return f"{moved:%y%m%d}-{match[2]}"

    return _ORDER_NO.sub(order_no, _TIME.sub(lambda match: _written(match, shift), text))


def _days(texts: Iterable[str], shift: timedelta) -> Days:
    """An order's day moves with the first of its times, which passes midnight on its own."""
    first: dict[str, datetime] = {}
    for text in texts:
        for cells in csv.reader(io.StringIO(text)):
            row = "\n".join(cells)
            times = [_instant(match) for match in _TIME.finditer(row)]
            for number in _ORDER_NO.finditer(row) if times else ():
                known = first.get(number[0], times[0])
                first[number[0]] = min(known, *times)
    return {number: _whole_days(moment, shift) for number, moment in first.items()}


def _whole_days(moment: datetime, shift: timedelta) -> timedelta:
    return (moment + shift).date() - moment.date()


def _instant(match: re.Match[str]) -> datetime:
    year, _sign, month, day, hour, minute, second = match.groups()
    at = (int(part) for part in (year, month, day, hour, minute, (second or ":0")[1:]))
    return datetime(*at, tzinfo=SHOP_TIME)  # type: ignore[misc, arg-type]


def _written(match: re.Match[str], shift: timedelta) -> str:
    """In the way it was written: `2026-11-20 07:08:23`, or as Excel does, `2026/11/20 7:08`."""
    moved = _instant(match) + shift
    second = f":{moved:%S}" if match[7] else ""
    if match[2] == "/":
        return f"{moved.year}/{moved.month}/{moved.day} {moved.hour}:{moved:%M}{second}"
    return f"{moved:%Y-%m-%d %H:%M}{second}"
