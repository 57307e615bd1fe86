"""Working files (工作文件): what a process needs for a while beside its work, and never leaves.

Each has the machine's and the process's name in its own, so that what a killed process left is
known, and taken away by the next one that writes there.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def working_name() -> str:
    """A hidden name for a file or folder of this process that nothing else has."""
    return f"{_beginning()}{os.getpid()}-{os.urandom(8).hex()}"


@contextmanager
def working_folder(beside: Path) -> Iterator[Path]:
    """A folder that only its owner can read, in another one; it goes with all that is in it."""
    path = beside / working_name()
    path.mkdir(mode=0o700)
    try:
        yield path
    finally:
        remove_tree(path)


def clear_left(folder: Path) -> None:
    """Take away what processes of this machine left in a folder that are no more."""
    name = re.compile(re.escape(_beginning()) + r"(\d+)-[0-9a-f]{16}")
    with suppress(OSError):
        for path in folder.iterdir():
            found = name.fullmatch(path.name)
            if found and not _is_alive(int(found[1])):
                _take_away(path)


def remove_tree(path: Path) -> None:
    """Take a folder away with all that is in it, as far as that goes; it follows no link."""
    from shutil import rmtree  # with it comes all that packs files, which a list does without

    rmtree(path, ignore_errors=True)


def _beginning() -> str:
    # Another machine may work in the same folder, with processes of the same numbers.
    machine = re.sub(r"[^0-9A-Za-z]", "_", os.uname().nodename)
    return f".shouhou-{machine}-"


def _take_away(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        remove_tree(path)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
