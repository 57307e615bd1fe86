"""Offered (可做的): what may be done with a document, as a menu has it."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from store.rules.action.settling import Way
from tui.actions import Key
from tui.screens.menu import MenuLine
from tui.screens.menu_groups import Group


class Offered(NamedTuple):
    """What may be done with a document."""

    name: str
    """What that is called by."""
    ways: tuple[Way, ...]
    """What settles the thing owed that is meant."""
    offers: dict[str, str | None]
    """Every action on it by its name, with why not."""
    owed: frozenset[str]
    """The actions that settle something owed."""
    of_case: Mapping[str, Mapping[str, str]]
    """The actions for the case that is meant, what settles something owed for it first, with the
    values that make it do so.
    """
    notes: Mapping[str, str]
    """What stands beside an action in the menu."""
    by_files: str = ""
    """The key that settles the thing owed that is meant with files; empty for none."""
    as_shown: Callable[[str], str] = str
    """A sentence as the screen writes it."""

    @property
    def given(self) -> dict[str, Mapping[str, str]]:
        """The values of what settles something, what settles the thing owed that is meant first."""
        ways = {way.action.name: way.given for way in self.ways}
        return {**ways, **self.of_case, **ways}

    @property
    def why_not(self) -> dict[str, str | None]:
        """The same, with why not as it is said of the thing owed that is meant."""
        return self.offers | {way.action.name: way.why_not for way in self.ways}

    def line(self, key: Key) -> MenuLine:
        """The action of a key in a menu."""
        group: Group = "owed" if key.name in self.owed else "possible"
        if key.name in self.of_case:
            group = "case"
        why_not = self.why_not[key.name]
        why_not = why_not and self.as_shown(why_not)
        note = "" if why_not else self.notes.get(key.name, "")
        return MenuLine(key.name, key.title, key.shown, why_not, group, note, key.readings)
