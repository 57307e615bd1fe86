"""Review, place 5: what went wrong by group, rates beside thresholds, weeks, improvements."""

import re
from functools import partial
from operator import eq
from pathlib import Path

import pytest

from store.models.improvement import Improvement
from store.models.review import Review
from store.reading.causes import Causes
from store.repository import Repository
from store.search.lists import CASES
from store.search.review import BYS
from tests.build import keep, order
from tests.tui.driver import NARROW, WIDE, Desk, desk_on
from tests.tui.panels_shop import lines, panel, place, read, to
from tui.glyphs import ASCII, BOXES, draw_with
from tui.language import use_language
from tui.place_text.groups import cases_of, groups_section
from tui.place_text.plot import Bar, plot
from tui.place_text.reviewed import read_review
from tui.place_text.tables import bar
from tui.place_text.thresholds import rates_section
from tui.places.cases import CasesPlace
from tui.places.review import ReviewPlace
from tui.said import text_of
from tui.text import width_of

LARGE = (150, 38)


@pytest.fixture
def shop(filled_shop: Repository) -> Repository:
    return filled_shop


def review(desk: Desk) -> ReviewPlace:
    found = place(desk)
    assert isinstance(found, ReviewPlace)
    return found


def compared(desk: Desk) -> Causes:
    """What was counted last."""
    page = review(desk).page
    assert page
    return page.found


async def by(desk: Desk, chosen: str) -> None:
    """Compare by this."""
    while review(desk).compared.chosen != chosen:
        await desk.press("next-group")
    await desk.until(lambda: compared(desk).by == chosen, chosen)
    await desk.settle()


async def test_groups_of_few_say_no_rate_and_carry_a_sign(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)

        assert lines(desk, "causes") == [
            "Group Buyers say With case Orders Rate Cost",
            "东北大米 质量问题 14 109 12.8 % ━━━━━━━━ 225.00",
            "~ 菜籽油 质量问题 4 10 few 0.00",
            "all 质量问题 18 119 15.1 % 225.00",
            "penalties 225.00 refunds 0.00 sent again 0.00 freight 0.00",
        ]
        few = panel(desk, "causes")._lines[2][1]
        assert {part.kind for part in few if part.text.strip() in {"菜籽油", "few"}} == {"quiet"}


@pytest.mark.parametrize("width", [58, 79])
def test_the_rate_of_all_is_whole_where_every_group_is_of_few(shop: Repository, width: int) -> None:
    told = read_review(shop, "", "sku")
    few = tuple(one for one in told.found.groups if one.cases.percent is None)

    section = groups_section(told._replace(found=told.found._replace(groups=few)), width)

    *_few, every = (text_of(row.head).split() for row in section.rows)
    assert "15.1" in every


