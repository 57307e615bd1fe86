"""What sentences call refunds (退款): by their amount, and when they were entered or went."""

from collections.abc import Sequence

from store.models.axes import Source
from store.models.money import yuan_text
from store.models.refund import Refund
from store.words import _, listed
from store.words.times import when_text


def refunds_listed(given: Sequence[Refund]) -> str:
    """Each of them with when it was entered, or, of the platform's, went there."""
    each = _("{amount} ({time})")
    times = (
        one.settled_at if one.source is Source.PLATFORM and one.settled_at else one.requested_at
        for one in given
    )
    return listed(
        each.format(amount=yuan_text(one.amount_fen), time=when_text(at))
        for one, at in zip(given, times, strict=True)
    )
