"""How fast an import is, beside csv.DictReader and bare sqlite3; prints a markdown table.

    python -m tests.bench.bench_import [--rows 100000] [--store 100000] [--cache DIR] [--json FILE]

Not a test: nothing here fails. The file is one of Pinduoduo's with as many orders as rows, whose
texts differ; it is imported by `shouhou import` into an empty store, again, and in part into a
store of `--store` orders, which is made as `bench_desk` makes it and kept in the cache folder.
The same rows as a workbook go into an empty store, too.
"""

import argparse
import csv
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from store.exchange.incoming.workbook import START
from store.models.event import Actor
from store.repository import Repository, open_store
from store.rules.order.actions.note import Note
from tests.bench.commands import run
from tests.bench.installed import keep_compiled
from tests.bench.shop_files import as_workbook, pdd_sheet
from tests.bench.shop_orders import REFERENCE
from tests.bench.shop_stores import NAME, Shop, working_copy
from tests.bench.table import Line, Measured, above, high, machine, of, over

BATCH = 250
"""Orders in a transaction of bare sqlite3; about as many as the import has in one of its own."""
READS = ("/bin/sh", "-c", 'exec "$0" -I -S -c "$1" "$2" <"$3"', sys.executable, START)
"""The process that reads a workbook, by itself: its peak is known from its end."""
ROOT = Path(__file__).parents[2]
PAUSE = 0.02
"""Between two notes of the other agent."""

LINES = (
    Line("`csv.DictReader` over the file", of("reader"), "s"),
    Line("bare sqlite3 writing the same rows", of("bare"), "s"),
    Line("`shouhou import` of new rows", of("new"), "s"),
    Line("the same / `csv.DictReader`", over("new", "reader"), "x", 60),
    Line("the same / bare sqlite3", over("new", "bare"), "x", 2.5),
    Line("peak of it", of("new peak"), "MB", 140),
    Line("the same file again", of("again"), "s"),
    Line("the same / `csv.DictReader`", over("again", "reader"), "x", 8),
    Line("peak of it", of("again peak"), "MB", 140),
    Line("`shouhou import` of the same rows, new, as xlsx", of("workbook"), "s"),
    Line("the same / `csv.DictReader`", over("workbook", "reader"), "x", 85),
    Line("peak of the process that reads the workbook", of("workbook peak"), "MB", 512),
    Line("another agent's `note` without an import, p99", of("note"), "ms"),
    Line("another agent's `note` while it runs, p99", of("note beside"), "ms"),
    Line("the same, above", above("note beside", "note"), "ms", 80),
    Line("a row into an empty store", of("row"), "ms"),
    Line("a row into a store of many", of("row more"), "ms"),
    Line("the same, over", over("row more", "row"), "x", 1.3),
)


