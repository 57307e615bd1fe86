"""Briefs (简称): what is owed in two or three words, for a list or a queue of few cells."""

from collections.abc import Mapping

from store.words import N_, _
from store.words.labels import label

BRIEFS: Mapping[str, str] = {
    "make-good": N_("make the loss good"),
    "contact-carrier": N_("contact carrier"),
    "improvement": N_("check improvement"),
    "payment": N_("settle payment"),
    "answer-promise": N_("promised answer"),
    "refused-parcel": N_("refused parcel"),
    "return-after-refund": N_("return the refunded"),
    "stock-out-verdict": N_("stock-out verdict"),
    "answer-rejection": N_("answer rejection"),
    "find-cause": N_("record the cause"),
    "send-back": N_("send it back"),
    "follow-up": N_("follow up"),
    "settle-refund": N_("check the refund"),
    "coverage": N_("missing export"),
    "give-offer": N_("give the offer"),
    "offered-reissue": N_("offered reissue"),
    "offered-exchange": N_("offered exchange"),
    "offered-return": N_("offered return"),
    "tie-inquiry": N_("which order is it"),
}
"""The kinds whose whole names are longer than that; a preview and the page of an order have them
whole.
"""


def brief(kind: str) -> str:
    """What is owed, in as few words as it has."""
    return _(BRIEFS[kind]) if kind in BRIEFS else label(kind)
