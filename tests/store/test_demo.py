"""The sample shop: what is in it, that its dates are today's, and that no shop is ever mixed up."""

import ast
import csv
import inspect
import io
import re
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.demo.moving import REFERENCE, file_names, move_files, nameless, shift_to
from store.demo.shop import SHOP, made_at, make_demo
from store.exchange.reader import read_export
from store.exchange.tables import read_table
from store.importing import import_file
from store.models.base import SHOP_TIME
from store.models.event import Actor
from store.models.import_record import ImportRecord
from store.models.order import Order
from store.models.product import Product
from store.repository import Repository, open_store
from store.rules import shipping
from store.rules.actions import all_actions
from tests.make_demo_files import TARGET, write
from tui.cli import main

NOW = datetime(2027, 3, 2, 23, 47, 31, tzinfo=SHOP_TIME)
NEVER = {
    ("correct-tracking", "This order is not paid yet."),  # nothing unpaid has a parcel
    ("ship-reissue", "This order is not paid yet."),  # nor a reissue
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    repository = open_store(str(tmp_path_factory.mktemp("demo")), Actor(user="me"), lambda: NOW)
    make_demo(repository, NOW)
    return repository


def numbered(shop: Repository, ending: str) -> Order:
    (row,) = (row for row in shop.rows() if row.order_no.endswith(ending))
    return shop.order(row.key)


def test_there_are_some_three_hundred_orders_of_both_platforms(shop: Repository) -> None:
    platforms = [row.platform for row in shop.rows()]
    assert len(platforms) == 303
    assert {row.shop for row in shop.rows()} == {SHOP}
    assert platforms.count("pinduoduo") > platforms.count("douyin") > 80


@pytest.mark.parametrize(
    ("query", "least"),
    [
        *(
            ("pay:" + word, 2)
            for word in ("unpaid", "deposit", "paid", "part-refunded", "refunded")
        ),
        *(("ship:" + word, 5) for word in ("waiting", "to-ship", "part-shipped", "shipped")),
        *(("ship:" + word, 5) for word in ("received", "cancelled")),
        *(("after:" + word, 5) for word in ("none", "open", "refunded", "closed")),
        ("stock:applied", 5),
        ("review", 5),
        ("reissue", 5),
        ("task", 10),
        ("discrepancy", 1),
        ("flagged", 2),
        ("to-ship estimated", 15),
        ("to-ship late !due:<-24h", 5),
        ("to-ship late due:<-48h", 3),
        ("to-ship due:0m..2h", 6),
        ("to-ship due:2h..24h", 10),
        ("units:>30", 1),
        ("coffee", 5),
        ("鲜花饼", 5),
    ],
)
def test_every_state_is_there(shop: Repository, query: str, least: int) -> None:
    assert len(shop.search(query).rows) >= least


def test_every_sentence_of_every_why_not_is_said(shop: Repository) -> None:
    said: dict[str, set[str]] = {}
    for document in (*shop.all(Order), *shop.all(Product)):
        for offer in shop.offers(document):
            said.setdefault(offer.action.name, set()).add(offer.why_not or "")
    missing = {
        (action.name, sentence)
        for action in all_actions().values()
        for sentence in sentences(action.why_not)
        if not any(re.search(pattern(sentence), one) for one in said[action.name])
    }
    assert missing == NEVER
    assert all("" in sentences_said for sentences_said in said.values())


def sentences(function: object) -> Iterator[str]:
    """Every sentence in a function, and in the guards of shipping that it asks."""
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):  # type: ignore[arg-type]
        match node:
            case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(text))]):
                yield text
            case ast.Call(func=ast.Name(id=name)) if name in (
                "blocked",
                "open_refund_of_unshipped",
                "nothing_left",
            ):
                yield from sentences(getattr(shipping, name))


def pattern(sentence: str) -> str:
    return ".+".join(map(re.escape, re.split(r"\{\w+\}", sentence)))


def test_refunds_are_in_every_state(shop: Repository) -> None:
    refunds = [one for order in shop.all(Order) for one in order.refunds]
    assert {one.state for one in refunds} == {"pending", "done", "failed", "unknown"}
    assert {one.estimated for one in refunds} == {True, False}


def test_reissues_are_open_first_and_second_with_a_number_to_upload(shop: Repository) -> None:
    assert [one.state for one in numbered(shop, "055").reissues] == ["open"]
    assert [one.state for one in numbered(shop, "051").reissues] == ["shipped"]
    twice = numbered(shop, "053")
    assert [one.state for one in twice.reissues] == ["shipped", "shipped"]
    assert "upload-tracking" in {one.kind for one in twice.open_tasks}


