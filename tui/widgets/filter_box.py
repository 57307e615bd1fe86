"""FilterBox: what is typed into a menu; what is pasted is looked for, and chooses nothing."""

from textual.events import Paste
from textual.message import Message
from textual.widgets import Input


class FilterBox(Input):
    """A number that is pasted has digits, and each of them would be an answer."""

    takes_pasted_whole = True
    """Also a number that the terminal sends as keys."""

    class Filtered(Message):
        """Something was pasted: only what it finds is shown."""

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        with self.prevent(Input.Changed):
            self.insert_text_at_cursor(" ".join(event.text.split()))
        self.post_message(self.Filtered())
