"""Writing an .xlsx whose texts are texts: no formula, nothing cut, nothing guessed by the program.

openpyxl makes a formula of a text that begins with `=` and cuts what is longer than 32,767
characters, both in silence (reliability.md §4.7). Here every cell is typed before it is given its
value, so that nothing is guessed, and what does not fit is refused.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any, BinaryIO, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from store.errors import BadInput
from store.words import _

LONGEST = 32_767
"""So many UTF-16 units fit into a cell of a spreadsheet."""
MOST_ROWS = 1_048_576
_EXACT = 10**15
"""From here on a spreadsheet's number is no longer exact."""
_WIDTH = 18

Cell = str | int | Decimal | None


def fits(text: str) -> bool:
    """Is the text short enough for one cell?"""
    # No character is more than two units: most texts need no counting.
    return len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) // 2 <= LONGEST


def write_workbook(file: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """One sheet: texts typed as text, numbers as numbers. The texts must hold no control character
    (`store.exchange.safe_cells`) and fit. BadInput: there are too many rows for a spreadsheet.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("订单")
    sheet.freeze_panes = "A2"
    sheet.sheet_format.defaultColWidth = _WIDTH
    try:
        kinds = _Kinds(sheet)
        sheet.append(kinds.cells(header))
        for number, row in enumerate(rows, 2):
            _refuse_too_many(number)
            sheet.append(kinds.cells(row))
        book.save(file)
    except BaseException:
        _discard(sheet)
        raise


def _refuse_too_many(rows: int) -> None:
    if rows > MOST_ROWS:
        said = _("An .xlsx file holds at most {count} rows; export to a .csv file instead.")
        raise BadInput(said.format(count=MOST_ROWS), field="to")


def _discard(sheet: WriteOnlyWorksheet) -> None:
    # openpyxl gathers a sheet in the folder for temporary files and leaves it there until the
    # program ends, with every buyer that was written so far.
    with suppress(Exception):
        sheet.close()
    with suppress(Exception):
        cast("Any", sheet)._writer.cleanup()  # noqa: SLF001


class _Kinds:
    """One cell of each kind for all values: openpyxl writes a cell as soon as it is given."""

    def __init__(self, sheet: WriteOnlyWorksheet) -> None:
        self._text = _blank(sheet, "s", "@")
        self._text.quotePrefix = True
        self._whole = _blank(sheet, "n", "0")
        self._money = _blank(sheet, "n", "0.00")

    def cells(self, values: Iterable[Cell]) -> Iterator[Any]:
        for value in values:
            if value is None or value == "":
                yield None
            elif isinstance(value, str):
                yield _holding(self._text, value)
            elif not -_EXACT < value < _EXACT:
                yield _holding(self._text, str(value))
            else:
                yield _holding(self._money if isinstance(value, Decimal) else self._whole, value)


# openpyxl's stubs know neither `_value` nor `quotePrefix`.
def _blank(sheet: WriteOnlyWorksheet, kind: str, number_format: str) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.data_type = kind
    cell.number_format = number_format
    return cell


def _holding(cell: Any, value: Cell) -> Any:
    # Past the setter, which would guess the type anew.
    cell._value = value  # noqa: SLF001
    return cell
