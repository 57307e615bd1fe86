"""AgreeReturn (同意退货): the goods come back; the money follows once they were looked at."""

from typing import ClassVar

from store.rules.case_decision import AgreeToTakeBack
from store.words import N_


class AgreeReturn(AgreeToTakeBack):
    """Agree that the buyer returns the goods for their money."""

    title: ClassVar[str] = N_("Agree to a return")
    press: ClassVar[str] = "同意退货"
