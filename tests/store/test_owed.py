"""What is owed for all orders: by time left, from the rows alone, as `shouhou due` prints it."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from store.models.axes import Party, Platform
from store.models.discrepancy import Discrepancy
from store.models.platform_task import PlatformTask
from store.models.work import Snooze
from store.reading.hours import by_hour
from store.reading.owed import owed
from store.repository import Repository, open_store
from store.search.board import clocks
from store.search.lists import CASES, INQUIRIES, OBLIGATIONS
from tests.build import (
    ACTOR,
    DAY,
    HOUR,
    NOW,
    SHOP,
    case,
    keep,
    order,
    parcel,
    refund_of_unshipped,
    shipped,
    stock_out,
)
from tests.rules.inquiries import NUMBER, inquiry
from tui.cli import main
from tui.places.order_columns import is_late

RICE, SENT, OUT, LATE = (f"261120-00000000000000{number}" for number in range(1, 5))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def repository(store: Path) -> Repository:
    opened = open_store(str(store), ACTOR, lambda: NOW)
    keep(
        opened,
        order(order_no=RICE, ship_by_deadline=NOW + 2 * DAY),
        shipped(order_no=SENT, parcels=(parcel(shipped_at=NOW - 20 * HOUR),)),
        shipped(order_no=OUT, cases=(case(state="platform_to_rule", waits_for=Party.PLATFORM),)),
        order(order_no=LATE, ship_by_deadline=NOW - HOUR, stock_outs=(stock_out(),)),
    )
    return opened


def test_the_most_urgent_comes_first_and_what_has_no_deadline_last(
    repository: Repository,
) -> None:
    found = repository.owed()

    assert [(one.row.order_no, one.obligation.kind) for one in found] == [
        (LATE, "may-ship"),
        (OUT, "contact-carrier"),
        (SENT, "first-scan"),
        (RICE, "ship"),
        (LATE, "stock-out-verdict"),
        (OUT, "rule"),
    ]


def test_what_is_later_is_left_out(repository: Repository) -> None:
    found = repository.owed(until=NOW + 4 * HOUR)

    assert [one.row.order_no for one in found] == [LATE, OUT]


def test_a_carriers_time_that_is_over_is_ours(repository: Repository) -> None:
    later = repository.acting(ACTOR, lambda: NOW + 4 * HOUR).owed()

    (sent,) = [one.obligation for one in later if one.row.order_no == SENT]
    assert (sent.kind, sent.who) == ("contact-carrier", Party.US)


@pytest.mark.parametrize("hours", [-2, 0, 4, 30, 24 * 9])
def test_list_clocks_search_and_sort_say_what_is_owed_says(
    repository: Repository, hours: int
) -> None:
    later = repository.acting(ACTOR, lambda: NOW + hours * HOUR)
    ours: dict[str, datetime] = {}
    for one in later.owed():
        if one.obligation.counts and one.obligation.due_at:
            ours.setdefault(one.row.order_no, one.obligation.due_at)
    over = [number for number, due in ours.items() if due <= later.now]

    assert [row.order_no for row in later.search()][: len(ours)] == [*ours]
    assert [row.order_no for row in later.search("late")] == over
    assert later.clocks().late == len([*later.owed("who:us late")])
    assert [
        row.order_no for row in later.search(sort="order") if is_late(row, later.now)
    ] == sorted(over)


def test_no_order_is_opened(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_arguments: object) -> None:
        raise AssertionError

    monkeypatch.setattr(repository.engine, "document", opened)
    monkeypatch.setattr(repository.engine, "document_with", opened)
    monkeypatch.setattr(repository.engine, "documents", opened)

    assert len(list(repository.owed())) == 6


def due(store: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    at = ["--store", str(store), "--now", "2026-11-22T09:00", "--lang", "en"]
    assert main([*at, "due", *words]) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("repository")
def test_scripts_read_one_object_a_line(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = due(store, capsys, "--json", "--within", "4h", "order:0004")

    assert [json.loads(line) for line in said.splitlines()] == [
        {
            "order_no": LATE,
            "key": f"pinduoduo:米铺:{LATE}",
            "kind": "may-ship",
            "who": "platform",
            "due_at": "2026-11-22T08:00:00+08:00",
            "seconds_left": -3600,
            "overdue": True,
            "estimated": False,
            "at_zero": "counted late: 3.00 yuan (seen)",
            "cost_fen": 300,
            "source": "",
            "about": "",
            "which": "",
            "goods": "东北大米 x2",
            "owner": "",
            "snoozed_until": None,
        }
    ]


NOT_DATED = "due at no known time: {count}; without --within they stand at the end"


@pytest.mark.parametrize(
    ("words", "last"),
    [
        pytest.param(["--within", "90d"], NOT_DATED.format(count=2), id="of all"),
        pytest.param(
            ["--within", "90d", "kind:discrepancy"], NOT_DATED.format(count=1), id="of a query"
        ),
        pytest.param(["--within", "90d", "kind:first-scan"], None, id="none of a query"),
        pytest.param([], None, id="all are shown"),
    ],
)
def test_what_has_no_deadline_is_told_where_a_span_leaves_it_out(
    repository: Repository,
    store: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    last: str | None,
) -> None:
    other = Discrepancy(id="d1", kind="case_money", about="A1", opened_at=NOW)
    keep(repository, shipped(order_no="261120-000000000000016", discrepancies=(other,)))

    lines = due(store, capsys, *words).splitlines()

    assert [line for line in lines if line.startswith("due at no known time")] == (
        [last] if last else []
    )


@pytest.mark.usefixtures("repository")
def test_people_read_who_owes_what_and_what_happens_at_zero(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = due(store, capsys, "order:0002").splitlines()

    assert said[0].split() == [
        "Left",
        "Who",
        "What",
        "Order",
        "no.",
        "Goods",
        *("Costs", "At", "zero"),
    ]
    assert "~4h  carrier  pick the parcel up" in said[1]
    assert said[1].endswith("trace late, 20.00 yuan (seen): contact the carrier and tell the buyer")


@pytest.mark.parametrize(
    ("now", "left", "due"),
    [
        pytest.param("2026-11-22T09:00", "", None, id="the carrier's time runs"),
        pytest.param("2026-11-22T14:00", "~-1h00", "2026-11-22T13:00:00+08:00", id="it is over"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_the_list_prints_what_has_become_ours(
    store: Path, capsys: pytest.CaptureFixture[str], now: str, left: str, due: str | None
) -> None:
    listed = ["--store", str(store), "--now", now, "--lang", "en", "list", "order:0002"]
    assert main(listed) == 0
    (row,) = [one for one in capsys.readouterr().out.splitlines() if one.startswith(SENT)]
    assert main([*listed, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert row.removeprefix(SENT).split()[0] == (left or "paid")
    assert told["due_at"] == due
    assert told.keys().isdisjoint({"owed", "policy", "form", "falls_to_us_at"})


def test_a_span_that_is_none_is_refused(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["due", "--store", str(store), "--lang", "en", "--within", "soon"]) == 2

    assert capsys.readouterr().err == (
        "within: soon is no span; such as 90m, 24h or 2d is expected.\n"
    )


def test_what_is_put_off_is_counted_and_shown_when_it_is_asked_for(
    repository: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snooze = Snooze(kind="ship", until=NOW + 3 * HOUR, at=NOW, by="li")
    (row,) = repository.search("order:0001")
    keep(repository, repository.order(row.key).model_copy(update={"snoozes": (snooze,)}))

    *lines, last = due(store, capsys, "who:us", "kind:ship").splitlines()
    assert [line for line in lines if RICE in line] == []
    assert last == "put off until later: 1; --snoozed shows it"
    (said,) = (json.loads(line) for line in due(store, capsys, "--snoozed", "--json").splitlines())
    assert (said["order_no"], said["snoozed_until"]) == (RICE, "2026-11-22T12:00:00+08:00")
    later = repository.acting(ACTOR, lambda: NOW + 3 * HOUR)
    assert [one.row.order_no for one in later.owed("kind:ship") if one.is_snoozed(later.now)] == []


def test_what_was_put_off_comes_back_when_its_deadline_moves_before_that(
    repository: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snooze = Snooze(kind="ship", until=NOW + 3 * HOUR, at=NOW, by="li")
    (row,) = repository.search("order:0001")
    moved = {"snoozes": (snooze,), "ship_by_deadline": NOW + 2 * HOUR}
    keep(repository, repository.order(row.key).model_copy(update=moved))

    (said,) = [
        line for line in due(store, capsys, "who:us", "kind:ship").splitlines() if RICE in line
    ]
    assert said.split()[:3] == ["2h", "us", "ship"]
    assert (
        main(["show", RICE, "--store", str(store), "--now", "2026-11-22T09:00", "--lang", "en"])
        == 0
    )
    shown = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in shown if "put off" in line] == [
        "was put off until 2026-11-22 12:00; its deadline is before that now, so it is back"
    ]


def test_by_money_the_dearest_comes_first_and_what_costs_nothing_known_last(
    repository: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = due(store, capsys, "--sort", "money", "--json").splitlines()

    assert [json.loads(line)["cost_fen"] for line in said] == [2000, 2000, 300, 300, None, None]


def test_the_hours_add_up_to_what_the_header_says_is_at_risk(
    repository: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(
        repository,
        order(order_no="261120-000000000000011", ship_by_deadline=NOW + HOUR / 2),
        order(
            order_no="261120-000000000000012",
            ship_by_deadline=NOW + 5 * HOUR,
            refunds=(refund_of_unshipped(),),
        ),
        order(order_no="261120-000000000000013", ship_by_deadline=NOW + 24 * HOUR),
        order(order_no="261120-000000000000014", ship_by_deadline=NOW + 23 * HOUR),
    )

    hours = by_hour(repository.owed(), NOW)
    assert [one.begin for one in hours] == [NOW + hour * HOUR for hour in range(24)]
    found = {hour: (one.count, one.cost_fen) for hour, one in enumerate(hours) if one.count}
    assert found == {0: (1, 300), 5: (1, 300), 23: (1, 300)}
    assert sum(one.cost_fen for one in hours) == repository.clocks().at_risk_fen
    lines = due(store, capsys, "--hours").splitlines()
    assert len(lines) == 25
    assert lines[1].split() == ["2026-11-22", "09:00", "1", "3.00"]
    first, *_rest = (
        json.loads(line) for line in due(store, capsys, "--hours", "--json").splitlines()
    )
    assert first == {
        "from": "2026-11-22T09:00:00+08:00",
        "until": "2026-11-22T10:00:00+08:00",
        "count": 1,
        "cost_fen": 300,
    }


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        pytest.param((72, 30), {18: (1, 100)}, id="dearer as out of stock"),
        pytest.param((48, 30), {18: (1, 200)}, id="free until it is out of stock"),
        pytest.param((72, 20), {}, id="not within a day"),
        pytest.param((72, 50), {}, id="deducted already"),
    ],
)
def test_what_is_late_stands_in_the_hour_from_which_on_it_is_dearer(
    repository: Repository,
    store: Path,
    capsys: pytest.CaptureFixture[str],
    clock: tuple[int, int],
    expected: dict[int, tuple[int, int]],
) -> None:
    """Of hours to ship, and hours since they were over."""
    promised, since = clock
    number, due_at = "6956488938693640100", NOW - since * HOUR
    late = order(
        order_no=number,
        platform=Platform.DOUYIN,
        paid_at=due_at - promised * HOUR,
        ship_by_deadline=due_at,
    )
    keep(repository, late)

    hours = by_hour(repository.owed(), NOW)
    found = {at: (one.count, one.cost_fen) for at, one in enumerate(hours) if one.count}
    assert found == expected
    assert sum(one.cost_fen for one in hours) == repository.clocks().at_risk_fen
    (duty,) = (one for _row, one in repository.owed(number) if one.kind == "ship")
    (line,) = [one for one in due(store, capsys, "who:us").splitlines() if number in one]
    assert duty.at_zero.startswith("counted late already; from 2026-11-")
    assert line.endswith(duty.at_zero)
    assert [one for one in repository.view(late).owed if one.kind == "ship"] == [duty]


@pytest.mark.parametrize(
    ("promised", "at_zero", "later"),
    [
        pytest.param(72, 200, 100, id="dearer as out of stock"),
        pytest.param(48, 0, 200, id="free until it is out of stock"),
    ],
)
def test_each_hour_has_what_is_deducted_in_it_and_all_of_them_what_it_costs(
    repository: Repository, promised: int, at_zero: int, later: int
) -> None:
    due_at = NOW + 5 * HOUR
    late = order(
        order_no="6956488938693640100",
        platform=Platform.DOUYIN,
        paid_at=due_at - promised * HOUR,
        ship_by_deadline=due_at,
    )
    keep(repository, late)
    (row,) = (each.row for each in repository.owed() if each.row.order_no == late.order_no)

    of_it = repository.parsed(f"order:{late.order_no}", OBLIGATIONS).conditions
    found = list[tuple[datetime, int, int]]()
    for day in range(4):
        now = NOW + day * DAY
        hours = by_hour(owed([row], repository.policy, now), now)
        at_risk = clocks(now, repository.engine.fetch, of_it).at_risk_fen
        assert at_risk == sum(one.cost_fen for one in hours)
        found += [(one.begin, one.count, one.cost_fen) for one in hours if one.count]
    assert found == [(due_at, 1, at_zero), (due_at + 48 * HOUR, 1, later)]


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("option", [("--within", "4h"), ("--snoozed",)])
def test_the_hours_are_of_all_that_is_due(
    store: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, ...]
) -> None:
    assert main(["--store", str(store), "--lang", "en", "due", "--hours", *option]) == 2
    assert capsys.readouterr().err == (
        f"{option[0]}: --hours adds up the next 24 hours, whatever is put off; leave {option[0]}"
        " away.\n"
    )


def test_two_duties_of_one_failure_cost_once(repository: Repository) -> None:
    task = PlatformTask(id="t1", kind="cancel-order", copy_text="取消", created_at=NOW)
    given = order(order_no="261120-000000000000015", tasks=(task,), ship_by_deadline=NOW + HOUR)
    keep(repository, given)

    (hour,) = [one for one in by_hour(repository.owed("order:000000000000015"), NOW) if one.count]
    assert (hour.count, hour.cost_fen) == (2, 300)


def test_what_was_asked_before_any_shop_was_known_is_owed_in_whichever_is_looked_at(
    repository: Repository,
) -> None:
    keep(repository, order(shop="油坊", order_no="261120-000000000000009"), inquiry(shop=""))
    keep(repository, inquiry(number="Q-20261122-2", shop="油坊"))

    repository.shop = ("pinduoduo", SHOP)
    found = {row.order_no for row in repository.owed_rows()}

    assert found == {RICE, SENT, OUT, LATE, NUMBER}
    cases = repository.select(CASES, repository.parsed("", CASES))
    assert {row.order_no or row.key for row in cases} == {OUT, NUMBER}
    assert repository.counts([""], INQUIRIES) == (1,)
