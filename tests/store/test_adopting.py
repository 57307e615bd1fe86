"""A shop adopts rules of its own: what moves is listed, and one event tells of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.adopting import adopt
from store.comparing import compare
from store.engines.protocol import Ahead
from store.errors import BadInput, Refused, StoreTrouble
from store.models.adopted_policy import AdoptedPolicy
from store.models.axes import Platform
from store.reading.moved_clocks import clock_moves
from store.repository import Repository, open_store
from store.upkeep.verifying import verify
from tests.build import ACTOR, DAY, HOUR, NOW, case, content, keep, order, shipped
from tui.cli import main
from tui.order_text.history import move_text

ASKED, CALM = "261120-000000000000001", "261120-000000000000002"
QUICKER = """
[[rule]]
name = "answer_case"
valid_from = 2026-01-01
value = 24
source = "house rule"
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    opened = open_store(str(tmp_path / "store"), ACTOR, lambda: NOW)
    keep(
        opened,
        shipped(order_no=ASKED, cases=(case(applied_at=NOW - HOUR),)),
        order(order_no=CALM, ship_by_deadline=NOW + DAY),
    )
    return opened


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    file = tmp_path / "rules.toml"
    file.write_text(QUICKER)
    return file


def due(repository: Repository) -> int | None:
    row = repository.row(f"pinduoduo:米铺:{ASKED}")
    assert row
    return row.due_at


def test_the_deadlines_that_move_are_listed_and_kept(repository: Repository, rules: Path) -> None:
    (moved,) = adopt(repository, rules)

    assert (moved.row.order_no, moved.kind, moved.about) == (ASKED, "answer-case", "A1")
    assert (moved.before, moved.after) == (NOW + 47 * HOUR, NOW + 23 * HOUR)
    assert due(repository) == int((NOW + 23 * HOUR).timestamp())
    rule = repository.policy.rule(Platform.PINDUODUO, "answer_case", NOW.date())
    assert rule
    assert rule.own


def test_one_event_tells_of_it_and_no_order_is_written(repository: Repository, rules: Path) -> None:
    before = repository.engine.commits()

    adopt(repository, rules)

    adopted = repository.get(AdoptedPolicy, "own")
    assert adopted
    (event,) = repository.events(adopted)
    assert event.action == "adopt-policy"
    assert (event.values["file"], event.values["answer-case"]) == ("rules.toml", "1")
    # The event, and then the rows of both orders: the calm one only learns of the rules.
    assert repository.engine.commits() == before + 2
    for number in (ASKED, CALM):
        order_now = repository.order(f"pinduoduo:米铺:{number}")
        assert (order_now.version, repository.events(order_now)) == (1, [])


def test_an_order_tells_which_rules_moved_its_clocks(repository: Repository, rules: Path) -> None:
    both = (case(applied_at=NOW - HOUR), case(id="A2", applied_at=NOW))
    keep(repository, shipped(order_no=ASKED, version=1, cases=both))

    assert [one.about for one in adopt(repository, rules)] == ["A1", "A2"]
    ((adoption, moved),) = clock_moves(repository, repository.order(f"pinduoduo:米铺:{ASKED}"))
    assert (adoption.file, adoption.by) == ("rules.toml", "小李 (li)")
    assert {one.about: move_text(one) for one in moved} == {
        "A1": "2026-11-24 08:00 -> 2026-11-23 08:00 (answer_case)",
        "A2": "2026-11-24 09:00 -> 2026-11-23 09:00 (answer_case)",
    }
    assert list(clock_moves(repository, repository.order(f"pinduoduo:米铺:{CALM}"))) == []


