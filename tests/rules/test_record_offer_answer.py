"""RecordOfferAnswer: what the buyer answered to an offer."""

from datetime import datetime

import pytest

from store.errors import BadInput
from store.models.case_state import CaseOutcome, CaseState
from store.models.contact import Contact
from store.models.order import Order
from store.models.solution_offer import OfferAnswer, SolutionOffer
from store.rules.action.form import form_of
from store.rules.action.frame import read_values
from store.rules.cases.consents import articles_of, awaited_consents, consent_missing
from store.rules.obligations import obligations
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from store.rules.parcels.articles_taken import articles_taken
from tests.build import (
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    case,
    changed,
    context,
    do,
    order,
    parcel,
    sentences,
    shipped,
    units,
)
from tui.order_text.talk import talk

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


SENT_FOR_IT = parcel(OTHER_NO, id="p2", kind="replacement", case="A1", shipped_at=NOW)
EXCHANGED = shipped(cases=(case(kind="exchange", state="seller_to_send", lines=units((1, 1))),))


def with_parcel(given: Order, **changes: object) -> Order:
    """Such a replacement has left."""
    return given.with_parcel(SENT_FOR_IT.model_copy(update=changes))


def with_state(state: CaseState) -> Order:
    """The case has come so far."""
    return EXCHANGED.with_case(EXCHANGED.cases[0].model_copy(update={"state": state}))


SUBSTITUTE = offer(solution="substitute", sku="RICE-5")
LAPSED = offer(valid_until=NOW)
LAPSED_SAID = "The offer (coupon) was good until 2026-11-22 09:00; make it anew."
CONSENT = "RICE-5 is not what was bought: enter the words in which the buyer agreed to it."
CONSENT_OR_MESSAGE = f"{CONSENT[:-1]}, or name their message."


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
            [("words", CONSENT_OR_MESSAGE)],
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


def in_case(given: Order = EXCHANGED, /, **changes: object) -> Order:
    """The exchange, for which RICE-5 was offered after these offers."""
    values = {"id": "o2", "solution": "exchange", "case": "A1", "sku": "RICE-5"}
    made = offer(**(values | {"lines": units((1, 1))} | changes))
    return given.model_copy(update={"offers": (*given.offers, made)})


ANSWERED = {"accepted": True, "answered_at": NOW - HOUR / 2, "contact": "c1"}
REFUSED = ANSWERED | {"accepted": False}
IS_ANSWERED = "The buyer answered this offer (exchange) on 2026-11-22: yes."


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        pytest.param(in_case(**ANSWERED), [], id="nothing has left since"),
        pytest.param(
            in_case(with_parcel(EXCHANGED), **ANSWERED),
            [("offer", IS_ANSWERED)],
            id="its goods have left",
        ),
        pytest.param(
            in_case(with_parcel(EXCHANGED, case="A2"), **ANSWERED), [], id="what left is another's"
        ),
        pytest.param(
            in_case(with_state(CaseState.BUYER_TO_CONFIRM), **ANSWERED),
            [("offer", IS_ANSWERED)],
            id="they left there",
        ),
        pytest.param(
            in_case(in_case(**ANSWERED), id="o3"),
            [("offer", IS_ANSWERED)],
            id="another one was offered since",
        ),
        pytest.param(
            in_case(with_state(CaseState.CLOSED), **ANSWERED),
            [("offer", IS_ANSWERED)],
            id="its case is over",
        ),
    ],
)
def test_until_the_goods_leave_the_buyer_may_say_otherwise(
    given: Order, problems: list[tuple[str, str]]
) -> None:
    values = {"offer": "o2", "accepted": "no"}

    assert sentences(RecordOfferAnswer, given, values) == problems


def test_the_later_answer_counts_and_both_are_kept() -> None:
    taken = changed(RecordOfferAnswer, in_case(), accepted="yes", words="好的")
    assert articles_taken(taken, taken.cases[0].id) == {"RICE-5": {1: 1}}

    outcome = do(RecordOfferAnswer, taken, accepted="no", words="还是要原来的")

    (after,) = outcome.documents
    assert isinstance(after, Order)
    (answered,) = after.offers
    (yes, no) = after.contacts
    assert (answered.accepted, answered.contact) == (False, no.id)
    assert answered.answered_before == (OfferAnswer(accepted=True, at=NOW, contact=yes.id),)
    assert articles_taken(after, after.cases[0].id) == {}
    assert outcome.said == (
        (
            "The buyer does not take RICE-5: RICE-10 x1 goes out for the case, or agree on"
            " something else with them."
        ),
    )
    (told,) = (line for line in talk(after, NOW) if "exchange" in line)
    assert told.endswith("offered: exchange RICE-5; declined (before: accepted 2026-11-22)")


