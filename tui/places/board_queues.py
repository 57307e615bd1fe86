"""The queues of the board: what they count, and how they are called."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from store.search.board import BandCount, QueueCount, bands, hours, queues
from store.search.conditions import Query
from store.search.folding import folded
from store.words import _
from store.words.labels import brief
from tui.widgets.queues import Ahead, Queue

if TYPE_CHECKING:
    from store.reading.shop_lists import Lists
    from store.search.people import People

ALL, NOBODYS = "", "unclaimed"


class Figures(NamedTuple):
    """What is counted beside the rows of the board."""

    bands: Sequence[BandCount]
    groups: Sequence[Sequence[Queue]]
    ahead: Ahead


def figures(lists: "Lists", shown: Query, every: Query, login: str) -> Figures:
    """Of what is `shown` the bands; of all that the queues are parts of, the queues."""
    now, fetch = lists.now, lists.engine.fetch
    counted = queues(every, now, fetch)
    return Figures(
        bands(shown, now, fetch),
        (_by_kind(counted), _by_owner(counted, login, lists.names_by_login())),
        Ahead(now, hours(every, now, fetch)),
    )


def _by_kind(counted: Sequence[QueueCount]) -> list[Queue]:
    """All of it, then what there is of each kind."""
    found, late = _sums((one.kind, one) for one in counted)
    ordered = sorted(found, key=lambda kind: (-late[kind], -found[kind], kind))
    every = Queue(ALL, _("All"), found.total(), late.total())
    return [every, *(Queue(f"kind:{one}", brief(one), found[one], late[one]) for one in ordered)]


def _by_owner(counted: Sequence[QueueCount], login: str, people: "People") -> list[Queue]:
    """What is mine and what is nobody's, then what each colleague has."""
    found, late = _sums((one.login, one) for one in counted)
    names = {folded(one): names[-1] if names else one for one, names in people.items()}
    mine = folded(login)
    titles = {mine: (owned_by(login), _("mine")), "": (NOBODYS, _("nobody's"))}
    for one in sorted(found, key=lambda one: (-found[one], one)):
        titles.setdefault(one, (owned_by(one), f"@{names.get(one, one)}"))
    return [Queue(query, title, found[one], late[one]) for one, (query, title) in titles.items()]


def owned_by(login: str) -> str:
    """The query of what somebody has taken on."""
    return f'claim:"{login}"'


def _sums(named: Iterable[tuple[str, QueueCount]]) -> tuple[Counter[str], Counter[str]]:
    found, late = Counter[str](), Counter[str]()
    for name, one in named:
        found[name] += one.found
        late[name] += one.late
    return found, late