def measure(cache: Path, rows: int, store: int) -> Measured:
    """Everything, in one run."""
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        here = Path(folder)
        file = pdd_sheet(here / "orders.csv", rows)
        shop = Shop(rows, here / "new")
        shop.home.mkdir()
        found: Measured = {"reader": read(file)}
        new = run(shop, imported(shop, file))
        again = run(shop, imported(shop, file))
        found |= {"new": new.seconds, "new peak": new.peak, "row": new.seconds / rows}
        found |= {"again": again.seconds, "again peak": again.peak}
        found |= of_workbook(as_workbook(here / "orders.xlsx", file), Shop(rows, here / "workbook"))
        found["bare"] = bare(shop.store / "shop.db", here / "bare.db")
        found["reader"] = median((found["reader"], read(file), read(file)))
        found |= notes(shop, pdd_sheet(here / "others.csv", rows // 4, 10 * rows))
        if store:
            few = min(rows, 20_000)
            part = pdd_sheet(here / "part.csv", few, 20 * rows)
            empty = Shop(few, here / "empty")
            empty.home.mkdir()
            many = working_copy(cache, store, here / "many")
            for name, one in (("row", empty), ("row more", many)):
                found[name] = run(one, imported(one, part)).seconds / few
        return found


def imported(shop: Shop, file: Path) -> list[str]:
    """The command."""
    return shop.command("import", str(file), "--shop", NAME)


def read(file: Path) -> float:
    """Seconds of one pass."""
    begin = time.perf_counter()
    with file.open(encoding="utf-8", newline="") as opened:
        for _row in csv.DictReader(opened):
            pass
    return time.perf_counter() - begin


def of_workbook(file: Path, shop: Shop) -> Measured:
    """Seconds of its import into an empty store; the peak in MB of the process that reads it."""
    shop.home.mkdir()
    ran = run(shop, imported(shop, file))
    assert not ran.status, "the workbook was refused"
    reader = run(shop, [*READS, str(ROOT), str(file)])
    assert not reader.status, "the workbook could not be read"
    return {"workbook": ran.seconds, "workbook peak": reader.peak}


def bare(database: Path, target: Path) -> float:
    """Seconds in which sqlite3 writes the rows of a store, with its indexes, in its turn."""
    with closing(sqlite3.connect(database)) as source, closing(_like(source, target)) as writer:
        spent = 0.0
        for batch in _batches(source):
            begin = time.perf_counter()
            writer.execute("begin immediate")
            for table, rows in batch:
                marks = ", ".join("?" * len(rows[0]))
                writer.executemany(f"insert into {table} values ({marks})", rows)
            writer.execute("commit")
            writer.execute("pragma wal_checkpoint(passive)")
            spent += time.perf_counter() - begin
        return spent


def _like(source: sqlite3.Connection, target: Path) -> sqlite3.Connection:
    """An empty database with the tables and the settings of the other one."""
    writer = sqlite3.connect(target, isolation_level=None)
    writer.execute("pragma journal_mode = wal")
    for pragma in ("synchronous = full", "wal_autocheckpoint = 0", "cache_size = -32000"):
        writer.execute(f"pragma {pragma}")
    made = "select sql from sqlite_master where sql is not null order by type desc"
    for (sql,) in source.execute(made).fetchall():
        writer.execute(sql)
    return writer


Batch = list[tuple[str, list[tuple[object, ...]]]]


def _batches(source: sqlite3.Connection) -> Iterator[Batch]:
    """What was written of some orders, table by table."""
    tables = {name for (name,) in source.execute("select name from sqlite_master")}
    beside = [name for name in ("obligations", "cases") if f"{name}_row" in tables]
    ids = [
        n for (n,) in source.execute("select id from document where kind = 'orders' order by id")
    ]
    for first in range(0, len(ids), BATCH):
        some = ids[first : first + BATCH]
        found = (
            (table, source.execute(f"select * from {table} where {where}", (some[0], some[-1])))
            for table, where in _asked(beside)
        )
        yield [(table, rows) for table, answer in found if (rows := answer.fetchall())]


def _asked(beside: list[str]) -> Iterator[tuple[str, str]]:
    """Tables, and which of their rows belong to documents between two ids."""
    between = "between ? and ?"
    orders = f"kind = 'orders' and id {between}"
    yield "document", orders
    yield "digest", orders
    yield "event", f"subject in (select 'orders/' || key from document where {orders})"
    for part in ("row", "body", "find", "word"):
        yield f"orders_{part}", f"id {between}"
    for name in beside:
        yield f"{name}_row", f"of {between}"
        yield f"{name}_body", f"id in (select id from {name}_row where of {between})"


def notes(shop: Shop, file: Path) -> Measured:
    """The p99 of another agent's note: before, and while a file is imported."""
    repository = open_store(str(shop.store), Actor(user="bench"), lambda: REFERENCE)
    key = next(iter(repository.search())).key
    turns = iter(range(150))
    alone = list(_noted(repository, key, lambda: next(turns, None) is not None))
    child = subprocess.Popen(imported(shop, file), stdout=subprocess.DEVNULL)
    beside = list(_noted(repository, key, lambda: child.poll() is None))
    repository.close()
    return {"note": high(alone), "note beside": high(beside)}


def _noted(repository: Repository, key: str, goes_on: Callable[[], bool]) -> Iterator[float]:
    while goes_on():
        subject = repository.order(key)
        begin = time.perf_counter()
        repository.run(Note, subject, {"text": "催了"})
        yield time.perf_counter() - begin
        time.sleep(PAUSE)


def main() -> None:
    """Measure and print."""
    keep_compiled()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--store", type=int, default=100_000, help="0: no import into a larger one")
    parser.add_argument("--cache", type=Path, help="keeps the stores, on the disk to be measured")
    parser.add_argument("--json", type=Path, help="write the bare figures here, too")
    given = parser.parse_args()
    cache = given.cache or Path(tempfile.mkdtemp())
    cache.mkdir(parents=True, exist_ok=True)
    try:
        found = {given.rows: measure(cache, given.rows, given.store)}
    finally:
        if given.cache is None:
            shutil.rmtree(cache)
    if given.json:
        given.json.write_text(json.dumps(found, indent=1), "utf-8")
    told = "\n".join(f"| {line.head} | {line.cell(found, given.rows)} |" for line in LINES)
    sys.stdout.write(f"{machine()}\n\n| | {given.rows:,} rows |\n|---|---:|\n{told}\n")


if __name__ == "__main__":
    main()
