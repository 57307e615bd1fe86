"""Stores of any size, made as a shop makes them: `shouhou import` of its files, part by part.

What took long is kept: a store once made stands in the cache folder, and every run of the bench
works on a copy of it.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from store.engines.sqlite.schema import FORM
from tests.bench.shop_files import as_sheet, parts
from tests.bench.shop_orders import REFERENCE, Sold, orders

SHOUHOU = str(Path(sys.executable).with_name("shouhou"))
NAME = "云南果园"
NOW = REFERENCE.isoformat()


@dataclass(frozen=True)
class Shop:
    """A store of so many orders, and how the desk is opened on it."""

    count: int
    home: Path
    """Holds the store and what else a user's account has of the desk."""
    address: str = ""
    """Of a database, where the store is none of a folder."""

    @property
    def store(self) -> Path:
        """The folder of the store."""
        return self.home / "store"

    @property
    def url(self) -> str:
        """What names the store."""
        return self.address or str(self.store)

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the account that runs the bench: no key table, no drafts."""
        return {"HOME": str(self.home), "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}

    def command(self, *words: str) -> list[str]:
        """The desk, or a command of it, at the instant that the orders are told from."""
        return [SHOUHOU, "--store", self.url, "--lang", "en", "--now", NOW, *words]

    def some_order(self, place: int = 0) -> Sold:
        """One of its orders, the oldest being 0."""
        return next(islice(orders(self.count), place, None))


def made(cache: Path, count: int) -> Path:
    """The home of the store of so many orders in the cache; imported now if it is not there, or of
    another form.
    """
    home = cache / f"{count}-form-{FORM}"
    seconds = home / "imported-in"
    if not seconds.exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        seconds.write_text(f"{_imported(Shop(count, home))}\n", "utf-8")
    return home


def working_copy(cache: Path, count: int, target: Path) -> Shop:
    """A copy that may be changed."""
    shutil.copytree(made(cache, count), target)
    return Shop(count, target)


def sheet(cache: Path, count: int) -> Path:
    """The same orders as one CSV file, made once."""
    path = cache / f"{count}.csv"
    if not path.exists():
        as_sheet(path.with_suffix(".part"), count).rename(path)
    return path


def _imported(shop: Shop) -> float:
    """Seconds that the imports took, without the writing of the files."""
    files = shop.home / "files"
    files.mkdir()
    spent = 0.0
    for done, paths in enumerate(parts(files, shop.count), start=1):
        begin = time.perf_counter()
        words = ["import", *map(str, paths), "--shop", NAME]
        subprocess.run(
            shop.command(*words),
            env=os.environ | shop.environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        spent += time.perf_counter() - begin
        for path in paths:
            path.unlink()
        sys.stderr.write(f"{shop.count:,} orders: part {done} imported, {spent:.0f} s\n")
    files.rmdir()
    return spent
