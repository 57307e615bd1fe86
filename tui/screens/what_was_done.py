"""What was done (办完): the sentence about a change, and how the desk takes it back."""

from typing import TYPE_CHECKING, Any

from store.errors import Refused
from store.models.base import Document
from store.rules.action.base import Action
from store.words import _
from tui.undo import Done

if TYPE_CHECKING:
    from store.documents.writing import Receipt
    from tui.desk import Desk


def said_of(
    desk: "Desk", action: type[Action[Any]], deed: str, subject: Document, receipt: "Receipt"
) -> str:
    """What to say of a change: what comes of it and what is next stands before that it is done,
    which may be cut; only how a key that asked nothing is taken back stands before it. It is
    remembered as the `deed` that was done last.
    """
    title, undoing = _(action.title), receipt.undoing
    told = (*receipt.said, _("{action}: done.").format(action=title))
    if undoing is None:
        desk.done_here.add(for_good(deed, _putting_right(desk, action, subject)))
    else:
        repository = desk.repository
        desk.done_here.add(Done(deed, lambda: repository.undo(undoing)))
        if not action.model_fields:
            key = desk.key("undo").shown
            said = _("{action}: done; {key} takes it back.").format(action=title, key=key)
            told = (said, *receipt.said)
    return "\n".join(told)


def _putting_right(desk: "Desk", action: type[Action[Any]], subject: Document) -> str:
    """What puts right what the action recorded wrongly, where it may be done now, and where that
    is; nothing for most.
    """
    repository, name = desk.repository, action.put_right_by
    if not name or repository.why_not(name, repository.again(subject)):
        return ""
    key = desk.key(name)
    said = _("{key} ({action}) puts right what is wrong.")
    return said.format(action=key.title, key=key.shown or desk.key("menu").shown)


def for_good(deed: str, instead: str = "") -> Done:
    """What cannot be taken back: who asks for that is told so, and what can be done `instead`;
    nothing older is taken.
    """

    def take_back() -> None:
        said = _("{deed}: this cannot be taken back.").format(deed=deed)
        # The way on stands first: what was done is long, and may be cut.
        raise Refused("\n".join(filter(None, (instead, said))))

    return Done(deed, take_back, writes=False, is_final=True)
