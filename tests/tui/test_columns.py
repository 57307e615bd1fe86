"""The columns of the list: exact cells, whatever stands in them; the least needed leave first."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.models.axes import AfterSales, Fulfilment, Payment
from store.models.order import Order
from store.models.row import OrderRow
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from store.search.vocabularies import KINDS
from store.words import _
from store.words.labels import LABELS, brief, label, task_brief, task_label
from store.words.owed_labels import BRIEFS
from store.words.task_labels import TASK_LABELS
from tests.build import HOUR, NOW, case, keep, line, order
from tests.rules.row_facts import case_row, obligation_rows, order_row
from tests.terminal.hostile import CONTROL, MARKUP, unlisted_sequences
from tests.tui.driver import NARROW, WIDE, desk_on
from tui.apart import Apart
from tui.language import use_language
from tui.places.board_columns import BOARD_COLUMNS
from tui.places.case_columns import CASE_COLUMNS
from tui.places.order_columns import ORDER_COLUMNS, is_late
from tui.text import width_of
from tui.widgets.column import Cell, Column
from tui.widgets.columns import Packed, moved_ahead

CHINESE = order(
    line(name="云南鲜花饼礼盒装10枚早餐糕点", spec="混合口味 2盒", ordered=12, amount_fen=1234500),
    ship_by_deadline=NOW - 5 * HOUR,
)
ROW = order_row(CHINESE)


def titles(width: int) -> list[str]:
    return [column.title for column, _wide in ORDER_COLUMNS.fitting(width)]


def drawn(row: OrderRow, width: int, *, marked: bool = False, seen_by: str = "") -> str:
    cells = ORDER_COLUMNS.cells(row, width, NOW, marked=marked, seen_by=seen_by)
    return "".join(text for text, _look in cells)


def cells_of(text: str, width: int) -> dict[str, str]:
    """A drawn line cut where its columns stand; AssertionError where a character is cut in two."""
    found, at = {}, 4
    for column, wide in ORDER_COLUMNS.fitting(width):
        found[column.title] = between(text, at, at + wide)
        assert between(text, at + wide, at + wide + 1).strip() == ""
        at += wide + 1
    return found


def between(text: str, start: int, end: int) -> str:
    widths = [width_of(text[:index]) for index in range(len(text) + 1)]
    assert start in widths or start > widths[-1]
    return "".join(one for one, at in zip(text, widths, strict=False) if start <= at < end).strip()


@pytest.mark.parametrize(
    ("width", "left_out"),
    [
        (152, set()),
        (141, {"Buyer"}),
        (137, {"Buyer", "Blocked"}),
        (112, {"Buyer", "Blocked", "Flag", "Pay"}),
        (90, {"Buyer", "Blocked", "Flag", "Pay", "After-sales", "Amount"}),
        (75, {"Buyer", "Blocked", "Flag", "Pay", "After-sales", "Amount", "Shipped"}),
        (52, {"Buyer", "Blocked", "Flag", "Pay", "After-sales", "Amount", "Shipped", "Goods"}),
    ],
)
def test_the_least_needed_columns_leave_first(width: int, left_out: set[str]) -> None:
    assert {column.title for column in ORDER_COLUMNS.all} - set(titles(width)) == left_out


@pytest.mark.parametrize(
    ("sort", "there"),
    [
        ("", ["Left", "What", "Goods", "At zero"]),
        ("-cost", ["Left", "What", "Goods", "At zero"]),
        ("order", ["Left", "What", "Order no.", "Goods"]),
    ],
)
def test_the_column_that_rows_are_sorted_by_stays(sort: str, there: list[str]) -> None:
    columns = BOARD_COLUMNS.measured((), NOW, sort)
    fitting = [column.title for column, _wide in columns.fitting(54)]

    assert fitting == there


@pytest.mark.parametrize(
    ("width", "of_number"),
    [
        pytest.param(78, 22, id="150 columns"),
        pytest.param(59, 6, id="120 columns"),
        pytest.param(58, 6, id="120 columns, sorted by time left in English"),
        pytest.param(76, 22, id="80 columns"),
        pytest.param(52, 0, id="narrower than any"),
    ],
)
def test_what_is_owed_and_for_which_goods_has_room_to_be_read(width: int, of_number: int) -> None:
    fitting = {column.title: wide for column, wide in BOARD_COLUMNS.fitting(width)}

    assert fitting["What"] >= 16
    assert fitting["Goods"] >= 16
    assert "At zero" in fitting
    assert fitting.get("Order no.", 0) == of_number


def test_of_a_number_without_room_its_end_tells_the_rows_apart() -> None:
    numbers = [f"261120-00000000000000{place}" for place in (1, 2)]
    rows = [obligation_rows(order(order_no=number))[0] for number in numbers]
    cells_of_each = (BOARD_COLUMNS.cells(row, 59, NOW, marked=False) for row in rows)

    told = [[cell.text.strip() for cell in cells] for cells in cells_of_each]
    assert ["…00001" in told[0], "…00002" in told[1]] == [True, True]
    assert BOARD_COLUMNS.gone(rows[0], 59, NOW, "put off").count("…00001") == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_owed_has_few_words_beside_a_list(language: str) -> None:
    use_language(language)

    assert [one for one in KINDS if one not in LABELS] == []
    assert [one for one in KINDS if width_of(brief(one)) > 18] == []
    assert [one for one in BRIEFS if width_of(brief(one)) > width_of(label(one))] == []
    assert [one for one in TASK_LABELS if width_of(task_brief(one)) > 18] == []
    assert [
        one for one in TASK_LABELS if width_of(task_brief(one)) > width_of(task_label(one))
    ] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_platform_task_is_not_called_as_what_is_done_here(language: str) -> None:
    """What was done here and is only to be told there would look as if it were to do again."""
    use_language(language)
    here = {_(one.title).lower() for one in all_actions().values()}
    here |= {text for kind in KINDS for text in (label(kind), brief(kind))}

    assert [one for one in TASK_LABELS if {task_label(one), task_brief(one)} & here] == []


def test_a_platform_task_is_named_by_what_is_told() -> None:
    row = replace(ROW, next_kind="platform-task", next_task=("task", "upload-tracking", ""))
    column = next(one for one in ORDER_COLUMNS.all if one.title == "Next")

    assert column.cell(row, NOW) == Cell("upload tracking")
    pressed = replace(row, next_task=("task", "appeal", "申诉"), owner="小王 (wang)")
    assert column.cell(pressed, NOW) == Cell("@小王: press 申诉")


@pytest.mark.parametrize(
    ("task", "english", "chinese"),
    [
        pytest.param("apply-stock-out", "press 申请缺货", "点“申请缺货”", id="its own button"),
        pytest.param(
            "intercept-parcel", "stop parcel there", "在平台拦截包裹", id="of one platform"
        ),
        pytest.param("close-case", "close case there", "在平台关售后单", id="another's button too"),
        pytest.param("answer-case", "answer case there", "在平台处理", id="one of several"),
    ],
)
def test_a_platform_task_says_what_to_press_there_where_that_says_what_is_done(
    task: str, english: str, chinese: str
) -> None:
    use_language("zh")
    assert task_brief(task) == chinese
    use_language("en")
    assert task_brief(task) == english


@pytest.mark.parametrize(
    ("units", "shipped", "to_ship", "state", "said"),
    [
        (2, 0, 2, "to-ship", Cell("0/2 ▱▱", "soon")),
        (2, 0, 1, "to-ship", Cell("0/2 ▱×", "soon")),
        (3, 1, 2, "part-shipped", Cell("1/3 ▰▱▱", "soon")),
        (12, 0, 12, "to-ship", Cell("0/12", "soon")),
        (2, 2, 0, "shipped", Cell("shipped", "quiet")),
    ],
)
def test_what_has_gone_is_a_sign_for_each_unit(
    units: int, shipped: int, to_ship: int, state: str, said: Cell
) -> None:
    column = next(one for one in ORDER_COLUMNS.all if one.title == "Shipped")
    row = replace(ROW, units=units, shipped=shipped, to_ship=to_ship, fulfilment=state)

    assert column.cell(row, NOW) == said


@pytest.mark.parametrize(
    ("state", "said"), [("open", Cell("open", "odd")), ("refunded", Cell("refunded", "quiet"))]
)
def test_after_sales_that_are_open_have_a_colour_of_their_own(state: str, said: Cell) -> None:
    column = next(one for one in ORDER_COLUMNS.all if one.title == "After-sales")

    assert column.cell(replace(ROW, after_sales=state), NOW) == said


@given(st.integers(28, 240))
def test_a_line_and_its_heading_have_the_same_columns_in_exactly_their_cells(width: int) -> None:
    row = replace(ROW, goods="茶", fulfilment="shipped")
    line, heading = drawn(row, width, marked=True, seen_by="小王"), ORDER_COLUMNS.heading(width)

    assert width_of(heading) <= width
    assert width_of(line) == width
    assert list(cells_of(heading, width).values()) == titles(width)
    assert cells_of(line, width)["Order no."] == ROW.order_no


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (
            128,
            {
                "Order no.": "261120-000000000000001",
                "Left": "-5h00",
                "Next": "ship",
                "Shipped": "0/12",
                "After-sales": "",
                "Goods": "云南鲜花饼礼盒装10枚早…",
                "Amount": "123456.00",
                "Pay": "",
            },
        ),
        (
            76,
            {
                "Order no.": "261120-000000000000001",
                "Left": "-5h00",
                "Next": "ship",
                "Goods": "云南鲜花饼礼盒装10枚…",
            },
        ),
    ],
)
def test_chinese_text_is_cut_between_characters(width: int, shown: dict[str, str]) -> None:
    whole = replace(ROW, amount_fen=12345600)  # with no blank cell before it
    assert cells_of(drawn(whole, width), width) == shown


def test_of_columns_that_have_too_little_room_the_widest_yields() -> None:
    fitting = dict(CASE_COLUMNS.fitting(62))

    wide = {column.title: cells for column, cells in fitting.items()}
    assert {*wide} == {"Left", "Kind", "Asks for", "Next"}
    narrow = {column.title: cells for column, cells in CASE_COLUMNS.fitting(56)}
    assert narrow["Next"] == 16
    assert 16 < narrow["Kind"] < wide["Kind"]


def test_a_column_that_grows_takes_no_more_than_its_texts() -> None:
    short = [replace(ROW, goods="普洱茶饼 357g x1"), replace(ROW, goods="茶 x1")]
    fitting = {
        column.title: wide for column, wide in ORDER_COLUMNS.measured(short, NOW).fitting(126)
    }

    assert fitting["Goods"] < 20
    assert "Buyer" in fitting, "there is room for what leaves where the texts are longer"


def test_no_column_takes_what_none_of_the_rows_needs() -> None:
    rows = [replace(ROW, goods="云南鲜花饼礼盒装10枚早餐糕点 x1"), replace(ROW, goods="茶 x1")]
    usual = dict(_wide(ORDER_COLUMNS.fitting(90)))
    known = dict(_wide(ORDER_COLUMNS.measured(rows, NOW).fitting(90)))

    assert known["Order no."] == width_of(ROW.order_no) < usual["Order no."]
    assert {*usual} < {*known}, "there is room for another column"


def test_what_is_blank_in_every_row_leaves_before_a_text_is_cut() -> None:
    rows = [
        replace(
            ROW, goods="云南鲜花饼礼盒装10枚早餐糕点 混合口味 2盒 x1", after_sales=AfterSales.NONE
        )
    ]
    columns = ORDER_COLUMNS.measured(rows, NOW)

    assert "After-sales" not in dict(_wide(columns.fitting(90)))
    assert "After-sales" in dict(_wide(columns.fitting(190)))


def test_what_most_rows_have_nothing_in_leaves_before_a_text_of_most_is_cut() -> None:
    usual = replace(
        ROW, goods="云南鲜花饼礼盒装10枚早餐糕点 混合口味 x1", after_sales=AfterSales.NONE
    )
    rows = [usual] * 9 + [replace(ROW, payment=Payment.UNPAID)]
    columns = ORDER_COLUMNS.measured(rows, NOW)
    narrow, roomy = (dict(_wide(columns.fitting(width))) for width in (104, 130))

    assert not {"After-sales", "Pay"} & {*narrow}
    assert narrow["Goods"] >= 30
    assert {"After-sales", "Pay"} <= {*roomy}
    assert roomy["Goods"] >= width_of(usual.goods)


def test_a_column_begins_with_room_for_nearly_all_of_its_texts_and_for_no_single_long_one() -> None:
    usual = replace(case_row(case(kind="exchange")), goods="云南鲜花饼礼盒装10枚早餐糕点 x1" * 2)
    rows = [usual] * 39 + [replace(usual, kind="return_and_refund")]
    fitting = dict(_wide(CASE_COLUMNS.measured(rows, NOW).fitting(76)))

    assert width_of(label("exchange")) <= fitting["Kind"] < width_of(label("return_and_refund"))
    assert fitting["Goods"] > CASE_COLUMNS.all[-2].width


def test_a_column_comes_back_where_the_one_that_it_left_for_has_no_room_either() -> None:
    usual = replace(
        case_row(case(kind="return_and_refund")), goods="云南鲜花饼礼盒装10枚早餐糕点 x1" * 2
    )
    titles = [column.title for column, _wide in CASE_COLUMNS.measured([usual], NOW).fitting(58)]

    assert "Reason" not in titles
    assert "Steps" in titles


@pytest.mark.parametrize("width", range(60, 100))
def test_a_column_comes_back_only_into_the_cells_that_are_there(width: int) -> None:
    columns = Packed[str](
        Column("To do there", 36, lambda one, _now: Cell(one), grows=True),
        Column("Press", 20, lambda _one, _now: Cell("点击同意退款"), drop=2),
        Column("Platform", 11, lambda _one, _now: Cell("Pinduoduo")),
        Column("Tasks", 6, lambda _one, _now: Cell("1000"), "right", drop=3),
        Column("At zero", 9, lambda _one, _now: Cell("¥6.00"), "right", drop=1),
        is_late=lambda _one, _now: False,
    ).of(["cancel the reissue there"] * 9 + ["ask the buyer on the platform for time"], NOW)

    assert width_of(columns.heading(width)) <= width


def test_a_column_that_was_moved_to_the_beginning_stays() -> None:
    def titles(order: Sequence[str], left_out: Sequence[str] = ()) -> list[str]:
        chosen = BOARD_COLUMNS.chosen(left_out, order)
        return [column.title for column, _wide in chosen.fitting(52)]

    first, *others = [column.title for column in BOARD_COLUMNS.all]
    moved = "Order no."
    assert moved not in titles(others)
    assert titles([moved, *(one for one in others if one != moved)])[:2] == [first, moved]
    assert others[0] in titles((), [others[1]])
    assert BOARD_COLUMNS.chosen([others[0]], others).all[1].drop, "what is left out moves none"


def test_numbers_and_what_stands_before_them_each_end_in_a_straight_line() -> None:
    rows = [
        replace(ROW, goods="云南鲜花饼礼盒装10枚早餐糕点 x1", amount_fen=one)
        for one in (1, 9999900)
    ]
    columns = ORDER_COLUMNS.measured(rows, NOW)
    lines = [
        "".join(cell.text for cell in columns.cells(row, 80, NOW, marked=False)) for row in rows
    ]

    assert "Amount" in dict(_wide(columns.fitting(80)))
    assert len({width_of(line[: line.index(" x1")]) for line in lines}) == 1


def test_a_packed_table_has_its_room_behind_it_and_some_between_its_columns() -> None:
    columns = Packed(*ORDER_COLUMNS.all, is_late=is_late).of([replace(ROW, goods="茶 x1")], NOW)
    last, wide = columns.fitting(190)[-1]
    line = "".join(
        cell.text for cell in columns.cells(replace(ROW, goods="茶 x1"), 190, NOW, marked=False)
    )

    assert width_of(line) == 190
    assert line.endswith(" " * 20)
    assert wide < last.width
    assert dict(_wide(columns.fitting(190)))["Order no."] == width_of(ROW.order_no) + 2
    assert "茶 x1  " in line


def _wide(fitting: Sequence[tuple[Column[Any], int]]) -> Iterator[tuple[str, int]]:
    return ((column.title, wide) for column, wide in fitting)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, ["云南鲜花饼 玫瑰味10枚", "云南鲜花饼 混合味20枚"]),
        (14, ["云南鲜花饼 玫…", "云南鲜花饼 混…"]),
        (12, ["云南鲜…10枚", "云南鲜…20枚"]),
    ],
)
def test_names_that_would_read_alike_are_cut_in_their_middle(width: int, shown: list[str]) -> None:
    names = Apart(("云南鲜花饼 玫瑰味10枚", "云南鲜花饼 混合味20枚", "普洱茶饼"))

    assert [
        names.cut(name, width) for name in ("云南鲜花饼 玫瑰味10枚", "云南鲜花饼 混合味20枚")
    ] == shown
    assert names.cut("普洱茶饼", width) == "普洱茶饼"


def test_a_single_letter_tells_no_name_from_another() -> None:
    names = Apart(("refund hours, on the way", "refund hours, returned"))

    assert names.cut("refund hours, on the way", 16) == "refund ho…he way"
    assert names.cut("refund hours, returned", 16) == "refund ho…turned"
    assert names.cut("refund hours, returned", 18) == "refund hours, ret…"


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (30, ["YT9900000000002  Warm roast x3", "YT9900000000003  Warm roast x3"]),
        (20, ["…0002  Warm roast x3", "…0003  Warm roast x3"]),
        (17, ["…0002  Warm r… x3", "…0003  Warm r… x3"]),
        (12, ["…0002  W… x3", "…0003  W… x3"]),
    ],
)
def test_what_tells_names_apart_in_their_middle_is_cut_last(width: int, shown: list[str]) -> None:
    names = ["YT9900000000002  Warm roast x3", "YT9900000000003  Warm roast x3"]
    together = Apart((*names, "Warm roast x3"))

    assert [together.cut(name, width) for name in names] == shown


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [
        ("野生菌礼盒 x2", 13, "野生菌礼盒 x2"),
        ("野生菌礼盒 x2", 11, "野生菌…  x2"),
        ("野生菌礼盒 x12", 9, "野生… x12"),
        ("野生菌礼盒 x2", 6, "野生…"),
        ("丑苹果 5斤 x2 + 鲜花饼 20枚 x1", 40, "丑苹果 5斤 x2 + 鲜花饼 20枚 x1"),
        ("丑苹果 5斤 x2 + 鲜花饼 20枚 x1", 20, "丑苹果 5… x2 +1 more"),
        ("丑苹果 5斤 x2 + 鲜花饼 20枚 x1", 12, "丑苹…  x2 +1"),
        ("野生菌 x1, 普洱茶 x2", 12, "野生菌 x1,…"),
        ("where is the parcel?", 14, "where is the…"),
        ("@小李 野生菌 x2", 12, "@小李 野生…"),
    ],
)
def test_how_many_there_are_stays_where_a_name_is_cut(name: str, width: int, shown: str) -> None:
    assert Apart((name,)).cut(name, width) == shown


def test_how_many_there_are_of_names_that_are_cut_ends_in_one_line() -> None:
    goods = (
        "野生菌礼盒 松茸牛肝菌 尊享装 x2",
        "Dried mango slices, no sugar x1",
        "普洱茶饼 357g 熟普 x2",
    )
    together = Apart(goods)

    for width in range(8, 18):
        assert {width_of(together.cut(name, width)) for name in goods} == {width}


@given(st.lists(st.text(max_size=30), max_size=6), st.integers(1, 40))
def test_a_name_of_any_text_keeps_its_cells(names: list[str], width: int) -> None:
    together = Apart(names)

    assert all(width_of(together.cut(name, width)) <= width for name in names)


def test_what_is_late_marked_or_flagged_is_a_letter_in_front() -> None:
    def letters(row: OrderRow, *, marked: bool = False) -> str:
        return drawn(row, 119, marked=marked)[:4]

    assert letters(ROW) == "▲   "
    assert letters(replace(ROW, due_at=None), marked=True) == " *  "
    assert letters(replace(ROW, flag="purple"), marked=True) == "▲*P "
    assert letters(replace(ROW, due_at=int(NOW.timestamp()))) == "▲   "
    assert letters(replace(ROW, due_at=int(NOW.timestamp()) + 1)) == "    "


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_words_of_the_axes_are_not_cut(language: str) -> None:
    use_language(language)
    widths = {column.title: column.width for column in ORDER_COLUMNS.all}
    too_wide = [
        label(word)
        for title, words in (("Pay", Payment), ("Shipped", Fulfilment), ("After-sales", AfterSales))
        for word in words
        if width_of(label(word)) > widths[title]
    ]

    assert set(too_wide) <= {"part shipped"}


@given(st.sampled_from([*CONTROL.values(), *MARKUP.values()]), st.integers(28, 140))
def test_hostile_text_moves_no_column(text: str, width: int) -> None:
    row = replace(ROW, goods=text, buyer=text, order_no=text, tag=text, flag="red")
    line = drawn(row, width, seen_by=text)

    assert width_of(line) == width
    assert unlisted_sequences(line.encode()) == []


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_screen_has_the_heading_above_the_rows_and_the_bar_beside_them(
    size: tuple[int, int], repository: Repository, drafts: Path
) -> None:
    keep(
        repository,
        *(CHINESE.model_copy(update={"order_no": f"261120-{n:015}"}) for n in range(50)),
    )
    async with desk_on(repository, drafts, size=size) as desk:
        lines = desk.text().split("\n")
        width = desk.table.size.width - 1
        heading, first = (between(line, 2, 2 + width) for line in lines[3:5])

        assert heading == desk.table.columns.heading(width, "due").strip()
        assert first.startswith("▲   261120-")
        assert all(width_of(line) <= size[0] for line in lines)


async def test_a_chosen_column_that_has_no_room_says_so_in_the_menu_of_columns(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, NARROW) as desk:
        heading = desk.part("#heading")
        await desk.press("columns")
        chosen = {
            title: line.endswith("no room for it now")
            for line in desk.menu
            for title in ("Goods", "Flag")
            if f"[x] {title}" in line
        }

        assert chosen == {title: title not in heading for title in ("Goods", "Flag")}
        assert chosen == {"Goods": False, "Flag": True}


@pytest.mark.parametrize(
    ("changes", "now", "said"),
    [
        pytest.param({}, NOW, Cell("ship"), id="nobody's"),
        pytest.param({"owner": "小王 (wang)"}, NOW, Cell("@小王: ship"), id="a colleague's"),
        pytest.param(
            {"next_kind": "return-goods", "next_who": "buyer", "owner": "li"},
            NOW,
            Cell("buyer: send goods back", "quiet"),
            id="the buyer's",
        ),
        pytest.param(
            {"next_kind": "first-scan", "next_who": "carrier", "due_at": None}
            | {"falls_to_us_at": int(NOW.timestamp()), "falls_kind": "contact-carrier"},
            NOW,
            Cell("contact carrier"),
            id="ours by now",
        ),
        pytest.param({"next_kind": ""}, NOW, Cell(""), id="nothing"),
    ],
)
def test_a_row_says_what_is_next_and_who_has_it(
    changes: dict[str, Any], now: datetime, said: Cell
) -> None:
    column = next(one for one in ORDER_COLUMNS.all if one.title == "Next")

    assert column.cell(replace(ROW, **changes), now) == said


OWED = obligation_rows(order())[0]


@pytest.mark.parametrize("width", [76, 120])
def test_what_is_gone_stands_in_its_columns_and_says_why(width: int) -> None:
    columns = BOARD_COLUMNS.measured([OWED], NOW)
    heading, said = columns.heading(width), columns.gone(OWED, width, NOW, "not owed")

    assert width_of(said) == width
    assert said.index("not owed") == heading.index("Goods")
    assert said.index("ship") == heading.index("What")
    assert said.index("261120-") == heading.index("Order no.")


def test_where_no_column_has_room_for_it_why_something_is_gone_is_said_first() -> None:
    said = BOARD_COLUMNS.gone(OWED, 40, NOW, "no longer owed at all, whatever stood here")

    assert said.split()[1:4] == ["no", "longer", "owed"]


@pytest.mark.parametrize(("hours", "look"), [(-1, "late"), (1, "soon"), (30, "")])
def test_what_is_next_for_a_case_is_as_urgent_as_its_clock(hours: int, look: str) -> None:
    row = case_row(case(platform_deadline=NOW + hours * HOUR))
    (cell,) = (one.cell(row, NOW) for one in CASE_COLUMNS.all if one.title == "Next")
    assert cell.look == look


def test_no_text_of_a_packed_table_is_cut_where_there_is_room() -> None:
    order_no: Column[OrderRow] = Column("Order no.", 4, lambda row, _now: Cell(row.order_no))
    columns = Packed(order_no, is_late=is_late).of([ROW], NOW)

    line = "".join(cell.text for cell in columns.cells(ROW, 80, NOW, marked=False))
    assert line.strip(" ▲") == ROW.order_no


async def test_columns_stay_where_a_list_passes_a_hundred_rows_and_widen_for_a_wider_text(
    repository: Repository, drafts: Path
) -> None:
    def made(first: int, last: int, amount_fen: int = 5000) -> list[Order]:
        by = NOW + 300 * HOUR
        numbers = (f"261120-{number:015}" for number in range(first, last))
        goods = line(amount_fen=amount_fen)
        return [order(goods, order_no=number, ship_by_deadline=by) for number in numbers]

    keep(repository, *made(0, 99))
    async with desk_on(repository, drafts, size=(150, 38)) as desk:
        before = dict(_wide(desk.table.columns.fitting(100)))
        keep(repository, *made(99, 110), *made(110, 111, amount_fen=12345600))
        desk.app.show_anew()
        await desk.settle()
        assert desk.table.length == 111
        after = dict(_wide(desk.table.columns.fitting(100)))
        assert after == before

        await desk.press("bottom")
        after = dict(_wide(desk.table.columns.fitting(100)))
        assert after["Amount"] > before["Amount"]
        assert "123456.00" in desk.text()
        assert desk.part("#heading") == desk.table.columns.heading(desk.table.size.width - 1, "due")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_case_at_120_columns_says_of_which_goods_it_is(language: str) -> None:
    use_language(language)
    asked = case(kind="refund_only", unshipped=True, requested_fen=5980)
    row = replace(case_row(asked), goods="云南鲜花饼礼盒装10枚早餐糕点 x1", first_reason="少件")
    titles = [column.title for column, _wide in CASE_COLUMNS.measured([row], NOW).fitting(87)]

    assert "Goods" in titles


@pytest.mark.parametrize(
    ("places", "ahead"),
    [
        ((0, 1, 2, 3), set()),
        ((3, 0, 1, 2), {3}),
        ((0, 2, 1, 3), {2}),
        ((1, 2, 3, 0), set()),
        ((3, 2, 0, 1), {3, 2}),
        ((), set()),
    ],
)
def test_what_was_taken_to_the_front_is_told_from_what_was_passed(
    places: tuple[int, ...], ahead: set[int]
) -> None:
    assert moved_ahead(places) == ahead


def test_columns_that_were_moved_to_the_front_have_room_before_any_other() -> None:
    usual = [one.title for one in ORDER_COLUMNS.all]
    assert "After-sales" not in titles(90)
    order_of = ["After-sales", *(one for one in usual[1:] if one != "After-sales")]
    chosen = ORDER_COLUMNS.chosen((), order_of).measured([ROW], NOW)

    seen = [column.title for column, _wide in chosen.fitting(90)]
    assert seen[:2] == [usual[0], "After-sales"]


def test_what_is_next_is_whole_though_few_rows_have_it_and_the_goods_yield() -> None:
    none = replace(
        ROW, next_kind="", falls_kind="", until_then=(), goods="普洱茶饼 357g 熟普 2019年 x1"
    )
    asked = replace(none, next_kind="answer-case", next_who="us")
    columns = ORDER_COLUMNS.measured([*[none] * 30, asked], NOW)

    line = "".join(cell.text for cell in columns.cells(asked, 76, NOW, marked=False))
    assert "answer the case " in line
    late = columns.lacking([replace(asked, owner="wang")], NOW)
    assert len([*late]) == 1, "one that is read later has its room too"
