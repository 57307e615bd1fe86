"""Tables on the command line: aligned by cells, as wide as the terminal, whole elsewhere."""

import pytest

from tui import printing
from tui.printing import print_table
from tui.text import width_of

NUMBER = "261120-430358166388047"
HEADER = ["剩余", "事项", "订单号", "商品", "金额", "损失"]
ROW = [
    "-3d",
    "发货",
    NUMBER,
    "云南鲜花饼礼盒装10枚早餐糕点 " * 4,
    "3.00",
    "判定延迟发货：3.00 元" * 3,
]


@pytest.fixture
def printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, cells: int
) -> list[str]:
    """The lines of a table on a terminal of so many cells; none is no terminal."""
    monkeypatch.setattr(printing, "_room", lambda: cells)
    print_table(HEADER, [ROW, ["1h", "补发", NUMBER, "茶", "", ""]], right=(0, 4))
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("cells", [100, 120])
def test_a_table_of_long_texts_fits_the_terminal_and_cuts_no_number(printed: list[str]) -> None:
    assert max(map(width_of, printed)) <= 120
    assert sum(NUMBER in line for line in printed) == 2
    assert "..  " in printed[1], "goods are cut"
    below = printed[2:-1]
    assert below, "the last text goes on below itself"
    assert all(line.startswith(" " * 40) for line in below)


@pytest.mark.parametrize("cells", [0])
def test_what_goes_elsewhere_is_whole(printed: list[str]) -> None:
    assert len(printed) == 3
    assert ROW[3].strip() in printed[1]
    assert printed[1].endswith(ROW[-1])


@pytest.mark.parametrize("cells", [60])
def test_columns_without_room_follow_below_beside_the_first(printed: list[str]) -> None:
    heads = [line.split() for line in printed if "剩余" in line]

    assert len(heads) > 1
    assert [name for head in heads for name in head if name != "剩余"] == HEADER[1:]
    assert max(map(width_of, printed)) <= 60
