"""Batch-shipping: a file for each shop, and what is said of it afterwards."""

import json
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest
from openpyxl import load_workbook

from store.errors import BadInput, Refused, StoreTrouble
from store.models.axes import Platform
from store.models.batch_ship_files import ToldParcel
from store.models.order import Order
from store.repository import Repository, open_store
from store.rules.action.catalogue import all_actions
from store.work import batch_shipping
from store.work.batch_shipping import Uploaded, WaitingFile
from store.work.undoing import Undoing
from tests.build import ACTOR, HOUR, NOW, OTHER_NO, SHOP, WANG, keep, order
from tests.exchange.read_files import DOUYIN_B, csv_file, douyin
from tui.cli import main

FIRST, SECOND, THIRD = (f"261120-00000000000000{number}" for number in (1, 2, 3))
DOUYIN = "6950000000000000001"
NUMBERS = {
    FIRST: "YT1000000000001",
    SECOND: "YT1000000000002",
    THIRD: "YT1000000000003",
    DOUYIN: "SF1000000000004",
}


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Three orders of one platform and one of the other, all sent, none told."""
    of_pinduoduo = (order(order_no=number) for number in (FIRST, SECOND, THIRD))
    keep(repository, *of_pinduoduo, order(platform=Platform.DOUYIN, order_no=DOUYIN))
    for number, tracking_no in NUMBERS.items():
        run(repository, "ship", number, tracking_no=tracking_no)
    return repository


def run(shop: Repository, name: str, number: str, **values: str) -> None:
    shop.run(all_actions()[name], shop.find(number), values)


def written(shop: Repository, to: Path, query: str = "") -> tuple[WaitingFile, ...]:
    return shop.write_batch_ship(shop.search(query), to).files


def untold(shop: Repository) -> set[str]:
    return {one.order_no for one in shop.all(Order) if one.open_tasks}


def completed(shop: Repository, number: str) -> list[str | None]:
    """By whom its tasks were completed, by each event that tells so."""
    order = shop.find(number)
    assert isinstance(order, Order)
    done = [one for one in shop.events(order) if one.action == "complete-task"]
    assert [str(one.actor) for one in done] == [task.done_by for task in order.tasks]
    return [task.done_by for task in order.tasks]


def test_each_shop_gets_a_file_whose_name_says_platform_shop_and_time(
    shop: Repository, tmp_path: Path
) -> None:
    files = written(shop, tmp_path)

    assert [(file.file, file.parcels) for file in files] == [
        ("douyin-米铺-20261122-0900.xlsx", 1),
        ("pinduoduo-米铺-20261122-0900.xlsx", 3),
    ]
    sheet = load_workbook(tmp_path / "pinduoduo-米铺-20261122-0900.xlsx").worksheets[0]
    numbers = [row[2].value for row in sheet.iter_rows(min_row=2)]
    assert numbers == [NUMBERS[number] for number in (FIRST, SECOND, THIRD)]
    assert {(tmp_path / file.file).stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_second_file_of_the_same_minute_has_another_name(
    shop: Repository, tmp_path: Path
) -> None:
    written(shop, tmp_path, FIRST)
    (file,) = written(shop, tmp_path, SECOND)
    assert file.file == "pinduoduo-米铺-20261122-0900-2.xlsx"


def test_what_no_file_name_holds_of_a_shop_is_left_out_of_it(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order(shop="../米 铺/二店"))
    run(repository, "ship", order().order_no, tracking_no=OTHER_NO)
    (file,) = written(repository, tmp_path)
    assert file.file == "pinduoduo-米-铺-二店-20261122-0900.xlsx"


def test_once_uploaded_exactly_what_the_files_held_is_done_each_as_its_own_event(
    shop: Repository, tmp_path: Path
) -> None:
    files = written(shop, tmp_path, f"{FIRST} {SECOND}")

    assert shop.mark_uploaded(files) == Uploaded(done=2, rejected=0, left=0)
    assert untold(shop) == {THIRD, DOUYIN}
    first = shop.find(FIRST)
    assert isinstance(first, Order)
    (task,) = first.tasks
    assert (task.done_at, task.done_by) == (NOW, "小李 (li)")
    assert [one.action for one in shop.events(first)] == ["ship", "complete-task"]
    assert shop.batch_ship_files() == []


def test_two_parcels_of_one_order_are_done_together(repository: Repository, tmp_path: Path) -> None:
    keep(repository, order())
    for number in ("YT1000000000001", "YT1000000000002"):
        run(repository, "ship", order().order_no, tracking_no=number, lines="1:1")
    files = written(repository, tmp_path)

    assert repository.mark_uploaded(files) == Uploaded(done=2, rejected=0, left=0)
    assert untold(repository) == set()


def test_what_the_platform_rejected_stays_to_be_told(shop: Repository, tmp_path: Path) -> None:
    files = written(shop, tmp_path, "platform:pinduoduo")

    done = shop.mark_uploaded(files, [SECOND, NUMBERS[THIRD]])

    assert done == Uploaded(done=1, rejected=2, left=0)
    assert untold(shop) == {SECOND, THIRD, DOUYIN}
    assert shop.batch_ship_files() == []


def test_a_number_that_stands_in_none_of_the_files_is_named_and_nothing_is_done(
    shop: Repository, tmp_path: Path
) -> None:
    files = written(shop, tmp_path, FIRST)
    with pytest.raises(BadInput) as said:
        shop.mark_uploaded(files, [FIRST, "999"])
    assert said.value.sentence == (
        "999 is in none of these files; leave it away, or name the row's number."
    )
    assert untold(shop) == set(NUMBERS)


def test_what_a_colleague_did_meanwhile_is_left_as_it_is(shop: Repository, tmp_path: Path) -> None:
    files = written(shop, tmp_path, "platform:pinduoduo")
    wang = shop.acting(WANG, lambda: NOW)
    wang.run(all_actions()["complete-task"], wang.find(SECOND), {})

    assert shop.mark_uploaded(files) == Uploaded(done=2, rejected=0, left=1)
    second = shop.find(SECOND)
    assert isinstance(second, Order)
    assert [task.done_by for task in second.tasks] == ["小王 (wang)"]


def test_a_number_that_was_corrected_since_is_still_to_be_told(
    shop: Repository, tmp_path: Path
) -> None:
    files = written(shop, tmp_path, FIRST)
    run(shop, "correct-tracking", FIRST, tracking_no="YT1000000000009")

    assert shop.mark_uploaded(files) == Uploaded(done=0, rejected=0, left=1)
    assert FIRST in untold(shop)


def test_that_a_file_is_uploaded_is_said_once(shop: Repository, tmp_path: Path) -> None:
    files = written(shop, tmp_path, FIRST)
    shop.mark_uploaded(files)
    with pytest.raises(Refused) as said:
        shop.mark_uploaded(files)
    assert said.value.sentence == (
        "小李 (li) said already at 2026-11-22 09:00 that pinduoduo-米铺-20261122-0900.xlsx is"
        " uploaded."
    )


def test_of_two_who_answer_for_the_same_files_the_second_is_told_what_the_first_said(
    shop: Repository, store: Path, tmp_path: Path
) -> None:
    written(shop, tmp_path, "platform:pinduoduo")
    asked = shop.batch_ship_files()
    wang = open_store(str(store), WANG, lambda: NOW)
    asked_wang = wang.batch_ship_files()

    shop.mark_uploaded(asked, [SECOND])
    with pytest.raises(Refused) as said:
        wang.mark_uploaded(asked_wang)

    assert said.value.sentence == (
        "小李 (li) said already at 2026-11-22 09:00 that pinduoduo-米铺-20261122-0900.xlsx is"
        " uploaded, 1 rejected."
    )
    assert untold(wang) == {SECOND, DOUYIN}
    assert completed(wang, FIRST) == ["小李 (li)"]


def test_who_answers_while_the_first_answer_is_being_done_does_nothing_twice(
    shop: Repository, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_shipping, "AT_ONCE", 1)
    wang = open_store(str(store), WANG, lambda: NOW)
    (mine,) = written(shop, tmp_path, "platform:pinduoduo")
    (other,) = written(shop, tmp_path, DOUYIN)
    tell = batch_shipping._tell
    said_to_wang: list[Uploaded] = []

    def interrupted(
        repository: Repository, rows: Iterable[tuple[ToldParcel, datetime]]
    ) -> tuple[int, list[Undoing]]:
        told, undoings = tell(repository, islice(rows, 1))
        if repository is shop:
            said_to_wang.append(wang.mark_uploaded([mine, other]))
        more, others = tell(repository, rows)
        return told + more, undoings + others

    monkeypatch.setattr(batch_shipping, "_tell", interrupted)
    done = shop.mark_uploaded([mine], [SECOND])

    assert done == Uploaded(done=2, rejected=1, left=0)
    sentence = (
        "小李 (li) said already at 2026-11-22 09:00 that pinduoduo-米铺-20261122-0900.xlsx is"
        " uploaded, 1 rejected."
    )
    assert said_to_wang == [Uploaded(done=1, rejected=0, left=0, said_before=(sentence,))]
    assert untold(shop) == {SECOND}
    assert completed(shop, FIRST) == completed(shop, THIRD) == ["小李 (li)"]
    assert completed(shop, DOUYIN) == ["小王 (wang)"]


def test_what_was_broken_off_waits_and_is_gone_on_with(
    shop: Repository, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = written(shop, tmp_path, "platform:pinduoduo")
    wang = open_store(str(store), WANG, lambda: NOW)
    asked_wang = wang.batch_ship_files()

    def broken(_store: Repository, _rows: object) -> int:
        raise StoreTrouble("The disk is full.")

    with monkeypatch.context() as full:
        full.setattr(batch_shipping, "_tell", broken)
        with pytest.raises(StoreTrouble):
            shop.mark_uploaded(files, [SECOND])
    waiting = shop.batch_ship_files()
    assert [(one.parcels, one.waiting) for one in waiting] == [(2, 2)]

    assert shop.mark_uploaded(waiting) == Uploaded(done=2, rejected=0, left=0)
    assert untold(shop) == {SECOND, DOUYIN}
    with pytest.raises(Refused, match=r" is uploaded, 1 rejected\.$"):
        wang.mark_uploaded(asked_wang)


def test_of_files_that_are_no_more_is_said_that_they_wait_no_more(
    shop: Repository, tmp_path: Path
) -> None:
    files = written(shop, tmp_path / "up.csv", FIRST)
    shop.write_batch_ship(shop.search(SECOND), tmp_path / "up.csv", replaces=True)
    with pytest.raises(Refused) as said:
        shop.mark_uploaded(files)
    assert said.value.sentence == (
        "up.csv does not wait any more; look again what is still to be told."
    )


def test_a_number_that_the_platform_never_took_is_for_another_file(
    shop: Repository, store: Path, tmp_path: Path
) -> None:
    files = written(shop, tmp_path, DOUYIN)
    shop.mark_uploaded(files)
    later = NOW + 5 * HOUR
    evening = open_store(str(store), ACTOR, lambda: later)
    # Doudian's name says that the file was made three hours later, and it is still 备货中 there.
    name = f"{int((NOW + 3 * HOUR).timestamp())}_{'0' * 32}.csv"
    waiting = douyin(主订单编号=DOUYIN, 子订单编号=DOUYIN, 订单状态="备货中")
    evening.import_files([csv_file(tmp_path, DOUYIN_B, waiting, name=name)], SHOP)
    assert DOUYIN in untold(evening)

    assert evening.batch_ship_files() == []
    (again,) = written(evening, tmp_path, DOUYIN)
    assert [one.file for one in evening.batch_ship_files()] == [again.file]
    assert evening.mark_uploaded([again]) == Uploaded(done=1, rejected=0, left=0)
    assert DOUYIN not in untold(evening)


def test_a_file_waits_as_long_as_it_tells_something(shop: Repository, tmp_path: Path) -> None:
    written(shop, tmp_path, f"{FIRST} {SECOND}")
    (file,) = shop.batch_ship_files()
    assert (file.parcels, file.waiting) == (2, 2)

    run(shop, "complete-task", FIRST)
    (file,) = shop.batch_ship_files()
    assert (file.parcels, file.waiting) == (2, 1)

    run(shop, "complete-task", SECOND)
    assert shop.batch_ship_files() == []


def test_a_file_that_was_written_over_waits_no_more_and_what_it_told_is_told_anew(
    shop: Repository, tmp_path: Path
) -> None:
    to = tmp_path / "up.csv"
    written(shop, to, f"{FIRST} {SECOND}")
    written(shop, tmp_path / "douyin.csv", DOUYIN)
    shop.write_batch_ship(shop.search(THIRD), to, replaces=True)
    shop.write_batch_ship(shop.search(FIRST), tmp_path / "douyin.csv", replaces=True)

    waiting = {one.file: one for one in shop.batch_ship_files()}
    assert {name: one.parcels for name, one in waiting.items()} == {"up.csv": 1, "douyin.csv": 1}
    assert shop.mark_uploaded([*waiting.values()]) == Uploaded(done=2, rejected=0, left=0)
    assert untold(shop) == {SECOND, DOUYIN}


def test_only_files_of_the_shop_that_was_chosen_are_asked_about(
    shop: Repository, tmp_path: Path
) -> None:
    written(shop, tmp_path)
    shop.shop = ("douyin", SHOP)
    assert [one.platform for one in shop.batch_ship_files()] == ["douyin"]


def test_a_parcel_that_stands_in_two_files_is_one(shop: Repository, tmp_path: Path) -> None:
    files = [*written(shop, tmp_path, FIRST), *written(shop, tmp_path, f"{FIRST} {SECOND}")]
    assert shop.mark_uploaded(files, [SECOND]) == Uploaded(done=1, rejected=1, left=0)


def test_nothing_is_noted_of_a_file_that_was_not_written(shop: Repository, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        written(shop, tmp_path / "no" / "up.csv", FIRST)
    assert shop.batch_ship_files() == []


@pytest.fixture
def said(
    shop: Repository, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> "Said":
    """The command on this store."""
    shop.close()
    return Said(store, tmp_path, capsys)


class Said:
    """What `shouhou tasks` says and how it ends."""

    def __init__(self, store: Path, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.here = here
        self._before = ("--store", str(store), "--lang", "en", "--now", "2026-11-22T09:00")
        self._capsys = capsys

    def __call__(self, *words: str, status: int = 0) -> str:
        assert main([*self._before, "tasks", *words]) == status
        said = self._capsys.readouterr()
        return (said.err if status else said.out).replace(f"{self.here}/", "")


def test_the_command_writes_into_a_folder_and_completes_what_was_written_last(said: Said) -> None:
    assert said("--batch-ship", str(said.here)) == (
        "1 parcel written to douyin-米铺-20261122-0900.xlsx\n"
        "3 parcels written to pinduoduo-米铺-20261122-0900.xlsx\n"
        "Once that is uploaded there: shouhou tasks --uploaded\n"
    )
    assert said().splitlines()[:2] == [
        "douyin-米铺-20261122-0900.xlsx: written 09:00, 1 parcel, not yet said to be uploaded.",
        "pinduoduo-米铺-20261122-0900.xlsx: written 09:00, 3 parcels, not yet said to be uploaded.",
    ]
    assert said("--uploaded", "--rejected", f"{SECOND}，{DOUYIN}") == (
        "2 parcels are uploaded; their tasks are complete.\n"
        "2 were rejected there; they are still to be told.\n"
    )
    left = [json.loads(line)["order_no"] for line in said("--json").splitlines()]
    assert sorted(left) == [SECOND, DOUYIN]


def test_the_command_completes_one_file_by_its_name(said: Said) -> None:
    said("--batch-ship", str(said.here))
    name = "pinduoduo-米铺-20261122-0900.xlsx"
    assert said("--uploaded", name) == "3 parcels are uploaded; their tasks are complete.\n"
    assert said("--uploaded", name, status=2) == (
        f"uploaded: {name} is no file that waits to be uploaded; these are:"
        " douyin-米铺-20261122-0900.xlsx.\n"
    )


def test_without_a_file_nothing_is_completed(said: Said) -> None:
    assert said("--uploaded", status=1) == (
        "uploaded: No upload file waits; --batch-ship writes what has to be told.\n"
    )


def test_a_file_that_is_there_is_written_over_only_where_that_is_said(said: Said) -> None:
    to = said.here / "up.csv"
    to.write_bytes(b"old")
    words = ("--batch-ship", str(to), f"shop:{SHOP}", "platform:douyin")
    assert said(*words, status=2) == (
        "to: up.csv is there already and is not written over; name another file.\n"
    )
    assert to.read_bytes() == b"old"
    assert said(*words, "--replace").startswith("1 parcel written to up.csv\n")
