"""The shop's own rules: `policy.toml` in its store, in the form of the desk's own files.

They stand before the rules that come with the desk, each from its day on. What its rows may say
stands in `own_rules`, which is loaded where there is such a file; the calendar is its own file.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from store.errors import BadInput, StoreTrouble
from store.files.paths import content_of
from store.policy import load_policy, unread_policy
from store.rules.timing.calendar import PACKAGED, Calendar
from store.rules.timing.policy import FileRow, Policy
from store.words import _

NAME, CALENDAR = "policy.toml", "calendar.toml"
OWN_FILES = (NAME, CALENDAR)
"""What a shop writes itself and a backup keeps."""
MOST_BYTES = 1_000_000
"""A file of rules is a few thousand bytes."""


class _InForce:
    """What a shop wrote, and the rules in force with it, made once they are asked for."""

    def __init__(self, written: Policy) -> None:
        self.written = written

    @cached_property
    def policy(self) -> Policy:
        """The desk's rules, and the shop's own."""
        return self.written.over(load_policy())


class ShopPolicy:
    """The rules in force for one store; read again whenever somebody has changed a file of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.calendar_path = path.with_name(CALENDAR)
        self.unused = ""
        """Why the calendar that the shop wrote is not used, as a whole sentence; mostly nothing."""
        self._seen = self._stamp()
        self._in_force = _InForce(self._read())

    @property
    def current(self) -> Policy:
        """The rules in force now; raises StoreTrouble when the shop's rules make no sense.

        A calendar that makes none is not used, and `unused` says so: nearly nothing needs it.
        """
        return self._read_again().policy

    @property
    def written(self) -> Policy:
        """What the shop wrote alone, with the digests of all that is in force; raises as `current`.

        No rule of the desk is read for it.
        """
        return self._read_again().written

    def _read_again(self) -> _InForce:
        seen = self._stamp()
        if seen != self._seen:
            self._in_force = _InForce(self._read())
            self._seen = seen
        return self._in_force

    def own_files(self) -> dict[str, bytes]:
        """What the shop wrote itself, by the name of the file; raises BadInput for what is none."""
        paths = (self.path, self.calendar_path)
        return {path.name: content for path in paths if (content := _content(path))}

    def _stamp(self) -> tuple[tuple[int, int] | None, ...]:
        return tuple(_stamp(one) for one in (self.path, self.calendar_path))

    def _read(self) -> Policy:
        try:
            own = _read(self.path, own_rows) or ()
        except BadInput as error:
            said = _(
                "{what} Correct the file, or move it elsewhere and adopt the rules anew; the orders"
                " are whole."
            )
            raise StoreTrouble(said.format(what=error.sentence), code="policy") from None
        return replace(unread_policy().with_own(own), calendar=self._read_calendar())

    def _read_calendar(self) -> Calendar:
        self.unused = ""
        try:
            return _read(self.calendar_path, _years_of) or PACKAGED
        except BadInput as error:
            said = _(
                "{what} This file is not used until it is corrected; working days are counted"
                " without it."
            )
            self.unused = said.format(what=error.sentence)
            return PACKAGED


Read = TypeVar("Read")


def _read(path: Path, read: Callable[[bytes, str], Read]) -> Read | None:
    content = _content(path)
    return read(content, str(path)) if content else None


def _content(path: Path) -> bytes:
    """What a file of the shop's own holds, nothing where there is none."""
    try:
        return content_of(path, MOST_BYTES, follows=False)
    except BadInput as error:
        if error.code != "no_file":
            raise
        return b""


def ensure_understood(name: str, content: bytes) -> None:
    """Raise BadInput for a file of this name that no store can be opened with."""
    if name == NAME:
        own_rows(content, name)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino


def own_rows(content: bytes, file: str) -> tuple[FileRow, ...]:
    """The rows that a file of rules holds; raises BadInput naming file, row and field."""
    # Most shops wrote none.
    from store.policy.own_rules import read_policy

    return read_policy(content, file)


def _years_of(content: bytes, file: str) -> Calendar:
    from store.policy.calendars import read_calendar

    return read_calendar(content, file)
