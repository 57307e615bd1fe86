"""Rates (比率) in words: what they are of, and that there is none of too few."""

from store.rules.review.rates import Mean, Share
from store.search.review import By
from store.words import N_, _, counts
from store.words.labels import label

TABS: dict[By, str] = {
    "sku": N_("product"),
    "cause": N_("cause"),
    "carrier": N_("carrier"),
    "agent": N_("agent"),
    "agreed": N_("agreed by"),
    "region": N_("region"),
    "week": N_("week"),
}
"""What orders are compared by, in a word or two, as they stand side by side."""


def rate_name(rate: str) -> str:
    """A rate as a form and a panel call it; what the platforms call it stands behind its line."""
    return label(rate).partition(" (")[0]


def share_text(share: Share) -> str:
    """`2.50 % of 120`, or `1 of 7` where no rate is said."""
    if share.percent is None:
        return _("{count} of {of}").format(count=share.many, of=share.of)
    return _("{percent} % of {of}").format(percent=share.percent, of=share.of)


def mean_text(mean: Mean) -> str:
    """`0.50 h of 40`, or of how few there are."""
    if mean.hours is None:
        return counts.cases(mean.of)
    return _("{hours} h of {of}").format(hours=mean.hours, of=mean.of)
