"""Called (称呼): what a screen calls an inquiry by, whose number says nothing to a person."""

from store.models.inquiry import Inquiry
from store.models.money import yuan_text
from store.words import _
from store.words.masks import mask_name, phone_tail
from store.words.times import minute_text


def inquiry_called(inquiry: Inquiry) -> str:
    """Who asked and about how much, as far as that is known; else when it was opened."""
    who = mask_name(inquiry.buyer) or phone_tail(inquiry.phone)
    amount = "" if inquiry.amount_fen is None else yuan_text(inquiry.amount_fen)
    known = " ".join(filter(None, (who, inquiry.order_no, amount)))
    return _("inquiry {known}").format(known=known or minute_text(inquiry.opened_at))
