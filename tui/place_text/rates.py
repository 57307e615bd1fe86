"""Rates (比率) in words: what they are of, and that there is none of too few."""

from store.rules.review.rates import Mean, Share
from store.search.review import By
from store.words import N_, _, counts

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
RATES: dict[str, str] = {
    "late_rate": N_("late"),
    "stock_out_rate": N_("out of stock"),
    "quality_rate": N_("quality"),
    "broken_rate": N_("came broken"),
    "hours_to_answer": N_("time to answer"),
    "hours_to_refund_on_the_way": N_("to refund, on the way"),
    "hours_to_refund_returned": N_("to refund, returned"),
}
"""The rates in a word or two; what the platforms call them stands behind the line."""


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
