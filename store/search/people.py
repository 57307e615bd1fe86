"""People (人员) in a query: a login and every name used with it find the same claims."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from store.models.people import called
from store.search.conditions import AnyOf, Condition, Holds, Is, Not, Query, asked
from store.search.folding import folded

People = Mapping[str, tuple[str, ...]]
"""The names of everybody known, by login."""
OWNERS = ("claim", "owner")
"""The fields that name somebody."""
NOBODY = frozenset({"nobody", "nobody's", "none", "unclaimed", "无人", "没人", "无", "未认领"})
"""What is said for an owner where there is none."""


def logins(text: str, people: People) -> list[str]:
    """Whom a text means by login, by a name or by both, as in `小李 (li)`; a login wins.

    Several where people share a name, none where nobody is called so.
    """
    wanted = folded(text)
    own = [login for login in people if folded(login) == wanted]
    return own or [
        login
        for login, names in people.items()
        if any(wanted in (folded(name), folded(called(login, name))) for name in names)
    ]


def with_people(query: Query, people: Callable[[], People]) -> Query:
    """The query with the people it names meant by their login; others are found as they are typed.

    `people` is asked only where somebody is named.
    """
    if not any(map(_names_somebody, asked(query.conditions))):
        return query
    known = people()
    return replace(query, conditions=tuple(_meant(one, known) for one in query.conditions))


def _names_somebody(condition: Condition) -> bool:
    return isinstance(condition, Holds) and condition.field in OWNERS


def _meant(condition: Condition, people: People) -> Condition:
    if isinstance(condition, Not):
        return Not(_meant(condition.condition, people))
    if isinstance(condition, AnyOf):
        return AnyOf(tuple(_meant(part, people) for part in condition.conditions))
    if not isinstance(condition, Holds) or not _names_somebody(condition):
        return condition
    found = [logins(part, people) for part in condition.parts]
    if not all(found):
        return condition
    return Is(condition.field, tuple(dict.fromkeys(login for each in found for login in each)))
