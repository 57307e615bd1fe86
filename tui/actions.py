"""The key table: every key of the desk, once; bindings, footer, menus, palette and help read it.

A key whose name is an action's (`ship`) runs that action on the order under the cursor. Every
letter has a twin that passes an input method: a function key, or the menu, whose lines are digits.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from textual.binding import Binding

from store.words import N_, _, readings
from tui.action_keys import ACTION_KEYS
from tui.other_words import OTHER_WORDS


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the table."""

    name: str
    keys: str = ""
    """Textual's names of the keys, with commas between; the first is the one that is shown.

    Empty for what is done from the menu only, until a file gives it a key."""
    text: str = ""
    """What it does: a text of the catalogue."""
    where: str = "both"
    """The screens it belongs to: places by their names, list (every place that is one), order,
    both;
    action (every list and the order, and in the order's menu), new (everywhere), or the kind of
    document whose menu it stands in (products, inquiries …; every list, and `KINDS_OF`)."""
    footer: int = 0
    """Its place in the footer; 0 is not shown there."""
    besides: str = ""
    """Of an action: the kinds of documents that it is about beside those of its menu."""
    told: str = ""
    """The only screens whose footer shows it, where it is not all that it belongs to."""
    from_anywhere: bool = False
    """Does the palette of any screen press it in the first of its places? It is about no row."""
    also: str = ""
    """Other words that find it: a text of the catalogue."""

    @property
    def starts(self) -> bool:
        """Is it an action that starts something new?"""
        return self.where == "new"

    def fits(self, kind: str) -> bool:
        """May it do anything with a document of this kind? What is no action fits all, but for what
        only an order has.
        """
        if self.acts:
            return kind in (OF_KIND[self.where], *self.besides.split())
        return kind == "orders" or self.name not in OF_ORDERS

    @property
    def acts(self) -> bool:
        """Is it an action on a document that is there?"""
        return self.where in OF_KIND

    def is_told(self, screen: str) -> bool:
        """Does the footer of a screen show it?"""
        return self.footer > 0 and (not self.told or screen in self.told.split())

    @property
    def title(self) -> str:
        """What it does, in the language spoken."""
        return _(self.text)

    @property
    def readings(self) -> tuple[str, ...]:
        """All by which it is found, in every language."""
        return readings(self.text) + (readings(self.also) if self.also else ())

    @property
    def brief(self) -> str:
        """The title as the footer writes it."""
        title = _(BRIEFS.get(self.name, self.text))
        return title[:1].lower() + title[1:]

    @property
    def shown(self) -> str:
        """The key as a person reads it."""
        return shown_of(self.keys.split(",", 1)[0])

    @property
    def called(self) -> str:
        """The same in a sentence, where `right` alone would be another word."""
        first = self.keys.split(",", 1)[0]
        return _(KEY_NAMES[first]) if first in KEY_NAMES else self.shown

    @property
    def all_shown(self) -> str:
        """All of its keys; what only an input method makes of one is left out."""
        names = map(shown_of, self.keys.split(","))
        return " ".join(one for one in names if "_" not in one)


SHOWN = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "escape": "esc",
    "full_stop": ".",
    "equals_sign": "=",
    "vertical_line": "|",
    "plus": "+",
    "at": "@",
    "minus": "-",
    "right_square_bracket": "]",
    "asterisk": "*",
    "percent_sign": "%",
}
KEY_NAMES = {
    "left": N_("left arrow"),
    "right": N_("right arrow"),
    "space": N_("space"),
    "backspace": N_("backspace"),
}
"""What a sentence calls them."""


def shown_of(key: str) -> str:
    """A key of Textual's as the line of keys writes it: by its name, if that is one word."""
    name = _(KEY_NAMES[key]) if key in KEY_NAMES else SHOWN.get(key, key)
    return key if " " in name else name


