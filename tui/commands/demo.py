"""`shouhou demo`: the desk on a ready sample shop, its dates moved to today."""

import os
import shutil
from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from store.demo.shop import LEFT_BY_AN_EMPTY_STORE, made_at, make_demo
from store.errors import BadInput, StoreTrouble
from store.files.paths import path_of
from store.models.order import Order
from store.repository import Repository
from store.words import _, counts
from store.words.times import SHOP_TIME, day_text
from tui.printing import say, tell
from tui.session import Session, data_folder


def configure(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument(
        "--fresh",
        action="store_true",
        help=_("make the sample shop anew; the old one is renamed and kept"),
    )
    parser.add_argument(
        "--no-desk", action="store_true", help=_("only make it and say where it is")
    )


def run(session: Session, arguments: Namespace) -> int:
    """Make the sample shop where there is none yet, and open the desk on it."""
    if not arguments.no_desk:
        from tui.terminal import prepare

        # Without a terminal nothing is made either.
        prepare()
    named = session.store or os.environ.get("SHOUHOU_STORE")
    if named and "://" in named:
        said = _(
            "The sample shop is made in a folder; name one. To have it in a database, move it there"
            " then: shouhou migrate FOLDER ADDRESS."
        )
        raise BadInput(said, field="--store")
    folder = path_of(named, "store") if named else data_folder() / "demo"
    is_new = _ensure(session, folder, fresh=arguments.fresh, ours=not named)
    repository = session.open(str(folder))
    hint = "" if is_new else _hint(repository)
    if arguments.no_desk:
        count = repository.order_count()
        repository.close()
        say(
            _("{folder}: the sample shop, {orders}.").format(
                folder=folder, orders=counts.orders(count)
            )
        )
        if hint:
            say(hint)
        return 0
    from tui.app import open_desk
    from tui.opening import Opening

    return open_desk(Opening.done(repository), session.agent, hint)


def _ensure(session: Session, folder: Path, *, fresh: bool, ours: bool) -> bool:
    """Have the sample shop in this folder; was it made now?"""
    found = _found(folder)
    if found - LEFT_BY_AN_EMPTY_STORE and not (fresh and ours):
        try:
            _refuse_another(session, folder)
        except StoreTrouble as error:
            # In a folder that somebody named it may be the store of a shop.
            if not (ours and error.code == "other_form"):
                raise
        else:
            if not fresh:
                return False
    made = _made_beside(session, folder)
    try:
        if found:
            folder.rename(_aside(folder, session.clock()))
        made.rename(folder)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise _trouble(folder, error) from error
    return True


def _found(folder: Path) -> frozenset[str]:
    try:
        return frozenset(one.name for one in folder.iterdir())
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise _trouble(folder, error) from error


def _refuse_another(session: Session, folder: Path) -> None:
    """The sample shop is never mixed into a shop, nor put among other files."""
    repository = session.open(str(folder))
    try:
        if made_at(repository):
            return
        if next(repository.all(Order), None):
            said = _("{folder} is the store of a shop, not the sample shop; name another folder.")
        else:
            said = _("{folder} holds other things than the sample shop; name another folder.")
        raise BadInput(said.format(folder=folder), field="store", code="not_demo")
    finally:
        repository.close()


def _made_beside(session: Session, folder: Path) -> Path:
    """The sample shop in a folder beside its place: it is there as a whole or not at all."""
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _trouble(folder, error) from error
    tell(_("The sample shop is being made; that takes some seconds."))
    try:
        repository = session.open(str(made))
        make_demo(repository, session.clock())
        repository.close()
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return made


def _aside(folder: Path, now: datetime) -> Path:
    """A name for the old one that is not taken."""
    stem = f"{folder.name}-{now.astimezone(SHOP_TIME):%Y%m%d-%H%M%S}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 1000)))
    return next(path for name in names if not (path := folder.with_name(name)).exists())


def _trouble(folder: Path, error: OSError) -> StoreTrouble:
    said = _("The sample shop could not be made in {folder}: {reason}.")
    return StoreTrouble(said.format(folder=folder, reason=error.strerror or error))


def _hint(repository: Repository) -> str:
    """A sample shop of an earlier day shows deadlines of that day; nothing where it is of today."""
    made = made_at(repository)
    if made is None or day_text(made) == day_text(repository.now):
        return ""
    return _(
        "This sample shop is of {day}; `shouhou demo --fresh` makes a new one with today's dates"
        " and keeps this one."
    ).format(day=day_text(made))
