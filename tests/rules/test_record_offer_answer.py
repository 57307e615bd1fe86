"""RecordOfferAnswer: what the buyer answered to an offer."""

from datetime import datetime

import pytest

from store.errors import BadInput
from store.models.contact import Contact
from store.models.order import Order
from store.models.solution_offer import SolutionOffer
from store.rules.action.frame import read_values
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from tests.build import DAY, HOUR, NOW, changed, context, order, sentences

OLD = {"id": "c0", "at": NOW - DAY, "text": "什么时候发货"}


def offer(**changes: object) -> SolutionOffer:
    """A coupon, offered an hour ago."""
    given = {"id": "o1", "solution": "coupon", "at": NOW - HOUR, "by": "li"}
    return SolutionOffer.model_validate(given | changes)


def heard(**changes: object) -> Contact:
    """The buyer said yes just now."""
    given = {
        "id": "c1",
        "at": NOW,
        "channel": "phone",
        "direction": "in",
        "text": "可以",
        "by": "li",
    }
    return Contact.model_validate(given | changes)


SUBSTITUTE = offer(solution="substitute", sku="RICE-5")
LAPSED = offer(valid_until=NOW)
LAPSED_SAID = "The offer (coupon) was good until 2026-11-22 09:00; make it anew."
CONSENT = (
    "RICE-5 is not what was bought: enter the words in which the buyer agreed to it, or name their"
    " message."
)


@pytest.mark.parametrize(
    ("offers", "sentence"),
    [
        pytest.param((offer(),), None, id="an offer is open"),
        pytest.param((offer(valid_until=NOW + HOUR),), None, id="it is still good"),
        pytest.param((LAPSED, offer(id="o2")), None, id="one of two has lapsed"),
        pytest.param((), "Nothing has been offered to the buyer.", id="none"),
        pytest.param(
            (offer(accepted=False, answered_at=NOW),),
            "The buyer has answered everything that was offered.",
            id="answered",
        ),
        pytest.param((LAPSED,), LAPSED_SAID, id="lapsed"),
    ],
)
def test_when_an_answer_may_be_recorded(
    offers: tuple[SolutionOffer, ...], sentence: str | None
) -> None:
    assert RecordOfferAnswer.why_not(order(offers=offers), context()) == sentence


@pytest.mark.parametrize(
    ("given", "values", "problems"),
    [
        pytest.param(
            order(offers=(offer(),)), {"accepted": "yes"}, [], id="a coupon needs no proof"
        ),
        pytest.param(
            order(offers=(SUBSTITUTE,)),
            {"accepted": "yes"},
            [("words", CONSENT)],
            id="a substitute without a word of the buyer",
        ),
        pytest.param(
            order(offers=(SUBSTITUTE,), contacts=(heard(**OLD),)),
            {"accepted": "yes"},
            [("words", CONSENT)],
            id="what came in before is no answer",
        ),
        pytest.param(
            order(offers=(SUBSTITUTE,), contacts=(heard(**OLD),)),
            {"accepted": "yes", "contact": "c0"},
            [
                (
                    "contact",
                    (
                        "The message of 2026-11-21 09:00 is older than the offer of 2026-11-22"
                        " 08:00; log the one in which the buyer agreed to RICE-5."
                    ),
                )
            ],
            id="what came in before, though it is named",
        ),
        pytest.param(
            order(offers=(SUBSTITUTE,), contacts=(heard(**OLD), heard())),
            {"accepted": "yes"},
            [],
            id="a substitute with the only word since",
        ),
        pytest.param(
            order(offers=(SUBSTITUTE,), contacts=(heard(), heard(id="c2"))),
            {"accepted": "yes"},
            [("words", CONSENT)],
            id="of two messages the one that counts is named",
        ),
        pytest.param(
            order(offers=(SUBSTITUTE,)), {"accepted": "no"}, [], id="a no needs no message"
        ),
        pytest.param(
            order(offers=(LAPSED, offer(id="o2"))),
            {"offer": "o1", "accepted": "yes"},
            [("offer", LAPSED_SAID)],
            id="the one that has lapsed",
        ),
        pytest.param(
            order(offers=(offer(accepted=True, answered_at=NOW), offer(id="o2"))),
            {"offer": "o1", "accepted": "no"},
            [("offer", "The buyer answered this offer (coupon) on 2026-11-22: yes.")],
            id="answered before",
        ),
    ],
)
def test_which_answers_may_be_recorded(
    given: Order, values: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert sentences(RecordOfferAnswer, given, values) == problems


@pytest.mark.parametrize(("word", "accepted"), [("yes", True), ("y", True), ("no", False)])
def test_the_answer_is_kept_with_its_time_and_message(word: str, accepted: bool) -> None:
    given = order(offers=(offer(),), contacts=(heard(),))

    (answered,) = changed(RecordOfferAnswer, given, accepted=word).offers

    found: tuple[bool | None, datetime | None, str | None]
    found = (answered.accepted, answered.answered_at, answered.contact)
    assert found == (accepted, NOW, "c1")


def test_the_words_of_the_answer_are_the_buyer_s_message() -> None:
    given = order(offers=(SUBSTITUTE,), contacts=(heard(**OLD),))

    after = changed(RecordOfferAnswer, given, accepted="yes", words="可以换")

    said, (answered,) = after.contacts[-1], after.offers
    assert (said.text, said.from_buyer, said.at) == ("可以换", True, NOW)
    assert (answered.stands, answered.contact) == (True, said.id)


def test_a_message_to_the_buyer_is_no_answer_of_theirs() -> None:
    given = order(offers=(offer(),), contacts=(heard(direction="out"),))

    with pytest.raises(BadInput) as caught:
        read_values(RecordOfferAnswer, {"accepted": "yes", "contact": "c1"}, given)

    assert caught.value.sentence == "c1 does not exist; there is: none."


def test_an_offer_that_has_lapsed_is_not_one_of_several() -> None:
    given = order(offers=(LAPSED, offer(id="o2")))

    after = changed(RecordOfferAnswer, given, accepted="yes")

    assert [one.accepted for one in after.offers] == [None, True]
