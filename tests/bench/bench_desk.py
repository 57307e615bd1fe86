"""How fast the desk is, through the path a shop uses, beside its peers; prints a markdown table.

    python -m tests.bench.bench_desk [--sizes 100 10000 100000] [--million] [--cache DIR]
                                     [--only start keys …] [--json FILE]

Not a test: nothing here fails. The stores are made by `shouhou import` of generated export files
and kept in the cache folder, to be made anew by emptying it; an import of 1,000,000 orders takes
many minutes. VisiData is a peer that nothing needs: `pip install visidata`, and it is measured too.
"""

import argparse
import json
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import cast

from tests.bench.installed import keep_compiled
from tests.bench.shop_stores import Shop, made, sheet, working_copy
from tests.bench.starting import visidata
from tests.bench.table import MILLION, Measured, machine, table

Measure = Callable[[Shop, Shop], Measured]


MEASURES = {
    "start": "starting:measure_start",
    "commands": "commands:measure_commands",
    "memory": "desk_keys:measure_memory",
    "keys": "desk_keys:measure_keys",
    "places": "places_seen:measure_places",
    "lists": "lists:measure_lists",
    "news": "desk_keys:measure_news",
    "changes": "changes:measure_changes",
    "writers": "changes:measure_writers",
    "verify": "commands:measure_verify",
    "busy": "busy_keys:measure_busy",
}
"""All there is to measure; what changes the store comes last."""


def act_of(name: str, cache: Path, peer: str | None) -> Measure:
    """What measures this; it is loaded only where it is wanted."""
    module, function = MEASURES[name].split(":")
    found = getattr(import_module(f"tests.bench.{module}"), function)
    if name == "start":
        return lambda shop, least: found(shop, least, peer, sheet(cache, shop.count))
    return cast("Measure", found)


@contextmanager
def copied(cache: Path, count: int) -> Iterator[Shop]:
    """A store to work on, beside the kept one, so on the same disk."""
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        yield working_copy(cache, count, Path(folder) / "shop")


def measure(cache: Path, count: int, least: Shop, wanted: dict[str, Measure]) -> Measured:
    """Everything wanted of a store of this size, beside the smallest one."""
    imported = made(cache, count) / "imported-in"
    found: Measured = {"import": float(imported.read_text("utf-8"))}
    with copied(cache, count) as shop:
        for name, act in wanted.items():
            sys.stderr.write(f"{count:,} orders: {name}\n")
            try:
                found |= act(shop, least)
            except Exception:  # noqa: BLE001 - an hour's other figures are not lost for it
                traceback.print_exc()
    return found


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000, 100_000])
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--cache", type=Path, help="keeps the stores, on the disk to be measured")
    parser.add_argument("--only", nargs="+", default=list(MEASURES), choices=list(MEASURES))
    parser.add_argument("--visidata", default=visidata(), help="its program, if it is elsewhere")
    parser.add_argument("--json", type=Path, help="write the bare figures here, too")
    parser.add_argument("--import-only", action="store_true", help="make the stores and end")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    keep_compiled()
    given = arguments()
    cache = given.cache or Path(tempfile.mkdtemp())
    try:
        _measure_all(given, cache)
    finally:
        if given.cache is None:
            shutil.rmtree(cache)


def _measure_all(given: argparse.Namespace, cache: Path) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    sizes = [*given.sizes, *([MILLION] if given.million else [])]
    if given.import_only:
        for size in sizes:
            made(cache, size)
        return
    wanted = {name: act_of(name, cache, given.visidata) for name in MEASURES if name in given.only}
    found: dict[int, Measured] = {}
    with copied(cache, min(sizes)) as least:
        for size in sizes:
            found[size] = measure(cache, size, least, wanted)
            if given.json:
                given.json.write_text(json.dumps(found, indent=1), "utf-8")
    sys.stdout.write(f"{machine()}\n\n{table(found)}\n")
    if given.visidata is None:
        sys.stdout.write("\nVisiData is not here (`pip install visidata`); it was not measured.\n")


if __name__ == "__main__":
    main()
