"""AgreeRepair (同意维修): the goods come back, are repaired and go out again."""

from store.rules.action.telling import answer_case
from store.rules.cases.case_decision import AgreeToTakeBack
from store.rules.cases.case_machine import (
    AWAY,
    CAN_AGREE,
    HERE,
    ON_ITS_WAY,
    RECEIVE,
    REPAIR,
    SEND,
    Move,
)
from store.rules.platform.moot import NOT_TO_BE_SENT_ANY_MORE
from store.words import N_


class AgreeRepair(AgreeToTakeBack):
    """Agree to repair the goods."""

    title = N_("Agree to a repair")
    place = 680
    settles = frozenset({"answer-case"})
    moves = (
        Move((REPAIR,), CAN_AGREE, AWAY),
        Move((REPAIR,), CAN_AGREE, RECEIVE, variant=ON_ITS_WAY),
        Move((REPAIR,), CAN_AGREE, SEND, variant=HERE),
    )
    tells = (answer_case("同意维修", AWAY, RECEIVE, moot=NOT_TO_BE_SENT_ANY_MORE),)
