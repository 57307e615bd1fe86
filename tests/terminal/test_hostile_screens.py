"""Every screen of the desk and every command, over a shop whose every text attacks."""

import base64
import json
import re
from pathlib import Path

import pytest

from store.models.event import Actor
from store.repository import open_store
from tests.terminal.hostile import unlisted_sequences
from tests.terminal.hostile_shop import ALL, FREE, STORABLE, make_hostile_shop
from tests.terminal.loaded_desk import LoadedDesk
from tests.terminal.pty_driver import Desk
from tui.keyboard.type_ahead import REPEAT_SECONDS

NOW = "2026-11-22T09:00"
ORDERS = len(STORABLE) + 2
WORST = "".join(STORABLE).replace("\n", "").replace("\r", "")
SECTIONS = "1234567890"
OF_THE_BAR = {b"\r", b"\x1b[K"}
"""How the bar of a long import draws over itself."""
ACTIONS = "snRBtx"
SAVED = "n"
"""What an attack for a value does not keep from being saved; the rest says that a value is bad."""
REFUSED_ONCE = "x"
"""What was pasted into its choice is none of them: the first ctrl+s is refused for it."""
BAD = re.compile(r"(?m)^│ +!")
SAVE, CHOOSE = "ctrl+s save", "enter choose"
OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
PLACED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its store."""
    folder = tmp_path_factory.mktemp("hostile") / "store"
    make_hostile_shop(folder)
    return folder


def opened(shop: Path, *words: str, columns: int = 90, rows: int = 28) -> Desk:
    """The program at a terminal; its drafts and keys are of this test."""
    home = {"XDG_DATA_HOME": str(shop.parent / "data"), "XDG_CONFIG_HOME": str(shop.parent / "c")}
    options = ["--store", str(shop), "--now", NOW, "--lang", "en"]
    return LoadedDesk([*options, *words], columns=columns, rows=rows, env=home, cwd=shop.parent)


def leave(desk: Desk) -> None:
    """Nothing was obeyed, nothing broke, and q on a list ends it."""
    desk.press("q")
    assert desk.exit_status() == 0, desk.text()
    assert unlisted_sequences(bytes(desk.raw)) == []
    assert b"The desk has stopped" not in desk.raw


def find(desk: Desk, query: str) -> None:
    desk.wait_for("Board")
    desk.press("2")
    desk.wait_for(f"{ORDERS} of {ORDERS} ")
    desk.press("/", "end", "ctrl+u")
    desk.type(query)
    desk.press("enter")
    desk.wait_for(f"1 of {ORDERS} ")


def close(desk: Desk, opened: str) -> None:
    """Esc out of what is open, and wait: a letter too soon after esc would be one key with it."""
    desk.wait_for(opened)
    desk.press("esc")
    desk.wait_gone(opened)
    desk.settle(0.1)


def back_to_the_list(desk: Desk) -> None:
    desk.press("q")
    desk.wait_for(f"1 of {ORDERS} ")
    desk.settle(REPEAT_SECONDS)  # twice at once it goes back alone


def reveal(desk: Desk, reason: str) -> None:
    desk.press("enter")
    desk.wait_for("1 What is owed")
    desk.press("P")
    desk.paste(reason)
    if len(reason.splitlines()) > 1:
        desk.wait_for("nothing was put in")
        desk.paste(" ".join(reason.splitlines()))
    desk.press("ctrl+s")
    desk.wait_for("Shown for 30 seconds.")
    desk.settle(0.6)  # what comes sooner may be of the text that was pasted


def test_the_list_its_search_and_its_menus_obey_nothing(shop: Path) -> None:
    with opened(shop, columns=130, rows=24) as desk:
        desk.wait_for("Board")
        desk.press("2")
        desk.wait_for(f"{ORDERS} of {ORDERS} ")
        colleague = open_store(str(shop), Actor(user="mallory", name=WORST))
        colleague.presence.enter(next(row.key for row in colleague.search()))
        desk.wait_for("@A␛")
        desk.press("G", "g", "space", "space")
        for key in "vo:a?":
            desk.press(key)
            close(desk, "Keys" if key == "?" else CHOOSE)
        for query in (WORST, f"{WORST}:", f"due:{WORST}", f"sku:{WORST}"):
            desk.press("f3", "end", "ctrl+u")
            desk.paste(query)
            desk.press("enter")
        desk.press("f3", "end", "ctrl+u", "enter")
        desk.wait_for(f"{ORDERS} of {ORDERS} ")
        colleague.presence.leave()
        desk.settle(0.6)  # what comes sooner may be of the text that was pasted
        desk.press("u")
        desk.wait_gone("2 marked")
        leave(desk)


@pytest.mark.parametrize(("order_no", "actions"), [(ALL, "D"), (FREE, ACTIONS)])
def test_an_order_and_its_forms_obey_nothing(order_no: str, actions: str, shop: Path) -> None:
    with opened(shop) as desk:
        find(desk, order_no)
        reveal(desk, WORST)
        for digit in SECTIONS:
            desk.press(f"alt+{digit}")
        # A digit without a section is refused, and what is typed behind that at once is dropped.
        desk.settle(0.6)
        for key in actions:
            desk.press(key)
            desk.wait_for(SAVE)
            desk.paste(WORST)
            desk.press("ctrl+s")
            if key in REFUSED_ONCE:
                desk.wait_for("nothing was changed")
                desk.settle(0.6)
                desk.press("ctrl+s")
            if key not in SAVED:
                desk.wait_until(lambda text: BAD.search(text) is not None, what="bad value")
                desk.settle(0.6)
                desk.press("esc")
            desk.wait_gone(SAVE)
            desk.settle(0.6)
        desk.press("a")
        close(desk, CHOOSE)
        desk.settle(0.6)  # so does what is typed on behind a refused save
        back_to_the_list(desk)
        leave(desk)


def test_an_order_with_an_attack_for_a_number_shows_and_copies_it_safe(shop: Path) -> None:
    with opened(shop) as desk:
        find(desk, "order:33")
        reveal(desk, "x")
        desk.press("y")
        desk.wait_for("is copied.")
        (placed,) = PLACED.findall(bytes(desk.raw))
        assert base64.b64decode(placed).decode() == "33[on red]y"

        desk.raw[:] = PLACED.sub(b"", bytes(desk.raw))
        back_to_the_list(desk)
        leave(desk)


def test_paths_that_attack_are_said_safe(shop: Path) -> None:
    with opened(shop) as desk:
        desk.wait_for("Board")
        desk.press("2")
        desk.wait_for(f"{ORDERS} of {ORDERS} ")
        for key in ("e", "i"):
            desk.press(key)
            desk.wait_for(SAVE)
            desk.press("end", "ctrl+u")
            desk.paste(f"{WORST}.pdf")
            desk.press("ctrl+s")
            desk.settle(0.4)
            close(desk, SAVE)
        leave(desk)


@pytest.mark.parametrize(
    "words",
    [
        "list",
        "due",
        "tasks",
        f"show {ALL}",
        f"show {FREE} --reveal --reason x",
        f"actions {ALL}",
        f"actions {FREE}",
    ],
)
def test_a_command_prints_nothing_that_a_terminal_obeys(words: str, shop: Path) -> None:
    with opened(shop, *words.split()) as desk:
        assert desk.exit_status() == 0
        assert len(desk.raw) > 700
        assert unlisted_sequences(bytes(desk.raw)) == []


@pytest.mark.parametrize("words", ["list", "due", "tasks", f"show {ALL}", f"actions {ALL}"])
def test_json_is_exact_and_no_terminal_obeys_it(words: str, shop: Path) -> None:
    with opened(shop, *words.split(), "--json") as desk:
        assert desk.exit_status() == 0
        lines = bytes(desk.raw).decode().split("\r\n")
        assert not any(OBEYED.search(one) for one in lines)
        assert all(json.loads(one) for one in lines if one)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("list", f"{WORST}:x"), 2),
        (("show", WORST), 2),
        (("do", "note", FREE, f"text={WORST}"), 0),
        (("do", WORST, FREE), 2),
        (("do", "ship", FREE, f"tracking_no={WORST}"), 2),
        (("do", "ship", ALL, "tracking_no=YT1234567890123"), 1),
        (("do", "note", FREE, "text=x", "--as", "\udcff"), 0),
        (("export", "--to", f"out.{WORST.replace('/', '')}"), 2),
        (("import", WORST.replace("/", "")), 2),
        ((WORST,), 2),
    ],
    ids=lambda words: " ".join(words[:2])[:12] if isinstance(words, tuple) else None,
)
def test_a_refusal_quotes_what_was_given_and_nothing_of_it_is_obeyed(
    words: tuple[str, ...], status: int, shop: Path
) -> None:
    given = [word.replace("\0", "") for word in words]
    with opened(shop, *given) as desk:
        assert desk.exit_status() == status, desk.text()
        assert desk.text().strip()
        found = unlisted_sequences(bytes(desk.raw))
        assert set(found) <= (OF_THE_BAR if words[0] == "import" else set())
