"""HelpScreen: every key that works here, made from the live key table."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from store.search.language import FIELDS, STATES
from store.words import _
from tui.actions import Key
from tui.text import content, fit


class HelpScreen(ModalScreen[None]):
    """The keys, then the search language."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,fullwidth_question_mark,f1,q", "dismiss(None)", show=False)
    ]

    def __init__(self, keys: Iterable[Key]) -> None:
        super().__init__()
        self._keys = list(keys)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Label(content(_("Keys")), classes="title")
            for key in filter(lambda key: key.keys, self._keys):
                yield Static(content(f"{fit(_all_keys(key), 24)} {key.title}"))
            yield Label(content(_("Search")), classes="title")
            yield Static(content(_search_help(), lines=True))
            yield Label(content(_("esc back")), id="keys")


def _all_keys(key: Key) -> str:
    return " ".join(one for one in (key.shown, *key.keys.split(",")[1:]) if "_" not in one)


def _search_help() -> str:
    return "\n".join(
        (
            _("A word: in the number, goods, buyer, phone tail, tracking number or SKU."),
            _("States: {states}").format(states=" ".join(STATES)),
            _("Fields: {fields}").format(fields=" ".join(f"{name}:" for name in FIELDS)),
            _("! turns a word around; several order numbers find exactly those."),
            "to-ship due:<24h !review   amount:50..100   paid:today   sku:A,B",
        )
    )
