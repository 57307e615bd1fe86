"""`shouhou policy diff FILE`: what a file of rules moves, whose clocks, and what it costs."""

import json
from pathlib import Path

import pytest

from store.adopting import adopt
from store.models.adopted_policy import AdoptedPolicy
from store.models.axes import Platform
from store.reading.moved_clocks import clock_moves
from store.repository import Repository, open_store
from tests.build import ACTOR, ELSEWHERE, HOUR, NOW, keep, order, parcel, shipped
from tui.cli import main

NEAR, FAR, SENT = (f"261120-00000000000000{number}" for number in range(1, 4))
TYPHOON = """
[[relief]]
name = "台风"
platform = "pinduoduo"
begins = 2026-11-22
ends = 2026-11-22
regions = ["浙江省"]
until = 2026-11-25
waived = true
source = "notice of 2026-11-21"
"""
ANNOUNCED = """
[[rule]]
name = "late"
platform = "pinduoduo"
valid_from = 2026-11-22
value = 5
source = "announced"

[[rule]]
name = "evidence_hours"
platform = "pinduoduo"
valid_from = 2026-12-01
value = 12
source = "announced"
"""
LATE = parcel(shipped_at=NOW - 3 * HOUR)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    opened = open_store(str(tmp_path / "store"), ACTOR, lambda: NOW)
    guangdong = ELSEWHERE.model_copy(update={"province": "广东省"})
    keep(
        opened,
        order(order_no=NEAR, ship_by_deadline=NOW + 5 * HOUR),
        order(order_no=FAR, ship_by_deadline=NOW + 6 * HOUR, receiver=guangdong),
        shipped(order_no=SENT, parcels=(LATE,), ship_by_deadline=NOW - 5 * HOUR),
    )
    return opened


def said(
    repository: Repository, capsys: pytest.CaptureFixture[str], text: str, *words: str
) -> list[str]:
    folder = repository.shop_policy.path.parent
    file = folder.parent / "rules.toml"
    file.write_text(text, "utf-8")
    before = repository.engine.commits()
    at = ["--store", str(folder), "--now", "2026-11-22T09:00", "--lang", "en"]
    assert main([*at, "policy", "diff", str(file), *words]) == 0
    assert (repository.engine.commits(), repository.get(AdoptedPolicy, "own")) == (before, None)
    return capsys.readouterr().out.splitlines()


