"""How long `shouhou causes` takes: `python -m tests.bench.bench_review`; printed as a table.

Over the lists of 100,000 orders, 15 in a hundred of them with a case: at most 300 ms and 60 MB for
each way of comparing, in a process of its own that has loaded the whole store as the command does.
"""

import argparse
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, cast

from msgspec.structs import replace

from store.engines import rows as list_rows
from store.engines.sqlite.session import SqliteSession
from store.models.case_row import CaseRow
from store.models.row import FORM, OrderRow
from store.policy import load_policy
from store.reading.causes import causes
from store.reading.shop_lists import Lists
from store.repository import open_store
from store.search.conditions import Query
from store.search.language import parse
from store.search.people import People
from store.search.review import BYS
from tests.bench.search_speed import AT, DAY, HOUR, NOW, Bench, opened, orders
from tests.bench.table import machine

MOST_MS, MOST_MB = 300, 60
ROUNDS = 5
KIB, MS = 1024, 1000
CAUSES = ("quality", "damaged_in_transit", "wrong_item", "late_delivery", "changed_mind")
PROVINCES = ("云南", "浙江", "广东", "新疆", "四川", "江苏", "河北", "山东")
PEOPLE = ("小王", "小赵", "")
REASONS = ("质量问题", "商品破损", "七天无理由", "少件", "不想要了")


def told(row: OrderRow, chance: Random) -> OrderRow:
    """The row with what a review counts."""
    paid = row.paid_at or AT
    left = None if row.to_ship else paid + chance.randrange(4 * DAY)
    return replace(
        row,
        agreers=(chance.choice(PEOPLE),),
        carriers=(chance.choice(("YTO", "ZTO", "SF", "STO")),),
        causes=(chance.choice(CAUSES),) if chance.random() < 0.1 else (),
        region=chance.choice(PROVINCES),
        promised_at=paid + 2 * DAY,
        left_at=left,
        signed_at=left + 3 * DAY if left else None,
        lacked=chance.random() < 0.01,
    )


def case_of(row: OrderRow, chance: Random) -> CaseRow:
    """A case of it that ended with a refund."""
    applied = (row.paid_at or AT) + chance.randrange(5 * DAY)
    return CaseRow(
        key=f"{row.key}#A1",
        of_kind="orders",
        of_key=row.key,
        order_no=row.order_no,
        platform=row.platform,
        shop=row.shop,
        goods=row.goods,
        case="A1",
        kind=chance.choice(("refund_only", "return_and_refund")),
        state="closed",
        outcome="refunded",
        waits_for="",
        due_at=None,
        due_estimated=False,
        requested_fen=row.amount_fen,
        agreed_fen=row.amount_fen,
        refunded_fen=row.amount_fen,
        first_reason=chance.choice(REASONS),
        cause="",
        agent="",
        applied_at=applied,
        agreed_at=applied + chance.randrange(9 * HOUR),
        agreed_by=chance.choice(PEOPLE),
        closed_at=applied + DAY,
        refunded_at=applied + DAY,
        received_at=applied + DAY - HOUR,
        form=FORM,
    )


def make(path: Path, count: int) -> None:
    """The lists of so many orders and their cases."""
    connection, chance = opened(path), Random(7)
    # What is not read here need not be kept up: a store is made in a fifth of the time.
    for (name,) in connection.execute(
        "select name from sqlite_master where type = 'index' and sql is not null"
    ).fetchall():
        connection.execute(f"drop index {name}")
    rows = enumerate(orders(count), 1)
    while page := list(islice(rows, 1000)):
        given = [(number, [told(row, chance)], words) for number, (row, words) in page]
        cased = [
            (number, [case_of(row, chance)] if chance.random() < 0.15 else [], ())
            for number, (row, _words) in page
        ]
        connection.execute("begin immediate")
        session = SqliteSession(connection)
        list_rows.put_all(session, [("orders", "orders", given), ("cases", "orders", cased)])
        connection.execute("commit")
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()


@dataclass(frozen=True)
class Shown:
    """What `causes` reads of a store."""

    engine: Bench
    now: Any = NOW

    def names_by_login(self) -> People:
        """Nobody did anything yet."""
        return {}

    def parsed(self, text: str) -> Query:
        """A query of orders, in which nobody is named."""
        return parse(text, self.now)


def measure(path: Path, by: Any, query: str) -> tuple[float, float]:
    """Milliseconds of a processor, and the peak of this process in MB."""
    assert callable(open_store)
    lists, spent = cast("Lists", Shown(Bench(path))), list[float]()
    for _round in range(ROUNDS):
        begin = time.process_time()
        causes(lists, load_policy(), query, by)
        spent.append((time.process_time() - begin) * MS)
    return median(spent), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB


def main() -> None:
    """Make the lists, and measure each way in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--lists", type=Path, help="keeps the lists, or has them already")
    parser.add_argument("--of", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.of:
        path, by, query = given.of
        sys.stdout.write("{} {}\n".format(*measure(Path(path), by, query)))
        return
    lines = [machine(), "", f"| {given.orders:,} orders | ms | MB |", "|---|---:|---:|"]
    with tempfile.TemporaryDirectory() as folder:
        path = given.lists or Path(folder) / "lists.db"
        if not path.exists():
            make(path, given.orders)
        for by, query in [*((by, "") for by in BYS), ("sku", "shipped")]:
            command = [sys.executable, "-m", __spec__.name, "--of", str(path), by, query]
            # A child's peak counts from the size of what started it: a shell is small.
            quoted = shlex.join(command)
            done = subprocess.run(
                ["sh", "-c", f"{quoted}; true"], check=True, capture_output=True, text=True
            )
            ms, peak = map(float, done.stdout.split())
            met = "met" if ms <= MOST_MS and peak <= MOST_MB else "MISSED"
            name = f"`causes {query} --by {by}`".replace("  ", " ")
            lines.append(
                f"| {name} (at most {MOST_MS} ms, {MOST_MB} MB) {met} | {ms:.0f} | {peak:.0f} |"
            )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
