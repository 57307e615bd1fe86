"""AgreeRepair (同意维修): the goods come back, are repaired and go out again."""

from typing import ClassVar

from store.rules.case_decision import AgreeToTakeBack
from store.words import N_


class AgreeRepair(AgreeToTakeBack):
    """Agree to repair the goods."""

    title: ClassVar[str] = N_("Agree to a repair")
    press: ClassVar[str] = "同意维修"
