"""Own shops (自家导出的店铺): rows of the desk's own exports say which shop they are of."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from store.acting import Store
from store.errors import BadInput
from store.exchange.incoming.desk_file import DeskReading
from store.exchange.incoming.reader import open_export, reading_of
from store.exchange.incoming.reading import Reading
from store.exchange.incoming.tables import TableRow
from store.importing.shops import shop_of


class ShopOfRows(NamedTuple):
    """One of several shops, each with an import of its own of the same files."""

    shop: str
    shops: Sequence[str]
    """All of them."""

    def takes(self, reading: Reading, row: TableRow) -> bool:
        """Is a row of this shop? The first one takes what is of none, to be rejected."""
        if len(self.shops) == 1 or not isinstance(reading, DeskReading):
            return True
        said = reading.shop(row)
        return said == self.shop or (self.shop == self.shops[0] and said not in self.shops)

    def called(self, file: str) -> str:
        """The file's name, with that of the shop where that is needed."""
        return file if len(self.shops) == 1 else f"{file} ({self.shop})"

    def digest(self, of_file: str) -> str:
        """What names the shop's rows of the file with this digest."""
        if len(self.shops) == 1:
            return of_file
        return sha256(f"{of_file}\n{self.shop}".encode()).hexdigest()


def shops_meant(repository: Store, paths: Sequence[Path], given: str | None) -> tuple[str, ...]:
    """The shops that files are of: the one that was named, else those that the rows of exports of
    the desk's own say, else the only one there is. Raises BadInput where there are several.
    """
    here = {name for _platform, name in repository.shops()}
    named = _named(paths) if given is None else ()
    if named and (len(named) > 1 or len(here) != 1):
        return tuple(shop_of(repository, name) for name in named)
    return (shop_of(repository, given),)


def _named(paths: Sequence[Path]) -> tuple[str, ...]:
    """What the rows of files say; nothing where one of them is no export of the desk's own."""
    found: dict[str, None] = {}
    try:
        for path in paths:
            with open_export(path) as tables:
                for table in tables:
                    reading = reading_of(table)
                    if not isinstance(reading, DeskReading):
                        return ()
                    found.update((reading.shop(row), None) for row in table.rows() if not row.fault)
    except BadInput:
        # The import itself says what is wrong with a file.
        return ()
    return () if "" in found else tuple(found)
