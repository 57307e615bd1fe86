"""InquiryScreen (买家询问页): all that is known of an inquiry, and the way to its actions."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from store.models.inquiry import Inquiry
from store.models.subject import Subject
from store.reading.inquiry_view import InquiryView
from store.repository import Repository
from store.words import _
from tui.order_text.inquiry import inquiry_lines
from tui.screens.about import AboutScreen

ACTIONS = "actions"


class InquiryScreen(AboutScreen):
    """What the buyer says, when it was paid, how much, and what was done about it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,f2", f"dismiss({ACTIONS!r})", show=False),
    ]

    def __init__(self, view: InquiryView) -> None:
        title, *lines = inquiry_lines(view)
        super().__init__(_("inquiry"), title, lines)

    def said_below(self) -> str:
        return _("a actions   esc back")


def view_of(repository: Repository, subject: Subject) -> InquiryView:
    """The inquiry that is meant, the buyer hidden."""
    found = repository.document(subject)
    assert isinstance(found, Inquiry)
    return repository.view_of_inquiry(found)