def test_the_history_of_an_order_says_it(
    repository: Repository, rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    adopt(repository, rules)

    assert run(repository, "show", ASKED) == 0
    assert (
        "小李  Clock moved by rules.toml  answer the case A1: 2026-11-24 08:00 ->"
        " 2026-11-23 08:00 (answer_case)"
    ) in capsys.readouterr().out


def test_another_process_works_by_the_new_rules(repository: Repository, rules: Path) -> None:
    beside = open_store(str(rules.parent / "store"), ACTOR, lambda: NOW)

    adopt(repository, rules)

    keep(beside, shipped(order_no=CALM, version=1, cases=(case(applied_at=NOW),)))
    row = beside.row(f"pinduoduo:米铺:{CALM}")
    assert row
    assert row.due_at == int((NOW + 24 * HOUR).timestamp())


def test_comparing_changes_nothing(repository: Repository, rules: Path) -> None:
    store = rules.parent / "store"
    before = content(store)

    (moved,) = compare(repository, rules).moved

    assert moved.after == NOW + 23 * HOUR
    assert content(store) == before
    assert not (store / "policy.toml").exists()


def test_adopted_twice_nothing_moves_again(repository: Repository, rules: Path) -> None:
    adopt(repository, rules)

    assert adopt(repository, rules) == []


def test_rules_that_are_taken_out_again_move_everything_back(
    repository: Repository, rules: Path
) -> None:
    adopt(repository, rules)
    rules.write_text("")

    (moved,) = adopt(repository, rules, replaces=True)

    assert moved.after == NOW + 47 * HOUR


RELIEF = """
[[relief]]
name = "雪"
platform = "pinduoduo"
begins = 2026-11-20T00:00:00
ends = 2026-11-30T00:00:00
waived = true
source = "公告"
"""
SENDER = """
[[sender]]
province = "云南"
platform = "pinduoduo"
"""
CAUSES = """
[[cause]]
name = "包装"
"""
OF_PINDUODUO = QUICKER.replace("name =", 'platform = "pinduoduo"\nname =')


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        pytest.param(RELIEF, CAUSES, "Pinduoduo 雪", id="a relief"),
        pytest.param(OF_PINDUODUO, RELIEF, "Pinduoduo answer_case", id="a rule"),
        pytest.param(SENDER, CAUSES, "Pinduoduo sender", id="where all goods leave"),
        pytest.param(
            SENDER + 'shop = "米铺"\n', CAUSES, "Pinduoduo sender 米铺", id="where a shop's leave"
        ),
        pytest.param(
            RELIEF + OF_PINDUODUO, CAUSES, "Pinduoduo answer_case, Pinduoduo 雪", id="both"
        ),
        pytest.param(CAUSES + RELIEF, RELIEF, "the list of causes", id="the list of causes"),
        pytest.param(
            OF_PINDUODUO, OF_PINDUODUO.replace("24", "12") + CAUSES, "", id="another value"
        ),
        pytest.param(CAUSES, CAUSES.replace("包装", "运输"), "", id="another list"),
        pytest.param(RELIEF, RELIEF.replace("30T", "29T"), "", id="another window"),
    ],
)
def test_a_file_that_says_nothing_of_what_holds_is_refused_unless_it_replaces_it(
    repository: Repository, rules: Path, before: str, after: str, gone: str
) -> None:
    kept = rules.parent / "store" / "policy.toml"
    rules.write_text(before)
    adopt(repository, rules)
    rules.write_text(after)

    if gone:
        with pytest.raises(Refused) as raised:
            adopt(repository, rules)
        assert raised.value.sentence == (
            "rules.toml takes the place of the shop's own rules, and of these it says nothing:"
            f" {gone}. Put them into it too (the rules in force are in policy.toml), or let them"
            " go with --replace."
        )
        assert kept.read_text() == before
    adopt(repository, rules, replaces=bool(gone))

    assert kept.read_text() == after


