"""The screen of one order: its sections as panels, a cursor in one, and what keys do with a row."""

import re
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.content import Content
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.strip import Strip
from textual.widgets import Static

from store.accounts import user
from store.models.axes import Payment
from store.models.cancellation import Cancellation
from store.models.event import Actor
from store.models.platform_task import PlatformTask
from store.models.work import Claim
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from store.rules.stock.cancelling import steps
from tests.build import (
    HOUR,
    NOW,
    ORDER_NO,
    OTHER_NO,
    case,
    keep,
    order,
    parcel,
    refund,
    shipped,
    stock_out,
    units,
)
from tests.rules.inquiries import heard
from tests.tui.driver import NARROW, WIDE, Desk, Ledger, desk_on
from tests.tui.full_order import full, panel, shown_sections
from tui.actions import KEYS
from tui.order_text.order import headline
from tui.said import text_of
from tui.screens.about import AboutScreen
from tui.screens.menu import MenuScreen
from tui.screens.order import OrderScreen
from tui.widgets.section_panel import SectionPanel

OTHER_ORDER = "261120-000000000000002"
THIRD_ORDER = "261120-000000000000003"
TITLES = {
    "owed": "What is owed",
    "goods": "Goods and money",
    "parcels": "Parcels and reissues",
    "cases": "Cases",
    "receiver": "Receiver",
    "platform": "Platform",
    "talk": "Talk",
    "history": "History",
    "steps": "Steps",
}


def place(desk: Desk) -> tuple[str, int]:
    """The panel with the focus, and the row under its cursor."""
    assert isinstance(desk.screen, OrderScreen), desk.text()
    current = desk.screen.panels.current
    return current.id or "", current.cursor


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_it_shows_everything_in_its_sections_at_any_width(
    size: tuple[int, int], repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, size=size) as desk:
        await desk.open(ORDER_NO)
        sections = shown_sections(desk)

        assert list(sections) == list(TITLES.values())
        assert sections["Receiver"] == "张** 138******00 浙江省杭州市西湖区"
        assert (
            "YTO YT1234567890123 RICE-10 x2, OIL-5 x1 sent 11-21 09:00"
            in (sections["Parcels and reissues"])
        )
        for said in ("reissue 1 goods were missing", "send by 11-24 09:00", "少一袋"):
            assert said in sections["Parcels and reissues"]
        assert sections["Cases"].startswith(
            "refund only ours to answer 少件 50.00"
            " ● asked for ─○ our answer ─○ refunded ─○ ended our turn:"
        )
        assert "09:00 note 换礼盒" in sections["Talk"]
        assert sections["Platform"] == sections["History"] == "none"


