"""AgreeExchange (同意换货): the goods come back, and others go out for them."""

from typing import ClassVar

from store.rules.case_decision import AgreeToTakeBack
from store.words import N_


class AgreeExchange(AgreeToTakeBack):
    """Agree that the buyer returns the goods for others."""

    title: ClassVar[str] = N_("Agree to an exchange")
    press: ClassVar[str] = "同意换货"
