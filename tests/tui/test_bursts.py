"""What is pasted at a terminal that does not say so is no command, and typing stays typing."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from textual import constants
from textual.events import Key, Paste
from textual.message import Message

from store.repository import Repository
from tests.build import ORDER_NO, keep, order
from tests.tui.driver import Desk, Ledger, desk_on
from tui.keyboard import marked_pastes
from tui.keyboard.bursts import Burst, Typing
from tui.keyboard.typed_keys import TypedKeys
from tui.language import use_language

CHAT = f"小王 10:02\r您好，{ORDER_NO} 到哪了？a 3 m\r电话 13800138000"


def heard(*reads: str) -> list[Message]:
    """What comes of these reads of a terminal, and of the rest behind them."""
    typing = Typing(TypedKeys())
    found = [one for text in reads for one in typing.fed(text, rests=False)]
    return [*found, *typing.fed("", rests=True)]


@pytest.mark.parametrize(
    ("reads", "text"),
    [
        pytest.param([CHAT], CHAT.replace("\r", "\n"), id="a chat"),
        pytest.param([f"{ORDER_NO}\r"], ORDER_NO, id="an order number"),
        pytest.param(["6950908550201387248"], "6950908550201387248", id="another platform's"),
        pytest.param(["2026-11-21 18:02 在吗"], "2026-11-21 18:02 在吗", id="begins with a date"),
        pytest.param(["您好, m", "m A\r", "jk"], "您好, mm A\njk", id="in several reads"),
        pytest.param(["您好, m", "", "m"], "您好, mm", id="half a character between"),
    ],
)
def test_a_text_that_comes_at_once_was_pasted(reads: list[str], text: str) -> None:
    (burst,) = heard(*reads)

    assert isinstance(burst, Burst)
    assert (burst.text, len(burst.keys)) == (text, len("".join(reads)))


@pytest.mark.parametrize(
    "text",
    [
        "jjjjj",
        "n客户说要退\r",
        "s75112233445566",
        "123456",
        "v12",
        "/小王 10:02",
        "退款",
        "？ajj",
        "客户说 ok\x13",
        "1234",
        "您好\x1b[B",
    ],
)
def test_what_begins_as_a_command_or_has_one_is_typed(text: str) -> None:
    found = heard(text)

    assert not any(isinstance(one, Paste) for one in found)
    assert sum(isinstance(one, Key) for one in found) >= len(text) - 2


def test_what_stands_between_the_marks_of_a_paste_is_that_paste() -> None:
    (paste,) = heard("\x1b[200~您好, ", "您好, m", "\x1b[201~")

    assert isinstance(paste, Paste)
    assert not isinstance(paste, Burst)
    assert paste.text == "您好, 您好, m"


RED = "王姐你好 \x1b[31m红色\x1b[0m m\x1b j\ns"


@pytest.mark.parametrize(
    "cuts", [(), (1,), (3,), (14,), (15, 16), (-3,), range(1, 30)], ids=lambda cuts: f"{[*cuts]}"
)
def test_what_is_pasted_with_an_esc_in_it_is_one_paste(cuts: Iterable[int]) -> None:
    sent = f"\x1b[200~{RED}\x1b[201~j"
    at = [0, *(cut % len(sent) for cut in cuts), len(sent)]
    paste, key = heard(*(sent[begin:end] for begin, end in pairwise(at)))

    assert isinstance(paste, Paste)
    assert paste.text == "王姐你好 红色 m j\ns"
    assert isinstance(key, Key)
    assert key.key == "j"


def test_a_key_before_a_paste_comes_before_it() -> None:
    escape, paste = heard("\x1b", "\x1b[200~m\x1b[201~")

    assert isinstance(escape, Key)
    assert isinstance(paste, Paste)
    assert (escape.key, paste.text) == ("escape", "m")


def test_a_paste_without_its_end_is_over_when_nothing_comes_and_no_rest_of_it_is_a_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typing = Typing(TypedKeys())
    assert not [*typing.fed("\x1b[200~m ", rests=False), *typing.fed("n", rests=False)]
    assert not [*typing.fed("", rests=True)]
    monkeypatch.setattr(marked_pastes, "STALLED_SECONDS", 0.0)
    (paste,) = typing.fed("", rests=True)
    assert isinstance(paste, Paste)
    assert paste.text == "m n"

    assert not [*typing.fed("r\rm", rests=False), *typing.fed("s m\x1b[201~", rests=False)]
    (key,) = typing.fed("j", rests=False)
    assert isinstance(key, Key)
    assert key.key == "j"


@pytest.mark.parametrize(("typed", "key"), [("j", "j"), ("\x1b[B", "down"), ("\r", "enter")])
def test_a_key_alone_behind_such_a_paste_is_one(
    typed: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marked_pastes, "STALLED_SECONDS", 0.0)
    _paste, first, *others = heard("\x1b[200~m", "", typed, "jj")

    assert isinstance(first, Key)
    assert (first.key, len(others)) == (key, 2)


def test_a_command_behind_it_ends_it() -> None:
    burst, key = heard("您好, m", "\x13")

    assert isinstance(burst, Burst)
    assert isinstance(key, Key)
    assert (burst.text, key.key) == ("您好, m", "ctrl+s")


async def test_on_a_list_it_is_searched_for_and_does_nothing(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        for message in heard(CHAT):
            desk.app.post_message(message)
        await desk.settle()

        assert desk.screen is desk.orders
        assert desk.orders.search_box.value == ORDER_NO


async def test_in_a_field_it_is_typed_and_keeps_its_place_among_the_keys(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        for message in heard("n", "您好, m", "\x1b[D", "x"):
            desk.app.post_message(message)
        await desk.settle()

        assert desk.values == {"text": "您好, xm"}


async def test_on_the_page_of_an_order_no_letter_of_it_is_a_key(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("open")
        page = desk.screen
        for message in heard("您好, n r"):
            desk.app.post_message(message)
        await desk.settle()

        assert desk.screen is page


ENGLISH = "Hi there\ris my order on its way?\rmany thanks\r"


async def heard_by(desk: Desk, *reads: str) -> None:
    """These reads come to a desk, and all that they set off happens."""
    for message in heard(*reads):
        desk.app.post_message(message)
    await desk.settle()


@pytest.mark.parametrize("reads", [[ENGLISH], [ENGLISH, "jm\r"]])
async def test_a_chat_in_english_does_nothing_on_a_list_and_that_is_said(
    reads: list[str], repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await heard_by(desk, *reads)

        assert desk.screen is desk.orders
        assert desk.said() == ["What was pasted does nothing here; / searches."]
    assert ledger.events(ORDER_NO) == []


async def test_in_a_field_a_chat_in_english_is_typed(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await heard_by(desk, ENGLISH)

        assert desk.values["text"].startswith("Hi there\nis my order on its way?")


async def test_what_was_pasted_behind_a_line_end_into_the_search_box_is_no_key(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("search")
        await heard_by(desk, "2611\rmA\rn")

        assert desk.screen is desk.orders
        assert desk.orders.search_box.value == "2611"
        assert desk.said() == ["What was pasted does nothing here; / searches."]
    assert ledger.events(ORDER_NO) == []


@pytest.mark.parametrize("typed", ["j" * 60, "/2611\rjjj", "jjj\x1b[A", "j jk j "])
async def test_keys_that_came_in_one_read_of_a_slow_line_act(
    typed: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=f"261120-{place:015}") for place in range(99)))
    async with desk_on(repository, drafts) as desk:
        await heard_by(desk, typed)

        assert desk.said() == []
        assert desk.table.cursor > 1


async def test_a_whole_action_may_come_in_one_read(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await heard_by(desk, "ncall her", "\x13")

    assert [one.action for one in ledger.events(ORDER_NO)] == ["note"]


async def test_a_command_called_by_its_name_may_come_in_one_read_with_all_of_its_form(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await heard_by(desk, ":inq\r周女士\t\t11-20\t\tno order\t18:00")

        typed = {"buyer": "周女士", "day": "11-20", "text": "no order", "promise_due": "18:00"}
        assert desk.values.items() >= typed.items()


async def test_so_it_may_in_chinese_where_the_colon_came_alone(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    use_language("zh")
    async with desk_on(repository, drafts) as desk:
        await heard_by(desk, ":", "登记买家询问\r周女士\t\t11-20")

        assert desk.values.items() >= {"buyer": "周女士", "day": "11-20"}.items()


async def test_a_number_pasted_into_a_menu_chooses_nothing(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        await heard_by(desk, "1300000000017")

        assert desk.screen is not desk.orders
        assert desk.menu == ["nothing fits"]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("\x1bj", ["escape", "j"]),
        ("\x1bjj", ["escape", "j", "j"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1b4", ["alt+4"]),
        ("\x1b[B", ["down"]),
        ("\x1bx", ["alt+x"]),
    ],
)
def test_esc_that_comes_with_the_next_key_is_no_alt(
    typed: str, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "ESCAPE_DELAY", 0.0)
    typing = Typing(TypedKeys({"alt+x"}))
    found = [*typing.fed(typed, rests=False), *typing.fed("", rests=True)]

    assert [one.key for one in found if isinstance(one, Key)] == keys
