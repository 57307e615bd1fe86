"""HandingOut (交出): what leaves a store as a file, and what is said of it afterwards."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.acting import Store
from store.models.row import OrderRow

if TYPE_CHECKING:
    from store.exchange.outgoing.export import ExportSummary
    from store.reading.learning import Learned
    from store.rules.stock.packing import Packing
    from store.work.batch_shipping import Uploaded, WaitingFile, Written


class HandingOut(Store):
    """The methods of the repository that write tables, and rules, for a person."""

    def export(  # noqa: PLR0913 - what is written, where, and how
        self,
        rows: Iterable[OrderRow],
        to: Path,
        *,
        columns: Sequence[str] = ("people",),
        encoding: str = "utf-8-sig",
        reveal: bool = False,
        replaces: bool = False,
    ) -> "ExportSummary":
        """Write the orders of these rows as CSV, Excel or JSON (`exchange.outgoing.export`)."""
        from store.exchange.outgoing.export import export_rows

        return export_rows(
            rows,
            self.orders,
            to,
            now=self.now,
            policy=self.policy,
            columns=columns,
            encoding=encoding,
            reveal=reveal,
            replaces=replaces,
            kept=self.kept_orders,
        )

    def write_batch_ship(
        self, rows: Iterable[OrderRow], to: Path, *, replaces: bool = False
    ) -> "Written":
        """Write the platforms' upload files for what was shipped (`work.batch_shipping`)."""
        from store.work.batch_shipping import write_files

        return write_files(self, self.orders(rows), to, replaces=replaces)

    def parcels_to_tell(self, rows: Iterable[OrderRow]) -> int:
        """How many parcels these files would hold."""
        from store.exchange.outgoing.batch_ship import parcels_to_tell

        return parcels_to_tell(self.orders(rows))

    def batch_ship_files(self) -> "list[WaitingFile]":
        """Those that nobody has said to be uploaded."""
        from store.work.batch_shipping import waiting_files

        return waiting_files(self)

    def mark_uploaded(
        self, files: "Sequence[WaitingFile]", rejected: Sequence[str] = ()
    ) -> "Uploaded":
        """Complete what stands in upload files, but for what the platform rejected of it."""
        from store.work.batch_shipping import mark_uploaded

        return mark_uploaded(self, files, rejected)

    def write_rules(self, found: "Sequence[Learned]", to: Path, *, replaces: bool = False) -> None:
        """Write what bills teach as a file of rules (`exchange.outgoing.learned_rules`)."""
        from store.exchange.outgoing.learned_rules import write_rules

        write_rules(found, to, replaces=replaces)

    def packing(self, rows: Iterable[OrderRow]) -> "Packing":
        """What is to be packed now for those of these orders that may go out."""
        from store.rules.stock.packing import packing

        to_ship = (row for row in rows if row.fulfilment in ("to-ship", "part-shipped"))
        return packing(self.orders(to_ship), self.context())

    def write_packing(self, packing: "Packing", to: Path, *, replaces: bool = False) -> None:
        """Write what is to be packed as a table (`exchange.outgoing.packing_list`)."""
        from store.exchange.outgoing.packing_list import write_packing

        write_packing(packing, to, replaces=replaces)
