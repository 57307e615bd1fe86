"""How long the rules take: `python -m tests.bench.bench_rules`; printed as a table.

Every action's why-not for one order (what the menu and `shouhou actions` ask), and what is owed for
100,000 orders (what `shouhou due` reads), from rows alone.
"""

import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from store.demo.shop import make_demo
from store.engines.protocol import Stored
from store.models.event import Actor
from store.models.order import Order
from store.owed import owed
from store.repository import Repository, open_store

ORDERS = 100_000
MS = 1000


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * MS


def offers(repository: Repository) -> tuple[str, str]:
    """Of every order of the sample shop, the best of three."""
    spent = [
        min(timed(partial(repository.offers, order)) for _round in range(3))
        for order in repository.all(Order)
    ]
    said = f"{median(spent):.2f} / {max(spent):.2f} ms"
    return f"why-not of every action, one order (median / worst of {len(spent)})", said


def obligations(repository: Repository) -> tuple[str, str]:
    """As many rows as a large shop has, and how many whole orders were opened for them."""
    few = repository.rows()
    rows = [few[number % len(few)] for number in range(ORDERS)]
    opened = 0
    get = repository.engine.get

    def counting(kind: str, key: str) -> Stored | None:
        nonlocal opened
        opened += 1
        return get(kind, key)

    repository.engine.get = counting  # type: ignore[method-assign]
    now, policy = repository.now, repository.policy
    spent = min(timed(lambda: owed(rows, policy, now)) for _round in range(3))
    return f"what is owed for {ORDERS:,} orders", f"{spent:.0f} ms, {opened} orders opened"


def table(repository: Repository) -> Iterator[str]:
    """The lines of the table."""
    yield "| what | measured |"
    yield "|---|---:|"
    for what, measured in (offers(repository), obligations(repository)):
        yield f"| {what} | {measured} |"


def main() -> None:
    """Measure on a sample shop in a folder of its own."""
    with TemporaryDirectory() as folder:
        now = datetime.now(UTC)
        repository = open_store(str(Path(folder) / "shop"), Actor(user="bench"), lambda: now)
        make_demo(repository, now)
        lines = [f"Python {platform.python_version()}, {platform.machine()}", *table(repository)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
