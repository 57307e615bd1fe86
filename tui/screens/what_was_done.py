"""What was done (办完): the sentence about a change, and how the desk takes it back."""

from typing import TYPE_CHECKING, Any

from store.errors import Refused
from store.rules.action.base import Action
from store.words import _
from tui.undo import Done

if TYPE_CHECKING:
    from store.documents.writing import Receipt
    from tui.desk import Desk


def said_of(desk: "Desk", action: type[Action[Any]], deed: str, receipt: "Receipt") -> str:
    """What to say of a change; it is remembered as the `deed` that was done last."""
    title, undoing = _(action.title), receipt.undoing
    said = _("{action}: done.").format(action=title)
    if undoing is None:
        desk.done_here.add(for_good(deed))
    else:
        repository = desk.repository
        desk.done_here.add(Done(deed, lambda: repository.undo(undoing)))
        if not action.model_fields:
            key = desk.key("undo").shown
            said = _("{action}: done; {key} takes it back.").format(action=title, key=key)
    return "\n".join((said, *receipt.said))


def for_good(deed: str) -> Done:
    """What cannot be taken back: who asks for that is told so, and nothing older is taken."""

    def take_back() -> None:
        raise Refused(_("{deed}: this cannot be taken back.").format(deed=deed))

    return Done(deed, take_back, writes=False, is_final=True)
