"""Called (称呼): what a person calls an inquiry by, whose number is known to the store alone."""

from store.models.inquiry import Inquiry, TiedInquiry
from store.models.money import yuan_text
from store.rules.order.veil import veil_of
from store.words import _
from store.words.excerpts import excerpt
from store.words.masks import mask_name, phone_tail
from store.words.times import minute_text

FIRST_WORDS = 16
"""So many signs of what the buyer said, where less says less and more says no more."""


def known_by(inquiry: Inquiry) -> str:
    """Who asked and about which order or how much; else what was said first, else when."""
    amount = "" if inquiry.amount_fen is None else yuan_text(inquiry.amount_fen)
    known = (_asker(inquiry.buyer, inquiry.phone), inquiry.order_no, amount)
    return " ".join(filter(None, known)) or _first_words(inquiry) or minute_text(inquiry.opened_at)


def known_by_tied(tied: TiedInquiry) -> str:
    """The same of one as its order keeps it."""
    return _asker(tied.name, tied.phone) or minute_text(tied.at)


def inquiry_called(inquiry: Inquiry) -> str:
    """The same with what it is."""
    return _("inquiry {known}").format(known=known_by(inquiry))


def said_first(inquiry: Inquiry) -> str:
    """What the buyer wrote first, without who it is."""
    said = (one.text for one in inquiry.contacts if one.direction == "in" and one.text)
    return veil_of(inquiry).within(next(said, ""))


def _first_words(inquiry: Inquiry) -> str:
    said = said_first(inquiry) or veil_of(inquiry).within(inquiry.goods)
    return f"“{excerpt(said, FIRST_WORDS)}”" if said else ""


def _asker(name: str, phone: str) -> str:
    return mask_name(name) or phone_tail(phone)
