"""Cases (售后, place 3): what buyers ask for: after-sales cases, and inquiries without an order."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from store.models.case_row import CaseRow
from store.models.subject import Part, Subject
from store.search.lists import CASES
from store.words import N_, _
from tui.actions import Key, bindings, shown_in
from tui.judged_cases import JUDGED
from tui.places.case_columns import CASE_COLUMNS
from tui.places.list_place import ListPlace
from tui.widgets.bars import Hint

if TYPE_CHECKING:
    from tui.order_text.preview_parts import Summary
    from tui.screens.menu import MenuLine

NEXT_STEP = {
    "refund-case": "refund",
    "receive-return": "receive-return",
    "settle-refund": "settle-refund",
    "record-consent": "record-offer-answer",
    "submit-evidence": "submit-evidence",
    "platform-task": "complete-task",
    "discrepancy": "resolve-discrepancy",
}
"""What is owed by us for a case, and the action that settles it.

The rules say this (`Action.settles`), and are not loaded yet where the keys are told.
"""


class CasesPlace(ListPlace[CaseRow]):
    """The list of cases and inquiries."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("cases")]
    place = "cases"
    listed = CASES
    columns = CASE_COLUMNS
    begins = "open"
    example = N_("/ search: open turn:us kind:exchange due:<24h")
    nothing = N_(
        "No case fits. Cases come with the platform's after-sales export and from the order's"
        " menu; esc in the list shows all of them."
    )
    views = (
        ("open", N_("Open, by time left")),
        ("open turn:us", N_("Ours to do")),
        ("open late", N_("Late cases")),
        ("open turn:us due:<24h", N_("Ours within 24 hours")),
        ("kind:inquiry open", N_("Inquiries without an order")),
        ("open turn:buyer", N_("Waiting for the buyer")),
        ("open turn:carrier", N_("Waiting for the carrier")),
        ("state:platform_to_rule", N_("The platform decides")),
        ("closed", N_("Ended")),
        ("", N_("All cases and inquiries")),
    )
    sorts: ClassVar[dict[str, str]] = {
        "due": N_("time left"),
        "applied": N_("time asked for"),
        "amount": N_("amount"),
        "order": N_("order number"),
    }

    def subject_of(self, row: CaseRow) -> Subject:
        return Subject(row.of_kind, row.of_key)

    @property
    def number(self) -> str:
        row = self.table.row
        if row is None:
            return ""
        if row.of_kind != "inquiries":
            return row.order_no or row.case
        return row.order_no or row.first_reason or _("inquiry")

    def part_of(self, row: CaseRow) -> Part:
        return Part("", row.case) if row.of_kind == "orders" else Part()

    def may_be_done(self, name: str) -> bool:
        row = self.table.row
        if name == "menu" and self._next_step and not self._next_step.keys:
            return False  # it is told of with what is in it
        if name == "ship":
            return False  # a case's row does not say what is left to ship; it stands in the menu
        if self.table.marked or name not in JUDGED:
            return super().may_be_done(name)
        if row is None or row.of_kind != "orders":
            return False
        is_going = row.next_kind == "settle-refund"
        return not is_going and row.state in JUDGED[name].get(row.kind, ())

    def hints_now(self) -> Sequence[Hint]:
        hints, key = super().hints_now(), self._next_step
        if key is None:
            return hints
        if key.keys:
            return [*hints, Hint(key.shown, key.brief)]
        said = _("{action} and other actions").format(action=key.brief)
        return [*hints, Hint(self.desk.key("menu").shown, said)]

    @property
    def _next_step(self) -> Key | None:
        """What is to be done by us for the case under the cursor; it may be in the menu only."""
        row = self.table.row
        name = NEXT_STEP.get(row.next_kind, "") if row and row.waits_for == "us" else ""
        return self.desk.key(name) if name and not self.table.marked else None

    def previewed(self, subject: Subject, about: str) -> "Summary | None":
        from tui.order_text.case_preview import case_preview

        if about:
            keys, menu = shown_in(self.place, self.desk.keys), self.desk.key("menu").keys
            return case_preview(self.desk.repository, subject, about, keys, menu)
        return super().previewed(subject, about)

    def menu_beside(self) -> "Sequence[MenuLine]":
        """What a buyer asks for whose order is not here is noted from here, too."""
        from tui.screens.menu import MenuLine

        key = self.desk.key("open-inquiry")
        line = MenuLine(key.name, key.title, key.shown, group="possible", readings=key.readings)
        return (*super().menu_beside(), line)

    def press_menu(self) -> None:
        """Of no case, too."""
        if self.table.row or self.table.marked:
            super().press_menu()
            return
        from tui.screens.menu import MenuScreen

        self.desk.push_screen(MenuScreen(_("Actions"), self.menu_beside()), self.chosen_in_help)

    def press_open(self) -> None:
        """The order on a screen of its own; of an inquiry all that is known of it; of a case that
        waits for its order, what may be done.
        """
        if self.subject and self.subject.kind == "inquiries":
            self.answers.wait_for(partial(self._show_inquiry, self.subject))
        elif self.subject and not self.subject.is_order:
            self.answers.wait_for(partial(self._offer, self.subject, self.part))
        else:
            super().press_open()

    async def _show_inquiry(self, subject: Subject) -> None:
        repository = await self.desk.opened()
        from tui.screens.inquiry import InquiryScreen, view_of

        view = await self.desk.threads.read(lambda: view_of(repository, subject))

        self.desk.push_screen(InquiryScreen(view, self.keys_here()), self.chosen_in_help)
