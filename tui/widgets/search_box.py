"""SearchBox: where a query is typed; a pasted column of order numbers becomes one line."""

from textual import events
from textual.widgets import Input


class SearchBox(Input):
    """An input that keeps every line of what is pasted."""

    def _on_paste(self, event: events.Paste) -> None:
        # Input itself keeps the first line and drops the others without a word.
        event.prevent_default()
        event.stop()
        self.replace(" ".join(event.text.split()), *self.selection)
