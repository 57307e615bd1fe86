"""The key table: each key means one thing, every action has one, and a file may change them all."""

from pathlib import Path
from string import ascii_letters, digits

import pytest

from store.errors import BadInput
from store.models.order import Order
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import is_about
from tests.build import ORDER_NO, keep, order
from tests.tui.driver import Ledger, desk_on
from tui.actions import KEYS, PLACES, Key, bindings, keys_of
from tui.cli import main
from tui.key_file import remapped
from tui.language import use_language
from tui.places.board import BoardPlace
from tui.places.data import DataPlace
from tui.places.orders import OrdersPlace
from tui.places.review import ReviewPlace
from tui.screens.base import DeskScreen
from tui.screens.order import OrderScreen

SCREENS: dict[str, type[DeskScreen]] = {
    "board": BoardPlace,
    "orders": OrdersPlace,
    "order": OrderScreen,
    "review": ReviewPlace,
    "data": DataPlace,
}
ELSEWHERE = {"products", "inquiries", "payments", "reviews", "improvements", "coverage", "new"}
"""The menus of what is no order; any other word says where a key is pressed."""
OF_ORDERS = {name for name, one in all_actions().items() if is_about(one, Order)}


def is_letter(key: str) -> bool:
    return len(key) == 1 and key.isalpha()


def keys(name: str, table: tuple[Key, ...] = KEYS) -> str:
    return next(key.keys for key in table if key.name == name)


@pytest.mark.parametrize("place", SCREENS)
def test_on_a_screen_a_key_means_one_thing(place: str) -> None:
    every = [one for key in keys_of(place) for one in key.keys.split(",") if one]

    assert len(every) == len(set(every))
    assert {binding.id for binding in bindings(place)} == {key.name for key in keys_of(place)}


def test_every_action_has_a_line_and_is_nowhere_else_in_the_code() -> None:
    assert {key.name for key in KEYS if key.where == "action"} == OF_ORDERS
    assert {key.name for key in KEYS if key.where in ELSEWHERE} == set(all_actions()) - OF_ORDERS
    assert len({key.name for key in KEYS}) == len(KEYS)


def test_the_titles_of_the_keys_are_those_of_the_actions() -> None:
    assert {key.name: key.title for key in KEYS if key.where in {"action", *ELSEWHERE}} == {
        name: action.title for name, action in all_actions().items()
    }


@pytest.mark.parametrize("place", SCREENS)
def test_every_key_that_is_no_action_is_something_the_screen_does(place: str) -> None:
    screen = SCREENS[place]

    for key in keys_of(place):
        if key.where not in {"action", *ELSEWHERE} and key.name not in PLACES:
            assert callable(getattr(screen, f"press_{key.name.replace('-', '_')}"))


def test_every_letter_has_a_twin_that_passes_an_input_method_or_stands_in_a_menu() -> None:
    only_letters = {key.name for key in KEYS if all(map(is_letter, key.keys.split(",")))}

    # `test_menu.py` states that the menu holds every action and the palette every command.
    assert not only_letters & {"menu", "palette", "help", "search", "leave"}
    assert {"f1", "f2", "f5"} <= {one for key in KEYS for one in key.keys.split(",")}


def test_no_irreversible_act_lies_on_a_doubled_key() -> None:
    asks_again = [name for name in OF_ORDERS if all_actions()[name].typed_again]

    given = {name: keys(name) for name in asks_again}
    assert given == {
        "refund": "r",
        "reopen-refund": "",
        "agree-refund": "",
        "submit-evidence": "",
        "cancel-order": "X",
        "rule-stock-out": "V",
    }


def test_without_a_file_the_table_is_as_it_is(tmp_path: Path) -> None:
    assert remapped(tmp_path / "keys.toml") is KEYS