BRIEFS = {"export": N_("export"), "next-panel": N_("panels")}
"""What the footer calls a key whose title is too long for it."""
NEXT = "right_square_bracket,right_black_lenticular_bracket"
"""`]`, and what a Chinese input method makes of it."""
PLACES = {
    "board": N_("Board"),
    "orders": N_("Orders"),
    "cases": N_("Cases"),
    "stock": N_("Stock"),
    "review": N_("Review"),
    "data": N_("Data"),
}
"""The places of the desk by their digits, with their titles."""
AGREE = (
    *("agree-refund", "agree-return", "agree-exchange"),
    *("agree-supplementary", "agree-repair"),
)
"""The actions that the key `agree` chooses from, by what the case asks for."""
REJECT = "reject-case"
SHARED = {**dict.fromkeys(AGREE, "agree"), REJECT: "reject"}
"""The keys that do one of several actions, by what is meant, beside the actions."""
MOVES = ("down", "up", "top", "bottom")
"""The keys that do nothing but move the cursor."""
ELSEWHERE = ("search", "palette", *PLACES)
"""Those that open a box to type into, or another place, and act on nothing that is shown."""
KINDS_OF = {"review": ("reviews", "improvements"), "data": ("payments", "coverage")}
"""The places that are panels and no list, with the kinds of documents that their rows are about."""
OF_ORDERS = ("agree", "reject", "products")
"""The keys that are no actions and do something with an order alone."""
_ACTIONS = tuple(Key(*row, also=OTHER_WORDS.get(row[0], "")) for row in ACTION_KEYS)
OF_KIND = {"action": "orders"} | {
    key.where: key.where for key in _ACTIONS if key.where not in ("action", "new")
}
"""The kinds of documents that actions are about, by the menu they stand in."""
KEYS = (
    Key("settle", "enter", N_("do it"), "board order", 1),
    Key("order", "right", N_("the order"), "board orders cases", 2, told="board"),
    Key("queues", "left", N_("queues"), "board", 6),
    Key("open", "enter", N_("open it"), " ".join(name for name in PLACES if name != "board"), 1),
    Key("agree", "e", N_("agree"), "cases board order", 2),
    Key(
        "reject",
        "minus,fullwidth_hyphen_minus",
        N_("reject"),
        "cases board order",
        2,
        told="cases order",
    ),
    Key("menu", "a,f2", N_("actions"), footer=2),
    *(key for key in _ACTIONS if key.footer),
    Key("mark", "space", N_("mark"), "list", 5),
    Key("group-cases", "c,f6", N_("its cases"), "review", 2),
    Key("mark-all", "asterisk,fullwidth_asterisk", N_("mark all that is found"), "list"),
    Key("next-group", "b,right,f7", N_("next grouping"), "review", 3),
    Key("previous-group", "left", N_("grouping before"), "review"),
    Key("improve", "n,f8", N_("add an improvement"), "review"),
    Key("start-review", "N,f9", N_("open a review"), "review"),
    Key("search", "slash,f3,ideographic_comma", N_("search"), "list review", 6),
    Key("next-panel", "tab", N_("next panel"), "order review data", 5),
    Key("previous-panel", "shift+tab", N_("panel before"), "order review data"),
    Key("about-line", "i", N_("about this line"), "order review"),
    Key("next-order", "J", N_("next order of the list"), "order"),
    Key("previous-order", "K", N_("order before it in the list"), "order"),
    Key("back", "escape", N_("back"), "order"),
    *(Key(name, str(digit), text) for digit, (name, text) in enumerate(PLACES.items(), start=1)),
    Key("help", "question_mark,f1,fullwidth_question_mark", N_("help"), footer=7),
    Key("palette", "colon,ctrl+p,f5,fullwidth_colon", N_("every command")),
    Key("said", "at,fullwidth_commercial_at", N_("what was said")),
    Key("views", "v", N_("views"), "list review"),
    Key("save-view", "equals_sign,fullwidth_equals_sign", N_("save the search as a view"), "list"),
    Key("take-off", "backspace", N_("take the last word off the search"), "list review"),
    Key("next", NEXT, N_("next in turn"), "list order", 6),
    Key("sort", "o,f7", N_("sort"), "list"),
    Key("columns", "vertical_line,fullwidth_vertical_line", N_("choose the columns"), "list"),
    Key("unmark", "u", N_("take all marks away"), "list"),
    Key(
        "report",
        "percent_sign,fullwidth_percent_sign",
        N_("what came of the last action on many; resume it"),
        "list",
    ),
    Key("export", "e", N_("export what is shown or marked"), "orders data", 5, from_anywhere=True),
    Key(
        "import",
        "i",
        N_("import files of the platform"),
        "orders data board cases stock",
        from_anywhere=True,
    ),
    Key(
        "batch-ship",
        "w",
        N_("write batch-ship files, say they are uploaded"),
        "board orders data order",
        from_anywhere=True,
    ),
    Key("pack", "", N_("what to pack now, by SKU"), "list data"),
    Key("undo", "ctrl+z", N_("undo"), footer=4),
    Key("draw-anew", "ctrl+l", N_("draw the screen anew")),
    Key("suspend", "", N_("suspend the desk until fg in the shell")),
    Key("copy", "y", N_("copy the number")),
    Key("reveal", "P", N_("show personal data for 30 seconds"), "order"),
    Key("down", "j,down", N_("down")),
    Key("up", "k,up", N_("up")),
    Key("top", "g,home", N_("to the top")),
    Key("bottom", "G,end", N_("to the bottom")),
    Key("page-down", "ctrl+d,pagedown", N_("half a page down")),
    Key("page-up", "ctrl+u,pageup", N_("half a page up")),
    Key("products", "p", N_("the products of the order"), "list order"),
    *(key for key in _ACTIONS if not key.footer),
    Key("hand-all-over", "", N_("hand over all that is mine"), also=N_("end of the shift")),
    Key("leave", "q,f10", N_("leave"), footer=8, also=N_("quit, exit, close the desk")),
)
"""The actions' own keys stand in their rule files (`tests.action_tables`)."""


def keys_of(screen: str, table: tuple[Key, ...] = KEYS) -> Iterator[Key]:
    """The keys that work on a screen."""
    here = {screen, "both", "new", *KINDS_OF.get(screen, ())}
    if screen not in KINDS_OF:
        here.add("action")
        if screen in PLACES:
            # A row may be about a document of any kind.
            here |= {"list", *(key.where for key in _ACTIONS)}
    return (key for key in table if not here.isdisjoint(key.where.split()))


def shown_in(screen: str, table: Sequence[Key]) -> list[Key]:
    """The key table as a screen writes it: an action without a key has that of its own which does
    it there, too.
    """
    works = {key.name: key.keys for key in keys_of(screen, tuple(table))}
    given = {action: works.get(name, "") for action, name in SHARED.items()}
    return [replace(key, keys=key.keys or given.get(key.name, "")) for key in table]


def told_once(keys: Iterable[Key]) -> list[Key]:
    """The keys of a screen, but what is started anew where it has a key of its own for that."""
    here = [*keys]
    own = {key.brief for key in here if not key.starts}
    return [key for key in here if not (key.starts and key.brief in own)]


def bindings(screen: str) -> list[Binding]:
    """The same as Textual binds them; remapping goes by the id."""
    return [
        # Textual asks for a key; one that no keyboard has waits until a file gives another.
        Binding(key.keys or f"unbound-{key.name}", f"press({key.name!r})", show=False, id=key.name)
        for key in keys_of(screen)
    ]
