"""Writing an .xlsx whose texts are texts: no formula, nothing cut, nothing guessed by the program.

XlsxWriter guesses nothing where it is told that a cell is a text or a number, and keeps one row in
memory. It cuts what is longer than 32,767 characters (reliability.md §4.7), so whoever gives it
texts asks first whether they fit.
"""

from collections.abc import Iterable, Sequence
from contextlib import closing
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from store.errors import BadInput
from store.exchange.incoming.workbook_xml import LONGEST
from store.exchange.outgoing.safe_cells import escaped
from store.files.working import working_folder
from store.words import _

MOST_ROWS = 1_048_576
_EXACT = 10**15
"""From here on a spreadsheet's number is no longer exact."""
_RICH = ("<r>", "</r>")
"""What begins and ends so XlsxWriter would put into the file as XML, whoever wrote it."""

Cell = str | int | float | Decimal | None


class SheetColumn(NamedTuple):
    """A column of a sheet."""

    header: str
    width: int = 18
    """In characters."""
    shown: str = ""
    """How its numbers are shown, where not by what each of them is."""


def fits(text: str) -> bool:
    """Is the text short enough for one cell?"""
    # No character is more than two units: most texts need no counting.
    return len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) // 2 <= LONGEST


def write_workbook(
    file: BinaryIO,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Cell]],
    beside: Path,
    name: str = "订单",
) -> None:
    """One sheet: texts typed as text, numbers as numbers, under a bold header that stays and
    filters. The texts must hold no control character (`outgoing.safe_cells`) and fit. BadInput:
    there are too many rows for a spreadsheet.

    The rows lie in a working folder in the folder `beside` until the end: on the file's own disk,
    which says that it is full where it is.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with working_folder(beside) as folder, closing(_Quiet(file)) as out:
        options = {"constant_memory": True, "tmpdir": str(folder), "use_zip64": True}
        book = Workbook(out, options)
        with closing(_Sheet(book.add_worksheet(name), book, columns)) as sheet:
            number = 0
            for number, row in enumerate(rows, 1):
                _refuse_too_many(number + 1)
                sheet.write(number, row)
            sheet.let_filter(number)
            try:
                book.close()
            except FileCreateError as error:
                raise error.args[0] from None
        if out.trouble:
            raise out.trouble


class _Quiet:
    """A file that fails in silence: it keeps its first trouble, and does nothing more after it.

    Nor after it was let go of: a zip file that the library has left unfinished tries to write its
    end when Python takes it away, where nobody can catch what that says.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.trouble: OSError | None = None
        self._file: BinaryIO | None = file
        self._told = 0
        """Where it last was: what asks later reckons with it."""

    def close(self) -> None:
        """Let go of the file, which stays open."""
        self._file = None

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._file or BinaryIO, name)
        return partial(self._do, name) if callable(found) else found

    def _do(self, name: str, *given: Any) -> Any:
        if self._file is None:
            return self._told
        try:
            found = getattr(self._file, name)(*given)
        except OSError as error:
            self.trouble = error
            self.close()
            return self._told
        if name == "tell":
            self._told = found
        return found


def _refuse_too_many(rows: int) -> None:
    if rows > MOST_ROWS:
        said = _("An .xlsx file holds at most {count} rows; export to a .csv file instead.")
        raise BadInput(said.format(count=MOST_ROWS), field="to")


class _Sheet:
    """The sheet, and how each kind of value is shown on it."""

    def __init__(self, sheet: Any, book: Any, columns: Sequence[SheetColumn]) -> None:
        self._sheet = sheet
        self._sheet.freeze_panes(1, 0)
        self._last = len(columns) - 1
        self._text = book.add_format({"num_format": "@"})
        self._text.set_quote_prefix()
        whole = book.add_format({"num_format": "0"})
        money = book.add_format({"num_format": "0.00"})
        bold = book.add_format({"bold": True})
        self._shown: list[Any] = []
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, column.width)
            self._sheet.write_string(0, place, column.header, bold)
            shown = column.shown and book.add_format({"num_format": column.shown})
            self._shown.append((shown or whole, shown or money))

    def write(self, row: int, values: Iterable[Cell]) -> None:
        """Write a row, from 1, after those before it."""
        for place, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                self._write_text(row, place, value)
            elif not -_EXACT < value < _EXACT:
                self._write_text(row, place, str(value))
            else:
                shown = self._shown[place][isinstance(value, Decimal)]
                self._sheet.write_number(row, place, value, shown)

    def let_filter(self, last: int) -> None:
        """Let the rows down to this one be filtered by their header."""
        self._sheet.autofilter(0, 0, last, self._last)

    def close(self) -> None:
        """Let go of the file of rows, also of a book that was not finished."""
        self._sheet.row_data_fh.close()

    def _write_text(self, row: int, place: int, text: str) -> None:
        if text.startswith(_RICH[0]) and text.endswith(_RICH[1]):
            text = escaped(text[0]) + text[1:]
        self._sheet.write_string(row, place, text, self._text)
