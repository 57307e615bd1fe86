"""Finding (查找): the lines of a menu that what is typed finds, first what is meant by it."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from store.search.initials import WITHIN, distance, fits, skips, spelled, spells

MEANT = ("", "case", "owed", "possible", "command", "draft", "elsewhere", "place", "view")
"""The groups of what is looked for by typing, what is owed first, and what is begun before what was
left of it; the others explain, or are about many: what is done with many never comes before what is
done with one.
"""


OF_EDITORS = dict.fromkeys(("q", "q!", "qa", "qa!", "wq", "wq!", "x!"), "leave")
"""What vi and others like it call a command of the desk."""
CALLED = -1
"""How far what is typed is from a line whose key it is, or that editors call so: as near as can be.
"""


class Findable(Protocol):
    """What is found by its names."""

    @property
    def name(self) -> str:
        """What it does, as the key table calls it."""

    @property
    def text(self) -> str:
        """What it is called in the language spoken."""

    @property
    def key(self) -> str:
        """Its key; empty for none."""

    @property
    def group(self) -> str:
        """The group that it stands in."""

    @property
    def names(self) -> tuple[str, ...]:
        """All by which it is found."""


Line = TypeVar("Line", bound=Findable)


def found_by(typed: str, lines: Sequence[Line]) -> list[Line]:
    """The lines that are found, the nearest first, before all others the one whose key is typed; by
    its words in any order only where none is found as it stands, spelled out only where none is
    found so, and with words left out last.

    Of those that are as near, what has a key is the more usual, then what has fewer words. Drafts
    stand as they did: what is typed finds all of them by one word.
    """

    def rank(line: Line) -> tuple[int, bool, int]:
        if line.group == "draft":
            return 0, False, 0
        return _distance(typed, line), not line.key, len(spelled(line.text))

    found = [line for line in lines if _is_called(typed, line) or fits(typed, *line.names)]
    words = typed.split()
    if len(words) > 1:  # in any order
        found = found or [one for one in lines if all(fits(word, *one.names) for word in words)]
    found = found or [line for line in lines if spells(typed, *line.names)]
    found = found or [line for line in lines if skips(typed, line.text)]
    return sorted(found, key=rank) if typed.strip() else found


def in_groups(typed: str, lines: Sequence[Line], groups: Sequence[str]) -> list[Line]:
    """Lines by their groups, in the order of `groups`; once something is typed first those that are
    `MEANT`, of these the one that has the nearest, and of several the one that stands there first.
    """
    if not typed.strip():
        return sorted(lines, key=lambda line: groups.index(line.group))
    nearest: dict[str, int] = {}
    for line in lines:
        far = _distance(typed, line)
        nearest[line.group] = min(far, nearest.get(line.group, far))

    def rank(line: Line) -> tuple[bool, int, int]:
        if line.group in MEANT:
            return False, nearest[line.group], MEANT.index(line.group)
        return True, 0, groups.index(line.group)

    return sorted(lines, key=rank)


def _distance(typed: str, line: Findable) -> int:
    """How far what is typed is from a line: what begins what it is called, as it is seen, is nearer
    than all of another name that finds it.
    """
    if _is_called(typed, line):
        return CALLED
    by_text = distance(typed, line.text)
    return by_text if by_text < WITHIN else WITHIN + distance(typed, *line.names)


def _is_called(typed: str, line: Findable) -> bool:
    """Is what is typed a key of the line, or what editors call it? Capitals are other keys."""
    word = typed.strip()
    return bool(word) and (word in line.key.split() or OF_EDITORS.get(word) == line.name)
