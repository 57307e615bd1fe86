"""The least that Textual shows: one line and a footer. The desk's start is measured beside it."""

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Footer, Static

SHOWN = "261122-000000000000000"


class BareApp(App[None]):
    """Shows something that looks like an order's number."""

    BINDINGS = [Binding("q", "quit", "leave")]

    def compose(self) -> ComposeResult:
        yield Static(SHOWN)
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
