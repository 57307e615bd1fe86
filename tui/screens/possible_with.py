"""With how many of what is marked an action is possible now, as the menu says it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from store.models.subject import Target
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import is_about
from store.rules.action.refusing import why_not, why_not_of_record
from store.words import _, counts, named
from tui.screens.menu import MenuLine
from tui.screens.naming import kinds_meant

if TYPE_CHECKING:
    from store.repository import Repository

COUNTED = 40
"""Of so many the menu says it; of more that takes longer than a person waits for a menu."""


def title_of_menu(targets: Sequence[Target]) -> str:
    """What the menu of so many is called, and who says with how many of them."""
    count = counts.measured(len(targets), kinds_meant(targets))
    title = _("Actions on {count} that are marked").format(count=count)
    return named(title, _("the form says with how many")) if len(targets) > COUNTED else title


def with_how_many(
    lines: Sequence[MenuLine], repository: "Repository", targets: Sequence[Target]
) -> list[MenuLine]:
    """The same lines, each with how many of a few it is possible with; asked in a thread."""
    if len(targets) > COUNTED:
        return [*lines]
    names = [line.name for line in lines if not line.why_not]
    found = _possible(repository, targets, names)
    return [_counted(line, found[line.name], len(targets)) for line in lines]


def _counted(line: MenuLine, count: int, total: int) -> MenuLine:
    if line.why_not or count == total:
        return line
    if not count:
        return replace(line, why_not=_("Possible with none of them."))
    return replace(line, note=_("{count} of {total}").format(count=count, total=total))


def _possible(
    repository: "Repository", targets: Sequence[Target], names: Sequence[str]
) -> Counter[str]:
    context, found = repository.context(), Counter[str]()
    for document, record in (
        (repository.document(target.subject), target.part.record) for target in targets
    ):
        for name in names:
            action = all_actions()[name]
            refused = not is_about(action, type(document)) or (
                why_not_of_record(action, document, record, context)
                or why_not(action, document, context)
            )
            found[name] += not refused
    return found
