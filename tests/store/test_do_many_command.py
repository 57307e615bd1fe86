"""`shouhou do` with several subjects, a query, or a run that was left off."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from store.change import Change
from store.documents.writing import Receipt
from store.files.trouble import unwritten
from store.models.event import Actor
from store.repository import open_store
from tests.build import NOW, case, keep, order, shipped
from tui.cli import main

NUMBERS = [f"261120-{number:015}" for number in range(1, 4)]


class Said(NamedTuple):
    """What a command came to."""

    status: int
    out: list[str]
    err: list[str]


@pytest.fixture
def shouhou(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    """The program, on a store of two orders to ship and one that has left."""
    folder = str(tmp_path / "store")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    asked = (case(requested_fen=1200, unshipped=True),)
    keep(
        open_store(folder, Actor(user="li"), lambda: NOW),
        order(order_no=NUMBERS[0], cases=asked),
        order(order_no=NUMBERS[1]),
        shipped(order_no=NUMBERS[2]),
    )

    def run(*words: str) -> Said:
        command = ["--store", folder, "--lang", "en", "--now", "2026-11-22T09:00", *words]
        status = main(command)
        written = capsys.readouterr()
        return Said(status, written.out.splitlines(), written.err.splitlines())

    return run


def test_several_orders_are_done_one_by_one(shouhou: Callable[..., Said]) -> None:
    said = shouhou("do", "flag", *NUMBERS, "colour=red")

    assert said.status == 0
    assert said.out == [*(f"{number}: done." for number in NUMBERS), "Flag: 3 done."]
    assert len(shouhou("list", "flagged", "--json").out) == 3


def test_what_a_query_finds_is_partly_done(shouhou: Callable[..., Said]) -> None:
    said = shouhou("do", "hold", "--query", "order:2611", "until=10:00", "reason=等货")

    assert said.status == 7
    assert said.out[0] == (
        f"{NUMBERS[2]}: refused. Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0"
        " refunded before shipping."
    )
    assert said.out[1:] == [
        f"{NUMBERS[0]}: done.",
        f"{NUMBERS[1]}: done.",
        "Hold back: 2 done, 1 refused.",
    ]


def test_a_dry_run_says_for_each_what_would_be(shouhou: Callable[..., Said]) -> None:
    said = shouhou("do", "agree-refund", *NUMBERS[:2], "--dry-run", "--json")
    possible, refused = map(json.loads, said.out)

    assert said.status == 7
    assert (possible["possible"], possible["values"]) == (True, {"amount": "12.00", "case": "A1"})
    assert not refused["possible"]
    assert refused["refused"] == "This order has no after-sales case."
    assert said.err == []
    assert "seller_to_answer" in shouhou("show", NUMBERS[0], "--json").out[0]


SHIPS = ("do", "ship", NUMBERS[1], "tracking_no=YT1234567890123")


@pytest.mark.parametrize("as_json", [False, True])
def test_a_dry_run_of_one_order_judges_what_is_another_for_each(
    shouhou: Callable[..., Said], as_json: bool
) -> None:
    said = shouhou(*SHIPS, "--dry-run", *(["--json"] if as_json else []))

    assert (said.status, said.err) == (0, [])
    if as_json:
        assert json.loads(said.out[0]) == {
            "possible": True,
            "action": "ship",
            "subject": f"pinduoduo:米铺:{NUMBERS[1]}",
            "values": {"tracking_no": "YT1234567890123"},
        }
    else:
        assert said.out == ["Ship: possible; nothing was changed."]
    assert json.loads(shouhou("show", NUMBERS[1], "--json").out[0])["events"] == []


@pytest.mark.parametrize(
    "words",
    [
        SHIPS[1:],
        ("ship", NUMBERS[2], "tracking_no=YT1234567890124"),
        ("ship", NUMBERS[1]),
        ("ship", "1", "tracking_no=YT1234567890123"),
        ("open-inquiry", "-"),
    ],
)
def test_a_dry_run_of_one_order_ends_as_doing_it_would(
    words: tuple[str, ...], shouhou: Callable[..., Said]
) -> None:
    dry = shouhou("do", *words, "--dry-run")

    wet = shouhou("do", *words)

    assert (dry.status, dry.err) == (wet.status, wet.err)


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("claim", *NUMBERS[:2], "1"), 7, "1: refused. 1 is not in this store."),
        (("confirm-receipt", *NUMBERS[:2]), 1, f"{NUMBERS[0]}: refused. "),
        (("claim", "--query", f"{NUMBERS[0]} {NUMBERS[0]}9"), 7, f"{NUMBERS[0]}9: refused. "),
    ],
)
def test_what_there_is_none_of_and_what_is_refused_is_a_line_like_any(
    words: tuple[str, ...], status: int, sentence: str, shouhou: Callable[..., Said]
) -> None:
    said = shouhou("do", *words)

    assert said.status == status
    assert said.out[0].startswith(sentence)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Name an action and what it is done to: SUBJECT..., or --query QUERY."),
        (("claim",), "Name an action and what it is done to: SUBJECT..., or --query QUERY."),
        (
            ("claim", NUMBERS[0], "--query", "late"),
            f"--query: Name subjects or a query, not both: {NUMBERS[0]}.",
        ),
        (
            ("claim", "--resume", "abc"),
            "--resume: A run that is taken up knows them: leave out action, subjects and values.",
        ),
        (("--resume", "abc"), "--resume: There is no run abc of yours at this store."),
        (
            ("claim", *NUMBERS, "--key", "k1"),
            "--key: A key is for a single subject; what is done to many is resumed by its run.",
        ),
        (("flag", *NUMBERS, "colour=pink"), "colour: "),
    ],
)
def test_a_usage_that_means_nothing_is_a_sentence(
    words: tuple[str, ...], sentence: str, shouhou: Callable[..., Said]
) -> None:
    said = shouhou("do", *words)

    assert (said.status, said.out) == (2, [])
    assert said.err[0].startswith(sentence)


def test_a_tracking_number_is_another_one_for_each(shouhou: Callable[..., Said]) -> None:
    said = shouhou("do", "ship", *NUMBERS[:2], "tracking_no=YT1234567890123")

    assert said.status == 1
    assert said.err[0].startswith("“Ship” needs another “Tracking number” for each: ")


def test_a_run_that_was_left_off_is_taken_up_by_its_number(
    shouhou: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.commands import do_many

    def stopped(*_words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(do_many, "say", stopped)
        left = shouhou("do", "claim", *NUMBERS)
    run = left.err[0].split()[1].rstrip(":")

    assert left.status == 130
    assert left.err == [
        f"Run {run}: `shouhou do --resume {run}` goes on with it if it is left off."
    ]

    said = shouhou("do", "--resume", run)

    assert said.status == 0
    assert said.out == [
        f"{NUMBERS[1]}: done.",
        f"{NUMBERS[2]}: done.",
        "Claim the order: 3 done.",
    ]
    events = [json.loads(shouhou("show", one, "--json").out[0])["events"] for one in NUMBERS]
    assert [len(one) for one in events] == [1, 1, 1]


@pytest.mark.parametrize("as_json", [False, True])
def test_a_run_in_which_the_store_fails_says_what_is_done_and_how_it_goes_on(
    shouhou: Callable[..., Said], monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    real = Change.run

    def failing(change: Change[Any], key: str = "") -> Receipt:
        if NUMBERS[1] in key:
            raise unwritten("shop.db", "the disk is gone")
        return real(change, key)

    with monkeypatch.context() as patched:
        patched.setattr(Change, "run", failing)
        left = shouhou("do", "claim", *NUMBERS, *(["--json"] if as_json else []))
    run = left.err[0].split()[1].rstrip(":")

    said = (
        "shop.db could not be written (the disk is gone). 1 are done, 2 are left; go on with:"
        f" shouhou do --resume {run}"
    )
    assert (left.status, left.err[1:]) == (3, [said])
    if as_json:
        refused = {"refused": said, "field": None, "code": "unwritten"}
        assert [json.loads(line) for line in left.out[1:]] == [refused]
    else:
        assert left.out == [
            f"{NUMBERS[0]}: done.",
            "Claim the order: 1 done, 2 not done yet.",
        ]
    again = shouhou("do", "--resume", run)
    assert again.status == 0
    assert again.out[-1] == "Claim the order: 3 done."


def test_a_case_that_is_numbered_like_a_phone_can_be_named(
    shouhou: Callable[..., Said], tmp_path: Path
) -> None:
    number, first, second = "261120-000000000000009", "13098765467", "13512345678"
    keep(
        open_store(str(tmp_path / "store"), Actor(user="li"), lambda: NOW),
        order(order_no=number, cases=(case(id=first), case(id=second, state="closed"))),
    )
    keep(
        open_store(str(tmp_path / "store"), Actor(user="li"), lambda: NOW),
        order(order_no=number[:-1] + "8", cases=(case(id="022" + first[3:]), case(id=first))),
    )

    several = shouhou("do", "reject-case", number[:-1] + "8", "reason=13612345678")
    closed = shouhou("do", "reject-case", number, f"case={second}", "reason=13612345678")
    unknown = shouhou("do", "reject-case", number, "case=13612345678", "reason=x")
    many = shouhou("do", "reject-case", number, number[:-1] + "8", "reason=x", "--dry-run")

    asked = "refund only ours to answer 50.00"
    to_name = ", ".join(f"{one} ({asked} 少件 {one})" for one in ("02298765467", first))
    assert several.err == [f"case: Several fit here; name one of: {to_name}."]
    assert closed.err == [f"case: Case {second} is closed (closed)."]
    assert unknown.err == [f"case: 136******78 does not exist; there is: {first}."]
    how = "Do it by itself here, with “Case” (case=…)."
    refused = f"refused. Several fit here; name one of: {to_name}. {how}"
    assert many.out[1] == f"{number[:-1]}8: {refused}"
