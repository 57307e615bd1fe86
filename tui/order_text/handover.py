"""What is handed over, as lines: a line for all of one kind that is due within one time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from store.words import N_, _, how_many, listed, named, written
from store.words.labels import label
from tui.glyphs import glyphs
from tui.text import priced

if TYPE_CHECKING:
    from store.models.person import Person
    from store.reading.owed import OwedFor
    from store.work.handing_over import Group, HandedOver

MOST_LINES = 50
MOST_NUMBERS = 3
"""Numbers of orders that a line names."""


def handover_lines(groups: "Sequence[Group]", more: str) -> Iterator[str]:
    """The groups, the first of many, and how much it is; `more` says how many are left out."""
    if not groups:
        yield _("You have taken on nothing that something is owed for.")
        return
    yield from map(_line, groups[:MOST_LINES])
    if left := groups[MOST_LINES:]:
        yield more.format(count=_count(left), groups=len(left))
    yield _("open duties: {count}").format(count=_count(groups))


def given_lines(done: "Sequence[HandedOver]", to: "Person") -> Iterator[str]:
    """How much of it was given to somebody, and why the rest stayed."""
    problems = Counter(one.problem for one in done if one.problem)
    given = len(done) - problems.total()
    said = _("given to {name}: {count} of {claims}")
    yield said.format(name=to, count=given, claims=_claims(len(done)))
    for problem, count in problems.most_common(MOST_NUMBERS):
        first = next(one.called for one in done if one.problem == problem)
        said = _("{order}: {problem} ({count} such)")
        yield said.format(order=first, problem=problem, count=count)


def claims_of(duties: "Iterable[OwedFor]") -> str:
    """How many orders and the like these are owed for: so many claims are given."""
    return _claims(len({(row.of_kind, row.of_key) for row, _duty in duties}))


def _claims(count: int) -> str:
    return how_many(count, N_("1 claim"), N_("{count} claims"))


def _count(groups: "Sequence[Group]") -> int:
    return sum(len(one.duties) for one in groups)


def _line(group: "Group") -> str:
    numbers = [*dict.fromkeys(row.order_no for row, _duty in group.duties)]
    shown = listed(numbers[:MOST_NUMBERS])
    shown += f" {glyphs().cut}" if len(numbers) > MOST_NUMBERS else ""
    cost = group.cost_fen
    times = {
        "late": _("late"),
        "2h": _("within 2 hours"),
        "24h": _("within 24 hours"),
        "later": _("later"),
        "unknown": _("no deadline known"),
    }
    parts = [times[group.time], label(group.kind), f"{len(group.duties)}"]
    parts += [priced(cost)] if cost else []
    return named(written(" · ").join(parts), shown)
