"""`shouhou import`: what it prints, how it ends, and the bar that it draws."""

import io
import json
import os
import pty
import termios
from pathlib import Path
from typing import Any

import pytest

from store.files.trouble import unwritten
from store.importing import Step, batches, funds
from tests.exchange.read_files import PDD_2023, PDD_CASE_ROW, PDD_CASES, PDD_ROW, csv_file, pdd
from tests.exchange.test_read_funds import TOTALS, totals_of
from tests.exchange.test_read_funds import pdd as funds_file
from tui.cli import main
from tui.import_bar import ImportBar, bar
from tui.text import safe_text, width_of

BAD = {"商品数量(件)": "二"}


def run(folder: Path, *words: str) -> int:
    return main(["--store", str(folder / "store"), "--lang", "en", "import", *words])


def test_a_month_without_money_is_taken(tmp_path: Path) -> None:
    zero = TOTALS.format(a=0, b="0.00", c=0, d="0.00", e=0, f="0.00")

    assert run(tmp_path, str(funds_file(tmp_path, [], zero))) == 0


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        pytest.param([pdd()], 0, id="all rows taken"),
        pytest.param([pdd(), pdd(订单号="x")], 7, id="one of them rejected"),
        pytest.param([pdd(**BAD)], 2, id="all of them rejected"),
    ],
)
def test_the_exit_status_says_whether_all_was_taken(
    tmp_path: Path, rows: list[dict[str, str]], status: int
) -> None:
    assert run(tmp_path, str(csv_file(tmp_path, PDD_2023, *rows))) == status


ORDERS = [pdd(订单号=f"261120-{number:015}") for number in range(1, 6)]
INCOMES = [
    f"261120-{number:015},2026-11-21 10:00:00,50.00,0.00,交易收入,-,0010002|交易收入-订单收入"
    for number in range(1, 6)
]


@pytest.mark.parametrize("kind", ["orders", "funds"])
def test_an_import_in_which_the_store_fails_says_how_many_rows_are_there(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    monkeypatch.setattr(batches, "FIRST", 2)
    monkeypatch.setattr(funds, "MOST", 8)  # its first batch is a quarter
    path = (
        csv_file(tmp_path, PDD_2023, *ORDERS)
        if kind == "orders"
        else funds_file(tmp_path, INCOMES, totals_of(INCOMES))
    )
    importing = batches.Batches if kind == "orders" else funds.FundsImport
    real, commits = importing._commit, list[int]()

    def failing(of: Any, *given: Any) -> float:
        commits.append(1)
        if len(commits) > 1:
            raise unwritten("shop.db", "the disk is gone")
        return real(of, *given)

    with monkeypatch.context() as patched:
        patched.setattr(importing, "_commit", failing)
        status = run(tmp_path, str(path))

    assert status == 3
    assert capsys.readouterr().err == (
        "shop.db could not be written (the disk is gone). 2 rows are in the store, 3 are left;"
        " importing the same again goes on with them.\n"
    )
    assert run(tmp_path, str(path)) == 0
    assert "3 new, 0 changed, 2 same" in capsys.readouterr().out


def test_an_import_whose_first_commit_fails_changed_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_of: object, _given: object) -> float:
        raise unwritten("shop.db", "the disk is gone")

    monkeypatch.setattr(batches.Batches, "_commit", failing)

    assert run(tmp_path, str(csv_file(tmp_path, PDD_2023, *ORDERS))) == 3
    assert capsys.readouterr().err == (
        "shop.db could not be written (the disk is gone); nothing was changed. Try again.\n"
    )


def test_an_order_that_a_case_waits_for_is_owed_until_a_file_brings_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, str(csv_file(tmp_path, PDD_CASES, PDD_CASE_ROW)), "--shop", "云南果园")
    capsys.readouterr()
    store = ["--store", str(tmp_path / "store"), "--lang", "en"]
    owed = [*store, "due", "kind:import-order", "--json"]

    assert main(owed) == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (row["order_no"], row["about"]) == (PDD_ROW["订单号"], PDD_CASE_ROW["售后编号"])
    assert row["at_zero"] == (
        f"case {PDD_CASE_ROW['售后编号']} cannot be answered before its order is here: import the"
        " order export"
    )

    run(tmp_path, str(csv_file(tmp_path, PDD_2023, pdd())))
    capsys.readouterr()
    main(owed)
    assert capsys.readouterr().out == ""
    assert main([*store, "verify", "--full"]) == 0


