"""Groups of a menu (分组): under which headings its lines stand, in this order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, Protocol, TypeVar

from store.words import N_, _, named
from tui.actions import MOVES
from tui.widgets.column import Look

Group = Literal[
    "",
    "next",
    "draft",
    "place",
    "view",
    "case",
    "owed",
    "possible",
    "command",
    "elsewhere",
    "many",
    "moving",
    "finding",
    "doing",
    "desk",
    "word",
    "sign",
    "once",
    "planned",
    "refused",
    "short",
    "done",
    "undone",
]
GROUPS: dict[Group, tuple[str, Look]] = {
    "next": (N_("For the next action"), "key"),
    "draft": (N_("Drafts"), "soon"),
    "place": (N_("Places"), "key"),
    "view": (N_("Views"), "key"),
    "case": (N_("This case"), "soon"),
    "owed": (N_("Owed now"), "soon"),
    "possible": (N_("Possible"), "key"),
    "command": (N_("On this screen"), "key"),
    "elsewhere": (N_("In other places"), "key"),
    "many": (N_("Many at once"), "soon"),
    "moving": (N_("Moving and marking"), "key"),
    "finding": (N_("Finding"), "key"),
    "doing": (N_("Doing"), "key"),
    "desk": (N_("The desk"), "key"),
    "word": (N_("Words of the search"), "key"),
    "sign": (N_("Signs beside the data"), "key"),
    "refused": (N_("Refused"), "soon"),
    "short": (N_("Less than is asked for"), "soon"),
    "once": (N_("Of several at once"), "soon"),
    "planned": (N_("Will be done"), "key"),
    "done": (N_("Done"), "quiet"),
    "undone": (N_("Taken back"), "quiet"),
}
MOVING = frozenset(
    (
        *("open", "order", "queues", "back", "mark", "unmark"),
        *("next-panel", "previous-panel", "page-down", "page-up"),
        *MOVES,
    )
)
"""The keys that only move or mark: who reads a menu of all there is looks for none of them."""


class Grouped(Protocol):
    """What stands under such a heading."""

    @property
    def group(self) -> Group:
        """The group that it stands in."""

    @property
    def why_not(self) -> str | None:
        """Why it may not be chosen; None where it may."""


Line = TypeVar("Line", bound=Grouped)


def refused_alike(lines: Iterable[Grouped]) -> frozenset[str]:
    """The reasons for which several may not be chosen: each stands once, above those."""
    reasons = Counter(line.why_not for line in lines)
    return frozenset(why for why, count in reasons.items() if why is not None and count > 1)


def by_reason(refused: Sequence[Line], last: AbstractSet[str]) -> list[Line]:
    """What is refused for one reason together, where the first of it stands; what is refused for
    one of these reasons comes `last`.
    """
    reasons = [line.why_not for line in refused]
    places = {why: place for place, why in reversed([*enumerate(reasons)])}
    return sorted(refused, key=lambda line: (line.why_not in last, places[line.why_not]))


def heading_of(line: Grouped, alike: AbstractSet[str]) -> tuple[str, Look]:
    """What stands above the first line of a group, or of those that are refused `alike`; nothing
    above what is of no group.
    """
    if line.why_not is None:
        title, look = GROUPS.get(line.group, ("", ""))
        return title and _(title), look
    said = named(_("Not now"), line.why_not) if line.why_not in alike else _("Not now")
    return said, "quiet"
