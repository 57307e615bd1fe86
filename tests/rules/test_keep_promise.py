"""KeepPromise: the answer that the buyer was promised has been given."""

from datetime import datetime
from typing import Any

import pytest

from store.errors import BadInput
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.policy import load_policy
from store.rules.action.base import Action
from store.rules.action.frame import asked_fields, read_values
from store.rules.obligations import obligations
from store.rules.order.actions.keep_promise import KeepPromise
from store.rules.order.actions.log_contact import LogContact
from store.rules.order.promises import Talked, open_promises
from tests.build import HOUR, NOW, SHOP, changed, context, do, order, sentences

LATER = context(now=NOW + HOUR)
PROMISED = changed(LogContact, order(), text="今晚答复", promise_due="2026-11-22 18:00")
TWICE = changed(LogContact, PROMISED, text="明天补发", promise_due="2026-11-23 12:00")
KEPT = changed(KeepPromise, PROMISED)
STILL_OPEN = (
    "The promise for 2026-11-22 18:00 stays open; if this was the answer, do “Keep a promise” as"
    " well."
)
PUT_OFF = changed(LogContact, PROMISED, LATER, text="还在查")


def owed(given: Order) -> list[datetime | None]:
    """Until when the board says that an answer is owed."""
    found = obligations(given, load_policy())
    return [one.due_at for one in found if one.kind == "answer-promise"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param(PROMISED, None, id="one is open"),
        pytest.param(TWICE, None, id="two are open"),
        pytest.param(order(), "No answer was promised to the buyer.", id="nothing was promised"),
        pytest.param(
            KEPT,
            "The promise for 2026-11-22 18:00 was kept at 2026-11-22 09:00.",
            id="it was kept",
        ),
        pytest.param(PUT_OFF, None, id="the buyer was put off"),
        pytest.param(
            changed(LogContact, PROMISED, LATER, text="好了吗", direction="in"),
            None,
            id="the buyer asked again",
        ),
    ],
)
def test_when_a_promise_may_be_kept(given: Order, sentence: str | None) -> None:
    assert KeepPromise.why_not(given, context()) == sentence
    assert bool(owed(given)) is (sentence is None)


def test_the_only_open_one_is_meant() -> None:
    assert KEPT.contacts == (PROMISED.contacts[0].model_copy(update={"kept_at": NOW}),)


def test_of_several_the_one_named_is_kept() -> None:
    first, second = TWICE.contacts

    after = changed(KeepPromise, TWICE, contact=first.id)

    assert [one.kept_at for one in after.contacts] == [NOW, None]
    assert owed(after) == [second.promise_due]
    said = "Several fit here; name one of: 2026-11-22 18:00 今晚答复, 2026-11-23 12:00 明天补发"
    with pytest.raises(BadInput, match=said):
        read_values(KeepPromise, {}, TWICE)
    for typed in ("2026-11-23 12:00", "明天补发", "12:00"):
        assert read_values(KeepPromise, {"contact": typed}, TWICE).contact == second.id


def test_what_was_said_is_recorded_the_way_it_was_promised() -> None:
    given = changed(
        LogContact, order(), text="尽快", channel="wechat", promise_due="2026-11-22 18:00"
    )

    after = changed(KeepPromise, given, LATER, text="已经补发")

    word = after.contacts[-1]
    assert (word.text, word.channel, word.direction) == ("已经补发", "wechat", "out")
    assert (word.at, word.by) == (NOW + HOUR, "小李 (li)")


WITH_IT = "The promise for {due} is kept with it: this one had put it off."
SOONER = changed(LogContact, PROMISED, text="半小时内", promise_due="2026-11-22 17:00")
THRICE = changed(LogContact, TWICE, text="后天", promise_due="2026-11-24 12:00")
ASKED = Inquiry(number="Q-20261122-1", shop=SHOP, opened_at=NOW, opened_by="li")
ASKED_TWICE = ASKED.model_copy(update={"contacts": TWICE.contacts})


@pytest.mark.parametrize(
    ("given", "answered", "left", "said"),
    [
        pytest.param(
            TWICE, 1, [], [WITH_IT.format(due="2026-11-22 18:00")], id="it put the first off"
        ),
        pytest.param(TWICE, 0, ["明天补发"], [], id="what was promised after it is still owed"),
        pytest.param(SOONER, 1, ["今晚答复"], [], id="it was for sooner, and put nothing off"),
        pytest.param(
            THRICE,
            2,
            [],
            [WITH_IT.format(due="2026-11-22 18:00"), WITH_IT.format(due="2026-11-23 12:00")],
            id="it put two off",
        ),
        pytest.param(
            ASKED_TWICE, 1, [], [WITH_IT.format(due="2026-11-22 18:00")], id="of an inquiry"
        ),
    ],
)
def test_one_answer_keeps_the_promise_and_those_that_it_had_put_off(
    given: Talked, answered: int, left: list[str], said: list[str]
) -> None:
    action: type[Action[Any]] = KeepPromise
    outcome = do(action, given, LATER, contact=given.contacts[answered].id, text="已补发")

    (after,) = (one for one in outcome.documents if isinstance(one, Order | Inquiry))
    assert [one.text for one in open_promises(after)] == left
    assert list(outcome.said) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param(
            {},
            (STILL_OPEN,),
            id="a word to the buyer",
        ),
        pytest.param({"direction": "in"}, (), id="the buyer's word"),
        pytest.param({"promise_due": "2026-11-22 20:00"}, (), id="another promise"),
    ],
)
def test_a_word_after_a_promise_says_that_it_stays_open(
    values: dict[str, str], said: tuple[str, ...]
) -> None:
    assert do(LogContact, PROMISED, LATER, text="还在查", **values).said == said


