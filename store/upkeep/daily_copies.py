"""Daily copies (每日副本): a copy of the documents a day beside a store, and which may go."""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from store import kinds
from store.engines.protocol import Engine
from store.engines.sqlite import copying
from store.files.durable import aside_of, put_inner, sync_open
from store.files.sharing import create, inner_folder, plain_files
from store.files.trouble import as_unwritten
from store.files.working import clear_left
from store.upkeep.dump import dump_into
from store.words.times import shop_day

KEPT_COPIES = 7
A_MONTH = timedelta(days=31)
_TEXT = re.compile(r"(\d{4}-\d{2}-\d{2})\.json")
READABLE_ORDERS = 20_000
"""A store up to so many orders is also copied as a text that stock TinyDB opens."""


def daily_copy(engine: Engine, now: datetime) -> Path | None:
    """A checked copy a day beside the store, the last seven kept; None when today's is there.

    None too where a server keeps it, which is copied by whoever runs it.

    It holds the documents; attached files and the shop's own rules lie beside it. Who may read the
    store may read it. The text of the day is judged by itself: it may be missing beside a copy.
    Safe to be made in a thread of its own.
    """
    if not (engine.is_copied_daily and engine.commits()):
        return None
    copies = engine.folder / copying.COPIES
    today = shop_day(now)
    copy, text = f"shouhou-{today}.db", f"{today}.json"
    with as_unwritten(copies), inner_folder(copies, made=True) as folder:
        there = plain_files(folder)
        if is_new := copy not in there:
            with as_unwritten(copies / copy):
                _put_copy(engine, copy, folder)
        if text not in there and engine.count(kinds.ORDERS) <= READABLE_ORDERS:
            with as_unwritten(copies / text):
                put_inner(text, folder, lambda file: dump_into(engine, file))
        for pattern in (copying.DAILY, _TEXT):
            found = filter(None, map(pattern.fullmatch, plain_files(folder)))
            named = {day: one[0] for one in found if (day := _day(one[1]))}
            for day in outdated(named, today):
                with suppress(OSError):
                    os.unlink(named[day], dir_fd=folder)
    return copies / copy if is_new else None


def outdated(days: Iterable[date], today: date) -> list[date]:
    """Which days' copies may go: all but the last seven of those that one clock counted.

    Days to come count for nothing, and days more than a month apart were not counted by one clock:
    one of the two was wrong, so the seven before such a gap stay until the next one.
    """
    runs: list[list[date]] = [[]]
    for day in sorted(day for day in days if day <= today):
        if runs[-1] and day - runs[-1][-1] > A_MONTH:
            runs.append([])
        runs[-1].append(day)
    return [day for run in runs[:-2] for day in run] + runs[-1][:-KEPT_COPIES]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _put_copy(engine: Engine, name: str, folder: int) -> None:
    """Put a copy there that is on the disk; nothing is left of one that fails.

    SQLite knows no descriptors: it is written beside the store's own files and moved.
    """
    clear_left(engine.folder)
    aside = aside_of(engine.folder / name)
    try:
        engine.copy_to(aside, create)
        os.rename(aside, name, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
    sync_open(folder)
