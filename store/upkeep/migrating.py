"""Migrating (迁移): a whole store to another place, from a folder to a database or back.

Attached files and the shop's own rules go with the documents. What was broken off is begun again
and goes on, and later once more it brings what changed: a file beside the target says from where
it comes, and while it is named for a move that has not ended, nobody else opens the target. What
holds anything else is no target, and the source is never changed.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from store import kinds
from store.engines.addresses import is_address, shown, typed
from store.engines.moving import Counted, move
from store.engines.opening import engine_at, target_at
from store.engines.protocol import Engine
from store.engines.trouble import DamageError
from store.errors import BadInput, Refused, StoreTrouble, TryAgain
from store.files.durable import holding, put, sync_folder
from store.files.kept import FILES, Files
from store.files.places import MOVED, MOVING, prepare
from store.files.sharing import create
from store.files.trouble import as_unwritten
from store.policy.shop import NAME, ShopPolicy
from store.upkeep.attached import missing_files, names_of
from store.words import _


class Migrated(NamedTuple):
    """What was moved, and is the same on both sides."""

    orders: int
    counted: Counted


def migrate(source_url: str, target_url: str, told: Callable[[int], None]) -> Migrated:
    """Make the store at one place what the one at another is; both are given as `--store` is.

    Raises BadInput where the two are one, Refused where the target knows what the source does not,
    StoreTrouble where it holds something that did not come from there, where a side cannot be read
    or written, or where the target is not what the source is at the end.
    """
    if source_url == target_url:
        raise BadInput(_("These are one and the same store; name another place."), field="target")
    with closing(engine_at(source_url)) as source, closing(target_at(target_url)) as target:
        source.ensure_founded()
        target.ensure_founded(founds=True)
        if not source.commits():
            said = _("There is nothing in that store; look whether its place is right.")
            raise StoreTrouble(said, code="empty")
        _ensure_continued(source, target)
        prepare(target.folder)
        _begin(target, source_url, shown(target_url))
        # A file is there before the document that names it.
        Files(target.folder).take_all(Files(source.folder))
        for name, content in ShopPolicy(source.folder / NAME).own_files().items():
            with as_unwritten(target.folder / name):
                put(target.folder / name, holding(content), create)
        with _going_on(shown(source_url), shown(target_url)):
            counted = move(source, target, told)
            target.check()
            missing = missing_files(target)
        _end(target)
        if missing:
            said = _(
                "Everything was moved to {target} but attached files that are missing from {folder}"
                " or damaged there: {names}. Put them there, from a backup or from the folder that"
                " another machine has, and begin the move again."
            )
            raise StoreTrouble(
                said.format(
                    target=shown(target_url),
                    folder=source.folder / FILES,
                    names=names_of(missing),
                ),
                code="missing_file",
            )
        return Migrated(target.count(kinds.ORDERS), counted)


@contextmanager
def _going_on(source: str, target: str) -> Iterator[None]:
    """Whatever a side cannot do in the block, what was moved so far stays."""
    try:
        yield
    except (DamageError, TryAgain):
        raise
    except StoreTrouble as error:
        if error.cause == error.sentence:
            raise
        said = _(
            "{cause} The move from {source} to {target} is not at its end; what came over stays."
            " Begin it again and it goes on; {source} is as it was."
        ).format(cause=error.cause, source=source, target=target)
        raise StoreTrouble(said, code=error.code, cause=error.cause) from error


def _begin(target: Engine, source_url: str, target_shown: str) -> None:
    """Note from where it is; raises StoreTrouble where what the target holds is not from there."""
    source = typed(source_url) if is_address(source_url) else str(Path(source_url).resolve())
    begun = target.folder / MOVING
    with as_unwritten(begun):
        noted = [
            path.read_text("utf-8") for path in (begun, target.folder / MOVED) if path.is_file()
        ]
    if target.commits() and source not in noted:
        said = _(
            "{target} holds something already, and nothing of it was changed. Name an empty folder,"
            " or a shop of the database that has nothing yet."
        )
        raise StoreTrouble(said.format(target=target_shown), code="not_empty")
    with as_unwritten(begun):
        put(begun, holding(source.encode()), create)


def _end(target: Engine) -> None:
    """Note that the target is whole."""
    begun = target.folder / MOVING
    with as_unwritten(begun):
        begun.replace(target.folder / MOVED)
        sync_folder(target.folder)


def _ensure_continued(source: Engine, target: Engine) -> None:
    """Raise Refused where the target knows an event that the source does not: all of another store,
    or what somebody did there since, would be taken away.
    """
    known = source.all_events()
    # Both tell them in the same order, so each is looked for behind the one before.
    if not all(event in known for event in target.all_events()):
        said = _(
            "The target knows changes that the source does not: it is another store, or somebody"
            " works in it already. Nothing was changed; name an empty place."
        )
        raise Refused(said, field="target", code="other_store")
