"""By others (他方): what only another party can settle, in the words of whoever asks."""

from collections.abc import Mapping

from store.words import N_

BY_OTHERS: Mapping[str, str] = {
    "answer-rejection": N_(
        "Only the buyer can answer this; once their time is over, the case can be closed."
    ),
    "refuse-parcel": N_(
        "Only the buyer can refuse the parcel; once their time is over, the case can be closed."
    ),
    "ship-reviewed": N_("Only the platform can end its review; the next import shows that it did."),
    "may-ship": N_("Only the platform can let it go; record its verdict once it is there."),
    "pay-refund": N_("Only the platform can pay this; the next import shows that it did."),
}
"""The kinds that only another party can settle, and what is said of that."""
