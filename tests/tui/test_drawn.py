"""What is written to the terminal is the least, and the screen is what it would have been."""

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tui.drawing.drawn import Drawn, draws_cells
from tui.glyphs import ASCII

COLUMNS, ROWS = 24, 4
STYLES = (
    "", "1", "2", "7", "4", "31", "1;91;100", "38;5;9;48;5;17", "38;2;201;209;217;48;2;15;17;23",
    "1;38;2;201;209;217;48;2;15;17;23", "48;2;15;17;23", "3;38;2;1;2;3", "1;39", "1;49", "39;49",
    "1;2;31;44", "1;4;31;44", "1;7;9;31;44", "2;31;44", "31;44", "8;31;44",
)  # fmt: skip
TEXTS = st.text(st.sampled_from("ab1 ─│▲米铺单，🙏"), min_size=1, max_size=10) | st.integers(
    1, COLUMNS
).map(" ".__mul__)
RUNS = st.lists(st.tuples(st.sampled_from(STYLES), TEXTS), min_size=1, max_size=4)
PLACES = st.tuples(st.integers(0, ROWS - 1), st.integers(0, COLUMNS - 1))
UPDATES = st.lists(st.tuples(PLACES, RUNS), min_size=1, max_size=5)


def wide(text: str) -> int:
    return sum(2 if char in "米铺单，🙏" else 1 for char in text)


def moved(row: int, column: int) -> str:
    return f"\x1b[{row + 1};{column + 1}H"


def as_textual_writes(update: list[tuple[tuple[int, int], list[tuple[str, str]]]]) -> str:
    """Runs at their places, cut where the terminal ends, and the cursor back at the top."""
    lines = []
    for (row, column), runs in sorted(update, key=lambda line: line[0]):
        written = [moved(row, column)]
        left = COLUMNS - column
        for style, text in runs:
            while wide(text) > left:
                text = text[:-1]  # noqa: PLW2901 - what is left of it
            left -= wide(text)
            if text:
                written.append(f"\x1b[{style}m{text}\x1b[0m" if style else text)
        lines.append("".join(written))
    return "".join(lines) + moved(0, 0)


class Screen(pyte.Screen):
    """As pyte's, but what is erased is neither underlined nor reversed, as on real terminals.

    A character of which one half is written over goes, and its other cell takes the terminal's own
    colours, also where that has been erased before: so does tmux.
    """

    def draw(self, data: str) -> None:
        for char in data:
            self._break(self.cursor.x, self.cursor.x + wide(char))
            super().draw(char)

    def _break(self, first: int, end: int) -> None:
        """Characters of which these cells are half."""
        line = self.buffer[self.cursor.y]
        if first < COLUMNS and line[first].data == "":
            line[first - 1] = self.default_char
        if end < COLUMNS and line[end].data == "":
            line[end] = self.default_char

    def erase_characters(self, count: int | None = None) -> None:
        attributes = self.cursor.attrs
        self.cursor.attrs = self.default_char._replace(bg=attributes.bg)
        super().erase_characters(count)
        self.cursor.attrs = attributes


class Terminal:
    """What somebody sees."""

    def __init__(self) -> None:
        self.screen = Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self.screen)
        self.written = 0

    def write(self, data: str) -> None:
        self.written += len(data)
        self._stream.feed(data)

    @property
    def seen(self) -> list[list[tuple[object, ...]]]:
        """Of a blank only the ground and what is drawn through it."""
        cells = [
            [self.screen.buffer[row][column] for column in range(COLUMNS)] for row in range(ROWS)
        ]
        return [
            [
                (cell.data, cell.bg, cell.underscore, cell.reverse)
                if cell.data == " " and not (cell.underscore or cell.reverse)
                else (cell.data, cell.bg, cell.underscore, cell.reverse, cell.fg, cell.bold)
                for cell in line
            ]
            for line in cells
        ]


