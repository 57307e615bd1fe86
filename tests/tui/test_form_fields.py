"""The fields of a form: only what can matter, filled in as far as it can be known."""

from itertools import product
from pathlib import Path

import pytest
from textual.events import Paste

from store.models.case_state import CaseState
from store.repository import Repository
from store.rules.inquiries.actions.open_inquiry import OpenInquiry
from tests.build import (
    NOW,
    OIL,
    ORDER_NO,
    TRACKING_NO,
    case,
    goods_return,
    keep,
    line,
    order,
    parcel,
    refund,
    return_case,
    shipped,
    units,
)
from tests.tui.driver import NARROW, Desk, Ledger, desk_on
from tui.forms.beyond import Beyond
from tui.forms.texts import LineBox, TextBox
from tui.forms.understood import understood
from tui.forms.units import UnitsEntry
from tui.screens.about import AboutScreen
from tui.text import width_of
from tui.widgets.section_panel import SectionPanel

CHAT = "盒子压坏了\n茶饼碎了\n\n能退一件吗"


async def paste(desk: Desk, text: str) -> None:
    desk.app.post_message(Paste(text))
    await desk.settle()


async def test_lines_are_taken_by_space_and_counted_by_plus_minus_and_digits(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(line(ordered=12, amount_fen=12000), OIL))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.go_to("lines")
        assert desk.values["lines"] == "1:12,2:1"
        assert "[x] 菜籽油" in desk.text()
        steps = {
            "space": "2:1",
            "space minus": "1:11,2:1",
            "plus plus": "1:12,2:1",
            "7": "1:7,2:1",
            "home j 0": "1:7",
            "home j j 1": "1:7,2:1",
            "end k 7": "1:7,2:1",
            "backspace 1 2": "1:12,2:1",
            "backspace": "2:1",
            "end space": "none",
            "+": "2:1",
        }
        for keys, value in steps.items():
            await desk.keys(*keys.split())

            assert (keys, desk.values["lines"]) == (keys, value)


async def test_beyond_the_last_line_stands_the_next_field(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(line(), OIL))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.go_to("lines")
        await desk.keys("down")
        assert desk.focus == "lines"
        await desk.keys("down")

        assert desk.focus == "carrier"