async def test_a_key_compares_by_something_else_and_weeks_begin_with_the_newest(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        await desk.press("previous-group")
        await by(desk, "week")

        assert str(panel(desk, "causes").border_title) == "1 After-sales by week"
        assert lines(desk, "causes")[1:] == [
            "2026-11-16 质量问题 7 44 15.9 % ━━━━━ 0.00",
            "2026-11-09 质量问题 8 32 25.0 % ━━━━━━━━ 96.00",
            "2026-11-02 质量问题 2 31 6.4 % ━━ 93.00",
            "~ 2026-10-26 质量问题 1 12 few 36.00",
            "all 质量问题 18 119 15.1 % 225.00",
            "penalties 225.00 refunds 0.00 sent again 0.00 freight 0.00",
        ]
        assert panel(desk, "causes")._lines[2][1][5].kind == "soon"  # 1.7 times as often as all


async def test_the_line_below_has_no_key_that_does_nothing_with_the_row_and_so_room_for_the_others(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=NARROW, place="review") as desk:
        await read(desk)
        assert desk.part("#keys").strip() == (
            "enter open it   c its cases   b next grouping   ? help   q leave"
        )
        await desk.press("menu")
        assert desk.said()[-1].startswith("Nothing can be done with this line")

        await by(desk, "cause")
        assert "c its cases" not in desk.part("#keys")
        await to(desk, "improvements")
        assert "a actions" in desk.part("#keys")


async def test_at_120_columns_the_bar_and_the_cost_stay_and_the_reason_leaves(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=WIDE, place="review") as desk:
        await read(desk)

        assert lines(desk, "causes")[:2] == [
            "Group With case Orders Rate Cost",
            "东北大米 14 109 12.8 % ━━━━━━━━ 225.00",
        ]
        assert lines(desk, "rates")[0] == "Rate Found Threshold"


async def test_where_no_cause_is_recorded_the_way_to_record_it_is_said(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        await by(desk, "cause")

        assert lines(desk, "causes")[1:] == [
            "no cause recorded 18 119 15.1 % ━━━━━━━━ 225.00",
            "all 18 119 15.1 % 225.00",
            "penalties 225.00 refunds 0.00 sent again 0.00 freight 0.00",
            "The action “Set the verified cause” of an order records why it went wrong.",
        ]


async def test_enter_lists_as_many_orders_as_the_line_counts(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        for chosen in BYS:
            await read(desk)
            await by(desk, chosen)
            await to(desk, "causes")
            group = next(iter(compared(desk).groups[:: -1 if chosen == "week" else 1]))
            await desk.press("open")
            await desk.until(lambda: desk.app.current_mode == "orders", "the orders")

            many = partial(eq, group.orders)
            await desk.until(lambda: many(desk.table.length), f"as many by {chosen}")  # noqa: B023
            await desk.press("review")


async def test_a_key_lists_the_cases_that_the_line_counts(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        await desk.press("group-cases")
        await desk.until(lambda: desk.app.current_mode == "cases", "the cases")
        cases = desk.screen
        assert isinstance(cases, CasesPlace)
        await desk.until(lambda: cases.table.length == 14, "the cases of the rice")

        assert cases.search_box.value == "paid:<30d sku:RICE-10"


async def test_what_no_search_finds_the_cases_of_says_so(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        await by(desk, "cause")
        await desk.press("group-cases")

        said = "No search finds the cases of this line; enter lists its orders."
        assert desk.said() == [said]


def test_the_sample_shop_has_behind_each_line_what_it_counts(sample_shop: Repository) -> None:
    for chosen in BYS:
        told = read_review(sample_shop, "paid:<30d", chosen)
        rows = groups_section(told, 80).rows
        ordered = told.found.groups[:: -1 if chosen == "week" else 1]
        for group, row in zip(ordered, rows, strict=False):
            if row.finds is None:
                continue
            counted = sample_shop.search(row.finds.query).counted()
            assert (chosen, row.finds.query, counted) == (chosen, row.finds.query, group.orders)
            if finds := cases_of(told, row):
                cases = sample_shop.select(CASES, sample_shop.parsed(finds.query, CASES))
                assert len({case.of_key for case in cases}) == group.cases.many, finds.query


async def test_what_stands_behind_a_line_says_its_denominators_and_its_cost(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        await desk.press("about-line")

        said = desk.whole_texts()
        assert "with a case: 12.84 % of 109" in said
        assert "penalties 225.00, refunds 0.00, sent again 0.00, freight 0.00" in said
        assert "Of fewer than 30 orders no rate is said: they are marked ~." in said


async def test_rates_stand_beside_what_the_platform_holds_against_a_shop(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)

        rates = lines(desk, "rates")
        assert rates[:2] == ["Rate Found Threshold", "Pinduoduo"]
        assert rates[3] == "out of stock 0.00 %"
        assert rates[9:11] == ["Douyin", "~ shipped late few of 30 %"]
        await to(desk, "rates", 7)
        await desk.press("open")
        said = desk.whole_texts()
        assert "threshold: 30 percent" in said
        assert "late orders of the day over the orders due on it" in said


def test_beside_each_rate_a_bar_says_how_near_its_threshold_is_however_narrow(
    sample_shop: Repository,
) -> None:
    told = read_review(sample_shop, "", BYS[0])

    for cells in (51, 64, 76):  # as at 120 columns, at 150, and at 80, where all stand in one
        rows = [text_of(row.head) for row in rates_section(told, cells).rows]
        held = [one for one in rows if re.search(r"[1-9] %\s+of \d", one)]
        assert held
        assert [one for one in held if re.search("[━╸]", one)] == held
        near, *_least = held
        assert re.search("[━╸]─+ *$", near), "a line ends where the threshold is"
        assert {width_of(one) for one in held} == {cells}


async def test_weeks_are_drawn_as_cases_of_a_hundred_orders(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)

        weeks = panel(desk, "weeks")
        assert weeks.text.split("\n") == [
            "W47: cases asked for 7, orders paid 44",
            "  25.0 │        ███",
            "       │        ███",
            "       │        ███ ▇▇▇",
            "  12.5 │        ███ ███",
            "       │███ ▄▄▄ ███ ███",
            "       │███ ███ ███ ███",
            "     0 ─────────────────",
            "        W44 W45 W46 W47",
        ]
        kinds = [part.kind for part in weeks._lines[6][1] if part.text == "███"]
        assert kinds == ["quiet", "key", "key", "quiet"]  # of too few, and not over yet


async def test_improvements_say_whether_they_helped(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)

        assert lines(desk, "improvements")[1:] == [
            "换一家快递 小李 11-23 quality 8.00 % → 10.00 %",
            "大米改用双层袋 小李 11-23 quality 8.00 % measuring",
            "● 下午加一个人打包 小李 done quality 8.00 % → 0.00 %",
        ]
        looks = [panel(desk, "improvements")._lines[row][1][-2].kind for row in (1, 2, 3)]
        assert looks == ["late", "quiet", ""]


async def test_enter_on_an_improvement_checks_it(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        await to(desk, "improvements", 1)
        await desk.press("open")

        assert desk.form._asking.title.startswith("Check the improvement  大米改用双层袋")


async def test_an_improvement_is_noted_for_the_group_under_the_cursor(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        await desk.press("improve")
        assert desk.values["scope"] == "sku:RICE-10"
        await desk.fill(what="改用气柱袋", rate="quality_rate", target="1", due="2026-12-11")
        await desk.save()
        await desk.until(lambda: "改用气柱袋" in panel(desk, "improvements").text, "it")

        (made,) = [one for one in shop.all(Improvement) if one.what == "改用气柱袋"]
        assert made.scope == "sku:RICE-10"


async def test_an_improvement_of_the_review_under_the_cursor_is_of_that_review(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        await to(desk, "reviews")
        await desk.press("improve")

        await desk.fill(what="改用气柱袋", rate="quality_rate", target="1", due="2026-12-11")
        await desk.save()
        await desk.until(lambda: "改用气柱袋" in panel(desk, "improvements").text, "it")

        (made,) = [one for one in shop.all(Improvement) if one.what == "改用气柱袋"]
        assert made.review == "R-20261115-1"


async def test_a_review_is_opened_about_the_group_under_the_cursor(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        await desk.press("start-review")
        assert desk.values["scope"] == "sku:RICE-10"
        await desk.fill(headline="破袋", what="又破了三袋")
        await desk.save()
        await desk.until(lambda: "破袋" in panel(desk, "reviews").text, "it")

        assert [one.scope for one in shop.all(Review) if one.title == "破袋"] == ["sku:RICE-10"]


async def test_a_query_narrows_the_groups_and_esc_takes_it_away(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        await desk.search("sku:OIL-5 paid:<30d")
        await desk.until(lambda: len(lines(desk, "causes")) == 4, "the oil")
        assert desk.app.focused is panel(desk, "causes")
        assert lines(desk, "rates")[2] == "shipped late 65.22 %"  # of all orders
        await desk.press("take-off")
        assert review(desk).search_box.value == "sku:OIL-5"
        await desk.keys("escape")
        await desk.until(lambda: "东北大米" in panel(desk, "causes").text, "all orders")


async def test_a_wrong_query_finds_nothing_and_says_why(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        await desk.search("amount:>viel")

        why = lines(desk, "causes")
        assert why[0].startswith("! viel cannot be understood")
        desk.app.show_anew()  # as after what a colleague did
        await read(desk)
        assert desk.said() == []
        assert lines(desk, "causes") == why
        await desk.search("paid:<90d")
        await desk.until(lambda: "东北大米" in panel(desk, "causes").text, "the groups")


async def test_a_view_is_a_span_of_days(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        await desk.press("views")
        assert [" ".join(line.split()) for line in desk.menu] == [
            "1 Paid within 7 days",
            "2 Paid within 30 days",
            "3 Paid within 90 days",
            "4 All orders",
        ]
        await desk.keys("1")
        await desk.until(lambda: " 44 " in lines(desk, "causes")[-2], "a week's orders")
        assert review(desk).search_box.value == "paid:<7d"


async def test_an_empty_shop_says_what_fills_each_panel(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(paid_at=None, ordered_at=None))
    async with desk_on(repository, drafts, size=LARGE, place="review") as desk:
        await read(desk)

        assert lines(desk, "causes")[0] == "No order is found by this search."
        assert lines(desk, "improvements") == [
            "Nothing is being improved; the key below notes what is changed, and its rate.",
        ]
        assert lines(desk, "weeks") == [
            "No case was asked for yet; the after-sales export brings them."
        ]


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_it_fits_into_every_window(language: str, shop: Repository, drafts: Path) -> None:
    use_language(language)
    async with desk_on(shop, drafts, size=LARGE, place="review") as desk:
        await read(desk)
        for size in (LARGE, WIDE, NARROW, (60, 15)):
            await desk.resize(size)
            for one in place(desk).panels.shown:
                await to(desk, one.id or "", len(one.rows) - 1)
                assert one.has_focus, size
                for _row, line in one._lines:
                    widths = (width_of(part.text) for part in line)
                    assert sum(widths) <= one.content_size.width <= size[0]


@pytest.mark.parametrize(
    ("part", "boxes", "ascii_signs"),
    [
        (0, "", ""),
        (0.01, "╸", "#"),
        (0.5, "━━", "##"),
        (0.6, "━━╸", "##"),
        (1, "━━━━", "####"),
        (7, "━━━━", "####"),
    ],
)
def test_a_bar_shows_whatever_is_there_at_all(part: float, boxes: str, ascii_signs: str) -> None:
    assert bar(part, 4) == boxes
    draw_with(ASCII)
    try:
        assert bar(part, 4) == ascii_signs
    finally:
        draw_with(BOXES)


@pytest.mark.parametrize("chosen", ["review", "data"])
async def test_in_ascii_no_sign_is_wider_than_a_letter(
    chosen: str, shop: Repository, drafts: Path
) -> None:
    draw_with(ASCII)
    try:
        async with desk_on(shop, drafts, size=WIDE, place=chosen) as desk:
            await read(desk)
            signs = {sign for sign in desk.text() if not sign.isascii()}
    finally:
        draw_with(BOXES)

    assert {sign for sign in signs if not "\u4e00" <= sign <= "\u9fff"} == set()


def test_a_plot_is_read_in_ascii() -> None:
    bars = [Bar(value, f"W{value:02}") for value in (0, 3, 12, 1)]
    draw_with(ASCII)
    try:
        drawn = [text_of(line).rstrip() for line in plot(bars, 30)]
    finally:
        draw_with(BOXES)

    assert drawn == [
        "12.0 |        ###",
        "     |        ###",
        "     |        ###",
        " 6.0 |        ###",
        "     |    ::: ###",
        "     |    ### ### :::",
        "   0 -----------------",
        "      W00 W03 W12 W01",
    ]


def test_a_plot_shows_the_newest_weeks_where_there_is_no_room() -> None:
    bars = [Bar(week, f"W{week:02}") for week in range(1, 53)]

    lines = [text_of(line) for line in plot(bars, 30)]
    assert lines[-1].split() == ["W45", "W47", "W49", "W51"]
    assert max(map(width_of, lines)) <= 30


def test_a_plot_of_nothing_is_an_axis() -> None:
    assert [text_of(line).strip() for line in plot([Bar(0, "W47")], 20)][-2:] == ["0 ─────", "W47"]
