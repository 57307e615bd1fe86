"""Quoted texts: where a sentence repeats what somebody typed, the buyer is hidden in it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from store.errors import Refused
from store.models.cancellation import Cancellation
from store.models.contact import Contact
from store.models.discrepancy import Discrepancy
from store.models.order import Order
from store.models.receiver import Receiver
from store.models.reissue import Reissue
from store.models.work import Hold
from store.repository import Repository
from store.rules.order.veil import veil_of
from tests.build import HOUR, NOW, ORDER_NO, case, keep, order, refund, shipped, units
from tui.cli import main

NAME, PHONE, DETAIL = "欧阳慕容", "13912345679", "8幢1101"
TYPED = f"{NAME} {PHONE} {DETAIL}"
SHOWN = "欧** 139******79 **"
BUYER = Receiver(name=NAME, phone=PHONE, detail=DETAIL)
HELD = Hold(until=NOW + HOUR, reason=TYPED, at=NOW, by="li")
CANCELLED = Cancellation(id="k1", reason=TYPED, at=NOW, by="li")
TAKEN_BACK = Reissue(
    id="R1",
    number=1,
    origin="lost_parcel",
    reason="丢",
    lines=units((1, 1)),
    created_at=NOW,
    state="cancelled",
    cancelled_at=NOW,
    cancel_reason=TYPED,
)
SETTLED = Discrepancy(
    id="d1", kind="goods", line=1, opened_at=NOW, resolved_at=NOW, resolved_by="li", reason=TYPED
)
HEARD = Contact(id="c1", at=NOW, channel="platform_chat", direction="in", text="是破的", by="li")
REASON = case(reasons=({"text": TYPED, "at": NOW, "source": "platform"},))
TWO = (refund(reason=TYPED), refund(id="r2", amount_fen=700, reason=TYPED))
QUOTED: tuple[tuple[Order, str, tuple[str, ...]], ...] = (
    (order(hold=HELD), "ship", ("tracking_no=YT1234567890123",)),
    (order(hold=HELD), "hold", ("until=+1h", "reason=x")),
    (order(cancellation=CANCELLED), "ship", ("tracking_no=YT1234567890123",)),
    (shipped(reissues=(TAKEN_BACK,)), "cancel-reissue", ("reason=x",)),
    (shipped(discrepancies=(SETTLED,)), "resolve-discrepancy", ("discrepancy=d1", "reason=x")),
    (shipped(refunds=TWO), "settle-refund", ("outcome=done",)),
    (shipped(cases=(REASON,), contacts=(HEARD,)), "change-buyer-reason", (f"reason={TYPED}",)),
)
"""An order, and what is refused of it with a sentence that quotes."""


@pytest.fixture
def shouhou(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """All that a command says, to a person or a script."""
    monkeypatch.setenv("XDG_DATA_HOME", str(store.parent / "data"))

    def run(*words: str) -> str:
        main(["--store", str(store), "--lang", "en", "--now", "2026-11-22T09:00", *words])
        written = capsys.readouterr()
        return written.out + written.err

    return run


def hides(said: str) -> bool:
    return not any(one in said for one in (NAME, PHONE, DETAIL))


@pytest.mark.parametrize(("given", "action", "values"), QUOTED, ids=[one[1] for one in QUOTED])
def test_a_refusal_hides_the_buyer_wherever_it_is_said(
    repository: Repository,
    shouhou: Callable[..., str],
    given: Order,
    action: str,
    values: tuple[str, ...],
) -> None:
    keep(repository, given.model_copy(update={"receiver": BUYER}))

    for words in (
        ("do", action, ORDER_NO, *values),
        ("do", action, ORDER_NO, *values, "--json"),
        ("do", action, "--query", f"order:{ORDER_NO}", *values, "--dry-run"),
        ("do", action, "--query", f"order:{ORDER_NO}", *values, "--dry-run", "--json"),
    ):
        said = shouhou(*words)
        # What is not done to many at once says so, and quotes nothing.
        assert SHOWN in said or "--query" in words
        assert hides(said)
    for words in (("actions", ORDER_NO), ("actions", ORDER_NO, "--json"), ("pack",)):
        assert hides(shouhou(*words))
    kept = repository.order(given.key)
    offers = {one.action.name: one.why_not for one in repository.offers(kept)}
    assert all(hides(sentence) for sentence in offers.values() if sentence)
    assert offers[action] == repository.why_not(action, kept)


def test_a_tag_that_is_there_already_is_named_masked(
    repository: Repository, shouhou: Callable[..., str]
) -> None:
    keep(repository, order(receiver=BUYER, tags=(NAME,)))

    said = shouhou("do", "tag", ORDER_NO, f"tag={NAME}")
    others = shouhou("do", "tag", ORDER_NO, "tag=急", "remove=yes")

    assert said == "tag: This order has the tag 欧** already.\n"
    assert others == "tag: This order has no tag 急; it has: 欧**.\n"


def test_a_receipt_hides_the_buyer_and_the_history_keeps_what_was_typed(
    repository: Repository, shouhou: Callable[..., str]
) -> None:
    keep(repository, shipped(receiver=BUYER, cases=(REASON,), contacts=(HEARD,)))

    said = shouhou("do", "change-buyer-reason", ORDER_NO, "reason=质量问题", "--json")

    assert json.loads(said)["said"] == [f"The first reason stated stays “{SHOWN}”."]
    (event,) = repository.events(repository.order(order().key))
    assert event.said == (f"The first reason stated stays “{TYPED}”.",)


def test_what_is_done_to_many_is_told_without_the_buyer(
    repository: Repository, shouhou: Callable[..., str]
) -> None:
    keep(repository, shipped(receiver=BUYER, cases=(REASON,), contacts=(HEARD,)))

    query = ("--query", f"order:{ORDER_NO}", "reason=质量问题", "contact=c1", "--json")
    assert hides(shouhou("do", "change-buyer-reason", *query))


def test_an_error_is_veiled_before_anybody_sees_it(repository: Repository) -> None:
    keep(repository, order(receiver=BUYER, hold=HELD))
    kept = repository.order(order().key)

    with pytest.raises(Refused) as caught:
        repository.check(repository.action_named("ship", kept), kept, {})

    assert caught.value.is_veiled
    assert hides(caught.value.sentence)
    assert hides(str(caught.value))


def test_the_buyer_is_hidden_whom_a_colleague_wrote_down_meanwhile(repository: Repository) -> None:
    keep(repository, order())
    before = repository.order(order().key)
    keep(repository, before.model_copy(update={"receiver": BUYER, "hold": HELD}))

    ship = repository.action_named("ship", before)
    with pytest.raises(Refused) as caught:
        repository.run(ship, before, {"tracking_no": "YT1234567890123"})

    assert SHOWN in caught.value.sentence
    assert hides(caught.value.sentence)


def test_what_a_repeated_key_says_hides_whom_it_hid_the_first_time(repository: Repository) -> None:
    keep(repository, shipped())
    before = repository.order(order().key)
    quoting = {"receiver": BUYER, "cases": (REASON,), "contacts": (HEARD,)}
    keep(repository, before.model_copy(update=quoting))

    change = repository.action_named("change-buyer-reason", before)
    said = [
        repository.run(change, before, {"reason": "质量问题"}, key="k").said for _again in range(2)
    ]
    assert said == [(f"The first reason stated stays “{SHOWN}”.",)] * 2


def test_a_number_of_ours_in_which_the_buyers_words_stand_is_said_whole() -> None:
    named = case(id="83501640963")
    given = shipped(receiver=BUYER.model_copy(update={"detail": "501"}), cases=(named,))

    said = veil_of(given).within("Case 83501640963 is closed (501 室).")

    assert said == "Case 83501640963 is closed (** 室)."


def test_a_tag_is_found_by_what_was_typed_and_shown_masked(
    repository: Repository, shouhou: Callable[..., str]
) -> None:
    keep(repository, order(receiver=BUYER, tags=(NAME, "急")))

    for query in (f"tag:{NAME}", "tag:急", "tag:欧**"):
        said = shouhou("list", query, "--json")
        assert json.loads(said)["tags"] == ["欧**", "急"]
        assert hides(said)
    # No part of it is enough: that would tell of the name what nobody typed.
    for query in ("tag:欧阳", "tag:慕容", "欧阳慕"):
        assert shouhou("list", query, "--json") == ""


LONG = "9" * 500


@pytest.mark.parametrize(
    "words",
    [
        ["list", f"{LONG}:1"],
        ["list", f"{LONG}:"],
        ["list", f"due:{LONG}x"],
        ["list", f"pay:{LONG}"],
        ["list", f"{LONG} | {LONG}"],
        ["list", "--sort", LONG],
        ["list", f"--{LONG}"],
        ["due", "--within", f"{LONG}h"],
        ["show", LONG],
        ["do", LONG, ORDER_NO],
        ["do", "note", ORDER_NO, f"f{LONG}=x"],
        ["do", "note", LONG, "1", "text=x"],
        ["do", "refund", ORDER_NO, f"amount={LONG}"],
        ["do", "ship", ORDER_NO, f"tracking_no={LONG}", f"lines={LONG}"],
        ["do", "log-contact", ORDER_NO, "text=x", f"channel={LONG}", f"promise_due={LONG}"],
        ["do", "--resume", LONG],
        ["handover", "--to", LONG],
        ["--now", LONG, "list"],
        ["--lang", LONG, "list"],
        ["causes", "--by", LONG],
        [LONG],
    ],
    ids=lambda words: " ".join(words).replace(LONG, "LONG"),
)
def test_a_refusal_repeats_no_more_of_what_was_typed_than_tells_what_is_meant(
    words: list[str], repository: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(repository, order())
    main(["--store", str(store), "--lang", "en", *words])
    told = capsys.readouterr()
    assert "9…" in told.out + told.err
    assert "9" * 201 not in told.out + told.err


def test_all_that_argparse_offers_is_said_beside_a_long_word(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--lang", "en", LONG]) == 2
    assert "'restore'" in capsys.readouterr().err
