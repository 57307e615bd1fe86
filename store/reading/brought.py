"""What zero brings (到期后果), said beside what there is to do."""

from store.rules.obligations.at_zero import Zero, phrase
from store.rules.obligations.obligation import Obligation

UNNAMED: dict[str, Zero] = {
    "task": (),
    "task_refund": ("agreed_refund",),
    "task_agreed": ("agreed",),
    "task_maybe_over": ("maybe_over",),
}
"""What comes of a platform task that is not done, without the task; of most only that the platform
does not know it, which its name says.
"""


def brings(duty: Obligation) -> str:
    """What zero brings; what there is to tell the platform is named beside it already."""
    return phrase(UNNAMED.get(duty.zero[0], duty.zero)) if duty.zero else ""
