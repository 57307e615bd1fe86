"""Session: who runs the program, on which store, at what time: the global options."""

import getpass
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

from store.models.event import Actor
from store.renewal import renew_rows
from store.repository import Repository, open_store


@dataclass(frozen=True, slots=True)
class Session:
    """The global options, understood."""

    store: str | None
    name: str
    now: datetime | None
    language: str

    @property
    def actor(self) -> Actor:
        """The operating-system user and the given name; a name never replaces the user."""
        return Actor(user=_storable(_system_user()), name=_storable(self.name))

    @property
    def store_url(self) -> str:
        """`--store`, else SHOUHOU_STORE, else the user's data folder."""
        return self.store or os.environ.get("SHOUHOU_STORE") or str(data_folder() / "store")

    def clock(self) -> datetime:
        """The given instant, or the machine's clock."""
        return self.now or datetime.now(UTC)

    def open(self, url: str | None = None) -> Repository:
        """Open the store; one of an earlier version is brought up to this one first."""
        repository = open_store(url or self.store_url, self.actor, self.clock)
        renew_rows(repository)
        return repository


def data_folder() -> Path:
    """Where the user's stores are kept when nothing else is said."""
    return user_data_path("shouhou", appauthor=False)


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _storable(text: str) -> str:
    """Without the lone surrogates that stand for bytes a terminal of another encoding sent."""
    return text.encode("utf-8", "replace").decode()