async def test_a_key_typed_twice_at_once_goes_one_back_and_leaves_no_desk(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("open")
        await desk.press("leave")
        await desk.press("leave")
        assert not desk.has_ended
        assert desk.said()[-1] == (
            "q came before this list was seen; typed once more it leaves the desk."
        )
        await desk.press("leave")
        assert desk.has_ended


async def test_number_shop_chips_and_the_next_deadline_stand_above_it(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, size=(150, 38)) as desk:
        await desk.open(ORDER_NO)

        assert " ".join(desk.part("#headline").split()) == (
            f"{ORDER_NO} 米铺@Pinduoduo paid 50.00 shipped 0 of 2 ▱▱ ship by 14:00, 5h left"
        )


async def test_where_it_is_narrow_what_needs_care_stands_above_it_and_a_sign_for_the_rest(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(cases=(case(platform_deadline=NOW + HOUR),), stock_outs=(stock_out(),)))
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.open(ORDER_NO)

        assert " ".join(desk.part("#headline").split()) == (
            f"{ORDER_NO} stock-out under review … answer the case 1h00 left"
        )


async def test_what_went_back_is_told_from_what_was_paid(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(refunds=(refund(amount_fen=2930, state="done"),)))
    async with desk_on(repository, drafts, size=(150, 38)) as desk:
        await desk.open(ORDER_NO)

        assert "part refunded 29.30 of 50.00" in desk.part("#headline")


async def test_what_is_on_its_way_back_is_told_from_what_was_paid(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(refunds=(refund(),)), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts, size=(150, 38)) as desk:
        await desk.search("refunding")
        assert desk.rows == [ORDER_NO]
        await desk.open(ORDER_NO)

        assert "paid 50.00   refunding 5.00" in desk.part("#headline")
        kept = repository.order(repository.find(ORDER_NO).key)
        paid, going, *_rest = headline(repository.view(kept)).chips
        assert (paid.kind, going.kind) == ("chip", "chip-soon")


async def test_what_is_owed_and_has_no_key_of_its_own_tells_of_enter(
    repository: Repository, drafts: Path
) -> None:
    promised = heard(promise_due=NOW + HOUR)
    keep(repository, shipped(contacts=(promised,)))
    async with desk_on(repository, drafts, size=(150, 38)) as desk:
        await desk.open(ORDER_NO)

        (row,) = [line for line in desk.text().splitlines() if "answer the buyer as" in line]
        assert row.split("│")[1].split()[-1] == "enter"


async def test_the_steps_of_a_cancellation_are_counted_as_they_are_drawn(
    repository: Repository, drafts: Path
) -> None:
    given = Cancellation(id="x1", reason="买家不要了", at=NOW, by="li")
    keep(repository, order(cancellation=given))
    async with desk_on(repository, drafts, size=(150, 60)) as desk:
        await desk.open(ORDER_NO)

        needed = sum(one.needed for one in steps(repository.order(repository.find(ORDER_NO).key)))
        assert f"of {needed}" in next(title for title in shown_sections(desk) if "Cancel" in title)


async def test_no_id_of_ours_stands_on_it(repository: Repository, drafts: Path) -> None:
    told = PlatformTask(id="T-id", kind="upload-tracking", created_at=NOW, copy_text="YT1")
    keep(repository, shipped(cases=(case(id="C-id", source="desk"),), tasks=(told,)))
    async with desk_on(repository, drafts, size=(150, 60)) as desk:
        await desk.open(ORDER_NO)

        assert not [one for one in ("T-id", "C-id", "p1", "pinduoduo:") if one in desk.text()]


async def test_a_short_order_is_never_said_to_go_on_below(
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, order())
    said, update = [], Static.update

    def told(part: Static, text: Content, **more: bool) -> None:
        said.append(f"{text}" if part.id == "status" else "")
        update(part, text, **more)

    monkeypatch.setattr(Static, "update", told)
    async with desk_on(repository, drafts, size=(150, 60), is_drawn=True) as desk:
        await desk.open(ORDER_NO)

        assert not [text for text in said if "more" in text]


async def test_what_is_in_it_has_its_styles_looked_up_once(
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, order())
    looked: list[str] = []
    apply = Stylesheet.apply

    def applied(sheet: Stylesheet, node: DOMNode, **more: Any) -> None:
        looked.append(node.id or "")
        apply(sheet, node, **more)

    async with desk_on(repository, drafts, size=(150, 38)) as desk:
        await desk.at(ORDER_NO)
        monkeypatch.setattr(Stylesheet, "apply", applied)
        await desk.press("open")

        assert looked.count("receiver") == 1


async def test_the_sum_leaves_out_what_is_nothing(repository: Repository, drafts: Path) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)

        said = shown_sections(desk)["Goods and money"]
        assert "80.00 goods = 80.00 paid 5.00 refunding at most 75.00 may be refunded" in said


async def test_of_an_order_that_is_not_paid_nothing_may_be_refunded(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(platform_payment=Payment.UNPAID))
    async with desk_on(repository, drafts, size=(150, 38)) as desk:
        await desk.open(ORDER_NO)

        said = shown_sections(desk)["Goods and money"]
        assert "50.00 goods = 50.00 to be paid not paid yet: nothing may be refunded" in said
        assert "unpaid 50.00" in desk.part("#headline")


