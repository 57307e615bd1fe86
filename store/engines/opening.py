"""Opening (打开): what keeps a store, by the folder or the address that names it."""

import os
from pathlib import Path

from store.engines.addresses import is_address, shown, typed
from store.engines.protocol import Engine
from store.errors import BadInput, StoreTrouble
from store.files.paths import path_of
from store.files.places import MOVING
from store.words import _


def engine_at(url: str | Path) -> Engine:
    """Open what keeps the documents of a store; raises ShouhouError where that is nothing we know,
    or where a move into it has not come to its end.
    """
    engine = target_at(url)
    try:
        _ensure_moved(engine.folder, str(url))
    except BaseException:
        engine.close()
        raise
    return engine


def target_at(url: str | Path) -> Engine:
    """The same for a move into it, which goes on where one was broken off.

    Each engine is loaded where it is asked for, so that nobody needs what another one needs.
    """
    if isinstance(url, str) and "://" in url:
        return _server_at(url)
    from store.engines.sqlite.engine import SqliteEngine

    folder = url if isinstance(url, Path) else path_of(url, "store")
    _ensure_folder(folder)
    return SqliteEngine(folder)


def _ensure_folder(folder: Path) -> None:
    """Raise StoreTrouble where something else has the name of a store, or of what it lies in."""
    there = next((one for one in (folder, *folder.parents) if os.path.lexists(one)), folder)
    if not os.path.lexists(there) or there.is_dir():
        return
    said = _("{folder} is no folder; a store is one.")
    if there != folder:
        said = _("{folder} is no folder, so no store can lie in it; name another place.")
    raise StoreTrouble(said.format(folder=there))


def _ensure_moved(folder: Path, url: str) -> None:
    """Raise StoreTrouble for a part of a store, which looks like a whole one."""
    begun = folder / MOVING
    if begun.is_file():
        from shlex import quote

        said = _(
            "{store} is not whole: the move from {source} was broken off; go on with: shouhou"
            " migrate {from_source} {to_store}"
        )
        source = begun.read_text("utf-8", "replace")
        said = said.format(
            store=shown(url),
            source=shown(source),
            from_source=quote(source),
            to_store=quote(typed(url)),
        )
        raise StoreTrouble(said, code="moving")


def make_tables(url: str) -> bool:
    """Make the tables of a database, as its owner; were they there already?"""
    ensure_address(url)
    with_driver()
    from store.engines.postgres.engine import make_tables as make

    return make(url)


def ensure_address(url: str) -> None:
    """Raise BadInput for what is not the address of a database."""
    if not is_address(url):
        # Whatever stands in it may be a password.
        said = _(
            "A store is a folder, or the address of a database: postgresql://USER@HOST/DATABASE."
        )
        raise BadInput(said, field="store")


def with_driver() -> None:
    """Raise BadInput where the package that speaks to a database is not installed."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        said = _("A database needs a package more, the extra called postgres; install it first.")
        raise BadInput(said, field="store", code="no_driver") from None


def _server_at(url: str) -> Engine:
    ensure_address(url)
    with_driver()
    from store.engines.postgres.engine import PostgresEngine

    return PostgresEngine(url)
