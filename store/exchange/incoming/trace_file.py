"""The desk's own file of traces (物流轨迹): where parcels are, one scan a row.

No export of a platform holds a trace (domain.md §0, fact 4); whoever asks a carrier hands the
answers over as `order_no,tracking_no,at,state,text`, or with Chinese headers (docs/imports.md).
"""

from collections.abc import Callable, Sequence
from typing import get_args

from store.exchange.incoming import cells
from store.exchange.incoming.columns import ColumnsFound, named
from store.exchange.incoming.reading import Reading, Unit, UnreadableRows
from store.exchange.incoming.tables import Table, TableRow
from store.models.facts import TraceFacts
from store.models.parcel import Trace, TraceState
from store.rules.action.fields import chosen_word, plain_tracking_no
from store.rules.parcels.traces import TRACE_WORDS
from store.words import _

COLUMNS = {
    "order_no": ("order_no", "订单号", "订单编号", "主订单编号"),
    "tracking_no": ("tracking_no", "运单号", "快递单号", "物流单号"),
    "at": ("at", "时间"),
    "state": ("state", "状态"),
    "text": ("text", "说明"),
}
_NEEDED = frozenset({"order_no", "tracking_no", "at", "state"})
STATES: tuple[TraceState, ...] = get_args(TraceState)


def recognises(columns: Sequence[str]) -> bool:
    """Is this the header of a file of traces?"""
    return named(columns, COLUMNS).keys() >= _NEEDED


class TraceReading(Reading):
    """A file of traces; each row names an order and one of its parcels."""

    kind = "traces"
    platform = None
    variant = "shouhou"

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._found = ColumnsFound(table.columns, COLUMNS)
        self.unknown_columns = self._found.unknown

    def order_no(self, row: TableRow) -> str:
        """The number of the order that a row is about, as far as it says one."""
        return row.cells[self._found.places["order_no"]].removeprefix("'")

    def facts(self, unit: Unit) -> Sequence[TraceFacts]:
        """What a unit says. Raises UnreadableRows."""
        (row,) = unit.rows
        try:
            return (self._trace(row),)
        except cells.BadCellError as bad:
            raise UnreadableRows(self.spoiled(unit.rows, bad)) from None

    def _trace(self, row: TableRow) -> TraceFacts:
        cells_of_row, names = row.cells, self._found.names
        values = self._found.cells(cells_of_row)
        for field, text in values.items():
            if field in _NEEDED and not text:
                raise cells.BadCellError(row.number, names[field], _("a value is needed here"))

        def meant(field: str, meaning: Callable[[str], cells.Value]) -> cells.Value:
            return cells.meant(values[field], meaning, row.number, names[field])

        return TraceFacts(
            order_no=meant("order_no", cells.exact).removeprefix("'"),
            tracking_no=plain_tracking_no(meant("tracking_no", cells.exact)),
            row=row.number,
            trace=Trace(
                at=meant("at", cells.instant),
                state=meant("state", _state),
                text=values.get("text", ""),
                source=self.file,
            ),
            columns=names,
            cells=dict(zip(self.columns, cells_of_row, strict=True)),
        )


def _state(text: str) -> TraceState:
    word = chosen_word(text, STATES, TRACE_WORDS)
    for state in STATES:
        if state == word:
            return state
    raise cells.UnreadableCellError(cells.none_of(STATES, text))
