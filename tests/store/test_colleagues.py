"""Colleagues (同事): what somebody with the group's rights puts into a store harms nobody."""

import fcntl
import json
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from store.accounts import user
from store.errors import BadInput, StoreTrouble
from store.files.durable import holding
from store.files.handed_out import hand_out
from store.files.paths import content_of, path_of
from store.models.event import Actor
from store.policy.shop import ShopPolicy
from store.presence import Presence, Present
from store.repository import Repository
from store.upkeep.daily_copies import daily_copy, outdated
from store.upkeep.verifying import verify
from tests.build import NOW, keep, order
from tui.cli import main

TODAY = date(2026, 11, 22)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder of the agent's own with something in it."""
    folder = tmp_path / "mine"
    folder.mkdir(mode=0o700)
    (folder / "0123456789abcdef").write_text("my thesis", "utf-8")
    return folder


def untouched(folder: Path) -> bool:
    names = [one.name for one in folder.iterdir()]
    return names == ["0123456789abcdef"] and folder.stat().st_mode & 0o777 == 0o700


def test_presence_that_is_a_link_leads_nowhere(store: Path, mine: Path) -> None:
    store.mkdir()
    store.chmod(0o2770)
    (store / "presence").symlink_to(mine)
    presence = Presence(store / "presence", Actor(user="li"))
    presence.enter("a")
    assert presence.others() == ()
    presence.leave()
    assert untouched(mine)


def test_files_that_are_a_link_take_nothing(
    repository: Repository, store: Path, mine: Path
) -> None:
    keep(repository, order())
    (store / "files").symlink_to(mine)
    with pytest.raises(StoreTrouble) as caught:
        repository.files.keep(b"\x89PNG\r\n\x1a\n")
    assert "a link or a file stands where the store has a folder" in caught.value.sentence
    assert untouched(mine)


def test_verify_looks_at_nothing_behind_a_link_that_is_no_folder_of_the_store(
    repository: Repository, store: Path, mine: Path
) -> None:
    keep(repository, order())
    (store / "files").symlink_to(mine)
    with pytest.raises(StoreTrouble) as caught:
        verify(repository)
    assert caught.value.cause == (
        f"{store / 'files'} cannot be read (a link or a file stands where the store has a folder;"
        " take it away)."
    )
    (store / "files").unlink()
    (store / "files").mkdir()
    (store / "files" / "ab").symlink_to(mine)
    assert verify(repository).orphans == ("files/ab",)


def test_copies_that_are_a_link_get_and_lose_nothing(
    repository: Repository, store: Path, mine: Path
) -> None:
    keep(repository, order())
    (store / "copies").symlink_to(mine)
    with pytest.raises(StoreTrouble) as caught:
        daily_copy(repository.engine, NOW)
    assert caught.value.sentence == (
        f"{store / 'copies'} could not be written (a link or a file stands where the store has a"
        " folder; take it away); nothing was changed. Try again."
    )
    assert untouched(mine)


def deep(folder: Path) -> int:
    """A file that a colleague holds, with more brackets than Python goes into."""
    descriptor = os.open(folder / "00000000000000aa", os.O_RDWR | os.O_CREAT)
    os.write(descriptor, b"[" * 4096)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


@pytest.mark.parametrize(
    "put",
    [
        lambda folder: (folder / "00000000000000aa").mkdir(),
        lambda folder: os.mkfifo(folder / "00000000000000aa"),
        lambda folder: (folder / "notes.txt").write_text("of a person", "utf-8"),
        deep,
    ],
    ids=["folder", "pipe", "file of another name", "deep JSON"],
)
def test_what_is_no_presence_is_left_alone(store: Path, put: Callable[[Path], int | None]) -> None:
    folder = store / "presence"
    folder.mkdir(parents=True)
    descriptor = put(folder)
    assert Presence(folder, Actor(user="li")).others() == ()
    assert len(list(folder.iterdir())) == 1
    if descriptor is not None and (folder / "00000000000000aa").is_file():
        os.close(descriptor)


def test_who_has_an_order_open_is_the_account_and_only_beside_it_a_name(store: Path) -> None:
    store.mkdir()
    boss = Presence(store / "presence", Actor(user="chen", name="老板"))
    boss.enter("a")
    assert Presence(store / "presence", Actor(user="li")).others() == (
        Present(Actor(user=user(), name="老板"), "a"),
    )
    boss.leave()


