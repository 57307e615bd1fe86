"""What a command says and how it ends where its output, or its trouble, has no place to go."""

import os
import subprocess
from pathlib import Path

import pytest

from store.accounts import user
from store.models.event import Actor
from store.models.order import Order
from store.models.person import Person
from store.repository import Repository, open_store
from store.rules.order.actions.claim import Claim
from tests.build import NOW, ORDER_NO, keep, order
from tests.terminal.whole import SHOUHOU
from tui.cli import main
from tui.drafts import MOST_BYTES, Drafts
from tui.telling_only import only_tells

FULL = "No space left on device"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a store with one order."""
    keep(open_store(str(tmp_path / "store"), Actor(user="li"), lambda: NOW), order())
    return tmp_path / "store"


def run(folder: Path, words: str, into: str) -> tuple[int, str]:
    """The exit status of a command whose files are redirected as a shell does, and its trouble."""
    command = f'exec "$0" --store "$1" --lang en {words} {into}'
    done = subprocess.run(
        ["/bin/sh", "-c", command, SHOUHOU, folder], capture_output=True, check=False, text=True
    )
    return done.returncode, done.stderr


def notes(folder: Path) -> list[str]:
    shop: Repository = open_store(str(folder), Actor(user="li"), lambda: NOW)
    return [one.text for found in shop.all(Order) for one in found.notes]


@pytest.mark.parametrize(
    ("words", "into", "status", "said"),
    [
        pytest.param(
            "list", ">/dev/full", 3, f"The output cannot be written: {FULL}.\n", id="a list"
        ),
        pytest.param(
            "handover",
            ">/dev/full",
            3,
            f"The output cannot be written: {FULL}.\n",
            id="one's own duties",
        ),
        *(
            pytest.param(words, ">/dev/full", 3, f"The output cannot be written: {FULL}.\n")
            for words in ("tasks", "policy", "do ship --help", "--version")
        ),
        pytest.param("list", ">/dev/full 2>/dev/full", 3, "", id="a list, and nowhere to say it"),
        pytest.param("list", ">/dev/null 2>&-", 0, "", id="no standard error"),
        pytest.param("show nothing", "2>&-", 2, "", id="a refusal, and nowhere to say it"),
        pytest.param("list", ">&-", 0, "", id="no standard output"),
    ],
)
def test_what_was_only_told_fails_where_it_cannot_be_said(
    folder: Path, words: str, into: str, status: int, said: str
) -> None:
    assert run(folder, words, into) == (status, said)


@pytest.mark.parametrize(
    ("into", "said"),
    [
        (
            ">/dev/full",
            f"It is done; only the output cannot be written: {FULL}. Do not repeat it.\n",
        ),
        (">/dev/full 2>&-", ""),
        (">&-", ""),
    ],
)
def test_what_was_done_is_done_although_the_output_cannot_be_written(
    folder: Path, into: str, said: str
) -> None:
    assert run(folder, f"do note {ORDER_NO} text=once", into) == (0, said)
    assert notes(folder) == ["once"]


def test_a_limit_beyond_what_a_database_counts_lists_all(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--store", str(folder), "list", "--json", "--limit", "9" * 30]) == 0
    assert ORDER_NO in capsys.readouterr().out


@pytest.mark.parametrize("to", ["--to wang", "--to=wang"])
def test_duties_that_were_given_away_are_given_although_it_cannot_be_said(
    folder: Path, to: str
) -> None:
    shop = open_store(str(folder), Actor(user=user()), lambda: NOW)
    keep(shop, Person(login="wang"))
    (row,) = shop.search(ORDER_NO)
    shop.run(Claim, shop.order(row.key), {})

    assert run(folder, f"handover {to}", ">/dev/full") == (
        0,
        f"It is done; only the output cannot be written: {FULL}. Do not repeat it.\n",
    )
    assert [row.login for row in shop.search(ORDER_NO)] == ["wang"]


def test_a_file_that_was_written_is_there_although_it_cannot_be_said(folder: Path) -> None:
    assert run(folder, f"pack --to {folder.parent}/pack.csv", ">/dev/full") == (
        0,
        f"It is done; only the output cannot be written: {FULL}. Do not repeat it.\n",
    )
    assert (folder.parent / "pack.csv").exists()


@pytest.mark.parametrize(
    ("words", "does"),
    [
        ("pack", False),
        ("pack --json", False),
        ("pack --to a.csv", True),
        ("penalties --learn", False),
        ("penalties --learn --to=a.toml", True),
    ],
)
def test_what_writes_a_file_does_something(words: str, *, does: bool) -> None:
    assert only_tells(words.split()) is not does


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("note", "text=x", "--key", "k" * 201),
            "--key: A key has at most 200 signs; this has 201.",
        ),
        (("note", "text=" + "字" * 2001), "text: At most 2000 characters are possible."),
    ],
)
def test_what_is_too_long_is_a_sentence_and_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    action, *values = words
    store = ("--store", str(folder), "--lang", "en")

    assert main([*store, "do", action, ORDER_NO, *values]) == 2

    assert capsys.readouterr().err == f"{said}\n"
    assert notes(folder) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_export_into_a_folder_that_is_read_only_is_a_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)

    assert main(["--store", str(folder), "--lang", "en", "export", "--to", f"{shut}/a.csv"]) == 2

    assert capsys.readouterr().err == (f"to: You may not write {shut}/a.csv: Permission denied.\n")


@pytest.mark.parametrize("kind", ["a pipe", "a folder", "too large", "a link"])
def test_drafts_that_are_no_file_are_none(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "drafts.json"
    if kind == "a pipe":
        os.mkfifo(file)
    elif kind == "a folder":
        file.mkdir()
    elif kind == "a link":
        file.symlink_to("/dev/zero")
    else:
        with file.open("wb") as made:
            made.truncate(MOST_BYTES + 1)

    assert Drafts(file).open("a", "note").typed == {}
