"""Coverage of imports: noted with the record of the file, owed, and listed."""

import csv
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from store.errors import BadInput
from store.importing import batches, import_paths
from store.models.coverage import Coverage, Span
from store.models.import_record import ImportRecord
from store.repository import Repository, open_store
from store.rules.coverage.row import owed_exports
from store.words.times import SHOP_TIME
from tests.build import ACTOR, DAY, NOW, SHOP
from tui.cli import main

COLUMNS = ("订单号", "订单状态", "商品", "商品数量(件)", "用户实付金额(元)", "订单成交时间")


def orders_of(folder: Path, *days: int, name: str = "orders.csv") -> Path:
    """An export with an order on each of these days of November."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for day in days:
            number = f"2611{day:02}-{day:015}"
            writer.writerow((number, "待发货", "大米", 1, "20.00", f"2026-11-{day:02} 10:00:00"))
    return path


def cover(repository: Repository) -> list[tuple[int, int]]:
    (found,) = repository.all(Coverage)
    assert (found.platform, found.shop, found.kind) == ("pinduoduo", SHOP, "orders")
    return [(one.first.day, one.last.day) for one in found.spans]


def gaps_owed(repository: Repository) -> list[str]:
    return [one.obligation.at_zero for one in repository.owed("kind:coverage late")]


def test_a_file_covers_the_days_of_its_rows(repository: Repository, tmp_path: Path) -> None:
    import_paths(repository, [orders_of(tmp_path, 5, 1, 3)], SHOP)

    (record,) = repository.all(ImportRecord)
    assert (record.kind, record.covers_from, record.covers_to) == (
        "orders",
        date(2026, 11, 1),
        date(2026, 11, 5),
    )
    assert cover(repository) == [(1, 5)]


def test_a_file_of_which_every_row_was_rejected_covers_nothing(
    repository: Repository, tmp_path: Path
) -> None:
    import_paths(repository, [orders_of(tmp_path, 1)], SHOP)
    bad = orders_of(tmp_path, 5, 6, name="bad.csv")
    whole = bad.read_text("utf-8")
    bad.write_text(whole.replace("20.00", "abc"), "utf-8")

    (report,) = import_paths(repository, [bad], SHOP)

    assert (report.rows, report.rejected_count) == (2, 2)
    assert cover(repository) == [(1, 1)]
    assert [one.covers_from for one in repository.all(ImportRecord) if one.file == "bad.csv"] == [
        None
    ]
    bad.write_text(whole.replace("20.00", "abc", 1), "utf-8")
    import_paths(repository, [bad], SHOP)
    assert cover(repository) == [(1, 1), (5, 6)]


def test_today_counts_once_it_is_over(repository: Repository, tmp_path: Path) -> None:
    import_paths(repository, [orders_of(tmp_path, 20, 22)], SHOP)  # the clock says the 22nd

    (record,) = repository.all(ImportRecord)
    assert record.covers_to == date(2026, 11, 22)
    assert cover(repository) == [(20, 21)]


def test_the_days_between_two_files_are_owed_until_they_come(
    repository: Repository, tmp_path: Path
) -> None:
    for name, days in (("a.csv", (1, 2)), ("b.csv", (6, 8, 21))):
        import_paths(repository, [orders_of(tmp_path, *days, name=name)], SHOP)

    assert cover(repository) == [(1, 2), (6, 21)]
    said = "these days are not here: export orders from 2026-11-03 to 2026-11-05 of shop 米铺"
    assert gaps_owed(repository) == [said]
    import_paths(repository, [orders_of(tmp_path, 3, 5, name="c.csv")], SHOP)
    assert cover(repository) == [(1, 21)]
    assert gaps_owed(repository) == []


def test_the_day_after_the_last_turns_late_by_itself(
    repository: Repository, tmp_path: Path
) -> None:
    import_paths(repository, [orders_of(tmp_path, 19, 21)], SHOP)

    assert gaps_owed(repository) == []
    tomorrow = repository.acting(ACTOR, lambda: NOW + DAY)
    assert gaps_owed(tomorrow) == [
        "later days are not here: export orders from 2026-11-22 on of shop 米铺"
    ]


def test_an_import_that_was_stopped_covers_nothing_before_it_is_whole(
    repository: Repository, tmp_path: Path
) -> None:
    file = orders_of(tmp_path, *range(1, 21))
    repository.import_files([file], SHOP, watch=lambda step: step.deed != "look")

    assert list(repository.all(Coverage)) == []
    repository.import_files([file], SHOP)
    assert cover(repository) == [(1, 20)]


def test_a_file_that_is_none_and_a_look_alone_cover_nothing(
    repository: Repository, tmp_path: Path
) -> None:
    repository.import_files([orders_of(tmp_path, 1, 2)], SHOP, dry_run=True)
    with pytest.raises(BadInput):
        repository.import_files([orders_of(tmp_path, name="empty.csv")], SHOP)

    assert list(repository.all(Coverage)) == []


def test_a_funds_file_of_our_own_form_covers_nothing_and_is_not_asked_for_again(
    repository: Repository, tmp_path: Path
) -> None:
    file = tmp_path / "own.csv"
    row = "2026-11-10 10:00,261110-000000000000001,late_shipment,0,3"
    file.write_text(f"at,order_no,kind,in,out\n{row}\n", "utf-8")

    repository.import_files([file], SHOP)

    assert [one.rows for one in repository.all(ImportRecord)] == [1]
    assert list(repository.all(Coverage)) == []
    assert list(repository.owed("kind:coverage")) == []


def test_the_same_file_again_changes_nothing(repository: Repository, tmp_path: Path) -> None:
    for _time in range(2):
        import_paths(repository, [orders_of(tmp_path, 1, 2)], SHOP)

    (found,) = repository.all(Coverage)
    assert found.version == 1


# The command


def test_imports_are_listed_with_a_bar_and_the_days_that_are_missing(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = open_store(str(store), ACTOR, lambda: NOW)
    for name, days in (("a.csv", (1, 2)), ("b.csv", (6, 19))):
        repository.import_files([orders_of(tmp_path, *days, name=name)], SHOP)

    assert main(["imports", "--store", str(store), "--now", NOW.isoformat()]) == 0
    head, first, _second, _blank, title, _legend, bar, *missing = (
        capsys.readouterr().out.splitlines()
    )
    assert head.split() == [
        *("Imported", "File", "Shop", "Kind", "Covers", "Rows", "New", "Changed", "Rejected"),
        *("Not", "here"),
    ]
    assert "2026-11-01 – 2026-11-02" in first
    assert title == "Pinduoduo 米铺 · orders"
    assert bar.lstrip() == "██···██████████████··"
    assert len(bar) == 90
    assert missing == [
        "missing: 2026-11-03 – 2026-11-05",
        "missing: 2026-11-20 – 2026-11-21",
    ]


def test_coverage_is_shown_by_the_key_that_what_is_owed_names(
    repository: Repository, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_paths(repository, [orders_of(tmp_path, 20, 21)], SHOP)
    (key,) = {one.row.of_key for one in repository.owed("kind:coverage")}
    asked = ["show", key, "--store", str(store), "--lang", "en", "--now", NOW.isoformat()]

    assert main(asked) == 0
    assert [line.strip() for line in capsys.readouterr().out.splitlines()] == [
        f"Pinduoduo {SHOP} · orders",
        "from 2026-08-24 on, a sign a day: █ here, · missing",
        "██",
        "",
        "What is owed",
        "15h  export what is missing",
        "until 2026-11-23 00:00",
        f"later days are not here: export orders from 2026-11-22 on of shop {SHOP}",
    ]
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["key"], told["spans"]) == (key, [{"first": "2026-11-20", "last": "2026-11-21"}])


def test_scripts_read_imports_and_coverage(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = open_store(str(store), ACTOR, lambda: NOW)
    repository.import_files([orders_of(tmp_path, 1, 21)], SHOP)

    assert main(["imports", "--json", "--store", str(store), "--now", NOW.isoformat()]) == 0
    record, found = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (record["what"], record["kind"], record["covers_to"]) == (
        "import",
        "orders",
        "2026-11-21",
    )
    assert found == {
        "what": "coverage",
        "platform": "pinduoduo",
        "shop": SHOP,
        "kind": "orders",
        "spans": [{"first": "2026-11-01", "last": "2026-11-21"}],
        "empty": [],
        "broken_off": [],
        "missing": [],
    }


def rest_owed(repository: Repository) -> list[str]:
    return [said for said in gaps_owed(repository) if "broken off" in said]


def broken_off(repository: Repository, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Import no more than the first two orders of a file."""
    with monkeypatch.context() as patch:
        patch.setattr(batches, "FIRST", 2)
        import_paths(repository, [file], SHOP, watch=lambda step: step.deed != "merge")