def test_the_morning_export_confirms_one_parcel_and_contradicts_another(shop: Repository) -> None:
    confirmed = numbered(shop, "006")
    assert confirmed.parcels[0].confirmed
    assert not confirmed.open_tasks
    assert numbered(shop, "008").open_discrepancies


def test_a_number_is_shared_by_one_receiver_and_refused_for_another(shop: Repository) -> None:
    one, other, stranger = (numbered(shop, ending) for ending in ("001", "002", "003"))
    number = one.parcels[0].tracking_no
    assert other.parcels[0].tracking_no == number
    problems = list(shipping.number_problem(stranger, number, shop.context()))
    assert [problem.field for problem in problems] == ["tracking_no"]


def test_promises_are_open_and_one_is_over(shop: Repository) -> None:
    due = [
        one.promise_due for order in shop.all(Order) for one in order.contacts if one.promise_due
    ]
    assert min(due) < NOW < max(due)


def test_receivers_are_in_full_masked_ciphered_and_missing(shop: Repository) -> None:
    names = {order.receiver.name for order in shop.all(Order)}
    assert any(name.startswith("##") for name in names)
    assert any("*" in name for name in names)
    assert {"", "欧阳青禾"} <= names


def test_harmless_and_hostile_texts_came_through_unchanged(shop: Repository) -> None:
    assert numbered(shop, "012").buyer_note == "[/] 尺码[/XL] 别发错"
    assert numbered(shop, "021").seller_note == '第一行\n第二行, 带逗号和"引号"'
    assert numbered(shop, "098").buyer_note.endswith("🙏🎂")
    assert numbered(shop, "238").line_named(1)


def test_orders_have_gifts_and_several_sub_orders(shop: Repository) -> None:
    lines = [len(order.lines) for order in shop.all(Order)]
    assert max(lines) == 4
    assert sum(count > 1 for count in lines) > 20


def test_no_time_is_in_the_future_but_a_deadline(shop: Repository) -> None:
    for order in shop.all(Order):
        happened = (order.ordered_at, order.deal_at, order.paid_at, order.shipped_at)
        happened += (order.received_at, order.confirmed_at)
        happened += tuple(one.applied_at for one in order.cases)
        assert max((one for one in happened if one), default=NOW) <= NOW, order.order_no
    assert all(event.at <= NOW for order in shop.all(Order) for event in shop.events(order))


def test_the_newest_order_is_not_two_hours_old(shop: Repository) -> None:
    newest = max(row.ordered_at or 0 for row in shop.rows())
    assert timedelta() < NOW - datetime.fromtimestamp(newest, UTC) < timedelta(hours=2)


def test_the_day_in_an_order_number_is_the_day_of_its_first_time(shop: Repository) -> None:
    for order in shop.all(Order):
        first = order.paid_at or order.deal_at
        if order.platform == "pinduoduo" and first:
            days = {
                f"{one.astimezone(SHOP_TIME):%y%m%d}" for one in (first, order.deal_at or first)
            }
            assert order.order_no[:6] in days


def test_cases_find_their_orders_but_for_one_that_is_still_to_come(shop: Repository) -> None:
    # A case under the wrong number would wait; 998 is in no file on purpose.
    cases = [one for order in shop.all(Order) for one in order.cases]
    assert len(cases) == 53


def test_every_row_of_every_file_was_read(shop: Repository) -> None:
    records = list(shop.all(ImportRecord))
    assert {nameless(one.file) for one in records} == file_names()
    assert [one.rejected for one in records] == [0] * 6
    assert {one.variant for one in records} >= {"2020", "2023", "2026", "A"}
    assert made_at(shop)


@pytest.mark.parametrize("hours", [0, 7, 15, -30, 24 * 365])
def test_files_stay_real_wherever_they_are_moved(tmp_path: Path, hours: int) -> None:
    shift = timedelta(hours=hours)
    moved = move_files(tmp_path, shift)
    exports = {name: read_export(path) for name, path in moved.items()}
    assert not any(one.rejected for one in exports.values())
    assert exports["demo_pdd_orders_2020.csv"].encoding == "gb18030"
    doudian = exports["demo_doudian__3f9a0c51d27e4b86a1c5e09d7b42f683.csv"]
    assert doudian.exported_at == REFERENCE + shift - timedelta(minutes=95)
    if not hours:
        path = moved["demo_pdd_orders_2020.csv"]
        assert path.read_bytes() == (TARGET / path.name).read_bytes()


