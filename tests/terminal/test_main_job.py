"""The main job by keys alone, in a real terminal: what a seller does between two cups of tea."""

import csv
import gettext
import re
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

import tui
from store.models.event import Actor
from store.models.order import Order
from store.repository import open_store
from store.rules.parcels.actions.create_reissue import CREATE_THERE
from store.words.times import SHOP_TIME
from tests.postgres import store_url
from tests.terminal.pty_driver import Desk
from tests.terminal.task_table import NOW
from tests.terminal.whole import SHOUHOU

AT = datetime.fromisoformat(NOW).replace(tzinfo=SHOP_TIME)
TRACKING_NO = "YT9900000000001"
SAID = "抱歉，今天补发一盒"
WHY = "少一盒"
LATE = "late to-ship !stock-out !review !after-sales !discrepancy !cancelled"
GONE = "received !task !reissue !after-sales !discrepancy !refunded"
LOCALES = Path(tui.__file__).parent / "locales"
NUMBER = re.compile(r"\d{6}-\d{15}|\d{19}")
ORDER_NO = re.compile(r"(?m)^│ [▲ ][ *][ A-Z] (\d{6}-\d{15}|\d{19})\b")


class Shop(NamedTuple):
    """The sample shop of one run, the terminal it is worked at, and the words it speaks."""

    folder: Path
    store: str
    language: str
    columns: int
    rows: int

    def open(self) -> Desk:
        """The desk on this shop; a sample shop in a folder is made if need be."""
        made_here = [] if "://" in self.store else ["demo"]
        return Desk(
            [SHOUHOU, *self.options, *made_here],
            columns=self.columns,
            rows=self.rows,
            env={
                "XDG_DATA_HOME": str(self.folder / "data"),
                "XDG_CONFIG_HOME": str(self.folder / "config"),
            },
            cwd=self.folder,
        )

    @property
    def options(self) -> list[str]:
        return ["--store", self.store, "--lang", self.language, "--now", NOW]

    def tasks(self, order_no: str) -> list[str]:
        """What the platform has to be told of an order, as the store holds it."""
        with closing(open_store(self.store, Actor(user="test"))) as repository:
            order = repository.find(order_no)
        assert isinstance(order, Order)
        return [one.kind for one in order.open_tasks]

    def first_found(self, query: str) -> str:
        """The number of the first order that a query finds, as another process reads it."""
        with closing(open_store(self.store, Actor(user="test"), lambda: AT)) as repository:
            return next(iter(repository.search(query))).order_no

    @property
    def words(self) -> Callable[[str], str]:
        """The catalogue."""
        found = gettext.translation("shouhou", LOCALES, [self.language], fallback=True)
        return found.gettext

    def done(self, action: str) -> str:
        """What the desk says after an action."""
        return self.words("{action}: done.").format(action=self.words(action))


def box(text: str) -> str:
    """What is seen of the query, and how much it finds."""
    return text.split("\n")[1]


def search(desk: Desk, shop: Shop, query: str) -> str:
    """Type a query, or paste numbers; the number of the first order that it finds, once that stands
    there.
    """
    wanted = shop.first_found(query)
    # Of a long query a narrow window shows a part, in the words of the desk.
    word = query.split(maxsplit=1)[0]
    words = (word, shop.words(word))

    def is_there(text: str) -> bool:
        first = ORDER_NO.search(text)
        return any(one in box(text) for one in words) and first is not None and first[1] == wanted

    desk.press("2", "/", "end", "ctrl+u")
    enter = desk.paste if query[0].isdecimal() else desk.type
    enter(query)
    desk.press("enter")
    desk.wait_until(is_there, 60, f"{wanted} by {query}")
    return wanted


def save(desk: Desk, said: str) -> None:
    desk.press("ctrl+s")
    desk.wait_for(said)


