"""PastedParts (粘贴拆分): what a paste of several values put into the fields, to be looked at."""

from collections.abc import Mapping

from store.words import _, listed, named
from tui.widgets.folded import Folded


class PastedParts(Folded):
    """All of it in one place, however few of the fields are seen; until one of them is another."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        """`titles` are those of the fields, by their names."""
        super().__init__(id="apart")
        self._titles = titles
        self._parts: Mapping[str, str] = {}
        self.display = False

    def tell(self, parts: Mapping[str, str]) -> None:
        """Say what each of these fields was given."""
        self._parts = parts
        told = listed(named(self._titles[name], said) for name, said in parts.items() if said)
        self.say(_("Taken from the paste, look it over: {values}").format(values=told))
        self.display = True

    def look_at(self, values: Mapping[str, str]) -> None:
        """What stands in the fields now."""
        if any(values[name] != said for name, said in self._parts.items()):
            self._parts = {}
            self.display = False