def test_the_words_of_an_answer_are_not_those_of_the_next_one() -> None:
    refused = changed(RecordOfferAnswer, in_case(), accepted="no", words="不要")

    assert sentences(RecordOfferAnswer, refused, {"accepted": "yes"}) == [("words", CONSENT)]


def test_of_two_articles_for_a_case_the_one_taken_last_goes_out() -> None:
    other = in_case(in_case(**ANSWERED), id="o3", sku="RICE-2")

    after = changed(RecordOfferAnswer, other, accepted="yes", words="要2斤的")

    assert [(one.sku, one.stands) for one in after.offers] == [("RICE-5", False), ("RICE-2", True)]
    assert not any(one.kind == "record-consent" for one in obligations(after, context().policy))


BOTH_BAGS = shipped(
    cases=(case(kind="exchange", state="seller_to_send", lines=units((1, 2))),), parcels=(parcel(),)
)


def test_each_of_two_units_may_be_another_article() -> None:
    other = in_case(in_case(BOTH_BAGS, **ANSWERED), id="o3", sku="RICE-2")

    after = changed(RecordOfferAnswer, other, accepted="yes", words="另一袋要2斤的")

    assert [one.stands for one in after.offers] == [True, True]
    assert articles_taken(after, "A1") == {"RICE-5": {1: 1}, "RICE-2": {1: 1}}


def test_a_no_to_what_was_offered_twice_is_one_to_both() -> None:
    twice = in_case(in_case(**ANSWERED), id="o3")

    after = changed(RecordOfferAnswer, twice, accepted="no", words="还是要原来的")

    assert [one.accepted for one in after.offers] == [False, False]
    assert [len(one.answered_before) for one in after.offers] == [1, 0]
    assert articles_taken(after, "A1") == {}


def test_the_buyer_may_come_back_to_what_another_article_replaced() -> None:
    two = in_case(in_case(**ANSWERED), id="o3", sku="RICE-2")
    other = changed(RecordOfferAnswer, two, accepted="yes", words="要2斤的")

    after = changed(RecordOfferAnswer, other, offer="o2", accepted="yes", words="还是5斤的")

    assert [(one.sku, one.stands) for one in after.offers] == [("RICE-5", True), ("RICE-2", False)]
    assert articles_taken(after, "A1") == {"RICE-5": {1: 1}}


@pytest.mark.parametrize(
    ("others", "goes"),
    [
        pytest.param((), "RICE-10 x1 goes out", id="what was bought"),
        pytest.param((ANSWERED,), "RICE-2 x1 goes out", id="what was taken before"),
        pytest.param((REFUSED,), "RICE-10 x1 goes out", id="what was refused before does not"),
    ],
)
def test_after_a_no_what_then_goes_out_is_said(others: tuple[dict[str, object]], goes: str) -> None:
    given = EXCHANGED
    for other in others:
        given = in_case(given, **other, id="o1", sku="RICE-2")

    (said,) = do(RecordOfferAnswer, in_case(given), accepted="no").said

    assert said.startswith(f"The buyer does not take RICE-5: {goes} for the case,")


def test_what_a_no_would_send_is_said_where_another_article_is_taken() -> None:
    given = in_case(in_case(**ANSWERED), id="o3", sku="RICE-2")

    assert consent_missing(given, given.cases[0]) == (
        "For case A1 RICE-2 was offered too; record first whether the buyer takes it: a yes sends"
        " it, a no sends what they take already."
    )


def test_after_a_no_what_waits_for_its_answer_is_said() -> None:
    given = in_case(in_case(), id="o3", sku="RICE-2")

    (said,) = do(RecordOfferAnswer, given, offer="o2", accepted="no").said

    assert said.startswith("The buyer does not take RICE-5. For case A1 RICE-2 was agreed on;")


def test_a_no_to_a_substitute_says_nothing_of_a_case() -> None:
    given = EXCHANGED.model_copy(update={"offers": (SUBSTITUTE.model_copy(update={"case": "A1"}),)})

    assert do(RecordOfferAnswer, given, accepted="no").said == ()


def test_what_was_offered_for_a_case_that_was_let_go_is_not_taken() -> None:
    over = {"state": CaseState.CLOSED, "outcome": CaseOutcome.WITHDRAWN}
    given = EXCHANGED.with_case(EXCHANGED.cases[0].model_copy(update=over))

    assert RecordOfferAnswer.why_not(in_case(given), context()) == (
        "Case A1 is over, for which RICE-5 was offered; offer it anew where they want it."
    )