def work(desk: Desk, shop: Shop, out: Path) -> tuple[str, str]:
    """A morning's work; the order that was shipped and the one that is sent again."""
    late = search(desk, shop, LATE)
    desk.press("s")
    desk.wait_for(shop.words("Tracking number"))
    desk.type(TRACKING_NO)
    save(desk, shop.done("Ship"))

    gone = search(desk, shop, GONE)
    desk.press("enter")
    desk.wait_for(shop.words("What is owed"))
    desk.press("b")
    desk.wait_for(shop.words("Origin"))
    desk.press("4", "tab")
    desk.type(WHY)
    # What is next stands first, and is cut in a narrow window, as far as all of it has no room.
    save(desk, shop.words(CREATE_THERE.how)[:10])

    desk.press("c")
    desk.wait_for(shop.words("What was said"))
    desk.type(SAID)
    save(desk, shop.done("Log a contact"))
    desk.press("esc")
    desk.wait_for(shop.words("Order no."))

    search(desk, shop, f"{late} {gone}")
    desk.press("e")
    desk.wait_for(shop.words("Encoding"))
    desk.press("end", "ctrl+u")
    desk.type(out.name)
    desk.press("ctrl+s")
    desk.wait_gone(shop.words("Encoding"))
    return late, gone


def look_at(desk: Desk, shop: Shop, order_no: str, *wanted: str) -> None:
    """Open an order and go through what left, in two rows, and the talk, until all was seen."""
    assert search(desk, shop, order_no) == order_no
    desk.press("enter")
    desk.wait_for(shop.words("What is owed"))
    seen = desk.text()
    for key in ("alt+3", "j", "alt+8", "alt+9", "alt+0") * 3:
        desk.press(key)
        seen += desk.settle()
        if all(text in seen for text in wanted):
            break
    assert all(text in seen for text in wanted), seen
    desk.press("esc")
    desk.wait_for(shop.words("Order no."))


def made_here(folder: Path, sample: Path) -> str:
    """Where `shouhou demo` makes it."""
    return str(folder / "shop")


def made_before(folder: Path, sample: Path) -> str:
    """Where `shouhou demo` finds it."""
    shutil.copytree(sample, folder / "shop")
    return str(folder / "shop")


def in_a_database(folder: Path, sample: Path) -> str:
    """Where it is moved from its folder."""
    there = store_url(folder / "beside")
    with Desk([SHOUHOU, "migrate", made_before(folder, sample), there]) as desk:
        assert desk.exit_status(60) == 0, desk.text()
    return there


@pytest.mark.parametrize(
    ("language", "size", "kept"),
    [("zh", (80, 24), made_here), ("en", (120, 36), in_a_database)],
)
def test_a_morning_s_work_by_keys_alone_is_there_after_a_new_start(
    language: str,
    size: tuple[int, int],
    kept: Callable[[Path, Path], str],
    sample: Path,
    tmp_path: Path,
) -> None:
    shop = Shop(tmp_path, kept(tmp_path, sample), language, *size)
    out = tmp_path / "out.csv"
    with shop.open() as desk:
        desk.press("ctrl+s")  # it stops nothing, not while the sample shop is made either
        desk.wait_until(lambda text: bool(NUMBER.search(text)), 60, "the sample shop")
        assert not desk.has_stop_sign
        late, gone = work(desk, shop, out)
        desk.press("q")
        assert desk.exit_status() == 0
        assert desk.has_stop_sign

    with shop.open() as desk:
        desk.wait_until(lambda text: bool(NUMBER.search(text)), 60, "the sample shop")
        carrier = {"en": "YTO", "zh": "圆通快递"}[language]
        look_at(desk, shop, late, f"{carrier} {TRACKING_NO}")
        look_at(desk, shop, gone, WHY, SAID)
        desk.press("q")
        assert desk.exit_status() == 0

    with out.open(encoding="utf-8-sig", newline="") as lines:
        number = shop.words("Order no.")
        assert {row[number] for row in csv.DictReader(lines)} == {late, gone}
    assert shop.tasks(late) == ["batch-ship"]
    assert shop.tasks(gone) == ["create-reissue"]


def test_a_shop_made_without_the_desk_opens_at_once(sample: Path, tmp_path: Path) -> None:
    with Shop(tmp_path, made_before(tmp_path, sample), "en", 80, 24).open() as desk:
        desk.wait_until(lambda text: bool(NUMBER.search(text)), 60, "the sample shop")
        desk.press("q")
        assert desk.exit_status() == 0
