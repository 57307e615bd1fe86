"""LogContact: what was said to the buyer or by them."""

import pytest

from store.errors import BadInput
from store.models.contact import Contact
from store.rules.actions.log_contact import LogContact
from tests.build import HOUR, NOW, changed, context, order, sentences

SAID = "明天补发"


def test_a_contact_may_always_be_logged() -> None:
    assert LogContact.why_not(order(), context()) is None


def test_a_contact_is_out_by_platform_chat_unless_said_otherwise() -> None:
    after = changed(LogContact, order(), text=SAID)

    assert after.contacts == (
        Contact(
            id="new1",
            at=NOW,
            channel="platform_chat",
            direction="out",
            text="明天补发",
            by="小李 (li)",
        ),
    )


def test_contacts_are_added_with_channel_direction_and_promise() -> None:
    once = changed(LogContact, order(), text=SAID)
    twice = changed(
        LogContact,
        once,
        text="还没收到",
        channel="phone",
        direction="in",
        promise_due="2026/11/22 18：00",
    )

    last = twice.contacts[-1]
    assert len(twice.contacts) == 2
    assert (last.channel, last.direction, last.promise_due) == ("phone", "in", NOW + 9 * HOUR)


@pytest.mark.parametrize(
    ("due", "problems"),
    [
        ("2026-11-22 09:01", []),
        (
            "2026-11-22 09:00",
            [("promise_due", "2026-11-22 09:00 is over; a promise is for later.")],
        ),
        (
            "2026-11-22T00:30:00Z",
            [("promise_due", "2026-11-22 08:30 is over; a promise is for later.")],
        ),
    ],
)
def test_a_promise_is_for_later(due: str, problems: list[tuple[str, str]]) -> None:
    assert sentences(LogContact, order(), {"text": SAID, "promise_due": due}) == problems


def test_an_unknown_channel_is_said_with_the_known_ones() -> None:
    with pytest.raises(BadInput) as caught:
        LogContact.read({"text": SAID, "channel": "fax"}, order())

    assert caught.value.sentence == (
        "fax is none of: platform_chat (platform chat), phone, sms (SMS), wechat (WeChat), other."
    )