def test_nothing_is_handed_out_into_a_store_by_any_way(
    repository: Repository, store: Path, tmp_path: Path
) -> None:
    keep(repository, order())
    (tmp_path / "way").symlink_to(store)
    for path in (store / "head", store / "copies" / "a.csv", tmp_path / "way" / "shop.db"):
        with pytest.raises(BadInput) as caught:
            hand_out(path, holding(b""))
        assert caught.value.sentence == (
            f"{path} lies in the folder of the store; name a place outside it."
        )


def days(*ago: int) -> list[date]:
    return [TODAY - timedelta(days=one) for one in ago]


@pytest.mark.parametrize(
    ("there", "gone"),
    [
        (days(0, 1, 2, 3, 4, 5, 6), []),
        (days(0, 1, 2, 3, 4, 5, 6, 7, 8), days(8, 7)),
        ([*days(0, 1), *days(-30000, -30001, -30002, -30003, -30004, -30005, -30006)], []),
        ([*days(0), *days(*range(90, 97))], []),
        ([*days(0), *days(*range(90, 97)), *days(*range(200, 207))], days(*range(206, 199, -1))),
    ],
    ids=["a week", "nine days", "days to come", "after a pause", "after two pauses"],
)
def test_a_clock_that_was_wrong_once_costs_no_copy(there: list[date], gone: list[date]) -> None:
    assert outdated(there, TODAY) == gone


@pytest.mark.parametrize("kind", ["pipe", "folder", "link", "large", "deep"])
def test_rules_that_are_no_file_are_a_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "policy.toml"
    match kind:
        case "pipe":
            os.mkfifo(path)
            said = "is a device, pipe or socket, not a file."
        case "folder":
            path.mkdir()
            said = "is a folder; name the files in it."
        case "link":
            path.symlink_to("/dev/zero")
            said = "is a symbolic link and is not followed; name the file itself."
        case "large":
            path.write_bytes(b"#" * 1_000_001)
            said = "is larger than 1.0 MB, which no such file is."
        case _:
            path.write_text("rule = " + "[" * 5000, "utf-8")
            said = "is no TOML file: it is nested too deep."
    with pytest.raises(StoreTrouble) as caught:
        ShopPolicy(path)
    assert caught.value.sentence == (
        f"{path} {said} Correct the file, or move it elsewhere and adopt the rules anew;"
        " the orders are whole."
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "~nobody9/x.txt",
            "~nobody9/x.txt: nobody on this machine has that name; write the whole path.",
        ),
        ("~nobody9", "~nobody9: nobody on this machine has that name; write the whole path."),
        ("a\0b", r"'a\x00b' is not a file name."),
        ("", "'' is not a file name."),
        ("\ud83d", r"'\ud83d' is not a file name."),
    ],
)
def test_a_path_that_can_be_none_is_a_sentence_under_its_field(typed: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        path_of(typed, "file")
    assert (caught.value.sentence, caught.value.field) == (said, "file")


def test_a_name_with_a_tilde_or_a_blank_is_one_where_it_is_written_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv ").touch()
    assert path_of("a.csv ") == Path("a.csv ")
    assert path_of(" b.csv ") == Path("b.csv")
    assert path_of("./~nobody9") == Path("~nobody9")


@pytest.mark.parametrize(
    "words",
    [
        ["import", "~nobody9/a.csv"],
        ["import", "a.csv", "--rejected", "~nobody9/a.csv"],
        ["backup", "~nobody9/a.csv"],
        ["dump", "~nobody9/a.csv"],
        ["export", "--to", "~nobody9/a.csv"],
        ["pack", "--to", "~nobody9/a.csv"],
        ["restore", "~nobody9/a.csv"],
        ["policy", "~nobody9/a.csv"],
        ["policy", "diff", "~nobody9/a.csv"],
        ["penalties", "--learn", "--to", "~nobody9/a.csv"],
        ["diff", "~nobody9/a.csv", "b.csv"],
        ["tasks", "--batch-ship", "~nobody9/a.csv"],
        ["migrate", "~nobody9/a.csv", "b"],
        ["list"],
    ],
    ids=" ".join,
)
def test_every_command_says_that_nobody_has_the_name_of_a_home(
    words: list[str], store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = "~nobody9/a.csv" if words == ["list"] else str(store)
    assert main(["--lang", "en", "--store", where, *words]) == 2
    said = "~nobody9/a.csv: nobody on this machine has that name; write the whole path."
    assert capsys.readouterr().err.endswith(f"{said}\n")


def test_a_file_is_read_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps("x" * 98), "utf-8")
    assert content_of(path, 100) == path.read_bytes()
    with pytest.raises(BadInput):
        content_of(path, 99)
