"""How fast lists are searched: `python -m tests.bench.search_speed [--orders N ...]`; a table.

Rows are made directly, with texts that differ as a shop's do: 96 goods in variants, names, numbers,
notes. Not a test: nothing here fails.
"""

import argparse
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from store.engines import rows as list_rows
from store.engines.sqlite.session import SqliteSession
from store.models.row import FORM, ObligationRow, OrderRow
from store.search.board import clocks
from store.search.counting import counts
from store.search.fields import Found
from store.search.folding import phone_words
from store.search.language import parse
from store.search.lists import OBLIGATIONS, ORDERS
from store.search.selection import Selection
from store.search.table import ListTable

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
HOUR, DAY = 3600, 86400
PLACES = (
    "云南",
    "东北",
    "新疆",
    "山东",
    "四川",
    "福建",
    "广西",
    "贵州",
    "内蒙古",
    "海南",
    "湖南",
    "浙江",
)
THINGS = (
    "鲜花饼",
    "大米",
    "红枣",
    "苹果",
    "花椒",
    "茶叶",
    "芒果",
    "刺梨汁",
    "牛肉干",
    "椰子糖",
    "腊肉",
    "藕粉",
)
VARIANTS = ("混合味20枚", "10kg 礼盒装", "5斤 iPhone 贺卡版")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂文辉鑫宇欣然梓涵子轩雨桐浩一诺"
NOTES = ("周五前送到", "不要放驿站，打电话", "开发票", "送人的 包装好一点", "已联系，同意等")
VIEWS = (
    "",
    "late",
    "to-ship shipby:<24h",
    "to-ship",
    "shipped",
    "after-sales",
    "stock-out",
    "task",
    "discrepancy",
    "hold",
    "claimed",
    "flagged",
    "penalty",
    "review",
)
BARE = "select count(*) from orders_find where text like '%zzzz%'"
"""What nothing that reads all texts can be much quicker than."""
WORDS = (
    "鲜花饼",
    "260",
    "zzzz",
    "王伟",
    "2611",
    "iphone",
    "云南",
    "花饼 混合",
    "5600",
    "13912345678",
    "SF10234",
    "sku:G17-1",
    "phone:5678",
    "note:发票",
    "buyer:欣然",
    "goods:腊肉",
    "to-ship 红枣",
    "late",
    "due:<24h",
    "platform:douyin amount:>200",
    "!大米 shipped",
    "tracking:YT77",
)


def orders(count: int) -> Iterator[tuple[OrderRow, tuple[Found, ...]]]:
    """Rows of orders and what they are found by besides, as a shop of two years has them."""
    chance = Random(9)
    for number in range(count):
        yield order(number, count, chance)


