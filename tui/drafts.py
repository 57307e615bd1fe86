"""Drafts (草稿): what was typed into a form and not saved; it survives a lost connection."""

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
from urllib.parse import quote

from store.errors import BadInput
from store.files.paths import content_of
from store.models.subject import Part, Subject, Target
from store.words import _
from tui.kept import Kept

if TYPE_CHECKING:
    from store.presence import Presence

PLACE = 17
"""Signs of a file's name that say of which store it is."""
DIGITS = "0123456789"
MOST_BYTES = 16_000_000
"""What is larger is neither written nor read."""
MOST_TARGETS = 2000
"""What was typed for more is kept for the form of just these, which is not listed."""


def drafts_file(folder: Path, store: Path, name: str) -> Path:
    """Where in a folder the drafts lie of who is called so, of one store alone: a copy of a shop,
    or the sample shop, has orders of the same numbers.
    """
    place = _place_of(store)
    # Two agents may share a system user, and each goes on with what they typed themselves.
    return folder / (
        f"drafts-{place}-{quote(name, safe='')}.json" if name else f"drafts-{place}.json"
    )


def runs_folder(folder: Path, store: Path) -> Path:
    """Where in a folder lies what the user does to many documents of one store."""
    return folder / f"runs-{_place_of(store)}"


def _place_of(store: Path) -> str:
    return hashlib.sha256(os.fsencode(store.resolve())).hexdigest()[:16]


class Draft(NamedTuple):
    """What was typed, and when."""

    typed: dict[str, str]
    at: datetime | None = None
    of: tuple[Target, ...] = ()
    """What it was typed for; nothing where something new is begun with it, or for too many."""


class KeptDraft(NamedTuple):
    """A draft that is in no open form."""

    name: str
    """By what it is kept."""
    action: str
    at: datetime | None
    of: tuple[Target, ...]
    typed: dict[str, str]


