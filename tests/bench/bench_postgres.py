"""What a shop costs in PostgreSQL, beside a folder, bare psycopg and pgbench, in one run.

    python -m tests.bench.bench_postgres [--sizes 10000 100000] [--grow N] [--cache DIR]
        [--json FILE]

Not a test: nothing here fails. A server of its own is started in the cache folder, as durable as
PostgreSQL is by itself; `SHOUHOU_TEST_POSTGRES` is not asked. The stores are made as `bench_desk`
makes them, and moved there by `shouhou migrate`. With `--grow` the largest is measured once more
N times over, made inside the database (`tests.bench.growing`), so that a million is there in
minutes; it has no folder beside it.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import psycopg

from store.engines.postgres.engine import make_tables
from store.models.event import Actor
from store.repository import Repository, open_store
from store.upkeep.migrating import migrate
from tests.bench.changes import some_orders
from tests.bench.commands import run
from tests.bench.growing import grow
from tests.bench.installed import keep_compiled
from tests.bench.lists import WINDOW, lists_of, selected, timed
from tests.bench.recording import EngineTime
from tests.bench.shop_files import pdd_sheet
from tests.bench.shop_orders import REFERENCE, orders
from tests.bench.shop_stores import NAME, Shop, working_copy
from tests.bench.starting import LISTED
from tests.bench.table import LEAST, Line, Measured, grown, high, machine, of, over
from tests.bench.watching import Watched
from tests.postgres import Server, programs

COMMITS, DESKS, SECONDS, TURNS, SEARCHES = 300, 8, 5.0, 5, 15
IMPORTED = 5_000
SPOILT = 10_000
"""Orders that pgbench writes to."""
KIB = 1024
LINES = (
    Line("`shouhou migrate` into the database, orders a second", of("into"), ""),
    Line("`shouhou migrate` back into a folder, orders a second", of("back"), ""),
    Line("an order in the database, its lists and indexes with it", of("order"), "KB"),
    Line("the same in a folder", of("order folder"), "KB"),
    Line("start to the first rows", of("start")),
    Line("the same / on the smallest store", grown("start"), "x", 1.2),
    *(
        Line(f"window: {name}", of(f"window {name}"), "ms", most)
        for name, most in (("first", 5), ("next", 5), ("previous", 5), ("last", 5), ("far", 200))
    ),
    Line("search by order number, first window", of("by number"), "ms", 10),
    Line("search by phone, first window", of("by phone"), "ms", 10),
    Line("search by tracking number, first window", of("by tracking"), "ms", 10),
    Line("search by goods, first window", of("by goods"), "ms", 250),
    Line("a note, the engine's part, p50", of("commit")),
    Line("bare `UPDATE … WHERE version` by psycopg, p50", of("bare")),
    Line("the same two", over("commit", "bare"), "x", 3),
    Line("eight desks that do nothing but save, notes a second", of("rate"), ""),
    Line("the same statements by pgbench, eight clients, a second", of("pgbench rate"), ""),
    Line("p99 of a note among eight desks", of("p99")),
    Line("p99 of pgbench", of("pgbench p99")),
    Line(f"import of {IMPORTED:,} new orders", of("import"), "s"),
    Line("the same into a folder", of("import folder"), "s"),
    Line("the same two", over("import", "import folder"), "x", 1.6),
)


def loaded(cache: Path, shop: Shop, kept: Shop) -> Measured:
    """Move a shop of a folder into its database and back; `kept` is the one in the folder."""
    found: Measured = {}
    with psycopg.connect(_bare(shop), autocommit=True) as server:
        before = _size(server)
        spent = timed(lambda: migrate(str(kept.store), shop.address, lambda _count: None))
        found["into"] = shop.count / spent
        server.execute("vacuum analyze")
        found["order"] = (_size(server) - before) / shop.count / KIB
    found["order folder"] = (kept.store / "shop.db").stat().st_size / shop.count / KIB
    back = cache / f"{shop.count}-back"
    spent = timed(lambda: migrate(shop.address, str(back), lambda _count: None))
    found["back"] = shop.count / spent
    shutil.rmtree(back)
    return found


def used(cache: Path, shop: Shop) -> Measured:
    """Everything that is done with a shop in its database."""
    with closing(open_store(shop.url, Actor(user="bench"), lambda: REFERENCE)) as repository:
        found = lists_of(repository, shop) | _searches(repository, shop)
        found |= _commits(repository, shop)
    found |= _desks(shop) | _pgbench(shop, cache)
    return found | {"import": _imported(cache, shop)}


def _size(server: psycopg.Connection[Any]) -> int:
    ((size,),) = server.execute("select pg_database_size(current_database())").fetchall()
    return int(size)


def _searches(repository: Repository, shop: Shop) -> Measured:
    # Doudian's export has neither a phone nor a parcel.
    numbered = (one for one in orders(shop.count) if one.tracking_no and not one.is_douyin)
    sold = next(islice(numbered, shop.count // 3, None))
    sought = {
        "by number": sold.order_no,
        "by phone": sold.person.phone,
        "by tracking": sold.tracking_no,
        "by goods": f"goods:{sold.lines[0][0].name}",
    }

    def first(query: str) -> object:
        return list(selected(repository, query).window(0, WINDOW))

    return {
        name: median(timed(lambda: first(query)) for _turn in range(SEARCHES))  # noqa: B023
        for name, query in sought.items()
    }


def _commits(repository: Repository, shop: Shop) -> Measured:
    """Notes and bare updates in turns, so that a busy disk slows both."""
    some = some_orders(repository, "", 40)
    note = repository.action_named("note", some[0])
    engine_time = EngineTime(repository.engine)
    engine, bare = [], []
    with psycopg.connect(_bare(shop), autocommit=True) as connection:
        for turn in range(COMMITS):
            engine_time.taken()
            repository.run(note, some[turn % len(some)], {"text": f"第 {turn} 次"})
            engine.append(engine_time.taken())
            bare.append(timed(_update(connection, some[-1 - turn % len(some)].key)))
    return {"commit": median(engine), "bare": median(bare)}


def _update(connection: psycopg.Connection[Any], key: str) -> Callable[[], object]:
    found = connection.execute(
        "select id, version, body from document where of_shop = '' and kind = 'orders'"
        " and key = %s",
        (key,),
    ).fetchall()
    ((number, version, body),) = found
    return lambda: connection.execute(
        "update document set version = %s, body = %s where of_shop = '' and kind = 'orders'"
        " and id = %s and version = %s",
        (version, body, number, version),
    )


def _desks(shop: Shop) -> Measured:
    words = [sys.executable, "-m", __spec__.name, "--save", shop.address]
    children = [subprocess.Popen(words, stdout=subprocess.PIPE) for _desk in range(DESKS)]
    spent = [float(word) for child in children for word in child.communicate()[0].split()]
    return {"rate": len(spent) / SECONDS, "p99": high(spent)}


def _save(address: str) -> Iterator[float]:
    """One of the eight: a note after the other until the time is over."""
    with closing(open_store(address, Actor(user="writer"), lambda: datetime.now(UTC))) as found:
        some = some_orders(found, "", 200)
        note = found.action_named("note", some[0])
        end, turn = time.monotonic() + SECONDS, os.getpid()
        while time.monotonic() < end:
            turn += 1
            order = some[turn % len(some)]
            yield timed(lambda: found.run(note, order, {"text": f"{turn}"}))  # noqa: B023


def _pgbench(shop: Shop, folder: Path) -> Measured:
    """What the heart of a note is, told by pgbench: hold the shop, write, number the commit.

    It spoils what it writes, so it has a shop of its own in the same tables.
    """
    _give_pgbench_a_shop(shop)
    script = folder / "note.sql"
    script.write_text(
        f"\\set id random(1, {min(shop.count, SPOILT)})\n\\set number random(1, 1000000000000)\n"
        "begin;\n"
        "select commits from store where of_shop = 'pgbench' for update;\n"
        "select body from document where of_shop = 'pgbench' and kind = 'orders' and id = :id;\n"
        "update document set version = version + 1, body = body || ' '"
        " where of_shop = 'pgbench' and kind = 'orders' and id = :id;\n"
        "insert into event values ('pgbench', md5(:number::text || random()), 'bench', :number, 1,"
        " 'note', null, '{}', '') on conflict do nothing;\n"
        "update orders_body set row = row || ' ' where of_shop = 'pgbench' and id = :id;\n"
        "update store set commits = commits + 1 where of_shop = 'pgbench';\n"
        "insert into made values ('pgbench', :number, :number) on conflict do nothing;\n"
        "commit;\n",
        "utf-8",
    )
    program = programs() / "pgbench"
    host = re.search(r"host=([^&]+)", shop.address)
    assert host
    place = host[1].replace("%2F", "/")
    words = [program, "-n", "-M", "prepared", "-c", DESKS, "-j", 2, "-T", int(SECONDS)]
    words += ["-f", script, "-h", place, "-U", "postgres", "-l", "--log-prefix", folder / "pgb"]
    told = subprocess.run(
        [*map(str, words), urlsplit(shop.address).path[1:]],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rate = re.search(r"tps = ([\d.]+)", told)
    assert rate, told
    logs = list(folder.glob("pgb.*"))
    spent = [int(line.split()[2]) / 1e6 for log in logs for line in log.read_text().splitlines()]
    for log in logs:
        log.unlink()
    return {"pgbench rate": float(rate[1]), "pgbench p99": high(spent)}


def _give_pgbench_a_shop(shop: Shop) -> None:
    with psycopg.connect(_bare(shop), autocommit=True) as server:
        for table, columns in (
            ("document", "kind, id, key, version, head, body, crc"),
            ("orders_body", "id, row, words, crc"),
        ):
            kind = "and kind = 'orders'" if "kind" in columns else ""
            server.execute(
                f"insert into {table} (of_shop, {columns}) select 'pgbench', {columns} from"
                f" {table} where of_shop = '' {kind} and id <= {SPOILT}".encode()
            )
        server.execute("insert into store (of_shop, commits) values ('pgbench', 0)")
        server.execute("vacuum analyze")


def _imported(cache: Path, shop: Shop) -> float:
    sheet = pdd_sheet(cache / "more.csv", IMPORTED, 30 * shop.count)
    return run(shop, shop.command("import", str(sheet), "--shop", NAME)).seconds


def _starts(shops: dict[int, Shop]) -> dict[int, Measured]:
    """Medians, in turns with the smallest."""
    spent: dict[int, list[float]] = {size: [] for size in shops}
    for _turn in range(TURNS):
        for size, shop in shops.items():
            with Watched(shop.command(), env=shop.environment) as program:
                spent[size].append(program.first(LISTED))
    least = median(spent[min(spent)])
    return {size: {"start": median(all_), f"{LEAST}start": least} for size, all_ in spent.items()}


def _bare(shop: Shop) -> str:
    """The address without what only the desk understands."""
    return shop.address.partition("&folder=")[0]


@contextmanager
def _server(cache: Path) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="pg", dir=cache) as folder:
        server = Server(Path(folder), ("max_connections=60",))
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGINT)


def _in_a_database(server: Server, kept: Shop, size: int, like: int = 0) -> Shop:
    """The same shop, of which nothing is in its database yet, unless that is made like another."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        template = f" template bench_{like}" if like else ""
        connection.execute(f"create database bench_{size}{template}".encode())
    address = server.url.replace("/postgres?", f"/bench_{size}?")
    home = kept.home / f"database-{size}"
    home.mkdir()
    shop = Shop(kept.count, home, f"{address}&folder={home}")
    make_tables(shop.address)
    return shop