@pytest.mark.parametrize(
    ("text", "ship"),
    [
        ('ship = "ctrl+g"', "ctrl+g"),
        ('ship = "ctrl+g, f9"', "ctrl+g,f9"),
        ('reject-case = "ctrl+g"', "s,f4"),
        ('ship = "/"\nsearch = "s"', "slash"),
        ('ship = "ctrl+s"', "ctrl+s"),
        ('ship = "；"', "fullwidth_semicolon"),
        ('flag = "s"\nship = "f"', "f"),
    ],
)
def test_a_file_gives_a_command_other_keys(text: str, ship: str, tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(text, "utf-8")

    table = remapped(file)
    assert keys("ship", table) == ship
    assert [key.name for key in table] == [key.name for key in KEYS]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ship = ", "{file} cannot be read: "),
        ("\udcff", "{file} cannot be read: "),
        ('sihp = "S"', '{file}: sihp is not such as ship = "S,f4"; the names are: about-line'),
        (
            'ship = ["S"]',
            """{file}: ship = "['S']" is not such as ship = "S,f4"; the names are: """,
        ),
        ('ship = ""', '{file}: ship = "" is not such as ship = "S,f4"; '),
        ('ship = "strg+s"', '{file}: ship = "strg+s" is not such as '),
        ('ship = "S,,f9"', '{file}: ship = "S,,f9" is not such as '),
        ('ship = "ctrl+q"', '{file}: ship = "ctrl+q" is not such as '),
        ('ship = "c"', "{file}: c is both ship and log-contact."),
        ('ship = "S, f2"', "{file}: f2 is both menu and ship."),
        ('ship = "/"', "{file}: slash is both ship and search."),
        ('back = "enter"\nship = "enter"', "{file}: enter is both "),
    ],
)
def test_a_file_that_cannot_be_is_a_sentence(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(BadInput) as caught:
        remapped(file)
    assert caught.value.sentence.startswith(said.format(file=file))


async def test_the_new_keys_work_and_the_old_ones_no_longer_do(
    repository: Repository, drafts: Path, ledger: Ledger, tmp_path: Path
) -> None:
    file = tmp_path / "keys.toml"
    file.write_text('ship = "c,f9"\nlog-contact = "s"\nsearch = "f"\nflag = "/"', "utf-8")
    keep(repository, order())
    async with desk_on(repository, drafts, keys=remapped(file)) as desk:
        for key, opened in (("c", "Ship"), ("f9", "Ship"), ("s", "Log a contact"), ("/", "Flag")):
            await desk.keys(key)
            assert f"{opened}  {ORDER_NO}" in desk.text()
            await desk.keys("escape")
        await desk.keys("f4", "f6", "f3")
        assert desk.screen is desk.orders
        await desk.keys("f")
        assert desk.focus == "search"

        await desk.keys("escape")
        await desk.open(ORDER_NO)
        await desk.keys("c")
        assert f"Ship  {ORDER_NO}" in desk.text()
        assert ledger.events(ORDER_NO) == []


def test_a_wrong_file_of_keys_keeps_the_desk_shut_and_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "shouhou").mkdir()
    (tmp_path / "shouhou" / "keys.toml").write_text('ship = "c"', "utf-8")

    assert main(["--store", str(tmp_path / "store"), "--lang", "en"]) == 2
    assert capsys.readouterr().err.endswith("keys.toml: c is both ship and log-contact.\n")


async def test_a_key_that_means_nothing_does_nothing(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    bound = {one for key in KEYS for one in key.keys.split(",")}
    async with desk_on(repository, drafts) as desk:
        free = f"{ascii_letters}{digits};'["
        await desk.keys(*(one for one in free if one not in bound), "f11", "f12", "insert")

        assert desk.screen is desk.orders
        assert desk.said() == []
        assert ledger.events(ORDER_NO) == []


@pytest.mark.parametrize(
    ("place", "key", "said"),
    [
        ("orders", "P", "P (show personal data for 30 seconds) is not for this place."),
        ("board", "J", "J (next order of the list) is not for this place."),
        ("orders", "-", "- (reject) is not for this place."),
        ("review", "o", "o (sort) is not for this place."),
        ("data", "=", "= (save the search as a view) is not for this place."),
        ("data", "t", "t (correct a tracking number) is not for this place."),
    ],
)
async def test_a_key_of_another_place_says_so(
    place: str, key: str, said: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, place=place) as desk:
        await desk.keys(key)
        assert desk.said() == [said]


async def test_what_is_typed_into_the_search_and_what_is_no_key_say_nothing(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.keys("escape", "j", "k", "9")
        await desk.press("search")
        await desk.keys("P", "J")
        assert desk.said() == []


def test_keys_have_signs_in_chinese_and_their_names_in_english() -> None:
    table = {key.name: key for key in KEYS}
    names = ("order", "queues", "mark", "take-off")

    assert [table[name].shown for name in names] == ["right", "left", "space", "backspace"]
    assert table["order"].called == "right arrow"
    use_language("zh")
    try:
        assert [table[name].shown for name in names] == ["→", "←", "空格", "退格"]
        assert table["next-group"].all_shown == "b → f7"
    finally:
        use_language("en")