async def test_a_line_end_in_a_buyer_s_text_forges_no_section(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)

        assert "buyer note: 张**收" in desk.text()
        assert "\n            [2] Money" in desk.screen.query_one("#talk", SectionPanel).text


async def test_a_line_calls_somebody_by_name_and_no_parcel_is_without_a_scan_for_no_time(
    repository: Repository, drafts: Path
) -> None:
    wang = Actor(user="wang", name="小王")
    claim = Claim(owner=wang, at=NOW, by=wang)
    keep(repository, shipped(parcels=(parcel(shipped_at=NOW),), claim=claim))
    async with desk_on(repository, drafts) as desk:
        await desk.press("open")
        said = " ".join(shown_sections(desk).values())

        assert "taken on by 小王 since" in said
        assert "(wang)" not in said
        assert "no scan known" in said


async def test_what_may_not_be_shipped_is_said_with_what_is_owed(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(stock_outs=(stock_out(),)))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)

        said = shown_sections(desk)["What is owed"]
        assert said.count("An application for out-of-stock is under review") == 1
        assert "Ship:" not in said, "it stands under what is owed"


async def test_alt_and_a_digit_go_to_a_section_which_keeps_its_digit(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, size=(80, 16)) as desk:
        await desk.open(ORDER_NO)
        for digit, name in (
            (1, "owed"),
            (4, "cases"),
            (6, "receiver"),
            (9, "history"),
            (0, "steps"),
        ):
            await desk.keys("g", f"alt+{digit}")

            assert place(desk) == (name, 0)
            assert f" {digit} {TITLES[name]} " in desk.text()
        await desk.keys("alt+5")  # nothing is being cancelled
        assert place(desk) == ("steps", 0)
        said = "There is no panel 5 here; there are 1, 2, 3, 4, 6, 7, 8, 9, 0."
        assert desk.said() == [said]


async def test_tab_goes_round_the_panels_and_back(repository: Repository, drafts: Path) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        seen = []
        for _panel in range(len(TITLES) + 1):
            seen.append(place(desk)[0])
            await desk.keys("tab")
        await desk.keys("shift+tab", "shift+tab")

        assert seen == [*TITLES, "owed"]
        assert place(desk)[0] == "steps"


async def test_a_step_goes_from_row_to_row_and_on_into_the_next_panel(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        last = len(panel(desk, "owed").rows) - 1
        await desk.keys(*["j"] * last)
        assert place(desk) == ("owed", last)
        await desk.press("down")
        assert place(desk) == ("goods", 0)
        await desk.press("up")
        assert place(desk) == ("owed", last)
        await desk.press("top", "up")
        assert place(desk) == ("owed", 0)
        await desk.press("bottom", "down")
        assert place(desk) == ("steps", len(panel(desk, "steps").rows) - 1)


async def test_the_row_under_the_cursor_is_seen_however_low_the_window(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, size=(80, 15)) as desk:
        await desk.open(ORDER_NO)
        for _row in range(40):
            body = desk.screen.query_one("#body").content_region
            assert isinstance(desk.screen, OrderScreen)
            current = desk.screen.panels.current
            line = current.content_region.y + current.place_of(current.cursor)[0]
            assert body.y <= line < body.bottom
            await desk.press("down")

        assert place(desk)[0] == "steps"


async def test_half_pages_go_down_and_up_again(repository: Repository, drafts: Path) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, size=(80, 24)) as desk:
        await desk.open(ORDER_NO)
        await desk.press("page-down")
        assert place(desk)[0] == "goods"
        await desk.press("page-down", "page-down")
        assert place(desk)[0] == "steps"
        await desk.press("page-up", "page-up", "page-up", "page-up")

        assert place(desk) == ("owed", 0)


