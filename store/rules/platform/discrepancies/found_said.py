"""Found after all (失而复得), said: what was given for a parcel given up, and where it is."""

from store.models.after_sales_case import AfterSalesCase
from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.reissue import Reissue
from store.rules.cases.case_names import case_called
from store.rules.cases.goods_coming import awaits_refused
from store.rules.parcels.found import not_stopped_at
from store.rules.parcels.leaving_there import open_reissues
from store.rules.parcels.reissues import stands_for
from store.rules.parcels.traces import called
from store.rules.parcels.watch import TROUBLE
from store.rules.parcels.whereabouts import end_of, place, was_stopped
from store.words import _


def found_said(order: Order, discrepancy: Discrepancy) -> str:
    """What was given for the goods of the parcel, where it is, and what can be done."""
    parcel = order.parcel_named(discrepancy.about)
    refused = (one for one in order.cases if awaits_refused(order, one))
    reissues = (one for one in open_reissues(order) if parcel and stands_for(one, parcel))
    waits, again = next(refused, None), next(reissues, None)
    said = _is_there(parcel, waits, again)
    if parcel and _was_only_in_doubt(order, parcel) and not (waits or again):
        said = _(
            "Parcel {number} is with the buyer, but its money went back while nobody knew whether"
            " it had been stopped: have the buyer send it back, or settle with them that they keep"
            " both."
        )
    if parcel and end_of(parcel) is None and place(order, parcel) != "buyer":
        said = _goes_there(parcel)
    return said.format(
        number=called(parcel) if parcel else "-",
        case=case_called(waits),
        reissue=again.number if again else "-",
    )


def _was_only_in_doubt(order: Order, parcel: Parcel) -> bool:
    """Did nobody say of it that it was lost or came back, but only that some parcel was stopped?"""
    is_astray = any(one.state in TROUBLE for one in parcel.traces) or parcel.interception
    is_recorded = any(one.parcel == parcel.id for one in order.losses)
    in_doubt = any(one.kind == "intercept" for one in order.discrepancies)
    return in_doubt and not (is_astray or is_recorded)


def _goes_there(parcel: Parcel) -> str:
    if not_stopped_at(parcel):
        return _(
            "Parcel {number} could not be stopped, but its money went back while it was to be: have"
            " the buyer refuse it or send it back, or settle with them that they keep both."
        )
    return _(
        "Parcel {number} was lost and its money went back, but it goes its way again: have"
        " it stopped, or settle with the buyer that they keep both."
    )


def _is_there(parcel: Parcel | None, waits: AfterSalesCase | None, again: Reissue | None) -> str:
    is_scanned = parcel is None or end_of(parcel) is not None
    if waits and not waits.open:
        return _(
            "Parcel {number} was to come back for case {case}, whose money has gone back, but it"
            " was delivered: the buyer has not refused it. Have them send it back, or settle with"
            " them that they keep both."
        )
    if waits:
        return _(
            "Parcel {number} is to come back for case {case}, but it was delivered: the buyer has"
            " not refused it. Have them send it back, or settle the case with them."
        )
    if parcel and not_stopped_at(parcel) and not was_stopped(parcel):
        return _(
            "Parcel {number} could not be stopped and was delivered, but its money went back while"
            " it was to be: have the buyer send it back, or settle with them that they keep both."
        )
    if again and is_scanned:
        return _(
            "Parcel {number} was lost or on its way back, and reissue {reissue} is to send what was"
            " in it again, but it was delivered after all: cancel the reissue, or settle with the"
            " buyer that they get both."
        )
    if again:
        return _(
            "Parcel {number} was lost or on its way back, and reissue {reissue} is to send what was"
            " in it again, but its receipt is confirmed: ask the carrier and the buyer where it is,"
            " and cancel the reissue or settle with them that they get both."
        )
    if not is_scanned:
        return _(
            "Parcel {number} was lost or on its way back, and what was in it was sent again or"
            " refunded, but its receipt is confirmed: ask the carrier and the buyer where it is,"
            " and have it sent back or settle with them that they keep both."
        )
    return _(
        "Parcel {number} was lost or on its way back, and what was in it was sent again or"
        " refunded, but it was delivered after all: have it sent back, or settle with the buyer"
        " that they keep both."
    )
