"""The platforms (平台) of a simulated shop: export files as they would write them at a moment."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from tests.demo_file_formats import TABBED
from tests.exchange.read_files import DOUYIN_B, DOUYIN_CASES, PDD_2020
from tests.simulation.bought import DAY, Bought
from tests.simulation.case_rows import PDD_CASES, douyin_case, pdd_case
from tests.simulation.cells import Row, time
from tests.simulation.order_rows import douyin_line, has_case, pdd_order
from tests.simulation.told import Shown, shown
from tests.simulation.world import World

SPAN = 12 * DAY
"""What an export looks back on, as far as nobody asks for more."""
Download = Literal["all", "no cases", "no orders", "orders without a case"]
"""What somebody downloads of it."""


class Written(NamedTuple):
    """The files of one moment, and what they say."""

    shown: Shown
    paths: list[Path]

    @property
    def at(self) -> datetime:
        """When they were written."""
        return self.shown.at


def export(
    world: World, folder: Path, now: datetime, *, whole: bool = False, what: Download = "all"
) -> Written:
    """Write what the platforms show now; with `whole` of every order there ever was."""
    folder.mkdir(parents=True, exist_ok=True)
    since = now - SPAN
    some = [bought for bought in world.orders.values() if whole or bought.touched_at >= since]
    lines = [(bought, line) for bought in some for line in bought.lines]
    if what == "orders without a case":
        lines = [pair for pair in lines if not has_case(*pair)]
    lines = [] if what == "no orders" else lines
    cases = [(bought, asked) for bought in some for asked in bought.cases]
    cases = [] if what == "no cases" else cases
    stamp = f"{now:%m%d_%H%M}"
    unix = int(now.timestamp())
    files: tuple[tuple[str, Sequence[str], list[Row]], ...] = (
        (
            f"pdd_orders_{stamp}.csv",
            PDD_2020,
            [pdd_order(bought, now) for bought, _line in lines if not bought.is_douyin],
        ),
        (
            f"pdd_cases_{stamp}.csv",
            PDD_CASES,
            [pdd_case(bought, asked, now) for bought, asked in cases if not bought.is_douyin],
        ),
        (
            f"{unix}_{unix:032x}.csv",
            DOUYIN_B,
            [douyin_line(bought, line, now) for bought, line in lines if bought.is_douyin],
        ),
        (
            f"{unix}_{unix + 1:032x}.csv",
            DOUYIN_CASES,
            [douyin_case(bought, asked, now) for bought, asked in cases if bought.is_douyin],
        ),
        (f"traces_{stamp}.csv", TRACES, list(traces(some, now))),
    )
    # A platform gives no file of nothing.
    given = [(folder / name, columns, rows) for name, columns, rows in files if rows]
    for path, columns, rows in given:
        _write(path, columns, rows)
    return Written(shown(now, lines, cases), [path for path, _columns, _rows in given])


def _write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    is_douyin = path.name[0].isdigit()
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            cells = ((name, row.get(name) or ("-" if is_douyin else "")) for name in columns)
            writer.writerow(
                f"\t{text}" if is_douyin and name in TABBED else text for name, text in cells
            )


# Traces

TRACES = ("order_no", "tracking_no", "at", "state", "text")


def traces(some: Iterable[Bought], now: datetime) -> Iterator[Row]:
    """What the carriers have seen of the parcels the platform or the desk knows."""
    for bought in some:
        for sent in bought.sent:
            # Nobody can ask a carrier for a number that is not known yet, or is wrong here.
            for scan in sent.seen(now) if sent.known_at <= now and not sent.mistaken else ():
                yield {
                    "order_no": bought.order_no, "tracking_no": sent.number,
                    "at": time(scan.at), "state": scan.state, "text": scan.state,
                }  # fmt: skip
