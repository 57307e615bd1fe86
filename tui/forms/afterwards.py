"""Afterwards (事后): what would be so once a form is saved, as far as it was worked out."""

from store.words import _
from tui.glyphs import glyphs
from tui.widgets.shortened import Shortened

OLD = "-old"


class Afterwards(Shortened):
    """What would come of what was typed; until it is known of the last key, it says so."""

    def tell(self, what: str) -> None:
        """What would be so with what stands in the form now."""
        self.remove_class(OLD)
        self.say(_("After it: {what}").format(what=what) if what else "")

    def call_old(self) -> None:
        """Something else is typed than what this was said of."""
        if self.said and not self.has_class(OLD):
            self.add_class(OLD)
            self.say(f"{glyphs().cut} {self.said}")