def test_a_commit_that_fails_leaves_the_rules_as_they_were(
    repository: Repository, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopt(repository, rules)
    rules.write_text(QUICKER.replace("24", "12"))

    def fails(*_arguments: object) -> None:
        raise StoreTrouble("The disk is full.")

    monkeypatch.setattr("store.acting.encode", fails)
    with pytest.raises(StoreTrouble):
        adopt(repository, rules)

    assert (rules.parent / "store" / "policy.toml").read_text() == QUICKER


@pytest.mark.parametrize("when", ["before it has the lock", "after it has let go of it"])
def test_a_commit_that_fails_leaves_what_somebody_else_adopted(
    repository: Repository, rules: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    adopt(repository, rules)
    file = rules.parent / "store" / "policy.toml"
    others, first = QUICKER.replace("24", "36"), when == "before it has the lock"
    rules.write_text(QUICKER.replace("24", "12"))
    writing = repository.engine.writing

    @contextmanager
    def beside_another(ahead: Ahead | None = None) -> Iterator[None]:
        if first:
            file.write_text(others)
        try:
            with writing(ahead):
                yield
        finally:
            if not first:
                file.write_text(others)

    def fails(*_arguments: object) -> None:
        raise StoreTrouble("The disk is full.")

    monkeypatch.setattr(repository.engine, "writing", beside_another)
    monkeypatch.setattr("store.acting.encode", fails)
    with pytest.raises(StoreTrouble):
        adopt(repository, rules)

    assert file.read_text() == others


def test_a_first_commit_that_fails_leaves_no_rules(
    repository: Repository, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> None:
        raise StoreTrouble("The disk is full.")

    monkeypatch.setattr("store.acting.encode", fails)
    with pytest.raises(StoreTrouble):
        adopt(repository, rules)

    assert not (rules.parent / "store" / "policy.toml").exists()


def test_a_file_that_is_not_there_is_said(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as raised:
        adopt(repository, tmp_path / "none.toml")

    assert raised.value.sentence == (f"{tmp_path / 'none.toml'}: there is no such file.")


def test_the_file_is_for_those_for_whom_the_store_is(repository: Repository, rules: Path) -> None:
    store = rules.parent / "store"
    adopt(repository, rules)
    assert (store / "policy.toml").stat().st_mode & 0o777 == 0o600

    store.chmod(0o2770)
    adopt(repository, rules)
    assert (store / "policy.toml").stat().st_mode & 0o777 == 0o660


def test_the_store_is_whole_afterwards(repository: Repository, rules: Path) -> None:
    adopt(repository, rules)

    assert verify(repository).orders == 2


def run(repository: Repository, *words: str) -> int:
    store = repository.shop_policy.path.parent
    return main(["--store", str(store), "--now", "2026-11-22T09:00", "--lang", "en", *words])


def test_the_command_says_what_moves(
    repository: Repository, rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(repository, "policy", str(rules)) == 0

    assert capsys.readouterr().out.splitlines() == [
        "Order no.               What             Was due           Is due            Rule",
        f"{ASKED}  answer the case  2026-11-24 08:00  2026-11-23 08:00  answer_case",
        "deadlines that move: 1",
    ]


@pytest.mark.parametrize("words", [("diff",), ("diff", "a", "b"), ("a", "b")])
def test_one_file_is_expected(
    repository: Repository, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert run(repository, "policy", *words) == 2
    assert capsys.readouterr().err == (
        "One file is expected: policy FILE adopts it, policy diff FILE compares it.\n"
    )


def test_the_command_says_it_to_scripts(
    repository: Repository, rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(repository, "policy", str(rules), "--json") == 0

    assert json.loads(capsys.readouterr().out) == {
        "order_no": ASKED,
        "key": f"pinduoduo:米铺:{ASKED}",
        "kind": "answer-case",
        "about": "A1",
        "rule": "answer_case",
        "before": "2026-11-24T08:00:00+08:00",
        "after": "2026-11-23T08:00:00+08:00",
    }


def test_the_rules_in_force_are_listed_with_source_and_mark(
    repository: Repository, rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    adopt(repository, rules)
    assert run(repository, "policy") == 0

    said = capsys.readouterr().out.splitlines()
    (own,) = [one for one in said if one.startswith("Pinduoduo  answer_case ")]
    assert own.split() == [
        *("Pinduoduo", "answer_case", "24", "hours", "2026-01-01", "our", "own", "house", "rule")
    ]
    (late,) = [one for one in said if " late_medium " in one]
    assert "1 percent (2 to 50 yuan)" in late


def test_a_file_that_cannot_be_understood_is_refused(
    repository: Repository, rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules.write_text(QUICKER.replace("24", '"a day"'))

    assert run(repository, "policy", str(rules)) == 2
    assert capsys.readouterr().err == f"{rules}, rule 1, value: a number is expected.\n"


def test_a_store_whose_rules_are_damaged_is_not_opened(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    file = repository.shop_policy.path
    file.write_text("[[rule")

    assert run(repository, "list") == 3
    said = capsys.readouterr().err
    assert said.startswith(f"{file} is no TOML file: ")
    assert said.endswith(
        ". Correct the file, or move it elsewhere and adopt the rules anew; the orders are whole.\n"
    )