@pytest.mark.parametrize(
    ("given", "waiting"),
    [
        pytest.param(in_case(), ["o2"], id="not answered"),
        pytest.param(in_case(in_case(), id="o3", **REFUSED), [], id="refused in a later offer"),
        pytest.param(
            in_case(in_case(id="o1", **REFUSED | {"answered_at": NOW - 2 * HOUR})),
            ["o2"],
            id="refused in one before",
        ),
        pytest.param(in_case(in_case(id="o1", **REFUSED)), [], id="and answered since"),
        pytest.param(in_case(in_case(id="o1", **ANSWERED)), [], id="taken by another offer of it"),
        pytest.param(
            in_case(in_case(id="o1", sku="RICE-2", **ANSWERED)),
            ["o2"],
            id="another was taken first",
        ),
        pytest.param(
            in_case(in_case(), id="o3", sku="RICE-2", **ANSWERED), [], id="another was taken later"
        ),
        pytest.param(
            in_case(in_case(BOTH_BAGS), id="o3", sku="RICE-2", **ANSWERED),
            ["o2"],
            id="another later, for the other unit",
        ),
        pytest.param(in_case(with_parcel(EXCHANGED)), [], id="nothing is left to send"),
    ],
)
def test_what_waits_for_the_buyer_s_word(given: Order, waiting: list[str]) -> None:
    assert [one.id for one in awaited_consents(given, given.cases[0])] == waiting


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param(EXCHANGED, [], id="none"),
        pytest.param(in_case(**ANSWERED), [("RICE-5", 1, True)], id="taken"),
        pytest.param(in_case(), [("RICE-5", 1, None)], id="not answered"),
        pytest.param(in_case(**REFUSED), [("RICE-5", 1, False)], id="refused"),
        pytest.param(
            in_case(in_case(**ANSWERED), id="o3", sku="RICE-2", **REFUSED),
            [("RICE-5", 1, True)],
            id="taken, and another refused",
        ),
        pytest.param(
            in_case(in_case(BOTH_BAGS, **ANSWERED), id="o3", sku="RICE-2"),
            [("RICE-5", 1, True), ("RICE-2", 1, None)],
            id="taken, and another not answered",
        ),
        pytest.param(
            with_parcel(in_case(**ANSWERED), substitute="RICE-5", lines=units((1, 1))),
            [("RICE-5", 1, True)],
            id="sent",
        ),
        pytest.param(
            with_parcel(
                in_case(BOTH_BAGS, **REFUSED, lines=units((1, 2))),
                substitute="RICE-5",
                lines=units((1, 1)),
            ),
            [("RICE-5", 1, True)],
            id="one was sent, and no more of it is taken",
        ),
    ],
)
def test_the_case_shows_what_goes_out_for_it(
    given: Order, shown: list[tuple[str, int, bool | None]]
) -> None:
    assert articles_of(given, given.cases[0]) == shown


def test_each_of_two_goods_of_a_case_may_be_another_article() -> None:
    other = in_case(in_case(**ANSWERED), id="o3", sku="OIL-2", lines=units((2, 1)))

    after = changed(RecordOfferAnswer, other, offer="o3", accepted="yes", words="油要2升的")

    assert [(one.sku, one.stands) for one in after.offers] == [("RICE-5", True), ("OIL-2", True)]
    assert sentences(RecordOfferAnswer, after, {"offer": "o2", "accepted": "no"}) == []


def test_who_takes_a_later_article_has_answered_the_one_before() -> None:
    other = in_case(in_case(), id="o3", sku="RICE-2")

    after = changed(RecordOfferAnswer, other, offer="o3", accepted="yes", words="要2斤的")

    assert [(one.sku, one.accepted) for one in after.offers] == [("RICE-5", None), ("RICE-2", True)]
    assert not any(one.kind == "record-consent" for one in obligations(after, context().policy))


def test_the_form_says_which_goods_an_answer_is_about() -> None:
    form = form_of(RecordOfferAnswer, in_case(), context())

    (asked,) = (one for one in form.fields if one.name == "offer")
    assert [one.text for one in asked.choices] == ["exchange RICE-10 x1 → RICE-5"]


def test_the_form_says_what_was_answered_before() -> None:
    assert RecordOfferAnswer.background(in_case(), context()) == ()
    (said,) = RecordOfferAnswer.background(in_case(**REFUSED), context())
    assert said == (
        "exchange RICE-10 x1 → RICE-5: declined 2026-11-22 08:30; what is recorded now counts"
        " instead."
    )
