"""How long an export takes beside the writer it uses, on the same cells; a markdown table.

    python -m tests.bench.bench_export [--sizes 100 100000] [--cache DIR] [--turns 3]
                                       [--only list.csv full.csv list.xlsx full.xlsx]

Not a test: nothing here fails. `list` is what a list shows, from its rows; the full form is the
desk's own file, from the orders. The stores are those of `bench_desk`, made if they are not there.
Seconds are the clock's, because a large export shares its work with a second process: only a quiet
machine can tell them. A peak is that of the process that exports.
"""

import argparse
import csv
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from store.exchange.outgoing.workbook_out import SheetColumn, write_workbook
from store.models.event import Actor
from store.repository import Repository, open_store
from tests.bench.commands import run
from tests.bench.installed import keep_compiled
from tests.bench.shop_stores import Shop, made
from tests.bench.table import HUNDRED_THOUSAND, Line, Measured, machine, of, over

MANY = HUNDRED_THOUSAND
"""From so many orders on it is no longer a matter of making a file durable."""
LINES = (
    Line("`list` to CSV", of("list.csv"), "s"),
    Line("`csv.writer` on the same cells", of("list.csv peer"), "s"),
    Line("`list` to CSV / `csv.writer`", over("list.csv", "list.csv peer"), "x", 4, bar_from=MANY),
    Line("the full form to CSV", of("full.csv"), "s"),
    Line("`csv.writer` on the same cells", of("full.csv peer"), "s"),
    Line(
        "the full form to CSV / `csv.writer`",
        over("full.csv", "full.csv peer"),
        "x",
        10,
        bar_from=MANY,
    ),
    Line("`list` to xlsx", of("list.xlsx"), "s"),
    Line("XlsxWriter on the same cells", of("list.xlsx peer"), "s"),
    Line("`list` to xlsx / XlsxWriter", over("list.xlsx", "list.xlsx peer"), "x"),
    Line("the full form to xlsx", of("full.xlsx"), "s"),
    Line("XlsxWriter on the same cells", of("full.xlsx peer"), "s"),
    Line("the full form to xlsx / XlsxWriter", over("full.xlsx", "full.xlsx peer"), "x"),
    Line("peak of `export --columns list` to CSV", of("list.csv peak"), "MB", 60),
    Line("peak of `export --columns full` to CSV", of("full.csv peak"), "MB"),
    Line("peak of `export --columns list` to xlsx", of("list.xlsx peak"), "MB"),
    Line("peak of `export --columns full` to xlsx", of("full.xlsx peak"), "MB"),
    Line("the command `export --columns list` to CSV", of("list.csv command"), "s"),
)
Cells = list[list[str]]


@dataclass(frozen=True)
class Wanted:
    """One export."""

    columns: str
    suffix: str

    @property
    def name(self) -> str:
        """What the table calls it."""
        return self.columns + self.suffix

    def words(self, to: Path) -> list[str]:
        """The command line."""
        return ["export", "--replace", "--columns", self.columns, "--to", str(to)]


WANTED = tuple(
    Wanted(columns, suffix) for suffix in (".csv", ".xlsx") for columns in ("list", "full")
)


def seconds(act: Callable[[], object]) -> float:
    """Of the clock, spent on it."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def export(repository: Repository, wanted: Wanted, to: Path) -> None:
    """Export everything."""
    repository.export(repository.search(), to, columns=[wanted.columns], replaces=True)


def write(cells: Cells, to: Path) -> None:
    """What the peer does: the same cells, finished before it starts, into the same kind of file."""
    if to.suffix == ".csv":
        with to.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\r\n").writerows(cells)
    else:
        with to.open("w+b") as file:
            write_workbook(file, [*map(SheetColumn, cells[0])], cells[1:], to.parent)


def measure(shop: Shop, wanted_names: Sequence[str], turns: int, folder: Path) -> Measured:
    """Each export beside its peer in turns; the middle one counts."""
    repository = open_store(str(shop.store), Actor(user="bench"))
    found: Measured = {}
    cells: dict[str, Cells] = {}
    for wanted in WANTED:
        if wanted.name not in wanted_names:
            continue
        sys.stderr.write(f"{shop.count:,} orders: {wanted.name}\n")
        to, peer = folder / f"ours{wanted.suffix}", folder / f"peer{wanted.suffix}"
        command = run(shop, shop.command(*wanted.words(to)))
        found |= {f"{wanted.name} peak": command.peak, f"{wanted.name} command": command.seconds}
        ours: list[float] = []
        theirs: list[float] = []
        for _turn in range(turns if wanted.suffix == ".csv" else 1):
            ours.append(seconds(lambda: export(repository, wanted, to)))  # noqa: B023
            if wanted.columns not in cells:
                export(repository, Wanted(wanted.columns, ".csv"), folder / "cells.csv")
                cells[wanted.columns] = read(folder / "cells.csv")
            theirs.append(seconds(lambda: write(cells[wanted.columns], peer)))  # noqa: B023
        found |= {wanted.name: median(ours), f"{wanted.name} peer": median(theirs)}
    repository.close()
    return found


def read(file: Path) -> Cells:
    """The finished cells of an export."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def main(given: Sequence[str] | None = None) -> None:
    """Measure and print."""
    keep_compiled()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, HUNDRED_THOUSAND])
    parser.add_argument("--cache", type=Path, help="keeps the stores, on the disk to be measured")
    parser.add_argument("--turns", type=int, default=3)
    names = [wanted.name for wanted in WANTED]
    parser.add_argument("--only", nargs="+", default=names, choices=names)
    arguments = parser.parse_args(given)
    cache = arguments.cache or Path(tempfile.mkdtemp())
    cache.mkdir(parents=True, exist_ok=True)
    found: dict[int, Measured] = {}
    try:
        for size in arguments.sizes:
            shop = Shop(size, made(cache, size))
            with tempfile.TemporaryDirectory(dir=cache) as folder:
                found[size] = measure(shop, arguments.only, arguments.turns, Path(folder))
    finally:
        if arguments.cache is None:
            shutil.rmtree(cache)
    head = "| | " + " | ".join(f"{size:,} orders" for size in found) + " |"
    cells = [(line.head, [line.cell(found, size) for size in found]) for line in LINES]
    rows = [f"| {text} | {' | '.join(row)} |" for text, row in cells if set(row) != {"–"}]
    table = "\n".join([head, "|---|" + "---:|" * len(found), *rows])
    sys.stdout.write(f"{machine()}\n\n{table}\n")


if __name__ == "__main__":
    main()
