"""Masking: what says who the buyer is is hidden, what names something of ours is not."""

import pytest

from store.models.event import Event
from store.models.platform_task import PlatformTask
from store.models.receiver import Receiver
from store.models.work import Hold
from store.rules.order.masking import masked, masked_events
from store.rules.order.veil import veil_of
from tests.build import ACTOR, HOME, NOW, case, order


@pytest.mark.parametrize("name", ["parcel", "reissue", "case", "application", "sku"])
def test_an_id_in_which_a_word_of_the_buyers_stands_is_still_that_id(name: str) -> None:
    about = {name: "ab5010"}
    told = PlatformTask.model_validate(
        {"id": "501", "kind": "batch-ship", "created_at": NOW, "copy_text": "501 室"} | about
    )

    given = order(receiver=HOME.model_copy(update={"detail": "501"}), tasks=(told,))

    (shown,) = masked(given).tasks
    assert (shown.id, getattr(shown, name), shown.copy_text) == ("501", "ab5010", "** 室")


LIKE_A_PHONE, OTHER = "13512345678", "13098765467"


def test_a_case_that_is_numbered_like_a_phone_is_named_and_the_buyer_s_phone_is_not() -> None:
    text = f"open case {LIKE_A_PHONE} there; call {HOME.phone} or 13612345678"
    told = PlatformTask(id="T1", kind="agree-refund", created_at=NOW, copy_text=text)
    given = order(receiver=HOME, cases=(case(id=LIKE_A_PHONE), case(id=HOME.phone)), tasks=(told,))
    event = Event(
        id="E1",
        number=1,
        at=NOW,
        clock_at=NOW,
        before="",
        subject="orders/x",
        actor=ACTOR,
        action="reject-case",
        values={"case": LIKE_A_PHONE, "reason": "13612345678"},
        said=(text,),
    )

    shown = f"open case {LIKE_A_PHONE} there; call 138******00 or 136******78"
    assert masked(given).tasks[0].copy_text == shown
    (hidden,) = masked_events(given, [event])
    assert hidden.values == {"case": LIKE_A_PHONE, "reason": "136******78"}
    assert hidden.said == (shown,)


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("欧阳慕容", "欧阳 慕容在，欧·阳慕容也在", "欧**在，欧**也在"),
        ("欧阳 慕容", "欧阳慕容和欧阳　慕容", "欧**和欧**"),
        ("阿依古丽·买买提", "阿依古丽买买提", "阿**"),
        ("张三", "张 三在，张先生三件", "张**在，张先生三件"),
        ("张三", "姓张\n三件", "姓张\n三件"),
        ("Li Wei", "LiWei, Li·Wei", "L**, L**"),
        ("Ann", "can never", "can never"),
    ],
)
def test_a_name_is_hidden_with_blanks_or_dots_within_and_without_them(
    name: str, text: str, shown: str
) -> None:
    given = order(
        receiver=Receiver(name=name),
        hold=Hold(until=NOW, reason=text, at=NOW, by="li"),
        tags=(text,),
        seller_note=text,
    )

    found = masked(given)
    assert (found.seller_note, found.tags) == (shown, (shown,))
    assert found.hold is not None
    assert found.hold.reason == shown
    assert veil_of(given).within(text) == shown
    assert veil_of(given).within(shown) == shown