def test_a_relief_says_whose_clocks_it_moves_and_what_it_waives(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(repository, capsys, TYPHOON) == [
        (
            "Pinduoduo  台风: nothing -> 浙江, 2026-11-22 00:00 to 2026-11-22 23:59,"
            " later deadline 2026-11-25 23:59, nothing is deducted"
        ),
        f"ship: deadlines that move: 1; the nearest to 2026-11-25 23:59, order {NEAR}",
        "late shipment: 0.00 yuan instead of 3.00; orders: 1",
        "Order no.               What  Was due           Is due            Rule",
        f"{NEAR}  ship  2026-11-22 14:00  2026-11-25 23:59  台风",
        "rules that differ: 1; deadlines that move: 1; nothing was changed.",
    ]


def test_a_rule_of_a_later_day_says_from_when_on_it_holds(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(repository, capsys, ANNOUNCED) == [
        "Pinduoduo  evidence_hours: 24 hours -> 12 hours; holds from 2026-12-01 on, in 9 days",
        "Pinduoduo  late: 3 yuan, paid below 300 yuan -> 5 yuan",
        "late shipment: 5.00 yuan instead of 3.00; orders: 1",
        "ship: 10.00 yuan instead of 6.00; orders: 2",
        "rules that differ: 2; deadlines that move: 0; nothing was changed.",
    ]


def test_scripts_read_rules_deadlines_and_costs(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    rule, deadline, cost = map(json.loads, said(repository, capsys, TYPHOON, "--json"))

    assert (rule["before"], rule["after"]["relief"]) == (None, "台风")
    assert (deadline["order_no"], deadline["rule"]) == (NEAR, "台风")
    assert cost == {
        "changes": "cost",
        "kind": "late_shipment",
        "count": 1,
        "before_fen": 300,
        "after_fen": 0,
    }


def test_an_adopted_relief_is_named_in_the_history_of_the_orders_it_moved(
    repository: Repository,
) -> None:
    file = repository.shop_policy.path.parent.parent / "typhoon.toml"
    file.write_text(TYPHOON, "utf-8")

    adopt(repository, file)

    ((adoption, moved),) = clock_moves(repository, repository.order(f"pinduoduo:米铺:{NEAR}"))
    assert (adoption.file, [(one.kind, one.rule) for one in moved]) == (
        "typhoon.toml",
        [("ship", "台风")],
    )
    adopted = repository.get(AdoptedPolicy, "own")
    assert adopted
    (event,) = repository.events(adopted)
    assert event.values["ship"] == "1"
    assert list(clock_moves(repository, repository.order(f"pinduoduo:米铺:{FAR}"))) == []


def test_what_was_late_within_a_relief_is_not_in_the_totals(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = repository.shop_policy.path
    command = ["--store", str(folder.parent), "--now", "2026-11-22T09:00", "--lang", "en"]
    main([*command, "penalties"])
    before = capsys.readouterr().out.splitlines()
    folder.write_text(TYPHOON, "utf-8")
    main([*command, "penalties"])

    assert before[1:] == [
        f"{SENT}          1       0    3.00      3.00",
        "penalties: 1; orders: 1; points: 0; yuan: 3.00",
        (
            "3.00 yuan of it are computed for late goods by the rules; no penalty is recorded for"
            " them yet."
        ),
        "  3.00 yuan by: a shop's analyser of 2026: orders under 300 yuan 3 yuan (seen)",
    ]
    assert capsys.readouterr().out.splitlines()[1:] == [
        "penalties: 0; orders: 0; points: 0; yuan: 0.00"
    ]


def test_a_calendar_beside_the_rules_is_noticed(repository: Repository) -> None:
    assert not repository.policy.calendar.published(2031)
    repository.shop_policy.calendar_path.write_text(
        "[[year]]\nyear = 2031\noff = [2031-01-01]\nworked = []\n", "utf-8"
    )

    assert repository.policy.calendar.published(2031)
    assert repository.policy.digest(Platform.DOUYIN) != open_store(
        str(repository.shop_policy.path.parent.parent / "other"), ACTOR
    ).policy.digest(Platform.DOUYIN)


@pytest.mark.parametrize("command", ["list", "due", "tasks", "penalties", "policy", "verify"])
def test_a_slip_in_the_calendar_stops_no_command_and_is_said(
    repository: Repository, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    calendar = repository.shop_policy.calendar_path
    calendar.write_text("[[year]]\nyear = 2031\noff = soon\nworked = []\n", "utf-8")

    assert main(["--store", str(calendar.parent), "--lang", "en", command]) == 0

    assert capsys.readouterr().err == (
        f"{calendar} is no TOML file: Invalid value (at line 3, column 7). This file is not used"
        " until it is corrected; working days are counted without it.\n"
    )


def test_the_rules_are_told_on_the_last_day_of_the_calendar(repository: Repository) -> None:
    folder = str(repository.shop_policy.path.parent)
    assert main(["--store", folder, "--now", "9999-12-31T00:00:00+08:00", "policy"]) == 0


def test_a_year_that_is_not_announced_is_said_with_the_rules(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(repository.shop_policy.path.parent)

    assert main(["--store", folder, "--now", "2030-11-03", "--lang", "en", "policy"]) == 0

    assert capsys.readouterr().out.splitlines()[-1] == (
        "The holidays of 2031 are not known here: working days of that year are reckoned without"
        " them until calendar.toml in the store's folder, or a newer release, says them."
    )
