"""Stock from a file (库存导入): each row is judged as if somebody set the stock of its SKU.

A count is true when it is made. The same file again tells nothing that was not known then, and
would only give back what was sold since; so its rows count for what was never counted alone: the
SKUs that no order had named yet. Each commit notes how far the file came, so that this holds for
the first rows of one that was broken off as well.
"""

from collections.abc import Iterator, Sequence

from store.acting import Store
from store.documents.writing import Writing
from store.errors import BadInput, Problem, Refused
from store.exchange.incoming.stock_file import StockReading
from store.exchange.incoming.tables import TableRow
from store.importing.bundles import ImportedFile, Reject
from store.importing.records import ImportRecords, rows_met
from store.importing.report import Step, Watch
from store.models.product import Product
from store.pages import in_pages
from store.rules.action.frame import ensure_right, read_values
from store.rules.platform.two_sources import Verdict
from store.rules.stock.actions.set_stock import SetStock
from store.words import _

AT_ONCE = 50
"""Rows of one commit."""


class StockFile:
    """The rows of one file of stock."""

    def __init__(
        self, given: ImportedFile, reading: StockReading, rows: Sequence[TableRow]
    ) -> None:
        self._given = given
        self._reading = reading
        self._rows = rows
        self._first: dict[str, int] = {}
        """In which row each SKU stands first."""
        self._met_before = 0
        """So many rows, the first of the file, were met in an earlier import."""

    @property
    def rows(self) -> int:
        """How many there are."""
        return len(self._rows)

    def meet(self, store: Store, shop: str, reject: Reject, watch: Watch, *, dry_run: bool) -> bool:
        """Set the stock of each SKU; a row that is wrong is rejected and stops no other.

        False where the watcher stopped it.
        """
        self._met_before = rows_met(store, self._given.digest, shop)
        records = ImportRecords(store, [self._given], shop, store.now)
        for some in in_pages(self._rows, AT_ONCE):
            if dry_run:
                self._set(store, shop, reject, some, None)
            else:
                with store.writing() as commit:
                    self._set(store, shop, reject, some, commit)
                    records.put()
            done = self._given.done
            if not watch(Step(self._given.report.file, "merge", done, self.rows)):
                return done >= self.rows
        return True

    def _set(
        self,
        store: Store,
        shop: str,
        reject: Reject,
        rows: Sequence[TableRow],
        commit: Writing | None,
    ) -> None:
        for row in rows:
            was_met = self._given.done < self._met_before
            self._given.done += 1
            wrong = next(self._wrong(row), None)
            try:
                if wrong is None:
                    said = self._set_row(store, shop, row, commit, was_met=was_met)
                    self._given.report.counts[said] += 1
            except (BadInput, Refused) as error:
                wrong = error.every_problem[0]
            if wrong:
                column = self._reading.column(wrong.field)
                reject(self._given, self._reading.rejected(row, column, wrong.sentence))

    def _wrong(self, row: TableRow) -> Iterator[Problem]:
        """What is wrong with a row whatever the store has."""
        if row.fault:
            yield Problem("", row.fault)
            return
        sku = self._reading.values(row).get("sku", "")
        if not sku:
            yield Problem("sku", _("a value is needed here"))
        elif (first := self._first.setdefault(sku, row.number)) != row.number:
            said = _("this SKU stands in row {row} already")
            yield Problem("sku", said.format(row=first))

    def _set_row(
        self, store: Store, shop: str, row: TableRow, commit: Writing | None, *, was_met: bool
    ) -> Verdict:
        values = self._reading.values(row)
        sku = values.pop("sku")
        product = store.product(shop, sku)
        if product is None:
            said = _("no order of shop {shop} has named the SKU {sku} yet")
            raise BadInput(said.format(shop=shop, sku=sku), field="sku")
        context = store.context()
        done = read_values(SetStock, values, product)
        if was_met and _is_counted(product):
            if not done.says(product):
                self._given.report.add_other_count(sku)
            return "same"
        ensure_right(done, product, context)
        outcome = done.apply(product, context)
        if tuple(outcome.documents) == (product,):
            return "same"
        if commit:
            commit.event(product, SetStock.name, values, said=outcome.said)
            commit.save(outcome.documents)
        return "changed"


def _is_counted(product: Product) -> bool:
    """Has anybody said how much there is of it, or how fast it comes and goes?"""
    said = (product.on_hand, product.per_day_made, product.per_day_shipped)
    return any(one is not None for one in said)
