"""How fast funds are imported and matched, beside csv.DictReader; prints a markdown table.

    python -m tests.bench.bench_funds [--rows 100000] [--json FILE]

Not a test: nothing here fails. The file is 店铺账务明细 of Pinduoduo: two or three rows an
order, one row in two hundred names none; the orders are there before.
"""

import argparse
import csv
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from tests.bench.commands import run
from tests.bench.installed import keep_compiled
from tests.bench.shop_files import pdd_sheet
from tests.bench.shop_stores import NAME, Shop
from tests.bench.table import Line, Measured, machine, of, over

HEAD = "拼多多店铺账务明细查询\n\n起始时间：2026-06-01 00:00:00  终止时间：2026-06-30 23:59:59\n"
COLUMNS = "商户订单号,发生时间,收入金额（+元）,支出金额（-元）,账务类型,备注,业务描述"
ROWS = (
    ("交易收入", "0010002|交易收入-订单收入", 1),
    ("技术服务费", "0030002|技术服务费-基础技术服务费", -1),
    ("退款", "0020002|交易退款-订单退款", -1),
)
LINES = (
    Line("`csv.DictReader` over the file", of("reader"), "s"),
    Line("`shouhou import` of new rows", of("new"), "s"),
    Line("the same / `csv.DictReader`", over("new", "reader"), "x", 40),
    Line("peak of it", of("new peak"), "MB", 140),
    Line("the same file again", of("again"), "s"),
    Line("peak of it", of("again peak"), "MB", 140),
)


def funds_sheet(path: Path, rows: int, orders: Path, seed: int = 1) -> Path:
    """A file of so many rows about the orders of another file."""
    chance = random.Random(seed)
    begin = datetime(2026, 6, 1)  # noqa: DTZ001 - as the file has it
    sums, counts, lines = [0, 0], [0, 0], list[str]()
    for order, fen in _paid(orders):
        for kind, text, sign in ROWS[: chance.choice((2, 2, 2, 3))]:
            at = begin + timedelta(seconds=chance.randrange(30 * 86_400))
            amount = fen if kind != "技术服务费" else fen * 6 // 1000
            nameless = chance.randrange(200) == 0
            lines.append(_row("" if nameless else order, at, amount * sign, kind, text))
            sums[sign < 0] += amount * sign
            counts[sign < 0] += 1
        if len(lines) >= rows:
            break
    with path.open("w", encoding="gb18030") as file:
        file.write(f"{HEAD}----------交易记录明细列表---------\n{COLUMNS}\n")
        file.write("\n".join(lines))
        file.write(
            f"\n#收入合计：{counts[0]}笔，共+{sums[0] / 100:.2f}元\n"
            f"#支出合计：{counts[1]}笔，共{sums[1] / 100:.2f}元\n"
            f"#总计：{sum(counts)}笔，共{sum(sums) / 100:.2f}元\n#导出时间：2026-07-01 09:00:00\n"
        )
    return path


def _paid(orders: Path) -> Iterator[tuple[str, int]]:
    """The number of each order, and what was paid for it in fen."""
    with orders.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["订单号"].strip(), round(float(row["用户实付金额(元)"]) * 100)


def _row(order: str, at: datetime, fen: int, kind: str, text: str) -> str:
    income = f"{max(fen, 0) / 100:.2f}"
    outgo = f"{min(fen, 0) / 100:.2f}"
    return f"{order},{at},{income},{outgo},{kind},-,{text}"


def read(file: Path) -> float:
    """Seconds of one pass."""
    begin = time.perf_counter()
    with file.open(encoding="gb18030", newline="") as opened:
        for _row in csv.DictReader(opened):
            pass
    return time.perf_counter() - begin


def measure(cache: Path, rows: int) -> Measured:
    """Everything, in one run; the orders of all rows are in the store."""
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        here = Path(folder)
        orders = pdd_sheet(here / "orders.csv", rows // 2)
        file = funds_sheet(here / "funds.csv", rows, orders)
        shop = Shop(rows, here / "new")
        shop.home.mkdir()
        run(shop, shop.command("import", str(orders), "--shop", NAME))
        command = shop.command("import", str(file), "--shop", NAME)
        new, again = run(shop, command), run(shop, command)
        found: Measured = {"new": new.seconds, "new peak": new.peak}
        found |= {"again": again.seconds, "again peak": again.peak}
        return found | {"reader": median(read(file) for _turn in range(3))}


def main() -> None:
    """Measure and print."""
    keep_compiled()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--json", type=Path, help="write the bare figures here, too")
    given = parser.parse_args()
    found = {given.rows: measure(Path(tempfile.gettempdir()), given.rows)}
    if given.json:
        given.json.write_text(json.dumps(found, indent=1), "utf-8")
    told = "\n".join(f"| {line.head} | {line.cell(found, given.rows)} |" for line in LINES)
    sys.stdout.write(f"{machine()}\n\n| | {given.rows:,} rows |\n|---|---:|\n{told}\n")


if __name__ == "__main__":
    main()
