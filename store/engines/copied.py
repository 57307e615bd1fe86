"""Copied (副本): what any engine keeps as one file, the same as a copy of a folder's store."""

from contextlib import closing
from pathlib import Path

from store.engines.moving import move
from store.engines.protocol import Engine
from store.engines.sqlite.engine import SqliteEngine
from store.files.durable import Make, aside_of
from store.files.trouble import as_unwritten
from store.files.working import remove_tree


def copy_of(engine: Engine, path: Path, make: Make) -> None:
    """Write a checked copy of everything but files to a new file, while others go on."""
    aside = aside_of(path)
    try:
        with as_unwritten(path):
            aside.mkdir(mode=0o700)
        with closing(SqliteEngine(aside)) as copy:
            move(engine, copy)
            copy.copy_to(path, make)
    finally:
        remove_tree(aside)
