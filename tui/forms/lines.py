"""Lines (行): what stands under and around a field of a form."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, Static

from store.rules.action.frame import AskedField
from store.words import _, listed
from tui.text import content

AGAIN = "again"
"""The name of the field in which something is typed once more."""


def told_again() -> str:
    """Under the field in which something is typed once more."""
    return _("once more, to confirm; it cannot be taken back")


def help_of(field: AskedField) -> str:
    """Under a field as long as nothing is wrong with it."""
    if field.offered:
        return _("free words, or: {words}").format(words=listed(one.text for one in field.offered))
    return field.help or ("" if field.required else _("may be left out"))


def entry_of(field: AskedField, value: str) -> Input:
    """What a text is typed into; words that are offered are completed by `right`."""
    offered = [one.text for one in field.offered]
    suggester = SuggestFromList(offered, case_sensitive=False) if offered else None
    return Input(value, id=f"field-{field.name}", compact=True, suggester=suggester)


def boxed(entry: Input) -> ComposeResult:
    """Brackets around a field, so that an empty one is seen without any colour."""
    yield Label("[", classes="bracket", markup=False)
    yield entry
    yield Label("]", classes="bracket", markup=False)


def again(title: str) -> ComposeResult:
    """The field in which what stands in the one of this title is typed once more."""
    with Horizontal(classes="field"):
        yield Label(content(_("{field} again").format(field=title)), classes="name")
        yield from boxed(Input("", id=f"field-{AGAIN}", compact=True))
    yield Static(content(told_again()), id=f"under-{AGAIN}", classes="under")
