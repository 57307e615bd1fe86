"""Obligation (应办): one thing owed for one order, and what it has become by now."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from store.models.axes import Party, Platform
from store.models.owed import Owed
from store.rules.obligations.at_zero import Zero, phrase
from store.rules.policy import Policy, PolicyRule


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing owed for one order."""

    kind: str
    who: Party
    due_at: datetime | None = None
    """None where no deadline is known."""
    estimated: bool = False
    """Computed from a policy rule, not given by the platform."""
    zero: Zero = ()
    rule: PolicyRule | None = None
    """The policy rule that the deadline is computed by."""
    about: str = ""
    """The parcel, case, refund, reissue, task … it is about, by its id; empty means the order."""
    then: str = ""
    """The kind of what is ours to do once the other party's time is over."""
    lapses: bool = False
    """Nothing is owed any more once the time is over."""

    @property
    def at_zero(self) -> str:
        """What happens at zero, as a whole phrase."""
        return phrase(self.zero)

    @property
    def source(self) -> str:
        """The policy rule behind the deadline, with its mark."""
        return self.rule.said if self.rule else ""

    @property
    def counts(self) -> bool:
        """Is it a deadline of ours, rather than another party's or a mere chance?"""
        return self.who is Party.US and not self.lapses

    @property
    def packed(self) -> Owed:
        """What a row keeps of it."""
        due = int(self.due_at.timestamp()) if self.due_at else None
        ref = self.rule.ref if self.rule else ""
        values = (self.kind, self.who.value, due, self.estimated, self.zero, ref)
        return (*values, self.about, self.then, self.lapses)


def unpacked(owed: Owed, platform: Platform, policy: Policy) -> Obligation:
    """The obligation that a row kept."""
    kind, who, due, estimated, zero, ref, about, then, lapses = owed
    due_at = None if due is None else datetime.fromtimestamp(due, UTC)
    rule = policy.by_ref(platform, ref) if ref else None
    return Obligation(kind, Party(who), due_at, estimated, zero, rule, about, then, lapses)


def standing(obligation: Obligation, now: datetime) -> Obligation | None:
    """What an obligation is by now; nothing when its time is over and it has lapsed.

    When a carrier, a buyer or the platform lets its time pass, the next step is ours.
    """
    if obligation.due_at is None or now < obligation.due_at:
        return obligation
    if obligation.lapses:
        return None
    if obligation.then:
        return replace(obligation, kind=obligation.then, who=Party.US, then="")
    return obligation
