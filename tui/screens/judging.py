"""Judging (裁定): agree to the cases that are meant, whatever they ask for, or reject them."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from store.models.subject import Target
from store.rules.action.catalogue import all_actions
from store.rules.action.refusing import why_not, why_not_of_record
from store.words import _, readings
from tui.screens.menu import MenuLine, MenuScreen

if TYPE_CHECKING:
    from store.repository import Repository
    from tui.screens.answering import Answering


async def judge(screen: "Answering", names: tuple[str, ...], targets: Sequence[Target]) -> None:
    """The form of the only one of these actions that may be done with any; of several, a menu."""
    desk = screen.desk

    def find() -> list[str]:
        each = [judged(desk.repository, names, target) for target in targets]
        possible, fitting = ({name for one in each for name in one[n]} for n in (0, 1))
        # Where nothing may be done, what is meant for such a case says best why.
        found = [name for name in names if name in possible]
        return found or [name for name in names if name in fitting][:1] or [*names[:1]]

    possible = await desk.threads.read(find)
    if len(possible) == 1:
        await screen.ask_all(possible[0], targets)
        return
    lines = [
        MenuLine(name, _(title), readings=readings(title))
        for name in possible
        for title in (all_actions()[name].title,)
    ]

    def chosen(name: str | None) -> None:
        if name:
            screen.answers.wait_for(partial(screen.ask_all, name, targets))

    desk.push_screen(MenuScreen(_("How to agree"), lines), chosen)


def judged(
    repository: "Repository", names: Sequence[str], target: Target
) -> tuple[list[str], list[str]]:
    """Those of these actions that may be done with it, and those that are meant for its kind."""
    document, context = repository.document(target.subject), repository.context()
    record = target.part.record
    actions = [all_actions()[name] for name in names]
    possible = [
        action.name
        for action in actions
        if not why_not_of_record(action, document, record, context)
        and not why_not(action, document, context)
    ]
    kinds = {one.kind for one in getattr(document, "cases", ()) if one.id == record}
    fitting = [
        action.name
        for action in actions
        if kinds & {kind for move in getattr(action, "moves", ()) for kind in move.kinds}
    ]
    return possible, fitting
