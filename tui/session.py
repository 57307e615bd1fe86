"""Session: who runs the program, on which store, at what time: the global options."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store.models.people import called
from tui.printing import tell

if TYPE_CHECKING:
    from store.models.event import Actor
    from store.reading.shop_lists import Lists
    from store.repository import Repository


class Session(NamedTuple):
    """The global options, understood."""

    store: str | None
    name: str
    now: datetime | None
    language: str

    @property
    def actor(self) -> "Actor":
        """The operating-system user and the given name; a name never replaces the user."""
        from store.models.event import Actor

        return Actor(user=self.user, name=self.agent)

    @property
    def user(self) -> str:
        """The operating-system user."""
        from store.accounts import user

        return _storable(user())

    @property
    def agent(self) -> str:
        """The name given beside it."""
        return _storable(self.name)

    @property
    def who(self) -> str:
        """The two as they are shown."""
        return called(self.user, self.agent)

    @property
    def store_url(self) -> str:
        """`--store`, else SHOUHOU_STORE, else the user's data folder."""
        return self.store or os.environ.get("SHOUHOU_STORE") or str(data_folder() / "store")

    @property
    def store_shown(self) -> str:
        """The same without a password."""
        from store.engines.addresses import shown

        return shown(self.store_url)

    def clock(self) -> datetime:
        """The given instant, or the machine's clock."""
        return self.now or datetime.now(UTC)

    def open(self, url: str | None = None, *, founds: bool = False) -> "Repository":
        """Open the store; rows of an earlier version, or of other rules, are made anew first.

        A shop that is not in its database yet is no mistake for who `founds` one.
        """
        repository = self.open_as_it_is(url, founds=founds)
        repository.renew_rows()
        return repository

    def open_as_it_is(self, url: str | None = None, *, founds: bool = False) -> "Repository":
        """Open the store and write nothing: to judge it, or to copy it."""
        from store.repository import open_store

        repository = open_store(url or self.store_url, self.actor, self.clock)
        repository.engine.ensure_founded(founds=founds)
        tell(repository.unused)
        return repository

    def lists(self) -> "Lists":
        """The lists of the store alone, or all of it where rows have to be made anew first."""
        from store.upkeep.staleness import is_fresh, rules_of

        lists = self.lists_as_they_are()
        rules = rules_of(lists)
        if is_fresh(lists, rules.written):
            tell(rules.unused)
            return lists
        lists.close()
        return self.open()

    def lists_as_they_are(self) -> "Lists":
        """The lists of the store; rows of an earlier version, or of other rules, among them."""
        from store.engines.opening import engine_at
        from store.reading.shop_lists import Lists

        engine = engine_at(self.store_url)
        engine.ensure_founded()
        return Lists(engine, self.clock)


def data_folder() -> Path:
    """Where the user's stores are kept when nothing else is said."""
    from platformdirs import user_data_path

    return user_data_path("shouhou", appauthor=False)


def _storable(text: str) -> str:
    """Without the lone surrogates that stand for bytes a terminal of another encoding sent."""
    return text.encode("utf-8", "replace").decode()