def test_an_import_that_was_broken_off_is_shown_and_owed_until_the_file_comes_again(
    repository: Repository,
    store: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = orders_of(tmp_path, 1, 2, 3, 4, 5)
    broken_off(repository, file, monkeypatch)

    said = "ows of orders.csv not here: 3; its import was broken off, import it again"
    assert rest_owed(repository) == [f"r{said}"]
    asked = ["--store", str(store), "--lang", "en", "--now", NOW.isoformat()]
    assert main(["imports", *asked]) == 0
    _head, line, sentence = capsys.readouterr().out.splitlines()
    assert line.split()[-5:] == ["5", "2", "0", "0", "3"]
    assert sentence == f"R{said}."
    assert main(["show", f"pinduoduo:{SHOP}:orders", *asked]) == 0
    assert f"r{said}" in capsys.readouterr().out

    import_paths(repository, [file], SHOP)
    assert rest_owed(repository) == []
    assert cover(repository) == [(1, 5)]


def test_a_whole_file_of_all_its_days_takes_the_place_of_one_that_was_broken_off(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_off(repository, orders_of(tmp_path, 2, 3, 4), monkeypatch)
    import_paths(repository, [orders_of(tmp_path, 3, 4, 5, name="other.csv")], SHOP)
    assert len(rest_owed(repository)) == 1
    import_paths(repository, [orders_of(tmp_path, 1, 2, 4, name="whole.csv")], SHOP)
    assert rest_owed(repository) == []


def test_an_empty_store_says_so(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_store(str(store), ACTOR, lambda: NOW).close()

    assert main(["imports", "--store", str(store)]) == 0
    assert capsys.readouterr().out == "Nothing was imported into this store yet.\n"


def test_days_without_orders_are_said_by_a_person_and_owed_no_more(
    repository: Repository, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import_paths(repository, [orders_of(tmp_path, 1, 2, name="a.csv")], SHOP)
    import_paths(repository, [orders_of(tmp_path, 6, 21, name="b.csv")], SHOP)
    assert gaps_owed(repository) == [
        "these days are not here: export orders from 2026-11-03 to 2026-11-05 of shop 米铺"
    ]
    key = f"pinduoduo:{SHOP}:orders"
    days = ["first=2026-11-03", "last=2026-11-05", "reason=closed for the fair"]

    assert main(["--lang", "en", "--store", str(store), "do", "note-empty-days", key, *days]) == 0

    assert gaps_owed(repository) == []
    (event,) = repository.events(repository.find(key))
    assert event.values["reason"] == "closed for the fair"
    capsys.readouterr()
    assert main(["--lang", "en", "--store", str(store), "show", key]) == 0
    said = "nothing to export: 2026-11-03 – 2026-11-05, closed for the fair ("
    assert said in capsys.readouterr().out
    repository.verify(full=True)


@pytest.mark.parametrize("kind", ["orders", "after_sales", "funds"])
def test_a_month_between_two_files_is_owed_at_once_of_every_kind(kind: str) -> None:
    spans = (
        Span(first=date(2026, 8, 1), last=date(2026, 8, 31)),
        Span(first=date(2026, 10, 1), last=date(2026, 10, 31)),
    )
    known = Coverage(platform="douyin", shop=SHOP, kind=kind, spans=spans)

    gap, _next = owed_exports(known)
    assert gap.about == "2026-09-01..2026-09-30"
    assert gap.due_at == datetime(2026, 10, 1, tzinfo=SHOP_TIME)
