"""Origin doubts (补发原因存疑): what is known of a parcel speaks against why it is made good.

Scans and exports come late or not at all: whoever has heard it from the carrier or the buyer knows
better, and says so.
"""

from datetime import datetime

from store.models.order import Order
from store.models.parcel import Parcel
from store.models.reissue import ReissueOrigin
from store.rules.action.context import Context
from store.rules.obligations.parcels import leg_rule
from store.rules.parcels.traces import called
from store.rules.parcels.watch import is_known_lost, last_trace, open_leg, watched
from store.rules.parcels.whereabouts import comes_back, under_way
from store.rules.timing.clocks import clock
from store.words import _
from store.words.labels import label
from store.words.times import minute_text, when_text


def doubt_of(order: Order, parcel: Parcel, origin: ReissueOrigin, context: Context) -> str | None:
    """What speaks against it and what has to be known; None where nothing does."""
    if not under_way(order, parcel) or is_known_lost(order, parcel):
        return None
    if origin == "missing_goods":
        return _not_arrived(order, parcel, context)
    said, leg = None, open_leg(order, parcel)
    until = _next_scan_by(order, parcel, context)
    at_the_door = origin == "damaged_refused" and leg is not None and leg.kind == "delivery"
    if comes_back(order, parcel):
        said = _("Parcel {number} was stopped on its way, and is to come back.")
    elif until and context.now < until and not at_the_door:
        said = _("Parcel {number} is not late: its carrier has until {until} for the next scan.")
    if said is None:
        return None
    asked = _("{known} Answer yes where you know that it is lost all the same.")
    if origin == "damaged_refused":
        asked = _("{known} Answer yes where you know that it was refused all the same.")
    known = said.format(number=called(parcel), until=when_text(until))
    return asked.format(known=known)


def _not_arrived(order: Order, parcel: Parcel, context: Context) -> str | None:
    """Nobody saw it arrive; of one whose way nobody watches that says something while it is new."""
    until = _next_scan_by(order, parcel, context)
    if not watched(parcel) and not (until and context.now < until):
        return None
    seen = last_trace(parcel)
    said = _("Nobody has seen parcel {number} arrive. Answer yes where the buyer has it.")
    if seen:
        said = _(
            "Parcel {number} was seen last at {time}: {state}. Answer yes where the buyer has it."
        )
    return said.format(
        number=called(parcel),
        time=minute_text(seen.at) if seen else "-",
        state=label(seen.state) if seen else "-",
    )


def _next_scan_by(order: Order, parcel: Parcel, context: Context) -> datetime | None:
    """Until when its carrier has for the next scan; None where nobody can say."""
    leg = open_leg(order, parcel)
    if leg is None:
        return None
    return clock(order, context.policy, leg.start, leg_rule(order, leg, context.policy)).at
