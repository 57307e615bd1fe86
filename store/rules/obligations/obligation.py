"""Obligation (应办): one thing owed for one order, and what it has become by now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from store.models.axes import Party, Platform
from store.models.money import Fen
from store.models.row import ObligationRow, instant_of
from store.rules.obligations.at_zero import Ending, Zero, mark_of, phrase
from store.rules.timing.clocks import LAST, Clock
from store.rules.timing.policy import Basis, Policy


class Obligation(Struct, frozen=True):
    """One thing owed for one order."""

    kind: str
    who: Party
    due_at: datetime | None = None
    """None where no deadline is known."""
    estimated: bool = False
    """Computed from a policy rule, not given by the platform."""
    zero: Zero = ()
    rule: Basis | None = None
    """The policy rule that the deadline is computed by, or the relief that moved it."""
    about: str = ""
    """The parcel, case, refund, reissue, task … it is about, by its id; empty means the order."""
    then: str = ""
    """The kind of what is ours to do once the other party's time is over."""
    lapses: bool = False
    """Nothing is owed any more once the time is over."""
    cost_fen: Fen | None = None
    """What zero costs, as far as the policy says today; 0 where it says "nothing"."""
    later: Ending | None = None
    """What comes of it in place of that, once its time is over."""
    costs_at: datetime | None = None
    """When its amount is deducted, once its time is over and that comes later still."""
    more_fen: Fen | None = None
    """How much more is deducted then than was at zero."""

    @classmethod
    def by(  # noqa: PLR0913 - what is owed by whom, until when, and what comes of it
        cls,
        kind: str,
        who: Party,
        due: Clock,
        ending: Ending,
        about: str = "",
        *,
        then: str = "",
        lapses: bool = False,
    ) -> Self:
        """One whose time a clock gives, with all that comes of it once that is over."""
        return cls(
            kind,
            who,
            due.at,
            due.estimated,
            ending.zero,
            due.rule,
            about,
            then,
            lapses,
            ending.cost_fen,
            ending.later,
        )

    def ending_as(self, ending: Ending) -> Self:
        """The same, of which something else comes."""
        return replace(self, zero=ending.zero, cost_fen=ending.cost_fen, later=ending.later)

    @property
    def at_zero(self) -> str:
        """What happens at zero, as a whole phrase."""
        return phrase(self.zero)

    @property
    def source(self) -> str:
        """The policy rule or the relief behind the deadline, with its mark."""
        return self.rule.said if self.rule else ""

    @property
    def marks(self) -> tuple[str, ...]:
        """What its deadline and its amount rest on, each once."""
        found = (self.rule.mark if self.rule else "", mark_of(self.zero))
        return tuple(dict.fromkeys(filter(None, found)))

    @property
    def next_at(self) -> datetime | None:
        """When something is next deducted for it: at zero, and once that is over, what is later."""
        return self.costs_at or self.due_at

    @property
    def next_fen(self) -> Fen | None:
        """What is deducted for it at that instant (`next_at`), beyond what has been."""
        if self.costs_at:
            return self.more_fen
        return deducted(self.cost_fen, self.later.cost_fen if self.later else None)[0]

    @property
    def counts(self) -> bool:
        """Is it a deadline of ours, rather than another party's or a mere chance?"""
        return self.who is Party.US and not self.lapses


def unpacked(row: ObligationRow, policy: Policy) -> Obligation:
    """The obligation that a row kept; its times are in whole seconds."""
    return Obligation(
        row.kind,
        Party(row.who),
        instant_of(row.due_at),
        row.estimated,
        row.zero,
        policy.by_ref(Platform(row.platform), row.ref) if row.ref else None,
        row.about,
        row.then,
        row.lapses,
        row.cost_fen,
        _later_of(row) if row.later_zero else None,
    )


def _later_of(row: ObligationRow) -> Ending:
    return Ending(row.later_zero, row.later_cost_fen, at=instant_of(row.later_at))


def deducted(cost_fen: Fen | None, later_fen: Fen | None) -> tuple[Fen | None, Fen | None]:
    """What of these is deducted at zero, and what more once that comes which is later.

    The later amount stands in place of the first. Where both are the same nothing is deducted at
    zero: it costs what is deducted when the goods still do not leave.
    """
    if later_fen is None or cost_fen is None:
        return cost_fen, later_fen
    return (0, later_fen) if cost_fen == later_fen else (cost_fen, max(0, later_fen - cost_fen))


def in_turn(owed: Iterable[Obligation], now: datetime) -> list[Obligation]:
    """What obligations are by now, the most urgent first, and what holds another up before that;
    what has lapsed is left out.
    """
    found = (standing(one, now) for one in owed)
    return sorted(filter(None, found), key=_due)


def first_owed(owed: Iterable[Obligation]) -> Obligation | None:
    """What is next: of ours what ends first, then what has no deadline, then what others owe: first
    what becomes ours when they let it pass.

    A mere chance of ours is nothing that has to be done.
    """
    asked = (one for one in owed if one.counts or one.who is not Party.US)
    return min(asked, key=_urgency, default=None)


def _urgency(obligation: Obligation) -> tuple[bool, bool, tuple[datetime, bool]]:
    others = not obligation.counts
    return others, others and not obligation.then, _due(obligation)


def _due(obligation: Obligation) -> tuple[datetime, bool]:
    return obligation.due_at or LAST, obligation.kind != "discrepancy"


def standing(obligation: Obligation, now: datetime) -> Obligation | None:
    """What an obligation is by now; nothing when its time is over and it has lapsed.

    When a carrier, a buyer or the platform lets its time pass, the next step is ours. A list has
    the amount alone from the row, without any rule (`store.search.board.cost_by`).
    """
    if obligation.due_at is None or now < obligation.due_at:
        return obligation
    if obligation.lapses:
        return None
    if obligation.then:
        obligation = replace(obligation, kind=obligation.then, who=Party.US, then="")
    if later := obligation.later:
        more = deducted(obligation.cost_fen, later.cost_fen)[1]
        then = {"zero": later.zero, "cost_fen": later.cost_fen, "costs_at": later.at}
        return replace(obligation, later=None, more_fen=more, **then)
    return obligation