def order(number: int, count: int, chance: Random) -> tuple[OrderRow, tuple[Found, ...]]:
    ago = int(chance.random() ** 1.5 * 700 * DAY)
    paid, is_open = AT - ago, ago < 3 * DAY or chance.random() < 0.01
    good, variant = chance.randrange(96), chance.randrange(3)
    units = chance.choice((1, 1, 1, 2, 3))
    day = datetime.fromtimestamp(paid + 8 * HOUR, UTC)
    phone = f"1{chance.choice('3589')}{chance.randrange(10**9):09d}"
    place, thing = PLACES[good % 12], THINGS[good // 8]
    due = paid + chance.choice((2, 2, 2, 15)) * DAY if is_open else None
    name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
    rare = chance.random()
    order_no = f"{day:%y%m%d}-{chance.randrange(10**15):015d}"
    shipped = () if is_open else (f"{chance.choice(('SF', 'YT', 'ZT'))}{chance.randrange(10**13)}",)
    row = OrderRow(
        key=f"pinduoduo:米铺:{order_no}",
        order_no=order_no,
        platform="douyin" if chance.random() < 0.3 else "pinduoduo",
        shop="米铺",
        buyer=name,
        phone_tail=phone[-4:],
        goods=f"{place}{thing}{good} {VARIANTS[variant]} x{units}",
        skus=(f"G{good}-{variant}",),
        units=units,
        to_ship=units if is_open else 0,
        amount_fen=units * (good + 9) * 290 + chance.choice((0, 0, 50, 99)),
        refunded_fen=5000 if rare < 0.03 else 0,
        payment="part-refunded" if rare < 0.03 else "paid",
        fulfilment="to-ship" if is_open else "shipped" if ago < 10 * DAY else "received",
        after_sales="open" if rare < 0.01 else "refunded" if rare < 0.03 else "none",
        stock_out="applied" if is_open and rare < 0.05 else "none",
        review=rare > 0.998,
        tracking_nos=shipped,
        cases=(f"{chance.randrange(10**14)}",) if rare < 0.03 else (),
        ordered_at=paid - 60,
        paid_at=paid,
        shipped_at=None if is_open else paid + DAY,
        ship_by=due,
        ship_by_estimated=is_open and rare > 0.5,
        due_at=due or (AT + chance.randrange(-9, 90) * HOUR if rare < 0.01 else None),
        open_tasks=int(0.2 < rare < 0.204),
        open_cases=int(rare < 0.01),
        open_discrepancies=int(0.3 < rare < 0.3005),
        reissues=int(0.4 < rare < 0.402),
        flag="red" if 0.5 < rare < 0.51 else "",
        tag="急" if 0.5 < rare < 0.505 else "",
        seller_note=f"{chance.choice(NOTES)} {number}" if 0.6 < rare < 0.7 else "",
        owner="小李 (li)" if 0.7 < rare < 0.703 else "",
        penalties=int(0.8 < rare < 0.802),
        held_until=AT + DAY if 0.9 < rare < 0.9005 else None,
        falls_to_us_at=AT + chance.randrange(-40, 400) * HOUR if 0.1 < rare < 0.13 else None,
        form=FORM,
        policy=77 if is_open else 0,
    )
    return row, phone_words(phone)


def owed(row: OrderRow) -> list[ObligationRow]:
    """What is owed for an order, as far as its row says."""
    if row.due_at is None and row.falls_to_us_at is None:
        return []
    ours = row.due_at is not None
    return [
        ObligationRow(
            key=f"{row.key}#ship#",
            of_kind="orders",
            of_key=row.key,
            order_no=row.order_no,
            platform=row.platform,
            shop=row.shop,
            goods=row.goods,
            kind="ship" if ours else "first-scan",
            who="us" if ours else "carrier",
            due_at=row.due_at if ours else row.falls_to_us_at,
            estimated=False,
            zero=("late",),
            ref="",
            about="",
            then="" if ours else "contact-carrier",
            lapses=False,
            cost_fen=300 if ours else None,
            form=FORM,
        )
    ]


def make(path: Path, count: int) -> None:
    """A store of lists alone: first the rows, then the indexes, so that a million is made soon."""
    connection = opened(path)
    said = "from sqlite_master where type = 'index' and sql is not null"
    indexes = connection.execute(f"select name, sql {said}").fetchall()
    for name, _sql in indexes:
        connection.execute(f"drop index {name}")
    write(connection, count)
    for _name, sql in indexes:
        connection.execute(sql)
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()
    say(f"{count:,} orders: {path.stat().st_size / 1e6:.0f} MB")


def opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma cache_size = -64000")
    connection.execute("pragma wal_autocheckpoint = 8000")
    for statement in list_rows.statements():
        connection.execute(statement)
    return connection


def write(connection: sqlite3.Connection, count: int, batch: int = 1000) -> float:
    """Write rows in batches; seconds it took, without making them."""
    spent, rows = 0.0, enumerate(orders(count), 1)
    while page := list(islice(rows, batch)):
        given = [(number, [row], words) for number, (row, words) in page]
        owing = [(number, owed(row), ()) for number, (row, _words) in page]
        begin = time.perf_counter()
        connection.execute("begin immediate")
        session = SqliteSession(connection)
        list_rows.put_all(session, [("orders", "orders", given), ("obligations", "orders", owing)])
        connection.execute("commit")
        spent += time.perf_counter() - begin
    return spent


def writing(folder: Path, count: int = 20_000) -> None:
    """What a row costs to write, with every index; and again where nothing changed."""
    connection = opened(folder / "writing.db")
    first, again = write(connection, count), write(connection, count)
    connection.close()
    say(f"a row: {first / count * 1e6:.0f} µs to write, {again / count * 1e6:.0f} µs unchanged")


class Bench:
    """Measures on one store, each time with a selection of its own."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        self.connection.execute("pragma cache_size = -4000")
        self.connection.execute("pragma temp_store = memory")

    def fetch(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        return SqliteSession(self.connection).read(sql, parameters)

    def selection(self, text: str, sort: str = "", table: ListTable = ORDERS) -> Selection[Any]:
        return Selection(table, parse(text, NOW, table), sort, NOW, self.fetch)

    def searches(self, words: Sequence[str], table: ListTable = ORDERS) -> None:
        windows, wholes = [], []
        for word in words:
            first, counted = [], []
            for _turn in range(3):
                selection = self.selection(word, table=table)
                first.append(timed(lambda s=selection: s.window(0, 40)))  # type: ignore[misc]
                counted.append(timed(lambda s=selection: len(s)))  # type: ignore[misc]
            windows.append(median(first))
            wholes.append(median(first) + median(counted))
            line(f"  {word!r}: {len(selection):,} found", windows[-1], wholes[-1])
        line(f"{table.name}: first window, with count: worst", max(windows), max(wholes))

    def sorts(self) -> None:
        for name in ORDERS.sorts:
            for sort in (name, f"-{name}"):
                selections = [self.selection("", sort) for _turn in range(3)]
                first = median(timed(lambda s=s: s.window(0, 40)) for s in selections)  # type: ignore[misc]
                line(f"  sort {sort}: first window", first)
                self.moves(sort, selections[0])

    def moves(self, said: str, selection: Selection[Any]) -> None:
        length = len(selection)
        settled = timed(selection.settled)
        last = timed(lambda: selection.window(length - 40, length))
        before = timed(lambda: selection.window(length - 80, length - 40))
        jumps = [
            timed(lambda at=at: selection.window(at, at + 40))  # type: ignore[misc]
            for at in (int(length * share) for share in (0.1, 0.5, 0.9, 0.03, 0.6))
        ]
        start = int(length * 0.6)
        following = timed(lambda: selection.window(start + 40, start + 80))
        first = self.selection(selection.query.text, selection.sort).window(0, 40)
        keys = [found.key for found in (*first[-1:], *selection.window(start, start + 1))]
        places = [timed(lambda k=k: selection.position(k)) for k in keys]  # type: ignore[misc]
        line(f"    {said}: settled; last, previous, next", settled, last, before, following)
        line(f"    {said}: jumps worst, position worst", max(jumps), max(places, default=0.0))

    def views(self) -> None:
        queries = [parse(view, NOW) for view in VIEWS]
        line(
            "views", median(timed(lambda: counts(ORDERS, queries, NOW, self.fetch)) for _ in "123")
        )
        line("header", median(timed(lambda: clocks(NOW, self.fetch)) for _ in "123"))
        for view in VIEWS:
            self.moves(f"view {view!r}", self.selection(view))


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of the processor, so that what else runs there matters little."""
    begin = time.process_time()
    act()
    return (time.process_time() - begin) * 1000


def line(what: str, *figures: float) -> None:
    say(f"{what}: {' / '.join(f'{figure:.1f}' for figure in figures)} ms")


def main() -> None:
    """Make the stores, or take those of a folder, and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, nargs="*", default=[100_000])
    parser.add_argument("--folder", type=Path, help="where the stores are kept")
    arguments = parser.parse_args()
    with TemporaryDirectory() as temporary:
        writing(Path(temporary))
        for count in arguments.orders:
            path = (arguments.folder or Path(temporary)) / f"search-{count}.db"
            if not path.exists():
                make(path, count)
            bench = Bench(path)
            line("bare `like` over all texts", timed(lambda b=bench: b.fetch(BARE, ())))  # type: ignore[misc]
            line("open to first window", timed(lambda b=bench: b.selection("").window(0, 40)))  # type: ignore[misc]
            bench.searches(WORDS)
            bench.searches(("", "who:us", "late", "鲜花饼", "platform:douyin"), OBLIGATIONS)
            bench.views()
            bench.sorts()


if __name__ == "__main__":
    main()
