"""Importing files: read to their end first, then met with the store, an order at a time."""

import csv
import os
import signal
import stat
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from store.engines.lock import PATIENCE_SECONDS
from store.engines.protocol import KeptEvent
from store.engines.turn import Turn
from store.errors import BadInput
from store.files.durable import aside_of
from store.importing import (
    ImportReport,
    Step,
    batches,
    files_read,
    import_paths,
    in_batches,
    read_rows,
)
from store.importing.batches import Batches
from store.importing.bundles import Bundle
from store.importing.making import Maker
from store.importing.pace import HELD_SECONDS
from store.importing.read_rows import Entry
from store.importing.shops import refuse_other_shops
from store.models.after_sales_case import WaitingCase
from store.models.import_record import ImportRecord
from store.models.order import Order
from store.repository import Repository, open_store
from store.rules.order.actions.note import Note
from store.rules.parcels.actions.ship import Ship
from store.upkeep.verifying import verify
from tests.build import ACTOR, NOW, SHOP, content
from tests.exchange.read_files import (
    DOUYIN_A,
    DOUYIN_CASE_ROW,
    DOUYIN_CASES,
    PDD_2023,
    PDD_CASE_ROW,
    PDD_CASES,
    Row,
    csv_file,
    douyin,
    pdd,
    xlsx_file,
)

DOUYIN_NO = "6956488938693643482"
SHIPPED = {"订单状态": "已发货", "发货时间": "2026-11-21 12:00:00", "快递单号": "YT1234567890123"}


def number(place: int) -> str:
    return f"261120-{place:015}"


def pdd_orders(folder: Path, count: int, name: str = "orders.csv", **cells: str) -> Path:
    rows = [pdd(订单号=number(place), **cells) for place in range(count)]
    return csv_file(folder, PDD_2023, *rows, name=name)


def key(order_no: str, platform: str = "pinduoduo") -> str:
    return f"{platform}:{SHOP}:{order_no}"


def counted(report: ImportReport) -> dict[str, int]:
    return {verdict: count for verdict, count in report.counts.items() if count}


