"""Shares of the tests: several processes that go through them by files, each through its own.

A process imports no file of another's share: with all of 450 in each, what they import and what
they tell each other took a twentieth of the processor. All shares end at about the same time: a
file weighs as long as it took when it was last weighed (`pytest --weigh`): by the clock, since what
a desk takes that a server of processes forked, nobody is told, and since who waits takes time too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from time import monotonic

import pytest

TESTS = Path(__file__).parent
WEIGHTS = TESTS / "weights.tsv"
"""The heavier files, each with the seconds it took."""
LIGHT = 0.2
"""What a file takes that is not among them."""
HEAVY = 1.0
"""From here on a file is noted."""
PROPERTIES = re.compile(r"^from (hypothesis|tests\.engines\.machine) ", re.MULTILINE)


def others_than(share: str) -> frozenset[Path]:
    """The files of the other shares: of "2/3", those of the first and of the third.

    Raises ValueError where there is no such share.
    """
    one, _slash, many = share.partition("/")
    if not (one.isdecimal() and many.isdecimal() and 1 <= int(one) <= int(many)):
        raise ValueError(f"there is no share {share}")
    shares = dealt(TESTS.rglob("test_*.py"), int(many))
    return frozenset().union(*shares) - shares[int(one) - 1]


def dealt(files: Iterable[Path], many: int) -> list[frozenset[Path]]:
    """So many shares of about the same weight, each with its part of every larger folder.

    What draws pictures stays together in the last: one that no test of a run looked at is found to
    be one too many. What tries properties stays in the first: Hypothesis takes the numbers and
    texts out of the whole program before it tries any, in every process that does.
    """
    weights = weighed()
    shares: list[set[Path]] = [set() for _share in range(many)]
    loads = [0.0] * many

    def give(share: int, file: Path) -> None:
        shares[share].add(file)
        loads[share] += weights.get(file, LIGHT)

    rest: list[Path] = []
    for file in files:
        if draws(file):
            give(many - 1, file)
        elif PROPERTIES.search(file.read_text("utf-8")):
            give(0, file)
        else:
            rest.append(file)
    for _folder, siblings in groupby(sorted(rest), lambda file: file.parent):
        for file in sorted(siblings, key=lambda file: -weights.get(file, LIGHT)):
            give(loads.index(min(loads)), file)
    return [*map(frozenset, shares)]


def draws(file: Path) -> bool:
    """Does it compare what it draws with pictures that are kept?"""
    return (file.parent / "__snapshots__" / file.stem).is_dir()


def weighed() -> dict[Path, float]:
    """The heavier files, each with what it took."""
    rows = (row.split("\t") for row in WEIGHTS.read_text("utf-8").splitlines())
    return {TESTS / name: float(seconds) for name, seconds in rows}


class Scales:
    """A plugin of pytest that notes what the files of a run took; of others it stays as it was."""

    def __init__(self) -> None:
        self._taken: dict[Path, float] = defaultdict(float)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """One test, with what its fixtures take."""
        before = monotonic()
        try:
            return (yield)
        finally:
            self._taken[item.path] += monotonic() - before

    def pytest_sessionfinish(self) -> None:
        """Write down what was found."""
        known = {file: taken for file, taken in weighed().items() if file.exists()}
        heavy = {
            file.relative_to(TESTS).as_posix(): taken
            for file, taken in (known | self._taken).items()
            if taken >= HEAVY
        }
        rows = (f"{name}\t{heavy[name]:.1f}\n" for name in sorted(heavy))
        WEIGHTS.write_text("".join(rows), "utf-8")