class Drafts:
    """One small file of the user's, by subject and action."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.runs = file.with_name(f"runs{file.stem.removeprefix('drafts')[:PLACE]}")
        """Where lies what the same user does to many (`runs_folder`)."""
        self.kept = Kept(file.with_name(file.name.replace("drafts", "desk", 1)))
        """What else is remembered of the same person at the same store."""
        self._names: dict[str, str] = {}
        """By what a draft is kept whose name another desk had when its form was opened."""
        self.left_here: set[str] = set()
        """What was left with something typed into it since the desk was opened, and still is."""

    @cached_property
    def _open(self) -> "Presence":
        """The form that is open here, and those in other desks of the same person."""
        from store.models.event import Actor
        from store.presence import Presence

        folder = self._file.with_name(self._file.stem.replace("drafts", "forms", 1))
        return Presence(folder, Actor(user=""))

    def open(self, subject: str, action: str) -> Draft:
        """The form is opened here: what was typed into it before, and is in no other desk that
        lives. Until it is closed, no other desk is given it.
        """
        form, kept = f"{subject} {action}", _read(self._file)
        free = _free(form, kept, self._elsewhere)
        name = next((one for one in free if one in kept), free[0])
        self._enter(form, name)
        return kept.get(name, Draft({}))

    def begin(self, action: str) -> tuple[str, Draft]:
        """The form of something new is opened here: what is typed into it is a draft of its own.

        Gives what was typed last into such a form, and is in no other desk that lives, with the
        name that it is kept by; both are empty where there is none.
        """
        form, kept, others = f" {action}", _read(self._file), self._elsewhere
        self._enter(form, next(one for one in _free(form, kept, others) if one not in kept))
        found = (one for one in kept if _form_of(one) == form and one not in others)
        last = max(found, key=lambda one: _when(kept[one].at), default="")
        return last, kept.get(last, Draft({}))

    def take_up(self, action: str, name: str) -> Draft:
        """What is kept by this name goes on in the form of something new that is open; empty where
        another desk has it, or has saved it, by now.
        """
        found = Draft({}) if name in self._elsewhere else _read(self._file).get(name, Draft({}))
        if found.typed:
            self._enter(f" {action}", name)
        return found

    @property
    def _elsewhere(self) -> set[str]:
        """What is in the forms of other desks that live."""
        return {one.key for one in self._open.others()}

    def _enter(self, form: str, name: str) -> None:
        """What is typed into this form is kept by that name."""
        self._names[form] = name
        self._make_folder()
        self._open.enter(name)

    def close(self) -> None:
        """No form is open here any more."""
        self._open.leave()

    def listed(self) -> list[KeptDraft]:
        """Those that forms would start from now and that can be opened from here, the newest first;
        of several of the same form the one that is next, but all of those of something new.
        """
        kept = _read(self._file)
        others = self._elsewhere if kept else set()
        found: dict[str, KeptDraft] = {}
        for name, draft in sorted(kept.items()):
            form = _form_of(name)
            subject, _blank, action = form.rpartition(" ")
            if name not in others and (draft.of or not subject):
                one = KeptDraft(name, action, draft.at, draft.of, draft.typed)
                found.setdefault(form if subject else name, one)
        return sorted(found.values(), key=lambda one: _when(one.at))[::-1]

    def keep(
        self,
        subject: str,
        action: str,
        values: dict[str, str],
        at: datetime,
        of: Sequence[Target] = (),
    ) -> None:
        """Keep what was typed until then for these, or forget it when nothing was.

        Read anew every time: another desk of the same person has drafts in the same file. Raises
        ShouhouError where the file cannot be written, or would be larger than can be read.
        """
        name = self._name(subject, action)
        typed = {key: text for key, text in values.items() if text}
        (self.left_here.add if typed else self.left_here.discard)(name)
        kept = _read(self._file)
        if kept.pop(name, Draft({})).typed == typed:
            return
        if typed:
            kept[name] = Draft(typed, at, tuple(of) if len(of) <= MOST_TARGETS else ())
        self._write(kept)

    def throw_away(self, names: Collection[str]) -> dict[str, Draft]:
        """Forget these but for what is in an open form, and say what they were. Raises as `keep`
        does.
        """
        kept, others = _read(self._file), self._elsewhere
        thrown = {name: kept.pop(name) for name in names if name in kept and name not in others}
        self._write(kept)
        self.left_here -= thrown.keys()
        return thrown

    def put_back(self, thrown: Mapping[str, Draft]) -> None:
        """Keep again what was thrown away, but for forms that were begun anew since. Raises as
        `keep` does.
        """
        self._write({**thrown, **_read(self._file)})

    def _write(self, drafts: Mapping[str, Draft]) -> None:
        from store.files.handed_out import write_private

        self._make_folder()
        told = {name: _told(one) for name, one in drafts.items()}
        content = json.dumps(told, ensure_ascii=False).encode()
        if len(content) > MOST_BYTES:
            said = _("There are too many drafts to keep this one; throw some away, or save them.")
            raise BadInput(said)
        write_private(self._file, lambda file: _write(file, content))

    def _name(self, subject: str, action: str) -> str:
        """By what its draft is kept."""
        name = f"{subject} {action}"
        return self._names.get(name, name)

    def _make_folder(self) -> None:
        with suppress(OSError):  # writing says what is wrong with the folder
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _free(form: str, kept: Mapping[str, Draft], elsewhere: Collection[str]) -> list[str]:
    """By what drafts of a form are kept that are in no other desk, and by what one more is."""
    places = (form if place == 1 else f"{form} {place}" for place in count(1))
    names = [next(places) for _place in range(len(elsewhere) + len(kept) + 1)]
    return [one for one in names if one not in elsewhere]


def _form_of(name: str) -> str:
    """The form whose draft is kept by this name: it may have several."""
    return name.rstrip(DIGITS).rstrip()


def _when(at: datetime | None) -> float:
    return at.timestamp() if at else 0


def _write(file: BinaryIO, content: bytes) -> None:
    file.write(content)


def _told(draft: Draft) -> dict[str, object]:
    told: dict[str, object] = {"at": draft.at.isoformat() if draft.at else "", "typed": draft.typed}
    return told | ({"of": [(*one.subject, *one.part) for one in draft.of]} if draft.of else {})


def _read(file: Path) -> dict[str, Draft]:
    # A draft that cannot be read is lost; it must not keep the desk from opening.
    try:
        kept = json.loads(content_of(file, MOST_BYTES, follows=False))
    except (BadInput, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    drafts = {name: _draft(told) for name, told in kept.items()}
    return {name: draft for name, draft in drafts.items() if draft.typed}


def _draft(told: object) -> Draft:
    """As it was told to the file; empty where that makes no sense."""
    typed = told.get("typed") if isinstance(told, dict) else None
    if not isinstance(typed, dict) or not all(isinstance(text, str) for text in typed.values()):
        return Draft({})
    at = None
    with suppress(ValueError, TypeError):
        at = datetime.fromisoformat(told["at"]) if isinstance(told, dict) else None
    of = told.get("of") if isinstance(told, dict) else None
    return Draft(typed, at if at and at.tzinfo else None, tuple(_targets(of)))


def _targets(told: object) -> Iterator[Target]:
    """What it was typed for, as it was told to the file, as far as that makes sense."""
    for one in told if isinstance(told, list) else ():
        if isinstance(one, list) and [*map(type, one)] == [str] * 4:
            yield Target(Subject(*one[:2]), Part(*one[2:]))
