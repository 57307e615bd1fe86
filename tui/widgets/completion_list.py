"""CompletionList: how the word that is being typed may go on, below where it is typed."""

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from store.search.completing import Completion, Completions
from tui.text import content, fit, width_of

WIDEST = 60


class CompletionList(Static):
    """How the word that is being typed may go on, one of them chosen."""

    DEFAULT_CSS = """
    CompletionList {
        overlay: screen; constrain: none inside; display: none; width: auto; height: auto;
        background: $panel; padding: 0 1; border: round $primary;
    }
    App.-ascii CompletionList { border: ascii $primary; }
    """

    class Gone(Message):
        """It covers nothing any more."""

    def __init__(self) -> None:
        super().__init__(id="completions")
        self.found = Completions(0)
        self.chosen = 0
        self._why_not = ""

    @property
    def completion(self) -> Completion | None:
        """The chosen one."""
        return self.found.found[self.chosen] if self.found.found else None

    def show(self, found: Completions) -> None:
        """Show these, the first one chosen; none hides it."""
        if found != self.found:
            self.found, self.chosen, self._why_not = found, 0, ""
            self._draw()

    def say(self, why_not: str) -> None:
        """Say below them why what is typed finds nothing so far."""
        if why_not != self._why_not:
            self._why_not = why_not
            self._draw()

    def step(self, by: int) -> bool:
        """Choose another; False where none stands there."""
        if not 0 <= self.chosen + by < len(self.found.found):
            return False
        self.chosen += by
        self._draw()
        return True

    def _draw(self) -> None:
        if self.display and not self.found.found:
            self.post_message(self.Gone())
        self.display = bool(self.found.found)
        wide = max((width_of(one.text) for one in self.found.found), default=0)
        lines = []
        for place, one in enumerate(self.found.found):
            ground = " on $chosen" if place == self.chosen else ""
            title = fit(one.title, min(WIDEST, width_of(one.title))) if one.title else ""
            said = content(f"{fit(one.text, wide)}  ", f"bold $text-primary{ground}")
            lines.append(Content("").join([said, content(title, f"$text-muted{ground}")]))
        if self._why_not:
            lines.append(content(self._why_not, "$text-muted"))
        self.update(Content("\n").join(lines))
