"""Judging (裁定): agree to the case that is meant, whatever it asks for, or reject it."""

from functools import partial
from typing import TYPE_CHECKING

from store.models.subject import Part, Subject
from store.rules.action.catalogue import all_actions
from store.rules.action.record_action import why_not_named
from store.words import _, readings
from tui.screens.acting import Acting
from tui.screens.menu import MenuLine, MenuScreen

if TYPE_CHECKING:
    from tui.screens.answering import Answering


async def judge(screen: "Answering", names: tuple[str, ...], subject: Subject, part: Part) -> None:
    """The form of the only one of these actions that may be done; of several, a menu."""
    desk, acting = screen.desk, Acting(screen)

    def find() -> list[str]:
        document, context = desk.repository.document(subject), desk.repository.context()
        actions = [all_actions()[name] for name in names]
        why_not = {
            action.name: why_not_named(action, document, part.record, context)
            or action.why_not(document, context)
            for action in actions
        }
        possible = [name for name, sentence in why_not.items() if not sentence]
        # Where nothing may be done, what is meant for such a case says best why.
        kinds = {one.kind for one in getattr(document, "cases", ()) if one.id == part.record}
        fitting = [
            action.name
            for action in actions
            if kinds & {kind for move in getattr(action, "moves", ()) for kind in move.kinds}
        ]
        return possible or fitting[:1] or [*names[:1]]

    possible = await desk.threads.read(find)
    if len(possible) == 1:
        await acting.ask_about(possible[0], subject, part)
        return
    lines = [
        MenuLine(name, _(title), readings=readings(title))
        for name in possible
        for title in (all_actions()[name].title,)
    ]

    def chosen(name: str | None) -> None:
        if name:
            screen.answers.wait_for(partial(acting.ask_about, name, subject, part))

    desk.push_screen(MenuScreen(_("How to agree"), lines), chosen)
