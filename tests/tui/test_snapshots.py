"""How the main screens look, in both languages and at both sizes.

Look at a new picture before it is kept; the command stands in CONTRIBUTING.md. Pictures are of one
Python, because a library may draw differently for another.
"""

import sys
import unicodedata
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from store.models.axes import Fulfilment, Payment, Platform
from store.models.contact import Contact, Flag
from store.models.order import Order
from store.models.reissue import Reissue
from store.repository import Repository
from tests.build import (
    ELSEWHERE,
    HOUR,
    NOW,
    OIL,
    ORDER_NO,
    case,
    keep,
    line,
    order,
    refund,
    shipped,
    stock_out,
    units,
)
from tests.tui.driver import NARROW, WIDE, Desk, desk_on
from tui.actions import KEYS
from tui.app import DeskApp
from tui.drafts import Drafts
from tui.glyphs import ASCII, BOXES, draw_with
from tui.language import use_language
from tui.opening import Opening
from tui.screens import form_fields

BASELINE = (3, 11)
FLOWERS = line(
    name="云南鲜花饼 礼盒装", spec="10枚 混合口味", sku="FLW-10", ordered=3, amount_fen=12100
)
TEA = line(name="普洱茶饼 357g 熟普 2019年 勐海大叶种 单饼", sku="PE-357", amount_fen=38800)
COFFEE = line(name="Yunnan Arabica coffee beans", spec="500 g", sku="KF-500", amount_fen=11180)


@pytest.fixture(autouse=True)
def baseline(request: pytest.FixtureRequest) -> None:
    """Only the baseline makes and judges pictures."""
    if sys.version_info[:2] != BASELINE:
        needed = "snapshots are of Python {}.{}".format(*BASELINE)
        if request.config.getoption("--snapshot-update"):
            pytest.exit(needed, returncode=2)
        pytest.skip(needed)


@pytest.fixture(autouse=True)
def nobody_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, a picture is of the moment before a draft is kept."""
    monkeypatch.setattr(form_fields, "PAUSE_SECONDS", 60)


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Orders in every state, one of them with everything."""
    rest = (order(OIL, order_no=number(n), ship_by_deadline=NOW + n * HOUR) for n in range(20, 60))
    keep(repository, *some_orders(), *rest)
    return repository


def number(last: int) -> str:
    return f"261120-{last:015}"


def some_orders() -> list[Order]:
    late, soon = NOW - timedelta(hours=5, minutes=12), NOW + timedelta(minutes=65)
    unpaid = {"platform_payment": Payment.UNPAID, "platform_fulfilment": Fulfilment.WAITING}
    return [
        order(TEA, order_no=number(2), ship_by_deadline=late),
        order(FLOWERS, order_no=number(3), ship_by_deadline=soon, stock_outs=(stock_out(),)),
        order(COFFEE, order_no=number(4), platform_after_sales="open", cases=(case(),)),
        order(order_no=number(5), flag=Flag(colour="red", tag="催"), receiver=ELSEWHERE),
        order(order_no="6950908550201387248", platform=Platform.DOUYIN),
        order(order_no=number(6), ship_by_deadline=None, paid_at=NOW - HOUR, under_review=True),
        order(order_no=number(7), platform_fulfilment=Fulfilment.CANCELLED),
        order(order_no=number(8), **unpaid),
        order(order_no=number(9), refunds=(refund(amount_fen=5000, state="done"),)),
        shipped(order_no=number(10)),
        full(),
    ]


def full() -> Order:
    said = {"channel": "platform_chat", "by": "li"}
    return shipped(
        FLOWERS,
        TEA.model_copy(update={"line": 2}),
        buyer_note="生日单，别放价格条 [/] 🎁",
        ship_by_deadline=NOW + timedelta(minutes=38),
        refunds=(refund(),),
        cases=(case(platform_deadline=NOW + 26 * HOUR),),
        contacts=(
            Contact(id="c1", at=NOW - HOUR, direction="in", text="少了一盒，怎么办？", **said),
            Contact(
                id="c2",
                at=NOW,
                direction="out",
                text="抱歉，今天补发",
                promise_due=NOW + 9 * HOUR,
                **said,
            ),
        ),
        reissues=(
            Reissue(
                id="b1",
                number=1,
                origin="missing_goods",
                reason="少一盒",
                lines=units((1, 1)),
                created_at=NOW,
            ),
        ),
    )


async def orders(desk: Desk) -> None:
    await desk.press("mark", "down", "mark")


async def board(desk: Desk) -> None:
    await desk.press("board", "down")


async def detail(desk: Desk) -> None:
    await desk.open(ORDER_NO)


async def previewed(desk: Desk, order_no: str) -> None:
    """The cursor on an order, and its preview, which follows after a rest."""
    await desk.at(order_no)
    await desk.until(lambda: desk.orders.preview.called == order_no, "the preview")


async def menu(desk: Desk) -> None:
    await previewed(desk, ORDER_NO)
    await desk.press("menu")
    await desk.type("intercept")  # so that a new action changes no picture


async def form(desk: Desk) -> None:
    await previewed(desk, number(2))
    await desk.press("ship")
    await desk.fill(tracking_no="YT12", carrier="宇宙快运", lines="1:1")
    await desk.save()


async def choices(desk: Desk) -> None:
    await previewed(desk, ORDER_NO)
    await desk.press("create-reissue")
    await desk.fill(origin="damaged_refused")


async def helping(desk: Desk) -> None:
    await desk.press("help")


async def refused(desk: Desk) -> None:
    await previewed(desk, number(3))
    await desk.press("ship")


SCREENS = {
    "orders": orders,
    "board": board,
    "order": detail,
    "menu": menu,
    "form": form,
    "choices": choices,
    "help": helping,
    "refused": refused,
}


class Look(NamedTuple):
    """What a picture is of."""

    name: str
    language: str
    size: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.name}-{self.language}-{self.size[0]}x{self.size[1]}"


LOOKS = [
    Look(name, language, size)
    for name in SCREENS
    for language in ("en", "zh")
    for size in (WIDE, NARROW)
]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_it_looks_as_it_did(
    look: Look, shop: Repository, drafts: Path, snap_compare: Callable[..., bool]
) -> None:
    use_language(look.language)
    app = DeskApp(Opening.done(shop), KEYS, Drafts(drafts), place="orders")

    try:
        assert snap_compare(app, terminal_size=look.size, run_before=still(app, SCREENS[look.name]))
    finally:
        app.close()  # it says that nobody has an order open any more


def still(
    app: DeskApp, show: Callable[[Desk], Awaitable[None]]
) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Show a screen, and let nothing on it blink."""

    async def shown(pilot: Pilot[Any]) -> None:
        desk = Desk(pilot, app)
        await desk.opened()
        await show(desk)
        for box in app.screen.query(Input):
            box.cursor_blink = False
        await desk.settle()

    return shown


@pytest.mark.parametrize("name", SCREENS)
async def test_no_character_of_the_frame_is_of_uncertain_width(
    name: str, shop: Repository, drafts: Path
) -> None:
    draw_with(ASCII)
    try:
        async with desk_on(shop, drafts, size=NARROW) as desk:
            await SCREENS[name](desk)

            uncertain = {one for one in desk.text() if unicodedata.east_asian_width(one) == "A"}
            assert uncertain == set()
    finally:
        draw_with(BOXES)
