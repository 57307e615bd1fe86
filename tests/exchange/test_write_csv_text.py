"""The lines of a CSV file are those that Python's own writer makes of the same rows."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from store.exchange.outgoing.csv_text import csv_lines, csv_row

CELLS = st.text(st.sampled_from("ab,\"\r\n \t;'订单"), max_size=6)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6)
)


@given(TABLES)
def test_the_lines_are_those_of_the_writer_of_python(rows: list[list[str]]) -> None:
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerows(rows)

    assert csv_lines([list(column) for column in zip(*rows, strict=True)]) == lines.getvalue()
    assert "".join(map(csv_row, rows)) == lines.getvalue()


def test_what_needs_no_quotes_gets_none() -> None:
    assert csv_lines([["编号", "1"], ['a "b"', ""]]) == '编号,"a ""b"""\r\n1,\r\n'
