"""A sync that fails: what was told to be saved is there, what was told not to be is not.

The failures are put in by `strace`, where a machine has it and lets it look on.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from store.engines.sqlite.engine import SqliteEngine
from tests.engines.facts import KIND, kept, write

LONG = "SHOUHOU_LONG" in os.environ
TIMES = [("14", "die"), ("3+2", "go on")]
"""Which sync fails: the fourteenth; the third and every second one after it."""
if LONG:
    TIMES += [(str(place), then) for place in range(1, 30) for then in ("die", "go on")]
    TIMES += [(f"{place}+{step}", "go on") for place in range(1, 12) for step in (2, 3, 5)]
FOR_GOOD = range(1, 30) if LONG else (12,)
COMMITS = 6
SCRIPT = f"""
import os
import sys
from pathlib import Path
from store.engines.sqlite.engine import SqliteEngine
from store.errors import StoreTrouble
from tests.engines.facts import kept, write

engine, other = SqliteEngine(Path(sys.argv[1])), SqliteEngine(Path(sys.argv[1]))
for number in range(1, {COMMITS} + 1):
    # Another connection keeps the log from being cut.
    other.count("orders")
    try:
        write(engine, kept(number, None))
        print("saved", number, flush=True)
    except StoreTrouble as error:
        print(error.code, number, error.sentence, flush=True)
        if sys.argv[2] == "die":
            break
os._exit(0)
"""


class Told(NamedTuple):
    """What a process said of the documents it wrote."""

    saved: set[int]
    unwritten: set[int]
    uncertain: set[int]
    sentences: set[str]


def run(folder: Path, when: str, then: str) -> Told:
    """Write with every so-manieth sync failing."""
    command = ["strace", "-f", "-o", os.devnull, "-e", "trace=fdatasync,fsync"]
    command += ["-e", f"inject=fdatasync,fsync:error=EIO:when={when}"]
    command += [sys.executable, "-c", SCRIPT, str(folder), then]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert not done.stderr, done.stderr
    lines = [line.split(" ", 2) for line in done.stdout.splitlines()]
    by_code = {
        code: {int(line[1]) for line in lines if line[0] == code}
        for code in ("saved", "unwritten", "uncertain")
    }
    assert sum(map(len, by_code.values())) == len(lines)
    return Told(**by_code, sentences={line[2] for line in lines if len(line) == 3})


def works_here() -> bool:
    if not shutil.which("strace"):
        return False
    done = subprocess.run(
        ["strace", "-o", os.devnull, "-e", "inject=fsync:error=EIO", sys.executable, "-c", ""],
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


pytestmark = pytest.mark.skipif(not works_here(), reason="strace is not here, or may not look on")
SAID = (
    re.compile(r".*shop\.db could not be written \(.*\); nothing was changed\. Try again\."),
    re.compile(r".*shop\.db could not be written \(.*\), and the disk does not say whether the"
               r" change is there\. Look before you repeat it\."),
    re.compile(r".*cannot be locked \(.*\); nothing was changed\."),
)  # fmt: skip


def judge(folder: Path, told: Told) -> None:
    """Everything saved is there, nothing that was not, and the store works again."""
    engine = SqliteEngine(folder)
    engine.check()
    there = {document.id for document in engine.documents(KIND)}
    assert told.saved <= there <= told.saved | told.uncertain
    for sentence in told.sentences:
        assert any(said.fullmatch(sentence) for said in SAID), sentence
    write(engine, kept(50, None))
    assert {document.id for document in SqliteEngine(folder).documents(KIND)} == there | {50}


@pytest.mark.parametrize(("when", "then"), TIMES)
def test_a_sync_that_fails_loses_nothing_and_brings_nothing_back(
    tmp_path: Path, when: str, then: str
) -> None:
    told = run(tmp_path / "store", when, then)
    judge(tmp_path / "store", told)
    if "+" not in when:
        assert len(told.unwritten | told.uncertain) <= 1


@pytest.mark.parametrize("place", FOR_GOOD)
def test_a_disk_that_syncs_no_more_is_told_at_every_change(tmp_path: Path, place: int) -> None:
    told = run(tmp_path / "store", f"{place}+", "go on")
    assert len(told.saved) <= max(0, place - 5)
    assert len(told.unwritten | told.uncertain) == COMMITS - len(told.saved)
    judge(tmp_path / "store", told)
