"""Charges met (扣款补回): what a platform charged and gave back, beside what is recorded here.

Something comes back of a charge only, so that no more of it counts than was charged for the same
order, there or by what is recorded here; and what came back had been charged, also before the first
file. What is known on one side alone and came back on that side costs nobody anything.
"""

from typing import NamedTuple

from store.models.money import Fen
from store.models.payment import OrderSide
from store.rules.money.funds_sums import Sums


class ChargesMet(NamedTuple):
    """What is left on both sides, in fen; none of it is below nothing."""

    there: Fen
    """Charged and not recorded, less what came back and is not recorded either."""
    here: Fen
    """Recorded and not charged, less what is recorded as come back and did not come."""
    back_there: Fen
    """Given back and not recorded."""
    back_here: Fen
    """Recorded as given back, and not given."""
    beyond: Fen
    """Given back, and more than is known as charged."""
    charged: Fen
    """What is known there as charged."""
    back: Fen
    """What came back of charges there; without what is `beyond`."""
    recorded: Fen
    """What the penalties recorded here took, whatever came back of them."""


def meet_charges(side: OrderSide, found: Sums) -> ChargesMet:
    """The charges of a bill and the penalties of its order, taken off each other."""
    recorded, returned = side.penalty_fen + side.returned_fen, side.returned_fen
    came = max(0, found.back - side.won_back_fen)
    back = min(came, max(found.charged, recorded))
    charged = max(found.charged, back)
    more, more_back = charged - recorded, back - returned
    if more < 0 and more_back < 0:
        both = max(more, more_back)
        more, more_back = more - both, more_back - both
    elif 0 < more <= more_back:
        more = 0
    elif 0 < more_back < more:
        more, more_back = more - more_back, 0
    return ChargesMet(
        there=max(0, more),
        here=max(0, -more),
        back_there=max(0, more_back),
        back_here=max(0, -more_back),
        beyond=came - back,
        charged=charged,
        back=back,
        recorded=recorded,
    )
