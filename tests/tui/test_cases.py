"""Cases: after-sales cases and inquiries by time left; actions know the case of the row."""

from datetime import datetime
from pathlib import Path

import pytest

from store.models.discrepancy import Discrepancy
from store.models.inquiry import Inquiry
from store.models.intervention import Intervention
from store.models.platform_task import PlatformTask
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from store.rules.action.frame import is_about
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.platform.discrepancies.explaining import explain
from store.words.labels import label
from tests.build import (
    DAY,
    HOUR,
    NOW,
    ORDER_NO,
    case,
    changed,
    goods_return,
    keep,
    order,
    refund,
    refunded_case,
    return_case,
    shipped,
)
from tests.rules.inquiries import KNOWN, NUMBER, heard, inquiry
from tests.store.test_cases_listed import WAITING
from tests.tui.driver import NARROW, PATIENCE_SECONDS, WIDE, Desk, desk_on
from tui.actions import KEYS
from tui.glyphs import ASCII, BOXES, draw_with
from tui.language import use_language
from tui.places import following
from tui.places.case_columns import CASE_COLUMNS
from tui.places.cases import NEXT_STEP, CasesPlace
from tui.said import text_of
from tui.screens.order import OrderScreen
from tui.widgets.section_panel import SectionPanel

LARGE = (150, 38)
OURS = case(platform_deadline=NOW + HOUR, unshipped=True)
COMING = return_case(id="B7", state="buyer_to_return", platform_deadline=NOW + DAY)


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Two cases of an order, one that ended, one without its order, and an inquiry."""
    keep(
        repository,
        shipped(cases=(OURS, COMING, refunded_case(id="A2"))),
        WAITING,
        inquiry(contacts=(heard(promise_due=NOW + 3 * HOUR),)),
    )
    return repository


def cases(desk: Desk) -> CasesPlace:
    place = desk.app.screen_stack[0]
    assert isinstance(place, CasesPlace)
    return place


def lines(desk: Desk) -> list[str]:
    """What stands in the frame of the list, blanks taken together."""
    table = cases(desk).table
    drawn = ("".join(part.text for part in table.render_line(y)) for y in range(table.length))
    return [" ".join(line.split()) for line in drawn]


async def preview(desk: Desk, first: str) -> list[str]:
    """What stands beside the list once it is about this."""
    place = cases(desk)
    await desk.until(lambda: place.preview.lines and place.preview.lines[0][0].text == first, first)
    return place.preview.text.splitlines()


async def at_row(desk: Desk, number: str) -> None:
    table = cases(desk).table
    rows = [table.row_at(place) for place in range(table.length)]
    table.move(next(place for place, row in enumerate(rows) if row and row.case == number))
    await desk.settle()


async def test_what_is_open_stands_there_by_time_left_with_whose_turn_and_steps(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="cases") as desk:
        assert lines(desk)[0] == "1h00 unshipped refund 少件 50.00 answer the case ●○○○ 东北大米 x2"
        assert lines(desk)[2].startswith("3h inquiry 钱付了，没有订单 50.00 answer inquiry ●○○")
        assert lines(desk)[3].startswith(
            "24h return and refund 少件 50.00 buyer: send goods back ●●○○○○"
        )
        assert "refund only, no order" in lines(desk)[1]
        assert str(cases(desk).panel.border_title) == "Open, by time left"


async def test_what_became_ours_since_the_other_party_s_time_ran_out_is_found_as_ours(
    repository: Repository, drafts: Path
) -> None:
    over = return_case(id="B7", state="buyer_to_return", platform_deadline=NOW - HOUR)
    keep(repository, shipped(cases=(over,)))
    async with desk_on(repository, drafts, size=LARGE, place="cases") as desk:
        assert "close the case" in lines(desk)[0]
        for query, found in [("open turn:us", 1), ("open turn:buyer", 0), ("open !turn:us", 0)]:
            cases(desk).ask(query)
            await desk.settle()
            assert (query, cases(desk).table.length) == (query, found)
        cases(desk).ask("open")
        await desk.settle()
        row = cases(desk).table.row
        assert row
        left, steps = (CASE_COLUMNS.all[place].cell(row, NOW) for place in (0, 5))
        assert left.look == steps.look == "late"


async def test_it_speaks_chinese(shop: Repository, drafts: Path) -> None:
    use_language("zh")
    async with desk_on(shop, drafts, size=LARGE, place="cases") as desk:
        assert lines(desk)[0].startswith("1h00 未发货退款 少件 50.00 处理售后单 ●○○○")
        assert lines(desk)[2].startswith("3h 询问 钱付了，没有订单 50.00 答复买家询问 ●○○")
        assert str(cases(desk).panel.border_title) == "未结束，按剩余时间"


async def test_digit_three_goes_there_and_backspace_shows_what_has_ended_too(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("cases")
        assert (desk.app.current_mode, cases(desk).table.length) == ("cases", 4)
        await desk.press("back")
        assert cases(desk).search_box.value == "open", "there is nothing to take away"
        await desk.press("take-off")
        await desk.until(lambda: cases(desk).table.length == 5, "all cases")

        assert lines(desk)[-1].endswith("refunded ●●●● 东北大米 x2")
        assert str(cases(desk).panel.border_title) == "All cases and inquiries"
        await desk.press("back")
        await desk.until(lambda: cases(desk).table.length == 4, "what was shown at first")


async def test_an_action_is_about_the_case_of_the_row(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="cases") as desk:
        await at_row(desk, "B7")
        await desk.press("attach-evidence")

        assert desk.values["case"] == "B7"


async def test_an_action_that_this_case_does_not_allow_is_refused_though_another_does(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="cases") as desk:
        await at_row(desk, "B7")
        await desk.press("reject")

        assert isinstance(desk.screen, CasesPlace)
        assert "Case B7 stands at: buyer to return" in desk.said()[0]


async def test_the_menu_is_about_the_case_of_the_row_too(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="cases") as desk:
        await at_row(desk, "A1")
        await desk.press("menu")
        await desk.type("reject a case")
        await desk.keys("enter")
        if not hasattr(desk.screen, "values"):
            await desk.keys("enter")

        assert desk.values["case"] == "A1"


async def test_enter_goes_to_the_case_on_the_page_of_its_order(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="cases") as desk:
        await at_row(desk, "B7")
        await desk.press("open")

        assert isinstance(desk.screen, OrderScreen)
        assert desk.focus == "cases"
        assert desk.screen.part.record == "B7"


async def test_agreeing_is_one_key_whatever_the_case_asks_for_and_rejecting_another(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="cases") as desk:
        await at_row(desk, "A1")
        await desk.press("agree")
        assert desk.form._asking.title.startswith("Agree to a refund")
        assert desk.values["case"] == "A1"

        await desk.keys("escape")
        await desk.press("reject")
        assert desk.form._asking.title.startswith("Reject a case")


@pytest.mark.parametrize(("kind", "name"), NEXT_STEP.items())
def test_the_next_step_that_the_line_of_keys_tells_settles_what_is_owed(
    kind: str, name: str
) -> None:
    assert kind in all_actions()[name].settles


async def test_the_line_of_keys_tells_of_agreeing_only_where_it_may_be_done(
    shop: Repository, drafts: Path
) -> None:
    def told(desk: Desk) -> tuple[bool, bool]:
        line = desk.part("#keys")
        return "e agree" in line, "- reject" in line

    async with desk_on(shop, drafts, size=LARGE, place="cases") as desk:
        shown = {}
        for number in ("A1", "B7", NUMBER):
            await at_row(desk, number)
            await desk.rest()
            shown[number] = told(desk)
        assert shown == {"A1": (True, True), "B7": (False, False), NUMBER: (False, False)}

        await desk.press("mark")
        assert told(desk) == (True, True)


async def test_agreeing_and_rejecting_act_on_what_is_marked_and_not_on_the_row_under_the_cursor(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="cases") as desk:
        await at_row(desk, "A1")
        await desk.press("mark")
        await at_row(desk, "B7")
        for name in ("agree", "reject", "note"):
            await desk.press(name)
            assert ORDER_NO in desk.form._asking.title
            assert desk.values.get("case", "A1") == "A1"
            await desk.keys("escape")


async def test_several_marked_cases_are_agreed_to_in_a_form_for_all(
    repository: Repository, drafts: Path
) -> None:
    numbers = [f"261120-{number:015}" for number in range(1, 4)]
    keep(repository, *(shipped(order_no=number, cases=(OURS,)) for number in numbers))
    async with desk_on(repository, drafts, place="cases") as desk:
        for name, title in (("agree", "Agree to a refund"), ("reject", "Reject a case")):
            await desk.press("mark", "mark", name)
            assert desk.form._asking.title == f"{title}, 2 at once"
            await desk.keys("escape")
            await desk.press("unmark", "top")


async def test_marked_cases_that_ask_for_different_things_are_agreed_to_by_what_is_chosen(
    repository: Repository, drafts: Path
) -> None:
    back = return_case(id="B7", state="seller_to_answer", platform_deadline=NOW + DAY)
    other = f"261120-{7:015}"
    keep(repository, shipped(cases=(OURS,)), shipped(order_no=other, cases=(back,)))
    async with desk_on(repository, drafts, place="cases") as desk:
        await desk.press("mark-all", "agree")
        assert [line.split("  ")[1] for line in desk.menu][:2] == [
            "Agree to a refund",
            "Agree to a return",
        ]
        await desk.keys("2")
        assert desk.form._asking.title == "Agree to a return, 2 at once"


async def test_agreeing_to_a_marked_inquiry_says_that_it_is_no_order(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="cases") as desk:
        await at_row(desk, NUMBER)
        await desk.press("mark", "top", "agree")

        assert desk.said()[-1].startswith("Agree to a refund\n")


async def test_agreeing_to_a_case_that_is_past_that_says_where_it_stands(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="cases") as desk:
        await at_row(desk, "B7")
        await desk.press("agree")

        assert desk.said()[-1].startswith("Agree to a return\nCase B7 stands at: buyer to return")


async def test_enter_opens_the_order_of_a_case_and_the_page_of_an_inquiry(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=NARROW, place="cases") as desk:
        await desk.press("open")
        assert isinstance(desk.screen, OrderScreen)
        await desk.press("back")
        await at_row(desk, NUMBER)
        await desk.press("open")
        page = desk.text()
        for said in (KNOWN, "139******00", "2026-11-20", "50.00", "钱付了，没有订单"):
            assert said in page
        await desk.press("menu")

        assert any("Resolve the inquiry" in line for line in desk.menu)


async def test_help_on_an_inquiry_tells_what_acts_on_it_and_nothing_else(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="cases") as desk:
        await at_row(desk, NUMBER)
        await desk.press("help")
        told = {line.name for line in desk.screen._lines}  # type: ignore[attr-defined]
        about = {name for name, one in all_actions().items() if is_about(one, Inquiry)}
        actions = {key.name for key in KEYS if key.name in all_actions() and not key.starts}

        keyless = {"keep-promise", "wake"}  # as many an action on an order; the menu has them
        assert told & actions == about - keyless
        assert not told & {"agree", "reject", "products"}


async def test_what_acts_on_an_inquiry_does_so_on_its_page_and_help_tells_it(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="cases") as desk:
        await at_row(desk, NUMBER)
        await desk.press("open", "log-contact")
        assert desk.form._asking.title == "Log a contact  inquiry 周** 50.00"
        await desk.keys("escape")

        await desk.press("open", "help")
        told = {line.name for line in desk.screen._lines}  # type: ignore[attr-defined]
        assert {"menu", "log-contact", "assign", "snooze", "resolve-inquiry"} <= told
        assert not told & {"ship", "refund", "search", "down"}
        await desk.type("resolve")
        await desk.keys("enter")
        assert desk.form._asking.title == "Resolve the inquiry  inquiry 周** 50.00"


async def test_the_preview_says_the_steps_the_clock_and_what_may_be_done_with_that_case(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="cases") as desk:
        said = await preview(desk, "refund only")

        assert said[:3] == ["refund only   50.00", ORDER_NO, " 1h00 left   paid   shipped "]
        assert [line for line in said if line[:1] in "●○" and line] == [
            "● asked for  11-21 09:00",
            "○ our answer",
            "○ refunded",
            "○ ended",
        ]
        assert any("Agree to a refund" in line for line in said)
        await at_row(desk, "B7")
        said = await preview(desk, "return and refund")
        assert "○ sent back" in said
        assert not any("Agree to a refund" in line for line in said)


async def test_the_money_of_a_case_that_ended_with_it_is_said_once(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(cases=(refunded_case(),)))
    async with desk_on(repository, drafts, size=LARGE, place="cases") as desk:
        await desk.press("take-off")
        said = await preview(desk, "refund only")

        assert [line.split("  ")[0] for line in said if line[:1] in "●○" and line] == [
            "● asked for",
            "● our answer",
            "● refunded",
        ]


@pytest.mark.parametrize(("by", "kind"), [(NOW - HOUR, "late"), (NOW + HOUR, "soon")])
async def test_the_step_that_is_next_is_as_late_as_its_clock(
    by: datetime, kind: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(cases=(case(platform_deadline=by),)))
    async with desk_on(repository, drafts, size=LARGE, place="cases") as desk:
        await preview(desk, "refund only")
        parts = [part for line in cases(desk).preview.lines for part in line]

        assert [part.kind for part in parts if part.text == "○ our answer"] == [kind]


async def test_a_step_says_the_row_alone_and_the_keys_follow_once_the_cursor_rests(
    shop: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="cases") as desk:
        await at_row(desk, "A1")
        await desk.rest()
        before, place = desk.part("#keys"), cases(desk).panel.border_subtitle
        with monkeypatch.context() as held:
            held.setattr(following, "REST_SECONDS", PATIENCE_SECONDS)
            await at_row(desk, "B7")
            assert desk.part("#keys") == before
            assert cases(desk).panel.border_subtitle != place
        await desk.press("down", "up")
        await desk.rest()

        assert desk.part("#keys") != before


async def test_once_a_refund_is_agreed_to_the_next_step_is_told_first(
    repository: Repository, drafts: Path
) -> None:
    agreed = case(state="seller_to_refund", platform_deadline=NOW + HOUR)
    sent_back = return_case(id="B7", state="seller_to_receive")
    keep(repository, shipped(cases=(agreed, sent_back)))
    async with desk_on(repository, drafts, size=LARGE, place="cases") as desk:
        await at_row(desk, "A1")
        await desk.rest()
        assert desk.part("#keys").startswith(" r refund   enter open it")
        assert "s ship" not in desk.part("#keys")
        said = await preview(desk, "refund only")
        assert said[said.index("Possible now") + 1] == " r Refund"
        await at_row(desk, "B7")
        await desk.rest()
        assert desk.part("#keys").startswith(" E receive a return   enter open it")
        await desk.press("open")
        await desk.settle()
        assert isinstance(desk.screen, OrderScreen)
        assert desk.part("#keys").startswith(" E receive a return   ")
        await desk.press("refund")

        assert desk.form


async def test_while_its_refund_is_on_its_way_a_case_says_how_that_is_to_end(
    repository: Repository, drafts: Path
) -> None:
    agreed = case(state="seller_to_refund", kind="return_and_refund", agreed_fen=5000)
    going = refund(case="A1", amount_fen=5000)
    keep(repository, shipped(cases=(agreed,), refunds=(going,)))
    async with desk_on(repository, drafts, size=LARGE, place="cases") as desk:
        await desk.rest()
        assert desk.part("#keys").startswith(" R ")
        assert "reject" not in desk.part("#keys")
        said = await preview(desk, "return and refund")
        assert "settle the refund" in said[said.index("Owed") + 1]
        assert said[said.index("Possible now") + 1].startswith(" R ")


async def test_goods_that_nobody_is_to_send_back_are_not_offered_to_be_received(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(cases=(case(state="seller_to_refund"),)))
    async with desk_on(repository, drafts, size=LARGE, place="cases") as desk:
        said = await preview(desk, "refund only")
        assert not any("Receive a return" in line for line in said)
        await desk.press("receive-return")

        assert desk.form, "it may be done where goods come all the same"


async def test_units_whose_refund_is_agreed_to_are_not_offered_to_be_shipped(
    repository: Repository, drafts: Path
) -> None:
    agreed = case(state="seller_to_refund", unshipped=True, agreed_fen=5000)
    keep(repository, order(cases=(agreed,)))
    async with desk_on(repository, drafts, size=LARGE) as desk:
        await desk.rest()
        assert "s ship" not in desk.part("#keys")
        await desk.until(lambda: "refund agreed for 2 of 2" in desk.text(), "the preview")
        assert "to ship 2 of 2" not in desk.text()


async def test_the_page_of_a_case_begins_with_what_is_to_be_told_there(
    repository: Repository, drafts: Path
) -> None:
    asked = order(cases=(case(unshipped=True, since=NOW),))
    keep(repository, changed(AgreeRefund, asked))
    async with desk_on(repository, drafts, size=LARGE, place="cases") as desk:
        await desk.rest()
        await desk.press("open")
        await desk.settle()

        assert isinstance(desk.screen, OrderScreen)
        assert desk.part("#keys").startswith(" x complete a platform task")


async def test_evidence_that_is_asked_for_is_the_first_that_is_possible(
    repository: Repository, drafts: Path
) -> None:
    """It has no key of its own: it stands in the menu, which is told of once."""
    asked = Intervention(id="i1", requested_at=NOW, evidence_deadline=NOW + HOUR)
    keep(repository, shipped(cases=(case(state="platform_to_rule", interventions=(asked,)),)))
    async with desk_on(repository, drafts, size=LARGE, place="cases") as desk:
        await at_row(desk, "A1")
        await desk.rest()

        assert desk.part("#keys").startswith(
            " a hand the evidence in and other actions   enter open it"
        )
        assert " a actions " not in desk.part("#keys")
        said = await preview(desk, "refund only")
        assert said[said.index("Possible now") + 1] == " a Hand the evidence in"


async def test_that_nobody_knows_where_a_case_stands_is_said_wherever_it_is_looked_at(
    repository: Repository, drafts: Path
) -> None:
    asked = Discrepancy(
        id="d1",
        kind="case_back",
        about="A1",
        at_issue=("seller_to_answer", "refund_only", "", 5000, ""),
        opened_at=NOW,
    )
    called_in = Intervention(id="i1", requested_at=NOW, evidence_deadline=NOW + HOUR)
    given = case(state="platform_to_rule", interventions=(called_in,))
    order = shipped(cases=(given,), discrepancies=(asked,))
    said = " ".join(explain(order, asked).split())
    keep(repository, order)
    async with desk_on(repository, drafts, size=LARGE, place="cases") as desk:
        await at_row(desk, "A1")
        await desk.rest()
        assert desk.part("#keys").startswith(" D ")
        beside = await preview(desk, "refund only")
        assert any(label("discrepancy") in line for line in beside)
        await desk.press("agree")
        assert said in desk.form._asking.context
        await desk.keys("escape")
        await desk.press("settle")
        rows = desk.screen.query_one("#cases", SectionPanel).rows
        assert [text_of(row.head) for row in rows][1] == f"! {said}"
        assert desk.part("#keys").startswith(" D ")


async def test_an_inquiry_s_preview_is_of_that_inquiry(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="cases") as desk:
        await at_row(desk, NUMBER)

        told = await preview(desk, "inquiry 周** 50.00")
        assert any("Resolve the inquiry" in line for line in told)


async def test_a_view_has_its_count(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, place="cases") as desk:
        await desk.press("views")

        assert [line.split()[-1] for line in desk.menu][-3:-1] == ["1", "5"]
        assert any(line.endswith("1") and "Inquiries" in line for line in desk.menu)


async def test_a_place_without_rows_says_what_fills_it(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts, size=LARGE, place="cases") as desk:
        assert "No orders yet: i imports the platform's exports." in desk.text()


@pytest.mark.parametrize("size", [WIDE, NARROW, (60, 15)])
async def test_it_fits_a_smaller_window(
    shop: Repository, drafts: Path, size: tuple[int, int]
) -> None:
    async with desk_on(shop, drafts, size=size, place="cases") as desk:
        assert cases(desk).preview.display == (size != (60, 15))
        assert "1h00 unshipped refund" in lines(desk)[0]


async def test_steps_are_drawn_in_ascii_too(shop: Repository, drafts: Path) -> None:
    draw_with(ASCII)
    try:
        async with desk_on(shop, drafts, size=LARGE, place="cases") as desk:
            assert "answer the case *ooo" in lines(desk)[0]
    finally:
        draw_with(BOXES)


@pytest.mark.parametrize("is_empty", [True, False])
async def test_an_inquiry_is_opened_from_the_menu_whatever_stands_in_the_list(
    is_empty: bool, repository: Repository, drafts: Path
) -> None:
    if not is_empty:
        keep(repository, shipped(cases=(OURS,)))
    async with desk_on(repository, drafts, size=LARGE, place="cases") as desk:
        assert (cases(desk).table.row is None) is is_empty
        await desk.press("menu")
        await desk.type("open an inq")
        await desk.keys("enter")
        assert "What the buyer says" in desk.text()


async def test_of_a_long_inquiry_it_is_said_how_much_stands_below_until_that_is_seen(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, inquiry(contacts=(heard(promise_due=NOW + DAY),)))
    async with desk_on(repository, drafts, size=(60, 15), place="cases") as desk:
        await desk.press("open")
        assert "esc back" in desk.text()
        assert "▼" in desk.text()
        await desk.keys("end")

        await desk.until(lambda: "▼" not in desk.text(), "the end")
        assert "esc back" in desk.text()


async def test_the_menu_of_a_case_has_its_own_actions_first_what_is_awaited_before_all(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(cases=(return_case(lines=()),)))
    async with desk_on(repository, drafts, place="cases") as desk:
        await desk.press("menu")
        texts = [line for line in desk.text().splitlines() if "│" in line]
        heads = next(n for n, line in enumerate(texts) if "This case" in line)

        assert "Record a return on its way" in texts[heads + 1]
        assert not any("Possible" in line or "Owed now" in line for line in texts[:heads])


async def test_the_preview_of_a_case_begins_with_what_its_menu_begins_with(
    repository: Repository, drafts: Path
) -> None:
    told = PlatformTask(id="t1", kind="case", created_at=NOW, copy_text="", case="A1")
    one = return_case(
        goods_return({1: 1}, received_at=NOW - DAY), kind="exchange", state="seller_to_send"
    )
    keep(repository, shipped(cases=(one,), tasks=(told,)))
    async with desk_on(repository, drafts, size=LARGE, place="cases") as desk:
        said = await preview(desk, "exchange")
        possible = said[said.index("Possible now") + 1 :][:2]
        assert possible == [" x Complete a platform task", " a Ship a replacement"]

        await desk.press("menu")
        texts = [line for line in desk.text().splitlines() if "│" in line]
        heads = next(n for n, line in enumerate(texts) if "This case" in line)
        for line, title in zip(texts[heads + 1 :], possible, strict=False):
            assert title[3:] in line
