"""Lines (行): what stands under and around a field of a form."""

from store.rules.action.base import LAST_FOUR
from store.rules.action.frame import AskedField
from store.words import N_, _, named, phrases

AGAIN = "again"
"""The name of the field in which something is typed once more."""

COUNT = "how-many"
"""Typed to confirm is the number of orders that it is done to."""

CHOOSES = N_(
    "A digit chooses, or the first letters of a word; backspace begins anew, arrows go through all."
)
ABOUT = {
    "lines": N_("Space takes a line or leaves it; + and - and digits change how many."),
    "choice": CHOOSES,
    "offered": N_(
        "Any words; those that are offered by a digit, or first letters and the right arrow."
    ),
    "record": CHOOSES,
    "time": N_("A time: 18:00, +2h, tomorrow 9, fri 18:00, 12-31 18:00. What is meant is said."),
    "day": N_("A day: yesterday, fri, 11-20. What is meant is said."),
    "amount": N_("Yuan with at most two decimals, such as 20 or 20.50."),
    "names": N_("Several, with blanks or commas between; a paste of many lines is taken as it is."),
    "text": N_("Enter makes a line, tab leaves the field; a paste keeps its lines."),
}
"""How a value of a kind is typed."""
TYPED = N_("Typed or pasted in one line.")


def help_of(field: AskedField, value: str = "") -> str:
    """Beside the title of a field: what it means, and whether it may be left out; of a choice that
    begins with a `value` nothing is left out.
    """
    helped = _("a digit chooses, or your own words") if field.offered else _help(field)
    is_chosen = bool(field.choices and value)
    return phrases(filter(None, (helped, "" if is_chosen else _left_out(field, helped))))


def _help(field: AskedField) -> str:
    """What its value means; whoever sees the lines leaves nothing out, but takes or leaves it."""
    if not field.takes_all:
        return field.help
    return _("only what is ticked") if field.lines else ""


def _left_out(field: AskedField, helped: str) -> str:
    """That it may be, unless that is said of it: most say what it means that they are left out."""
    is_said = any(one in helped for one in (_("left out,"), _("may be left out")))
    return "" if field.required or field.takes_all or is_said else _("may be left out")


def about(field: AskedField) -> str:
    """All there is to say about a field."""
    kind = "choice" if field.choices else "offered" if field.offered else field.kind
    how = _(ABOUT.get(kind, TYPED))
    helped = _help(field)
    parts = (helped, _left_out(field, helped), how)
    return named(field.title, "  ".join(filter(None, parts)))


def again_field(title: str, typed_again: str) -> AskedField:
    """The field in which something is typed once more."""
    asked = _("{field} again").format(field=title)
    if typed_again == LAST_FOUR:
        asked = _("Last four digits of the order number")
    elif typed_again == COUNT:
        asked = _("How many are possible")
    help_text = _("to confirm; it cannot be taken back")
    return AskedField(AGAIN, asked, help_text, True, (), str)


def unlike(typed_again: str, typed: str) -> str:
    """Said where what was typed there is something else, or nothing."""
    if typed_again == COUNT:
        return _("The plan says how many are possible: that number is typed here.")
    if typed_again == LAST_FOUR:
        return _("The last four digits of the order number are typed here.")
    if not typed.strip():
        return _("The same as above is typed here once more, to confirm it.")
    return _("This is not the same as above.")
