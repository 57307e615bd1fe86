"""AgreeExchange (同意换货): the goods come back, and others go out for them."""

from store.rules.action.telling import answer_case
from store.rules.cases.case_decision import AgreeToTakeBack
from store.rules.cases.case_machine import (
    AWAY,
    CAN_AGREE,
    EXCHANGE,
    HERE,
    ON_ITS_WAY,
    RECEIVE,
    SEND,
    Move,
)
from store.rules.platform.moot import NOT_TO_BE_SENT_ANY_MORE
from store.words import N_


class AgreeExchange(AgreeToTakeBack):
    """Agree that the buyer returns the goods for others."""

    title = N_("Agree to an exchange")
    place = 660
    settles = frozenset({"answer-case"})
    moves = (
        Move((EXCHANGE,), CAN_AGREE, AWAY),
        Move((EXCHANGE,), CAN_AGREE, RECEIVE, variant=ON_ITS_WAY),
        Move((EXCHANGE,), CAN_AGREE, SEND, variant=HERE),
    )
    tells = (answer_case("同意换货", AWAY, RECEIVE, moot=NOT_TO_BE_SENT_ANY_MORE),)
