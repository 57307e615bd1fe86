"""The least that Textual shows: some lines and a footer. The desk's start is measured beside it."""

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Footer, Static

SHOWN = "云南鲜花饼\n" * 5


class BareApp(App[None]):
    """Shows what looks like the rows of a list."""

    BINDINGS = [Binding("q", "quit", "leave")]

    def compose(self) -> ComposeResult:
        yield Static(SHOWN)
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
