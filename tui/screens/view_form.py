"""The form that gives a search a name: a view of one's own."""

from collections.abc import Callable

from store.errors import BadInput
from store.rules.action.frame import AskedField
from store.rules.action.references import Choice
from store.words import _
from tui.screens.asking import Asking, Values

LONGEST = 40
MINE, SHOPS = "own", "shop"


def asking_for_view(query: str, save: Callable[[str, bool], str]) -> Asking:
    """Asks how the view of this query is called and whose it is; `save` keeps it and says so.

    `save` is given the name, and whether it is the shop's.
    """

    def named(values: Values) -> str:
        name = " ".join(values["name"].split())
        if not name or len(name) > LONGEST:
            said = _("A view needs a name of at most {most} signs.").format(most=LONGEST)
            raise BadInput(said, field="name")
        return save(name, values["whose"] == SHOPS)

    whose = (Choice(MINE, _("mine")), Choice(SHOPS, _("the shop's")))
    fields = (
        AskedField("name", _("Name"), _("stands in the menu of views"), True, (), str),
        AskedField("whose", _("Whose"), "", True, whose, str),
    )
    return Asking(
        title=_("Save as a view: {query}").format(query=query),
        fields=fields,
        suggested={"whose": MINE},
        save=named,
    )
