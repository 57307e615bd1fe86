"""Opening (打开): what keeps a store, by the folder or the address that names it."""

from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from store.engines.protocol import Engine
from store.errors import BadInput, StoreTrouble
from store.files.paths import path_of
from store.files.places import MOVING
from store.words import _

DATABASES = ("postgresql://", "postgres://")


def is_address(url: str) -> bool:
    """Is it the address of a database, and no folder?"""
    return url.startswith(DATABASES)


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
    if folder.exists() and not folder.is_dir():
        raise StoreTrouble(_("{folder} is no folder; a store is one.").format(folder=folder))
    return SqliteEngine(folder)


def _ensure_moved(folder: Path, url: str) -> None:
    """Raise StoreTrouble for a part of a store, which looks like a whole one."""
    begun = folder / MOVING
    if begun.is_file():
        from shlex import quote

        said = _(
            "{store} is not whole: the move from {source} was broken off; go on with: shouhou"
            " migrate {from_source} {to_store}"
        )
        store, source = shown(url), begun.read_text("utf-8", "replace")
        said = said.format(
            store=store, source=source, from_source=quote(source), to_store=quote(store)
        )
        raise StoreTrouble(said, code="moving")


def make_tables(url: str) -> tuple[int, int]:
    """Make or bring forward the tables of a database, as its owner; from and to which form."""
    ensure_address(url)
    with_driver()
    from store.engines.postgres.engine import make_tables as make

    return make(url)


def shown(url: str) -> str:
    """A folder or an address as it may stand on a screen: without a password."""
    if not is_address(url):
        return url
    parts = urlsplit(url)
    who, at, hosts = parts.netloc.rpartition("@")
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0] != "password"])
    return parts._replace(netloc=who.partition(":")[0] + at + hosts, query=query).geturl()


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
