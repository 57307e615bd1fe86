"""The table of cases, as the actions declare it together."""

from collections.abc import Iterator

from store.rules.action.catalogue import all_actions
from store.rules.cases.case_machine import Move


def case_moves() -> Iterator[tuple[str, Move]]:
    """Every row, with the name of its action, in the order of the menus."""
    for action in sorted(all_actions().values(), key=lambda one: one.place):
        for move in action.moves:
            yield action.name, move