def test_the_packaged_files_are_what_the_generator_writes(tmp_path: Path) -> None:
    write(tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {one.name for one in TARGET.iterdir()}
    for path in tmp_path.iterdir():
        packaged = TARGET / path.name
        if path.suffix == ".xlsx":
            assert read_table(path).rows == read_table(packaged).rows
        else:
            assert path.read_bytes() == packaged.read_bytes()


def test_a_tab_stands_where_the_platforms_put_one() -> None:
    rows = csv.reader(io.StringIO((TARGET / "demo_pdd_orders_2026.csv").read_text("utf-8")))
    assert all(cell.endswith("\t") for row in list(rows)[1:] for cell in row)
    (doudian,) = TARGET.glob("demo_doudian_1*")
    assert doudian.read_text("utf-8-sig").splitlines()[1].startswith('"\t6950')


def test_seconds_do_not_count() -> None:
    assert shift_to(REFERENCE + timedelta(hours=3, seconds=59)) == timedelta(hours=3)


# The command


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("SHOUHOU_STORE", raising=False)
    return tmp_path / "shouhou"


def test_it_says_where_it_is_and_how_many(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--no-desk", "--lang", "en"]) == 0
    assert capsys.readouterr().out == f"{home}/demo: the sample shop, 303 orders.\n"
    assert [one.name for one in home.iterdir()] == ["demo"]
    assert (home / "demo").stat().st_mode & 0o777 == 0o700


def test_a_second_call_keeps_what_people_changed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["demo", "--no-desk"])
    store = ["--store", str(home / "demo")]
    number = next(iter(open_store(store[1], Actor(user="me")).rows())).order_no
    assert main(["do", "note", number, "text=mine", *store]) == 0
    assert main(["demo", "--no-desk"]) == 0
    repository = open_store(store[1], Actor(user="me"))
    order = repository.find(number)
    assert isinstance(order, Order)
    assert order.notes[-1].text == "mine"
    assert capsys.readouterr().err == ""


def test_fresh_keeps_the_old_one_under_another_name(home: Path) -> None:
    main(["demo", "--no-desk"])
    before = (home / "demo" / "shouhou.json").read_bytes()
    assert main(["demo", "--no-desk", "--fresh"]) == 0
    assert main(["demo", "--no-desk", "--fresh"]) == 0
    old = sorted(one for one in home.iterdir() if one.name.startswith("demo-"))
    assert len(old) == 2
    assert (old[0] / "shouhou.json").read_bytes() == before
    assert (home / "demo" / "shouhou.json").read_bytes() != before


def test_on_a_later_day_it_tells_of_fresh(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ["demo", "--no-desk", "--lang", "en", "--store", str(tmp_path / "shop")]
    main([*store, "--now", "2027-03-02T23:50"])
    assert capsys.readouterr().err == ""
    main([*store, "--now", "2027-03-03T00:10"])
    said = capsys.readouterr()
    assert "This sample shop is of 2027-03-02; `shouhou demo --fresh`" in said.err
    assert said.out.count("\n") == 1


@pytest.mark.parametrize("fresh", [[], ["--fresh"]])
def test_it_is_never_mixed_into_a_shop(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fresh: list[str]
) -> None:
    folder = tmp_path / "real"
    repository = open_store(str(folder), Actor(user="me"))
    (sample,) = (TARGET.parents[2] / "tests/exchange/files").glob("pdd_orders_2023*")
    import_file(repository, read_export(sample), SHOP)
    before = (folder / "shouhou.json").read_bytes()
    assert main(["demo", "--no-desk", "--lang", "en", "--store", str(folder), *fresh]) == 2
    assert "is the store of a shop, not the sample shop" in capsys.readouterr().err
    assert (folder / "shouhou.json").read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["real"]


def test_nor_put_among_other_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("dear", "utf-8")
    assert main(["demo", "--no-desk", "--lang", "en", "--store", str(tmp_path)]) == 2
    assert "holds other things" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_the_variable_counts_as_a_given_store(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOUHOU_STORE", str(tmp_path / "there"))
    assert main(["demo", "--no-desk"]) == 0
    assert (tmp_path / "there" / "shouhou.json").exists()
    assert not home.exists()


def test_an_empty_folder_is_filled_and_a_lock_alone_set_aside(tmp_path: Path) -> None:
    for name, left in (("empty", ()), ("locked", ("lock",))):
        folder = tmp_path / name
        folder.mkdir()
        for file in left:
            (folder / file).touch()
        assert main(["demo", "--no-desk", "--store", str(folder)]) == 0
        assert (folder / "shouhou.json").exists()


def test_without_a_terminal_nothing_is_made(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--lang", "en"]) == 2
    assert "The desk needs a terminal" in capsys.readouterr().err
    assert not home.exists()


def test_when_making_it_fails_nothing_is_left(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise KeyError

    monkeypatch.setattr("tui.commands.demo.make_demo", fail)
    assert main(["demo", "--no-desk"]) == 70
    assert list(home.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_trouble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    store = str(tmp_path / "file" / "demo")
    assert main(["demo", "--no-desk", "--lang", "en", "--store", store]) == 3
    assert "The sample shop could not be made in" in capsys.readouterr().err
