"""From exec to the first usable screen: the desk, a bare Textual app and VisiData, in turns."""

import re
import shutil
import sys
from pathlib import Path
from statistics import median

from tests.bench.shop_stores import Shop
from tests.bench.shop_texts import ORIGINS
from tests.bench.table import LEAST, Measured
from tests.bench.watching import PATIENCE, Watched, own_memory

BARE = str(Path(__file__).with_name("bare_app.py"))
GOODS = f"(?:{'|'.join(ORIGINS)})"
"""How the goods of every row begin, which no column is too narrow for."""
LISTED = "(?s)" + ".*?".join([GOODS] * 5)
"""Rows of a list, whatever is cut in them: a preview has the goods of one order only."""
TURNS = 7
PEER_TURNS = 3
PEER_TURNS_UP_TO = 100_000
"""A peer that takes a minute is asked once."""


def visidata() -> str | None:
    """VisiData's program, beside this Python or on the path; `pip install visidata` brings it."""
    beside = Path(sys.executable).with_name("vd")
    return str(beside) if beside.exists() else shutil.which("vd")


def measure_start(shop: Shop, least: Shop, peer: str | None, orders: Path) -> Measured:
    """Medians in seconds, in turns with the smallest store; the first turn counts not."""
    bare, small, desk, counts, memory = [], [], [], [], []
    for _turn in range(TURNS + 1):
        bare.append(_first_rows([sys.executable, BARE], shop))
        small.append(_first_rows(least.command(), least))
        with Watched(shop.command(), env=shop.environment) as program:
            desk.append(program.first(LISTED))
            program.settle(1.0, PATIENCE)
            counts.append(program.last_arrival() - desk[-1])
            memory.append(own_memory(program.pid))
    found: Measured = {
        "start": median(desk[1:]),
        f"{LEAST}start": median(small[1:]),
        "start bare": median(bare[1:]),
        "start counts": median(counts[1:]),
        "start memory": max(memory),
    }
    if peer is not None:
        turns = PEER_TURNS if shop.count <= PEER_TURNS_UP_TO else 1
        found["start peer"] = median(_all_loaded(shop, peer, orders) for _turn in range(turns))
    return found


def _first_rows(command: list[str], shop: Shop) -> float:
    with Watched(command, env=shop.environment) as program:
        return program.first(LISTED)


def _all_loaded(shop: Shop, peer: str, orders: Path) -> float:
    """Seconds until VisiData says how many rows there are, all of them."""
    rows = re.compile(rf"\b{shop.count} rows\b")
    with Watched([peer, str(orders)], env=shop.environment) as program:
        program.wait_until(lambda text: bool(rows.search(text)), PATIENCE, "last row")
        return program.last_arrival()
