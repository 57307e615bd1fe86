"""A desk whose server says nothing: every key is answered, and all goes on when the server does."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from store.engines.postgres.engine import make_tables
from store.models.order import Order
from store.repository import Repository, open_store
from tests.build import ACTOR, HOUR, NOW, keep, order
from tests.postgres import Server, quick_place
from tests.silent_proxy import Proxy
from tests.tui.driver import Desk, desk_on
from tui.widgets.rows_read import FIRST

MANY = 2 * FIRST + 50
LOST = "Connection lost, retrying; what was typed is kept."


def number(place: int) -> str:
    return f"261120-{place:015}"


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """On the way to a server of its own."""
    with TemporaryDirectory(prefix="pg", dir=quick_place()) as folder:
        server = Server(Path(folder), ("max_connections=20", "fsync=off"))
        server.start()
        make_tables(server.url)
        between = Path(folder) / "between"
        between.mkdir()
        with closing(Proxy(server.folder, between)) as made:
            yield made
        server.stop()


@pytest.fixture
def shop(proxy: Proxy, tmp_path: Path) -> Iterator[Repository]:
    """More orders than are read at first, the earliest due first."""
    url = f"{proxy.url}&folder={tmp_path / 'beside'}"
    with closing(open_store(url, ACTOR, lambda: NOW)) as repository:
        keep(
            repository,
            *(
                order(order_no=number(place), ship_by_deadline=NOW + place * HOUR)
                for place in range(1, MANY + 1)
            ),
        )
        repository.refresh()
        yield repository


async def answered(desk: Desk, *keys: str) -> None:
    """Until these keys have done what they do, whatever the server says."""
    table = {key.name: key.keys.split(",")[0] for key in desk.app.keys}
    desk.send(*(table.get(key, key) for key in keys))
    await desk._after(desk.app.call_later)
    await desk.until(lambda: not desk.app._typed, "the keys to be through")


async def test_keys_go_on_beyond_what_was_read_while_the_server_is_silent(
    shop: Repository, proxy: Proxy, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        proxy.fall_silent()
        await answered(desk, "bottom")
        assert desk.table.cursor == MANY - 1
        assert desk.table.is_unread
        assert number(MANY) not in desk.text()
        await answered(desk, "page-up", "top", "down")
        assert desk.current == number(2)
        await desk.until(lambda: LOST in desk.said(), "what is said of it")

        await answered(desk, "search", *"amount:>1", "enter", "bottom", "up")
        assert desk.table.cursor == MANY - 2, "what is on the screen stays"
        await answered(desk, "note")
        assert desk.said()[-1].endswith("(it does not answer); nothing was changed. Try again.")

        proxy.go_on()
        await desk.until(lambda: "Connected again." in desk.said(), "the server")
        await desk.settle()
        assert desk.current == number(1), "what was searched for is found"
        await desk.press("bottom")
        assert desk.current == number(MANY)


async def test_a_key_for_a_row_that_is_not_read_yet_is_done_once_it_is(
    shop: Repository, proxy: Proxy, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        proxy.fall_silent()
        desk.send("end", "n")
        await desk.until(lambda: desk.table.cursor == MANY - 1, "the last row")
        proxy.go_on()
        await desk.settle()
        await desk.type("放在门口")
        await desk.save()
        found = desk.app.repository.find(number(MANY))
        assert isinstance(found, Order)
        assert [one.text for one in found.notes] == ["放在门口"]


async def test_a_desk_is_left_though_its_server_says_nothing(
    shop: Repository, proxy: Proxy, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        proxy.fall_silent()
        await answered(desk, "bottom")
        await desk.until(lambda: LOST in desk.said(), "what is said of it")
        desk.send("ctrl+q")
        await desk.until(lambda: desk.has_ended, "the end")
    proxy.go_on()
