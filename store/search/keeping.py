"""Keeping (留存): which queries say nothing of a buyer, so that a file may keep them."""

from store.search.conditions import Anywhere, Condition, Holds, Pasted, Query, asked

PERSONAL = frozenset({"buyer", "phone", "note", "goods", "order", "tracking", "case", "reason"})
"""Fields of free text, of a person, or of what leads to one."""

DIGITS_OF_A_PHONE = 7


def tells_of_nobody(query: Query) -> bool:
    """Does it hold states and plain comparisons alone?

    A bare word may be a name or a phone, whatever it was meant as.
    """
    return bool(query.conditions) and not any(map(_may_tell, asked(query.conditions)))


def names_somebody(query: Query) -> bool:
    """Does it ask for a buyer, a phone, or for digits that may be one?"""
    return any(map(_names_one, asked(query.conditions)))


def _names_one(condition: Condition) -> bool:
    match condition:
        case Anywhere(word):
            return sum(map(str.isdigit, word)) >= DIGITS_OF_A_PHONE
        case Holds(name):
            return name in ("buyer", "phone")
        case Pasted():
            return True
    return False


def _may_tell(condition: Condition) -> bool:
    match condition:
        case Anywhere() | Pasted():
            return True
        case Holds(name):
            return name in PERSONAL
    return False
