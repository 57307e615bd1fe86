"""Comparing (预览规则): what a file of rules would move, before its day; nothing is changed.

The law gives seven to fifteen days' notice of a platform's rule (SAMR order 116, art. 12), so a
rule of a later day is usual: it is said which orders it reaches already, and from when it holds.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from store.acting import Store
from store.adopting import differences, policy_with
from store.models.axes import Platform
from store.models.money import Fen
from store.models.moved_deadline import MovedDeadline
from store.reading.moved_clocks import Difference, first_due
from store.rules.timing.policy import OwnRow, Policy, PolicyRule
from store.rules.timing.relief import Relief


@dataclass(frozen=True, slots=True)
class RowChange:
    """A rule, a relief or a sender that the file brings, takes away or says otherwise."""

    row: OwnRow
    """The newer of the two."""
    before: OwnRow | None
    after: OwnRow | None

    def begins(self) -> date | None:
        """The day from which it holds; none where it always does."""
        row = self.row
        if isinstance(row, PolicyRule):
            return row.valid_from
        return row.begins.date() if isinstance(row, Relief) else None


@dataclass(frozen=True, slots=True)
class CostChange:
    """What things owed of one kind cost when their time is over, added up."""

    kind: str
    count: int
    before_fen: Fen
    after_fen: Fen


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that a file would change."""

    rows: tuple[RowChange, ...]
    moved: tuple[MovedDeadline, ...]
    """The deadlines that move, the nearest first."""
    costs: tuple[CostChange, ...]
    causes_before: tuple[str, ...] = ()
    """The shop's own list of causes; empty where the common ones are offered."""
    causes_after: tuple[str, ...] = ()

    def clocks(self) -> dict[str, list[MovedDeadline]]:
        """The deadlines that move, by their kind."""
        found: dict[str, list[MovedDeadline]] = defaultdict(list)
        for one in self.moved:
            found[one.kind].append(one)
        return dict(sorted(found.items()))


def compare(repository: Store, file: Path) -> Comparison:
    """What adopting the file would change; raises BadInput as adopting does."""
    _content, policy = policy_with(repository, file)
    found = list(differences(repository, policy))
    moved = sorted((one for each in found for one in each.moved), key=first_due)
    lists = _names(repository.policy), _names(policy)
    return Comparison(_rows(repository.policy, policy), tuple(moved), _costs(found), *lists)


def _names(policy: Policy) -> tuple[str, ...]:
    return tuple(one.name for one in policy.causes)


def _rows(before: Policy, after: Policy) -> tuple[RowChange, ...]:
    """What differs of the shop's own rows; what stood there in their stead is named beside it."""
    old, new = _own(before), _own(after)
    names = sorted({*old, *new})
    changes = (RowChange((old | new)[name], old.get(name), new.get(name)) for name in names)
    return tuple(_beside(one, before) for one in changes if one.before != one.after)


def _beside(change: RowChange, before: Policy) -> RowChange:
    """With the desk's rule that the shop's new one takes the place of."""
    row = change.after
    if change.before is None and isinstance(row, PolicyRule):
        return RowChange(row, before.rule(row.platform, row.name, row.valid_from), row)
    return change


def _own(policy: Policy) -> dict[tuple[Platform, str], OwnRow]:
    own: dict[tuple[Platform, str], OwnRow] = {
        (one.platform, one.ref): one for one in policy.rules if one.own
    }
    own |= {(one.platform, one.ref): one for one in policy.reliefs}
    return own | {(one.platform, f"sender:{one.shop}"): one for one in policy.senders}


def _costs(found: Iterable[Difference]) -> tuple[CostChange, ...]:
    sums: dict[str, list[tuple[Fen, Fen]]] = defaultdict(list)
    for each in found:
        for kind, before, after in each.costs:
            sums[kind].append((before, after))
    return tuple(
        CostChange(kind, len(costs), sum(one for one, _ in costs), sum(one for _, one in costs))
        for kind, costs in sorted(sums.items())
    )