def refused(repository: Repository, *given: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        import_paths(repository, given, SHOP)
    return caught.value


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten orders a batch, five rows at once: what takes thousands of rows takes dozens."""
    for name in ("FIRST", "FEWEST", "MOST"):
        monkeypatch.setattr(batches, name, 10)
    monkeypatch.setattr(files_read, "AT_ONCE", 5)


# One order, one commit


def test_orders_of_many_rows_are_not_all_in_memory_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(read_rows, "MOST_AT_ONCE", 5)
    orders = iter(["abc", "de", "f", "g", "h"])

    found = [read_rows.some_of(orders, 2) for _turn in range(4)]

    assert found == [["abc", "de"], ["f", "g"], ["h"], []]
    orders = iter(["abcdef", "g"])
    assert read_rows.some_of(orders, 2) == ["abcdef"]
    assert read_rows.some_of(orders, 2) == ["g"]


def test_an_order_in_more_rows_than_any_export_has_refuses_the_import(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_rows, "MOST_OF_AN_ORDER", 2)
    rows = [pdd(订单号=number(1), 商家备注=str(place)) for place in range(3)]

    import_paths(repository, [csv_file(tmp_path, PDD_2023, *rows[:2])], SHOP)
    with pytest.raises(BadInput) as refused:
        import_paths(repository, [csv_file(tmp_path, PDD_2023, *rows)], SHOP)

    assert refused.value.sentence == (
        f"Order {number(1)} stands in more than 2 rows, which no export has."
    )


def test_rows_of_one_order_far_apart_are_one_order(
    repository: Repository, tmp_path: Path, many: None
) -> None:
    others = [
        douyin(主订单编号=f"69564889386936{place:05}", 子订单编号=f"1{place:05}")
        for place in range(60)
    ]
    lines = [douyin(子订单编号=one, 商家编码=f"YX-{one}") for one in ("1", "2", "3")]
    rows = [lines[0], *others[:30], lines[1], *others[30:], lines[2]]

    (report,) = import_paths(repository, [csv_file(tmp_path, DOUYIN_A, *rows)], SHOP)

    assert counted(report) == {"new": 61}
    order = repository.order(key(DOUYIN_NO, "douyin"))
    assert [line.line_no for line in order.lines] == ["1", "2", "3"]
    assert order.version == 1


def test_a_broken_row_spoils_its_order_and_no_other(repository: Repository, tmp_path: Path) -> None:
    other = douyin(主订单编号="6956488938693643483", 子订单编号="9")
    rows = [douyin(子订单编号="1"), other, douyin(子订单编号="2", 商品数量="两")]
    file = csv_file(tmp_path, DOUYIN_A, *rows)

    (report,) = import_paths(repository, [file], SHOP)

    assert counted(report) == {"new": 1}
    assert [one.order_no for one in repository.all(Order)] == ["6956488938693643483"]
    assert [(one.row, one.field, one.reason) for one in report.rejected] == [
        (2, "", "row 4 of the same order could not be read"),
        (4, "商品数量", "a whole number of at least 1 was expected, “两” was found"),
    ]


def test_everything_about_an_order_is_one_commit(repository: Repository, tmp_path: Path) -> None:
    """Its own facts first, then its case, then its trace, in whatever turn the files are given."""
    orders = csv_file(tmp_path, PDD_2023, pdd(**SHIPPED))
    cases = csv_file(tmp_path, PDD_CASES, PDD_CASE_ROW, name="cases.csv")
    traces = tmp_path / "traces.csv"
    traces.write_text(
        f"order_no,tracking_no,at,state\n{pdd()['订单号']},YT1234567890123,2026-11-21 18:05,揽收\n",
        encoding="utf-8",
    )

    reports = import_paths(repository, [traces, cases, orders], SHOP)

    assert [counted(one) for one in reports] == [{"new": 1}] * 3
    assert [one.waiting for one in reports] == [0, 0, 0]
    order = repository.order(key(pdd()["订单号"]))
    assert (order.version, len(order.cases), len(order.parcels[0].traces)) == (1, 1, 1)
    told = [(one.action, one.values["file"]) for one in repository.events(order)]
    assert told == [("import", "orders.csv"), ("import", "cases.csv"), ("import", "traces.csv")]


def test_cases_may_come_before_their_orders(repository: Repository, tmp_path: Path) -> None:
    cases = csv_file(tmp_path, DOUYIN_CASES, DOUYIN_CASE_ROW, name="cases.csv")
    (first,) = import_paths(repository, [cases], SHOP)
    (again,) = import_paths(repository, [cases], SHOP)
    orders = csv_file(tmp_path, DOUYIN_A, douyin(订单状态="已发货"))

    (second,) = import_paths(repository, [orders], SHOP)

    assert (counted(first), first.waiting) == ({"new": 1}, 1)
    assert (counted(again), again.waiting) == ({"same": 1}, 1)
    assert (counted(second), second.attached) == ({"new": 1}, 1)
    assert [one.id for one in repository.order(key(DOUYIN_NO, "douyin")).cases] == [
        DOUYIN_CASE_ROW["售后单号"]
    ]


def test_a_case_finds_only_the_order_that_it_is_about(
    repository: Repository, tmp_path: Path
) -> None:
    """The keys of orders whose numbers begin alike lie side by side."""
    longer = pdd()["订单号"] + "0"
    case = PDD_CASE_ROW | {"订单编号": longer}
    import_paths(repository, [csv_file(tmp_path, PDD_CASES, case, name="cases.csv")], SHOP)

    import_paths(repository, [csv_file(tmp_path, PDD_2023, pdd())], SHOP)

    assert repository.order(key(pdd()["订单号"])).cases == ()
    assert [one.order_no for one in repository.all(WaitingCase)] == [longer]


# Nothing before all is known


def test_a_file_that_is_none_changes_nothing_of_the_others_either(
    unfounded: Repository, store: Path, tmp_path: Path
) -> None:
    good = pdd_orders(tmp_path, 3)
    bad, none = tmp_path / "bad.csv", tmp_path / "none.csv"
    bad.write_text("a,b\n1,2\n", encoding="utf-8")

    error = refused(unfounded, good, bad, none)

    assert [one.sentence for one in error.problems] == [
        (
            "bad.csv: not an export, none of its first ten rows is a header with an order number,"
            " a status and an amount."
        ),
        "none.csv: there is no such file.",
        "Nothing was imported, of the other files either.",
    ]
    assert not store.exists()


def test_an_order_of_another_shop_anywhere_in_a_file_changes_nothing(
    repository: Repository, store: Path, tmp_path: Path, many: None
) -> None:
    import_paths(repository, [csv_file(tmp_path, PDD_2023, pdd(订单号=number(40)))], "B")
    before = content(store)

    error = refused(repository, pdd_orders(tmp_path, 50))

    assert error.sentence == f"Order {number(40)} is already here, in the shop B, not {SHOP}."
    assert content(store) == before


def changing(file: Path, how: Callable[[Path], object]) -> Callable[[Step], bool]:
    """A watcher during whose first look something becomes of the file."""
    looks: list[Step] = []

    def watch(step: Step) -> bool:
        looks.append(step)
        if len(looks) == 1:
            how(file)
        return True

    return watch


CHANGED = "orders.csv: it was changed while it was read; import it again when it is whole."
Fate = Callable[[Path], object]
FATES: list[tuple[Fate, str]] = [
    (lambda file: os.truncate(file, file.stat().st_size + 1), CHANGED),
    (lambda file: os.truncate(file, 100), CHANGED),
    (lambda file: (file.rename(file.with_name("old")), file.write_text("")), CHANGED),
    (Path.unlink, "orders.csv: it was taken away while it was read; nothing was imported."),
]


@pytest.mark.parametrize(("how", "sentence"), FATES, ids=["grows", "shrinks", "other", "vanishes"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    unfounded: Repository, tmp_path: Path, how: Fate, sentence: str, many: None
) -> None:
    file = pdd_orders(tmp_path, 50)

    with pytest.raises(BadInput) as caught:
        import_paths(unfounded, [file], SHOP, watch=changing(file, how))

    assert caught.value.sentence == sentence
    assert not unfounded.engine.folder.exists()


def test_a_dry_run_counts_and_leaves_no_store(
    unfounded: Repository, store: Path, tmp_path: Path
) -> None:
    (report,) = import_paths(unfounded, [pdd_orders(tmp_path, 30)], SHOP, dry_run=True)

    assert counted(report) == {"new": 30}
    assert not store.exists()


def test_a_dry_run_of_a_file_says_what_its_import_says(
    repository: Repository, store: Path, tmp_path: Path, many: None
) -> None:
    import_paths(repository, [pdd_orders(tmp_path, 20)], SHOP)
    before = content(store)
    rows = [pdd(订单号=number(place), **(SHIPPED if place % 3 else {})) for place in range(50)]
    later = csv_file(tmp_path, PDD_2023, *rows, pdd(订单号="x"))

    (dry,) = import_paths(repository, [later], SHOP, dry_run=True)

    assert content(store) == before
    (wet,) = import_paths(repository, [later], SHOP)
    assert dry == wet
    assert counted(wet) == {"new": 30, "changed": 13, "same": 7}


# What is kept meanwhile


def test_the_rows_lie_in_a_file_that_nobody_else_reads_and_nobody_finds(
    repository: Repository,
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    many: None,
) -> None:
    modes: list[int] = []
    real = read_rows.ReadRows

    def opened(path: Path) -> read_rows.ReadRows:
        modes.append(stat.S_IMODE(path.stat().st_mode))
        return real(path)

    monkeypatch.setattr(read_rows, "ReadRows", opened)
    seen: set[str] = set()

    def watch(_step: Step) -> bool:
        seen.update(path.name for path in store.iterdir() if path.name.startswith("."))
        return True

    import_paths(repository, [pdd_orders(tmp_path, 60)], SHOP, watch=watch)

    assert modes == [0o600]
    assert seen == set()


def test_what_a_killed_process_left_is_taken_away_by_the_next_import(
    repository: Repository, store: Path, tmp_path: Path
) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    name = aside_of(store).name
    left = store / name.replace(f"-{os.getpid()}-", f"-{child}-")
    alive = store / name.replace(f"-{os.getpid()}-", f"-{os.getppid()}-")
    left.touch()
    alive.touch()

    import_paths(repository, [pdd_orders(tmp_path, 1)], SHOP)

    assert not left.exists()
    assert alive.exists()


def test_all_rejected_rows_are_written_though_the_report_has_the_first(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_read, "KEPT_REJECTED", 3)
    rows = [pdd(订单号=number(place), **{"商品数量(件)": "二"}) for place in reversed(range(20))]
    aside = tmp_path / "rejected.csv"

    (report,) = import_paths(
        repository, [csv_file(tmp_path, PDD_2023, *rows, pdd())], SHOP, rejected_to=aside
    )

    assert (report.rejected_count, [one.row for one in report.rejected]) == (20, [2, 3, 4])
    with aside.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    assert [int(one["row"]) for one in written] == list(range(2, 22))
    assert [one["订单号"] for one in written] == [row["订单号"] for row in rows]


@pytest.mark.parametrize("kept_bytes", [40, -4], ids=["many cells", "the last cell alone"])
def test_rows_that_were_cut_are_refused_again_until_somebody_mends_them(
    repository: Repository, tmp_path: Path, kept_bytes: int
) -> None:
    aside, again = tmp_path / "rejected.csv", tmp_path / "again.csv"
    files = []
    for name, first in (("one.csv", 0), ("two.csv", 10)):
        rows = [pdd(订单号=number(first + at), 快递公司="圆通快递") for at in range(2)]
        path = csv_file(tmp_path, PDD_2023, *rows, name=name)
        data = path.read_bytes()
        begin = data.rindex(number(first + 1).encode())
        path.write_bytes(data[:kept_bytes] if kept_bytes < 0 else data[: begin + kept_bytes])
        files.append(path)

    import_paths(repository, files, SHOP, rejected_to=aside)
    with pytest.raises(BadInput) as caught:
        import_paths(repository, [aside], SHOP, rejected_to=again)

    assert "cut in the middle" in caught.value.sentence
    assert len(list(repository.all(Order))) == 2
    with aside.open(encoding="utf-8-sig", newline="") as file:
        header, *rows_left = csv.reader(file)
    whole = [[*row, *[""] * (len(header) - len(row))] for row in rows_left]
    for row in whole:
        given = pdd(订单号=row[header.index("订单号")])
        row[4:] = [given.get(column, "") for column in header[4:]]
    with aside.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *whole])
    (report,) = import_paths(repository, [aside], SHOP)
    assert counted(report) == {"new": 2}


def test_a_row_with_a_cell_too_many_is_refused_again(
    repository: Repository, tmp_path: Path
) -> None:
    path, aside = csv_file(tmp_path, PDD_2023, pdd(), pdd()), tmp_path / "rejected.csv"
    path.write_bytes(path.read_bytes().rstrip() + b",more\r\n")
    other = pdd(订单号=number(1))
    path.write_bytes(path.read_bytes() + ",".join(other.get(one, "") for one in PDD_2023).encode())
    import_paths(repository, [path], SHOP, rejected_to=aside)

    assert refused(repository, aside).sentence == (
        f"rejected.csv: none of its rows can be read, {len(PDD_2023) + 4} cells were expected,"
        f" {len(PDD_2023) + 5} were found."
    )


# Others at the same time


def test_what_a_colleague_did_after_the_reading_stands(
    repository: Repository, store: Path, tmp_path: Path, many: None
) -> None:
    """He ships an order between the reading of the file and the merge."""
    import_paths(repository, [pdd_orders(tmp_path, 30)], SHOP)
    colleague = open_store(str(store), ACTOR, lambda: NOW)
    shipped = key(number(25))

    def watch(step: Step) -> bool:
        if step.deed == "merge" and step.done == 10:
            colleague.run(Ship, colleague.order(shipped), {"tracking_no": "YT7777777777777"})
        return True

    later = pdd_orders(tmp_path, 30, "later.csv", 商家备注="易碎")
    (report,) = import_paths(repository, [later], SHOP, watch=watch)

    assert counted(report) == {"changed": 30}
    order = repository.order(shipped)
    assert [one.tracking_no for one in order.parcels] == ["YT7777777777777"]
    assert (order.seller_note, order.version) == ("易碎", 3)
    assert [one.action for one in repository.events(order)] == ["import", "ship", "import"]
    verify(repository, full=True)


def between(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], batches_before: int = 0
) -> None:
    """Have somebody do this once, after a batch is made and before it takes the lock."""
    real = Batches._prepared
    turns = iter([*[lambda: None] * batches_before, act])

    def prepared(self: Batches, orders: Iterator[list[Entry]]) -> Iterator[object]:
        for batch in real(self, orders):
            next(turns, lambda: None)()
            yield batch

    monkeypatch.setattr(Batches, "_prepared", prepared)


def test_an_order_that_moved_just_before_the_lock_is_merged_once_more(
    repository: Repository, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_paths(repository, [pdd_orders(tmp_path, 3)], SHOP)
    colleague = open_store(str(store), ACTOR, lambda: NOW)
    between(
        monkeypatch,
        lambda: colleague.run(Note, colleague.order(key(number(1))), {"text": "催了"}),
    )

    later = pdd_orders(tmp_path, 3, "later.csv", 商家备注="易碎")
    (report,) = import_paths(repository, [later], SHOP)

    assert counted(report) == {"changed": 3}
    order = repository.order(key(number(1)))
    assert (order.seller_note, [one.text for one in order.notes]) == ("易碎", ["催了"])
    verify(repository, full=True)


def test_a_case_that_came_just_before_the_lock_finds_its_order(
    repository: Repository, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_store(str(store), ACTOR, lambda: NOW)
    cases = csv_file(tmp_path, PDD_CASES, PDD_CASE_ROW, name="cases.csv")
    between(monkeypatch, lambda: import_paths(other, [cases], SHOP))

    (report,) = import_paths(repository, [csv_file(tmp_path, PDD_2023, pdd())], SHOP)

    assert (counted(report), report.attached) == ({"new": 1}, 1)
    assert len(repository.order(key(pdd()["订单号"])).cases) == 1


@pytest.mark.parametrize("batch", [0, 1, 4])
def test_an_order_that_comes_to_another_shop_just_before_the_lock_stops_the_import(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: None, batch: int
) -> None:
    """What was committed before stays, and the record says how far it came."""
    folder, place = str(repository.engine.folder), batch * 10 + 5
    other = open_store(folder, ACTOR, lambda: NOW)
    theirs = csv_file(tmp_path, PDD_2023, pdd(订单号=number(place)), name="theirs.csv")
    between(monkeypatch, lambda: import_paths(other, [theirs], "B"), batch)
    file = pdd_orders(tmp_path, 50)

    error = refused(repository, file)

    assert error.sentence == f"Order {number(place)} is already here, in the shop B, not {SHOP}."
    kept = {(one.shop, one.order_no) for one in repository.all(Order)}
    assert kept == {(SHOP, number(at)) for at in range(batch * 10)} | {("B", number(place))}
    records = {one.file: (one.new, one.left) for one in repository.all(ImportRecord)}
    assert records.pop("theirs.csv") == (1, 0)
    assert records == ({"orders.csv": (batch * 10, 50 - batch * 10)} if batch else {})
    assert refused(repository, file).sentence == error.sentence
    verify(repository, full=True)


@pytest.mark.parametrize(("shops", "questions"), [((), 0), (("B",), 1), (("B", "C"), 1)])
def test_whether_orders_are_another_shop_s_is_asked_at_once(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    shops: tuple[str, ...],
    questions: int,
) -> None:
    """And not at all where there is no other shop."""
    for place, shop in enumerate((SHOP, *shops)):
        file = csv_file(tmp_path, PDD_2023, pdd(订单号=number(place)), name=f"{place}.csv")
        import_paths(repository, [file], shop)
    asked: list[list[str]] = []
    versions = repository.engine.versions

    def counted_versions(kind: str, keys: Collection[str]) -> dict[str, tuple[int, str]]:
        asked.append(list(keys))
        return versions(kind, keys)

    monkeypatch.setattr(repository.engine, "versions", counted_versions)
    refuse_other_shops(repository, SHOP, [(number(at), ("pinduoduo",)) for at in range(10, 20)])

    assert [len(keys) for keys in asked] == [10 * (1 + len(shops))] * questions


def test_a_case_of_another_shop_s_order_is_refused_under_the_lock(
    repository: Repository, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_store(str(store), ACTOR, lambda: NOW)
    orders = csv_file(tmp_path, PDD_2023, pdd())
    between(monkeypatch, lambda: import_paths(other, [orders], "B"))

    error = refused(repository, csv_file(tmp_path, PDD_CASES, PDD_CASE_ROW, name="cases.csv"))

    assert error.sentence == f"Order {pdd()['订单号']} is already here, in the shop B, not {SHOP}."
    assert list(repository.all(WaitingCase)) == []


def test_a_colleague_who_commits_while_a_history_is_read_stops_no_import(
    repository: Repository, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """He notes something between the two readings of which the last event is told."""
    import_paths(repository, [pdd_orders(tmp_path, 3)], SHOP)
    colleague = open_store(str(store), ACTOR, lambda: NOW)
    engine, meant = repository.engine, key(number(1))
    read, waited_for = engine.last_event, f"orders/{meant}"

    def last_event(subject: str) -> KeptEvent | None:
        nonlocal waited_for
        found = read(subject)
        if subject == waited_for:
            waited_for = ""
            colleague.run(Note, colleague.order(meant), {"text": "催了"})
        return found

    monkeypatch.setattr(engine, "last_event", last_event)
    later = pdd_orders(tmp_path, 3, "later.csv", 商家备注="易碎")
    (report,) = import_paths(repository, [later], SHOP)

    assert (counted(report), waited_for) == ({"changed": 3}, "")
    order = repository.order(meant)
    assert (order.seller_note, [one.text for one in order.notes]) == ("易碎", ["催了"])
    assert [one.action for one in repository.events(order)] == ["import", "note", "import"]
    verify(repository, full=True)


def test_two_imports_of_one_file_at_once_are_one(
    repository: Repository, store: Path, tmp_path: Path, many: None
) -> None:
    file = pdd_orders(tmp_path, 60)
    other = open_store(str(store), ACTOR, lambda: NOW)
    reports: list[ImportReport] = []
    thread = threading.Thread(target=lambda: reports.extend(import_paths(other, [file], SHOP)))
    thread.start()
    reports += import_paths(repository, [file], SHOP)
    thread.join()

    assert sum(one.counts["new"] for one in reports) == 60
    assert sum(one.counts["same"] for one in reports) == 60
    assert [one.version for one in repository.all(Order)] == [1] * 60
    assert [one.left for one in repository.all(ImportRecord)] == [0]
    verify(repository, full=True)


def test_whoever_waits_has_his_turn_before_the_next_batch(
    repository: Repository,
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    many: None,
) -> None:
    """He begins to wait while a batch is written; the next one does not begin before he is done."""
    import_paths(repository, [pdd_orders(tmp_path, 1)], SHOP)
    turn, found = Turn(), list[int]()

    def note() -> None:
        colleague = open_store(str(store), ACTOR, lambda: NOW)
        with turn.ours():
            colleague.run(Note, colleague.order(key(number(0))), {"text": "催了"})
        found.append(colleague.order_count())

    thread = threading.Thread(target=note)
    real = Batches._write

    def write(self: Batches, prepared: list[object]) -> None:
        real(self, prepared)  # type: ignore[arg-type]
        if thread.ident is None:
            thread.start()
            while thread.is_alive() and not turn.waits_for:
                thread.join(0.001)

    def watch(step: Step) -> bool:
        if step.deed == "merge":
            thread.join(PATIENCE_SECONDS * 2)
        return True

    monkeypatch.setattr(Batches, "_write", write)
    import_paths(repository, [pdd_orders(tmp_path, 40, "more.csv")], SHOP, watch=watch)

    assert found == [11]
    assert [one.text for one in repository.order(key(number(0))).notes] == ["催了"]
    verify(repository, full=True)


HELD = HELD_SECONDS
PACES = [
    ("is through at once", 0.0, [4, 8, 16, 16, 6]),
    ("takes half as long as it may", HELD / 2, [4, 8, 16, 16, 6]),
    ("takes as long as it may", HELD, [4] * 12 + [2]),
    ("takes a little too long", HELD * 4 / 3, [4, 3] + [2] * 21 + [1]),
    ("takes twice as long as it may", HELD * 2, [4] + [2] * 23),
    ("takes a minute", 60.0, [4] + [2] * 23),
]


@pytest.mark.parametrize(
    ("held", "sizes"), [each[1:] for each in PACES], ids=[each[0] for each in PACES]
)
def test_a_batch_is_as_large_as_the_lock_may_be_held(
    repository: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    held: float,
    sizes: list[int],
) -> None:
    """By how long the commit of the one before took, within bounds, at most twice that one."""
    for name, size in (("FIRST", 4), ("FEWEST", 2), ("MOST", 16)):
        monkeypatch.setattr(batches, name, size)
    real, found = Batches._commit, list[int]()

    def commit(self: Batches, prepared: list[object]) -> float:
        real(self, prepared)  # type: ignore[arg-type]
        found.append(len(prepared))
        return held

    monkeypatch.setattr(Batches, "_commit", commit)

    import_paths(repository, [pdd_orders(tmp_path, 50)], SHOP)

    assert found == sizes


def test_waiting_for_the_lock_is_not_holding_it(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, held = 0.0, list[float]()
    writing, write, commit = repository.db.writing, Batches._write, Batches._commit

    @contextmanager
    def late() -> Iterator[None]:
        nonlocal clock
        clock += 5.0
        with writing():
            yield
            clock += 0.25

    def slow(self: Batches, prepared: list[object]) -> None:
        nonlocal clock
        write(self, prepared)  # type: ignore[arg-type]
        clock += 0.5

    def measured(self: Batches, prepared: list[object]) -> float:
        held.append(commit(self, prepared))  # type: ignore[arg-type]
        return held[-1]

    monkeypatch.setattr(in_batches, "perf_counter", lambda: clock)
    monkeypatch.setattr(repository.db, "writing", late)
    monkeypatch.setattr(Batches, "_write", slow)
    monkeypatch.setattr(Batches, "_commit", measured)
    import_paths(repository, [pdd_orders(tmp_path, 1)], SHOP)

    assert held == [0.75]


# Broken off, and completed


def kinds_of(repository: Repository) -> list[object]:
    """All there is but ids that are made up and instants of the machine's clock."""
    orders = [
        one.model_dump(exclude={"parcels": {"__all__": {"id"}}}) for one in _orders(repository)
    ]
    events = [[event.action for event in repository.events(one)] for one in _orders(repository)]
    records = [one.model_dump(exclude={"version"}) for one in repository.all(ImportRecord)]
    return [orders, events, records]


def _orders(repository: Repository) -> list[Order]:
    return sorted(repository.all(Order), key=lambda one: one.order_no)


def test_an_import_can_be_stopped_and_completed(
    repository: Repository, store: Path, tmp_path: Path, many: None
) -> None:
    file = pdd_orders(tmp_path, 50)

    (report,) = import_paths(
        repository, [file], SHOP, watch=lambda step: step.deed != "merge" or step.done < 20
    )

    assert (counted(report), report.left_off) == ({"new": 20}, True)
    (record,) = repository.all(ImportRecord)
    assert (record.rows, record.left, record.is_whole) == (50, 30, False)

    (again,) = import_paths(repository, [file], SHOP)

    assert (counted(again), again.left_off) == ({"new": 30, "same": 20}, False)
    (record,) = repository.all(ImportRecord)
    assert (record.new, record.left, record.is_whole) == (50, 0, True)
    assert [one.version for one in repository.all(Order)] == [1] * 50


def test_an_import_that_is_stopped_while_it_reads_has_changed_nothing(
    unfounded: Repository, store: Path, tmp_path: Path, many: None
) -> None:
    (report,) = import_paths(unfounded, [pdd_orders(tmp_path, 50)], SHOP, watch=lambda _step: False)

    assert (counted(report), report.left_off) == ({}, True)
    assert not store.exists()


def steps(told: list[Step]) -> Callable[[Step], bool]:
    def watch(step: Step) -> bool:
        told.append(step)
        return True

    return watch


def test_the_watcher_is_told_how_far_it_is(
    repository: Repository, tmp_path: Path, many: None
) -> None:
    told: list[Step] = []

    import_paths(repository, [pdd_orders(tmp_path, 50)], SHOP, watch=steps(told))

    reading = [step for step in told if step.deed == "read" and step.total is None]
    assert [step.done for step in reading] == list(range(5, 55, 5))
    merging = [step for step in told if step.deed == "merge"]
    assert merging == [Step("orders.csv", "merge", done, 50) for done in range(10, 60, 10)]


def test_rows_that_were_rejected_are_not_waited_for(repository: Repository, tmp_path: Path) -> None:
    """One case of an order is unreadable; what is stopped after its last batch is whole."""
    import_paths(repository, [pdd_orders(tmp_path, 3)], SHOP)
    case = PDD_CASE_ROW | {"订单编号": number(1)}
    bad = case | {"售后编号": "83640963444", "退款金额": "x"}
    told: list[Step] = []

    def watch(step: Step) -> bool:
        told.append(step)
        return step.deed != "merge"

    (report,) = import_paths(
        repository, [csv_file(tmp_path, PDD_CASES, case, bad, name="cases.csv")], SHOP, watch=watch
    )

    assert told[-1] == Step("cases.csv", "merge", 2, 2)
    assert (counted(report), report.rejected_count, report.left_off) == ({"new": 1}, 1, False)
    assert [one.left for one in repository.all(ImportRecord)] == [0, 0]


def unreadable_from(folder: Path, first: int, count: int) -> Path:
    """So many orders in batches of ten; those from the `first` on have an amount that is none."""
    rows = [pdd(订单号=number(at)) for at in range(first)]
    bad = [pdd(订单号=number(at)) | {"商家实收金额(元)": "x"} for at in range(first, count)]
    return csv_file(folder, PDD_2023, *rows, *bad)


def test_batches_of_which_nothing_is_kept_are_no_commits(
    repository: Repository, tmp_path: Path, many: None
) -> None:
    """One for the ten orders, and one at the end that says how far the file came."""
    (report,) = import_paths(repository, [unreadable_from(tmp_path, 10, 50)], SHOP)

    assert (counted(report), report.rejected_count) == ({"new": 10}, 40)
    assert repository.engine.commits() == 2
    assert [(one.left, one.rejected) for one in repository.all(ImportRecord)] == [(0, 40)]


def test_an_older_file_again_waits_for_no_lock(
    repository: Repository, tmp_path: Path, many: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = pdd_orders(tmp_path, 30, name="older.csv")
    os.utime(older, (0, 0))
    import_paths(repository, [pdd_orders(tmp_path, 30, **SHIPPED)], SHOP)
    import_paths(repository, [older], SHOP)
    monkeypatch.setattr(repository.db, "writing", lambda: pytest.fail("it asked for the lock"))

    (report,) = import_paths(repository, [older], SHOP)

    assert counted(report) == {"older": 30}


def test_an_import_stopped_after_rejected_rows_says_how_far_it_came(
    repository: Repository, tmp_path: Path, many: None
) -> None:
    file = unreadable_from(tmp_path, 10, 50)

    (report,) = import_paths(
        repository, [file], SHOP, watch=lambda step: step.deed != "merge" or step.done < 30
    )

    assert (counted(report), report.rejected_count) == ({"new": 10}, 20)
    assert [(one.left, one.rejected) for one in repository.all(ImportRecord)] == [(20, 20)]


def test_a_file_given_twice_is_recorded_with_what_was_new(
    repository: Repository, tmp_path: Path, many: None
) -> None:
    file = pdd_orders(tmp_path, 30)
    reports = import_paths(
        repository, [file, file], SHOP, watch=lambda step: step.deed != "merge" or step.done < 20
    )

    assert [counted(one) for one in reports] == [{"new": 10}, {"same": 10}]
    assert [(one.new, one.left) for one in repository.all(ImportRecord)] == [(10, 20)]

    import_paths(repository, [file, file], SHOP)

    (record,) = repository.all(ImportRecord)
    assert (record.file, record.rows, record.new, record.left) == ("orders.csv", 30, 30, 0)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_file_may_have_a_name_that_is_no_text(
    repository: Repository, tmp_path: Path, suffix: str
) -> None:
    """As a Chinese Windows packs them: in GBK; and with what a terminal would obey."""
    name = os.fsdecode("订单".encode("gbk")) + "\x1b[2J." + suffix
    shown = "\ufffd" * 4 + "\ufffd[2J." + suffix
    made = (
        csv_file(tmp_path, PDD_2023, pdd())
        if suffix == "csv"
        else xlsx_file(tmp_path, [PDD_2023, [pdd().get(one, "") for one in PDD_2023]])
    )
    file = made.rename(tmp_path / name)

    (report,) = import_paths(repository, [file], SHOP)

    assert (report.file, counted(report)) == (shown, {"new": 1})
    assert [one.file for one in repository.all(ImportRecord)] == [shown]
    (event,) = repository.events(repository.order(key(pdd()["订单号"])))
    assert event.values == {"file": shown}
    file.unlink()
    assert refused(repository, file).sentence == f"{shown}: there is no such file."
    verify(repository, full=True)


ORDERS = 36
"""As many as make more batches than there are places to be killed at."""


@pytest.fixture(scope="module")
def interrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], list[object]]:
    """Files of orders and of cases, and what comes of an import of them that nobody killed."""
    folder = tmp_path_factory.mktemp("whole")
    rows = [pdd(订单号=number(at), **(SHIPPED if at % 4 == 0 else {})) for at in range(ORDERS)]
    cases = [
        PDD_CASE_ROW | {"售后编号": f"8{at}", "订单编号": number(at)}
        for at in range(0, ORDERS + ORDERS // 3, 4)
    ]
    files = [
        csv_file(folder, PDD_2023, *rows),
        csv_file(folder, PDD_CASES, *cases, name="cases.csv"),
    ]
    with closing(open_store(str(folder / "whole"), ACTOR, lambda: NOW)) as whole:
        import_paths(whole, files, SHOP)
        return files, kinds_of(whole)


@pytest.mark.parametrize("place", range(10))
def test_an_import_that_is_killed_is_completed_by_importing_again(
    store: Path, interrupted: tuple[list[Path], list[object]], place: int
) -> None:
    """By kill -9 at ten places; what comes of it is what comes of an import that nobody killed."""
    files, whole = interrupted
    killed_at(place, store, files)
    repository = open_store(str(store), ACTOR, lambda: NOW)
    import_paths(repository, files, SHOP)

    assert kinds_of(repository) == whole
    assert not [path for path in store.iterdir() if path.name.startswith(".import")]
    verify(repository, full=True)
    before = content(store)
    reports = import_paths(repository, files, SHOP)
    assert [counted(one) for one in reports] == [{"same": ORDERS}, {"same": 12}]
    assert content(store) == before
    repository.close()


def killed_at(place: int, store: Path, files: list[Path]) -> None:
    """Import in a process that dies at a place: while it reads, at a commit, or after one."""
    child = os.fork()
    if child:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        return
    try:
        for name in ("FIRST", "FEWEST", "MOST"):
            setattr(batches, name, 5)
        files_read.AT_ONCE = 4
        repository = open_store(str(store), ACTOR, lambda: NOW)
        turns = iter(range(100))
        engine = repository.engine

        def die() -> bool:
            if next(turns) == place // 3 * 2:
                os.kill(os.getpid(), signal.SIGKILL)
            return True

        if place % 3 == 0:
            import_paths(repository, files, SHOP, watch=lambda _step: die())
        elif place % 3 == 1:
            add = engine.add_events
            engine.add_events = lambda events: (die(), add(events))[1]  # type: ignore[method-assign]
        else:
            write_back = engine.write_back
            engine.write_back = lambda: (die(), write_back())[1]  # type: ignore[method-assign]
        import_paths(repository, files, SHOP)
    finally:
        os._exit(1)


# The same file again


def test_the_same_file_again_decodes_and_merges_nothing(
    repository: Repository, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = pdd_orders(tmp_path, 20)
    cases = csv_file(tmp_path, PDD_CASES, PDD_CASE_ROW | {"订单编号": number(3)}, name="cases.csv")
    import_paths(repository, [orders, cases], SHOP)
    before = content(store)
    asked: list[object] = []
    monkeypatch.setattr(Maker, "read", lambda _self, rows: asked.append(rows))

    reports = import_paths(repository, [orders, cases], SHOP)

    assert [counted(one) for one in reports] == [{"same": 20}, {"same": 1}]
    assert asked == []
    assert content(store) == before


def test_an_order_that_moved_otherwise_is_merged_again(
    repository: Repository, tmp_path: Path
) -> None:
    orders = pdd_orders(tmp_path, 3)
    import_paths(repository, [orders], SHOP)
    repository.run(Note, repository.order(key(number(1))), {"text": "催了"})
    found: list[str] = []
    real = Maker.read

    def read(self: Maker, rows: list[Entry]) -> Bundle:
        found.extend(row.order_no for row in rows)
        return real(self, rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Maker, "read", read)
        (report,) = import_paths(repository, [orders], SHOP)
        import_paths(repository, [orders], SHOP)

    assert counted(report) == {"same": 3}
    assert found == [number(1)]


CELLS: list[Row] = [
    {"商家备注": "易碎"},
    {"订单状态": "已取消"},
    {"商品总价(元)": "60.80"},
]


@pytest.mark.parametrize("cells", CELLS, ids=["a note", "a status", "an amount"])
def test_a_cell_that_is_another_is_seen(repository: Repository, tmp_path: Path, cells: Row) -> None:
    import_paths(repository, [csv_file(tmp_path, PDD_2023, pdd())], SHOP)

    (report,) = import_paths(repository, [csv_file(tmp_path, PDD_2023, pdd(**cells))], SHOP)

    assert counted(report) == {"changed": 1}


def test_the_same_cells_under_other_columns_are_read_again(
    repository: Repository, tmp_path: Path
) -> None:
    swapped = {"买家留言": "商家备注", "商家备注": "买家留言"}
    import_paths(repository, [csv_file(tmp_path, PDD_2023, pdd())], SHOP)
    columns = [swapped.get(name, name) for name in PDD_2023]
    row = {swapped.get(name, name): cell for name, cell in pdd().items()}

    (report,) = import_paths(repository, [csv_file(tmp_path, columns, row)], SHOP)

    assert counted(report) == {"changed": 1}


def test_two_states_of_an_order_in_one_file_are_met_in_turn_each_time(
    repository: Repository, tmp_path: Path
) -> None:
    """The same counts the second time as if no digest was kept."""
    later = pdd(**SHIPPED)
    file = csv_file(tmp_path, PDD_2023, later, pdd())
    (first,) = import_paths(repository, [file], SHOP)
    (second,) = import_paths(repository, [file], SHOP)

    assert counted(first) == {"new": 1, "older": 1}
    assert counted(second) == {"same": 1, "older": 1}
    assert repository.order(key(pdd()["订单号"])).version == 1


@pytest.mark.parametrize(
    ("cells", "column", "found"),
    [
        ({"订单成交时间": "2027-11-21 10:00:00"}, "订单成交时间", "2027-11-21 10:00:00"),
        ({"支付时间": "2026-11-22 09:11:00"}, "支付时间", "2026-11-22 09:11:00"),
        (SHIPPED | {"发货时间": "2027-01-01 08:00:00"}, "发货时间", "2027-01-01 08:00:00"),
    ],
)
def test_what_has_happened_is_not_to_come(
    repository: Repository, tmp_path: Path, cells: dict[str, str], column: str, found: str
) -> None:
    file = csv_file(tmp_path, PDD_2023, pdd(订单号=number(1), **cells))

    (report,) = import_paths(repository, [file], SHOP)

    assert counted(report) == {}
    assert [(one.row, one.field, one.reason) for one in report.rejected] == [
        (2, column, f"a time that has passed was expected, “{found}” was found")
    ]


PDD_CASE = {
    "售后编号": "83640963443",
    "订单编号": number(1),
    "订单状态": "已发货",
    "退款金额": "5.00",
    "售后状态": "退款成功",
    "退款类型": "退款",
    "申请时间": "2026-11-21 09:00:00",
    "同意退款时间": "2026-11-21 10:00:00",
}
DOUYIN_CASE = {
    "售后单号": "7001",
    "订单号": "6956488938693643482",
    "商品单号": "6956488938693643482",
    "商品发货状态": "已发货",
    "售后类型": "退货退款",
    "退商品金额（元）": "5.00",
    "售后状态": "同意退款，退款成功",
    "售后申请时间": "2026-11-20 09:00:00",
    "同意售后申请时间": "2026-11-20 10:00:00",
    "商家退款时间": "2026-11-21 09:00:00",
    "售后完结时间": "2026-11-21 09:00:00",
}


@pytest.mark.parametrize(
    ("given", "column"),
    [
        (PDD_CASE, "申请时间"),
        (PDD_CASE, "同意退款时间"),
        (DOUYIN_CASE, "售后申请时间"),
        (DOUYIN_CASE, "同意售后申请时间"),
        (DOUYIN_CASE, "商家退款时间"),
        (DOUYIN_CASE, "售后完结时间"),
    ],
)
def test_what_has_happened_to_a_case_is_not_to_come(
    repository: Repository, tmp_path: Path, given: dict[str, str], column: str
) -> None:
    found = "2026-11-22 09:11:00"
    file = csv_file(tmp_path, list(given), given | {column: found})

    (report,) = import_paths(repository, [file], SHOP)

    assert counted(report) == {}
    assert [(one.row, one.field, one.reason) for one in report.rejected] == [
        (2, column, f"a time that has passed was expected, “{found}” was found")
    ]
    (again,) = import_paths(repository, [csv_file(tmp_path, list(given), given)], SHOP)
    assert (counted(again), again.rejected) == ({"new": 1}, ())


def test_the_deadline_of_a_case_may_be_to_come(repository: Repository, tmp_path: Path) -> None:
    given = PDD_CASE | {"售后状态": "待商家处理", "同意退款时间": ""}
    given["超时时间"] = "2026-11-24 09:00:00"

    (report,) = import_paths(repository, [csv_file(tmp_path, list(given), given)], SHOP)

    assert counted(report) == {"new": 1}


def test_a_clock_that_goes_a_little_before_ours_is_believed(
    repository: Repository, tmp_path: Path
) -> None:
    file = pdd_orders(tmp_path, 1, 支付时间="2026-11-22 09:09:00")

    assert counted(import_paths(repository, [file], SHOP)[0]) == {"new": 1}


def test_a_day_to_come_covers_nothing(repository: Repository, tmp_path: Path) -> None:
    rows = [
        pdd(订单号=number(1), 订单成交时间="2026-11-20 12:00:00"),
        pdd(订单号=number(2), 订单成交时间="2027-11-21 10:00:00"),
    ]
    import_paths(repository, [csv_file(tmp_path, PDD_2023, *rows)], SHOP)

    (record,) = repository.all(ImportRecord)
    assert (str(record.covers_from), str(record.covers_to)) == ("2026-11-20", "2026-11-20")


def test_a_word_that_nobody_knows_is_named_wherever_the_goods_are(
    repository: Repository, tmp_path: Path
) -> None:
    file = pdd_orders(tmp_path, 1, **(SHIPPED | {"订单状态": "已收货，部分退款成功"}))

    (report,) = import_paths(repository, [file], SHOP)

    assert report.unknown_words == ("已收货，部分退款成功",)