@pytest.mark.parametrize("name", ["down", "bottom", "up", "top", "page-down", "page-up"])
async def test_every_key_that_moves_moves_the_cursor_and_not_the_page_away_from_it(
    name: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    every = next(key.keys.split(",") for key in KEYS if key.name == name)
    places = []
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.open(ORDER_NO)
        for key in every:
            await desk.press("top", *["down"] * 9)
            before = place(desk)
            await desk.keys(key)
            places.append(place(desk))

    assert places == [places[0]] * 2
    assert places[0] != before


async def test_what_stands_below_is_told_until_it_is_seen(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.open(ORDER_NO)
        below = desk.screen.query_one("#body").max_scroll_y
        assert below > 20
        assert desk.part("#status") == f"▼ {below} more"
        await desk.press("bottom")

        await desk.until(lambda: desk.part("#status") == f"▲ {below} more", "the end")
        await desk.press("up", "up", "up", "up", "up", "up", "up", "up", "up", "up", "up")
        await desk.until(lambda: desk.part("#status").startswith("▲▼ "), "both")


async def test_a_step_draws_the_two_rows_anew_and_nothing_else(
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, is_drawn=True) as desk:
        await desk.open(ORDER_NO)
        owed = panel(desk, "owed")
        drawn: list[int] = []
        render_line = owed.render_line

        def spied(y: int) -> Strip:
            drawn.append(y)
            return render_line(y)

        monkeypatch.setattr(owed, "render_line", spied)
        await desk.press("down")

        assert sorted(set(drawn)) == [owed.place_of(row)[0] for row in (0, 1)]


async def test_what_is_behind_a_line_is_shown_and_closed_again(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        await desk.press("about-line")
        assert isinstance(desk.screen, AboutScreen)
        text = " ".join(desk.text().split())
        assert "until 2026-11-22 14:00" in text
        assert "counted late: 3.00 yuan (seen)" in text
        assert "seen: read at a shop, in a tool or in a bill of others" in text
        assert "computed until a bill confirms it" in text
        await desk.keys("escape")
        assert place(desk) == ("owed", 0)

        await desk.keys("alt+6")
        await desk.press("about-line")
        assert desk.said() == ["There is nothing more to say about this line."]


async def test_j_and_k_in_capitals_go_through_the_list_behind_and_say_where_it_ends(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, *(order(order_no=one) for one in (ORDER_NO, OTHER_ORDER, THIRD_ORDER)))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        await desk.press("next-order", "next-order")
        assert THIRD_ORDER in desk.part("#headline")
        await desk.press("next-order")
        assert desk.said() == ["This is the last order of the list."]
        await desk.press("previous-order")
        assert OTHER_ORDER in desk.part("#headline")
        assert [one.key for one in ledger.open().presence.others()] == [
            order(order_no=OTHER_ORDER).key
        ]

        await desk.press("back")
        assert desk.current == OTHER_ORDER


async def test_a_revealed_buyer_is_hidden_again_with_the_next_order(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, full(), full().model_copy(update={"order_no": OTHER_ORDER}))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        await desk.press("reveal")
        await desk.fill(reason="核对地址")
        await desk.save()
        assert "13812345600" in desk.text()
        await desk.press("next-order")

        assert "13812345600" not in desk.text()
        await desk.press("previous-order")
        assert "13812345600" not in desk.text()


async def test_the_buyer_s_other_orders_are_counted_and_listed(
    repository: Repository, drafts: Path
) -> None:
    others = (shipped(order_no=OTHER_ORDER, cases=(case(),)), order(order_no=THIRD_ORDER))
    stranger = order(order_no="261120-000000000000009").model_copy(
        update={"receiver": order().receiver.model_copy(update={"phone": "13900005600"})}
    )
    keep(repository, order(), *others, stranger)
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        assert "this buyer: 3 orders, 1 open case" in shown_sections(desk)["Receiver"]
        await desk.keys("alt+6")
        await desk.press("down", "settle")
        await desk.until(lambda: len(desk.rows) == 3, "the orders of the buyer")

        assert set(desk.rows) == {ORDER_NO, OTHER_ORDER, THIRD_ORDER}
        assert "张三丰" not in desk.text()


async def test_back_returns_to_the_list_and_its_order_and_never_quits(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, full(), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts) as desk:
        for key in ("q", "escape", "f10"):
            await desk.open(OTHER_ORDER)
            assert desk.screen is not desk.orders
            await desk.keys(key)

            assert not desk.has_ended
            assert (key, desk.screen) == (key, desk.orders)
            assert desk.current == OTHER_ORDER


async def test_a_colleague_s_work_appears_and_so_does_the_colleague(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        colleague = ledger.open()
        assert [one.key for one in colleague.presence.others()] == [order().key]

        colleague.presence.enter(order().key)
        colleague.run(all_actions()["ship"], order(), {"tracking_no": OTHER_NO})
        await desk.until(
            lambda: OTHER_NO in shown_sections(desk)["Parcels and reissues"], "the parcel"
        )
        await desk.until(
            lambda: desk.part("#headline").endswith(f"@小李 ({user()})"), "the colleague"
        )

        await desk.press("back")
        assert colleague.presence.others() == ()


async def test_two_refunds_on_their_way_are_told_apart_in_what_is_owed(
    repository: Repository, drafts: Path
) -> None:
    pending = [refund(id=f"r{fen}", amount_fen=fen, state="pending") for fen in (1000, 500)]
    keep(repository, order(refunds=tuple(pending)))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        said = " ".join(desk.text().split())
        assert "settle the refund 10.00" in said
        assert "settle the refund 5.00" in said


async def test_a_form_opened_from_a_list_is_seen_by_colleagues_as_a_page_is(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts) as desk:
        others = ledger.open().presence.others
        await desk.at(ORDER_NO)
        await desk.press("ship")
        assert [one.key for one in others()] == [order().key]
        await desk.keys("escape")
        assert others() == ()

        await desk.open(OTHER_ORDER)
        await desk.press("ship")
        await desk.keys("escape")
        assert [one.key for one in others()] == [order(order_no=OTHER_ORDER).key]


async def test_a_form_names_the_colleague_who_has_its_order_open(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.at(ORDER_NO)
        await desk.press("ship")
        ledger.open().presence.enter(order().key)
        await desk.until(lambda: f"@小李 ({user()})" in desk.text(), "the colleague")


async def test_the_order_number_is_copied(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        await desk.press("copy")

        assert desk.app.clipboard == ORDER_NO
        assert desk.said() == [f"{ORDER_NO} is copied."]


async def test_a_clock_that_runs_out_is_told_where_the_parcel_stands(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(order_no=ORDER_NO))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)

        said = shown_sections(desk)["Parcels and reissues"]
        assert (
            "● sent ━○ pick-up ─○ transit ─○ delivery ─○ receipt no scan for 24h; late since 09:00"
            " 20.00 not yet on the platform"
        ) in said


async def test_enter_on_a_row_that_nothing_settles_opens_the_menu(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(ship_by_deadline=NOW + HOUR))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        await desk.keys("alt+3")
        await desk.press("settle")

        assert isinstance(desk.screen, MenuScreen)


async def test_keys_act_on_the_parcel_and_the_case_under_the_cursor(
    repository: Repository, drafts: Path
) -> None:
    two = (parcel(id="p1", lines=units((1, 1))), parcel(OTHER_NO, id="p2", lines=units((1, 1))))
    asked = (case(), case(id="A2", requested_fen=1000))
    keep(repository, order(parcels=two, cases=asked))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        await desk.keys("alt+3")
        await desk.press("down", "correct-tracking")
        assert desk.values["parcel"] == "p2"
        await desk.keys("escape", "alt+4")
        await desk.press("down", "withdraw-case")
        assert desk.values["case"] == "A2"
        await desk.keys("escape")
        await desk.press("agree")
        assert {**desk.values} == {"case": "A2", "amount": "10.00", "went": ""}


async def test_enter_is_not_said_to_do_what_may_not_be_done_now(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(cases=(case(unshipped=True, lines=units((1, 1))),)))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        said = []
        for row in desk.screen.query_one("#owed", SectionPanel).rows:
            edge = f"{desk.screen.query_one('#owed').border_subtitle}"
            keys = desk.part("#keys").strip()
            first = keys.partition("   ")[0]
            assert not row.duty or f"{edge}  " in keys
            said.append((text_of(row.head).split(maxsplit=1)[1], edge, first) if row.duty else ())
            await desk.press("down")
        # What has to be done before stands first.
        assert said == [
            ("ship", "enter why not", "e agree"),
            ("answer the case", "enter do it", "enter do it"),
        ]
        await desk.press("top", "settle")
        assert isinstance(desk.screen, OrderScreen)
        assert desk.said()[-1].endswith("answer it before anything is shipped.")


async def test_enter_on_what_is_owed_opens_what_settles_it(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        assert shown_sections(desk)["What is owed"].startswith(
            "left what at zero key 5h ship ¥3.00 s"
        )
        await desk.press("settle")

        assert f"Ship  {ORDER_NO}" in desk.text()


@pytest.mark.parametrize(
    ("place", "ways"),
    [
        ("orders", ["2", "1", "2"]),
        ("orders", ["J", "2"]),
        ("board", ["1", "2", "1"]),
        ("cases", ["3", "3"]),
    ],
)
async def test_a_digit_leads_from_an_order_to_its_place_also_to_the_one_it_was_opened_from(
    place: str, ways: list[str], repository: Repository, drafts: Path
) -> None:
    keep(repository, order(cases=(case(),)), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts, place=place) as desk:
        await desk.press("order" if place == "board" else "open")
        assert isinstance(desk.screen, OrderScreen)
        await desk.keys(*ways)

        assert not desk.has_ended
        assert desk.screen is desk.app.screen_stack[0]
        assert desk.app.current_mode == place
        await desk.keys("down")
        assert not desk.has_ended


async def test_an_order_that_is_left_is_told_to_others_although_its_screen_has_gone(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(), order(order_no=OTHER_ORDER))
    go_on = Event()
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        left = desk.screen
        desk.app.threads.keep_on(lambda: go_on.wait(10))
        desk.send("J", "escape")
        await desk.until(lambda: left.parent is None, "the order to be gone")
        go_on.set()
        await desk.settle()

        assert not desk.has_ended
        assert desk.screen is desk.orders


async def test_a_view_of_the_palette_is_shown_over_the_order_it_was_asked_from(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        await desk.press("palette")
        await desk.type("to ship within")
        await desk.keys("enter")

        assert not desk.has_ended
        assert desk.screen is desk.orders
        assert desk.orders.search_box.value == "to-ship shipby:<24h"


BY_KEY = {"e": "Agree to a refund", "-": "Reject a case"}


@pytest.mark.parametrize("place", ["cases", "board", "order"])
async def test_a_case_is_agreed_to_and_rejected_by_the_same_keys_wherever_it_is_meant(
    place: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(cases=(case(state="seller_to_answer", platform_deadline=NOW + HOUR),)))
    async with desk_on(repository, drafts, place="cases" if place == "order" else place) as desk:
        if place == "order":
            await desk.press("open")
            for hint in ("e agree", "- reject"):
                assert hint in desk.part("#keys")
        await desk.press("menu")
        assert all(re.search(rf"{key} +{title}", desk.text()) for key, title in BY_KEY.items())
        await desk.keys("escape")
        for key, title in BY_KEY.items():
            await desk.keys({"-": "minus"}.get(key, key))
            assert desk.form._asking.title.startswith(title)
            await desk.keys("escape")


async def test_of_a_parcel_in_which_somebody_found_nothing_the_contents_are_known(
    repository: Repository, drafts: Path
) -> None:
    looked = parcel(OTHER_NO, id="p2", lines=(), contents_set_at=NOW)
    keep(repository, shipped(parcels=(parcel(), looked)))
    async with desk_on(repository, drafts, size=WIDE) as desk:
        await desk.press("open")

        assert "nothing that was bought" in desk.text()
        assert "contents unknown" not in desk.text()