def test_only_open_ones_are_offered() -> None:
    given = changed(KeepPromise, TWICE, contact=TWICE.contacts[0].id)
    contact, _text = asked_fields(KeepPromise, given)

    assert [(one.value, one.text) for one in contact.choices] == [
        (TWICE.contacts[1].id, "2026-11-23 12:00 明天补发")
    ]


def test_one_that_was_kept_is_not_kept_again() -> None:
    given = changed(KeepPromise, TWICE, contact=TWICE.contacts[0].id)

    assert sentences(KeepPromise, given, {"contact": TWICE.contacts[0].id}) == [
        ("contact", "The promise for 2026-11-22 18:00 was kept at 2026-11-22 09:00.")
    ]


def test_a_communication_that_promises_nothing_cannot_be_named() -> None:
    given = changed(LogContact, PROMISED, text="好了吗", direction="in")

    with pytest.raises(BadInput) as caught:
        read_values(KeepPromise, {"contact": given.contacts[-1].id}, given)

    assert caught.value.sentence == (
        f"{given.contacts[-1].id} does not exist; there is: 2026-11-22 18:00 今晚答复."
    )


@pytest.mark.parametrize("subject", [TWICE, ASKED_TWICE], ids=["of an order", "of an inquiry"])
def test_where_none_is_open_what_is_said_is_about_the_one_that_was_named(subject: Talked) -> None:
    first, second = TWICE.contacts
    after = changed(KeepPromise, TWICE, contact=first.id)
    after = changed(KeepPromise, after, LATER, contact=second.id)
    given: Any = subject.model_copy(update={"contacts": after.contacts})

    assert KeepPromise.why_not(given, LATER) == (
        "The promise for 2026-11-23 12:00 was kept at 2026-11-22 10:00."
    )
    assert KeepPromise.why_not_with(given, {"contact": first.id}, LATER) == (
        "The promise for 2026-11-22 18:00 was kept at 2026-11-22 09:00."
    )
    assert KeepPromise.why_not_with(given, {"contact": "x9"}, LATER) is None


# A word that keeps it


def test_a_word_to_the_buyer_keeps_the_promise_that_it_names_and_says_of_no_other_that_it_is() -> (
    None
):
    outcome = do(LogContact, TWICE, LATER, text="已经补发", keeps=TWICE.contacts[0].id)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert [one.kept_at for one in after.contacts] == [NOW + HOUR, None, None]
    assert after.contacts[-1].text == "已经补发"
    assert outcome.said == (STILL_OPEN.replace("11-22 18:00", "11-23 12:00"),)


def test_it_keeps_what_that_promise_had_put_off_too() -> None:
    outcome = do(LogContact, TWICE, LATER, text="已经补发", keeps=TWICE.contacts[1].id)

    (after,) = outcome.documents
    assert isinstance(after, Order)
    assert open_promises(after) == ()
    assert outcome.said == (WITH_IT.format(due="2026-11-22 18:00"),)


def test_a_word_keeps_none_unless_it_says_so_and_the_form_offers_those_that_are_open() -> None:
    keeps = next(one for one in asked_fields(LogContact, PROMISED) if one.name == "keeps")

    assert open_promises(PUT_OFF)
    assert [(one.value, one.text) for one in keeps.choices] == [
        (PROMISED.contacts[0].id, "2026-11-22 18:00 今晚答复")
    ]
    assert (keeps.required, keeps.only) == (False, "")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param(
            {"direction": "in"},
            "Only what we say to the buyer keeps a promise; leave this out.",
            id="the buyer's word",
        ),
        pytest.param(
            {"channel": "carrier"},
            "Only what we say to the buyer keeps a promise; leave this out.",
            id="a word with the carrier",
        ),
        pytest.param({}, None, id="ours"),
    ],
)
def test_which_word_keeps_one(values: dict[str, str], sentence: str | None) -> None:
    given = {"text": "好", "keeps": PROMISED.contacts[0].id, **values}

    assert sentences(LogContact, PROMISED, given) == ([("keeps", sentence)] if sentence else [])


def test_a_word_keeps_no_promise_that_was_kept() -> None:
    assert sentences(LogContact, KEPT, {"text": "好", "keeps": KEPT.contacts[0].id}) == [
        ("keeps", "The promise for 2026-11-22 18:00 was kept at 2026-11-22 09:00.")
    ]