@given(st.lists(UPDATES, min_size=1, max_size=6), st.booleans())
@settings(max_examples=examples(1000))
def test_the_screen_is_what_all_that_textual_writes_would_have_made_it(
    updates: list[list[tuple[tuple[int, int], list[tuple[str, str]]]]],
    erases: bool,
) -> None:
    drawn, plain, ours = Drawn(COLUMNS, ROWS, erases=erases), Terminal(), Terminal()
    most = 0

    for update in updates:
        data = as_textual_writes(update)
        plain.write(data)
        ours.write(drawn.least(data))

        assert ours.seen == plain.seen
        assert (ours.screen.cursor.y, ours.screen.cursor.x) == (0, 0)
        assert drawn.least(data) in {"", moved(0, 0)} or "🙏" in data or overlaps(update)

        most += len(data) + 20 * (len(update) + data.count("🙏"))
        assert ours.written <= most


def overlaps(update: list[tuple[tuple[int, int], list[tuple[str, str]]]]) -> bool:
    """Do two runs of one update lie on each other?"""
    taken: set[tuple[int, int]] = set()
    for (row, column), runs in update:
        end = min(COLUMNS, column + sum(wide(text) for _style, text in runs))
        cells = {(row, place) for place in range(max(0, column - 1), end + 1)}
        if taken & cells:
            return True
        taken |= cells
    return False


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        ("same", "same", ""),
        ("same", "some", "\x1b[Co\x1b[2D"),
        ("\x1b[31mred\x1b[0m", "\x1b[32mred\x1b[0m", "\x1b[32mred\x1b[3D\x1b[m"),
        (
            "\x1b[1;31;40mabc\x1b[0m",
            "\x1b[1;31;40mabd\x1b[0m",
            "\x1b[2C\x1b[1;31;40md\x1b[3D\x1b[m",
        ),
        (
            "xxxx",
            "\x1b[1;4;31;44ma\x1b[0m\x1b[4;32;44mb\x1b[0m\x1b[1;2;32;44mc\x1b[0m\x1b[1;32;44md\x1b[0m",
            "\x1b[1;4;31;44ma\x1b[22;32mb\x1b[24;1;2mc\x1b[22;1md\x1b[4D\x1b[m",
        ),
        ("米铺米铺", "米单米铺", "\x1b[2C单\x1b[4D"),
        ("a" + " " * 20, "b" + " " * 20, "b\x1b[D"),
    ],
)
def test_only_what_is_different_is_written(before: str, after: str, written: str) -> None:
    drawn = Drawn(COLUMNS, ROWS)
    drawn.least(moved(0, 0) + before + moved(0, 0))

    assert drawn.least(moved(0, 0) + after + moved(0, 0)) == written


RED, WHITE = "1;38;2;255;107;107;48;2;15;17;23", "38;2;201;209;217;48;2;15;17;23"


@pytest.mark.parametrize(
    ("runs", "written"),
    [
        pytest.param(
            [(RED, "!"), (WHITE, "  number  "), (RED, "-3h"), (WHITE, " goods")],
            f"\x1b[3C\x1b[{WHITE}mnumber  \x1b[4Cgoods\x1b[20D\x1b[1;38;2;255;107;107m!  "
            "\x1b[8C-3h \x1b[15D\x1b[m",
            id="the first colour written last, as it is said from the other one",
        ),
        pytest.param(
            [("31", "!"), ("32", "number"), ("31", "!")],
            "\x1b[31m!\x1b[32mnumber\x1b[31m!\x1b[8D\x1b[m",
            id="from left to right, where colours are said as shortly as moves",
        ),
        pytest.param(
            [(RED, "!"), (WHITE, "🙏"), (RED, "!")],
            f"\x1b[{RED}m!\x1b[22;38;2;201;209;217m🙏\x1b[1;4H\x1b[1;38;2;255;107;107m!"
            "\x1b[4D\x1b[m",
            id="and where a terminal may draw over what stands behind",
        ),
    ],
)
def test_a_line_is_written_colour_by_colour(runs: list[tuple[str, str]], written: str) -> None:
    drawn = Drawn(COLUMNS, ROWS)
    drawn.least(moved(0, 0) + "x" * COLUMNS + moved(0, 0))

    assert drawn.least(as_textual_writes([((0, 0), runs)])) == written


