"""What a command costs: wall time from start to end, and the most memory it had."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench.shop_stores import Shop
from tests.bench.table import LEAST, Measured

TURNS = 9
RUNNER = str(Path(__file__).with_name("run_command.py"))
KIB = 1024


class Ran(NamedTuple):
    """How a command ended, after how many seconds, with how many MB at its peak."""

    status: int
    seconds: float
    peak: float


def commands(shop: Shop, turn: int) -> dict[str, list[str]]:
    """The commands that are measured, by what the table calls them."""
    order_no = shop.some_order(min(60, shop.count - 1)).order_no
    return {
        "--help": shop.command("--help"),
        "show": shop.command("show", order_no),
        "do note": shop.command("do", "note", order_no, f"text=催了 {turn} 次"),
        "list": shop.command("list", "--limit", "20"),
        "due": shop.command("due", "--within", "24h"),
        "tasks": shop.command("tasks"),
    }


def measure_commands(shop: Shop, least: Shop) -> Measured:
    """The p50 of each command in seconds and its peak in MB, in turns with the smallest store.

    The first turn counts not.
    """
    ran: dict[str, list[Ran]] = {}
    for turn in range(TURNS + 1):
        pydantic = [sys.executable, "-c", "import pydantic"]
        ran.setdefault("import pydantic", []).append(run(shop, pydantic))
        ours, theirs = commands(shop, turn), commands(least, turn)
        for name, command in ours.items():
            ran.setdefault(LEAST + name, []).append(run(least, theirs[name]))
            ran.setdefault(name, []).append(run(shop, command))
    found: Measured = {}
    for name, (_first, *counted) in ran.items():
        if any(one.status for one in counted):
            sys.stderr.write(f"{name} ended badly; it is not measured\n")
            continue
        found[name] = median(one.seconds for one in counted)
        found[f"{name} peak"] = max(one.peak for one in counted)
    return found | {"due lines": float(_lines(shop, commands(shop, 0)["due"]))}


def measure_verify(shop: Shop, _least: Shop) -> Measured:
    """Seconds and peak of `verify` and `verify --full`, where this version has it."""
    found: Measured = {}
    for name, words in (("verify", ["verify"]), ("verify full", ["verify", "--full"])):
        ran = run(shop, shop.command(*words))
        if not ran.status:
            found |= {name: ran.seconds, f"{name} peak": ran.peak}
    return found


def run(shop: Shop, command: list[str]) -> Ran:
    """Run a command once."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", RUNNER, *command],
        env=os.environ | shop.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    status, seconds, peak = done.stdout.split()
    return Ran(int(status), float(seconds), float(peak) / KIB)


def _lines(shop: Shop, command: list[str]) -> int:
    """How much a command prints."""
    done = subprocess.run(
        command, env=os.environ | shop.environment, capture_output=True, check=False
    )
    return done.stdout.count(b"\n")
