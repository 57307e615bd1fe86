"""How long the rules take: `python -m tests.bench.bench_rules`; printed as a table.

Every action's why-not for one order: what the menu and `shouhou actions` ask.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from store.demo.shop import make_demo
from store.models.event import Actor
from store.models.order import Order
from store.repository import Repository, open_store
from tests.bench.table import machine

MS = 1000


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * MS


def offers(repository: Repository) -> str:
    """Of every order of the sample shop, the best of three."""
    spent = [
        min(timed(partial(repository.offers, order)) for _round in range(3))
        for order in repository.all(Order)
    ]
    said = f"{median(spent):.2f} / {max(spent):.2f} ms"
    return f"| why-not of every action, one order (median / worst of {len(spent)}) | {said} |"


def main() -> None:
    """Measure on a sample shop in a folder of its own."""
    with TemporaryDirectory() as folder:
        now = datetime.now(UTC)
        repository = open_store(str(Path(folder) / "shop"), Actor(user="bench"), lambda: now)
        make_demo(repository, now)
        lines = [machine(), "", "| what | measured |", "|---|---:|", offers(repository)]
        repository.close()
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