def _grown(server: Server, kept: Shop, times: int) -> tuple[Shop, Measured]:
    """A shop so many times over, of which nothing was used yet."""
    size = kept.count * times
    shop = _in_a_database(server, kept, size, like=kept.count)
    with psycopg.connect(_bare(shop), autocommit=True) as connection:
        before = _size(connection)
        spent = timed(lambda: grow(connection, times))
        more = _size(connection) - before
    sys.stderr.write(f"{size:,} orders of {kept.count:,} in {spent:.0f} s\n")
    return shop, {"order": more / (size - kept.count) / KIB}


def _measured(cache: Path, sizes: list[int], times: int, place: Path) -> dict[int, Measured]:
    found: dict[int, Measured] = {}
    shops: dict[int, Shop] = {}

    def tell(size: int) -> None:
        sys.stderr.write(f"{size:,} orders: {found[size]}\n")

    with _server(place) as server:
        for size in sizes:
            kept = working_copy(cache, size, place / f"{size}-kept")
            shops[size] = _in_a_database(server, kept, size)
            found[size] = loaded(place, shops[size], kept)
            if times and size == max(sizes):
                shops[size * times], found[size * times] = _grown(server, kept, times)
            found[size] |= used(place, shops[size])
            found[size]["import folder"] = _imported(place, kept)
            tell(size)
        for size in shops.keys() - set(sizes):
            found[size] |= used(place, shops[size])
            tell(size)
        for size, start in _starts(shops).items():
            found[size] |= start
            tell(size)
    return found


def main() -> None:
    """Measure and print."""
    keep_compiled()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--grow", type=int, default=0, help="measure the largest N times over, too")
    parser.add_argument("--cache", type=Path, help="keeps the stores, on the disk to be measured")
    parser.add_argument("--json", type=Path, help="write the bare figures here, too")
    parser.add_argument("--save", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.save:
        for spent in _save(given.save):
            sys.stdout.write(f"{spent}\n")
        return
    with tempfile.TemporaryDirectory(dir=given.cache) as place:
        found = _measured(given.cache or Path(place), given.sizes, given.grow, Path(place))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1), "utf-8")
    head = " | ".join(f"{size:,} orders" for size in found)
    told = "\n".join(
        f"| {line.head} | {' | '.join(line.cell(found, size) for size in found)} |"
        for line in LINES
    )
    sys.stdout.write(f"{machine()}\n\n| | {head} |\n")
    sys.stdout.write(f"|---|{'---:|' * len(found)}\n{told}\n")


if __name__ == "__main__":
    main()
