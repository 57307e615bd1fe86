"""Discrepancy (不一致): the platform and the desk contradict each other, and who settled it."""

from typing import Literal, NamedTuple

from store.models.base import Instant, Record
from store.models.first_import import FirstImport

DiscrepancyKind = Literal[
    "goods",
    "money",
    "amount_unknown",
    "cancelled",
    "stock_out",
    "verdict",
    "case_open",
    "case_shown",
    "case_closed",
    "case_money",
    "refund_not_shown",
    "case_answer",
    "case_sent",
    "case_back",
    "ruling",
    "not_ours",
    "found",
    "sent_again",
    "not_brought",
    "sent_before",
    "freed",
    "reissue_there",
    "shared_parcel",
    "shared_back",
    "shared_found",
    "intercept",
]
"""What contradicts each other: `platform.discrepancies.explaining` says each in a sentence."""


class Matter(NamedTuple):
    """What is contradicted: a line of the order, or one of its records, and how."""

    kind: DiscrepancyKind
    line: int | None
    about: str


Right = Literal["platform", "us"]
"""Whose word counts."""
AtIssue = tuple[int | str, ...]
"""What stands against what in a contradiction: amounts in fen, units, where goods are."""


class Discrepancy(Record):
    """The platform and the desk contradict each other; both stay until somebody resolves it.

    A settlement counts for what was known then.
    """

    id: str
    kind: DiscrepancyKind
    line: int | None = None
    about: str = ""
    """The case, application, task, parcel, reissue or tracking numbers it is about, if any."""
    at_issue: AtIssue = ()
    """As it is now while it is open, as it was when it was settled."""
    imported: FirstImport | None = None
    """By which import the file came first that showed it, where later ones may settle it."""
    opened_at: Instant
    resolved_at: Instant | None = None
    resolved_by: str = ""
    """Who settled it with the platform; empty where an import made it add up again."""
    reason: str = ""
    right: Right | None = None
    """Whose word counts, where whoever settled it was asked that."""
    lapsed_at: Instant | None = None
    """Since when the settlement counts no more: both agree, or something else is at issue."""

    @property
    def matter(self) -> Matter:
        """What it is about, whatever is at issue by now."""
        return Matter(self.kind, self.line, self.about)

    @property
    def stops_shipping(self) -> bool:
        """Does nothing of the order ship because of it? The goods of a refund that is not shown,
        or of which nobody knows the amount, wait by themselves, and it is about no others.
        """
        return self.kind not in ("refund_not_shown", "amount_unknown")

    @property
    def stands(self) -> bool:
        """Is it open, or does what somebody settled of it still count?"""
        return self.resolved_at is None or self.is_settled

    @property
    def is_found_out(self) -> bool:
        """Did an import show what it was, so that nobody had to settle it?"""
        return self.resolved_at is not None and not self.resolved_by

    @property
    def is_settled(self) -> bool:
        """Has somebody settled what is at issue by now?"""
        return bool(self.resolved_by) and self.lapsed_at is None