def test_rejected_rows_are_printed_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = csv_file(tmp_path, PDD_2023, pdd(), pdd(订单号="x"))
    aside = tmp_path / "rejected.csv"

    run(tmp_path, str(file), "--rejected", str(aside))

    assert capsys.readouterr().out.splitlines() == [
        "orders.csv: Pinduoduo, orders (2023, utf-8-sig)",
        "  1 new, 0 changed, 0 same, 0 older, 1 rejected",
        (
            "  row 3, 订单号: an order number such as 261120-969798332074707 was expected,"
            " “x” was found"
        ),
        (
            "No shop was named, so this is the shop “shop”;"
            " --shop NAME at the first import gives it a name of its own."
        ),
    ]
    assert aside.read_text(encoding="utf-8-sig").count("\n") == 2


def test_a_dry_run_says_that_nothing_was_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, str(csv_file(tmp_path, PDD_2023, pdd())), "--dry-run") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Nothing was written (--dry-run)."
    assert not (tmp_path / "store").exists()


def test_json_has_a_line_for_each_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, str(csv_file(tmp_path, PDD_2023, pdd(), pdd(订单号="x"))), "--json")

    said = json.loads(capsys.readouterr().out)
    assert (said["file"], said["new"], said["rows"], said["left_off"]) == (
        "orders.csv",
        1,
        2,
        False,
    )
    assert (said["rejected_count"], [one["row"] for one in said["rejected"]]) == (1, [3])


# The bar


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (
            Step("a.csv", "read", 12_000, None),
            "[..............................] rows read 12,000, 6,000 a second   a.csv",
        ),
        (
            Step("a.csv", "merge", 50_000, 100_000),
            "[###############...............] rows merged 50,000 of 100,000, 25,000 a second",
        ),
    ],
)
def test_the_bar_says_how_far_it_is_and_how_fast(step: Step, text: str) -> None:
    assert bar(step, 2) == text


def test_the_bar_is_drawn_at_the_beginning_of_each_deed_and_now_and_then() -> None:
    terminal = io.StringIO()
    draw = ImportBar(terminal)
    steps = [Step("a.csv", "read", 1000 * number, None) for number in range(1, 6)]

    assert all(draw(step) for step in [*steps, Step("a.csv", "merge", 1, 5000)])

    assert terminal.getvalue().count("\r") in range(2, 6)
    assert "rows read 1,000   a.csv" in terminal.getvalue()
    assert "rows merged 1 of 5,000" in terminal.getvalue()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\x1b]0;x\x07\u202e\n.csv", "rows read 1   \u241b]0;x\u2407\u25cc .csv"),
        ("订单" * 100 + ".csv", "rows read 1   订单订单"),
    ],
)
def test_the_bar_is_one_line_of_the_terminal_whatever_a_file_is_called(
    name: str, shown: str
) -> None:
    terminal = io.StringIO()

    ImportBar(terminal)(Step(name, "read", 1, None))

    line = terminal.getvalue().removeprefix("\r\x1b[K")
    assert line.startswith(f"[{'.' * 30}] {shown}")
    assert line == safe_text(line)
    assert width_of(line) < 80


def test_the_bar_is_as_wide_as_its_terminal() -> None:
    main, of_program = pty.openpty()
    termios.tcsetwinsize(of_program, (24, 60))
    with os.fdopen(of_program, "w", encoding="utf-8") as terminal:
        ImportBar(terminal)(Step("订单" * 100, "read", 1, None))
        line = os.read(main, 1 << 16).decode().removeprefix("\r\x1b[K")
    os.close(main)

    assert width_of(line) in (58, 59)


def test_a_file_that_came_before_is_taken_as_new_where_somebody_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = csv_file(tmp_path, PDD_2023, pdd(), name="first.csv")
    second = csv_file(tmp_path, PDD_2023, pdd(是否审核中="是"), name="second.csv")
    for file in (first, second, first):
        run(tmp_path, str(file))
    assert "--as-new takes the same file as new" in capsys.readouterr().out

    run(tmp_path, str(first), "--as-new")

    _file, counts, said = capsys.readouterr().out.splitlines()
    assert counts == "  0 new, 1 changed, 0 same, 0 older, 0 rejected"
    assert said.startswith("  imported before, and taken as new")
