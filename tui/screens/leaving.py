"""Leaving (离开): what is asked where leaving the desk stops or forgets something."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.words import N_, _, how_many, listed
from tui.screens.menu import MenuLine, MenuScreen

if TYPE_CHECKING:
    from tui.desk import Desk

LEAVE = "leave"


class LeaveMenu(MenuScreen):
    """Whether the desk is left; a digit would be typed for a place."""

    by_digit = False


def ask_to_leave(desk: "Desk", going_on: Sequence[str], forgotten: str, drafts: int) -> None:
    """Leave the desk if that is chosen, though it stops what goes on beside, or forms were left
    with something typed into them, so many drafts.
    """
    if going_on and forgotten:
        said = _("Leave: what goes on is stopped, what is marked is forgotten")
    elif going_on:
        said = _("Leave: what goes on is stopped where nothing is half done")
    elif forgotten:
        said = _("Leave: what is marked is forgotten")
    else:
        said = _("Leave: what was typed stays a draft")

    def chosen(name: str | None) -> None:
        if name == LEAVE:
            desk.leave(0)

    kept = how_many(drafts, N_("1 draft"), N_("{count} drafts")) if drafts else ""
    title = _("Leave the desk?  {what}").format(
        what=listed([*going_on, *filter(None, [forgotten, kept])])
    )
    lines = [MenuLine(LEAVE, said), MenuLine("stay", _("Stay"), "esc")]
    desk.push_screen(LeaveMenu(title, lines), chosen)
