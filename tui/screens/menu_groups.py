"""Groups of a menu (分组): under which headings its lines stand, in this order."""

from typing import Literal

from store.words import N_
from tui.widgets.column import Look

Group = Literal[
    "",
    "next",
    "draft",
    "command",
    "owed",
    "possible",
    "elsewhere",
    "place",
    "view",
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
    "command": (N_("On this screen"), "key"),
    "owed": (N_("Owed now"), "soon"),
    "possible": (N_("Possible"), "key"),
    "elsewhere": (N_("In other places"), "key"),
    "place": (N_("Places"), "key"),
    "view": (N_("Views"), "key"),
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