def test_many_blanks_of_one_colour_are_erased_where_that_keeps_the_colour() -> None:
    data = f"\x1b[1;1H\x1b[44m{' ' * 20}\x1b[0mx\x1b[1;1H"

    assert Drawn(COLUMNS, ROWS).least(data) == "\x1b[1;1H\x1b[44m\x1b[19X\x1b[19C \x1b[mx\x1b[21D"
    assert Drawn(COLUMNS, ROWS, erases=False).least(data) == (
        f"\x1b[1;1H\x1b[44m{' ' * 20}\x1b[mx\x1b[21D"
    )


def test_an_erasure_ends_before_a_character_of_two_cells_rather_than_in_it() -> None:
    drawn = Drawn(COLUMNS, ROWS)
    drawn.least(f"\x1b[1;1H{' ' * 18}米\x1b[1;1H")

    assert drawn.least(f"\x1b[1;1H\x1b[44m{' ' * 20}\x1b[0m\x1b[1;1H") == (
        "\x1b[44m\x1b[18X\x1b[18C  \x1b[20D\x1b[m"
    )


@pytest.mark.parametrize("emphasis", ["4", "7", "1;7", "9"])
def test_blanks_that_are_seen_by_their_emphasis_are_written_not_erased(emphasis: str) -> None:
    data = f"\x1b[1;1H\x1b[{emphasis}m{' ' * 20}\x1b[0mx\x1b[1;1H"

    assert Drawn(COLUMNS, ROWS).least(data) == (
        f"\x1b[1;1H\x1b[{emphasis}m{' ' * 20}\x1b[mx\x1b[21D"
    )


def test_the_terminals_own_colours_in_other_words_leave_what_is_bold_bold() -> None:
    data = "\x1b[1;1H\x1b[1;39ma\x1b[0m\x1b[1;49mb\x1b[0m\x1b[1;1H"

    assert Drawn(COLUMNS, ROWS).least(data) == "\x1b[1;1H\x1b[1mab\x1b[2D\x1b[m"


@pytest.mark.parametrize(
    ("sign", "other", "taken"),
    [
        pytest.param("\U0001fae9", "xy", 1, id="an emoji that the terminal does not know yet"),
        pytest.param("…", "x", 2, id="a sign of two cells in a Chinese terminal, which gets ASCII"),
    ],
)
def test_what_stands_elsewhere_than_was_thought_is_written_again(
    sign: str, other: str, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyte.screens, "wcwidth", lambda char: taken if char == sign else 1)
    monkeypatch.setattr("tui.drawing.pen.glyphs", lambda: ASCII)
    drawn, ours = Drawn(COLUMNS, ROWS), Terminal()

    for text in (sign, other, sign, other):
        ours.write(drawn.least(f"{moved(1, 0)}a{text}bcd efgh|{moved(0, 0)}"))

    assert ours.screen.display[1].startswith(f"a{other}bcd efgh|")


@pytest.mark.parametrize(
    "strange",
    [
        "\x1b[1;1Habc\x1b[2Jdef",  # clears
        "\x1b[1;1He\u0301",  # a sign without a cell of its own
        f"\x1b[1;{COLUMNS}Hab",  # beyond the edge
        f"\x1b[{ROWS + 1};1Ha",
    ],
)
def test_what_is_not_understood_is_written_as_it_is_and_all_anew_after_it(strange: str) -> None:
    drawn = Drawn(COLUMNS, ROWS)
    line = "\x1b[2;1Hsame\x1b[1;1H"
    first = drawn.least(line)

    assert drawn.least(line) == ""
    assert drawn.least(strange) == strange
    assert drawn.least(line) == first


def test_after_forgetting_all_is_written_again() -> None:
    drawn = Drawn(COLUMNS, ROWS)
    line = "\x1b[2;1Hsame\x1b[1;1H"
    first = drawn.least(line)

    drawn.forget()

    assert drawn.least(line) == first


@pytest.mark.parametrize(
    ("data", "does"),
    [
        ("\x1b[3;1Habc", True),
        ("\x1b[?2026h", False),
        ("\x1b]2;title\x07", False),
        ("\x1b[6n", False),
    ],
)
def test_modes_and_questions_are_no_cells(data: str, does: bool) -> None:
    assert draws_cells(data) is does
