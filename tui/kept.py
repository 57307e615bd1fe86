"""Kept (记住的): what a desk remembers of a person at a store: searches, views, where files go."""

import json
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from store.errors import BadInput
from store.files.paths import content_of

MOST_BYTES = 1_000_000
MOST_SEARCHES = 50


class View(NamedTuple):
    """A query with a name."""

    name: str
    query: str
    sort: str = ""


class Chosen(NamedTuple):
    """How somebody wants the columns of a list."""

    left_out: Sequence[str] = ()
    order: Sequence[str] = ()
    """Those that stand first, behind the one that always does; empty as they were made."""


class Kept:
    """One small file of the user's; what the desk was asked for since it was opened, beside it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._asked: dict[str, list[str]] = {}

    def searches(self, place: str) -> list[str]:
        """What was searched for in a place, the newest last, each once."""
        both = [*_texts(_read(self._file), "searches", place), *self._asked.get(place, ())]
        return [*reversed(dict.fromkeys(reversed(both)))]

    def remember(self, place: str, query: str, *, for_good: bool) -> None:
        """Somebody searched for this; for good where no file is told of a person by it.

        Raises ShouhouError where the file cannot be written.
        """
        self._asked[place] = [one for one in self._asked.get(place, ()) if one != query] + [query]
        if for_good:
            kept = _read(self._file)
            known = [one for one in _texts(kept, "searches", place) if one != query]
            self._keep(kept, "searches", place, [*known, query][-MOST_SEARCHES:])

    def views(self, place: str) -> list[View]:
        """The views that somebody made here, in the order they were made in."""
        found = _of(_read(self._file), "views", place)
        return [View(*one) for one in found if isinstance(one, list) and _is_texts(one, 3)]

    def save_view(self, place: str, view: View) -> None:
        """Keep a view; one of the same name gives way, and one without a query goes.

        Raises ShouhouError where the file cannot be written.
        """
        kept = _read(self._file)
        others = [list(one) for one in self.views(place) if one.name != view.name]
        self._keep(kept, "views", place, [*others, list(view)] if view.query else others)

    def columns(self, place: str) -> Chosen:
        """Which columns somebody left out here, and in which order the others stand."""
        kept = _read(self._file)
        return Chosen(_texts(kept, "columns", place), _texts(kept, "order", place))

    def choose_columns(self, place: str, chosen: Chosen) -> None:
        """Show them so from now on.

        Raises ShouhouError where the file cannot be written.
        """
        kept = _read(self._file)
        _put(kept, "columns", place, [*chosen.left_out])
        self._keep(kept, "order", place, [*chosen.order])

    def folder(self, kind: str) -> str:
        """The folder that files of this kind were written to last; empty where none was."""
        return next(iter(_texts(_read(self._file), "folders", kind)), "")

    def keep_folder(self, kind: str, folder: str) -> None:
        """Remember where files of this kind are written to.

        Raises ShouhouError where the file cannot be written.
        """
        if folder != self.folder(kind):
            self._keep(_read(self._file), "folders", kind, [folder])

    def chosen(self, what: str) -> list[str]:
        """What somebody chose for their own desk: its shop, its theme, its bell; empty for none."""
        return _texts(_read(self._file), "chosen", what)

    def choose(self, what: str, value: Sequence[str]) -> None:
        """Keep what was chosen; empty takes it back.

        Raises ShouhouError where the file cannot be written.
        """
        self._keep(_read(self._file), "chosen", what, list(value))

    def _keep(self, kept: dict[str, Any], what: str, place: str, value: list[Any]) -> None:
        from store.files.handed_out import write_private

        _put(kept, what, place, value)
        with suppress(OSError):  # writing says what is wrong with the folder
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(self._file, partial(_write, json.dumps(kept, ensure_ascii=False)))


def _write(text: str, file: BinaryIO) -> None:
    file.write(text.encode())


def _read(file: Path) -> dict[str, Any]:
    # What cannot be read is lost; it must not keep the desk from opening.
    try:
        kept = json.loads(content_of(file, MOST_BYTES, follows=False))
    except (BadInput, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _put(kept: dict[str, Any], what: str, place: str, value: list[Any]) -> None:
    of_places = kept.get(what)
    kept[what] = {**(of_places if isinstance(of_places, dict) else {}), place: value}


def _of(kept: dict[str, Any], what: str, place: str) -> list[Any]:
    of_places = kept.get(what)
    found = of_places.get(place) if isinstance(of_places, dict) else None
    return found if isinstance(found, list) else []


def _texts(kept: dict[str, Any], what: str, place: str) -> list[str]:
    return [one for one in _of(kept, what, place) if isinstance(one, str)]


def _is_texts(values: list[Any], count: int) -> bool:
    return len(values) == count and all(isinstance(one, str) for one in values)
