"""OrderNumber (订单号): what a person names an order by that the desk may not have yet."""

from typing import Annotated

from pydantic import AfterValidator

from store.rules.action.fields import Word, unread
from store.words import N_, _

LONGEST_NUMBER = 40
"""Characters; those of the platforms have 19 or 22."""
LOOKS_LIKE = N_("such as 261120-402913645190001 or 6956488938693643482")


def _plain_number(text: str) -> str:
    has_other_signs = ":" in text or any(sign.isspace() for sign in text)
    if has_other_signs or len(text) > LONGEST_NUMBER or not any(map(str.isdecimal, text)):
        raise unread(_("{text} is no order number."), text)
    return text


OrderNumber = Annotated[Word, AfterValidator(_plain_number)]
