"""InquiryScreen (买家询问页): all that is known of an inquiry, and the way to its actions."""

from collections.abc import Iterable, Iterator

from textual.events import Key as KeyEvent

from store.models.inquiry import Inquiry
from store.models.subject import Subject
from store.reading.inquiry_view import InquiryView
from store.repository import Repository
from store.words import _
from tui.actions import Key
from tui.order_text.inquiry import inquiry_lines
from tui.screens.about import AboutScreen
from tui.screens.help import HelpScreen
from tui.widgets.bars import Hint


class InquiryScreen(AboutScreen):
    """What the buyer says, when it was paid, how much, and what was done about it; dismissed with
    the name of the key that was pressed for it.
    """

    def __init__(self, view: InquiryView, keys: Iterable[Key]) -> None:
        """`keys` are those of the place behind it."""
        title, *lines = inquiry_lines(view)
        super().__init__(_("inquiry"), title, lines)
        self._keys = {
            key.name: key
            for key in keys
            if key.name in ("menu", "help") or (key.acts and key.fits("inquiries"))
        }

    def own_keys(self) -> Iterator[Hint]:
        yield from super().own_keys()
        for name in ("menu", "help"):
            yield Hint(self._keys[name].shown, self._keys[name].brief)

    def on_key(self, event: KeyEvent) -> None:
        """What acts on the inquiry does so from here."""
        named = (key.name for key in self._keys.values() if event.key in key.keys.split(","))
        if name := next(named, None):
            event.stop()
            self._chosen(name)

    def _chosen(self, name: str | None) -> None:
        if name == "help":
            self.app.push_screen(HelpScreen(self._keys.values(), None), self._chosen)
        elif name:
            self.dismiss(name)


def view_of(repository: Repository, subject: Subject) -> InquiryView:
    """The inquiry that is meant, the buyer hidden."""
    found = repository.document(subject)
    assert isinstance(found, Inquiry)
    return repository.view_of_inquiry(found)