async def test_a_line_of_which_nothing_is_left_is_not_offered(
    repository: Repository, drafts: Path
) -> None:
    oil = line(2, sku="OIL-5", name="菜籽油")
    keep(repository, order(line(), oil, parcels=(parcel(lines=units((1, 2))),)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")

        assert [one.line for one in desk.form.query_one(UnitsEntry).offers] == [2]


async def test_how_many_of_each_line_stands_in_straight_columns(
    repository: Repository, drafts: Path
) -> None:
    keep(
        repository, order(line(name="大米", ordered=12), line(2, sku="OIL-5", name="Rapeseed oil"))
    )
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        entry = desk.form.query_one(UnitsEntry)
        many, few = entry.render().plain.split("\n")

        assert many.endswith("  12 of 12")
        assert few.endswith("   2 of  2")
        assert width_of(many) == width_of(few) == entry.content_size.width


async def test_of_a_single_unit_there_is_nothing_to_choose(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(line(ordered=1)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        assert "Lines  东北大米" in desk.text()
        await desk.fill(tracking_no=TRACKING_NO)
        await desk.keys("tab")
        assert desk.focus == "carrier"

        await desk.save()
    (sent,) = ledger.order(ORDER_NO).parcels
    assert sent.lines == units((1, 1))


async def test_whether_a_single_unit_goes_with_the_money_is_asked(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(line(ordered=1)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")

        assert "[ ] 东北大米" in desk.text()


async def test_what_has_one_possible_value_is_said_and_passed_by(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        await desk.press("correct-tracking")
        assert desk.focus == "tracking_no"
        assert desk.values["tracking_no"] == TRACKING_NO
        assert f"Parcel  YTO {TRACKING_NO} RICE-10 x2" in desk.text()
        assert "Same address" not in desk.text()

        await desk.keys("end", "backspace", "4")
        await desk.save()
        assert ledger.order(ORDER_NO).parcels[0].tracking_no == TRACKING_NO[:-1] + "4"


async def test_a_text_keeps_the_lines_of_what_is_pasted(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        for action, field in {"log-contact": "text", "note": "text", "refund": "reason"}.items():
            await desk.press(action)
            await desk.go_to(field)
            await paste(desk, CHAT.replace("\n", "\r\n"))

            assert (action, desk.values[field]) == (action, CHAT)
            await desk.keys("escape")


SIZES = ((150, 38), (80, 24), (60, 15), (40, 10))
SHORT, ROOMY = 8, 24
"""Lines of a text that were seen in however high a window, and of one that has room for more."""


async def test_a_text_takes_the_room_of_its_form_and_the_line_that_is_typed_is_seen(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    actions = (("note", True), ("log-contact", False))
    async with desk_on(repository, drafts) as desk:
        for size, (action, is_alone) in product(SIZES, actions):
            await desk.resize(size)
            await desk.press(action)
            await paste(desk, "\n".join(f"第{place}行" for place in range(1, 61)))
            text = desk.screen.query(TextBox).first()
            beyond = desk.screen.query(Beyond).first()

            def sign(below: int, text: TextBox = text) -> str:
                above = f"▲ {60 - below - text.content_size.height} more"
                return f"{above}   ▼ {below} more" if below else above

            def says(below: int, beyond: Beyond = beyond) -> bool:
                return str(beyond.content) == sign(below)

            await desk.until(lambda: says(0) and "第60行" in desk.text(), "the last line")
            lines = text.content_size.height
            assert lines > SHORT or not is_alone or size[1] < ROOMY
            await desk.keys(*["up"] * lines)
            first = f"第{60 - lines}行"
            await desk.until(lambda: says(1) and first in desk.text(), "the first line")  # noqa: B023
            await desk.throw_away()


async def test_a_chat_that_was_pasted_stands_in_its_lines_on_the_page(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("open", "log-contact")
        await paste(desk, CHAT)
        await desk.save()
        await desk.press("note")
        await paste(desk, "\n".join(f"第{place}行" for place in range(1, 10)))
        await desk.save()

        panel = desk.screen.query_one("#talk", SectionPanel)
        assert [text.strip() for text in panel.text.split("\n")] == [
            "09:00 小李  盒子压坏了",
            "茶饼碎了",
            "能退一件吗",
            "09:00 note  第1行",
            *(f"第{place}行" for place in range(2, 7)),
            "and 3 more lines  i",
        ]
        assert {len(text) - len(text.lstrip()) for text in panel.text.split("\n")[4:9]} == {12}
        history = desk.screen.query_one("#history", SectionPanel).text
        assert "盒子压坏了…" in history
        await desk.go_to("talk")
        assert "i read all of it" not in desk.part("#keys")
        await desk.press("down")
        assert "i read all of it" in desk.part("#keys")
        await desk.press("about-line")
        assert isinstance(desk.screen, AboutScreen)
        assert (desk.screen._above, desk.screen._title) == ("The whole text", "09:00 note")
        assert desk.screen._lines[0] == "第1行"
        assert "第9行" in desk.text()


async def test_many_lines_pasted_into_a_field_of_one_are_refused_with_a_sentence(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await paste(desk, CHAT)
        assert desk.values["tracking_no"] == ""
        assert desk.under("tracking_no") == (
            "! 3 lines were pasted, and this field has one; nothing was put in."
        )

        await paste(desk, f"{TRACKING_NO}\n")
        assert desk.values["tracking_no"] == TRACKING_NO


async def test_what_is_pasted_into_a_choice_or_into_lines_is_understood_or_refused(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.go_to("lines")
        await paste(desk, "1:1")
        assert desk.values["lines"] == "1:1"
        await paste(desk, "破损")
        assert desk.under("lines") == "! 破损 is no count; nothing was changed."
        await desk.keys("escape")

        await desk.press("log-contact")
        await desk.go_to("channel")
        await paste(desk, "phone")
        assert desk.values["channel"] == "phone"
        await paste(desk, CHAT)
        assert desk.under("channel").endswith("is none of these; nothing was changed.")
        assert desk.values["channel"] == "phone"


async def test_a_time_is_said_as_it_is_understood(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("log-contact")
        await desk.fill(text="好的", promise_due="明天12点")
        await desk.until(lambda: desk.under("promise_due"), "what is understood")
        assert desk.under("promise_due") == "2026-11-23 12:00, in 27h"

        await desk.fill(promise_due="gestern")
        await desk.until(lambda: desk.under("promise_due")[:1] == "!", "the problem")
        assert desk.under("promise_due") == (
            "! gestern is no time; such as 18:00, tomorrow 9, +2h or 12-31 18:00 is expected."
        )


async def test_what_will_be_so_afterwards_is_said_while_typing_rests(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="12.5")
        await desk.until(lambda: "refunding 12.50" in desk.after, "what comes of it")
        assert desk.after == (
            "After it: refunding 12.50; 37.50 left; then to do: settle the refund"
        )

        await desk.fill(amount="50.01")
        await desk.until(lambda: desk.under("amount"), "the problem")
        assert desk.under("amount").startswith("! 50.01 is more than the 50.00 that is left:")
        assert desk.part("#after") == ""
        assert ledger.events(ORDER_NO) == []


async def test_what_asks_nothing_is_done_by_its_key_alone(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("claim")

        assert desk.screen is desk.orders
        assert desk.said() == ["Claim the order: done; ctrl+z takes it back."]
        assert [event.action for event in ledger.events(ORDER_NO)] == ["claim"]


async def test_a_form_stands_beside_its_order_and_over_it_where_there_is_no_room(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(cases=(case(),), ship_by_deadline=NOW))
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        assert desk.form.query_one("#form").region.x == desk.orders.size.width - 49
        assert "paid 50.00" in desk.orders.preview.text
        assert desk.orders.preview.region.right == desk.orders.size.width - 49
        await desk.keys("escape")
        assert desk.orders.preview.region.right == desk.orders.size.width
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press("note")

        assert desk.form.query_one("#form").region.x == 0
        assert "1Board 2Orders" in desk.text().split("\n")[0]
        assert desk.form.query_one("#form").region.width == NARROW[0]


async def test_f1_says_all_about_the_field_that_is_typed_in(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.keys("f1")

        assert desk.trouble == (
            "Note: internal; the buyer never sees it  Enter makes a line, tab leaves the field; a"
            " paste keeps its lines."
        )


async def test_what_f1_said_of_a_field_goes_with_the_field(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.keys("f1")
        assert desk.trouble
        await desk.keys("tab")
        assert desk.trouble == ""


async def test_q_typed_ahead_of_a_form_is_typed_into_it(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        desk.send("n", *"q换q")
        await desk.settle()

        assert desk.values == {"text": "q换q"}


async def test_a_cause_that_is_offered_is_completed_by_the_right_arrow(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.go_to("cause")
        await desk.keys(*"dama")
        await desk.keys("right")

        assert desk.values["cause"] == "damaged in transit"


async def test_a_cause_is_chosen_by_a_digit_or_written_in_words_of_our_own(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.go_to("cause")
        assert " 1 out of stock   2 quality " in desk.text()

        await desk.keys("2")
        assert desk.values["cause"] == "quality"
        assert "[2 quality]" in desk.text()
        await desk.keys("tab", "shift+tab", "3")
        assert desk.values["cause"] == "damaged in transit"

        await desk.keys("ctrl+u", *"box of 3 wet")
        assert desk.values["cause"] == "box of 3 wet"
        assert "[3 damaged in transit]" not in desk.text()


async def test_after_a_refused_save_a_digit_puts_in_what_is_offered_and_the_next_save_counts(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, reading=30) as desk:
        await desk.press("set-verified-cause")
        await desk.go_to("cause")
        await desk.save()
        await desk.keys("2")
        assert (desk.values["cause"], desk.focus) == ("quality", "cause")
        await desk.save()

        assert desk.said() == ["Set the verified cause: done."]
    assert ledger.events(ORDER_NO)


@pytest.mark.parametrize(
    ("action", "field", "words"),
    [
        pytest.param("open-case", "kind", ("refund_only", "exchange"), id="what is asked for"),
        pytest.param("offer-solution", "solution", ("coupon", "substitute"), id="what is offered"),
    ],
)
async def test_the_article_that_is_sent_instead_is_asked_for_only_where_one_is(
    repository: Repository, drafts: Path, action: str, field: str, words: tuple[str, str]
) -> None:
    other, meant = words
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        await desk.press(action)
        box, kind = desk.form._boxes["sku"], desk.form._boxes[field]
        seen = [box.display]
        for word in (other, meant, other):
            kind.value = word
            await desk.settle()
            seen.append(box.display)
        kind.value, box.value = meant, "RICE-5"
        kind.value = other
        await desk.settle()

        assert seen == [False, False, True, False]
        assert box.display  # what was typed is seen, and refused


async def test_a_sku_that_is_spelled_like_a_word_of_the_desk_is_put_in_as_it_is(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(line(sku="refund_only")))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.go_to("sku")
        await desk.keys("1")

        assert desk.values["sku"] == "refund_only"


async def test_what_is_typed_first_is_not_which_parcel_is_meant(
    repository: Repository, drafts: Path
) -> None:
    coming = goods_return(received_at=None, units=())
    keep(repository, shipped(cases=(return_case(coming, state=CaseState.SELLER_TO_RECEIVE),)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("receive-return")
        assert desk.values["goods_return"] == ""

        await desk.keys("1", "tab", "1")

        assert (desk.values["good"], desk.values["damaged"]) == ("1:1", "1:1")


async def test_nothing_is_wrong_with_what_nobody_has_typed(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped(parcels=(parcel(),)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("correct-tracking")
        assert desk.values["tracking_no"] == TRACKING_NO
        assert desk.under("tracking_no") == ""

        await desk.save()

        assert desk.under("tracking_no").startswith(f"! {TRACKING_NO} is already the number")


def test_a_day_is_echoed_as_the_date_that_is_meant() -> None:
    assert understood(OpenInquiry, {"day": "20日"}, NOW) == {"day": "2026-11-20"}


@pytest.mark.parametrize("action", ["ship", "apply-stock-out", "hand-over", "open-case"])
async def test_lines_that_a_person_took_all_out_never_mean_all(
    action: str, repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(line(), OIL))
    given = {
        "ship": {"tracking_no": TRACKING_NO},
        "hand-over": {"way": "pick_up", "reason": "自提"},
        "open-case": {"kind": "refund_only", "reason": "破损"},
    }
    async with desk_on(repository, drafts) as desk:
        await desk.act(action)
        await desk.fill(**given.get(action, {}), lines="")
        await desk.until(lambda: desk.under("lines"), "what is wrong with it")
        assert desk.part("#after") == ""
        await desk.save()

        assert desk.under("lines") == "! No line is ticked."
        assert ledger.events(ORDER_NO) == []

        await desk.keys("escape")
        await desk.act(action)
        assert "[x]" not in desk.text()  # as it was left
        await desk.go_to("lines")
        await desk.keys("home", "space")
        await desk.save()
        (event,) = ledger.events(ORDER_NO)
        assert event.action == action


async def test_a_refund_of_which_no_goods_are_part_says_so(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(line(), OIL))
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.until(lambda: desk.under("lines"), "what is understood")
        whole = (
            "none is ticked, but this is all the money: the goods go with it, 3 in all, and"
            " nothing of them ships any more"
        )
        assert desk.under("lines") == whole
        await desk.until(lambda: "nothing left to ship" in desk.after, "what is so afterwards")

        await desk.fill(amount="1.25")
        part = "no goods, the money only"
        await desk.until(lambda: desk.under("lines") == part, "what a part is")

        await desk.fill(lines="1:1")
        await desk.until(lambda: not desk.under("lines"), "what is understood")


async def test_which_goods_go_with_money_is_read_where_saving_it_is_refused(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        said = "the goods go with it"
        await desk.until(lambda: said in desk.under("lines"), "what goes with it")
        await desk.save()
        assert desk.under("reason").startswith("! ")
        assert said in desk.under("lines")


QUICKLY_CHOSEN = {
    "followed up": ("", "! followed up is none of these; nothing was changed."),
    "2 boxes": ("", "! 2 boxes is none of these; nothing was changed."),
    "SF1234567890": ("", "! SF1234567890 is none of these; nothing was changed."),
    "fail": ("failed", ""),
    "2": ("failed", ""),
}


async def test_what_is_typed_quickly_into_a_choice_is_one_text(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(refunds=(refund(state="unknown"),)))
    async with desk_on(repository, drafts) as desk:
        for typed, come in QUICKLY_CHOSEN.items():
            await desk.act("settle-refund")
            assert (desk.focus, desk.values["outcome"]) == ("outcome", "")
            await desk.type(typed)

            assert (typed, desk.values["outcome"], desk.under("outcome")) == (typed, *come)
            await desk.throw_away()


QUICKLY_COUNTED = {
    "blue box 2": ("1:2,2:1", "! blue box 2 is no count; nothing was changed."),
    "6901234567": ("1:2,2:1", "! 6901234567 is no count; nothing was changed."),
    "3": ("1:2,2:1", "! 3 is more than the 2 there are; nothing was changed."),
    "1 +": ("1:1,2:1", ""),
}


async def test_what_is_typed_quickly_into_lines_and_is_no_count_changes_none(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(line(), OIL))
    async with desk_on(repository, drafts) as desk:
        for typed, come in QUICKLY_COUNTED.items():
            await desk.press("ship")
            await desk.go_to("lines")
            await desk.type(typed)

            assert (typed, desk.values["lines"], desk.under("lines")) == (typed, *come)
            await desk.throw_away()


async def test_a_form_begins_where_something_is_typed_or_scanned(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(line(), OIL))
    async with desk_on(repository, drafts) as desk:
        await desk.press("apply-stock-out")
        await desk.type("box is wet")

        assert desk.values == {"lines": "1:2,2:1", "explanation": "box is wet"}


async def test_a_text_that_begins_with_a_digit_is_none_of_what_is_offered(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.go_to("cause")
        await desk.type("1234 wet")

        assert desk.values["cause"] == "1234 wet"


async def test_beside_a_long_title_stands_no_column_of_a_few_cells(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.act("cancel-order")

        (head,) = desk.form.query("#field-again").first().ancestors[1].query(".head")
        assert head.size.height == 2


async def test_ctrl_x_empties_what_was_typed_to_confirm_as_well(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.act("cancel-order")
        await desk.fill(reason="缺货", again="0001")
        await desk.keys("ctrl+x")

        assert desk.form.query_one("#field-again", LineBox).value == ""


async def test_what_was_refused_is_mended_and_not_typed_over(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(line(), OIL))
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="0", reason="差价")
        await desk.save()
        assert desk.focus == "amount"
        await desk.type(".5")

        assert desk.values["amount"] == "0.5"


@pytest.mark.parametrize("name", ["tracking_no", "sku"])
async def test_the_next_scan_takes_the_place_of_one_that_was_refused_or_left_as_a_draft(
    name: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, order(line(), OIL))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(**{"tracking_no": TRACKING_NO, name: "1"})
        await desk.save()
        assert desk.focus == name
        await desk.type("77")
        assert desk.values[name] == "77"

        await desk.keys("escape")
        await desk.press("ship")
        await desk.go_to(name)
        await desk.type("A5")
        assert desk.values[name] == "A5"


@pytest.mark.parametrize("typed", ["9", "abc"])
@pytest.mark.parametrize("is_quick", [True, False])
async def test_what_was_not_taken_is_seen_before_lines_are_saved(
    typed: str, is_quick: bool, repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(line(), OIL))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no=TRACKING_NO)
        await desk.go_to("lines")
        if is_quick:
            await desk.keys(*typed, "ctrl+s")
        else:
            await desk.type(typed)
            await desk.go_to("carrier")
            await desk.save()

        assert desk.focus == "lines"
        assert desk.under("lines").endswith("nothing was changed.")
        assert "ctrl+s saves it as it" in desk.trouble
        assert ledger.events(ORDER_NO) == []

        await desk.save()
        assert ledger.order(ORDER_NO).parcels[0].lines == units((1, 2), (2, 1))


async def test_what_was_not_taken_hides_nothing_that_is_wrong_and_is_told_of_once(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(line(), OIL))
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="5", reason="差价")
        await desk.go_to("lines")
        await desk.keys(*"abc")
        await desk.save()

        assert desk.focus == "again"
        assert desk.under("again").startswith("!")
        assert desk.under("lines") == "! abc is no count; nothing was changed."

        await desk.fill(again="5")
        await desk.save()
        assert [one.amount_fen for one in ledger.order(ORDER_NO).refunds] == [500]


@pytest.mark.parametrize("mended", ["2", "1"])
async def test_a_count_that_is_taken_mends_one_that_was_not(
    mended: str, repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(line(), OIL))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no=TRACKING_NO)
        await desk.go_to("lines")
        await desk.keys("9")
        await desk.keys("backspace", mended)
        await desk.until(lambda: not desk.under("lines"), "it to be mended")
        await desk.save()

        assert ledger.order(ORDER_NO).parcels[0].lines == units((1, int(mended)), (2, 1))


async def test_what_is_none_of_the_choices_is_seen_before_it_is_saved(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("log-contact")
        await desk.fill(text="asks")
        await desk.go_to("channel")
        await desk.keys("x", "ctrl+s")

        assert desk.focus == "channel"
        assert desk.under("channel") == "! x is none of these; nothing was changed."
        assert ledger.events(ORDER_NO) == []

        await desk.keys("1")
        assert desk.under("channel") == ""
        await desk.save()
        assert [one.action for one in ledger.events(ORDER_NO)] == ["log-contact"]


async def test_a_paste_that_was_not_taken_is_seen_before_what_stands_there_is_saved(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="5", again="5", reason="差价")
        await desk.go_to("amount")
        await paste(desk, "7\n8\n")
        await desk.go_to("again")
        await desk.save()
        assert desk.focus == "amount"
        assert desk.under("amount").startswith("! 2 lines were pasted")
        assert ledger.events(ORDER_NO) == []

        await desk.save()
        assert [one.amount_fen for one in ledger.order(ORDER_NO).refunds] == [500]


async def test_fields_below_the_edge_are_counted_until_they_are_seen(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.act("change-address")
        await desk.until(lambda: "▼ 2 more fields" in desk.text(), "how many are below")
        await desk.go_to("detail")
        await desk.until(lambda: "more fields" not in desk.text(), "none is below")
        await desk.until(lambda: " more above" in desk.text(), "how much is above")
        await desk.go_to("by")
        await desk.until(lambda: " more above" not in desk.text(), "the form at its top")


async def test_there_is_something_to_say_about_every_field(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.go_to("tracking_no")
        await desk.keys("f1")
        assert "Typed or pasted in one line." in desk.text()


async def test_one_line_is_gone_on_with_where_somebody_typed_it_and_can_be_taken_back(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.go_to("carrier")
        await desk.type("ABC 1")
        await desk.keys("tab", "shift+tab", "2")
        assert desk.values["carrier"] == "ABC 12"
        await desk.keys("ctrl+u", "x")
        assert desk.values["carrier"] == "x"
        await desk.keys("ctrl+z", "ctrl+z")
        assert desk.values["carrier"] == "ABC 12"
        await desk.keys("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
        assert desk.values["carrier"] == ""


async def test_what_was_suggested_is_replaced_and_a_draft_is_gone_on_with(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.go_to("amount")
        await desk.type("1")
        assert desk.values["amount"] == "1"
        await desk.keys("escape")
        await desk.press("refund")
        await desk.go_to("amount")
        await desk.type("2")
        assert desk.values["amount"] == "12"


async def test_esc_first_takes_away_what_is_said_about_a_field(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        form = desk.form
        await desk.keys("f1")
        assert desk.trouble
        await desk.keys("escape")
        assert desk.screen is form
        assert not desk.trouble
        await desk.keys("escape")
        assert desk.screen is not form


async def test_what_is_typed_is_folded_as_the_desk_folds_it_and_the_caret_goes_by_lines(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("open", "log-contact")
        await desk.go_to("text")
        box = desk.app.focused
        assert isinstance(box, TextBox)
        room = box.wrap_width // 2
        await paste(desk, "慢" * (room - 1) + "！！！好")
        lines = ["慢" * (room - 2), "慢！！！好"]

        assert box.wrapped_document.lines == [lines]
        await desk.keys("up")
        assert desk.app.focused is box
        assert box.cursor_location == (0, 5)
        await desk.keys("x")
        first, last = box.wrapped_document.lines[0]
        assert first.startswith("慢" * 5 + "x慢")
        assert last.endswith("慢！！！好")
