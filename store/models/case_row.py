"""The row of a case (售后行): an after-sales case, or an inquiry, as the list of cases shows it."""

import msgspec

from store.models.money import Fen
from store.models.next_duty import NextDuty


class CaseRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One after-sales case (售后单), or one inquiry of a buyer, who asks for something too."""

    key: str
    """The key of its order and its number, parted by `#`; else that of its document."""
    of_kind: str
    """The table of the document that has it: an order's, a waiting case's or an inquiry's."""
    of_key: str
    """The key of that document."""
    order_no: str
    """Of an inquiry, the order that it is tied to, or whose number the buyer named."""
    platform: str
    shop: str
    goods: str
    case: str
    """Its number (售后编号)."""
    kind: str
    state: str
    outcome: str
    """How it ended; empty while it is open."""
    waits_for: str
    """Whose turn it is; empty when nobody's is."""
    due_at: int | None
    """When the turn's time is over: ours, or another party's. A mere chance has no say."""
    due_estimated: bool
    requested_fen: Fen
    agreed_fen: Fen | None
    refunded_fen: Fen
    """What went back for it."""
    first_reason: str
    """The reason the buyer gave first, the one that counts."""
    cause: str
    """What was found out to be the cause, as it was last entered; empty before."""
    agreed_by: str
    """Who agreed to the refund there, as the platform names its people; empty where it does not."""
    agent: str
    """Who has claimed its order, or was given it."""
    applied_at: int | None
    agreed_at: int | None
    closed_at: int | None
    unshipped: bool = False
    """It was asked for before the goods were shipped."""
    received_at: int | None = None
    """When the last of what came back was here."""
    refunded_at: int | None = None
    """When its money had gone back, as far as that is known."""
    steps: int = 0
    """How many steps it has from the asking to its end."""
    done: int = 0
    """How many of them are behind it; all, once it has ended."""
    next_kind: str = ""
    """The kind of what whoever's turn it is owes; empty where nothing is owed."""
    next_task: tuple[str, ...] = ()
    """Of a platform task what it is, as `NextDuty` has it."""
    then: str = ""
    """The kind of what is ours to do once another party's time is over; empty for nothing."""
    form: int = 0
    policy: int = 0

    def next_at(self, now: float) -> NextDuty:
        """What is next by now."""
        if self.then and self.due_at is not None and now >= self.due_at:
            return NextDuty(self.then, "us")
        return NextDuty(self.next_kind, self.waits_for, self.next_task)
