"""Hostile input at the command line: no traceback, no long wait, no exit status but those agreed.

The long form: `python -m tests.fuzz.attack --inputs 20000 --seed 1` (about half are files, half are
queries). What fails is named by its number: the same seed and number make the same input again.
"""

import resource
import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

import pytest

from tests.fuzz.inputs import file_of, query_of
from tui import cli

LONGEST_SECONDS = 5.0
MOST_MEGABYTES = 500
OF_IMPORT = frozenset({0, 2, 7})
OF_LIST = frozenset({0, 2})
"""A good store gives no cause for 3, and no rule is asked."""
STORES_OF = 250
"""A store is used for so many inputs: what one file brings meets what others brought."""


class Attack(NamedTuple):
    """What came of some inputs."""

    statuses: Counter[str]
    slowest: float
    """Seconds."""
    faults: list[str]


def attack(inputs: range, seed: int) -> Attack:
    """Try these inputs of a seed, in this process; the readers of workbooks are children."""
    statuses: Counter[str] = Counter()
    faults: list[str] = []
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "_crashed", _raise)
        for number in inputs:
            random = Random(f"{seed}:{number}")
            store = Path(folder, f"store{number // STORES_OF}")
            is_file = random.random() < 0.5
            words = _import(Path(folder), random) if is_file else ["list", "--", query_of(random)]
            begun = perf_counter()
            status = _status(["--store", str(store), "--lang", "en", *words])
            spent = perf_counter() - begun
            slowest = max(slowest, spent)
            statuses[f"{words[0]} {status}"] += 1
            if status not in (OF_IMPORT if is_file else OF_LIST):
                faults.append(f"{seed}:{number} {words[0]}: {status}")
            if spent > LONGEST_SECONDS:
                faults.append(f"{seed}:{number} {words[0]}: {spent:.1f} s")
    if megabytes() > MOST_MEGABYTES:
        faults.append(f"{megabytes()} MB")
    return Attack(statuses, slowest, faults)


def megabytes() -> int:
    """The most memory that this process, or a child of it, has had so far."""
    of_whom = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in of_whom) // 1024


def _raise(error: Exception) -> int:
    raise error


def _import(folder: Path, random: Random) -> list[str]:
    path = folder / "export.csv"
    path.write_bytes(file_of(random))
    return ["import", str(path), "--shop", "x"]


def _status(words: list[str]) -> int | str:
    """The exit status, or what the user would have seen a traceback of."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        try:
            return cli.main(words)
        except SystemExit as left:
            return left.code or 0
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            return repr(error)


def main() -> int:
    """Try many; say what came of it."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = attack(range(given.first, given.first + given.inputs), given.seed)
    lines = [f"{count:7} {status}" for status, count in sorted(found.statuses.items())]
    lines.append(f"slowest {found.slowest:.2f} s, at most {megabytes()} MB")
    lines += [f"FAULT {fault}" for fault in found.faults]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
