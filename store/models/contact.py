"""Contact (沟通记录), note and flag: what was said, to the buyer and among us."""

from typing import Literal

from store.models.base import Instant, Record

Channel = Literal["platform_chat", "phone", "sms", "wechat", "carrier", "other"]
"""`carrier`: it was said to, or by, the carrier; any other is a way to the buyer."""
Direction = Literal["out", "in"]
Purpose = Literal[
    "inform", "ask_refund_for_stock_out", "offer", "explain_logistics", "follow_up", "other"
]
FlagColour = Literal["red", "yellow", "green", "blue", "purple", "none"]


def way(channel: str, direction: str) -> str:
    """From whom to whom, as a word of the desk: `out`, `in`, or one of them with `carrier`."""
    return f"{direction}_carrier" if channel == "carrier" else direction


class Contact(Record):
    """One communication with the buyer; together they are the evidence of what was said."""

    id: str
    at: Instant
    channel: Channel
    direction: Direction
    text: str
    promise_due: Instant | None = None
    """Until when an answer was promised to the buyer."""
    kept_at: Instant | None = None
    """When the promise was kept."""
    purpose: Purpose = "other"
    parcel: str | None = None
    """The parcel that it was about."""
    by: str
    inquiry: str = ""
    """The number of the inquiry for which it was said, which keeps its promise too."""

    @property
    def follows_up(self) -> bool:
        """Did we get back to the buyer? What the buyer writes is not our follow-up."""
        return self.purpose == "follow_up" and self.to_buyer

    @property
    def way(self) -> str:
        """From whom to whom, as a word of the desk."""
        return way(self.channel, self.direction)

    @property
    def from_buyer(self) -> bool:
        """Are these the buyer's own words?"""
        return self.way == "in"

    @property
    def to_buyer(self) -> bool:
        """Did we say something to the buyer, rather than to the carrier?"""
        return self.way == "out"


class Note(Record):
    """An internal note; the buyer never sees it."""

    id: str
    at: Instant
    text: str
    by: str


class Flag(Record):
    """The seller's coloured flag with up to three characters (PDD remark_tag_name ≤ 3)."""

    colour: FlagColour
    tag: str = ""
